"""A keyword on the watch desk: its rhythm and its counts in two lines. Pure."""

from __future__ import annotations

from datetime import datetime, tzinfo

from reader.keywords.deeds import describe_deeds
from reader.keywords.signs import COLORS, sign_of
from reader.tui.render.cells import clip, join_fitting, steady_text
from reader.tui.render.dates import LONGEST_AGE_CELLS, age
from reader.tui.render.desk_columns import NAME_CELLS, WIDE_FROM, column
from reader.tui.render.lines import Paint, Role, Run, Runs, clip_runs, runs_width
from reader.tui.render.sparkline import broad_sparkline, sparkline
from storage.model import Scope
from storage.rules import Action
from storage.watch.watching import DAYS, WatchedKeyword

WATCH_LINES = 3
"""The keyword with its rhythm, what there is to know, and a blank."""

COLUMNS_FROM = 100
"""From this width on the counts stand in columns, where one can compare them."""

_TIME_CELLS = len("   first ") + LONGEST_AGE_CELLS
_GROUP_CELLS = 19


def layout_watch_row(
    row: WatchedKeyword, width: int, now: datetime, zone: tzinfo | None = None
) -> tuple[Runs, ...]:
    """Lay out one keyword in ``WATCH_LINES`` lines of at most ``width`` cells."""
    has_columns, is_wide = width >= COLUMNS_FROM, width >= WIDE_FROM
    columns = [*(_columns(row) if has_columns else ()), *(_wide_columns(row, now, zone) if is_wide else ())]
    right = [Run(f" {_bars(row, width, runs_width(columns))}", Paint(Role.CREDIT)), *columns]
    pattern = clip(steady_text(row.keyword.pattern), max(width - runs_width(right) - 3, 4))
    keyword = row.keyword
    sign = "◦" if keyword.is_paused else sign_of(keyword.glyph, keyword.color)
    left = (Run(f"{sign} {pattern}", _pattern_paint(row)),)
    gap = max(width - runs_width(left) - runs_width(right), 0)
    head = (*left, Run(" " * gap, Paint(Role.META)), *right)
    facts = [
        *([] if has_columns else _counts(row)),
        _rest(row, now, zone),
        *_deeds(row),
        *([] if is_wide else [steady_text(keyword.group)]),
        f'colour "{keyword.color}"' if keyword.color != COLORS[0] else "",
        *([] if is_wide else _times(row, now, zone)),
        *_limits(row),
    ]
    foot = (Run(f"  {join_fitting([fact for fact in facts if fact], width - 2)}", Paint(Role.SUMMARY)),)
    return (clip_runs(head, width), foot, ())


def _bars(row: WatchedKeyword, width: int, taken: int) -> str:
    if width >= WIDE_FROM:
        return broad_sparkline(row.hits_by_day, width - taken - NAME_CELLS)
    return sparkline(row.hits_by_day, min(DAYS, max(width // 3, 0)))


def _pattern_paint(row: WatchedKeyword) -> Paint:
    return Paint(Role.META) if row.keyword.is_paused else Paint(Role.BADGE, hit=row.keyword.color)


def _columns(row: WatchedKeyword) -> list[Run]:
    unread, today = row.keyword.unread_count, row.today_count
    return [
        Run(f"{today:>6,} today", Paint(Role.TITLE if today else Role.META)),
        Run(f"{unread:>8,} unread", Paint(Role.UNREAD if unread else Role.META)),
        Run(f"{row.keyword.article_count:>9,} in all", Paint(Role.META)),
    ]


def _counts(row: WatchedKeyword) -> list[str]:
    keyword = row.keyword
    return [
        f"{row.today_count:,} today",
        f"{keyword.unread_count:,} unread",
        f"{keyword.article_count:,} in all",
    ]


def _wide_columns(row: WatchedKeyword, now: datetime, zone: tzinfo | None) -> list[Run]:
    times = _times(row, now, zone) or ["", ""]
    return [
        *(column(f"   {time}", _TIME_CELLS) for time in times),
        column(f"   {steady_text(row.keyword.group)}", _GROUP_CELLS, Role.FEED),
    ]


def _times(row: WatchedKeyword, now: datetime, zone: tzinfo | None) -> list[str]:
    """When it was found last and first, nothing where it never was."""
    if row.first_seen_at is None or row.last_seen_at is None:
        return []
    return [f"last {age(row.last_seen_at, now, zone)}", f"first {age(row.first_seen_at, now, zone)}"]


def _limits(row: WatchedKeyword) -> list[str]:
    keyword = row.keyword
    # Where its days are not known yet, it may have been found all the same.
    is_unfound = not keyword.article_count and not row.first_seen_at
    return [
        "not found yet" if is_unfound else "",
        "regular expression" if keyword.is_regex else "",
        f"in {', '.join(keyword.scopes)}" if keyword.scopes != tuple(Scope) else "",
    ]


def _deeds(row: WatchedKeyword) -> list[str]:
    rule = row.keyword.rule
    return [
        f"hides {row.hidden_count:,}"
        if deed == Action.HIDE and not row.keyword.is_paused
        else steady_text(deed)
        for deed in describe_deeds(rule)
    ]


def _rest(row: WatchedKeyword, now: datetime, zone: tzinfo | None) -> str:
    if row.expires_at is not None and row.expires_at <= now:
        return f"ended {age(row.expires_at, now, zone)}"
    if row.keyword.is_paused:
        return "paused"
    return f"until {age(row.expires_at, now, zone)}" if row.expires_at is not None else ""
