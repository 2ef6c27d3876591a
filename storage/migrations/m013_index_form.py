"""Letters with strokes and Korean words in the full-text index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.migrations import m011_prefixes
from storage.sqlite.full_text import is_current, rebuild_index

if TYPE_CHECKING:
    from sqlite_utils import Database


def apply(database: Database) -> None:
    """Index all articles anew where that is quick; a check tells of larger archives, and repairs them."""
    connection = database.conn
    (articles,) = connection.execute(
        "SELECT count(*) FROM (SELECT 1 FROM article_texts LIMIT ?)", (m011_prefixes.QUICK_ARTICLES + 1,)
    ).fetchone()
    if articles <= m011_prefixes.QUICK_ARTICLES and not is_current(connection):
        rebuild_index(connection)
