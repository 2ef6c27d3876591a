"""Makes newsboat set-ups as its versions write them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

A = "https://a.example/feed"
B = "https://b.example/feed"

# Columns of rss_item by schema version: later ones only add.
COLUMNS = {
    "2.11": "",
    "2.22": ", content_mime_type VARCHAR(255) NOT NULL DEFAULT ''",
    "2.33": (
        ", content_mime_type VARCHAR(255) NOT NULL DEFAULT ''"
        ", enclosure_description VARCHAR(1024) NOT NULL DEFAULT ''"
        ", enclosure_description_mime_type VARCHAR(128) NOT NULL DEFAULT ''"
    ),
}

MakeCache = Callable[..., Path]


@pytest.fixture
def make_cache(tmp_path: Path) -> MakeCache:
    """Writes ``newsboat/cache.db`` with these rows (a mapping of columns each)."""

    def make(rows: Sequence[Mapping[str, Any]], version: str = "2.33") -> Path:
        path = tmp_path / "newsboat" / "cache.db"
        path.parent.mkdir(exist_ok=True)
        connection = sqlite3.connect(path)
        connection.executescript(
            "CREATE TABLE rss_feed (rssurl VARCHAR(1024) PRIMARY KEY NOT NULL, url VARCHAR(1024) NOT NULL,"
            " title VARCHAR(1024) NOT NULL, lastmodified INTEGER(11) NOT NULL DEFAULT 0,"
            " is_rtl INTEGER(1) NOT NULL DEFAULT 0, etag VARCHAR(128) NOT NULL DEFAULT '');"
            "CREATE TABLE rss_item (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, guid VARCHAR(64) NOT NULL,"
            " title VARCHAR(1024) NOT NULL, author VARCHAR(1024) NOT NULL, url VARCHAR(1024) NOT NULL,"
            " feedurl VARCHAR(1024) NOT NULL, pubDate INTEGER NOT NULL, content VARCHAR(65535) NOT NULL,"
            " unread INTEGER(1) NOT NULL, enclosure_url VARCHAR(1024), enclosure_type VARCHAR(1024),"
            " enqueued INTEGER(1) NOT NULL DEFAULT 0, flags VARCHAR(52),"
            " deleted INTEGER(1) NOT NULL DEFAULT 0, base VARCHAR(128) NOT NULL DEFAULT ''"
            f"{COLUMNS[version]});"
            "CREATE INDEX idx_feedurl ON rss_item (feedurl);"
        )
        for row in rows:
            full = {"title": "T", "author": "", "url": "", "feedurl": A, "pubDate": 1_737_800_000}
            full |= {"content": "<p>Text.</p>", "unread": 1, **row}
            places = ", ".join("?" * len(full))
            connection.execute(
                f"INSERT INTO rss_item ({', '.join(full)}) VALUES ({places})", tuple(full.values())
            )
        connection.commit()
        connection.close()
        return path

    return make


@pytest.fixture
def newsboat(tmp_path: Path, make_cache: MakeCache) -> Callable[..., Path]:
    """A whole set-up in a directory, which is given."""

    def make(rows: Sequence[Mapping[str, Any]] = (), *, urls: str = f"{A}\n{B}\n", config: str = "") -> Path:
        directory = make_cache(rows).parent
        (directory / "urls").write_text(urls, encoding="utf-8")
        (directory / "config").write_text(config, encoding="utf-8")
        return directory

    return make
