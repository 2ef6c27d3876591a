"""Listings whose first rows are shown while the others are read."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from storage.archive import Archive
from storage.errors import DatabaseDamaged
from storage.listings import first_found, heads, relevance
from storage.listings.following import Followers
from storage.listings.listing import Listing
from storage.model import HitData, Order, Scope, View, ViewKind
from storage.query import All, Flag, Is, Not, Query, Regex, Words
from storage.query import Any as AnyOf

PAGE = heads.PAGE_ROWS
COUNT = PAGE * 12 + 7

VIEWS = {
    "all": View(),
    "unread": View(ViewKind.UNREAD),
    "starred": View(ViewKind.STARRED),
    "pictures": View(ViewKind.PICTURES),
    "feed": View(ViewKind.FEED, 1),
    "folder": View(ViewKind.FOLDER, name="World"),
    "tag": View(ViewKind.TAG, name="later"),
    "keyword": View(ViewKind.KEYWORD, 1),
}
QUERIES: dict[str, Query | None] = {
    "whole": None,
    "common": Words("port"),
    "rare": Words("lighthouse"),
    "nothing": Words("nowhere"),
    "not": All((Words("port"), Not(Words("bridge")))),
    "flag": Is(Flag.UNREAD),
    "regex": All((Words("port"), Regex("7", lambda text: "7" in text))),
    "either": AnyOf((Words("bridge"), Is(Flag.STARRED))),
    "word and flag": All((Words("port"), Is(Flag.STARRED))),
}


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Nothing is read behind before this is set."""
    event = threading.Event()
    follow = Followers.follow

    def hold(self: Followers, connection: Any, read: Any) -> Any:
        def wait(lent: Any) -> Any:
            assert event.wait(60)
            return read(lent)

        return follow(self, connection, wait)

    monkeypatch.setattr(Followers, "follow", hold)
    yield event
    event.set()


@pytest.fixture
def filled(archive: Archive, fill: Any, picture: Any, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """Some hundred articles, few of which are enough to be taken for many."""
    monkeypatch.setattr(heads, "FEW_ARTICLES", 5)
    monkeypatch.setattr(first_found, "WINDOWS", (10, PAGE * 6))
    monkeypatch.setattr(first_found, "ENOUGH_ROWS", 3)
    monkeypatch.setattr(first_found, "LOOKS", (10, PAGE, PAGE * 6))
    monkeypatch.setattr(first_found, "MOST_MATCHES", PAGE * 5)
    monkeypatch.setattr(first_found, "FARTHEST_LOOK", PAGE * 7)
    monkeypatch.setattr(relevance, "COMPARED_ARTICLES", PAGE * 4)
    keyword = archive.add_keyword("port", match=lambda keyword, texts: None).keyword_id
    chance = random.Random(5)
    for name in ("a", "b"):
        feed_id = fill.feed(name, folder="World")
        texts = [chance.choice(("A port", "A bridge", "A port and a bridge")) for _ in range(COUNT)]
        texts[COUNT // 2] = "A lighthouse"
        articles = [
            # Several at the same moment, and some that arrive late.
            fill.article(
                f"{name}{number}",
                chance.choice((number // 5, number, -number)),
                text=text,
                pictures=(picture,) * chance.randint(0, 1),
            )
            for number, text in enumerate(texts)
        ]
        hits = [[HitData(keyword, ((Scope.TEXT, 1),))] if "port" in text else [] for text in texts]
        fill.store(feed_id, articles, hits=hits)
    archive.set_read(chance.sample(range(1, 2 * COUNT), COUNT // 4), True)
    archive.set_starred(chance.sample(range(1, 2 * COUNT), COUNT), True)
    archive.set_tag(chance.sample(range(1, 2 * COUNT), COUNT), "later", True)
    return archive


@pytest.mark.parametrize(
    "order", [Order.NEWEST, Order.OLDEST, Order.LENGTH, Order.RELEVANCE, Order.RELEVANCE_REVERSED]
)
@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES.keys())
@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS.keys())
def test_what_is_known_at_once_is_what_the_whole_listing_holds(
    filled: Archive, held: threading.Event, view: View, query: Query | None, order: Order
) -> None:
    whole = filled.open_listing(view, query=query, order=order)
    listing = filled.open_listing(view, query=query, order=order, reads_behind=True)
    known = [index for index in range(len(listing)) if listing.has_row(index)]
    assert [listing.row(index) for index in known] == [whole.row(index) for index in known]
    assert not listing.is_counted or len(listing) == len(whole)
    held.set()
    assert list(listing.article_ids) == list(whole.article_ids)
    assert listing[:] == whole[:]


@pytest.mark.parametrize("name", ["all", "unread", "starred", "pictures", "feed", "folder"])
def test_a_view_knows_its_length_and_both_ends_at_once(
    filled: Archive, held: threading.Event, name: str
) -> None:
    listing = filled.open_listing(VIEWS[name], reads_behind=True)
    assert listing.is_counted
    assert not listing.is_complete
    last = len(listing) - 1
    assert all(listing.has_row(index) for index in (*range(PAGE), *range(last - PAGE, last + 1)))
    assert not listing.has_row(heads.HEAD_ROWS)


def test_a_common_search_knows_its_first_rows_at_once(filled: Archive, held: threading.Event) -> None:
    listing = filled.open_listing(query=Words("port"), reads_behind=True)
    assert not listing.is_counted
    known = len(listing)
    assert known >= 3
    held.set()
    assert len(listing.article_ids) == len(listing) > known
    assert listing.is_counted


def test_what_changes_meanwhile_changes_nothing(filled: Archive, held: threading.Event) -> None:
    before = list(filled.open_listing(View(ViewKind.UNREAD)).article_ids)
    listing = filled.open_listing(View(ViewKind.UNREAD), reads_behind=True)
    filled.set_read(before, True)
    held.set()
    assert list(listing.article_ids) == before


def test_the_next_unread_row_waits_for_what_it_needs(filled: Archive, held: threading.Event) -> None:
    whole = filled.open_listing(query=Words("port"))
    read = [article_id for article_id in whole.article_ids if article_id != whole.article_ids[-1]]
    filled.set_read(read, True)
    filled.set_read([whole.article_ids[-1]], False)
    listing = filled.open_listing(query=Words("port"), reads_behind=True)
    held.set()
    assert listing.next_unread(-1, 1) == len(whole) - 1
    assert listing.index_of(whole.article_ids[-1]) == len(whole) - 1


def test_an_abandoned_listing_keeps_what_it_knew(filled: Archive, held: threading.Event) -> None:
    listing: Listing = filled.open_listing(reads_behind=True)
    first = [listing.row(index) for index in range(PAGE)]
    listing.abandon()
    held.set()
    assert len(listing.article_ids) >= PAGE
    assert [listing.row(index) for index in range(PAGE)] == first


def test_closing_the_archive_ends_what_is_read_behind(path: Path, filled: Archive) -> None:
    with Archive.open(path) as other:
        listings = [other.open_listing(reads_behind=True) for _ in range(5)]
    assert not [thread for thread in threading.enumerate() if thread.name == "archive-listing"]
    assert all(listing.is_complete for listing in listings)


def test_what_cannot_be_read_behind_is_said_where_it_is_needed(
    filled: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow = Followers.follow

    def fail(self: Followers, connection: Any, read: Any) -> Any:
        def raise_error(lent: Any) -> Any:
            raise DatabaseDamaged(Path("cutline.db"), "malformed")

        return follow(self, connection, raise_error)

    monkeypatch.setattr(Followers, "follow", fail)
    listing = filled.open_listing(reads_behind=True)
    with pytest.raises(DatabaseDamaged):
        assert listing.article_ids
    assert listing.row(0)
