"""Which keywords stand in articles that arrived."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from storage.listings import rows


@dataclass(frozen=True, slots=True)
class KeywordNews:
    """A keyword and the new articles it is in, the newest first."""

    pattern: str
    glyph: str
    color: str
    group: str
    article_ids: tuple[int, ...]
    newest_title: str


@dataclass(frozen=True, slots=True)
class News:
    """What came since an article.

    Attributes:
        last_id: The last article that came, 0 where there is none at all.
        keywords: Those with most new articles first; quiet ones and those that hide are left out.
    """

    last_id: int
    keywords: tuple[KeywordNews, ...]


def read_news(connection: sqlite3.Connection, after_id: int) -> News:
    """What came after the article with this id and is shown."""
    found: dict[int, list[tuple[str, str, str, str, int, str]]] = {}
    for keyword_id, *columns in connection.execute(_NEW_HITS, (after_id,)):
        found.setdefault(keyword_id, []).append((*columns,))
    news = [
        KeywordNews(*lines[0][:4], tuple(line[4] for line in lines), lines[0][5]) for lines in found.values()
    ]
    news.sort(key=lambda one: (-len(one.article_ids), one.pattern))
    return News(rows.last_article_id(connection), tuple(news))


# CROSS JOIN fixes the order: from the few new hits, which the primary key finds, to their rows.
_NEW_HITS = """
    SELECT k.keyword_id, k.pattern, k.glyph, k.color, k.group_name, a.article_id, a.title
    FROM hits AS h
    CROSS JOIN keywords AS k ON k.keyword_id = h.keyword_id
    CROSS JOIN article_states AS s ON s.article_id = h.article_id
    CROSS JOIN articles AS a ON a.article_id = h.article_id
    WHERE h.article_id > ? AND s.hidden_by = 0 AND k.is_quiet = 0 AND k.is_paused = 0
    ORDER BY s.sorted_at DESC, a.article_id DESC
"""
