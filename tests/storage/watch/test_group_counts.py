"""A group's counts: each article once, whatever number of the group's keywords stands in it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from storage.archive import Archive
from storage.model import ArticleTexts, HitData, Keyword, Scope, View, ViewKind
from storage.watch.keywords import KeywordWishes


def match(keyword: Keyword, texts: ArticleTexts) -> HitData | None:
    count = texts.text.count(keyword.pattern)
    return HitData(keyword.keyword_id, ((Scope.TEXT, count),)) if count else None


def watch(archive: Archive, pattern: str, group: str) -> Keyword:
    return archive.add_keyword(pattern, match=match, wishes=KeywordWishes(group=group))


def unread(archive: Archive) -> dict[str, int]:
    """As the feed tree says it, which is what the opened lists hold."""
    kept = archive.counts().unread_by_group
    for name in {keyword.group for keyword in archive.all_keywords() if keyword.group}:
        listing = archive.open_listing(View(ViewKind.GROUP, name=name))
        assert kept[name] == sum(not row.is_read for row in listing[:])
    assert not [problem for problem in archive.check().problems if "recount" in problem]
    return kept


@pytest.fixture
def feed_id(archive: Archive, fill: Any) -> int:
    """Three articles: with both words of a group, with one of them, with none."""
    feed_id = fill.feed()
    texts = ("port and quay", "a port", "nothing")
    fill.store(feed_id, [fill.article(text, number, text=text) for number, text in enumerate(texts)])
    watch(archive, "port", "Harbour")
    watch(archive, "quay", "Harbour")
    return int(feed_id)


def test_an_article_with_two_of_the_words_counts_once(archive: Archive, feed_id: int) -> None:
    assert unread(archive) == {"Harbour": 2}
    assert sum(keyword.unread_count for keyword in archive.keywords()) == 3


def test_the_counts_follow_marks_and_their_undoing(archive: Archive, feed_id: int) -> None:
    both = archive.open_listing(View(ViewKind.GROUP, name="Harbour")).article_ids
    archive.set_read(both[:1], True)
    assert unread(archive) == {"Harbour": 1}
    archive.undo()
    assert unread(archive) == {"Harbour": 2}
    archive.redo()
    archive.set_read(both, False)
    assert unread(archive) == {"Harbour": 2}
    archive.mark_listing_read(View(ViewKind.GROUP, name="Harbour"))
    assert unread(archive) == {"Harbour": 0}


def test_the_counts_follow_keywords_that_move_go_and_return(archive: Archive, feed_id: int) -> None:
    watch(archive, "port", "Sea")
    assert unread(archive) == {"Harbour": 1, "Sea": 2}
    archive.undo()
    assert unread(archive) == {"Harbour": 2}
    archive.remove_keyword("port")
    assert unread(archive) == {"Harbour": 1}
    archive.undo()
    assert unread(archive) == {"Harbour": 2}
    watch(archive, "port", "")
    archive.remove_keyword("quay")
    assert unread(archive) == {}


def test_a_paused_keyword_still_counts_as_its_list_still_shows_it(archive: Archive, feed_id: int) -> None:
    archive.pause_keyword("port")
    assert unread(archive) == {"Harbour": 2}
    archive.resume_keyword("port", match=match)
    assert unread(archive) == {"Harbour": 2}


def test_muted_feeds_count_and_hidden_articles_do_not(archive: Archive, feed_id: int) -> None:
    archive.mute_feeds([feed_id], True)
    assert unread(archive) == {"Harbour": 2}
    archive.remove_feeds([feed_id])
    assert unread(archive) == {"Harbour": 0}
    archive.undo()
    assert unread(archive) == {"Harbour": 2}


def test_new_articles_are_counted(archive: Archive, fill: Any, feed_id: int) -> None:
    hits = [HitData(keyword.keyword_id, ((Scope.TEXT, 1),)) for keyword in archive.keywords()]
    fill.store(feed_id, [fill.article("new", text="quay and port")], hits=[hits])
    assert unread(archive) == {"Harbour": 3}


def test_wrong_counts_are_noticed_and_counted_anew(archive: Archive, path: Path, feed_id: int) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE group_counts SET unread_count = 9")
        connection.execute("INSERT INTO group_counts VALUES ('Gone', 1, 1)")
    assert archive.check().problems == ("1 rows of group_counts do not agree with a recount.",)
    assert archive.check(repair=True).problems == ()
    assert unread(archive) == {"Harbour": 2}


def test_groups_of_older_archives_are_counted_when_these_are_opened(
    path: Path, filler_of: Callable[[Archive], Any]
) -> None:
    with Archive.open(path) as archive:
        fill = filler_of(archive)
        fill.store(fill.feed(), [fill.article("a", text="port, quay")])
        for pattern in ("port", "quay"):
            watch(archive, pattern, "Harbour")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("DROP TABLE group_counts")
        connection.execute("PRAGMA user_version = 13")
    with Archive.open(path) as archive:
        assert unread(archive) == {"Harbour": 1}
