from __future__ import annotations

import math
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks.make_archive import make_archive
from benchmarks.newsboat_archive import choose_words
from benchmarks.newsboat_cache import (
    NewsboatHome,
    address,
    analyze,
    forget_statistics,
    is_installed,
    make_home,
)
from benchmarks.newsboat_screen import OPEN, START, time_newsboat
from storage.archive import Archive

ARTICLES = 50

pytestmark = pytest.mark.skipif(not is_installed(), reason="newsboat itself makes the empty cache")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("newsboat") / "50.db"
    make_archive(path, article_count=ARTICLES, feed_count=5)
    return path


@pytest.fixture(scope="module")
def home(database: Path) -> NewsboatHome:
    return make_home(database, database.with_suffix(".newsboat"))


def _rows(home: NewsboatHome, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(home.cache)) as cache:
        return cache.execute(sql).fetchall()


def test_each_article_has_its_row(database: Path, home: NewsboatHome) -> None:
    with Archive.open(database) as archive:
        articles = [archive.article(article_id) for article_id in archive.open_listing().article_ids]
    expected = {
        (
            *(article.row.article_id, article.row.guid, address(article.row.feed_id), article.row.title),
            *(article.row.author, article.row.url, article.body_html, article.base_url),
            int((article.row.published_at or article.row.sorted_at).timestamp()),
            int(not article.row.is_read),
        )
        for article in articles
    }
    rows = _rows(
        home, "SELECT id, guid, feedurl, title, author, url, content, base, pubDate, unread FROM rss_item"
    )
    assert len(rows) == ARTICLES
    assert set(rows) == expected
    assert {row[-1] for row in rows} == {0, 1}


def test_the_largest_feed_leads_the_list(database: Path, home: NewsboatHome) -> None:
    with Archive.open(database) as archive:
        feeds = sorted(archive.feeds(), key=lambda feed: (-feed.article_count, feed.feed_id))
    assert home.urls.read_text().splitlines() == [address(feed.feed_id) for feed in feeds]
    titles = {(address(feed.feed_id), feed.title) for feed in feeds}
    assert set(_rows(home, "SELECT rssurl, title FROM rss_feed")) == titles


def test_a_home_is_kept_until_the_archive_has_other_articles(database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    shutil.copy(database, copy)
    home = make_home(copy, tmp_path / "home")
    made = home.cache.stat()
    assert make_home(copy, tmp_path / "home").cache.stat().st_ino == made.st_ino
    with Archive.open(copy) as archive:
        removed = max(archive.feeds(), key=lambda feed: feed.article_count)
        archive.remove_feeds([removed.feed_id])
    make_home(copy, tmp_path / "home")
    assert address(removed.feed_id) not in home.urls.read_text().splitlines()
    feed_addresses = {row[0] for row in _rows(home, "SELECT feedurl FROM rss_item")}
    assert feed_addresses == set(home.urls.read_text().splitlines())
    assert _rows(home, "SELECT count(*) FROM rss_item") == [(ARTICLES - removed.article_count,)]


def test_nobody_elses_home_is_touched(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(own))
    home = make_home(database, tmp_path / "home")
    time_newsboat(home, {}, rounds=1, limit_seconds=60)
    assert list(own.iterdir()) == []


def test_statistics_change_how_a_feed_is_read(home: NewsboatHome) -> None:
    question = f"EXPLAIN QUERY PLAN SELECT guid FROM rss_item WHERE feedurl = '{address(1)}' AND deleted = 0"
    analyze(home)
    assert "idx_feedurl" in str(_rows(home, question))
    forget_statistics(home)
    assert _rows(home, "SELECT * FROM sqlite_stat1") == []
    assert "idx_feedurl" not in str(_rows(home, question))


def test_lists_are_seen_when_they_are_painted(database: Path, home: NewsboatHome) -> None:
    words = choose_words(database)
    with Archive.open(database) as archive:
        largest = max(feed.article_count for feed in archive.feeds())
    timings = time_newsboat(home, words, rounds=2, limit_seconds=60)
    assert {name: len(seconds) for name, seconds in timings.seconds.items()} == dict.fromkeys(
        (START, OPEN, *words), 2
    )
    assert all(math.isfinite(seconds) for figures in timings.seconds.values() for seconds in figures)
    assert timings.counts[OPEN] == largest
    common, rare = (timings.counts[name] for name in words)
    assert 0 < rare < common <= ARTICLES
    assert timings.memory_mib > 1


def test_what_comes_after_the_limit_is_not_reached(home: NewsboatHome) -> None:
    timings = time_newsboat(home, {"word": "a"}, rounds=3, limit_seconds=0)
    assert timings.seconds == {START: [float("inf")]}
    assert timings.memory_mib == 0
