"""Notes in the view of articles that is cut for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def apply(database: Database) -> None:
    """Make the view anew in the open transaction: SQLite cannot add a column to one."""
    database.executescript(_VIEW)


_VIEW = """
DROP VIEW readable_articles;

-- New columns come last: what others have written by position stays right.
CREATE VIEW readable_articles AS
SELECT
    a.article_id,
    f.title AS feed,
    f.folder,
    a.title,
    a.author,
    a.url,
    datetime(a.published_at, 'unixepoch') AS published,
    datetime(a.first_seen_at, 'unixepoch') AS first_seen,
    datetime(s.sorted_at, 'unixepoch') AS sorted,
    s.is_read,
    s.is_starred,
    (SELECT group_concat(g.tag, ', ') FROM article_tags AS g WHERE g.article_id = a.article_id) AS tags,
    (SELECT group_concat(k.pattern, ', ') FROM hits AS h JOIN keywords AS k ON k.keyword_id = h.keyword_id
        WHERE h.article_id = a.article_id) AS keywords,
    a.picture_count,
    t.captions,
    t.credits,
    a.word_count,
    a.language,
    t.text,
    n.text AS note,
    datetime(n.noted_at, 'unixepoch') AS noted
FROM article_states AS s
JOIN articles AS a ON a.article_id = s.article_id
JOIN article_texts AS t ON t.article_id = s.article_id
JOIN feeds AS f ON f.feed_id = s.feed_id
LEFT JOIN notes AS n ON n.article_id = s.article_id
WHERE s.hidden_by = 0;
"""
