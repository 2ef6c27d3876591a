"""All settings of feeds in one step: what is changed, refused, taken back and made again."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from storage.archive import Archive
from storage.errors import AddressTaken, FeedNotFound
from storage.fetched import FeedChanges, FetchRecord
from storage.model import FeedData, Validators, View, ViewKind
from storage.options import FeedOptions
from storage.subscriptions.feed_settings import FeedSettings

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
PLAIN = FeedSettings("https://a.example/rss")
WANTED = FeedSettings(
    url="https://b.example/feed",
    user_title="Mine",
    folder="World/Asia",
    is_paused=True,
    is_muted=True,
    options=FeedOptions(headers=(("Cookie", "a=1"),), user_agent="Me/1", interval_minutes=90),
)


@pytest.fixture
def feed_id(fill: Any) -> int:
    made: int = fill.feed("a", count=3)
    return made


def test_all_settings_are_one_step(archive: Archive, feed_id: int) -> None:
    change = archive.change_feeds({feed_id: WANTED})
    assert change.sentence == "Changed title, folder, address, pause, muting and fetching of Mine"
    assert archive.feed_settings(feed_id) == WANTED
    archive.undo()
    assert archive.feed_settings(feed_id) == PLAIN
    archive.redo()
    assert archive.feed_settings(feed_id) == WANTED


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        (replace(PLAIN, user_title="  Mine  "), "Renamed https://a.example/rss to Mine"),
        (replace(PLAIN, folder="World/ Asia/"), "Moved https://a.example/rss to World/Asia"),
        (replace(PLAIN, url="https://b.example/"), "Gave https://a.example/rss another address"),
        (replace(PLAIN, is_paused=True), "Paused https://a.example/rss"),
        (replace(PLAIN, is_muted=True), "Muted https://a.example/rss"),
        (replace(PLAIN, options=FeedOptions(user="ann")), "Set how https://a.example/rss is fetched"),
    ],
)
def test_a_single_setting_has_its_own_sentence(
    archive: Archive, feed_id: int, wanted: FeedSettings, sentence: str
) -> None:
    assert archive.change_feeds({feed_id: wanted}).sentence == sentence
    archive.undo()
    assert archive.feed_settings(feed_id) == PLAIN


def test_what_is_set_already_is_no_step(archive: Archive, feed_id: int) -> None:
    assert archive.change_feeds({feed_id: PLAIN}).change_id == 0


def test_only_what_was_changed_is_taken_back(archive: Archive, feed_id: int) -> None:
    archive.change_feeds({feed_id: replace(PLAIN, user_title="Mine")})
    connection = sqlite3.connect(archive.path)
    with connection:
        connection.execute("UPDATE feeds SET folder = 'Elsewhere'")
    connection.close()
    archive.undo()
    assert archive.feed_settings(feed_id) == replace(PLAIN, folder="Elsewhere")


def test_several_feeds_are_one_step(archive: Archive, fill: Any) -> None:
    first, second = fill.feed("a"), fill.feed("b", folder="Home")
    wanted = {
        feed_id: replace(archive.feed_settings(feed_id), folder="World", is_muted=True)
        for feed_id in (first, second)
    }
    assert archive.change_feeds(wanted).sentence == "Changed folder and muting of 2 feeds"
    archive.undo()
    assert [archive.feed_settings(feed_id).folder for feed_id in (first, second)] == ["", "Home"]


def test_another_address_keeps_articles_and_marks(archive: Archive, feed_id: int) -> None:
    listing = archive.open_listing(View(ViewKind.FEED, feed_id))
    archive.set_read(listing.article_ids[:1], True)
    archive.set_starred(listing.article_ids[1:2], True)
    archive.change_feeds({feed_id: replace(PLAIN, url="https://b.example/feed")})
    feed = archive.find_feed("https://b.example/feed")
    assert (feed.feed_id, feed.article_count, feed.unread_count) == (feed_id, 3, 2)
    assert [row.is_starred for row in archive.open_listing(View(ViewKind.FEED, feed_id))[:]] == [
        False,
        True,
        False,
    ]


def test_another_address_forgets_what_the_old_one_said(archive: Archive, feed_id: int) -> None:
    record = FetchRecord(
        feed_id=feed_id,
        fetched_at=NOW,
        next_fetch_at=NOW,
        error="the server answered with an error",
        validators=Validators("etag", "yesterday"),
        body_hash=b"hash",
    )
    archive.store_feed(record, FeedChanges(FeedData("")))
    archive.change_feeds({feed_id: replace(PLAIN, url="https://b.example/feed")})
    feed = archive.feed(feed_id)
    assert (feed.validators, feed.body_hash, feed.error, feed.failure_count) == (Validators(), b"", None, 0)
    assert feed.next_fetch_at is None


def test_the_address_of_another_feed_is_refused_and_nothing_is_changed(archive: Archive, fill: Any) -> None:
    first, second = fill.feed("a"), fill.feed("b")
    archive.rename_feed(second, "Second")
    wanted = FeedSettings("https://b.example/rss", user_title="Mine")
    with pytest.raises(AddressTaken, match="Second has this address already"):
        archive.change_feeds({first: wanted})
    assert archive.feed_settings(first) == PLAIN
    archive.remove_feeds([second])
    with pytest.raises(AddressTaken, match="until it was removed"):
        archive.change_feeds({first: wanted})


def test_an_address_that_was_taken_meanwhile_is_not_given_back(archive: Archive, feed_id: int) -> None:
    archive.change_feeds({feed_id: replace(PLAIN, url="https://b.example/feed", user_title="Mine")})
    # Subscribing without articles writes no step of its own.
    archive.add_feed(PLAIN.url)
    archive.undo()
    assert archive.feed_settings(feed_id) == replace(PLAIN, url="https://b.example/feed")


def test_a_feed_that_is_not_there_is_named(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(FeedNotFound):
        archive.feed_settings(7)
    with pytest.raises(FeedNotFound):
        archive.change_feeds({7: PLAIN})
