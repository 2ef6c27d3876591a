from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from storage.archive import Archive
from storage.errors import FeedNotFound
from storage.fetched import FeedChanges, FetchRecord
from storage.model import FeedData, Validators, View, ViewKind


def test_a_feed_is_shown_by_its_address_then_its_title_then_the_readers(archive: Archive, fill: Any) -> None:
    feed = archive.add_feed("https://a.example/rss")
    assert feed.title == "https://a.example/rss"
    fill.store(feed.feed_id, title="The Paper")
    assert archive.feed(feed.feed_id).title == "The Paper"
    archive.rename_feed(feed.feed_id, "  My  paper ")
    named = archive.feed(feed.feed_id)
    assert (named.title, named.feed_title, named.user_title) == ("My paper", "The Paper", "My paper")


def test_adding_a_known_feed_changes_only_what_is_given(archive: Archive) -> None:
    first = archive.add_feed("https://a.example/rss", user_title="A", folder=" World / Levant /")
    again = archive.add_feed("https://a.example/rss")
    assert again == first
    assert again.folder == "World/Levant"
    assert archive.add_feed("https://a.example/rss", folder="News").folder == "News"
    assert archive.feeds() == [archive.feed(first.feed_id)]


def test_feeds_are_ordered_by_folder_then_title(archive: Archive) -> None:
    for name, folder in (("b", "World"), ("C", "World"), ("a", "World"), ("z", ""), ("m", "arts")):
        archive.add_feed(f"https://{name}.example", user_title=name, folder=folder)
    assert [feed.title for feed in archive.feeds()] == ["z", "m", "a", "b", "C"]


@pytest.mark.parametrize("reference", ["https://a.example/rss", "1"])
def test_a_feed_is_found_by_address_and_by_id(archive: Archive, reference: str) -> None:
    added = archive.add_feed("https://a.example/rss")
    assert archive.find_feed(reference) == added


@pytest.mark.parametrize("reference", ["", "2", "-1", "https://a.example", "9" * 30, "٣"])
def test_an_unknown_feed_is_named_in_the_error(archive: Archive, reference: str) -> None:
    archive.add_feed("https://a.example/rss")
    with pytest.raises(FeedNotFound) as caught:
        archive.find_feed(reference)
    assert caught.value.reference == reference


def test_folders_come_with_those_around_them(archive: Archive) -> None:
    archive.add_feed("https://a.example", folder="World/Levant/North")
    archive.add_feed("https://b.example", folder="arts")
    assert archive.folders() == ["arts", "World", "World/Levant", "World/Levant/North"]


def test_a_fetch_is_recorded_on_the_feed(archive: Archive, now: datetime) -> None:
    feed_id = archive.add_feed("https://a.example/rss").feed_id
    later = now + timedelta(hours=1)
    archive.record_fetch(
        FetchRecord(feed_id, now, later, validators=Validators('"e"', "Mon"), body_hash=b"\x01")
    )
    feed = archive.feed(feed_id)
    assert (feed.fetched_at, feed.next_fetch_at, feed.error) == (now, later, None)
    assert (feed.validators, feed.body_hash) == (Validators('"e"', "Mon"), b"\x01")


def test_failures_add_up_until_a_success_and_keep_the_validators(archive: Archive, now: datetime) -> None:
    feed_id = archive.add_feed("https://a.example/rss").feed_id
    archive.record_fetch(FetchRecord(feed_id, now, now, validators=Validators('"e"'), body_hash=b"\x01"))
    for expected in (1, 2):
        archive.record_fetch(FetchRecord(feed_id, now, now, error="no answer"))
        feed = archive.feed(feed_id)
        assert (feed.failure_count, feed.error) == (expected, "no answer")
        assert (feed.validators, feed.body_hash) == (Validators('"e"'), b"\x01")
    archive.record_fetch(FetchRecord(feed_id, now, now))
    assert (archive.feed(feed_id).failure_count, archive.feed(feed_id).error) == (0, None)


def test_a_paused_feed_stays_paused_through_failures_and_goes_on_after_a_success(
    archive: Archive, now: datetime
) -> None:
    feed_id = archive.add_feed("https://a.example/rss").feed_id
    archive.record_fetch(FetchRecord(feed_id, now, now, error="gone", is_paused=True))
    archive.record_fetch(FetchRecord(feed_id, now, now, error="no answer"))
    assert archive.feed(feed_id).is_paused
    archive.record_fetch(FetchRecord(feed_id, now, now))
    assert not archive.feed(feed_id).is_paused


def test_a_moved_feed_takes_its_new_address_unless_another_has_it(archive: Archive, now: datetime) -> None:
    first = archive.add_feed("https://a.example").feed_id
    second = archive.add_feed("https://b.example").feed_id
    for number in range(4):
        assert archive.feed(first).url == ("https://new.example" if number > 2 else "https://a.example")
        archive.record_fetch(FetchRecord(first, now, now, new_url="https://new.example"))
        archive.record_fetch(FetchRecord(second, now, now, new_url="https://new.example"))
    assert archive.feed(second).url == "https://b.example"


def test_a_move_is_believed_when_three_answers_in_a_row_agree(archive: Archive, now: datetime) -> None:
    feed_id = archive.add_feed("https://a.example").feed_id
    answers = ["https://x.example", "https://x.example", "", "https://x.example", "https://y.example"]
    for answer in answers:
        archive.record_fetch(FetchRecord(feed_id, now, now, new_url=answer))
    archive.record_fetch(FetchRecord(feed_id, now, now, error="time-out"))
    assert archive.feed(feed_id).url == "https://a.example"
    assert archive.health()[0].moved_to == "https://y.example"
    assert archive.follow_move(feed_id)
    assert archive.feed(feed_id).url == "https://y.example"
    assert not archive.follow_move(feed_id)


def test_health_tells_rhythm_latency_and_trouble(archive: Archive, fill: Any, now: datetime) -> None:
    well, silent, failing = fill.feed("well", count=30), fill.feed("silent"), fill.feed("failing")
    fill.store(silent, [fill.article("old", 24 * 60)])
    for number in range(45):
        fetched_at = now + timedelta(minutes=number)
        archive.record_fetch(FetchRecord(well, fetched_at, now, latency_ms=number, size_bytes=2048))
    archive.record_fetch(FetchRecord(failing, now, now, error="the host name is not known"))
    archive.record_fetch(FetchRecord(failing, now + timedelta(1), now, error="the host name is not known"))
    first, second, third = archive.health()
    assert [first.feed_id, second.feed_id, third.feed_id] == [failing, silent, well]
    assert (first.failure_count, first.failed_fetch_count, first.last_success_at) == (2, 2, None)
    assert sum(third.articles_by_day) == 30
    assert (third.latencies_ms[-1], len(third.latencies_ms), third.size_bytes) == (44, 40, 2048)
    assert second.articles_per_week == 0


def test_a_paused_feed_is_not_due_until_it_is_fetched_again(archive: Archive, now: datetime) -> None:
    feed_id = archive.add_feed("https://a.example").feed_id
    archive.record_fetch(FetchRecord(feed_id, now, now + timedelta(days=1)))
    archive.pause_feeds([feed_id], True)
    assert archive.due_feeds(now + timedelta(days=2)) == []
    archive.pause_feeds([feed_id], False)
    assert [feed.feed_id for feed in archive.due_feeds(now)] == [feed_id]


def test_a_document_that_says_less_erases_nothing(archive: Archive, fill: Any) -> None:
    feed_id = fill.feed()
    fill.store(feed_id, title="The Paper")
    fill.store(feed_id, title="")
    assert archive.feed(feed_id).title == "The Paper"


def test_due_feeds_are_the_unfetched_then_the_most_overdue(archive: Archive, now: datetime) -> None:
    ids = {name: archive.add_feed(f"https://{name}.example").feed_id for name in "abcdef"}
    for name, hours in (("a", -1), ("b", -5), ("c", 1), ("d", 0)):
        archive.record_fetch(FetchRecord(ids[name], now, now + timedelta(hours=hours)))
    archive.record_fetch(FetchRecord(ids["e"], now, now - timedelta(days=9), error="gone", is_paused=True))
    assert [feed.feed_id for feed in archive.due_feeds(now)] == [ids["f"], ids["b"], ids["a"], ids["d"]]


def test_subscribing_with_the_first_articles_is_one_step(archive: Archive, fill: Any, now: datetime) -> None:
    changes = FeedChanges(FeedData("The Paper"), new=(fill.article("a"),))
    feed, stored = archive.add_feed_with_articles(
        "https://a.example", lambda feed_id: FetchRecord(feed_id, now, now), changes, folder="World"
    )
    assert (feed.title, feed.folder, feed.article_count, stored.added) == ("The Paper", "World", 1, 1)


def test_a_failed_first_fetch_leaves_no_feed(archive: Archive) -> None:
    def fail(feed_id: int) -> FetchRecord:
        raise ZeroDivisionError(feed_id)

    with pytest.raises(ZeroDivisionError):
        archive.add_feed_with_articles("https://a.example", fail, FeedChanges(FeedData("")))
    assert archive.feeds() == []


def test_a_removed_feed_takes_all_but_starred_and_tagged_articles_out_of_view(
    archive: Archive, fill: Any
) -> None:
    feed_id = fill.feed(count=5)
    archive.set_starred([1], True)
    archive.set_tag([2], "later", True)
    change = archive.remove_feeds([feed_id])
    assert change.sentence == "Removed https://a.example/rss"
    assert sorted(archive.open_listing().article_ids) == [1, 2]
    assert archive.feeds() == []
    counts = archive.counts()
    assert (counts.article_count, counts.unread_count, counts.starred_count) == (2, 2, 1)
    assert counts.unread_by_feed == {}
    with pytest.raises(FeedNotFound):
        archive.feed(feed_id)


def test_articles_of_a_removed_feed_come_and_go_with_their_star(archive: Archive, fill: Any) -> None:
    feed_id = fill.feed(count=2)
    archive.set_starred([1], True)
    archive.remove_feeds([feed_id])
    archive.set_starred([1], False)
    assert len(archive.open_listing()) == 0
    archive.undo()
    assert list(archive.open_listing().article_ids) == [1]
    assert archive.check().problems == ()


def test_undoing_a_removal_brings_everything_back(archive: Archive, fill: Any) -> None:
    feed_id = fill.feed(count=5, folder="World")
    archive.set_read([3], True)
    before = (archive.feeds(), archive.counts(), list(archive.open_listing().article_ids))
    archive.remove_feeds([feed_id])
    archive.undo()
    assert (archive.feeds(), archive.counts(), list(archive.open_listing().article_ids)) == before
    archive.redo()
    assert archive.feeds() == []


def test_a_removed_feed_that_is_added_again_has_its_articles_and_their_state(
    archive: Archive, fill: Any
) -> None:
    feed_id = fill.feed(count=3)
    archive.set_read([2], True)
    archive.remove_feeds([feed_id])
    again = archive.add_feed("https://a.example/rss")
    assert (again.feed_id, again.article_count, again.unread_count) == (feed_id, 3, 2)


def test_what_arrives_for_a_feed_removed_meanwhile_stays_out_of_view(archive: Archive, fill: Any) -> None:
    feed_id = fill.feed(count=1)
    archive.remove_feeds([feed_id])
    fill.store(feed_id, [fill.article("late")])
    assert archive.counts().article_count == 0
    archive.undo()
    assert archive.counts().article_count == 2


def test_storing_for_a_feed_that_never_was_is_refused(archive: Archive, now: datetime) -> None:
    with pytest.raises(FeedNotFound):
        archive.record_fetch(FetchRecord(7, now, now))


def test_renaming_and_moving_are_undone_and_done_again(archive: Archive) -> None:
    first = archive.add_feed("https://a.example", folder="Old").feed_id
    second = archive.add_feed("https://b.example").feed_id
    assert archive.move_feeds([first, second, 99], "World/Levant").sentence == "Moved 2 feeds to World/Levant"
    assert archive.rename_feed(first, "A").sentence == "Renamed https://a.example to A"
    archive.undo()
    archive.undo()
    assert {feed.url: (feed.folder, feed.user_title) for feed in archive.feeds()} == {
        "https://a.example": ("Old", ""),
        "https://b.example": ("", ""),
    }
    archive.redo()
    archive.redo()
    assert archive.feed(first).title == "A"
    assert len(archive.open_listing(View(ViewKind.FOLDER, name="World"))) == 0
    assert {feed.folder for feed in archive.feeds()} == {"World/Levant"}


@pytest.mark.parametrize(
    "make",
    [
        lambda archive: archive.rename_feed(1, "A"),
        lambda archive: archive.move_feeds([1], "World"),
        lambda archive: archive.remove_feeds([2]),
        lambda archive: archive.remove_feeds([]),
    ],
)
def test_what_changes_nothing_is_not_in_the_journal(archive: Archive, make: Any) -> None:
    archive.add_feed("https://a.example", user_title="A", folder="World")
    assert make(archive).change_id == 0
    assert archive.undo() is None


def test_renaming_an_unknown_feed_is_refused(archive: Archive) -> None:
    with pytest.raises(FeedNotFound):
        archive.rename_feed(1, "A")


def test_moving_out_of_all_folders_says_so(archive: Archive) -> None:
    feed_id = archive.add_feed("https://a.example", user_title="A", folder="World").feed_id
    assert archive.move_feeds([feed_id], "/").sentence == "Moved A out of all folders"


@pytest.mark.parametrize("is_paused", [True, False])
def test_what_a_pause_did_to_the_next_fetch_is_taken_back(archive: Archive, is_paused: bool) -> None:
    now = datetime(2025, 1, 24, 6, 0, tzinfo=UTC)
    due = now + timedelta(hours=3)
    feed_id = archive.add_feed("https://wire.example/feed").feed_id
    archive.record_fetch(FetchRecord(feed_id, now, due, is_paused=not is_paused))
    assert archive.feed(feed_id).next_fetch_at == due
    archive.pause_feeds([feed_id], is_paused)
    archive.undo()
    assert archive.feed(feed_id).is_paused is not is_paused
    assert archive.feed(feed_id).next_fetch_at == due
