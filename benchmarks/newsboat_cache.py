"""Turn an archive into a home of newsboat's: its cache, its list of addresses and its settings.

The installed newsboat itself makes the empty cache, so that schema and statistics are those that its
users have; then the articles are put in with their ids, in the order of arrival. The feeds' addresses
lead nowhere, and nothing is ever fetched.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from storage.sqlite.database import connect

_BATCH_ARTICLES = 5_000
_CACHE_KIB = 256 << 10
_READ_BYTES = 1 << 20

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class NewsboatHome:
    """Where a newsboat of its own lives; that of whoever runs the benchmark is never touched."""

    folder: Path

    @property
    def cache(self) -> Path:
        return self.folder / "cache.db"

    @property
    def urls(self) -> Path:
        return self.folder / "urls"

    @property
    def config(self) -> Path:
        return self.folder / "config"

    @property
    def command(self) -> list[str]:
        """What opens newsboat here."""
        return ["newsboat", "-c", str(self.cache), "-u", str(self.urls), "-C", str(self.config)]

    @property
    def environment(self) -> dict[str, str]:
        """Variables that keep it from every other home, and its titles in English."""
        variables = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"), str(self.folder))
        return {**variables, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}


def is_installed() -> bool:
    """Whether there is a newsboat to compare with."""
    return shutil.which("newsboat") is not None


def version() -> str:
    """What the installed newsboat calls itself."""
    answer = subprocess.run(["newsboat", "--version"], capture_output=True, text=True, check=True)
    return " ".join(answer.stdout.splitlines()[0].split()[:2])


def make_home(database: Path, folder: Path) -> NewsboatHome:
    """The home of an archive's articles in ``folder``, made unless it is there; the archive is only read.

    The feeds stand in order of size, the largest first, as newsboat lists them. Hidden articles and
    those of removed feeds are left out; of several enclosures the first one is taken, as there is place
    for one. Whole gigabytes are written for a million articles.
    """
    home = NewsboatHome(folder)
    with closing(connect(database, is_read_only=True)) as archive:
        if not _holds(home, archive):
            _fill(archive, folder)
    return home


def forget_statistics(home: NewsboatHome) -> None:
    """Bring the cache's planner back to the state in which newsboat made it."""
    with closing(sqlite3.connect(home.cache, isolation_level=None)) as cache:
        for (name,) in cache.execute(
            "SELECT name FROM sqlite_master WHERE name LIKE 'sqlite_stat_'"
        ).fetchall():
            cache.execute(f"DELETE FROM {name}")


def analyze(home: NewsboatHome) -> None:
    """Give the cache's planner what newsboat as shipped leaves it without."""
    with closing(sqlite3.connect(home.cache, isolation_level=None)) as cache:
        cache.execute("ANALYZE")


def warm(path: Path) -> None:
    """Read a file to its end, so that the first start is not one from the disk."""
    with path.open("rb", buffering=0) as file:
        while file.read(_READ_BYTES):
            pass


def _holds(home: NewsboatHome, archive: sqlite3.Connection) -> bool:
    """Whether the home was made of this archive, judged by its newest article and how many there are."""
    if not home.cache.exists():
        return False
    wanted = archive.execute(_EXTENT).fetchone()
    newest = archive.execute("SELECT guid FROM articles WHERE article_id = ?", wanted[1:]).fetchone()
    with closing(connect(home.cache, is_read_only=True)) as cache:
        held = cache.execute("SELECT count(*), max(id) FROM rss_item").fetchone()
        held_newest = cache.execute("SELECT guid FROM rss_item WHERE id = ?", held[1:]).fetchone()
    return (held, held_newest) == (wanted, newest)


def _fill(archive: sqlite3.Connection, folder: Path) -> None:
    """Make the home beside its place and move it there: one that was broken off is never taken for whole."""
    unfinished = folder.with_name(f"{folder.name}.unfinished")
    for old in (unfinished, folder):
        shutil.rmtree(old, ignore_errors=True)
    unfinished.mkdir(parents=True)
    home = NewsboatHome(unfinished)
    feeds = archive.execute(_FEEDS).fetchall()
    home.urls.write_text("".join(f"{address(feed_id)}\n" for feed_id, _, _ in feeds))
    home.config.write_text("auto-reload no\n")
    _make_empty_cache(home)
    with closing(sqlite3.connect(home.cache)) as cache:
        cache.execute("PRAGMA synchronous = OFF")
        cache.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        with cache:
            rows = ((address(feed_id), site_url, title) for feed_id, site_url, title in feeds)
            cache.executemany("INSERT INTO rss_feed (rssurl, url, title) VALUES (?, ?, ?)", rows)
        for batch in _batches(archive):
            with cache:
                cache.executemany(_INSERT_ITEM, batch)
    unfinished.rename(folder)


def address(feed_id: int) -> str:
    """The address that a feed has in newsboat; nobody answers at it."""
    return f"http://127.0.0.1:9/feed-{feed_id}"


def _make_empty_cache(home: NewsboatHome) -> None:
    subprocess.run(
        [*home.command, "-x", "print-unread"],
        env={**os.environ, **home.environment},
        stdout=subprocess.DEVNULL,
        check=True,
    )


def _batches(archive: sqlite3.Connection) -> Iterator[list[Row]]:
    articles = archive.execute(_ARTICLES)
    while rows := articles.fetchmany(_BATCH_ARTICLES):
        yield [
            (article_id, address(feed_id), zlib.decompress(html).decode(), *others)
            for article_id, feed_id, html, *others in rows
        ]


_SHOWN = "state.hidden_by = 0 AND feeds.removed_at IS NULL"

_EXTENT = f"""
    SELECT count(*), max(state.article_id)
    FROM article_states AS state JOIN feeds USING (feed_id)
    WHERE {_SHOWN}
"""

_FEEDS = """
    SELECT feed_id, CASE site_url WHEN '' THEN url ELSE site_url END, title
    FROM feeds JOIN feed_counts USING (feed_id)
    WHERE removed_at IS NULL
    ORDER BY article_count DESC, feed_id
"""

# Led by the table itself, which is in order already: sorting would hold all texts in memory.
_ARTICLES = f"""
    SELECT state.article_id, state.feed_id, body.html,
        article.guid, article.title, article.author, article.url,
        coalesce(article.published_at, state.sorted_at), 1 - state.is_read, body.base_url,
        enclosure.url, enclosure.type
    FROM article_states AS state NOT INDEXED
    CROSS JOIN feeds USING (feed_id)
    CROSS JOIN articles AS article USING (article_id)
    CROSS JOIN bodies AS body USING (article_id)
    LEFT JOIN enclosures AS enclosure
        ON enclosure.article_id = state.article_id AND enclosure.position = 0
    WHERE {_SHOWN}
    ORDER BY state.article_id
"""

_INSERT_ITEM = """
    INSERT INTO rss_item (
        id, feedurl, content, guid, title, author, url, pubDate, unread, base, enclosure_url, enclosure_type
    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
