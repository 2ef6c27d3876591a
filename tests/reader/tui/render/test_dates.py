"""Ages and dates as the list and the article say them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from reader.tui.render.dates import LONGEST_AGE_CELLS, age, day_and_time, how_long, long_date, reading_minutes

NOW = datetime(2025, 1, 24, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ago", "expected"),
    [
        (timedelta(seconds=0), "now"),
        (timedelta(seconds=59), "now"),
        (timedelta(seconds=60), "1m"),
        (timedelta(minutes=46), "46m"),
        (timedelta(minutes=59, seconds=59), "59m"),
        (timedelta(hours=1), "1h"),
        (timedelta(hours=23, minutes=59), "23h"),
        (timedelta(hours=24), "1d"),
        (timedelta(days=6, hours=23), "6d"),
        (timedelta(days=7), "17 Jan"),
        (timedelta(days=24), "Dec 2024"),
        (timedelta(days=700), "Feb 2023"),
        (timedelta(seconds=-30), "now"),
        (timedelta(days=-2), "26 Jan"),
        (timedelta(days=-400), "Feb 2026"),
    ],
)
def test_age(ago: timedelta, expected: str) -> None:
    assert age(NOW - ago, NOW, UTC) == expected
    assert len(expected) <= LONGEST_AGE_CELLS


def test_dates_are_those_of_the_reader_not_of_the_server() -> None:
    moment = datetime(2025, 1, 23, 21, 30, tzinfo=UTC)
    beirut = timezone(timedelta(hours=3))
    assert long_date(moment, UTC) == "Thu 23 Jan 2025 21:30"
    assert long_date(moment, beirut) == "Fri 24 Jan 2025 00:30"
    assert day_and_time(moment, beirut) == "24 Jan 00:30"
    assert age(moment, NOW + timedelta(days=30), beirut) == "24 Jan"


@pytest.mark.parametrize(("words", "minutes"), [(0, 0), (1, 1), (230, 1), (700, 3), (2300, 10)])
def test_reading_time(words: int, minutes: int) -> None:
    assert reading_minutes(words) == minutes


@pytest.mark.parametrize(
    ("minutes", "shown"),
    [
        (1, "1m"),
        (59, "59m"),
        (60, "1h"),
        (60 * 24 - 1, "23h"),
        (60 * 24, "1d"),
        (60 * 24 * 29, "29d"),
        (60 * 24 * 30, "1 month"),
        (60 * 8015, "11 months"),
        (60 * 24 * 365, "1 year"),
        (60 * 24 * 800, "2 years"),
    ],
)
def test_a_time_that_has_gone_by_is_said_in_its_own_measure(minutes: int, shown: str) -> None:
    assert how_long(minutes) == shown
