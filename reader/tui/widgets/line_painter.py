"""A laid-out line turned into a strip: margin, prefix, text, and what is selected or focused in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from reader.tui.render.lines import Line, Paint, Role, Run, Runs, cut_runs, runs_width
from reader.tui.widgets.shades import LINK_FOCUSED, SELECTED

if TYPE_CHECKING:
    from reader.tui.widgets.inks import Inks
    from storage.model import Link


class Canvas(NamedTuple):
    """What is the same for all lines of a page: its width, its left margin, and the links."""

    width: int
    margin: int
    links: tuple[Link, ...] = ()
    focused_link: int = -1


def paint_line(
    line: Line, inks: Inks, canvas: Canvas, *, number: int = 0, selected: tuple[int, int] | None = None
) -> Strip:
    """Paint a line.

    Args:
        number: The line's number, which selection will ask for.
        selected: Characters of the text that are selected, from where to where; -1 is the end.
    """
    margin = Segment(" " * canvas.margin, inks.style(None))
    segments = [margin, *inks.segments(line.prefix), *_text_segments(line, inks, canvas, selected)]
    if line.fill:
        paint = line.runs[-1].paint if line.runs else Paint(Role.CODE)
        cells = line.fill - runs_width(line.runs)
        segments.append(Segment(" " * max(cells, 0), inks.style(paint)))
    strip = Strip(segments).crop_extend(0, canvas.width, inks.style(None))
    # Selection counts characters from the text's beginning: what stands before it counts below zero.
    before = canvas.margin + sum(len(run.text) for run in line.prefix)
    return strip.apply_offsets(-before, number)


def _text_segments(
    line: Line, inks: Inks, canvas: Canvas, selected: tuple[int, int] | None
) -> Iterable[Segment]:
    if selected is None:
        return [_segment(run, inks, canvas) for run in line.runs if run.text]
    length = len(line.text)
    start = min(max(selected[0], 0), length)
    end = length if selected[1] < 0 else min(selected[1], length)
    before, within, after = cut_runs(line.runs, ((0, start), (start, end), (end, length)))
    outside: list[Runs] = [before, after]
    first, last = ([_segment(run, inks, canvas) for run in runs if run.text] for runs in outside)
    return [*first, *inks.segments(within, SELECTED), *last]


def _segment(run: Run, inks: Inks, canvas: Canvas) -> Segment:
    link = run.paint.link
    if link < 0:
        return Segment(run.text, inks.style(run.paint))
    state = LINK_FOCUSED if link == canvas.focused_link else ""
    style = inks.style(run.paint, state)
    url = canvas.links[link].url if link < len(canvas.links) else ""
    # The address goes to the terminal inside an escape sequence: nothing unprintable may be in it.
    if url.isprintable():
        style += Style(link=url)
    return Segment(run.text, style + Style(meta={"link": link}))
