"""The vocabulary: every value that passes between the archive and the application.

Only the standard library is imported here and in ``rules``: parse workers load both, and neither
SQLite nor the interface. All values are immutable. Times are aware ``datetime`` in UTC; SQLite holds
integer seconds. Text has passed the gate for foreign text (``reader.text``) before it gets here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storage.order import Order as Order
from storage.rules import PLAIN_RULE, Rule


class PictureSource(StrEnum):
    """Where a picture's caption came from, the most trustworthy first."""

    FIGURE = "figure"
    BODY = "body"
    MEDIA = "media"
    THUMBNAIL = "thumbnail"
    ENCLOSURE = "enclosure"
    POSTER = "poster"
    TEXT = "text"
    PAGE = "page"


class Scope(StrEnum):
    """A part of an article in which a keyword is looked for."""

    TITLE = "title"
    TEXT = "text"
    CAPTION = "caption"
    CREDIT = "credit"
    AUTHOR = "author"


@dataclass(frozen=True, slots=True)
class Picture:
    """An image of an article, with its caption (the cutline) and its credit.

    Attributes:
        url: http(s) address, or "" for a picture that is known from its caption only.
        alt: The description for those who cannot see it; "" where it repeats the caption.
        caption: What the picture shows, without the credit; "" where there is none.
        credit: Who made or owns it, as published and without its label.
        width, height: Pixels, or None where nobody said.
        source: Where the caption came from.
        position: Place in the article's reading order; 0 is the lead picture.
        is_file_photo: The publisher said that the picture is not of this event.
        caption_raw: Caption and credit as published, so that better rules can be run later.
    """

    url: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    width: int | None = None
    height: int | None = None
    source: PictureSource = PictureSource.BODY
    position: int = 0
    is_file_photo: bool = False
    caption_raw: str = ""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """An attached file. ``length`` is in bytes, None where unknown; ``type`` is a MIME type or ""."""

    url: str
    type: str = ""
    length: int | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A link in an article's body: the words and the absolute address."""

    text: str
    url: str


# --- what a feed said -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ArticleData:
    """One item as the feed published it, made safe; nothing here is known to the archive yet.

    Attributes:
        guid: The publisher's identifier, or the documented fallback; unique within one document.
        url: The article's page, "" where the feed gives none that is safe.
        title: One line; never empty (first words of the body where the feed has no title).
        author: All authors, comma-separated; "" where unknown.
        published_at, updated_at: None where the feed gives no date that can be trusted.
        body_html: The body as published (cut at the size limit), for building blocks on opening.
        is_body_plain_text: ``body_html`` holds plain text, not HTML.
        base_url: What relative addresses in the body are resolved against.
        feed_pictures: Those outside the body (Media RSS, enclosures), before the body's own joined them.
        pictures: All pictures in reading order, each once; the first is the lead.
        text: The clean body, paragraphs parted by a blank line, without captions.
        excerpt: The first words of ``text`` as one line of at most 300 characters.
        enclosures: Attached files that are no pictures.
        categories: As published, without repeats.
        language: BCP 47 tag, or "".
        entry_hash: Signed 64-bit hash of the raw entry; equal means nothing at all changed.
    """

    guid: str
    url: str
    title: str
    author: str = ""
    published_at: datetime | None = None
    updated_at: datetime | None = None
    body_html: str = ""
    is_body_plain_text: bool = False
    base_url: str = ""
    feed_pictures: tuple[Picture, ...] = ()
    pictures: tuple[Picture, ...] = ()
    text: str = ""
    excerpt: str = ""
    enclosures: tuple[Enclosure, ...] = ()
    categories: tuple[str, ...] = ()
    language: str = ""
    entry_hash: int = 0


@dataclass(frozen=True, slots=True)
class FeedData:
    """One parsed document.

    Attributes:
        title: The feed's own title, "" where it has none.
        articles: Items that are new or differ from the hashes the worker had, in document order.
        unchanged_guids: Items whose raw hash was known: their bodies were not worked on.
        is_complete: False where the document was cut off or malformed: what was read is good,
            but its absence of an item means nothing and its validators must not be kept.
        ttl_minutes: The publisher's wish for the refresh interval, None where unsaid.
        skip_hours: In GMT, when not to refresh; ``skip_days`` are weekdays, 0 for Monday.
        problem: One sentence on what was wrong with a malformed document, "" where nothing was.
    """

    title: str
    site_url: str = ""
    description: str = ""
    language: str = ""
    articles: tuple[ArticleData, ...] = ()
    unchanged_guids: tuple[str, ...] = ()
    is_complete: bool = True
    ttl_minutes: int | None = None
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()
    problem: str = ""


# --- what the archive holds -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Validators:
    """What a conditional request sends back: ETag and Last-Modified exactly as received."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
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


@dataclass(frozen=True, slots=True)
class Keyword:
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


@dataclass(frozen=True, slots=True)
class Hit:
    """One keyword found in one article: how often in all, and in which parts."""

    keyword_id: int
    pattern: str
    color: str
    count: int
    scopes: tuple[Scope, ...]
    glyph: str = ""


@dataclass(frozen=True, slots=True)
class HitData:
    """What a matcher found: occurrences per scope, zero-free; where the first stands in the first part."""

    keyword_id: int
    counts: tuple[tuple[Scope, int], ...]
    first_offset: int | None = None


@dataclass(frozen=True, slots=True)
class ArticleRow:
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


class RevisedField(StrEnum):
    """What of an article was corrected."""

    TITLE = "title"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True)
class Revision:
    """A correction that a publisher made. ``position`` is the picture's, 0 for a title."""

    field: RevisedField
    old_text: str
    new_text: str
    changed_at: datetime
    position: int = 0


@dataclass(frozen=True, slots=True)
class Article:
    """One article, whole: its row and what only the article view needs.

    Attributes:
        revisions: The oldest first.
        note: What the reader wrote about it, "" for nothing.
    """

    row: ArticleRow
    text: str
    body_html: str
    is_body_plain_text: bool
    base_url: str
    feed_pictures: tuple[Picture, ...]
    pictures: tuple[Picture, ...]
    enclosures: tuple[Enclosure, ...]
    categories: tuple[str, ...]
    language: str
    revisions: tuple[Revision, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class ArticleTexts:
    """The parts of a stored article that keywords are looked for in; one text per scope, ``captions``
    and ``credits`` those of all pictures, joined with newlines."""

    article_id: int
    title: str
    text: str
    captions: str
    credits: str
    author: str


# --- listings -------------------------------------------------------------------------------


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


@dataclass(frozen=True, slots=True)
class View:
    """A place in the feed tree.

    Attributes:
        item_id: The feed's or the keyword's id, for those kinds.
        name: The folder's, tag's or group's name, for those kinds; a folder includes its subfolders.
    """

    kind: ViewKind = ViewKind.ALL
    item_id: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """What the interface shows at all times; maintained on write, never counted on read."""

    article_count: int
    unread_count: int
    starred_count: int
    unread_by_feed: dict[int, int]
    unread_by_keyword: dict[int, int]


# --- changes and maintenance ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the reader's own data that can be taken back.

    Attributes:
        change_id: Its place in the journal; 0 where nothing was changed, so nothing can be undone.
        sentence: What was done, for a toast: "Marked 412 read".
        article_ids: The articles whose state really changed, in ascending order.
    """

    change_id: int
    sentence: str
    article_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check of the database found; ``problems`` holds sentences and is empty where all is well."""

    problems: tuple[str, ...]
    repaired: tuple[str, ...]
    article_count: int
    feed_count: int
    size_bytes: int
