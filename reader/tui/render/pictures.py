"""A picture on the picture desk: five lines, the caption in two of them. Pure."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from reader.tui.render.cells import clip, steady_text, width_cells
from reader.tui.render.dates import age
from reader.tui.render.highlight import HitFinder, highlight
from reader.tui.render.lines import Paint, Role, Run, Runs, clip_runs, cut_runs, runs_width
from reader.tui.render.wrap import wrap
from storage.model import Scope

if TYPE_CHECKING:
    from storage.listings.picture_listing import PictureRow

PICTURE_LINES = 5
"""What it is, the caption in two lines, whose it is, and a blank."""

_LONGEST_CAPTION = 1_000


def layout_picture_row(
    row: PictureRow, width: int, now: datetime, *, finder: HitFinder | None = None, zone: tzinfo | None = None
) -> tuple[Runs, ...]:
    """Lay out one picture in ``PICTURE_LINES`` lines of at most ``width`` cells."""
    picture = row.picture
    size = f" · {picture.width}×{picture.height}" if picture.width and picture.height else ""
    flag = " · file photo" if picture.is_file_photo else ""
    when = age(row.sorted_at, now, zone)
    head = _spread(
        (_run("▣ ", Role.TAG), _run(f"{row.feed_title}{size}{flag}", Role.FEED)),
        (_run(when, Role.META),),
        width,
    )
    first, second = _caption_lines(row, width - 2, finder)
    credit = highlight((_run(picture.credit, Role.CREDIT),), finder, Scope.CREDIT) if picture.credit else ()
    room = max(width - 4 - runs_width(credit), width // 3)
    title = clip(steady_text(row.title), room)
    foot = _spread((_run(f"  {title}", Role.META),), clip_runs(credit, width // 2), width)
    # A short caption leaves its second line to the blank below.
    return (head, first, second, foot, ()) if second else (head, first, foot, (), ())


def _caption_lines(row: PictureRow, width: int, finder: HitFinder | None) -> tuple[Runs, Runs]:
    picture = row.picture
    text = steady_text((picture.caption or picture.alt)[:_LONGEST_CAPTION])
    role = Role.CAPTION if picture.caption else Role.SUMMARY
    if not text:
        return ((_run("  No caption", Role.HINT),), ())
    runs = highlight((Run(text, Paint(role)),), finder, Scope.CAPTION)
    text = "".join(run.text for run in runs)
    spans = wrap(text, max(width, 8))
    lines = list(cut_runs(runs, ((span.start, span.end) for span in spans[:2])))
    if len(spans) > 2:
        rest = next(cut_runs(runs, ((spans[1].start, len(text)),)))
        lines[1] = clip_runs(rest, width)
    indented = [(_run("  ", Role.META), *line) for line in lines]
    return (indented[0], indented[1] if len(indented) > 1 else ())


def _spread(left: Runs, right: Runs, width: int) -> Runs:
    """Text at the left and at the right edge; the left gives way."""
    room = max(width - runs_width(right) - 1, 4)
    cut = clip_runs(left, room)
    gap = max(width - runs_width(cut) - runs_width(right), 1)
    return (*cut, _run(" " * gap, Role.META), *right)


def _run(text: str, role: Role) -> Run:
    return Run(steady_text(text) if width_cells(text) else text, Paint(role))
