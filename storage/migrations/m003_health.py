"""Health: how long fetches took, and where feeds say that they have moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def apply(database: Database) -> None:
    """Add the columns and the table in the open transaction."""
    database.executescript(_HEALTH)


_HEALTH = """
-- Where the last fetches were redirected for good, and how often in a row they agreed.
ALTER TABLE feeds ADD COLUMN moved_to TEXT NOT NULL DEFAULT '';
ALTER TABLE feeds ADD COLUMN moved_count INTEGER NOT NULL DEFAULT 0;

-- The last fetches of each feed, for the health screen; older ones are dropped as newer come.
CREATE TABLE fetches (
    feed_id INTEGER NOT NULL REFERENCES feeds ON DELETE CASCADE,
    fetched_at INTEGER NOT NULL,
    latency_ms INTEGER,
    size_bytes INTEGER,
    is_failure INTEGER NOT NULL,
    PRIMARY KEY (feed_id, fetched_at)
) STRICT, WITHOUT ROWID;
"""
