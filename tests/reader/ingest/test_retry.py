from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.ingest.retry import LONGEST_PAUSE, SHORTEST_PAUSE, retry_time

NOW = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("header", "pause"),
    [
        ("120", 2 * MINUTE),
        (" 3600 ", HOUR),
        ("000000000000120", 2 * MINUTE),
        ("Tue, 24 Nov 2026 16:00:00 GMT", 30 * MINUTE),
        ("Tuesday, 24-Nov-26 16:00:00 GMT", 30 * MINUTE),
        ("Tue Nov 24 16:00:00 2026", 30 * MINUTE),
        ("Tue, 24 Nov 2026 18:00:00 +0200", 30 * MINUTE),
        ("Tue, 24 Nov 2026 16:00:00 -0000", 30 * MINUTE),
    ],
)
def test_a_server_names_seconds_or_a_date(header: str, pause: timedelta) -> None:
    assert retry_time(header, NOW) == NOW + pause


@pytest.mark.parametrize(
    ("header", "pause"),
    [
        ("0", MINUTE),
        ("59", MINUTE),
        ("86401", 24 * HOUR),
        ("9" * 5000, 24 * HOUR),
        ("Tue, 24 Nov 2026 15:00:00 GMT", MINUTE),
        ("Sat, 01 Jan 0001 00:00:00 +1400", MINUTE),
        ("Fri, 31 Dec 9999 23:59:59 -1200", 24 * HOUR),
    ],
)
def test_the_pause_is_kept_within_a_minute_and_a_day(header: str, pause: timedelta) -> None:
    assert retry_time(header, NOW) == NOW + pause


@pytest.mark.parametrize("header", ["", " ", "soon", "-5", "1.5", "²", "٣", "Tue, 99 Nov 2026 16:00:00 GMT"])
def test_what_means_nothing_names_no_time(header: str) -> None:
    assert retry_time(header, NOW) is None


@given(
    st.one_of(
        st.text(max_size=60), st.from_regex(r"\w{3}, \d+ \w{3} \d+ [\d:]{3,9} [+-]?\w+", fullmatch=True)
    )
)
def test_whatever_is_sent_gives_a_bounded_time_or_none(header: str) -> None:
    moment = retry_time(header, NOW)
    assert moment is None or NOW + SHORTEST_PAUSE <= moment <= NOW + LONGEST_PAUSE
