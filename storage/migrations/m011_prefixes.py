"""The beginnings of words in the full-text index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.sqlite.full_text import has_prefixes, rebuild_index

if TYPE_CHECKING:
    from sqlite_utils import Database

QUICK_ARTICLES = 5_000
"""So many are indexed anew within two seconds."""


def apply(database: Database) -> None:
    """Index all articles anew where that is quick.

    A larger archive would not open for minutes, and works as it is; a check tells of it, and its repair
    does the same.
    """
    connection = database.conn
    (articles,) = connection.execute(
        "SELECT count(*) FROM (SELECT 1 FROM article_texts LIMIT ?)", (QUICK_ARTICLES + 1,)
    ).fetchone()
    if articles <= QUICK_ARTICLES and not has_prefixes(connection):
        rebuild_index(connection)
