"""``skipHours`` and ``skipDays`` of RSS: when the publisher asks not to be asked.

feedparser keeps only the last ``hour`` and ``day`` of each; these handlers keep all of them.
https://cyber.harvard.edu/rss/skipHoursDays.html
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

SKIP_KEY = "cutline_skipped"
"""Key of the feed under which pairs are kept: the element's name, "hour" or "day", and its text."""

# Nobody needs more than 24 hours and 7 days; room for repeats.
_MAX_VALUES = 64
_VALUE_KEY = "cutline_skip"
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class SkipMixin:
    """Handlers for the two elements' children; put it before feedparser's mixin."""

    def _start_hour(self: Any, attributes: dict[str, str]) -> None:
        self.push(_VALUE_KEY, 0)

    _start_day = _start_hour

    def _end_hour(self: Any) -> None:
        _keep(self, "hour")

    def _end_day(self: Any) -> None:
        _keep(self, "day")


def _keep(parser: Any, name: str) -> None:
    text = parser.pop(_VALUE_KEY)
    # What an item says of hours and days is about something else.
    if text and not parser.inentry and not parser.insource:
        kept = parser.feeddata.setdefault(SKIP_KEY, [])
        if len(kept) < _MAX_VALUES:
            kept.append((name, text))


def read_skip_hours(values: Sequence[tuple[str, str]]) -> tuple[int, ...]:
    """The hours in GMT, 0 to 23 in order; RSS 0.91 counts from 1 to 24. Empty for none, and for all."""
    hours = {int(text) % 24 for name, text in values if name == "hour" and _is_hour(text)}
    return tuple(sorted(hours)) if len(hours) < 24 else ()


def read_skip_days(values: Sequence[tuple[str, str]]) -> tuple[int, ...]:
    """The weekdays, 0 for Monday to 6 in order. Empty for none, and for all."""
    names = {text.strip().lower() for name, text in values if name == "day"}
    days = tuple(number for number, weekday in enumerate(_WEEKDAYS) if weekday in names)
    return days if len(days) < len(_WEEKDAYS) else ()


def _is_hour(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 2 and int(text) <= 24
