"""Feeds that stay out of the views of everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def apply(database: Database) -> None:
    """Add the column in the open transaction."""
    database.executescript(_MUTED)


_MUTED = """
-- All, Unread, Today and Pictures leave the feed's articles out; every other view shows them.
ALTER TABLE feeds ADD COLUMN is_muted INTEGER NOT NULL DEFAULT 0;
CREATE INDEX feeds_muted ON feeds (is_muted, feed_id) WHERE is_muted = 1;
"""
