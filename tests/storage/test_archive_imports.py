from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from storage.archive import Archive
from storage.errors import FeedNotFound, StaleKeywords
from storage.fetched import ChangedArticle
from storage.imports.imported import ImportedArticle, NewFeed
from storage.model import ArticleTexts, Change, HitData, Keyword, Scope
from storage.watch.keywords import KeywordWishes

URL = "https://a.example/rss"
OTHER = "https://b.example/rss"


@pytest.fixture
def imported(fill: Any, now: Any) -> Any:
    def make(guid: str, **state: Any) -> ImportedArticle:
        return ImportedArticle(fill.article(guid), now - timedelta(days=2), **state)

    return make


def store(archive: Archive, articles: Sequence[ImportedArticle], into: Change, url: str = URL) -> Change:
    return archive.import_articles(url, articles, keywords_version=archive.keywords_version(), into=into)


def guids(archive: Archive) -> list[str]:
    return sorted(row.guid for row in archive.open_listing()[:])


def is_sound(archive: Archive) -> bool:
    return archive.check().problems == ()


def test_feeds_come_with_title_and_folder_and_known_ones_stay_as_they_are(archive: Archive) -> None:
    archive.add_feed(OTHER, user_title="Mine", folder="Kept")
    change = archive.import_feeds([NewFeed(URL, "A", "World/Asia"), NewFeed(OTHER, "B", "New"), NewFeed(URL)])
    assert change.sentence == "Imported 1 feed"
    assert [(feed.url, feed.title, feed.folder) for feed in archive.feeds()] == [
        (OTHER, "Mine", "Kept"),
        (URL, "A", "World/Asia"),
    ]
    assert archive.import_feeds([NewFeed(URL)]).change_id == 0


def test_a_keyword_belongs_to_the_step_before_it_is_found(
    archive: Archive, imported: Any, tmp_path: Path
) -> None:
    step = archive.import_feeds([NewFeed(URL)])
    step = store(archive, [imported("1")], step)
    archive.import_keywords(["text"], into=step)
    copy = tmp_path / "copy.db"

    def match(keyword: Keyword, texts: ArticleTexts) -> None:
        # What another process sees at this moment is what a killed one leaves.
        archive.back_up(copy)

    archive.add_keyword("text", match=match, wishes=KeywordWishes(is_step=False))
    with Archive.open(copy) as left:
        assert [keyword.pattern for keyword in left.keywords()] == ["text"]
        left.undo()
        assert (left.feeds(), guids(left), left.keywords()) == ([], [], [])
        assert is_sound(left)
    archive.undo()
    assert archive.keywords() == []


def test_one_undo_takes_back_feeds_articles_and_keywords(archive: Archive, imported: Any) -> None:
    step = archive.import_feeds([NewFeed(URL), NewFeed(OTHER)])
    keyword = archive.add_keyword(
        "text", match=lambda keyword, texts: None, wishes=KeywordWishes(is_step=False)
    )
    step = archive.import_keywords(["text"], into=step)
    hits = (HitData(keyword.keyword_id, ((Scope.TEXT, 1),)),)
    step = store(archive, [imported("1", is_starred=True, hits=hits), imported("2", tags=("x",))], step)
    step = store(archive, [imported("3", is_read=True)], step, OTHER)
    assert step.sentence == "Imported 2 feeds, 3 articles and 1 keyword"
    assert archive.counts().unread_by_keyword == {keyword.keyword_id: 1}

    undone = archive.undo()
    assert undone is not None
    assert undone.sentence == "Taken back: Imported 2 feeds, 3 articles and 1 keyword"
    assert (archive.feeds(), guids(archive), archive.keywords(), archive.tags()) == ([], [], [], [])
    assert archive.counts().article_count == 0
    assert is_sound(archive)
    assert archive.undo() is None

    archive.redo()
    assert guids(archive) == ["1", "2", "3"]
    assert archive.tags() == [("x", 1)]
    assert archive.counts().unread_by_keyword == {keyword.keyword_id: 1}
    assert (archive.counts().unread_count, archive.counts().starred_count) == (2, 1)
    (returned,) = archive.unmatched_keywords()
    archive.rematch_keyword(returned, match=lambda keyword, texts: None)
    assert is_sound(archive)
    archive.undo()
    assert guids(archive) == []


def test_articles_keep_their_state_and_the_first_of_a_guid_counts(
    archive: Archive, imported: Any, now: Any
) -> None:
    step = archive.import_feeds([NewFeed(URL)])
    state = {"is_read": True, "is_starred": True, "tags": ("b", " a  c ", " ")}
    step = store(archive, [imported("1", **state), imported("1"), imported("2")], step)
    (row,) = [row for row in archive.open_listing()[:] if row.guid == "1"]
    assert (row.is_read, row.is_starred, row.tags) == (True, True, ("a c", "b"))
    assert row.first_seen_at == now - timedelta(days=2)
    assert step.sentence == "Imported 1 feed and 2 articles"
    assert is_sound(archive)


def test_what_is_stored_is_skipped_whatever_its_state(archive: Archive, fill: Any, imported: Any) -> None:
    fill.feed(count=2)
    step = store(archive, [imported("a0", is_read=True), imported("new")], Change(0, ""))
    assert (step.sentence, len(step.article_ids)) == ("Imported 1 article", 1)
    assert archive.counts().unread_count == 3
    assert store(archive, [imported("new")], Change(0, "")).change_id == 0


def test_undo_leaves_a_feed_that_was_there_with_what_it_brought_itself(
    archive: Archive, fill: Any, imported: Any
) -> None:
    feed_id = fill.feed(count=1)
    store(archive, [imported("old"), imported("both")], Change(0, ""))
    both = next(row.article_id for row in archive.open_listing()[:] if row.guid == "both")
    fill.store(feed_id, changed=[ChangedArticle(both, fill.article("both"))])
    archive.undo()
    assert guids(archive) == ["a0", "both"]
    assert is_sound(archive)


def test_a_refresh_shows_what_undo_has_hidden(archive: Archive, fill: Any, imported: Any) -> None:
    feed_id = fill.feed()
    store(archive, [imported("1")], Change(0, ""))
    archive.undo()
    fill.store(feed_id, [fill.article("1")])
    assert guids(archive) == ["1"]
    assert is_sound(archive)


@pytest.mark.parametrize("is_feed_new", [True, False])
def test_importing_again_after_undo_brings_all_back(
    archive: Archive, fill: Any, imported: Any, is_feed_new: bool
) -> None:
    if not is_feed_new:
        fill.feed()
    articles = [imported("1", tags=("t",)), imported("2", is_starred=True)]
    for _ in range(2):
        step = store(archive, articles, archive.import_feeds([NewFeed(URL)]))
        assert step.sentence == ("Imported 1 feed and 2 articles" if is_feed_new else "Imported 2 articles")
        assert guids(archive) == ["1", "2"]
        assert archive.tags() == [("t", 1)]
        assert is_sound(archive)
        archive.undo()
        assert guids(archive) == []
        assert is_sound(archive)


def test_subscribing_by_hand_after_undo_shows_the_articles(archive: Archive, imported: Any) -> None:
    store(archive, [imported("1")], archive.import_feeds([NewFeed(URL)]))
    archive.undo()
    archive.add_feed(URL)
    assert guids(archive) == ["1"]
    assert is_sound(archive)


def test_many_batches_stay_one_step(archive: Archive, imported: Any) -> None:
    step = archive.import_feeds([NewFeed(URL)])
    for batch in range(4):
        step = store(archive, [imported(f"{batch}-{number}") for number in range(600)], step)
    assert step.sentence == "Imported 1 feed and 2,400 articles"
    archive.undo()
    assert archive.undo() is None


def test_refused_are_strange_feeds_and_old_keywords(archive: Archive, imported: Any) -> None:
    with pytest.raises(FeedNotFound):
        store(archive, [imported("1")], Change(0, ""))
    archive.import_feeds([NewFeed(URL)])
    with pytest.raises(StaleKeywords):
        archive.import_articles(URL, [imported("1")], keywords_version=9)
    assert guids(archive) == []


def test_a_step_that_was_taken_back_is_not_added_to(archive: Archive, imported: Any) -> None:
    archive.add_feed(OTHER)
    step = archive.import_feeds([NewFeed(URL)])
    archive.undo()
    assert store(archive, [imported("1")], step, OTHER).sentence == "Imported 1 article"


def test_what_was_deleted_elsewhere_is_not_brought_back_by_a_refresh(
    archive: Archive, imported: Any, fill: Any
) -> None:
    step = archive.import_feeds([NewFeed(URL)])
    step = store(archive, [imported("gone", is_deleted=True), imported("kept")], step)
    assert step.sentence == "Imported 1 feed, 1 article and 1 deleted article"
    feed_id = archive.feeds()[0].feed_id
    fill.store(feed_id, [fill.article("gone"), fill.article("kept"), fill.article("new")])
    assert guids(archive) == ["kept", "new"]
    assert archive.counts().article_count == 2
    assert is_sound(archive)


def test_without_the_import_a_deleted_article_is_news_again(
    archive: Archive, imported: Any, fill: Any
) -> None:
    feed_id = archive.add_feed(URL).feed_id
    store(archive, [imported("gone", is_deleted=True)], Change(0, ""))
    archive.undo()
    fill.store(feed_id, [fill.article("gone")])
    assert guids(archive) == ["gone"]
    archive.redo()
    assert is_sound(archive)
