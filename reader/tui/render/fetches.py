"""When a feed was and will be fetched, and what went wrong, in a few words. Pure."""

from __future__ import annotations

from datetime import datetime

from reader.tui.render.dates import age, day_and_time
from storage.model import Feed


def describe_fetches(feed: Feed, now: datetime) -> str:
    """When the feed was fetched last and will be next."""
    last = "Never fetched" if feed.fetched_at is None else f"Last fetched {_ago(feed.fetched_at, now)}"
    return f"{last} · {_next(feed, now)}"


def describe_failure(feed: Feed) -> str:
    """Why the last fetch failed, "" where it did not."""
    if not feed.error:
        return ""
    times = f" ({feed.failure_count} times in a row)" if feed.failure_count > 1 else ""
    return f"! {feed.error}{times}"


def span(minutes: int) -> str:
    """A time to come, in its largest useful unit: 40m, 5h, 3d."""
    if minutes < 120:
        return f"{minutes}m"
    return f"{minutes // 60}h" if minutes < 48 * 60 else f"{minutes // 1440}d"


def _ago(moment: datetime, now: datetime) -> str:
    said = age(moment, now)
    if said == "now":
        return "just now"
    return f"{said} ago" if said[-1] in "mhd" and said[0].isdigit() else day_and_time(moment, has_year=True)


def _next(feed: Feed, now: datetime) -> str:
    if feed.is_paused:
        return "paused"
    if feed.next_fetch_at is None:
        return "due now"
    minutes = int((feed.next_fetch_at - now).total_seconds() // 60)
    return "due now" if minutes <= 0 else f"next in {span(minutes)}"
