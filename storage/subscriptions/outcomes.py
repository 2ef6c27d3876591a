"""How fetches ended: the state on the feed, and the log behind the health screen."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from storage.sqlite.values import seconds

if TYPE_CHECKING:
    from storage.fetched import FetchRecord

AGREEING_MOVES = 3
"""Answers in a row that have to name the same new address before it is believed: a hotel's network
redirects everything once."""

KEPT_FETCHES = 40


def write_outcome(connection: sqlite3.Connection, record: FetchRecord) -> None:
    """Write a fetch's outcome on its feed and into the log."""
    validators = record.validators
    connection.execute(
        _UPDATE_FEED,
        {
            "feed_id": record.feed_id,
            "fetched_at": seconds(record.fetched_at),
            "next_fetch_at": seconds(record.next_fetch_at),
            "error": record.error,
            "etag": validators.etag if validators else None,
            "last_modified": validators.last_modified if validators else None,
            "body_hash": record.body_hash,
            "is_paused": record.is_paused,
            "new_url": record.new_url,
            "latency_ms": record.latency_ms,
            "size_bytes": record.size_bytes,
        },
    )
    if record.new_url:
        connection.execute(_MOVE, (AGREEING_MOVES, record.feed_id))
    connection.execute(
        "INSERT OR REPLACE INTO fetches (feed_id, fetched_at, latency_ms, size_bytes, is_failure)"
        " VALUES (?, ?, ?, ?, ?)",
        (
            record.feed_id,
            seconds(record.fetched_at),
            record.latency_ms,
            record.size_bytes,
            record.error is not None,
        ),
    )
    connection.execute(
        "DELETE FROM fetches WHERE feed_id = ?1 AND fetched_at <= (SELECT fetched_at FROM fetches"
        " WHERE feed_id = ?1 ORDER BY fetched_at DESC LIMIT 1 OFFSET ?2)",
        (record.feed_id, KEPT_FETCHES),
    )


# A failure leaves a paused feed paused, and says nothing about where the feed has moved.
_UPDATE_FEED = """
    UPDATE feeds SET
        fetched_at = :fetched_at,
        next_fetch_at = :next_fetch_at,
        last_success_at = CASE WHEN :error IS NULL THEN :fetched_at ELSE last_success_at END,
        error = :error,
        failure_count = CASE WHEN :error IS NULL THEN 0 ELSE failure_count + 1 END,
        etag = ifnull(:etag, etag),
        last_modified = ifnull(:last_modified, last_modified),
        body_hash = ifnull(:body_hash, body_hash),
        is_paused = CASE WHEN :error IS NULL THEN :is_paused ELSE max(is_paused, :is_paused) END,
        latency_ms = ifnull(:latency_ms, latency_ms),
        size_bytes = ifnull(:size_bytes, size_bytes),
        moved_count = CASE WHEN :error IS NOT NULL THEN moved_count
            WHEN :new_url = '' THEN 0
            WHEN :new_url = moved_to THEN moved_count + 1
            ELSE 1 END,
        moved_to = CASE WHEN :error IS NULL THEN :new_url ELSE moved_to END
    WHERE feed_id = :feed_id
"""

# The new address is taken only where no other feed has it.
_MOVE = """
    UPDATE feeds SET url = moved_to, moved_to = '', moved_count = 0
    WHERE moved_count >= ? AND feed_id = ?
        AND NOT EXISTS (SELECT 1 FROM feeds AS other WHERE other.url = feeds.moved_to)
"""
