"""Search in every script: the full-text index holds folded words; languages and corrections are found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.sqlite.full_text import create_index, rebuild_index

if TYPE_CHECKING:
    from sqlite_utils import Database


def apply(database: Database) -> None:
    """Replace the index and index all articles anew, in the open transaction."""
    database.executescript(_SEARCH)
    create_index(database.conn)
    rebuild_index(database.conn)


_SEARCH = """
DROP TRIGGER article_texts_changed;
DROP TRIGGER article_texts_deleted;
DROP TABLE article_texts_fts;

-- Many articles say no language: their feed's holds, and they need no place here.
CREATE INDEX articles_by_language ON articles (language) WHERE language <> '';
-- What was changed a quarter of an hour after publication was corrected, not finished.
-- The columns of the condition are in it, so that SQLite 3.40 does not go to the table for them.
CREATE INDEX articles_updated ON articles (updated_at, published_at) WHERE updated_at > published_at + 900;
"""
