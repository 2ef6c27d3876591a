"""What a pane says while it has nothing to show: a bold line, a dim one, a third of the way down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from reader.tui.render.cells import steady_text, width_cells
from reader.tui.render.lines import Paint, Role, Run, Runs, cut_runs

_GAP_CELLS = 2


# Asked for once per line of the pane.
@lru_cache(maxsize=8)
def layout_empty(headline: str, hint: str, width: int, height: int) -> tuple[Runs, ...]:
    """Lay out an empty pane: lines from the top, as many as are needed, centred in ``width``.

    A hint may have several lines, one for each thing there is to do; where they begin with a key and a
    tab, keys and sentences stand in two columns.
    """
    if "\t" in hint:
        lines = [*_centred(steady_text(headline), Role.HEADING, width), (), *_keys(hint.split("\n"), width)]
    else:
        lines = [
            line
            for text, role in ((headline, Role.HEADING), (hint, Role.HINT))
            for part in filter(None, text.split("\n"))
            for line in _centred(steady_text(part), role, width)
        ]
    above = max((height - len(lines)) // 3, 0)
    return (*[()] * above, *lines)


def _keys(hints: Sequence[str], width: int) -> Iterator[Runs]:
    """Keys and what they do, the block of them in the middle."""
    pairs = [(key, steady_text(sentence)) for key, _, sentence in (hint.partition("\t") for hint in hints)]
    key_cells = max(width_cells(key) for key, _ in pairs)
    room = max(width - 4 - key_cells - _GAP_CELLS, 8)
    from reader.tui.render.wrap import wrap

    wrapped = [[sentence[span.start : span.end] for span in wrap(sentence, room)] for _, sentence in pairs]
    widest = max(width_cells(line) for lines in wrapped for line in lines)
    left = " " * max((width - key_cells - _GAP_CELLS - widest) // 2, 0)
    for (key, _), lines in zip(pairs, wrapped, strict=True):
        for number, line in enumerate(lines):
            column = Run(
                left + (key if number == 0 else "").ljust(key_cells + _GAP_CELLS), Paint(Role.UNREAD)
            )
            yield (column, Run(line, Paint(Role.HINT)))


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
