from __future__ import annotations

import random
from typing import Any

import pytest

from storage.archive import Archive
from storage.history.journal import KEPT_CHANGES
from storage.model import Counts, HitData, Scope, View, ViewKind
from storage.query import Words
from storage.watch.keywords import KeywordWishes


def test_marking_read_says_how_many_really_changed(archive: Archive, fill: Any) -> None:
    fill.feed(count=4)
    archive.set_read([2], True)
    change = archive.set_read([3, 2, 1, 1, 99], True)
    assert (change.sentence, change.article_ids) == ("Marked 2 read", (1, 3))
    assert archive.counts().unread_count == 1
    assert archive.set_read([1, 2], True).change_id == 0


def test_each_change_is_taken_back_and_made_again_in_turn(archive: Archive, fill: Any) -> None:
    fill.feed(count=3)
    archive.set_read([1, 2], True)
    archive.set_starred([2], True)
    archive.set_tag([2, 3], "later", True)
    sentences = [change.sentence for change in (archive.undo(), archive.undo(), archive.undo()) if change]
    assert sentences == [
        "Taken back: Tagged 2 articles with later",
        "Taken back: Starred 1 article",
        "Taken back: Marked 2 read",
    ]
    assert archive.undo() is None
    row = archive.article(2).row
    assert (row.is_read, row.is_starred, row.tags) == (False, False, ())
    assert [change.article_ids for change in (archive.redo(), archive.redo(), archive.redo()) if change] == [
        (1, 2),
        (2,),
        (2, 3),
    ]
    assert archive.redo() is None
    row = archive.article(2).row
    assert (row.is_read, row.is_starred, row.tags) == (True, True, ("later",))


def test_changes_are_told_apart_by_their_place(archive: Archive, fill: Any) -> None:
    fill.feed(count=2)
    assert archive.last_change_id() == 0
    first = archive.set_read([1], True)
    assert archive.last_change_id() == first.change_id
    archive.set_starred([1], True)
    archive.set_tag([1, 2], "later", True)
    archive.undo()
    assert [change.sentence for change in archive.changes_since(first.change_id)] == ["Starred 1 article"]
    archive.undo()
    assert archive.changes_since(first.change_id) == []


def test_a_new_change_ends_what_could_be_done_again(archive: Archive, fill: Any) -> None:
    fill.feed(count=2)
    archive.set_read([1], True)
    archive.undo()
    archive.set_starred([2], True)
    assert archive.redo() is None
    undone = archive.undo()
    assert undone is not None
    assert undone.sentence == "Taken back: Starred 1 article"


def test_undo_leaves_alone_what_was_so_before(archive: Archive, fill: Any) -> None:
    fill.feed(count=3)
    archive.set_read([1], True)
    archive.set_read([1, 2, 3], True)
    archive.undo()
    assert [archive.article(article_id).row.is_read for article_id in (1, 2, 3)] == [True, False, False]


def test_undo_works_after_a_restart(archive: Archive, fill: Any, path: Any) -> None:
    fill.feed(count=1)
    archive.set_starred([1], True)
    archive.close()
    with Archive.open(path) as again:
        again.undo()
        assert not again.article(1).row.is_starred


def test_the_journal_forgets_what_is_long_past(archive: Archive, fill: Any) -> None:
    fill.feed(count=1)
    extra = 5
    for number in range(KEPT_CHANGES + extra):
        archive.set_read([1], number % 2 == 0)
    undone = 0
    while archive.undo() is not None:
        undone += 1
    assert undone == KEPT_CHANGES


def test_taking_marks_off_says_so(archive: Archive, fill: Any) -> None:
    fill.feed(count=1)
    archive.set_read([1], True)
    archive.set_starred([1], True)
    archive.set_tag([1], "later", True)
    assert archive.set_read([1], False).sentence == "Marked 1 unread"
    assert archive.set_starred([1], False).sentence == "Unstarred 1 article"
    assert archive.set_tag([1], "later", False).sentence == "Took later off 1 article"
    assert archive.tags() == []


@pytest.mark.parametrize("tag", ["", "  ", "\n"])
def test_a_blank_tag_changes_nothing(archive: Archive, fill: Any, tag: str) -> None:
    fill.feed(count=1)
    assert archive.set_tag([1], tag, True).change_id == 0
    assert archive.tags() == []


def test_tags_are_listed_with_their_numbers(archive: Archive, fill: Any) -> None:
    fill.feed(count=3)
    archive.set_tag([1, 2], "later", True)
    archive.set_tag([1], "  Beyrouth   files ", True)
    assert archive.tags() == [("Beyrouth files", 1), ("later", 2)]
    assert archive.article(1).row.tags == ("Beyrouth files", "later")


@pytest.mark.parametrize(
    ("view", "up_to", "expected"),
    [
        (View(), None, (1, 2, 4, 5, 6, 7)),
        (View(), 5, (1, 2, 4, 5)),
        (View(ViewKind.FEED, 2), None, (5, 6, 7)),
        (View(ViewKind.FOLDER, name="World"), None, (5, 6, 7)),
        (View(ViewKind.STARRED), None, (1,)),
        (View(ViewKind.TAG, name="later"), None, (2, 6)),
        (View(ViewKind.UNREAD), 0, ()),
    ],
)
def test_a_whole_view_is_marked_read(
    archive: Archive, fill: Any, view: View, up_to: int | None, expected: tuple[int, ...]
) -> None:
    fill.feed("a", count=4)
    fill.feed("b", count=3, folder="World/Levant")
    archive.set_read([3], True)
    archive.set_starred([1, 3], True)
    archive.set_tag([2, 6], "later", True)
    assert archive.mark_listing_read(view, up_to_article_id=up_to).article_ids == expected
    assert archive.counts().unread_count == 6 - len(expected)
    archive.undo()
    assert archive.counts().unread_count == 6


def test_what_a_query_finds_is_marked_read(archive: Archive, fill: Any) -> None:
    fill.store(fill.feed(), [fill.article("a", text="A port"), fill.article("b", text="A bridge")])
    change = archive.mark_listing_read(View(), query=Words("port"))
    assert change.article_ids == (archive.open_listing(query=Words("port")).article_ids[0],)


def recount(archive: Archive) -> Counts:
    """The counts as a listing of everything shows them."""
    rows = archive.open_listing()[:]
    feeds = archive.feeds()
    keywords = archive.keywords()
    groups = {keyword.keyword_id: keyword.group for keyword in keywords}
    return Counts(
        article_count=len(rows),
        unread_count=sum(not row.is_read for row in rows),
        starred_count=sum(row.is_starred for row in rows),
        unread_by_feed={
            feed.feed_id: sum(row.feed_id == feed.feed_id and not row.is_read for row in rows)
            for feed in feeds
        },
        unread_by_keyword={
            keyword.keyword_id: sum(
                not row.is_read and any(hit.keyword_id == keyword.keyword_id for hit in row.hits)
                for row in rows
            )
            for keyword in keywords
        },
        unread_by_group={
            group: sum(
                not row.is_read and any(groups[hit.keyword_id] == group for hit in row.hits) for row in rows
            )
            for group in {keyword.group for keyword in keywords if keyword.group}
        },
    )


class _Player:
    """Does at random what readers and refreshes do."""

    def __init__(self, archive: Archive, fill: Any, seed: int) -> None:
        self.archive = archive
        self.fill = fill
        self.chance = random.Random(seed)
        self.next_guid = 0

    def step(self) -> None:
        chance = self.chance
        ids = [chance.randint(1, 60) for _ in range(chance.randint(0, 6))]
        feed_id = chance.randint(1, 4)
        match chance.randint(0, 10):
            case 0 | 1:
                self.store(feed_id, chance.randint(1, 5))
            case 2:
                self.archive.set_read(ids, chance.random() < 0.7)
            case 3:
                self.archive.set_starred(ids, chance.random() < 0.6)
            case 4:
                self.archive.set_tag(ids, chance.choice("xy"), chance.random() < 0.6)
            case 5:
                self.archive.remove_feeds([feed_id])
            case 6:
                self.archive.add_feed(f"https://{'abcd'[feed_id - 1]}.example/rss")
            case 7:
                wishes = KeywordWishes(group=chance.choice(("", "Ports", "Quays")))
                self.archive.add_keyword(chance.choice("123"), match=self.match, wishes=wishes)
            case 8:
                self.archive.remove_keyword(chance.choice("123"))
            case 9:
                self.archive.undo()
            case _:
                self.archive.redo()

    def store(self, feed_id: int, count: int) -> None:
        articles = [self.fill.article(f"g{self.next_guid + number}") for number in range(count)]
        self.next_guid += count
        hits = [
            [
                HitData(keyword.keyword_id, ((Scope.TITLE, 1),))
                for keyword in self.archive.keywords()
                if keyword.pattern in article.title
            ]
            for article in articles
        ]
        self.fill.store(feed_id, articles, hits=hits)

    @staticmethod
    def match(keyword: Any, texts: Any) -> HitData | None:
        count = texts.title.count(keyword.pattern)
        return HitData(keyword.keyword_id, ((Scope.TITLE, count),)) if count else None


@pytest.mark.parametrize("seed", range(6))
def test_kept_counts_equal_a_recount_after_any_changes(archive: Archive, fill: Any, seed: int) -> None:
    for name in "abcd":
        fill.feed(name)
    player = _Player(archive, fill, seed)
    for _ in range(60):
        player.step()
        assert archive.counts() == recount(archive)
    for keyword in archive.unmatched_keywords():
        archive.rematch_keyword(keyword, match=player.match, is_acting=False)
    assert archive.counts() == recount(archive)
    assert archive.check().problems == ()
    assert {feed.feed_id: feed.unread_count for feed in archive.feeds()} == archive.counts().unread_by_feed
