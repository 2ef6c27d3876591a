"""Building pictures and texts of stored articles again, when the rules have become better.

The reader's own data and the revisions are not touched: nothing was corrected by a publisher.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from storage.articles.prepared import LIST_COLUMNS, count_words, hit_columns, picture_columns
from storage.model import HitData, Picture
from storage.sqlite.full_text import write_texts
from storage.sqlite.values import unpack_pictures, unpack_text
from storage.watch.reach import out_of_reach

PLACE_FACT = "captions_rebuilt_to"
"""Name of the fact that holds the last article of a rebuild that was interrupted."""


@dataclass(frozen=True, slots=True)
class StoredBody:
    """What an article's pictures and text are built from."""

    article_id: int
    title: str
    author: str
    body_html: str
    is_body_plain_text: bool
    base_url: str
    feed_pictures: tuple[Picture, ...]
    url: str


@dataclass(frozen=True, slots=True)
class RebuiltArticle:
    """Pictures and text of an article, built again, with its keyword hits."""

    article_id: int
    pictures: tuple[Picture, ...]
    text: str
    excerpt: str
    hits: tuple[HitData, ...] = ()


def read_bodies(connection: sqlite3.Connection, after_id: int, limit: int) -> list[StoredBody]:
    """The next articles after an id, by id."""
    rows = connection.execute(
        "SELECT a.article_id, a.title, a.author, b.html, b.is_plain_text, b.base_url, b.feed_pictures, a.url"
        " FROM articles AS a JOIN bodies AS b ON b.article_id = a.article_id"
        " WHERE a.article_id > ? ORDER BY a.article_id LIMIT ?",
        (after_id, limit),
    )
    return [
        StoredBody(
            article_id, title, author, unpack_text(html), bool(is_plain), base, unpack_pictures(packed), url
        )
        for article_id, title, author, html, is_plain, base, packed, url in rows
    ]


def read_place(connection: sqlite3.Connection) -> int:
    """The last article that an interrupted rebuild reached, 0 for none."""
    row = connection.execute("SELECT value FROM archive_facts WHERE name = ?", (PLACE_FACT,)).fetchone()
    return int(row[0]) if row else 0


def write_rebuilt(connection: sqlite3.Connection, articles: Sequence[RebuiltArticle], place: int) -> int:
    """Write what differs and how far it came (0: to the end); gives how many articles changed."""
    changed = sum(_write(connection, article) for article in articles)
    connection.execute("DELETE FROM archive_facts WHERE name = ?", (PLACE_FACT,))
    if place:
        connection.execute("INSERT INTO archive_facts (name, value) VALUES (?, ?)", (PLACE_FACT, place))
    return changed


def _write(connection: sqlite3.Connection, article: RebuiltArticle) -> bool:
    article_id = article.article_id
    pictures = [picture_columns(picture, place) for place, picture in enumerate(article.pictures)]
    stored = connection.execute(
        "SELECT position, url, alt, caption, credit, width, height, source, is_file_photo, caption_raw"
        " FROM pictures WHERE article_id = ? ORDER BY position",
        (article_id,),
    ).fetchall()
    (stored_text,) = connection.execute(
        "SELECT text FROM article_texts WHERE article_id = ?", (article_id,)
    ).fetchone()
    if stored == pictures and stored_text == article.text:
        return False
    connection.execute("DELETE FROM pictures WHERE article_id = ?", (article_id,))
    connection.executemany(
        "INSERT INTO pictures (article_id, position, url, alt, caption, credit, width, height, source,"
        " is_file_photo, caption_raw) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(article_id, *columns) for columns in pictures],
    )
    _write_texts(connection, article)
    (feed_id,) = connection.execute(
        "SELECT feed_id FROM articles WHERE article_id = ?", (article_id,)
    ).fetchone()
    strangers = out_of_reach(connection, feed_id)
    connection.execute("DELETE FROM hits WHERE article_id = ?", (article_id,))
    connection.executemany(
        f"INSERT INTO hits (article_id, {LIST_COLUMNS['hits']}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [(article_id, *hit_columns(hit)) for hit in article.hits if hit.keyword_id not in strangers],
    )
    return True


def _write_texts(connection: sqlite3.Connection, article: RebuiltArticle) -> None:
    pictures = article.pictures
    captions = "\n".join(picture.caption for picture in pictures if picture.caption)
    title, author = connection.execute(
        "SELECT title, author FROM article_texts WHERE article_id = ?", (article.article_id,)
    ).fetchone()
    write_texts(
        connection,
        article.article_id,
        (
            title,
            article.text,
            captions,
            "\n".join(picture.credit for picture in pictures if picture.credit),
            "\n".join(picture.alt for picture in pictures if picture.alt),
            author,
        ),
    )
    connection.execute(
        "UPDATE articles SET excerpt = ?, word_count = ?, picture_count = ?, lead_caption = ?"
        " WHERE article_id = ?",
        (
            article.excerpt,
            count_words(article.text),
            len(pictures),
            pictures[0].caption if pictures else "",
            article.article_id,
        ),
    )
    connection.execute(
        "UPDATE article_states SET has_picture = ?, has_caption = ?, has_file_photo = ? WHERE article_id = ?",
        (
            bool(pictures),
            bool(captions),
            any(picture.is_file_photo for picture in pictures),
            article.article_id,
        ),
    )
