"""Retention deletes what the rule says, nothing that was singled out, and for good."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from storage.archive import Archive
from storage.imports.imported import ImportedArticle
from storage.model import HitData, Picture, Scope, View, ViewKind
from storage.query import Words
from storage.upkeep.retention import RetentionRule

DAY_HOURS = 24


def stock(archive: Archive, fill: Any, picture: Picture) -> None:
    """Two feeds with an article a day, ten days back; article 20 is the newest of the second."""
    for name in ("a", "b"):
        articles = [
            fill.article(f"{name}{number}", number * DAY_HOURS, pictures=(picture,)) for number in range(10)
        ]
        fill.store(fill.feed(name), articles)
    archive.set_read(range(1, 21), True)


def rule(now: datetime, days: int = 5, **wishes: Any) -> RetentionRule:
    return RetentionRule(now - timedelta(days=days), **wishes)


def guids(archive: Archive) -> set[str]:
    return {row.guid for row in archive.open_listing()[:]}


def test_the_old_are_chosen_and_deleted_with_all_that_belongs_to_them(
    archive: Archive, fill: Any, picture: Picture, now: datetime
) -> None:
    stock(archive, fill, picture)
    expired = archive.expired(rule(now))
    assert len(expired.article_ids) == 8
    assert expired.by_feed == (("https://a.example/rss", 4), ("https://b.example/rss", 4))
    assert (expired.oldest_at, expired.newest_at) == (now - timedelta(days=9), now - timedelta(days=6))
    assert len(guids(archive)) == 20
    seen: list[tuple[int, int]] = []
    assert archive.delete_expired(expired, rule(now), lambda done, total: seen.append((done, total))) == 8
    assert seen == [(8, 8)]
    assert guids(archive) == {f"{name}{number}" for name in "ab" for number in range(6)}
    assert len(archive.open_listing(query=Words("title"))) == 12
    assert len(archive.open_pictures()) == 12
    assert archive.counts().article_count == 12
    assert archive.check().problems == ()
    assert archive.expired(rule(now)).article_ids.tolist() == []


def test_what_was_singled_out_stays(archive: Archive, fill: Any, picture: Picture, now: datetime) -> None:
    stock(archive, fill, picture)
    id_by_guid = {row.guid: row.article_id for row in archive.open_listing()[:]}
    archive.set_starred([id_by_guid["a9"]], True)
    archive.set_tag([id_by_guid["a8"]], "keep", True)
    archive.set_note(id_by_guid["a7"], "why")
    archive.set_read([id_by_guid["a6"]], False)
    archive.add_keyword(
        "b9",
        match=lambda keyword, texts: (
            HitData(keyword.keyword_id, ((Scope.TEXT, 1),)) if "b9" in texts.text else None
        ),
    )
    archive.delete_expired(archive.expired(rule(now)), rule(now))
    assert guids(archive) >= {"a6", "a7", "a8", "a9", "b9"}
    assert not guids(archive) & {"b6", "b7", "b8"}
    archive.delete_expired(archive.expired(rule(now, keeps_unread=False)), rule(now, keeps_unread=False))
    assert "a6" not in guids(archive)
    assert archive.check().problems == ()


def test_so_many_of_each_feed_stay(archive: Archive, fill: Any, picture: Picture, now: datetime) -> None:
    stock(archive, fill, picture)
    wish = rule(now, days=1, kept_per_feed=7)
    archive.delete_expired(archive.expired(wish), wish)
    assert guids(archive) == {f"{name}{number}" for name in "ab" for number in range(7)}


def test_what_was_starred_after_the_choice_stays(
    archive: Archive, fill: Any, picture: Picture, now: datetime
) -> None:
    stock(archive, fill, picture)
    expired = archive.expired(rule(now))
    archive.set_starred([expired.article_ids[0]], True)
    assert archive.delete_expired(expired, rule(now)) == 7
    assert archive.article(expired.article_ids[0]).row.is_starred


def test_a_refresh_does_not_bring_back_what_was_deleted(
    archive: Archive, fill: Any, picture: Picture, now: datetime
) -> None:
    stock(archive, fill, picture)
    archive.delete_expired(archive.expired(rule(now)), rule(now))
    again = [fill.article(f"a{number}", number * DAY_HOURS) for number in range(-1, 10)]
    stored = fill.store(1, again)
    assert stored.added == 1
    assert "a9" not in guids(archive)
    assert "a-1" in guids(archive)
    # The same guid in another feed is another article.
    fill.store(2, [fill.article("a9", 9 * DAY_HOURS)])
    assert "a9" in guids(archive)
    assert archive.check().problems == ()


def test_an_import_may_bring_back_what_was_deleted(
    archive: Archive, fill: Any, picture: Picture, now: datetime
) -> None:
    stock(archive, fill, picture)
    archive.delete_expired(archive.expired(rule(now)), rule(now))
    imported = [ImportedArticle(fill.article("a9", 9 * DAY_HOURS), now)]
    archive.import_articles("https://a.example/rss", imported, keywords_version=archive.keywords_version())
    assert "a9" in guids(archive)
    assert archive.check().problems == ()


@pytest.mark.parametrize("is_undone_first", [True, False])
def test_changes_of_deleted_articles_can_still_be_taken_back(
    archive: Archive, fill: Any, picture: Picture, now: datetime, is_undone_first: bool
) -> None:
    stock(archive, fill, picture)
    archive.set_tag(range(1, 21), "t", True)
    archive.set_note(1, "n")
    archive.set_note(1, "")
    archive.set_tag(range(1, 21), "t", False)
    archive.set_starred([1], True)
    archive.set_starred([1], False)
    if is_undone_first:
        archive.undo()
        archive.redo()
    archive.delete_expired(archive.expired(rule(now)), rule(now))
    steps: Sequence[Any] = (archive.undo, archive.redo)
    for step in steps:
        while step() is not None:
            assert archive.check().problems == ()
    assert archive.counts().article_count == 12


def test_an_open_listing_keeps_its_places(
    archive: Archive, fill: Any, picture: Picture, now: datetime
) -> None:
    stock(archive, fill, picture)
    listing = archive.open_listing(View(ViewKind.FEED, 1))
    archive.delete_expired(archive.expired(rule(now)), rule(now))
    assert [row.title for row in listing[4:8]] == ["Title of a4", "Title of a5", "(deleted)", "(deleted)"]
    assert listing.next_unread(-1, 1) is None
