"""Keywords in groups with a glyph, keywords that rest, and keywords that end on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def apply(database: Database) -> None:
    """Add the columns in the open transaction."""
    database.executescript(_KEYWORDS)


_KEYWORDS = """
ALTER TABLE keywords ADD COLUMN group_name TEXT NOT NULL DEFAULT '';
-- Stands before the keyword wherever its colour does; '' for the usual one.
ALTER TABLE keywords ADD COLUMN glyph TEXT NOT NULL DEFAULT '';
-- Paused and expired keywords are neither looked for nor lit; their hits stay.
ALTER TABLE keywords ADD COLUMN is_paused INTEGER NOT NULL DEFAULT 0;
ALTER TABLE keywords ADD COLUMN expires_at INTEGER;
"""
