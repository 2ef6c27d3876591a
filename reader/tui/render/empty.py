"""What a pane says while it has nothing to show: a bold line, a dim one, a third of the way down."""

from __future__ import annotations

from reader.tui.render.cells import steady_text, width_cells
from reader.tui.render.lines import Paint, Role, Run, Runs, cut_runs


def layout_empty(headline: str, hint: str, width: int, height: int) -> tuple[Runs, ...]:
    """Lay out an empty pane: lines from the top, as many as are needed, centred in ``width``.

    A hint may have several lines, one for each thing there is to do.
    """
    lines: list[Runs] = []
    for text, role in ((headline, Role.HEADING), (hint, Role.HINT)):
        for part in filter(None, text.split("\n")):
            lines.extend(_centred(steady_text(part), role, width))
    above = max((height - len(lines)) // 3, 0)
    return (*[()] * above, *lines)


def _centred(text: str, role: Role, width: int) -> list[Runs]:
    # Imported here: most starts show a list, and no pane that is empty.
    from reader.tui.render.wrap import wrap

    runs = (Run(text, Paint(role)),)
    centred: list[Runs] = []
    spans = wrap(text, max(width - 4, 8))
    for span, line in zip(spans, cut_runs(runs, ((span.start, span.end) for span in spans)), strict=True):
        left = max((width - width_cells(text[span.start : span.end])) // 2, 0)
        centred.append((Run(" " * left, Paint(role)), *line))
    return centred
