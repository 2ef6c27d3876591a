"""How finds are spread over feeds and months."""

from datetime import UTC, datetime
from typing import Any

from storage.archive import Archive
from storage.listings.tally import MAX_MONTHS, Tally
from storage.query import Flag, Is, Words


def test_feeds_and_months_are_counted(archive: Archive, fill: Any) -> None:
    for name, months in (("a", (7, 9, 9)), ("b", (9,)), ("c", (11,))):
        articles = [
            fill.article(f"{name}{number}", published_at=datetime(2026, month, 5, tzinfo=UTC))
            for number, month in enumerate(months)
        ]
        fill.store(fill.feed(name), articles, title=f"Feed {name}")
    tally = archive.open_listing(query=Words("title")).tally()
    assert tally.by_feed == (("Feed a", 3), ("Feed b", 1), ("Feed c", 1))
    assert (tally.first_month, tally.by_month, tally.last_month) == ("2026-07", (1, 0, 3, 0, 1), "2026-11")


def test_nothing_found_has_no_months(archive: Archive, fill: Any) -> None:
    fill.feed(count=2)
    tally = archive.open_listing(query=Is(Flag.STARRED)).tally()
    assert tally == Tally()
    assert tally.last_month == ""


def test_an_absurd_date_does_not_stretch_the_months(archive: Archive, fill: Any) -> None:
    old = fill.article("old", published_at=datetime(1, 1, 1, tzinfo=UTC))
    fill.store(fill.feed(), [fill.article("new"), old])
    tally = archive.open_listing().tally()
    assert len(tally.by_month) == MAX_MONTHS
    assert (sum(tally.by_month), tally.last_month) == (1, "2026-11")
    assert tally.by_feed[0][1] == 2
