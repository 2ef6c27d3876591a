"""How a feed is, in a sign and a sentence. Pure, and light: the command line says the same."""

from __future__ import annotations

from datetime import datetime, timedelta

from reader.tui.render.dates import age
from storage.subscriptions.health import DAYS, FeedHealth

_SILENT = timedelta(days=DAYS)


def describe_state(row: FeedHealth, now: datetime) -> tuple[str, str]:
    """A sign and a sentence: failing, paused, silent, never fetched, or well."""
    if row.is_paused:
        return "◦", "paused" + (f": {row.error}" if row.error else "")
    if row.error:
        times = "" if row.failure_count == 1 else f" ({row.failure_count} times in a row)"
        return "!", f"{row.error}{times}"
    if row.fetched_at is None:
        return "◦", "not fetched yet"
    if row.newest_at is None:
        return "◦", "empty"
    if now - row.newest_at > _SILENT:
        return "◦", f"silent since {age(row.newest_at, now)}"
    return "●", "well"
