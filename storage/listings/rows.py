"""Rows of listings, read a page at a time: three queries per page, whatever its length."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from storage.model import ArticleRow, Hit, Scope
from storage.sqlite.values import id_list, time_of, time_or_none

_SELECT_ROWS = """
    SELECT a.article_id, a.feed_id, f.title, a.guid, a.url, a.title, a.author, a.published_at,
        a.updated_at, a.first_seen_at, s.sorted_at, s.is_read, s.is_starred, a.picture_count,
        a.lead_caption, a.excerpt, a.word_count
    FROM json_each(?) AS wanted
    CROSS JOIN articles AS a ON a.article_id = wanted.value
    CROSS JOIN article_states AS s ON s.article_id = a.article_id
    CROSS JOIN feeds AS f ON f.feed_id = a.feed_id
"""

_SELECT_TAGS = """
    SELECT g.article_id, g.tag
    FROM json_each(?) AS wanted CROSS JOIN article_tags AS g ON g.article_id = wanted.value
"""

_SELECT_HITS = """
    SELECT h.article_id, h.keyword_id, k.pattern, k.color, k.glyph,
        h.title_count, h.text_count, h.caption_count, h.credit_count, h.author_count
    FROM json_each(?) AS wanted
    CROSS JOIN hits AS h ON h.article_id = wanted.value
    CROSS JOIN keywords AS k ON k.keyword_id = h.keyword_id
    WHERE k.is_paused = 0
"""

SCOPES = (Scope.TITLE, Scope.TEXT, Scope.CAPTION, Scope.CREDIT, Scope.AUTHOR)
"""In the order of the count columns of the table ``hits``."""


def read_rows(connection: sqlite3.Connection, article_ids: Sequence[int]) -> list[ArticleRow]:
    """The rows of these articles, in this order; ids that are not stored are left out."""
    wanted = (id_list(article_ids),)
    tags_by_id: defaultdict[int, list[str]] = defaultdict(list)
    for article_id, tag in connection.execute(_SELECT_TAGS, wanted):
        tags_by_id[article_id].append(tag)
    hits_by_id: defaultdict[int, list[Hit]] = defaultdict(list)
    for article_id, *hit in connection.execute(_SELECT_HITS, wanted):
        hits_by_id[article_id].append(_hit(hit))
    return [
        _row(row, tags_by_id.get(row[0], ()), hits_by_id.get(row[0], ()))
        for row in connection.execute(_SELECT_ROWS, wanted)
    ]


def read_page(connection: sqlite3.Connection, article_ids: Sequence[int]) -> list[ArticleRow]:
    """A row for each of these articles, in this order: one that was deleted since is said to be gone."""
    found = read_rows(connection, article_ids)
    if len(found) == len(article_ids):
        return found
    row_by_id = {row.article_id: row for row in found}
    return [row_by_id.get(article_id) or _gone_row(article_id) for article_id in article_ids]


def last_article_id(connection: sqlite3.Connection) -> int:
    """The highest id that an article has, 0 where there are none."""
    (article_id,) = connection.execute("SELECT max(article_id) FROM articles").fetchone()
    return article_id or 0


def arrived_ids(connection: sqlite3.Connection, after_id: int) -> tuple[int, ...]:
    """The shown articles with higher ids, the newest first."""
    rows = connection.execute(
        "SELECT article_id FROM article_states WHERE article_id > ? AND +hidden_by = 0"
        " ORDER BY +sorted_at DESC, article_id DESC",
        (after_id,),
    )
    return tuple(row[0] for row in rows)


def _gone_row(article_id: int) -> ArticleRow:
    since = time_of(0)
    return ArticleRow(
        article_id=article_id,
        feed_id=0,
        feed_title="",
        guid="",
        url="",
        title="(deleted)",
        author="",
        published_at=None,
        updated_at=None,
        first_seen_at=since,
        sorted_at=since,
        is_read=True,
        is_starred=False,
        tags=(),
        picture_count=0,
        lead_caption="",
        excerpt="",
        word_count=0,
        hits=(),
    )


def _row(row: tuple[Any, ...], tags: Sequence[str], hits: Sequence[Hit]) -> ArticleRow:
    article_id, feed_id, feed_title, guid, url, title, author, *rest = row
    published_at, updated_at, first_seen_at, sorted_at, is_read, is_starred, *shown = rest
    picture_count, lead_caption, excerpt, word_count = shown
    return ArticleRow(
        article_id=article_id,
        feed_id=feed_id,
        feed_title=feed_title,
        guid=guid,
        url=url,
        title=title,
        author=author,
        published_at=time_or_none(published_at),
        updated_at=time_or_none(updated_at),
        first_seen_at=time_of(first_seen_at),
        sorted_at=time_of(sorted_at),
        is_read=bool(is_read),
        is_starred=bool(is_starred),
        tags=tuple(sorted(tags, key=lambda tag: (tag.casefold(), tag))) if tags else (),
        picture_count=picture_count,
        lead_caption=lead_caption,
        excerpt=excerpt,
        word_count=word_count,
        hits=tuple(sorted(hits, key=lambda hit: (-hit.times, hit.pattern))) if hits else (),
    )


def _hit(columns: Sequence[Any]) -> Hit:
    keyword_id, pattern, color, glyph, *scope_counts = columns
    found = zip(SCOPES, scope_counts, strict=True)
    scopes = tuple(scope for scope, count in found if count)
    return Hit(keyword_id, pattern, color, sum(scope_counts), scopes, glyph)
