"""A feed on the health screen: two lines. Pure."""

from __future__ import annotations

from datetime import datetime

from reader.tui.render.cells import clip, join_fitting, steady_text, width_cells
from reader.tui.render.dates import age
from reader.tui.render.feed_state import describe_state
from reader.tui.render.fetches import span
from reader.tui.render.lines import Paint, Role, Run, Runs, clip_runs, runs_width
from reader.tui.render.sparkline import sparkline
from storage.subscriptions.health import DAYS, FeedHealth

HEALTH_LINES = 3
"""The feed with its rhythm, what there is to know, and a blank."""

_LATENCY_CELLS = 12


def layout_health_row(row: FeedHealth, width: int, now: datetime) -> tuple[Runs, ...]:
    """Lay out one feed in ``HEALTH_LINES`` lines of at most ``width`` cells."""
    mark, words = describe_state(row, now)
    paint = Paint(Role.META if row.is_paused or mark == "◦" else Role.UNREAD)
    if row.error:
        paint = Paint(Role.BADGE, hit="error")
    bars = sparkline(row.articles_by_day, min(DAYS, max(width // 4, 0)))
    week = f"{row.articles_per_week:.0f}/week" if row.articles_per_week >= 1 else "<1/week"
    right = (Run(f" {bars}", Paint(Role.CREDIT)), Run(f" {week:>9}", Paint(Role.META)))
    title = clip(steady_text(row.title), max(width - runs_width(right) - 2, 4))
    left = (Run(f"{mark} ", paint), Run(title, Paint(Role.TITLE)))
    gap = max(width - runs_width(left) - runs_width(right), 0)
    head = (*left, Run(" " * gap, Paint(Role.META)), *right)
    latency = sparkline(row.latencies_ms, _LATENCY_CELLS)
    facts = [words, *_facts(row, now)]
    tail = f"{latency} {row.latency_ms} ms" if row.latency_ms is not None and latency else ""
    room = width - 2 - width_cells(tail) - 1
    text = join_fitting([steady_text(fact) for fact in facts if fact], max(room, 4))
    space = max(width - 2 - width_cells(text) - width_cells(tail), 1)
    foot = clip_runs(
        (
            Run(f"  {text}", Paint(Role.CAPTION if row.error else Role.SUMMARY)),
            Run(" " * space + tail, Paint(Role.META)),
        ),
        width,
    )
    return (head, foot, ())


def _facts(row: FeedHealth, now: datetime) -> list[str]:
    facts = [f"moved to {row.moved_to}"] if row.moved_to else []
    if row.error and row.last_success_at is not None:
        facts.append(f"last success {age(row.last_success_at, now)}")
    if row.newest_at is not None:
        facts.append(f"newest {age(row.newest_at, now)}")
    if row.next_fetch_at is not None and not row.is_paused:
        minutes = int((row.next_fetch_at - now).total_seconds() // 60)
        facts.append("due" if minutes <= 0 else f"next in {span(minutes)}")
    if row.size_bytes is not None:
        facts.append(f"{row.size_bytes / 1024:.0f} KiB")
    return facts
