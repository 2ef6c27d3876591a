"""Giving back what is free in the file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from storage.archive import Archive
from storage.errors import DatabaseLocked
from storage.query import Words
from storage.upkeep.retention import RetentionRule


@pytest.fixture
def cleaned(archive: Archive, fill: Any, now: Any) -> Archive:
    """An archive from which all but the newest articles were deleted."""
    feed_id = fill.feed("a")
    long = "One sentence of many. " * 200
    fill.store(feed_id, [fill.article(f"a{number}", number, text=f"{long}{number}") for number in range(400)])
    archive.set_read(range(1, 401), True)
    archive.set_starred([3], True)
    rule = RetentionRule(before=now - timedelta(hours=10))
    assert archive.delete_expired(archive.expired(rule), rule) > 300
    return archive


def test_the_file_gets_smaller_and_holds_what_it_held(cleaned: Archive, path: Path) -> None:
    before = cleaned.file_size()
    listed = cleaned.open_listing()[:]
    found = list(cleaned.open_listing(query=Words("sentence")).article_ids)
    assert before.free_bytes > 0
    after = cleaned.shrink()
    assert after.free_bytes == 0
    assert after.file_bytes <= before.file_bytes - before.free_bytes
    assert path.stat().st_size == after.file_bytes
    assert cleaned.open_listing()[:] == listed
    assert list(cleaned.open_listing(query=Words("sentence")).article_ids) == found
    assert cleaned.check().problems == ()
    assert cleaned.set_read([listed[0].article_id], False).article_ids == (listed[0].article_id,)


def test_a_listing_that_is_open_meanwhile_goes_on(cleaned: Archive) -> None:
    listing = cleaned.open_listing()
    cleaned.shrink()
    assert [row.article_id for row in listing[:]] == list(listing.article_ids)


def test_while_another_process_writes_it_is_refused(cleaned: Archive, path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("storage.upkeep.shrinking.BUSY_TIMEOUT_SECONDS", 0.05)
    size = path.stat().st_size
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseLocked):
            cleaned.shrink()
    assert path.stat().st_size == size
    assert cleaned.shrink().free_bytes == 0
