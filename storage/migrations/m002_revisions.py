"""Revisions: what a headline or a caption said before its publisher corrected it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def apply(database: Database) -> None:
    """Make the table in the open transaction."""
    database.executescript(_REVISIONS)


_REVISIONS = """
CREATE TABLE revisions (
    revision_id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    -- 'title' or 'caption'; position is the picture's, 0 for a title.
    field TEXT NOT NULL,
    position INTEGER NOT NULL DEFAULT 0,
    old_text TEXT NOT NULL,
    new_text TEXT NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX revisions_by_article ON revisions (article_id, revision_id);

-- The desk's pictures by article, without reading the wide rows; and how many name whom.
CREATE INDEX pictures_by_credit ON pictures (credit) WHERE credit <> '';
"""
