"""What is shown of the archive before anything is opened: feeds, keywords, rows, counts."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from storage.rules import PLAIN_RULE, Rule


class Scope(StrEnum):
    """A part of an article in which a keyword is looked for."""

    TITLE = "title"
    TEXT = "text"
    CAPTION = "caption"
    CREDIT = "credit"
    AUTHOR = "author"


class Validators(NamedTuple):
    """What a conditional request sends back: ETag and Last-Modified exactly as received."""

    etag: str = ""
    last_modified: str = ""


class Feed(NamedTuple):
    """A subscription.

    Attributes:
        title: What is shown: the reader's own title, else the feed's, else its address.
        feed_title: What the feed calls itself.
        user_title: What the reader calls it, "" for none.
        folder: "/"-separated path, "" for none.
        error: Why the last fetch failed, one sentence; None after a success.
        failure_count: Failures in a row.
        body_hash: Hash of the last parsed bytes, b"" before the first.
        is_paused: Not fetched until the reader says so (the server answered 410, or by hand).
        is_muted: Left out of the views of everything.
    """

    feed_id: int
    url: str
    title: str
    feed_title: str = ""
    user_title: str = ""
    site_url: str = ""
    folder: str = ""
    article_count: int = 0
    unread_count: int = 0
    fetched_at: datetime | None = None
    next_fetch_at: datetime | None = None
    error: str | None = None
    failure_count: int = 0
    validators: Validators = Validators()
    body_hash: bytes = b""
    is_paused: bool = False
    is_muted: bool = False


class Keyword(NamedTuple):
    """A watched word. ``color``: a theme's; ``glyph``: "" for the usual; ``is_paused``: or expired."""

    keyword_id: int
    pattern: str
    is_regex: bool = False
    color: str = "warning"
    scopes: tuple[Scope, ...] = tuple(Scope)
    article_count: int = 0
    unread_count: int = 0
    group: str = ""
    glyph: str = ""
    is_paused: bool = False
    rule: Rule = PLAIN_RULE


class Hit(NamedTuple):
    """One keyword found in one article: how often in all, and in which parts."""

    keyword_id: int
    pattern: str
    color: str
    times: int
    scopes: tuple[Scope, ...]
    glyph: str = ""


class ArticleRow(NamedTuple):
    """What a listing shows of an article: read in pages, so nothing heavy is in it.

    Attributes:
        sorted_at: The earlier of published and first seen: the key of the newest-first order.
        tags: In alphabetical order.
        lead_caption: Caption of the lead picture, "" where there is none.
        hits: Most occurrences first.
    """

    article_id: int
    feed_id: int
    feed_title: str
    guid: str
    url: str
    title: str
    author: str
    published_at: datetime | None
    updated_at: datetime | None
    first_seen_at: datetime
    sorted_at: datetime
    is_read: bool
    is_starred: bool
    tags: tuple[str, ...]
    picture_count: int
    lead_caption: str
    excerpt: str
    word_count: int
    hits: tuple[Hit, ...]


class ViewKind(StrEnum):
    """What a listing is drawn from."""

    ALL = "all"
    UNREAD = "unread"
    TODAY = "today"
    STARRED = "starred"
    PICTURES = "pictures"
    FEED = "feed"
    FOLDER = "folder"
    TAG = "tag"
    KEYWORD = "keyword"
    GROUP = "group"


class View(NamedTuple):
    """A place in the feed tree.

    Attributes:
        item_id: The feed's or the keyword's id, for those kinds.
        name: The folder's, tag's or group's name, for those kinds; a folder includes its subfolders.
    """

    kind: ViewKind = ViewKind.ALL
    item_id: int = 0
    name: str = ""


class Counts(NamedTuple):
    """What the interface shows at all times; maintained on write, never counted on read."""

    article_count: int
    unread_count: int
    starred_count: int
    unread_by_feed: dict[int, int]
    unread_by_keyword: dict[int, int]
    unread_by_group: dict[str, int]


class Change(NamedTuple):
    """A change of the reader's own data that can be taken back.

    Attributes:
        change_id: Its place in the journal; 0 where nothing was changed, so nothing can be undone.
        sentence: What was done, for a toast: "Marked 412 read".
        article_ids: The articles whose state really changed, in ascending order.
    """

    change_id: int
    sentence: str
    article_ids: tuple[int, ...] = ()
