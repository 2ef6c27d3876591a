"""Updating a stored article: only what differs is written, and never the reader's own data."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from storage.articles.prepared import ARTICLE_COLUMNS, LIST_COLUMNS, PreparedArticle
from storage.articles.revisions import record_revisions
from storage.sqlite.full_text import write_texts
from storage.sqlite.values import unpack_pictures, unpack_text
from storage.watch.reach import out_of_reach

Columns = tuple[Any, ...]


def update_article(
    connection: sqlite3.Connection, article_id: int, article: PreparedArticle, *, changed_at: int
) -> bool:
    """Write what differs; gives whether anything a reader can see does.

    The entry's hash and the keyword hits are brought up to date either way. An id that is not
    stored changes nothing.
    """
    stored = connection.execute(
        f"SELECT feed_id, first_seen_at, {ARTICLE_COLUMNS} FROM articles WHERE article_id = ?",
        (article_id,),
    ).fetchone()
    if stored is None:
        return False
    feed_id, first_seen_at, *rest = stored
    if article.lists["hits"]:
        article = article.without_hits(out_of_reach(connection, feed_id))
    record_revisions(connection, article_id, rest[2], article, changed_at)
    columns = _with_free_guid(connection, article_id, feed_id, article.columns)
    is_changed = any(
        [
            columns[:-1] != tuple(rest[:-1]),
            write_texts(connection, article_id, article.texts),
            _update_body(connection, article_id, article),
            _update_list(connection, "pictures", article_id, article),
            _update_list(connection, "enclosures", article_id, article),
            _update_list(connection, "categories", article_id, article),
        ]
    )
    _update_list(connection, "hits", article_id, article)
    if columns != tuple(rest):
        places = ", ".join("?" * len(columns))
        connection.execute(
            f"UPDATE articles SET ({ARTICLE_COLUMNS}) = ({places}) WHERE article_id = ?",
            (*columns, article_id),
        )
    if is_changed:
        connection.execute(
            "UPDATE articles SET changed_at = ? WHERE article_id = ?", (changed_at, article_id)
        )
        connection.execute(
            "UPDATE article_states SET sorted_at = ?, has_picture = ?, has_caption = ?, has_file_photo = ?,"
            " has_enclosure = ? WHERE article_id = ?",
            (article.sorted_at(first_seen_at), *article.traits, article_id),
        )
    return is_changed


def _with_free_guid(
    connection: sqlite3.Connection, article_id: int, feed_id: int, columns: Columns
) -> Columns:
    """Keep the stored guid where another article of the feed has the new one."""
    taken = connection.execute(
        "SELECT 1 FROM articles WHERE feed_id = ? AND guid = ? AND article_id <> ?",
        (feed_id, columns[0], article_id),
    ).fetchone()
    if taken is None:
        return columns
    (stored_guid,) = connection.execute(
        "SELECT guid FROM articles WHERE article_id = ?", (article_id,)
    ).fetchone()
    return (stored_guid, *columns[1:])


def _update_body(connection: sqlite3.Connection, article_id: int, article: PreparedArticle) -> bool:
    base_url, is_plain_text, html, feed_pictures = connection.execute(
        "SELECT base_url, is_plain_text, html, feed_pictures FROM bodies WHERE article_id = ?",
        (article_id,),
    ).fetchone()
    data = article.data
    # Compared uncompressed: another zlib gives other bytes for the same text.
    if (
        (base_url, bool(is_plain_text)) == (data.base_url, data.is_body_plain_text)
        and unpack_text(html) == data.body_html
        and unpack_pictures(feed_pictures) == data.feed_pictures
    ):
        return False
    connection.execute(
        "UPDATE bodies SET base_url = ?, is_plain_text = ?, html = ?, feed_pictures = ? WHERE article_id = ?",
        (*article.body, article_id),
    )
    return True


def _update_list(
    connection: sqlite3.Connection, table: str, article_id: int, article: PreparedArticle
) -> bool:
    """Replace the article's rows of a table where they differ."""
    columns, wanted = LIST_COLUMNS[table], article.lists[table]
    stored = connection.execute(
        f"SELECT {columns} FROM {table} WHERE article_id = ?", (article_id,)
    ).fetchall()
    if sorted(stored, key=_first) == sorted(wanted, key=_first):
        return False
    connection.execute(f"DELETE FROM {table} WHERE article_id = ?", (article_id,))
    article.insert_list(connection, table, article_id)
    return True


def _first(row: Sequence[Any]) -> int:
    return int(row[0])
