"""Spots of a list, as a person names them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from reader.tui.controllers.spots import (
    LetterSpot,
    RowSpot,
    ShareSpot,
    Spot,
    TimeSpot,
    describe_spots,
    read_spot,
    spot_words,
)
from storage.model import Order

NOW = datetime(2025, 1, 26, 9, 30, tzinfo=UTC)
TODAY = datetime(2025, 1, 26, tzinfo=UTC)
DAY = timedelta(days=1)


def span(words: str, start: datetime, end: datetime) -> TimeSpot:
    return TimeSpot(words, start, end, is_moment=False)


def moment(words: str, start: datetime) -> TimeSpot:
    return TimeSpot(words, start, start + timedelta(seconds=1), is_moment=True)


@pytest.mark.parametrize("order", [Order.NEWEST, Order.OLDEST])
@pytest.mark.parametrize(
    ("text", "spot"),
    [
        (
            "2024-03-01",
            span("2024-03-01", datetime(2024, 3, 1, tzinfo=UTC), datetime(2024, 3, 2, tzinfo=UTC)),
        ),
        ("2024-03", span("2024-03", datetime(2024, 3, 1, tzinfo=UTC), datetime(2024, 4, 1, tzinfo=UTC))),
        ("2024", span("2024", datetime(2024, 1, 1, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC))),
        ("Yesterday", span("Yesterday", TODAY - DAY, TODAY)),
        ("today", span("today", TODAY, TODAY + DAY)),
        ("mon", span("mon", TODAY - 6 * DAY, TODAY - 5 * DAY)),
        ("3d", moment("3d", NOW - 3 * DAY)),
        ("now", moment("now", NOW)),
        ("1234", RowSpot(1234)),
        ("5000", RowSpot(5000)),
        ("#2024", RowSpot(2024)),
        ("#1", RowSpot(1)),
        (" end ", ShareSpot(1.0)),
        ("START", ShareSpot(0.0)),
        ("50%", ShareSpot(0.5)),
        ("12.5 %", ShareSpot(0.125)),
        ("0%", ShareSpot(0.0)),
        ("101%", None),
        ("#0", None),
        ("0", None),
        ("mu", None),
        ("2024-13", None),
        ("#", None),
        ("", None),
        ('"end', None),
        ("9" * 30, None),
    ],
)
def test_in_a_list_by_time(order: Order, text: str, spot: Spot | None) -> None:
    assert read_spot(text, order, NOW) == spot


@pytest.mark.parametrize("order", [Order.TITLE, Order.TITLE_REVERSED, Order.FEED, Order.FEED_REVERSED])
@pytest.mark.parametrize(
    ("text", "spot"),
    [
        ("m", LetterSpot("m")),
        ("mu", LetterSpot("mu")),
        ("yesterday", LetterSpot("yesterday")),
        ("l'homme", LetterSpot("l'homme")),
        ("Harbour\\ News", LetterSpot("Harbour News")),
        ("10 things", LetterSpot("10 things")),
        ("2024", RowSpot(2024)),
        ('"2024', LetterSpot("2024")),
        ('"end"', LetterSpot("end")),
        ("end", ShareSpot(1.0)),
        ("50%", ShareSpot(0.5)),
        ('"', None),
        ("", None),
    ],
)
def test_in_a_list_by_letters(order: Order, text: str, spot: Spot | None) -> None:
    assert read_spot(text, order, NOW) == spot


@pytest.mark.parametrize("order", [Order.LENGTH, Order.HITS, Order.LENGTH_REVERSED, Order.HITS_REVERSED])
def test_in_other_lists_there_are_rows_alone(order: Order) -> None:
    assert read_spot("2024", order, NOW) == RowSpot(2024)
    assert read_spot("end", order, NOW) == ShareSpot(1.0)
    assert read_spot("yesterday", order, NOW) is None
    assert read_spot("m", order, NOW) is None


def test_yesterday_is_a_day_at_midnight_too() -> None:
    assert read_spot("yesterday", Order.NEWEST, TODAY) == span("yesterday", TODAY - DAY, TODAY)


@pytest.mark.parametrize("order", list(Order))
def test_what_is_said_to_be_possible_is(order: Order) -> None:
    for word in ("start", "end", "50%", "#120"):
        assert word in describe_spots(order)
        assert read_spot(word, order, NOW) is not None


@pytest.mark.parametrize("order", [*Order, None])
def test_words_that_completion_offers_are_understood(order: Order | None) -> None:
    words = spot_words(order, ("Harbour News", "Wire"))
    assert {"start", "end"} <= set(words)
    assert all(read_spot(word, order or Order.NEWEST, NOW) is not None for word in words)
