from __future__ import annotations

from typing import Any

import pytest

from storage.archive import Archive
from storage.model import View, ViewKind
from storage.options import FeedOptions


def folders(archive: Archive) -> dict[str, str]:
    return {feed.url.removeprefix("https://"): feed.folder for feed in archive.feeds()}


@pytest.fixture
def nested(archive: Archive) -> Archive:
    for name, folder in (("a", "World"), ("b", "World/Asia"), ("c", "World/Asia/East"), ("d", "Worldwide")):
        archive.add_feed(f"https://{name}", folder=folder)
    return archive


def test_a_folder_is_renamed_with_all_that_is_in_it(nested: Archive) -> None:
    change = nested.rename_folder("World", " Earth / Here ")
    assert change.sentence == "Renamed folder World to Earth/Here"
    moved = {"a": "Earth/Here", "b": "Earth/Here/Asia", "c": "Earth/Here/Asia/East", "d": "Worldwide"}
    assert folders(nested) == moved
    nested.undo()
    assert folders(nested) == {"a": "World", "b": "World/Asia", "c": "World/Asia/East", "d": "Worldwide"}
    nested.redo()
    assert folders(nested) == moved


def test_a_dissolved_folder_leaves_its_feeds_in_the_one_around_it(nested: Archive) -> None:
    nested.rename_folder("World/Asia", "")
    assert folders(nested) == {"a": "World", "b": "World", "c": "World/East", "d": "Worldwide"}


@pytest.mark.parametrize(("name", "new"), [("Mars", "Earth"), ("", "Earth"), ("World", "World")])
def test_what_is_no_folder_is_not_renamed(nested: Archive, name: str, new: str) -> None:
    assert nested.rename_folder(name, new).change_id == 0


def test_a_muted_feed_stays_out_of_the_views_of_everything(archive: Archive, fill: Any) -> None:
    fill.feed("a", count=2)
    quiet = fill.feed("b", folder="Press", count=2)
    everything, unread = View(), View(ViewKind.UNREAD)
    archive.mute_feeds([quiet], True)
    assert archive.muted_feeds() == {quiet}
    assert len(archive.open_listing(everything)) == len(archive.open_listing(unread)) == 2
    assert archive.counts().unread_count == 2
    assert len(archive.open_listing(View(ViewKind.FEED, quiet))) == 2
    assert len(archive.open_listing(View(ViewKind.FOLDER, name="Press"))) == 2
    archive.mark_listing_read(unread)
    assert archive.feed(quiet).unread_count == 2
    archive.undo()
    archive.undo()
    assert len(archive.open_listing(everything)) == 4
    assert archive.counts().unread_count == 4


def test_pausing_and_options_are_taken_back(archive: Archive) -> None:
    feed_id = archive.add_feed("https://a").feed_id
    assert archive.pause_feeds([feed_id], True).sentence == "Paused https://a"
    assert archive.pause_feeds([feed_id], True).change_id == 0
    archive.set_feed_options(feed_id, FeedOptions(interval_minutes=30))
    archive.undo()
    assert archive.feed_options() == {}
    assert archive.feed(feed_id).is_paused
    archive.undo()
    assert not archive.feed(feed_id).is_paused
    archive.redo()
    archive.redo()
    assert archive.feed_options() == {feed_id: FeedOptions(interval_minutes=30)}
