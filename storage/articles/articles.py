"""Stored articles: what a refresh compares with, and one article read whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from pathlib import Path

from storage.articles.notes import read_note
from storage.articles.revisions import read_revisions
from storage.errors import ArticleNotFound
from storage.fetched import StoredIdentity
from storage.listings.rows import read_rows
from storage.model import Article, Enclosure, Picture, PictureSource
from storage.sqlite.values import id_list, text_list, time_or_none, unpack_pictures, unpack_text


def recent_entry_hashes(connection: sqlite3.Connection, feed_id: int, limit: int) -> dict[str, int]:
    """guid -> entry_hash of the newest articles of the feed, newest first."""
    return dict(
        connection.execute(
            "SELECT guid, entry_hash FROM articles INDEXED BY articles_by_feed"
            " WHERE feed_id = ? ORDER BY article_id DESC LIMIT ?",
            (feed_id, limit),
        )
    )


def identities(
    connection: sqlite3.Connection,
    feed_id: int,
    guids: Collection[str],
    urls: Collection[str],
    titles: Collection[str],
) -> list[StoredIdentity]:
    """Stored articles of the feed that have one of the guids, addresses or titles, by article id.

    No index leads to titles: naming any reads all articles of the feed.
    """
    columns = "article_id, guid, url, title, published_at, entry_hash"
    sql = (
        f"SELECT {columns} FROM articles WHERE feed_id = ?1 AND guid IN (SELECT value FROM json_each(?2))"
        f" UNION SELECT {columns} FROM articles INDEXED BY articles_by_url"
        " WHERE feed_id = ?1 AND url <> '' AND url IN (SELECT value FROM json_each(?3))"
    )
    if titles:
        sql += (
            f" UNION SELECT {columns} FROM articles INDEXED BY articles_by_feed"
            " WHERE feed_id = ?1 AND title IN (SELECT value FROM json_each(?4))"
        )
    values = (feed_id, text_list(guids), text_list(urls), text_list(titles))
    rows = connection.execute(f"{sql} ORDER BY article_id", values if titles else values[:3])
    return [
        StoredIdentity(article_id, guid, url, title, time_or_none(published_at), entry_hash)
        for article_id, guid, url, title, published_at, entry_hash in rows
    ]


def known_ids(connection: sqlite3.Connection, article_ids: Collection[int]) -> frozenset[int]:
    """Those of the ids that articles have."""
    rows = connection.execute(
        "SELECT a.article_id FROM json_each(?) AS wanted"
        " CROSS JOIN articles AS a ON a.article_id = wanted.value",
        (id_list(article_ids),),
    )
    return frozenset(row[0] for row in rows)


def read_article(connection: sqlite3.Connection, path: Path, article_id: int) -> Article:
    """One article, whole.

    Raises:
        ArticleNotFound: No article has the id.
    """
    rows = read_rows(connection, [article_id])
    if not rows:
        raise ArticleNotFound(path, article_id)
    key = (article_id,)
    text, language, base_url, is_plain_text, html, feed_pictures = connection.execute(
        "SELECT t.text, a.language, b.base_url, b.is_plain_text, b.html, b.feed_pictures"
        " FROM articles AS a JOIN article_texts AS t ON t.article_id = a.article_id"
        " JOIN bodies AS b ON b.article_id = a.article_id WHERE a.article_id = ?",
        key,
    ).fetchone()
    categories = connection.execute("SELECT name FROM categories WHERE article_id = ? ORDER BY position", key)
    return Article(
        row=rows[0],
        text=text,
        body_html=unpack_text(html),
        is_body_plain_text=bool(is_plain_text),
        base_url=base_url,
        feed_pictures=unpack_pictures(feed_pictures),
        pictures=read_pictures(connection, article_id),
        enclosures=read_enclosures(connection, article_id),
        categories=tuple(name for (name,) in categories),
        language=language,
        revisions=read_revisions(connection, article_id),
        note=read_note(connection, article_id),
    )


def read_pictures(connection: sqlite3.Connection, article_id: int) -> tuple[Picture, ...]:
    """The article's pictures in reading order."""
    rows = connection.execute(
        "SELECT url, alt, caption, credit, width, height, source, position, is_file_photo, caption_raw"
        " FROM pictures WHERE article_id = ? ORDER BY position",
        (article_id,),
    )
    return tuple(
        Picture(url, alt, caption, credit, width, height, PictureSource(source), position, bool(is_file), raw)
        for url, alt, caption, credit, width, height, source, position, is_file, raw in rows
    )


def read_enclosures(connection: sqlite3.Connection, article_id: int) -> tuple[Enclosure, ...]:
    """The article's attached files as published."""
    rows = connection.execute(
        "SELECT url, type, length FROM enclosures WHERE article_id = ? ORDER BY position", (article_id,)
    )
    return tuple(Enclosure(*row) for row in rows)
