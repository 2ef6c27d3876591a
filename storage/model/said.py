"""What a feed said, made safe."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


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
