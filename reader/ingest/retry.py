"""When a server asks to be tried again (RFC 9110, section 10.2.3)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

# A server may neither hammer itself through us nor silence a feed for longer than a day.
SHORTEST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=24)


def retry_time(header: str, now: datetime) -> datetime | None:
    """The moment a ``Retry-After`` header names, in seconds or as a date, kept within a minute and a
    day from ``now``; None where the header is missing or means nothing."""
    text = header.strip()
    if text.isascii() and text.isdigit():
        # More digits than this are more than a day anyway, and huge numbers overflow a timedelta.
        pause = timedelta(seconds=int(text.lstrip("0")[:9] or "0"))
    else:
        try:
            moment = parsedate_to_datetime(text)
        except (ValueError, OverflowError):
            return None
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        pause = aware - now
    return now + min(max(pause, SHORTEST_PAUSE), LONGEST_PAUSE)
