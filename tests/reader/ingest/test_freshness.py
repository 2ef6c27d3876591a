from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.ingest.fetch import NotModified
from reader.ingest.freshness import LONGEST_PROMISE, promised_until
from storage.model import Validators

NOW = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
IN_AN_HOUR = "Tue, 24 Nov 2026 16:30:00 GMT"


@pytest.mark.parametrize(
    ("cache_control", "left"),
    [
        ("max-age=3600", HOUR),
        ("public, MAX-AGE = 3600, must-revalidate", HOUR),
        ('max-age="3600"', HOUR),
        ("private,max-age=3600", HOUR),
        ("max-age=99999999999999999999999999999999", LONGEST_PROMISE),
        # Not for us, or not fresh at all.
        ("s-maxage=3600", None),
        ("max-age=0", None),
        ("max-age=-5", None),
        ("max-age=soon", None),
        ("max-age=٣٦", None),
        ("no-cache, max-age=3600", None),
        ("max-age=3600, no-store", None),
        ("", None),
    ],
)
def test_how_long_cache_control_promises_nothing_new(cache_control: str, left: timedelta | None) -> None:
    assert promised_until(NOW, cache_control) == (NOW + left if left else None)


@pytest.mark.parametrize(
    ("expires", "date", "left"),
    [
        (IN_AN_HOUR, "", HOUR),
        # The server's clock is half an hour behind: its promise lasts an hour and a half.
        (IN_AN_HOUR, "Tue, 24 Nov 2026 15:00:00 GMT", 1.5 * HOUR),
        (IN_AN_HOUR, "yesterday", HOUR),
        ("Tue, 24 Nov 2026 16:30:00", "", HOUR),
        ("Thu, 19 Nov 1981 08:52:00 GMT", "", None),
        ("0", "", None),
        ("-1", "", None),
        ("never", "", None),
    ],
)
def test_expires_counts_by_the_servers_clock(expires: str, date: str, left: timedelta | None) -> None:
    assert promised_until(NOW, "public", expires, date) == (NOW + left if left else None)


def test_max_age_wins_over_expires() -> None:
    assert promised_until(NOW, "max-age=60", IN_AN_HOUR) == NOW + timedelta(minutes=1)
    assert promised_until(NOW, "max-age=0", IN_AN_HOUR) is None


@pytest.mark.parametrize(
    ("age", "left"), [("600", 50), (" 600 ", 50), ("x", 60), ("-600", 60), ("9" * 50, None)]
)
def test_time_in_caches_on_the_way_is_over(age: str, left: int | None) -> None:
    expected = NOW + timedelta(minutes=left) if left else None
    assert promised_until(NOW, "max-age=3600", age=age) == expected


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_no_header_makes_it_fail(cache_control: str, expires: str, date: str, age: str) -> None:
    moment = promised_until(NOW, f"max-age={cache_control}", expires, date, age)
    assert moment is None or NOW < moment <= NOW + LONGEST_PROMISE


async def test_the_promise_comes_with_the_answer_and_with_no_change(server: Any, fetcher: Any) -> None:
    server.say("/feed", "200 OK", "Cache-Control: public", "Cache-Control: max-age=7200", "Age: 3600")
    answer = await fetcher.fetch(server.url(), Validators())
    assert answer.fresh_until == NOW + HOUR
    server.say("/feed", "304 Not Modified", "Date: Tue, 24 Nov 2026 15:30:00 GMT", f"Expires: {IN_AN_HOUR}")
    assert await fetcher.fetch(server.url(), Validators('"1"')) == NotModified("", NOW + HOUR)
