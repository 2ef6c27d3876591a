"""Newsboat's ``cache.db``, read and never written, also while newsboat runs.

Rows are read some hundreds at a time, each time outside of any transaction: newsboat waits for nobody
and ends when it cannot write. Which columns there are depends on its version (schema 2.11 to 2.33).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

from storage.errors import DatabaseDamaged
from storage.sqlite.database import translated_errors

BATCH_ROWS = 500

_BUSY_TIMEOUT_SECONDS = 10.0
_NEEDED = ("guid", "title", "url", "feedurl", "pubDate", "content", "unread")
_OPTIONAL = (
    "author",
    "enclosure_url",
    "enclosure_type",
    "enclosure_description",
    "flags",
    "base",
    "content_mime_type",
)


@dataclass(frozen=True, slots=True)
class CachedItem:
    """One article as newsboat keeps it; texts as published, "" where there is none.

    Attributes:
        published_at: Seconds since 1970, 0 where unknown.
        flags: Letters that the reader gave it.
        base: What relative addresses are resolved against.
        is_deleted: Its reader has deleted it; newsboat keeps such articles so that they do not come back.
    """

    guid: str
    title: str
    url: str
    feed_url: str
    published_at: int
    content: str
    is_unread: bool
    author: str = ""
    enclosure_url: str = ""
    enclosure_type: str = ""
    enclosure_description: str = ""
    flags: str = ""
    base: str = ""
    content_mime_type: str = ""
    is_deleted: bool = False


class NewsboatCache:
    """An open cache."""

    def __init__(self, path: Path) -> None:
        """Opens for reading only.

        Raises:
            StorageError: There is no such file, or it is no cache of newsboat's.
        """
        self._path = path
        with translated_errors(path):
            # Not "immutable": newsboat may be writing, and its journal has to be respected.
            self._connection = sqlite3.connect(
                f"file:{quote(str(path.absolute()))}?mode=ro",
                uri=True,
                timeout=_BUSY_TIMEOUT_SECONDS,
                isolation_level=None,
            )
        self._connection.text_factory = lambda text: text.decode("utf-8", "replace")
        try:
            with translated_errors(path):
                self._columns = frozenset(
                    row[1] for row in self._connection.execute("PRAGMA table_info(rss_item)")
                )
            missing = [name for name in _NEEDED if name not in self._columns]
            if missing:
                raise DatabaseDamaged(path, f"it is no newsboat cache (rss_item.{missing[0]} is missing)")
        except BaseException:
            self._connection.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def counts(self) -> dict[str, int]:
        """Number of articles, deleted ones too, by the feed's address as newsboat has it."""
        with translated_errors(self._path):
            rows = self._connection.execute(
                "SELECT feedurl, count(*) FROM rss_item GROUP BY feedurl"
            ).fetchall()
        return {_text(url): count for url, count in rows}

    def items(self, feed_url: str) -> Iterator[list[CachedItem]]:
        """The articles of one feed, the latest stored first, in batches of at most ``BATCH_ROWS``."""
        columns = [name if name in self._columns else "''" for name in (*_NEEDED, *_OPTIONAL)]
        deleted = "deleted" if "deleted" in self._columns else "0"
        statement = (
            f"SELECT rowid, {deleted}, {', '.join(columns)} FROM rss_item"
            f" WHERE feedurl = ? AND rowid < ? ORDER BY rowid DESC LIMIT {BATCH_ROWS}"
        )
        before = 2**63 - 1
        while True:
            with translated_errors(self._path):
                rows = self._connection.execute(statement, (feed_url, before)).fetchall()
            if not rows:
                return
            yield [_item(row[1:]) for row in rows]
            before = rows[-1][0]


def _item(row: tuple[Any, ...]) -> CachedItem:
    # Numbers are stored as text by some versions.
    deleted, guid, title, url, feed_url, published_at, content, unread, *optional = row
    named = {name: _text(value) for name, value in zip(_OPTIONAL, optional, strict=True)}
    return CachedItem(
        guid=_text(guid),
        title=_text(title),
        url=_text(url),
        feed_url=_text(feed_url),
        published_at=_number(published_at),
        content=_text(content),
        is_unread=_number(unread) != 0,
        is_deleted=_number(deleted) != 0,
        **named,
    )


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return "" if value is None else str(value)


def _number(value: object) -> int:
    """A whole number, however it is stored; 0 for what is none."""
    try:
        return int(float(_text(value) or 0))
    except (ValueError, OverflowError):
        return 0
