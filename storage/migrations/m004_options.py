"""Options: how single feeds are fetched, as JSON; no secret is among them. And when not to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def apply(database: Database) -> None:
    """Add the columns in the open transaction."""
    database.executescript(_OPTIONS)


_OPTIONS = """
ALTER TABLE feeds ADD COLUMN options TEXT NOT NULL DEFAULT '';
-- Hours of the day and days of the week (0 is Monday), in GMT, in which the publisher wants no visit.
ALTER TABLE feeds ADD COLUMN skip_hours TEXT NOT NULL DEFAULT '[]';
ALTER TABLE feeds ADD COLUMN skip_days TEXT NOT NULL DEFAULT '[]';
"""
