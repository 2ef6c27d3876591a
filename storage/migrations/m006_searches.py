"""Saved searches; and two views for people who look at the archive with other tools."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def apply(database: Database) -> None:
    """Make the table and the views in the open transaction."""
    database.executescript(_SEARCHES)
    database.executescript(_VIEWS)


_SEARCHES = """
-- query is what a person typed. The counts are those of the archive that counted_as describes, kept so
-- that the feed tree shows them before anything is searched; '' where they were never counted.
CREATE TABLE searches (
    search_id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    query TEXT NOT NULL,
    article_count INTEGER NOT NULL DEFAULT 0,
    unread_count INTEGER NOT NULL DEFAULT 0,
    counted_as TEXT NOT NULL DEFAULT ''
) STRICT;
"""

# Cutline itself reads neither: they are cut for people, with times as text and everything joined.
_VIEWS = """
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
    t.text
FROM article_states AS s
JOIN articles AS a ON a.article_id = s.article_id
JOIN article_texts AS t ON t.article_id = s.article_id
JOIN feeds AS f ON f.feed_id = s.feed_id
WHERE s.hidden_by = 0;

CREATE VIEW readable_pictures AS
SELECT
    p.article_id,
    p.position,
    f.title AS feed,
    a.title AS article,
    a.url AS article_url,
    datetime(s.sorted_at, 'unixepoch') AS sorted,
    p.caption,
    p.credit,
    p.alt,
    p.url,
    p.width,
    p.height,
    p.is_file_photo,
    p.source
FROM pictures AS p
JOIN article_states AS s ON s.article_id = p.article_id
JOIN articles AS a ON a.article_id = p.article_id
JOIN feeds AS f ON f.feed_id = s.feed_id
WHERE s.hidden_by = 0;
"""
