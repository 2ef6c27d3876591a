"""Notes on articles; and what retention deleted, so that no refresh brings it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def apply(database: Database) -> None:
    """Make the tables in the open transaction."""
    database.executescript(_TABLES)


_TABLES = """
CREATE TABLE notes (
    article_id INTEGER PRIMARY KEY REFERENCES articles ON DELETE CASCADE,
    text TEXT NOT NULL,
    noted_at INTEGER NOT NULL
) STRICT;

-- Feeds go on naming articles for a long time: what was deleted would be new to a refresh.
CREATE TABLE deleted_articles (
    feed_id INTEGER NOT NULL REFERENCES feeds ON DELETE CASCADE,
    guid TEXT NOT NULL,
    deleted_at INTEGER NOT NULL,
    PRIMARY KEY (feed_id, guid)
) STRICT, WITHOUT ROWID;
"""
