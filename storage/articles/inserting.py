"""Inserting articles: their rows in every table and in the full-text index, then the counts at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from storage.articles.prepared import ARTICLE_COLUMNS, PreparedArticle
from storage.listings import counts
from storage.sqlite.full_text import TEXT_COLUMNS, add_articles
from storage.watch.reach import out_of_reach

_TEXT_COLUMNS = ", ".join(TEXT_COLUMNS)


@dataclass(frozen=True, slots=True)
class NewRow:
    """An article and what is decided about it on insertion. ``first_seen_at`` is in seconds."""

    article_id: int
    first_seen_at: int
    article: PreparedArticle
    is_read: bool = False
    is_starred: bool = False
    hidden_by: int = 0


def next_article_id(connection: sqlite3.Connection) -> int:
    """The first id that no article ever had; valid inside the open transaction."""
    row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'articles'").fetchone()
    return (row[0] if row else 0) + 1


def insert_rows(connection: sqlite3.Connection, feed_id: int, rows: Sequence[NewRow]) -> None:
    """Insert articles of one feed, ascending ids; ``finish_insert`` has to follow for all feeds."""
    connection.executemany(
        f"INSERT INTO articles (article_id, feed_id, first_seen_at, {ARTICLE_COLUMNS})"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(row.article_id, feed_id, row.first_seen_at, *row.article.columns) for row in rows],
    )
    connection.executemany(
        "INSERT INTO article_states (article_id, feed_id, is_read, is_starred, hidden_by, sorted_at,"
        " has_picture, has_caption, has_file_photo, has_enclosure) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                row.article_id,
                feed_id,
                row.is_read,
                row.is_starred,
                row.hidden_by,
                row.article.sorted_at(row.first_seen_at),
                *row.article.traits,
            )
            for row in rows
        ],
    )
    connection.executemany(
        f"INSERT INTO article_texts (article_id, {_TEXT_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(row.article_id, *row.article.texts) for row in rows],
    )
    add_articles(connection, ((row.article_id, row.article.texts) for row in rows))
    connection.executemany(
        "INSERT INTO bodies (article_id, base_url, is_plain_text, html, feed_pictures)"
        " VALUES (?, ?, ?, ?, ?)",
        [(row.article_id, *row.article.body) for row in rows],
    )
    strangers = out_of_reach(connection, feed_id)
    for row in rows:
        row.article.without_hits(strangers).insert_lists(connection, row.article_id)


def finish_insert(connection: sqlite3.Connection, first_id: int) -> None:
    """Take all articles from this id on into the counts."""
    counts.touch(connection, "SELECT article_id FROM article_states WHERE article_id >= ?", (first_id,))
    counts.add_touched(connection, 1)
