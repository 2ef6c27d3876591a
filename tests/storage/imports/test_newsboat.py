from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from storage.errors import DatabaseDamaged, StorageError
from storage.imports.newsboat import BATCH_ROWS, NewsboatCache

FEED = "https://a.example/feed"
COLUMNS = (
    "id INTEGER PRIMARY KEY, guid, title, author, url, feedurl, pubDate, content, unread, flags, deleted"
)


@pytest.fixture
def cache_path(tmp_path: Path) -> Path:
    path = tmp_path / "cache.db"
    connection = sqlite3.connect(path)
    connection.execute(f"CREATE TABLE rss_item ({COLUMNS})")
    connection.commit()
    connection.close()
    return path


def insert(path: Path, *rows: tuple[object, ...]) -> None:
    connection = sqlite3.connect(path)
    connection.executemany("INSERT INTO rss_item VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    connection.commit()
    connection.close()


def test_values_of_any_type_are_read_and_columns_may_be_missing(cache_path: Path) -> None:
    insert(
        cache_path,
        ("1", "A", None, "u", FEED, "1737800000", b"\xff<p>", "0", None, "0"),
        ("2", "B", "", "u", FEED, None, "", 1, "ab", 0),
        ("3", "gone", "", "u", FEED, 5, "", 1, "", 1),
        ("4", "gone", "", "u", FEED, 5, "", 1, "", "1"),
        ("5", "C", "", "u", "https://b.example/", "soon", "", "1", "", None),
    )
    with NewsboatCache(cache_path) as cache:
        assert cache.counts() == {FEED: 4, "https://b.example/": 1}
        ((gone, gone_too, second, first),) = cache.items(FEED)
        ((third,),) = cache.items("https://b.example/")
    assert [item.is_deleted for item in (gone, gone_too, second, first, third)] == [True, True, *[False] * 3]
    assert (first.content, first.published_at, first.is_unread, first.author) == (
        "\ufffd<p>",
        1737800000,
        False,
        "",
    )
    assert (second.flags, second.published_at, second.is_unread, second.base) == ("ab", 0, True, "")
    assert third.published_at == 0


def test_large_feeds_come_in_batches_the_latest_first(cache_path: Path) -> None:
    count = BATCH_ROWS * 2 + 3
    insert(cache_path, *((str(n), "", "", "", FEED, n, "", 1, "", 0) for n in range(count)))
    with NewsboatCache(cache_path) as cache:
        batches = list(cache.items(FEED))
        assert list(cache.items("https://none.example/")) == []
    assert [len(batch) for batch in batches] == [BATCH_ROWS, BATCH_ROWS, 3]
    assert [item.guid for batch in batches for item in batch] == [str(n) for n in reversed(range(count))]


def test_newsboat_can_write_between_two_batches(cache_path: Path) -> None:
    insert(cache_path, *((str(n), "", "", "", FEED, n, "", 1, "", 0) for n in range(BATCH_ROWS + 1)))
    writer = sqlite3.connect(cache_path, timeout=0)
    with NewsboatCache(cache_path) as cache:
        batches = cache.items(FEED)
        next(batches)
        writer.execute("UPDATE rss_item SET unread = 0")
        writer.commit()
        assert [item.is_unread for item in next(batches)] == [False]
    writer.close()


def test_what_is_no_cache_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="missing"):
        NewsboatCache(tmp_path / "missing")
    text = tmp_path / "text"
    text.write_text("Dear diary, " * 100)
    with pytest.raises(DatabaseDamaged):
        NewsboatCache(text)
    other = tmp_path / "other.db"
    sqlite3.connect(other).close()
    with pytest.raises(DatabaseDamaged, match="no newsboat cache"):
        NewsboatCache(other)
    assert not (tmp_path / "missing").exists()
