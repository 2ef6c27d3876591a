from __future__ import annotations

import random
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from storage.archive import Archive
from storage.listings.heads import PAGE_ROWS
from storage.listings.listing import FIRST_PROBE_ROWS, KEPT_PAGES
from storage.model import ArticleRow, HitData, Order, Scope, View, ViewKind
from storage.query import Flag, Is, Words


def test_rows_are_read_by_slices_in_order(archive: Archive, fill: Any) -> None:
    fill.feed(count=PAGE_ROWS * 2 + 5)
    listing = archive.open_listing()
    rows = listing[:]
    assert len(rows) == len(listing) == PAGE_ROWS * 2 + 5
    assert [row.article_id for row in rows] == list(listing.article_ids)
    assert listing[60:70] == rows[60:70]
    assert listing[125:400] == rows[125:]
    assert listing[400:500] == []
    assert listing.row(PAGE_ROWS) == rows[PAGE_ROWS]


@pytest.mark.parametrize("index", [-1, 3])
def test_a_row_outside_is_an_error(archive: Archive, fill: Any, index: int) -> None:
    fill.feed(count=3)
    with pytest.raises(IndexError):
        archive.open_listing().row(index)


def test_an_empty_archive_has_an_empty_listing(archive: Archive) -> None:
    listing = archive.open_listing()
    assert (len(listing), listing[0:10], listing.next_unread(-1, 1), listing.new_count()) == (0, [], None, 0)


def test_an_articles_place_is_found(archive: Archive, fill: Any) -> None:
    fill.feed(count=5)
    listing = archive.open_listing(order=Order.OLDEST)
    assert [listing.index_of(article_id) for article_id in listing.article_ids] == [0, 1, 2, 3, 4]
    assert listing.index_of(99) is None


def test_rows_stay_while_their_state_changes_and_are_read_again_when_asked(
    archive: Archive, fill: Any
) -> None:
    fill.feed(count=PAGE_ROWS + 1)
    listing = archive.open_listing(View(ViewKind.UNREAD))
    first, last = listing.row(0), listing.row(PAGE_ROWS)
    archive.set_read([first.article_id, last.article_id], True)
    assert len(listing) == PAGE_ROWS + 1
    assert not listing.row(0).is_read
    listing.forget_rows([last.article_id])
    assert (listing.row(0).is_read, listing.row(PAGE_ROWS).is_read) == (False, True)
    listing.forget_rows()
    assert listing.row(0).is_read


def test_old_pages_are_dropped_and_read_again(archive: Archive, fill: Any) -> None:
    fill.feed(count=PAGE_ROWS * (KEPT_PAGES + 1))
    listing = archive.open_listing()
    first = listing.row(0)
    archive.set_read([first.article_id], True)
    assert not listing.row(0).is_read
    assert len(listing[PAGE_ROWS:]) == PAGE_ROWS * KEPT_PAGES
    assert listing.row(0).is_read


@pytest.mark.parametrize(
    ("start", "step", "expected"),
    [(-1, 1, 2), (2, 1, 700), (700, 1, None), (800, -1, 700), (700, -1, 2), (2, -1, None), (0, 1, 2)],
)
def test_the_next_unread_row_is_found_both_ways(
    archive: Archive, fill: Any, start: int, step: int, expected: int | None
) -> None:
    count = FIRST_PROBE_ROWS * 3 + 32
    fill.feed(count=count)
    listing = archive.open_listing()
    unread = {2, 700}
    read_ids = [article_id for index, article_id in enumerate(listing.article_ids) if index not in unread]
    archive.set_read(read_ids, True)
    assert listing.next_unread(start, step) == expected


def test_arrivals_are_counted_where_they_belong(archive: Archive, fill: Any) -> None:
    first, second = fill.feed("a", count=1), fill.feed("b", folder="World")
    listings = {
        "all": archive.open_listing(),
        "feed": archive.open_listing(View(ViewKind.FEED, first)),
        "folder": archive.open_listing(View(ViewKind.FOLDER, name="World")),
        "query": archive.open_listing(query=Words("port")),
    }
    fill.store(second, [fill.article("x", text="A port"), fill.article("y")])
    fill.store(first, [fill.article("z")])
    assert {name: listing.new_count() for name, listing in listings.items()} == {
        "all": 3,
        "feed": 1,
        "folder": 2,
        "query": 1,
    }
    assert len(listings["all"]) == 1


def test_a_listing_may_be_read_from_any_thread(archive: Archive, fill: Any) -> None:
    fill.feed(count=PAGE_ROWS * 3)
    listing = archive.open_listing()
    found: list[list[ArticleRow]] = []
    threads = [threading.Thread(target=lambda: found.append(listing[:])) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(rows) for rows in found] == [PAGE_ROWS * 3] * 4
    assert all(rows == found[0] for rows in found)


def test_a_page_has_each_rows_own_tags_and_hits(archive: Archive, fill: Any) -> None:
    many = archive.add_keyword("many", match=lambda keyword, texts: None).keyword_id
    few = archive.add_keyword("few", match=lambda keyword, texts: None).keyword_id
    hits = [
        [HitData(few, ((Scope.TITLE, 1),)), HitData(many, ((Scope.TITLE, 1), (Scope.TEXT, 4)))],
        [HitData(few, ((Scope.CREDIT, 2), (Scope.AUTHOR, 1)))],
        [],
    ]
    fill.store(fill.feed(), [fill.article(guid) for guid in "abc"], hits=hits)
    listing = archive.open_listing()
    archive.set_tag([listing.article_ids[0]], "b", True)
    archive.set_tag(list(listing.article_ids[:2]), "A", True)
    rows = {row.guid: row for row in listing[:]}
    assert {guid: row.tags for guid, row in rows.items()} == {"a": ("A", "b"), "b": ("A",), "c": ()}
    assert {guid: [hit.pattern for hit in row.hits] for guid, row in rows.items()} == {
        "a": ["many", "few"],
        "b": ["few"],
        "c": [],
    }
    assert rows["b"].hits[0].scopes == (Scope.CREDIT, Scope.AUTHOR)


def test_today_begins_at_local_midnight(
    path: Any, now: datetime, filler_of: Callable[[Archive], Any]
) -> None:
    midnight = now.astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    with Archive.open(path, clock=lambda: now) as archive:
        fill = filler_of(archive)
        articles = [
            fill.article("before", published_at=midnight - timedelta(seconds=1)),
            fill.article("first", published_at=midnight),
        ]
        fill.store(fill.feed(), articles)
        assert [row.guid for row in archive.open_listing(View(ViewKind.TODAY))[:]] == ["first"]


def _oracle(archive: Archive) -> dict[View, Callable[[ArticleRow], bool]]:
    folder_by_feed = {feed.feed_id: feed.folder for feed in archive.feeds()}
    (keyword,) = archive.keywords()
    return {
        View(): lambda row: True,
        View(ViewKind.UNREAD): lambda row: not row.is_read,
        View(ViewKind.STARRED): lambda row: row.is_starred,
        View(ViewKind.PICTURES): lambda row: row.picture_count > 0,
        View(ViewKind.FEED, 2): lambda row: row.feed_id == 2,
        View(ViewKind.FOLDER, name="World"): lambda row: folder_by_feed[row.feed_id].split("/")[0] == "World",
        View(ViewKind.FOLDER, name="World/Levant"): lambda row: folder_by_feed[row.feed_id] == "World/Levant",
        View(ViewKind.FOLDER, name="Wor"): lambda row: False,
        View(ViewKind.TAG, name="later"): lambda row: "later" in row.tags,
        View(ViewKind.KEYWORD, keyword.keyword_id): lambda row: bool(row.hits),
    }


def _place(order: Order, keyword_id: int) -> Callable[[ArticleRow], Any]:
    """What an order compares, newest first by itself."""

    def hits(row: ArticleRow) -> int:
        return sum(hit.times for hit in row.hits if not keyword_id or hit.keyword_id == keyword_id)

    places: dict[Order, Callable[[ArticleRow], Any]] = {
        Order.NEWEST: lambda row: 0,
        Order.OLDEST: lambda row: (row.sorted_at, row.article_id),
        Order.FEED: lambda row: row.feed_title,
        Order.TITLE: lambda row: row.title.lower().lstrip("“").replace("é", "e"),
        Order.LENGTH: lambda row: -row.word_count,
        Order.HITS: lambda row: -hits(row),
        # There are no words that articles could be compared by.
        Order.RELEVANCE: lambda row: 0,
    }
    return places[order.straight]


@pytest.mark.parametrize("order", list(Order))
def test_every_view_equals_a_brute_force_choice(
    archive: Archive, fill: Any, picture: Any, order: Order
) -> None:
    chance = random.Random(3)
    for name, folder in (("a", "World"), ("b", "World/Levant"), ("c", "World/Levant"), ("d", "Worldwide")):
        articles = [
            fill.article(
                f"{name}{number}",
                chance.choice((0, 1, 2, 500_000, -3)),
                pictures=(picture,) * chance.randint(0, 1),
                text=chance.choice(("A port", "A bridge", "A port, and a port")),
                title=chance.choice(("Zürich", "apple", "“Éclair", "Eclipse", "apple")),
            )
            for number in range(25)
        ]
        fill.store(fill.feed(name, folder=folder), articles)
    for change in (archive.set_read, archive.set_starred):
        change(chance.sample(range(1, 101), 40), True)
    archive.set_tag(chance.sample(range(1, 101), 30), "later", True)
    archive.add_keyword(
        "port",
        match=lambda keyword, texts: (
            HitData(keyword.keyword_id, ((Scope.TEXT, texts.text.count("port")),))
            if "port" in texts.text
            else None
        ),
    )
    everything = sorted(
        archive.open_listing()[:], key=lambda row: (row.sorted_at, row.article_id), reverse=True
    )
    assert len(everything) == 100
    for view, belongs in _oracle(archive).items():
        everything.sort(key=lambda row: (row.sorted_at, row.article_id), reverse=True)
        place = _place(order, view.item_id if view.kind is ViewKind.KEYWORD else 0)
        everything.sort(key=place, reverse=order.is_reversed)
        expected = [row.article_id for row in everything if belongs(row)]
        assert list(archive.open_listing(view, order=order).article_ids) == expected
        unread = [row.article_id for row in everything if belongs(row) and not row.is_read]
        assert list(archive.open_listing(view, query=Is(Flag.UNREAD), order=order).article_ids) == unread
