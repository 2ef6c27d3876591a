"""Kept counts of the groups of keywords."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.listings.counts import recount_groups

if TYPE_CHECKING:
    from sqlite_utils import Database


def apply(database: Database) -> None:
    """Make the table in the open transaction and count; only hits of keywords in groups are read."""
    database.executescript(_GROUP_COUNTS)
    recount_groups(database.conn)


_GROUP_COUNTS = """
-- An article in which several keywords of a group stand counts once.
CREATE TABLE IF NOT EXISTS group_counts (
    group_name TEXT PRIMARY KEY,
    article_count INTEGER NOT NULL DEFAULT 0,
    unread_count INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
"""
