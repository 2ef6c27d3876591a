"""A feed on the health screen: two lines. Pure."""

from __future__ import annotations

from datetime import datetime

from reader.tui.render.cells import clip, join_fitting, steady_text, width_cells
from reader.tui.render.dates import LONGEST_AGE_CELLS, age
from reader.tui.render.desk_columns import NAME_CELLS, WIDE_FROM, column
from reader.tui.render.feed_state import describe_state
from reader.tui.render.fetches import span
from reader.tui.render.lines import Paint, Role, Run, Runs, clip_runs, runs_width
from reader.tui.render.sparkline import broad_sparkline, sparkline
from storage.subscriptions.health import DAYS, FeedHealth

HEALTH_LINES = 3
"""The feed with its rhythm, what there is to know, and a blank."""

_LATENCY_CELLS = 12
_MILLISECONDS_CELLS = 9
_SIZE_CELLS = 13
_NEXT_CELLS = 15
_NEWEST_CELLS = len("   newest ") + LONGEST_AGE_CELLS + len("  ")


def layout_health_row(row: FeedHealth, width: int, now: datetime) -> tuple[Runs, ...]:
    """Lay out one feed in ``HEALTH_LINES`` lines of at most ``width`` cells."""
    is_wide = width >= WIDE_FROM
    mark, words = describe_state(row, now)
    paint = Paint(Role.META if row.is_paused or mark == "◦" else Role.UNREAD)
    if row.error:
        paint = Paint(Role.BADGE, hit="error")
    columns = _columns(row, now) if is_wide else []
    right = [*columns, *_rhythm(row, width, runs_width(columns))]
    title = clip(steady_text(row.title), max(width - runs_width(right) - 2, 4))
    left = (Run(f"{mark} ", paint), Run(title, Paint(Role.TITLE)))
    gap = max(width - runs_width(left) - runs_width(right), 0)
    head = (*left, Run(" " * gap, Paint(Role.META)), *right)
    facts = [words, *_failings(row, now), *([] if is_wide else _facts(row, now, words))]
    tail = "" if is_wide else _latency(row)
    room = width - 2 - width_cells(tail) - 1
    text = join_fitting([steady_text(fact) for fact in facts], max(room, 4))
    space = max(width - 2 - width_cells(text) - width_cells(tail), 1) if tail else 0
    foot = (
        Run(f"  {text}", Paint(Role.CAPTION if row.error else Role.SUMMARY)),
        Run(" " * space + tail, Paint(Role.META)),
    )
    return (head, clip_runs(foot, width), ())


def _rhythm(row: FeedHealth, width: int, taken: int) -> list[Run]:
    """How much it brings, day by day and in a week; other columns have ``taken`` cells."""
    amount = f"{row.articles_per_week:.0f}/week" if row.articles_per_week >= 1 else "<1/week"
    week = Run(f" {amount:>9}", Paint(Role.META))
    if width >= WIDE_FROM:
        bars = broad_sparkline(row.articles_by_day, width - taken - len(week.text) - NAME_CELLS)
    else:
        bars = sparkline(row.articles_by_day, min(DAYS, max(width // 4, 0)))
    return [Run(f" {bars}", Paint(Role.CREDIT)), week]


def _columns(row: FeedHealth, now: datetime) -> list[Run]:
    # What only some feeds have stands where its absence leaves no ragged edge: behind their names.
    return [
        Run(f"  {_latency(row):>{_LATENCY_CELLS + _MILLISECONDS_CELLS}}", Paint(Role.META)),
        Run(f"{_size(row):>{_SIZE_CELLS}}", Paint(Role.META)),
        column(f"   {_next(row, now)}", _NEXT_CELLS),
        column(f"   {_newest(row, now)}", _NEWEST_CELLS),
    ]


def _failings(row: FeedHealth, now: datetime) -> list[str]:
    failings = [f"moved to {row.moved_to}"] if row.moved_to else []
    if row.error and row.last_success_at is not None:
        failings.append(f"last success {age(row.last_success_at, now)}")
    return failings


def _facts(row: FeedHealth, now: datetime, words: str) -> list[str]:
    """What else is known; ``words`` say how it is, and for a silent feed since when."""
    newest = _newest(row, now)
    is_said = bool(newest) and words.endswith(newest.removeprefix("newest"))
    facts = ["" if is_said else newest, _next(row, now), _size(row)]
    return [fact for fact in facts if fact]


def _newest(row: FeedHealth, now: datetime) -> str:
    return f"newest {age(row.newest_at, now)}" if row.newest_at is not None else ""


def _next(row: FeedHealth, now: datetime) -> str:
    if row.next_fetch_at is None or row.is_paused:
        return ""
    minutes = int((row.next_fetch_at - now).total_seconds() // 60)
    return "due" if minutes <= 0 else f"next in {span(minutes)}"


def _size(row: FeedHealth) -> str:
    return f"{row.size_bytes / 1024:,.0f} KiB" if row.size_bytes is not None else ""


def _latency(row: FeedHealth) -> str:
    """How long the last fetches took, and the very last."""
    bars = sparkline(row.latencies_ms, _LATENCY_CELLS)
    return f"{bars} {row.latency_ms} ms" if row.latency_ms is not None and bars else ""
