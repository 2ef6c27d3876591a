"""Keywords that act and that look at some feeds only; hits know where the first one stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def apply(database: Database) -> None:
    """Add the columns and the index in the open transaction."""
    database.executescript(_ACTIONS)


_ACTIONS = """
-- Comma-separated, of star, tag, read, hide; '' lights what is found and does nothing else.
ALTER TABLE keywords ADD COLUMN actions TEXT NOT NULL DEFAULT '';
-- The tag that the action of this name puts on.
ALTER TABLE keywords ADD COLUMN tag TEXT NOT NULL DEFAULT '';
-- JSON arrays; where both are empty, all feeds are looked at.
ALTER TABLE keywords ADD COLUMN feed_ids TEXT NOT NULL DEFAULT '[]';
ALTER TABLE keywords ADD COLUMN folders TEXT NOT NULL DEFAULT '[]';
-- New articles with a quiet keyword are not announced.
ALTER TABLE keywords ADD COLUMN is_quiet INTEGER NOT NULL DEFAULT 0;
-- In characters from the beginning of the first part in which the keyword stands; unknown in older hits.
ALTER TABLE hits ADD COLUMN first_offset INTEGER;
-- What keywords hide, in the order of lists.
CREATE INDEX states_hidden ON article_states (hidden_by, sorted_at) WHERE hidden_by = 2;
"""
