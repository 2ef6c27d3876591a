"""JSON Feed 1.0 and 1.1 -> the same raw entries as XML gives (feedparser 6 reads none).

Nothing is believed about types: a field of the wrong type counts as missing. Reference:
https://www.jsonfeed.org/version/1.1/
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from reader.errors import ParseProblem
from reader.feeds.documents.medianode import MediaNode, MediaText
from reader.feeds.entries import RawEntry, RawFeed, read_language, read_length, unique_lines
from reader.text import clean_line, clean_url
from storage.model import Enclosure

_VERSION_MARK = "jsonfeed.org/version/"
_MAX_ATTACHMENTS = 64
_MAX_DETAIL_CHARS = 100


class _Number(str):
    """A number as written: one of 5,000 digits is refused by int(), and an id may be a number."""

    __slots__ = ()


def parse_json_feed(text: str, *, base_url: str, max_entries: int) -> RawFeed | tuple[ParseProblem, str]:
    """Read a JSON Feed, or say with a detail why the document is none.

    Args:
        base_url: Where the document came from; relative addresses are resolved against it.
        max_entries: Items after these are not read.
    """
    try:
        document = json.loads(
            text, strict=False, parse_int=_Number, parse_float=_Number, parse_constant=_Number
        )
    except RecursionError:
        return ParseProblem.TOO_COMPLEX, "nested too deeply"
    except ValueError as error:
        return ParseProblem.MALFORMED, f"JSON: {str(error)[:_MAX_DETAIL_CHARS]}"
    is_feed = isinstance(document, dict) and (
        _VERSION_MARK in _text(document, "version") or isinstance(document.get("items"), list)
    )
    if not is_feed:
        return ParseProblem.NOT_A_FEED, "JSON of another kind"
    items = _dicts(document.get("items"))
    language = read_language(_text(document, "language"))
    authors = _read_authors(document)
    return RawFeed(
        title=_text(document, "title"),
        site_url=_address(document, "home_page_url", base_url),
        description=_text(document, "description"),
        language=language,
        entries=tuple(_read_item(item, base_url, authors, language) for item in items[:max_entries]),
        is_complete=len(items) <= max_entries,
        problem=f"it has more than {max_entries} items" if len(items) > max_entries else "",
    )


def _read_item(item: dict[str, Any], base_url: str, feed_authors: Sequence[str], language: str) -> RawEntry:
    url = _address(item, "url", base_url) or _address(item, "external_url", base_url)
    guid = _text(item, "id").strip()
    html_body = _text(item, "content_html")
    published = _text(item, "date_published")
    enclosures, media = _read_attachments(item, base_url)
    return RawEntry(
        guid=guid,
        url=url or clean_url(guid),
        title=_text(item, "title"),
        is_title_plain=True,
        authors=_read_authors(item) or tuple(feed_authors),
        published=published or _text(item, "date_modified"),
        updated=_text(item, "date_modified"),
        body=html_body if html_body.strip() else _text(item, "content_text") or _text(item, "summary"),
        is_body_plain_text=not html_body.strip(),
        base_url=url or base_url,
        media=media,
        enclosures=enclosures,
        image_url=_address(item, "image", base_url),
        categories=unique_lines(_strings(item.get("tags"))),
        language=read_language(_text(item, "language")) or language,
    )


def _read_authors(holder: dict[str, Any]) -> tuple[str, ...]:
    """Give the names: 1.1 has a list, 1.0 one object; some write a bare name."""
    single = holder.get("author")
    authors = _dicts(holder.get("authors")) or [single if isinstance(single, dict) else {"name": single}]
    return unique_lines(_text(author, "name") or _text(author, "url") for author in authors)


def _read_attachments(item: dict[str, Any], base_url: str) -> tuple[tuple[Enclosure, ...], MediaNode | None]:
    """Give the attached files, and the pictures that have a title (their caption) as a media tree."""
    root = MediaNode("item")
    files: dict[str, Enclosure] = {}
    for attachment in _dicts(item.get("attachments"))[:_MAX_ATTACHMENTS]:
        url = _address(attachment, "url", base_url)
        kind = clean_line(_text(attachment, "mime_type"), _MAX_DETAIL_CHARS).lower()
        title = _text(attachment, "title")
        if not url:
            continue
        if kind.startswith("image/"):
            node = MediaNode("content", {"url": url, "type": kind, "medium": "image"})
            node.descriptions += [MediaText(title, "plain")] if title else []
            root.children.append(node)
        files.setdefault(url, Enclosure(url, kind, read_length(_text(attachment, "size_in_bytes"))))
    banner_url = _address(item, "banner_image", base_url)
    if banner_url:
        root.children.append(MediaNode("content", {"url": banner_url, "medium": "image"}))
    return tuple(files.values()), root if root.children else None


def _text(holder: dict[str, Any], key: str) -> str:
    value = holder.get(key)
    return str(value) if isinstance(value, str) else ""


def _address(holder: dict[str, Any], key: str, base_url: str) -> str:
    return "" if isinstance(holder.get(key), _Number) else clean_url(_text(holder, key), base_url)


def _dicts(value: object) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _strings(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
