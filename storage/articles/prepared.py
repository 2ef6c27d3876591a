"""Articles turned into the columns that hold them; needs no database."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from storage.listings.rows import SCOPES
from storage.model import ArticleData, HitData, Picture
from storage.sqlite.values import pack_pictures, pack_text, seconds_or_none

Columns = tuple[Any, ...]

EARLIEST_SECONDS = 1 - (1 << 32)
"""In 1833: what is dated before is sorted as if it came then, so that a place in time fits an integer."""


class PreparedArticle(NamedTuple):
    """One article as columns, in the order of the statements that write them.

    Attributes:
        columns: Of ``articles``, from guid to entry_hash.
        traits: Of ``article_states``: has_picture, has_caption, has_file_photo, has_enclosure.
        texts: Of ``article_texts``.
        body: Of ``bodies``.
        lists: Rows by table, without the article's id: pictures, enclosures, categories, hits.
    """

    data: ArticleData
    columns: Columns
    traits: Columns
    texts: Columns
    body: Columns
    lists: dict[str, tuple[Columns, ...]]

    def sorted_at(self, first_seen_at: int) -> int:
        """The earlier of published and first seen, so that no date in the future stays on top."""
        published_at = self.columns[4]
        if published_at is None:
            return first_seen_at
        return max(min(int(published_at), first_seen_at), EARLIEST_SECONDS)

    def without_hits(self, keyword_ids: Collection[int]) -> PreparedArticle:
        """The same without what these keywords found."""
        if not keyword_ids:
            return self
        kept = tuple(hit for hit in self.lists["hits"] if hit[0] not in keyword_ids)
        return self._replace(lists={**self.lists, "hits": kept})

    def insert_lists(self, connection: sqlite3.Connection, article_id: int) -> None:
        """Write pictures, enclosures, categories and hits of an article that has none yet."""
        for table in self.lists:
            self.insert_list(connection, table, article_id)

    def insert_list(self, connection: sqlite3.Connection, table: str, article_id: int) -> None:
        """Write one table's rows of an article that has none there."""
        rows = self.lists[table]
        if rows:
            connection.executemany(_INSERT[table], [(article_id, *row) for row in rows])


def prepare_article(article: ArticleData, hits: Sequence[HitData]) -> PreparedArticle:
    """Turn an article and its hits into columns."""
    pictures = article.pictures
    captions = "\n".join(picture.caption for picture in pictures if picture.caption)
    return PreparedArticle(
        data=article,
        columns=(
            article.guid,
            article.url,
            article.title,
            article.author,
            seconds_or_none(article.published_at),
            seconds_or_none(article.updated_at),
            article.language,
            article.excerpt,
            count_words(article.text),
            len(pictures),
            pictures[0].caption if pictures else "",
            article.entry_hash,
        ),
        traits=(
            bool(pictures),
            bool(captions),
            any(picture.is_file_photo for picture in pictures),
            bool(article.enclosures),
        ),
        texts=(
            article.title,
            article.text,
            captions,
            "\n".join(picture.credit for picture in pictures if picture.credit),
            "\n".join(picture.alt for picture in pictures if picture.alt),
            article.author,
        ),
        body=(
            article.base_url,
            article.is_body_plain_text,
            pack_text(article.body_html),
            pack_pictures(article.feed_pictures),
        ),
        lists={
            "pictures": tuple(picture_columns(picture, place) for place, picture in enumerate(pictures)),
            "enclosures": tuple(
                (place, enclosure.url, enclosure.type, enclosure.length)
                for place, enclosure in enumerate(article.enclosures)
            ),
            "categories": tuple(enumerate(article.categories)),
            "hits": tuple(hit_columns(hit) for hit in hits),
        },
    )


def picture_columns(picture: Picture, position: int) -> Columns:
    """The columns of ``pictures`` after the article's id."""
    return (
        position,
        picture.url,
        picture.alt,
        picture.caption,
        picture.credit,
        picture.width,
        picture.height,
        picture.source.value,
        picture.is_file_photo,
        picture.caption_raw,
    )


def hit_columns(hit: HitData) -> Columns:
    """The columns of ``hits`` after the article's id."""
    count_by_scope = dict(hit.counts)
    return (hit.keyword_id, *(count_by_scope.get(scope, 0) for scope in SCOPES), hit.first_offset)


def count_words(text: str) -> int:
    """Words for a reading time; scripts without spaces count two characters as a word."""
    word_count = len(text.split())
    if text.isascii():
        return word_count
    return word_count + len(_UNSPACED.findall(text)) // 2


# Kana and Han.
_UNSPACED = re.compile("[\u3040-\u9fff]")


ARTICLE_COLUMNS = (
    "guid, url, title, author, published_at, updated_at, language, excerpt, word_count,"
    " picture_count, lead_caption, entry_hash"
)
"""The order of ``PreparedArticle.columns``."""

LIST_COLUMNS = {
    "pictures": "position, url, alt, caption, credit, width, height, source, is_file_photo, caption_raw",
    "enclosures": "position, url, type, length",
    "categories": "position, name",
    "hits": ("keyword_id, title_count, text_count, caption_count, credit_count, author_count, first_offset"),
}
"""The order of the columns in ``PreparedArticle.lists``."""

_INSERT = {
    table: f"INSERT INTO {table} (article_id, {columns}) VALUES (?{', ?' * (columns.count(',') + 1)})"
    for table, columns in LIST_COLUMNS.items()
}
