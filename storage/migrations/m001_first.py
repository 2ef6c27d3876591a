"""The first schema. docs/schema.md tells why each table and index is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

FULL_TEXT_COLUMNS = ("title", "text", "captions", "credits", "alts", "author")


def apply(database: Database) -> None:
    """Make all tables, indexes and triggers in the open transaction."""
    database.executescript(_FEEDS)
    database.executescript(_ARTICLES)
    database.executescript(_PARTS)
    database.executescript(_READER)
    database.table("article_texts").enable_fts(FULL_TEXT_COLUMNS, tokenize="unicode61 remove_diacritics 2")
    # A batch of 2,000 articles becomes one segment of the index, not four to be merged: 30 % quicker.
    database.execute(
        "INSERT INTO article_texts_fts (article_texts_fts, rank) VALUES ('hashsize', ?)", (8 << 20,)
    )
    database.executescript(_full_text_triggers())


_FEEDS = """
CREATE TABLE feeds (
    feed_id INTEGER PRIMARY KEY,
    url TEXT NOT NULL UNIQUE,
    feed_title TEXT NOT NULL DEFAULT '',
    user_title TEXT NOT NULL DEFAULT '',
    title TEXT NOT NULL GENERATED ALWAYS AS
        (CASE WHEN user_title <> '' THEN user_title WHEN feed_title <> '' THEN feed_title ELSE url END)
        VIRTUAL,
    site_url TEXT NOT NULL DEFAULT '',
    description TEXT NOT NULL DEFAULT '',
    language TEXT NOT NULL DEFAULT '',
    folder TEXT NOT NULL DEFAULT '',
    added_at INTEGER NOT NULL,
    removed_at INTEGER,
    fetched_at INTEGER,
    next_fetch_at INTEGER,
    last_success_at INTEGER,
    error TEXT,
    failure_count INTEGER NOT NULL DEFAULT 0,
    etag TEXT NOT NULL DEFAULT '',
    last_modified TEXT NOT NULL DEFAULT '',
    body_hash BLOB NOT NULL DEFAULT x'',
    is_paused INTEGER NOT NULL DEFAULT 0,
    ttl_minutes INTEGER,
    latency_ms INTEGER,
    size_bytes INTEGER
) STRICT;

-- What a refresh has to fetch, the most overdue first.
CREATE INDEX feeds_due ON feeds (next_fetch_at) WHERE removed_at IS NULL AND is_paused = 0;
CREATE INDEX feeds_removed ON feeds (feed_id) WHERE removed_at IS NOT NULL;

-- Apart from feeds, so that marking an article read rewrites a few bytes.
CREATE TABLE feed_counts (
    feed_id INTEGER PRIMARY KEY REFERENCES feeds,
    article_count INTEGER NOT NULL DEFAULT 0,
    unread_count INTEGER NOT NULL DEFAULT 0,
    starred_count INTEGER NOT NULL DEFAULT 0
) STRICT;
"""

_ARTICLES = """
-- AUTOINCREMENT: an id is never given twice, so the journal cannot mean another article.
CREATE TABLE articles (
    article_id INTEGER PRIMARY KEY AUTOINCREMENT,
    feed_id INTEGER NOT NULL REFERENCES feeds,
    guid TEXT NOT NULL,
    url TEXT NOT NULL,
    title TEXT NOT NULL,
    author TEXT NOT NULL,
    published_at INTEGER,
    updated_at INTEGER,
    first_seen_at INTEGER NOT NULL,
    changed_at INTEGER,
    language TEXT NOT NULL,
    excerpt TEXT NOT NULL,
    word_count INTEGER NOT NULL,
    picture_count INTEGER NOT NULL,
    lead_caption TEXT NOT NULL,
    entry_hash INTEGER NOT NULL,
    UNIQUE (feed_id, guid)
) STRICT;
CREATE INDEX articles_by_url ON articles (feed_id, url) WHERE url <> '';
CREATE INDEX articles_by_feed ON articles (feed_id);

-- The spine of every listing: a few bytes per article, no text.
-- hidden_by: 0 shown; bit 1 the feed was removed; bit 2 a keyword hides it.
CREATE TABLE article_states (
    article_id INTEGER PRIMARY KEY REFERENCES articles ON DELETE CASCADE,
    feed_id INTEGER NOT NULL REFERENCES feeds,
    sorted_at INTEGER NOT NULL,
    is_read INTEGER NOT NULL DEFAULT 0,
    is_starred INTEGER NOT NULL DEFAULT 0,
    hidden_by INTEGER NOT NULL DEFAULT 0,
    has_picture INTEGER NOT NULL DEFAULT 0,
    has_caption INTEGER NOT NULL DEFAULT 0,
    has_file_photo INTEGER NOT NULL DEFAULT 0,
    has_enclosure INTEGER NOT NULL DEFAULT 0
) STRICT;
-- Each listing is read from its own index alone; article_id ends every index by itself. The columns
-- of the conditions lead it although they are constant there: SQLite 3.40 would go to the table for them.
CREATE INDEX states_shown ON article_states (hidden_by, sorted_at) WHERE hidden_by = 0;
CREATE INDEX states_unread ON article_states (hidden_by, is_read, sorted_at)
    WHERE hidden_by = 0 AND is_read = 0;
CREATE INDEX states_starred ON article_states (hidden_by, is_starred, sorted_at)
    WHERE hidden_by = 0 AND is_starred = 1;
CREATE INDEX states_pictures ON article_states (hidden_by, has_picture, sorted_at)
    WHERE hidden_by = 0 AND has_picture = 1;
CREATE INDEX states_feed ON article_states (feed_id, hidden_by, sorted_at) WHERE hidden_by = 0;
CREATE INDEX states_feed_unread ON article_states (feed_id, hidden_by, is_read, sorted_at)
    WHERE hidden_by = 0 AND is_read = 0;
"""

_PARTS = """
-- What the full-text index reads; captions, credits and alts join those of all pictures with newlines.
CREATE TABLE article_texts (
    article_id INTEGER PRIMARY KEY REFERENCES articles ON DELETE CASCADE,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    captions TEXT NOT NULL,
    credits TEXT NOT NULL,
    alts TEXT NOT NULL,
    author TEXT NOT NULL
) STRICT;

-- html and feed_pictures (JSON) are compressed with zlib.
CREATE TABLE bodies (
    article_id INTEGER PRIMARY KEY REFERENCES articles ON DELETE CASCADE,
    base_url TEXT NOT NULL,
    is_plain_text INTEGER NOT NULL,
    html BLOB NOT NULL,
    feed_pictures BLOB
) STRICT;

CREATE TABLE pictures (
    article_id INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    position INTEGER NOT NULL,
    url TEXT NOT NULL,
    alt TEXT NOT NULL,
    caption TEXT NOT NULL,
    credit TEXT NOT NULL,
    width INTEGER,
    height INTEGER,
    source TEXT NOT NULL,
    is_file_photo INTEGER NOT NULL,
    caption_raw TEXT NOT NULL,
    PRIMARY KEY (article_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE enclosures (
    article_id INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    position INTEGER NOT NULL,
    url TEXT NOT NULL,
    type TEXT NOT NULL,
    length INTEGER,
    PRIMARY KEY (article_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE categories (
    article_id INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (article_id, position)
) STRICT, WITHOUT ROWID;
"""

_READER = """
CREATE TABLE article_tags (
    article_id INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    tag TEXT NOT NULL,
    PRIMARY KEY (article_id, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX tags_by_name ON article_tags (tag);

-- is_matched: whether the search through the whole archive came to its end.
CREATE TABLE keywords (
    keyword_id INTEGER PRIMARY KEY AUTOINCREMENT,
    pattern TEXT NOT NULL UNIQUE,
    is_regex INTEGER NOT NULL,
    color TEXT NOT NULL,
    scopes TEXT NOT NULL,
    added_at INTEGER NOT NULL,
    is_matched INTEGER NOT NULL DEFAULT 0,
    article_count INTEGER NOT NULL DEFAULT 0,
    unread_count INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Led by the article, because a page of rows and a refreshed article read it that way.
CREATE TABLE hits (
    article_id INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    keyword_id INTEGER NOT NULL REFERENCES keywords ON DELETE CASCADE,
    title_count INTEGER NOT NULL,
    text_count INTEGER NOT NULL,
    caption_count INTEGER NOT NULL,
    credit_count INTEGER NOT NULL,
    author_count INTEGER NOT NULL,
    PRIMARY KEY (article_id, keyword_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX hits_by_keyword ON hits (keyword_id);

-- Changes of the reader's own data, to be taken back; facts is JSON compressed with zlib.
CREATE TABLE journal (
    change_id INTEGER PRIMARY KEY AUTOINCREMENT,
    made_at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    sentence TEXT NOT NULL,
    facts BLOB NOT NULL,
    undone_at INTEGER
) STRICT;
CREATE INDEX journal_undone ON journal (change_id) WHERE undone_at IS NOT NULL;

CREATE TABLE archive_facts (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO archive_facts VALUES ('keywords_version', 0);
"""


def _full_text_triggers() -> str:
    """Keep the index true on updates and deletions; new articles are indexed per batch by the writer.

    sqlite-utils' own triggers fire on every column and on every insert, which is 40 times dearer.
    """
    columns = ", ".join(FULL_TEXT_COLUMNS)
    old = ", ".join(f"old.{column}" for column in FULL_TEXT_COLUMNS)
    new = ", ".join(f"new.{column}" for column in FULL_TEXT_COLUMNS)
    changed = " OR ".join(f"old.{column} IS NOT new.{column}" for column in FULL_TEXT_COLUMNS)
    index = "article_texts_fts"
    forget = f"INSERT INTO {index} ({index}, rowid, {columns}) VALUES ('delete', old.article_id, {old});"
    return f"""
    CREATE TRIGGER article_texts_changed AFTER UPDATE OF {columns} ON article_texts WHEN {changed} BEGIN
        {forget}
        INSERT INTO {index} (rowid, {columns}) VALUES (new.article_id, {new});
    END;
    CREATE TRIGGER article_texts_deleted AFTER DELETE ON article_texts BEGIN
        {forget}
    END;
    """
