"""Moments as a reader reads them: the age in a list, the date over an article."""

from __future__ import annotations

from datetime import datetime, tzinfo

from storage.sentences import counted

WORDS_PER_MINUTE = 230
"""A grown reader's pace on news prose."""

LONGEST_AGE_CELLS = 8
"""The widest age: Jan 2023."""

# Written out, because strftime follows the locale and the interface is in English.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

_MINUTE = 60
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR


def age(moment: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """Say how long ago something was, in at most eight cells: now, 46m, 3h, 2d, 24 Jan, Jan 2023.

    ``zone`` is for the dates; None is the machine's own. What lies ahead gets its date, or "now"
    where it is less than a minute away (clocks differ).
    """
    seconds = (now - moment).total_seconds()
    if -_MINUTE < seconds < _MINUTE:
        return "now"
    if 0 < seconds < _HOUR:
        return f"{int(seconds // _MINUTE)}m"
    if 0 < seconds < _DAY:
        return f"{int(seconds // _HOUR)}h"
    if 0 < seconds < 7 * _DAY:
        return f"{int(seconds // _DAY)}d"
    local, local_now = moment.astimezone(zone), now.astimezone(zone)
    month = _MONTHS[local.month - 1]
    return f"{local.day} {month}" if local.year == local_now.year else f"{month} {local.year}"


def month_and_year(month: str) -> str:
    """Write a month as it is counted, "2025-01", as it is read: Jan 2025."""
    year, _, number = month.partition("-")
    return f"{_MONTHS[int(number) - 1]} {year}"


def how_long(minutes: int) -> str:
    """A time that has gone by: 46m, 3h, 2d, 11 months, 2 years."""
    hours, days = minutes // 60, minutes // (60 * 24)
    for count, unit in ((days // 365, "year"), (days // 30, "month")):
        if count:
            return counted(count, unit)
    if days:
        return f"{days}d"
    return f"{hours}h" if hours else f"{minutes}m"


def long_date(moment: datetime, zone: tzinfo | None = None) -> str:
    """Say a moment in full: Fri 24 Jan 2025 06:46."""
    local = moment.astimezone(zone)
    return f"{_DAYS[local.weekday()]} {day_and_time(moment, zone, has_year=True)}"


def day_and_time(moment: datetime, zone: tzinfo | None = None, *, has_year: bool = False) -> str:
    """Say a moment without its weekday: 24 Jan 06:46."""
    local = moment.astimezone(zone)
    year = f" {local.year}" if has_year else ""
    return f"{local.day} {_MONTHS[local.month - 1]}{year} {local:%H:%M}"


def reading_minutes(word_count: int) -> int:
    """Whole minutes that the words take to read, at least 1 where there are any."""
    return max(1, round(word_count / WORDS_PER_MINUTE)) if word_count > 0 else 0
