"""Where times and letters begin in listings."""

from __future__ import annotations

import random
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from storage.archive import Archive
from storage.listings import first_found, heads
from storage.listings.listing import Listing
from storage.listings.orders import title_rank
from storage.listings.placing import Placed
from storage.model import Order, View
from storage.query import Words

TITLES = (
    "Zebra",
    "égal",
    "Egal",
    "“Quoted”",
    "echo",
    "Éa",
    "中文",
    "ДОМ",
    "дым",
    "42 things",
    "mu",
    "Mud",
    "Nu",
)
GONE = "(deleted)"
COUNT = heads.PAGE_ROWS * 5 + 3


@pytest.fixture
def filled(archive: Archive, fill: Any) -> Archive:
    chance = random.Random(11)
    for name in ("a", "b", "c"):
        articles = [
            fill.article(
                f"{name}{number}",
                chance.choice((number // 4, number, 30)),
                title=chance.choice(TITLES),
                text="A port",
            )
            for number in range(COUNT)
        ]
        fill.store(fill.feed(name), articles, title=f"{chance.choice(TITLES)} {name}")
    return archive


def moments(listing: Listing) -> list[datetime]:
    times = sorted({row.sorted_at for row in listing[:] if row.title != GONE})
    between = [time + timedelta(minutes=30) for time in times[::7]]
    return [times[0] - timedelta(days=9), *times[::5], *between, times[-1] + timedelta(days=9)]


def first(listing: Listing, is_reached: Any, is_meant: Any) -> Placed:
    """The slow way: row by row."""
    for index, row in enumerate(listing[:]):
        if row.title != GONE and is_reached(row):
            return Placed(index, is_meant(row))
    return Placed(len(listing), is_meant=False)


@pytest.mark.parametrize("hours", [0.01, 1, 25])
@pytest.mark.parametrize("order", [Order.NEWEST, Order.OLDEST])
def test_a_time_is_where_looking_at_each_row_finds_it(filled: Archive, order: Order, hours: float) -> None:
    listing = filled.open_listing(order=order)
    for start in moments(listing):
        end = start + timedelta(hours=hours)
        expected = first(
            listing,
            lambda row, end=end, start=start: (
                row.sorted_at < end if order is Order.NEWEST else row.sorted_at >= start
            ),
            lambda row, end=end, start=start: start <= row.sorted_at < end,
        )
        assert listing.place_of_time(start, end) == expected


def named(row: Any, order: Order) -> str:
    return title_rank(row.title if order.straight is Order.TITLE else row.feed_title)


@pytest.mark.parametrize("order", [Order.TITLE, Order.TITLE_REVERSED, Order.FEED, Order.FEED_REVERSED])
def test_letters_are_where_looking_at_each_row_finds_them(filled: Archive, order: Order) -> None:
    listing = filled.open_listing(order=order)
    for letters in (
        "e",
        "E",
        "É",
        "eg",
        "z",
        "a",
        "q",
        "中",
        "д",
        "До",
        "4",
        "mu",
        "Mud",
        "mx",
        "zz",
        "\u9fff",
    ):
        wanted = title_rank(letters)
        if order.is_reversed:
            is_reached = lambda row, w=wanted: named(row, order) < w or named(row, order).startswith(w)  # noqa: E731
        else:
            is_reached = lambda row, w=wanted: named(row, order) >= w  # noqa: E731
        expected = first(listing, is_reached, lambda row, w=wanted: named(row, order).startswith(w))
        assert listing.place_of_letters(letters) == expected, letters


def test_case_accents_and_quotation_marks_do_not_matter(filled: Archive) -> None:
    listing = filled.open_listing(order=Order.TITLE)
    placed = listing.place_of_letters("EG")
    assert placed.is_meant
    assert listing.row(placed.index).title in ("égal", "Egal")
    assert listing.row(placed.index - 1).title not in ("égal", "Egal")
    assert listing.row(listing.place_of_letters("quo").index).title == "“Quoted”"


def test_a_list_that_is_read_behind_is_waited_for(filled: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heads, "FEW_ARTICLES", 5)
    monkeypatch.setattr(first_found, "MOST_MATCHES", 5)
    monkeypatch.setattr(first_found, "WINDOWS", (heads.PAGE_ROWS * 4,))
    start = datetime(2026, 11, 20, tzinfo=UTC)
    for query in (None, Words("port")):
        whole = filled.open_listing(View(), query=query)
        listing = filled.open_listing(View(), query=query, reads_behind=True)
        placed = listing.place_of_time(start, start + timedelta(days=1))
        assert placed == whole.place_of_time(start, start + timedelta(days=1))
        assert placed.is_meant
        assert listing.is_complete


def test_what_was_deleted_since_is_passed_over(filled: Archive, path: Path) -> None:
    listing = filled.open_listing()
    rows = listing[:]
    chance = random.Random(3)
    for deleted in (
        range(100, 700),
        chance.sample(range(len(rows)), len(rows) // 2),
        range(len(rows) - 40, len(rows)),
    ):
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.executemany(
            "DELETE FROM articles WHERE article_id = ?", [(rows[index].article_id,) for index in deleted]
        )
        connection.commit()
        connection.close()
        listing.forget_rows()
        for start in moments(listing)[:-1]:
            end = start + timedelta(hours=1)
            expected = first(
                listing,
                lambda row, end=end: row.sorted_at < end,
                lambda row, end=end, start=start: start <= row.sorted_at < end,
            )
            assert listing.place_of_time(start, end) == expected


def test_an_empty_list_has_no_place(archive: Archive) -> None:
    listing = archive.open_listing()
    start = datetime(2026, 1, 1, tzinfo=UTC)
    assert listing.place_of_time(start, start + timedelta(days=1)) == Placed(0, is_meant=False)
    assert archive.open_listing(order=Order.TITLE).place_of_letters("a") == Placed(0, is_meant=False)


def test_only_an_order_that_has_them_is_asked_for_times_or_letters(archive: Archive) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    with pytest.raises(ValueError, match="title"):
        archive.open_listing(order=Order.TITLE).place_of_time(start, start)
    with pytest.raises(ValueError, match="newest"):
        archive.open_listing().place_of_letters("a")
