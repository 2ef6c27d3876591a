"""Times as a person writes them in a query: ``2d``, ``yesterday``, ``2026-01``, ``monday``."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

_AGO = re.compile(r"(\d{1,5})(min|h|d|w|m|y)", re.IGNORECASE)
_DATE = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?")
_UNITS = {
    "min": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
    "m": timedelta(days=30),
    "y": timedelta(days=365),
}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_EARLIEST = 1900
EXAMPLES = "2h, 3d, 2w, 6m, 1y, today, yesterday, monday, 2026-01-31, 2026-01 or 2026"
"""What an error names as possible."""


def read_span(text: str, now: datetime) -> tuple[datetime, datetime] | None:
    """The time that is meant, from its first moment to just after its last; None where nothing is.

    A distance ("2d") is the time from then to now; a date is its day, month or year.

    Args:
        now: Aware; its zone is the one in which days begin.
    """
    word = text.strip().lower()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if word == "now":
        return now, now
    if word == "today":
        return midnight, midnight + timedelta(days=1)
    if word == "yesterday":
        return midnight - timedelta(days=1), midnight
    for number, name in enumerate(_WEEKDAYS):
        if len(word) >= 3 and name.startswith(word):
            day = midnight - timedelta(days=(now.weekday() - number) % 7)
            return day, day + timedelta(days=1)
    moment = read_distance(word, now)
    return (moment, now) if moment is not None else _read_date(word, now)


def read_distance(text: str, now: datetime) -> datetime | None:
    """The moment so long ago ("2d"); None where no distance is meant."""
    ago = _AGO.fullmatch(text.strip().lower())
    if not ago:
        return None
    earliest = datetime(_EARLIEST, 1, 1, tzinfo=now.tzinfo)
    distance = int(ago.group(1)) * _UNITS[ago.group(2)]
    return now - distance if distance < now - earliest else earliest


def _read_date(word: str, now: datetime) -> tuple[datetime, datetime] | None:
    date = _DATE.fullmatch(word)
    if not date:
        return None
    year, month, day = (int(part) if part else None for part in date.groups())
    if year is None or not _EARLIEST <= year < 3000:
        return None
    try:
        start = datetime(year, month or 1, day or 1, tzinfo=now.tzinfo)
    except ValueError:
        return None
    if day is not None:
        return start, start + timedelta(days=1)
    if month is None or month == 12:
        return start, datetime(year + 1, 1, 1, tzinfo=now.tzinfo)
    return start, datetime(year, month + 1, 1, tzinfo=now.tzinfo)
