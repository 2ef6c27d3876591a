"""What a feed's dialog says of its fetches."""

from datetime import UTC, datetime, timedelta

import pytest

from reader.tui.render.fetches import describe_failure, describe_fetches, span
from storage.model import Feed

NOW = datetime(2025, 1, 26, 9, 30, tzinfo=UTC)


def feed(ago: timedelta | None = None, ahead: timedelta | None = None, **fields: object) -> Feed:
    fetched_at = None if ago is None else NOW - ago
    next_fetch_at = None if ahead is None else NOW + ahead
    return Feed(1, "https://a.example/", "A", fetched_at=fetched_at, next_fetch_at=next_fetch_at, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (feed(), "Never fetched · due now"),
        (feed(timedelta(0), timedelta(minutes=40)), "Last fetched just now · next in 40m"),
        (feed(timedelta(hours=3), timedelta(hours=5)), "Last fetched 3h ago · next in 5h"),
        (feed(timedelta(days=2), timedelta(minutes=-5)), "Last fetched 2d ago · due now"),
        (feed(timedelta(hours=3), timedelta(hours=5), is_paused=True), "Last fetched 3h ago · paused"),
    ],
)
def test_when_a_feed_was_and_will_be_fetched(one: Feed, said: str) -> None:
    assert describe_fetches(one, NOW) == said


def test_what_was_long_ago_has_its_date() -> None:
    assert describe_fetches(feed(timedelta(days=40)), NOW).startswith("Last fetched 17 Dec 2024 ")


def test_why_the_last_fetch_failed() -> None:
    assert describe_failure(feed()) == ""
    assert describe_failure(feed(error="the feed is gone", failure_count=1)) == "! the feed is gone"
    assert describe_failure(feed(error="too slow", failure_count=3)) == "! too slow (3 times in a row)"


@pytest.mark.parametrize(("minutes", "said"), [(0, "0m"), (119, "119m"), (120, "2h"), (2880, "2d")])
def test_spans(minutes: int, said: str) -> None:
    assert span(minutes) == said
