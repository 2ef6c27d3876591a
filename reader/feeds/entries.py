"""One entry as feedparser gives it -> the raw facts that an article is built from.

Nothing here works on the body: the facts are gathered and hashed first, so that an entry that
has not changed since the last fetch costs no more than that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from reader.feeds.documents.medianode import MediaNode
from reader.feeds.documents.mediarss import MEDIA_KEY
from reader.feeds.documents.sidetexts import SIDE_TEXT_KEY
from reader.feeds.titles import read_title
from reader.text import clean_line, clean_url
from storage.model import Enclosure

_MAX_ENCLOSURES = 64
_MAX_CATEGORIES = 64
_MAX_NAME_CHARS = 100

_HTML_TYPES = ("text/html", "application/xhtml+xml", "html", "xhtml")
_MOVING_TYPES = ("video/", "audio/", "application/x-shockwave-flash")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}")
# Publishers forget to say that an Atom text is HTML; these do not occur in prose.
_HTML_SIGN = re.compile(
    r"</(?:p|a|b|i|em|strong|div|span|ul|li|blockquote|figure|h[1-6])>|<(?:br|img|p)[\s/>]", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class RawEntry:
    """What one entry said, before any work on its body.

    Attributes:
        guid: The publisher's identifier as written, "" for none.
        url: Absolute and safe, "" for none.
        title: As published: may hold markup and references unless ``is_title_plain``.
        published: The date as written, "" for none; so ``updated``.
        media: The Media RSS tree, None where the entry has none.
        enclosures: Everything attached, pictures too; addresses absolute and safe.
        image_url: A picture that stands for the whole entry, "" for none.
    """

    guid: str = ""
    url: str = ""
    title: str = ""
    is_title_plain: bool = False
    authors: tuple[str, ...] = ()
    published: str = ""
    updated: str = ""
    body: str = ""
    is_body_plain_text: bool = False
    base_url: str = ""
    media: MediaNode | None = None
    enclosures: tuple[Enclosure, ...] = ()
    image_url: str = ""
    categories: tuple[str, ...] = ()
    language: str = ""

    def fingerprint(self) -> int:
        """Give a signed 64-bit hash of everything the entry said: stable over runs and machines."""
        digest = blake2b(repr(self).encode("utf-8", "surrogatepass"), digest_size=8).digest()
        return int.from_bytes(digest, "big", signed=True)


@dataclass(frozen=True, slots=True)
class RawFeed:
    """What a whole document said; texts as published, addresses absolute and safe.

    Attributes:
        is_complete: False where the document breaks off or was not read to its end.
        ttl_minutes: The publisher's wish for the refresh interval, None where unsaid.
        skip_hours: In GMT, when not to refresh; ``skip_days`` are weekdays, 0 for Monday.
        problem: What is wrong with the document, as the end of a sentence, "" where nothing is.
    """

    title: str = ""
    site_url: str = ""
    description: str = ""
    language: str = ""
    entries: tuple[RawEntry, ...] = ()
    is_complete: bool = True
    ttl_minutes: int | None = None
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class FeedContext:
    """What entries take from their feed. ``url`` is where the document came from."""

    url: str
    is_atom: bool = False
    authors: tuple[str, ...] = ()
    language: str = ""


def read_entry(entry: Mapping[str, Any], context: FeedContext) -> RawEntry:
    """Gather the facts of one entry.

    Args:
        entry: As ``parse_feed`` gives it. Its Media RSS tree is changed: addresses are resolved,
            and a description that serves as the body is taken out.
    """
    guid = _text(entry.get("id")).strip()
    url = choose_link(entry, guid, context.url)
    body, body_type, body_base = _choose_body(entry)
    media = entry.get(MEDIA_KEY)
    if media is not None:
        _resolve_media(media, context.url)
    if not body.strip() and media is not None:
        body, body_type = _take_video_description(media), "text/plain"
    title = _text(entry.get("title"))
    title_type = _text(_mapping(entry.get("title_detail")).get("type"))
    return RawEntry(
        guid=guid,
        url=url,
        title=title,
        # Only Atom lets a publisher say so; in RSS both text and escaped HTML occur.
        is_title_plain=context.is_atom and title_type == "text/plain" and not _HTML_SIGN.search(title),
        authors=read_authors(entry) or context.authors,
        published=_text(entry.get("published") or entry.get("created") or entry.get("updated")),
        updated=_text(entry.get("updated")),
        body=body,
        is_body_plain_text=body_type == "text/plain" and _HTML_SIGN.search(body) is None,
        base_url=body_base if _is_own_base(body_base, context.url) else url or context.url,
        media=media,
        enclosures=_read_enclosures(entry, media, context.url),
        image_url=clean_url(_text(_mapping(entry.get("image")).get("href")), context.url),
        categories=_read_categories(entry),
        language=read_language(_text(entry.get("language"))) or context.language,
    )


def choose_link(entry: Mapping[str, Any], guid: str, base_url: str) -> str:
    """Give the page that an entry (or a feed) belongs to: link, else any alternate, else the guid.

    A guid is no address unless it is an absolute one, whatever ``isPermaLink`` says.
    """
    link = _text(entry.get("link"))
    if link and link != guid and (url := clean_url(link, base_url)):
        return url
    for candidate in _dicts(entry.get("links")):
        is_alternate = candidate.get("rel", "alternate") == "alternate"
        if is_alternate and (url := clean_url(_text(candidate.get("href")), base_url)):
            return url
    return clean_url(guid)


def read_authors(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the names of all authors in order, each once; an address where a name is missing."""
    names = [_text(author.get("name") or author.get("email")) for author in _dicts(entry.get("authors"))]
    if not any(names):
        names = [_text(entry.get("author"))]
    return unique_lines(names)


def read_language(tag: str) -> str:
    """Give a language tag in the form of BCP 47, "" where it is none."""
    tag = tag.strip().replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else ""


def unique_lines(texts: Iterable[str], limit: int = _MAX_CATEGORIES) -> tuple[str, ...]:
    """Clean short texts as titles are and drop empty and repeated ones, keeping the order."""
    lines: dict[str, str] = {}
    for text in texts:
        line = clean_line(read_title(text), _MAX_NAME_CHARS)
        lines.setdefault(line.casefold(), line)
    return tuple(line for line in lines.values() if line)[:limit]


def read_length(value: object) -> int | None:
    """Give a length in bytes, None where the feed says 0 or nonsense."""
    digits = str(value).strip() if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
    is_number = digits.isascii() and digits.isdigit() and len(digits) <= 15
    return int(digits) or None if is_number else None


def _is_own_base(base: str, document_url: str) -> bool:
    # feedparser gives every text a base; it is the entry's own word where it is not the document's,
    # whose file: address it has changed besides.
    return base.startswith(("http://", "https://")) and base != document_url


def _choose_body(entry: Mapping[str, Any]) -> tuple[str, str, str]:
    """Give the body with its type and base: the longest HTML content, else the longest of what is left."""
    summary = {**_mapping(entry.get("summary_detail")), "value": _text(entry.get("summary"))}
    contents = [content for content in _dicts(entry.get("content")) if _is_text(content)]
    # A second description, of an embedded "og" block say, ends up as plain content beside the summary.
    # A summary without a type is feedparser's copy of the content, which has one.
    texts = [summary, *contents] if summary.get("type") else [*contents, summary]
    for candidates in ([content for content in contents if _is_html(content)], texts):
        if fitting := [content for content in candidates if _text(content.get("value")).strip()]:
            return _describe_body(max(fitting, key=lambda content: len(_text(content.get("value")))))
    return _text(entry.get(SIDE_TEXT_KEY)), "text/html", ""


def _describe_body(content: Mapping[str, Any]) -> tuple[str, str, str]:
    return _text(content.get("value")), _text(content.get("type")), _text(content.get("base"))


def _is_html(content: Mapping[str, Any]) -> bool:
    return _text(content.get("type")) in _HTML_TYPES


def _is_text(content: Mapping[str, Any]) -> bool:
    kind = _text(content.get("type"))
    return kind in ("", "text", *_HTML_TYPES) or kind.startswith("text/")


def _resolve_media(node: MediaNode, base_url: str) -> None:
    """Make the addresses in the tree absolute and safe; what is neither becomes ""."""
    if "url" in node.attributes:
        node.attributes["url"] = clean_url(node.attributes["url"], base_url)
    for child in node.children:
        _resolve_media(child, base_url)


def _take_video_description(media: MediaNode) -> str:
    """Take the description of a video out of the tree: it is the entry's text, not a caption."""
    for node in (media, *media.children):
        is_moving = any(
            child.attributes.get("medium") in ("video", "audio")
            or child.attributes.get("type", "").startswith(_MOVING_TYPES)
            for child in node.children
        )
        if is_moving and node.descriptions:
            text = node.descriptions[0].text
            node.descriptions = []
            return text
    return ""


def _read_enclosures(
    entry: Mapping[str, Any], media: MediaNode | None, base_url: str
) -> tuple[Enclosure, ...]:
    attached = [link for link in _dicts(entry.get("links")) if link.get("rel") == "enclosure"]
    if media is not None:
        attached += _moving_contents(media)
    enclosures: dict[str, Enclosure] = {}
    for link in attached[:_MAX_ENCLOSURES]:
        url = clean_url(_text(link.get("href") or link.get("url")), base_url)
        kind = clean_line(_text(link.get("type")), _MAX_NAME_CHARS).lower()
        length = read_length(link.get("length") or link.get("filesize"))
        enclosures.setdefault(url, Enclosure(url, kind, length))
    enclosures.pop("", None)
    return tuple(enclosures.values())


def _moving_contents(node: MediaNode) -> list[dict[str, str]]:
    """Give the attributes of sound and video in the tree: a reader may want to open them."""
    found = [
        child.attributes
        for child in node.children
        if child.kind == "content" and child.attributes.get("type", "").startswith(("video/", "audio/"))
    ]
    for child in node.children:
        if child.kind == "group":
            found += _moving_contents(child)
    return found


def _read_categories(entry: Mapping[str, Any]) -> tuple[str, ...]:
    return unique_lines(_text(tag.get("label") or tag.get("term")) for tag in _dicts(entry.get("tags")))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _dicts(value: object) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
