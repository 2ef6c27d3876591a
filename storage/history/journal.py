"""The journal: every change of the reader's own data, kept so that it can be taken back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from storage.sqlite.values import pack_text, seconds, unpack_text

KEPT_CHANGES = 2_000
"""Older changes are forgotten: opening an article is one, so this is some weeks of reading."""

Facts = Mapping[str, Any]
"""What is needed to take a change back and to make it again; only what JSON holds."""


class Kind(StrEnum):
    """What was done."""

    READ = "read"
    STARRED = "starred"
    TAGGED = "tagged"
    FEEDS_REMOVED = "feeds removed"
    FEED_RENAMED = "feed renamed"
    FEEDS_MOVED = "feeds moved"
    KEYWORD_ADDED = "keyword added"
    KEYWORD_REMOVED = "keyword removed"
    KEYWORDS_ACTED = "keywords acted"
    KEYWORDS_CHANGED = "keywords changed"
    KEYWORD_PAUSED = "keyword paused"
    IMPORTED = "imported"
    SEARCH_SAVED = "search saved"
    SEARCH_CHANGED = "search changed"
    NOTED = "noted"
    FEED_ADDED = "feed added"
    FEEDS_PAUSED = "feeds paused"
    FEEDS_MUTED = "feeds muted"
    FEEDS_SET = "feeds set"
    FEED_OPTIONS_SET = "feed options set"
    FEED_FOLLOWED = "feed followed"
    FOLDER_RENAMED = "folder renamed"


@dataclass(frozen=True, slots=True)
class Entry:
    """One change as recorded."""

    change_id: int
    kind: Kind
    sentence: str
    facts: Facts


def record(connection: sqlite3.Connection, now: datetime, kind: Kind, sentence: str, facts: Facts) -> int:
    """Write a change down and forget those that were taken back; gives its id."""
    connection.execute("DELETE FROM journal WHERE undone_at IS NOT NULL")
    cursor = connection.execute(
        "INSERT INTO journal (made_at, kind, sentence, facts) VALUES (?, ?, ?, ?)",
        (seconds(now), kind.value, sentence, _pack(facts)),
    )
    change_id = int(cursor.lastrowid or 0)
    connection.execute("DELETE FROM journal WHERE change_id <= ?", (change_id - KEPT_CHANGES,))
    return change_id


def last_done(connection: sqlite3.Connection) -> Entry | None:
    """The last change that is not taken back."""
    return _entry(connection, "undone_at IS NULL ORDER BY change_id DESC")


def first_undone(connection: sqlite3.Connection) -> Entry | None:
    """The change that was taken back last: they are always the journal's newest."""
    return _entry(connection, "undone_at IS NOT NULL ORDER BY change_id")


def done_change(connection: sqlite3.Connection, change_id: int) -> Entry | None:
    """The change with this id, None where it was taken back or is forgotten."""
    return _entry(connection, "undone_at IS NULL AND change_id = ?", change_id)


def last_done_id(connection: sqlite3.Connection) -> int:
    """The id of the last change that is not taken back; 0 where there is none."""
    (change_id,) = connection.execute(
        # Those that were taken back are the newest, and indexed.
        "SELECT ifnull(max(change_id), 0) FROM journal WHERE change_id <"
        " ifnull((SELECT min(change_id) FROM journal WHERE undone_at IS NOT NULL), 9223372036854775807)"
    ).fetchone()
    return int(change_id)


def sentences_since(connection: sqlite3.Connection, change_id: int) -> list[tuple[int, str]]:
    """Id and sentence of the later changes that are not taken back, in their order."""
    return connection.execute(
        "SELECT change_id, sentence FROM journal"
        " WHERE change_id > ? AND undone_at IS NULL ORDER BY change_id",
        (change_id,),
    ).fetchall()


def is_done(connection: sqlite3.Connection, change_id: int) -> bool:
    """Whether the change with this id is there, and not taken back."""
    wanted = "SELECT 1 FROM journal WHERE change_id = ? AND undone_at IS NULL"
    return connection.execute(wanted, (change_id,)).fetchone() is not None


def forget(connection: sqlite3.Connection, change_id: int) -> None:
    """Strike out a change that came to nothing."""
    connection.execute("DELETE FROM journal WHERE change_id = ?", (change_id,))


def amend(connection: sqlite3.Connection, change_id: int, sentence: str, facts: Facts) -> None:
    """Let a change hold more than it did: an import is written in many transactions."""
    connection.execute(
        "UPDATE journal SET sentence = ?, facts = ? WHERE change_id = ?", (sentence, _pack(facts), change_id)
    )


def mark(connection: sqlite3.Connection, entry: Entry, undone_at: datetime | None, facts: Facts) -> None:
    """Note that a change was taken back, or made again (None), and what the next step back needs."""
    connection.execute(
        "UPDATE journal SET undone_at = ? WHERE change_id = ?",
        (None if undone_at is None else seconds(undone_at), entry.change_id),
    )
    if facts is not entry.facts:
        connection.execute(
            "UPDATE journal SET facts = ? WHERE change_id = ?", (_pack(facts), entry.change_id)
        )


def _pack(facts: Facts) -> bytes:
    return pack_text(json.dumps(facts))


def _entry(connection: sqlite3.Connection, choice: str, *values: int) -> Entry | None:
    row = connection.execute(
        f"SELECT change_id, kind, sentence, facts FROM journal WHERE {choice} LIMIT 1", values
    ).fetchone()
    return None if row is None else Entry(row[0], Kind(row[1]), row[2], json.loads(unpack_text(row[3])))
