"""A picture on the picture desk: its caption below what it is, on wide screens beside it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from itertools import zip_longest
from typing import TYPE_CHECKING

from reader.tui.render.cells import clip, steady_text, width_cells
from reader.tui.render.dates import age
from reader.tui.render.desk_columns import WIDE_FROM, filled
from reader.tui.render.figure import adds
from reader.tui.render.highlight import HitFinder, highlight
from reader.tui.render.lines import Paint, Role, Run, Runs, clip_runs, cut_runs, runs_width
from reader.tui.render.wrap import wrap
from storage.model import Scope

if TYPE_CHECKING:
    from storage.listings.picture_listing import PictureRow

THREE_COLUMNS_FROM = 190
"""From this width on a credit has a column of its own beside the caption."""

_WIDEST_CAPTION = 110
"""Cells of its lines: longer ones are hard to follow."""

_LONGEST_CAPTION = 1_000
_LINES, _WIDE_LINES = 5, 4
_CAPTION_LINES, _WIDE_CAPTION_LINES = 2, 3
_GAP = "   "


def picture_lines(width: int) -> int:
    """How many lines a picture takes: what it is, its caption, whose it is, and a blank."""
    return _WIDE_LINES if width >= WIDE_FROM else _LINES


def layout_picture_row(
    row: PictureRow, width: int, now: datetime, *, finder: HitFinder | None = None, zone: tzinfo | None = None
) -> tuple[Runs, ...]:
    """Lay out one picture in ``picture_lines`` lines of at most ``width`` cells."""
    when = age(row.sorted_at, now, zone)
    if width >= WIDE_FROM:
        return _wide_row(row, width, when, finder)
    caption = _caption_lines(row, width - 2, _CAPTION_LINES, finder)
    credit = _credit(row, finder)
    room = max(width - 4 - runs_width(credit), width // 3)
    title = clip(steady_text(row.title), room)
    foot = _spread((_run(f"  {title}", Role.META),), clip_runs(credit, width // 2), width)
    lines = (_head(row, when, width), *((_run("  ", Role.META), *line) for line in caption), foot)
    # A short caption leaves its second line to the blank below.
    return (*lines, *((),) * (_LINES - len(lines)))


def _wide_row(row: PictureRow, width: int, when: str, finder: HitFinder | None) -> tuple[Runs, ...]:
    """The picture, its caption and, where there is room, whose it is, beside each other."""
    has_three = width >= THREE_COLUMNS_FROM
    left = width * 3 // 10 if has_three else width * 2 // 5
    middle = min(width * 45 // 100, _WIDEST_CAPTION) if has_three else width - left - len(_GAP)
    credit = _credit(row, finder)
    title = _wrapped((_run(row.title, Role.META),), left - 2, 2 if has_three else 1)
    beside = [] if has_three else [credit]
    columns = [
        [_head(row, when, left), *((_run("  ", Role.META), *line) for line in (*title, *beside))],
        _caption_lines(row, middle, _WIDE_CAPTION_LINES, finder),
    ]
    widths = [left, middle]
    if has_three:
        widths.append(width - left - middle - 2 * len(_GAP))
        columns.append(_credit_lines(row, credit, widths[-1]))
    lines = zip_longest(*columns, fillvalue=())
    rows = [_beside(parts, widths) for parts in lines]
    return (*rows, *((),) * (_WIDE_LINES - len(rows)))


def _beside(parts: Sequence[Runs], widths: Sequence[int]) -> Runs:
    runs: list[Run] = []
    for place, (part, cells) in enumerate(zip(parts, widths, strict=True)):
        runs += [_run(_GAP if place else "", Role.META), *filled(part, cells)]
    return tuple(runs)


def _head(row: PictureRow, when: str, width: int) -> Runs:
    picture = row.picture
    size = f" · {picture.width}×{picture.height}" if picture.width and picture.height else ""
    flag = " · file photo" if picture.is_file_photo else ""
    what = (_run("▣ ", Role.TAG), _run(f"{row.feed_title}{size}{flag}", Role.FEED))
    return _spread(what, (_run(when, Role.META),), width)


def _caption_lines(row: PictureRow, width: int, count: int, finder: HitFinder | None) -> list[Runs]:
    picture = row.picture
    text = steady_text((picture.caption or picture.alt)[:_LONGEST_CAPTION])
    if not text:
        return [(_run("No caption", Role.HINT),)]
    role = Role.CAPTION if picture.caption else Role.SUMMARY
    return _wrapped(highlight((Run(text, Paint(role)),), finder, Scope.CAPTION), width, count)


def _credit(row: PictureRow, finder: HitFinder | None) -> Runs:
    credit = row.picture.credit
    return highlight((_run(credit, Role.CREDIT),), finder, Scope.CREDIT) if credit else ()


def _credit_lines(row: PictureRow, credit: Runs, width: int) -> list[Runs]:
    """Whose it is and how it is described, where that is not in the caption."""
    lines = _wrapped(credit, width, 2) if credit else []
    if row.picture.caption and adds(row.picture.alt, row.picture.caption):
        text = f"alt: {row.picture.alt[:_LONGEST_CAPTION]}"
        lines += _wrapped((_run(text, Role.SUMMARY),), width, _WIDE_CAPTION_LINES - len(lines))
    return lines


def _wrapped(runs: Runs, width: int, count: int) -> list[Runs]:
    """The first ``count`` lines of a text, the last one with an ellipsis where it goes on."""
    text = "".join(run.text for run in runs)
    spans = wrap(text, max(width, 8))
    lines = list(cut_runs(runs, ((span.start, span.end) for span in spans[:count])))
    if len(spans) > count:
        rest = next(cut_runs(runs, ((spans[count - 1].start, len(text)),)))
        lines[-1] = clip_runs(rest, width)
    return lines


def _spread(left: Runs, right: Runs, width: int) -> Runs:
    """Text at the left and at the right edge; the left gives way."""
    room = max(width - runs_width(right) - 1, 4)
    cut = clip_runs(left, room)
    gap = max(width - runs_width(cut) - runs_width(right), 1)
    return (*cut, _run(" " * gap, Role.META), *right)


def _run(text: str, role: Role) -> Run:
    return Run(steady_text(text) if width_cells(text) else text, Paint(role))
