"""Reading that nobody waits for any more stops, and leaves the archive usable."""

from __future__ import annotations

import sqlite3
import threading
from array import array
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from storage.archive import Archive
from storage.errors import ReadingAbandoned
from storage.listings.following import Following
from storage.listings.tally import Tally
from storage.model import Order
from storage.query import Query, Regex, Words


@pytest.fixture(autouse=True)
def looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a small archive is looked through in many steps."""
    monkeypatch.setattr("storage.listings.abandoning.STEPS_BETWEEN_LOOKS", 50)


def never(_: str) -> bool:
    return False


@pytest.mark.parametrize(
    "query", [Words("text"), Words("te", is_prefix=True), Words("%%"), Regex("zz", never)], ids=str
)
@pytest.mark.parametrize("reads_behind", [False, True])
def test_a_listing_is_not_opened_for_nobody(
    archive: Archive, fill: Any, query: Query, reads_behind: bool
) -> None:
    fill.feed("a", count=300)
    with pytest.raises(ReadingAbandoned):
        archive.open_listing(query=query, reads_behind=reads_behind, is_abandoned=lambda: True)
    # The same thread's connection reads on, and holds no transaction open.
    assert len(archive.open_listing(query=Words("text"), is_abandoned=lambda: False)) == 300
    fill.feed("b", count=1)
    assert len(archive.open_listing()) == 301


def test_a_regular_expression_looks_at_no_more_texts(archive: Archive, fill: Any) -> None:
    fill.feed("a", count=300)
    texts: list[str] = []
    is_enough = threading.Event()

    def looked_at(text: str) -> bool:
        texts.append(text)
        is_enough.set()
        return False

    with pytest.raises(ReadingAbandoned):
        archive.open_listing(query=Regex("zz", looked_at), is_abandoned=is_enough.is_set)
    assert 0 < len(texts) < 300


def test_an_order_that_takes_everything_is_broken_off_too(archive: Archive, fill: Any) -> None:
    fill.feed("a", count=300)
    with pytest.raises(ReadingAbandoned):
        archive.open_listing(query=Words("text"), order=Order.TITLE, is_abandoned=lambda: True)


def test_what_is_abandoned_before_it_is_read_is_not_begun(tmp_path: Path) -> None:
    following = Following()
    following.abandon()
    read: list[sqlite3.Connection] = []

    def read_ids(connection: sqlite3.Connection) -> array[int]:
        read.append(connection)
        return array("q", [1])

    with closing(sqlite3.connect(":memory:")) as connection:
        following.run(connection, tmp_path, read_ids)
    assert read == []
    assert following.ids() is None


def test_an_abandoned_listing_tallies_nothing(archive: Archive, fill: Any) -> None:
    fill.feed("a", count=300)
    listing = archive.open_listing(query=Words("text"))
    assert listing.tally() != Tally()
    listing.abandon()
    assert listing.tally() == Tally()
    assert len(listing[:]) == 300


def test_the_number_of_hidden_articles_does_not_ask_the_query_where_none_is_hidden(
    archive: Archive, fill: Any
) -> None:
    fill.feed("a", count=3)
    asked: list[str] = []

    def looked_at(text: str) -> bool:
        asked.append(text)
        return True

    assert archive.hidden_count(query=Regex("x", looked_at)) == 0
    assert asked == []
