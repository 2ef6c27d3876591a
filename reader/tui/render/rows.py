"""An article as one to three lines of a list."""

from __future__ import annotations

from datetime import datetime, tzinfo
from enum import IntEnum
from typing import NamedTuple

from reader.keywords.signs import sign_of
from reader.tui.render.cells import ELLIPSIS, clip, steady_text, width_cells
from reader.tui.render.dates import LONGEST_AGE_CELLS, age
from reader.tui.render.highlight import HitFinder, highlight
from reader.tui.render.lines import ADDED, Paint, Role, Run, Runs, clip_runs, runs_width
from storage.model import ArticleRow, Hit, Scope

TALL_TERMINAL_ROWS = 36
"""From this height on a blank line parts the rows of a list."""

FEED_COLUMN_FROM = 72
"""From this width on a one-line row has room for the feed's name."""

TAGS_FROM = 60
"""From this width on all tags leave enough of the caption; below the first stands for them."""

_CUT = f"{ELLIPSIS} "
_MARGIN_CELLS = 2
_DENSE_MARGIN_CELLS = 3
_LONGEST_TEXT = 600
_SHORTEST_NAME = 4
_MOST_GLYPHS = 3
_SENTENCE_ENDS = ".:!?。！？"
_TAG_SHARE = 4


class RowHeight(IntEnum):
    """Lines of a row: title alone; title and details; both and a blank line."""

    DENSE = 1
    COMPACT = 2
    AIRY = 3


class RowStyle(NamedTuple):
    """What is the same for all rows of a list.

    Attributes:
        width: Cells from the mark to the age.
        now: What ages are counted from.
        zone: For dates; None is the machine's own.
        finder: Finds keywords to be lit, None lights none.
    """

    width: int
    height: RowHeight
    now: datetime
    zone: tzinfo | None = None
    finder: HitFinder | None = None
    is_full_emoji: bool = False


def row_height(setting: str, terminal_rows: int) -> RowHeight:
    """Choose the height by the setting: "1", "2", "3", or "auto" by the terminal's height."""
    if setting in {"1", "2", "3"}:
        return RowHeight(int(setting))
    return RowHeight.AIRY if terminal_rows >= TALL_TERMINAL_ROWS else RowHeight.COMPACT


def layout_row(row: ArticleRow, style: RowStyle) -> tuple[Runs, ...]:
    """Lay out one row: as many lines as its height says, each exactly ``style.width`` cells wide or empty."""
    if style.height is RowHeight.DENSE:
        return (_dense_line(row, style),)
    lines = (_title_line(row, style), _detail_line(row, style))
    return lines if style.height is RowHeight.COMPACT else (*lines, ())


def _title_line(row: ArticleRow, style: RowStyle) -> Runs:
    right = _age(row, style)
    mark = _run("●", Role.UNREAD) if not row.is_read else _run(" ", Role.META)
    return _filled((mark, _blank(1), *_shown_title(row, style)), (right,), style.width)


def _shown_title(row: ArticleRow, style: RowStyle) -> Runs:
    return clip_runs(_title(row, style), style.width - _MARGIN_CELLS - runs_width((_age(row, style),)))


def _age(row: ArticleRow, style: RowStyle) -> Run:
    return _run(" " + age(row.sorted_at, style.now, style.zone), Role.META)


def _detail_line(row: ArticleRow, style: RowStyle) -> Runs:
    room = style.width - _MARGIN_CELLS
    badge = _badge(row.hits, room // 3)
    tags = [_run(f" {tag}", Role.TAG) for tag in _shown_tags(row.tags, room, style)]
    told = _caption_or_summary(row, style)
    feed = _steady(row.feed_title, style)
    # Measured only where it may be cut: whole it stays where nothing else needs the room.
    if (cells := width_cells(feed)) > room // 3 and cells + runs_width((*tags, *told, *badge)) > room:
        feed = clip(feed, room // 3)
    star = _run("★", Role.STAR) if row.is_starred else _blank(1)
    left = (star, _blank(1), _run(feed, Role.FEED), *tags)
    told = _from_find(told, style.width - runs_width((*left, *badge)))
    return _filled(clip_runs((*left, *told), style.width - runs_width(badge)), badge, style.width)


def _dense_line(row: ArticleRow, style: RowStyle) -> Runs:
    """One line holds the star in the mark's place where the article is read, beside it where not."""
    mark = _run("●", Role.UNREAD) if not row.is_read else _blank(1)
    star = _run("★", Role.STAR) if row.is_starred else _blank(1)
    right: list[Run] = list(_badge(row.hits, style.width // 4))
    if row.tags:
        right.append(_run(f" {_tag_count(row.tags)}", Role.TAG))
    if row.picture_count:
        right.append(_run(f" {_pictures(row)}", Role.META))
    if style.width >= FEED_COLUMN_FROM:
        feed = clip(_steady(row.feed_title, style), style.width // 5)
        right.append(_run("  " + feed + " " * (style.width // 5 - width_cells(feed)), Role.FEED))
    age_cells = LONGEST_AGE_CELLS if style.width >= FEED_COLUMN_FROM else 0
    right.append(_run(" " + age(row.sorted_at, style.now, style.zone).rjust(age_cells), Role.META))
    room = style.width - _DENSE_MARGIN_CELLS - runs_width(right)
    title = clip_runs(_title(row, style), room)
    return _filled((mark, star, _blank(1), *title), right, style.width)


def _title(row: ArticleRow, style: RowStyle) -> Runs:
    role = Role.TITLE_READ if row.is_read else Role.TITLE
    return highlight((_run(_steady(row.title, style), role),), style.finder, Scope.TITLE)


def _caption_or_summary(row: ArticleRow, style: RowStyle) -> list[Run]:
    """The lead picture's caption makes the list read like a picture page; the text's start stands in."""
    runs: list[Run] = []
    if row.picture_count:
        runs.append(_run(f"  {_pictures(row)} ", Role.META))
    if row.lead_caption:
        caption = (_run(_steady(row.lead_caption, style), Role.CAPTION),)
        runs.extend(highlight(caption, style.finder, Scope.CAPTION))
    elif excerpt := _unsaid(row, style):
        summary = (_run(excerpt, Role.SUMMARY),)
        runs.append(_blank(0 if row.picture_count else 2))
        runs.extend(highlight(summary, style.finder, Scope.TEXT))
    return runs


def _from_find(told: list[Run], room: int) -> list[Run]:
    """A snippet without the words before its find, where they would leave no room for that."""
    start = next((place for place, run in enumerate(told) if run.text.startswith(_CUT)), len(told))
    find = next((place for place, run in enumerate(told) if place > start and run.paint.hit), 0)
    if not find or runs_width(told[: find + 1]) < room:
        return told
    return [*told[:start], Run(_CUT, told[start].paint), *told[find:]]


def _unsaid(row: ArticleRow, style: RowStyle) -> str:
    """The text's start without what the title took from it: where there was none, it is the first words."""
    excerpt = _steady(row.excerpt, style)
    if not _is_said(_steady(row.title, style), excerpt):
        return excerpt
    shown = "".join(run.text for run in _shown_title(row, style) if run.paint.role not in ADDED)
    if not shown.endswith(ELLIPSIS):
        return excerpt[len(shown) :].lstrip(f" {_SENTENCE_ENDS}")
    start = len(shown.removesuffix(ELLIPSIS).rstrip())
    if excerpt[start : start + 1].isalnum():
        # A word that was cut is said again from its beginning; ideographs have no blanks between them.
        start = excerpt.rfind(" ", 0, start) + 1 or start
    return f"{ELLIPSIS} {excerpt[start:].lstrip()}"


def _is_said(title: str, excerpt: str) -> bool:
    """Whether a text begins with the title, as a sentence of its own or cut off."""
    words = title.removesuffix(ELLIPSIS).rstrip()
    if not words or not excerpt.startswith(words):
        return False
    after = excerpt[len(words) :].lstrip()
    return words != title or not after or words[-1] in _SENTENCE_ENDS or after[0] in _SENTENCE_ENDS


def _shown_tags(tags: tuple[str, ...], room: int, style: RowStyle) -> list[str]:
    """All tags where there is room; else the first one, shortened, and how many others are."""
    if room >= TAGS_FROM or not tags:
        return [f"#{_steady(tag, style)}" for tag in tags]
    others = f" +{len(tags) - 1}" if len(tags) > 1 else ""
    first = _steady(tags[0], style)
    name = clip(first, room // _TAG_SHARE - 1 - len(others))
    if len(name) < min(len(first), _SHORTEST_NAME):
        return [_tag_count(tags)]
    return [f"#{name}{others}"]


def _tag_count(tags: tuple[str, ...]) -> str:
    return f"#{len(tags)}" if len(tags) > 1 else "#"


def _pictures(row: ArticleRow) -> str:
    return f"▣ {row.picture_count}" if row.picture_count > 1 else "▣"


def _badge(hits: tuple[Hit, ...], width: int) -> Runs:
    """Name the keyword that is found most often, with the glyphs of all, and say how many others are."""
    if not hits or width < 4:
        return ()
    others = f" +{len(hits) - 1}" if len(hits) > 1 else ""
    signs = dict.fromkeys(sign_of(hit.glyph, hit.color) for hit in hits)
    glyphs = "".join(list(signs)[:_MOST_GLYPHS])
    name = clip(steady_text(hits[0].pattern), width - 2 - width_cells(glyphs) - len(others))
    if len(name) < min(len(hits[0].pattern), _SHORTEST_NAME):
        name = others = ""
    return (_blank(1), Run(f"{glyphs} {name}{others}".rstrip(), Paint(Role.BADGE, hit=hits[0].color)))


def _filled(left: Runs, right: tuple[Run, ...] | list[Run], width: int) -> Runs:
    gap = width - runs_width(left) - runs_width(right)
    if gap < 0:
        # Too narrow for the parts at the right: a cut wide character may leave a cell.
        clipped = clip_runs((*left, *right), width)
        return (*clipped, _blank(width - runs_width(clipped)))
    return (*left, _blank(gap), *right)


def _steady(text: str, style: RowStyle) -> str:
    # Clipped before anything is measured: a caption of two thousand characters shows sixty.
    return steady_text(text[:_LONGEST_TEXT].replace("\n", " "), is_full_emoji=style.is_full_emoji)


def _run(text: str, role: Role) -> Run:
    return Run(text, Paint(role))


def _blank(cells: int) -> Run:
    return Run(" " * cells, Paint(Role.META))
