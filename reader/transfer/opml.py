"""OPML: lists of feeds with their folders, from and for other readers.

Exports in the wild are malformed, in odd encodings, with attributes in any case; and an XML parser
can be killed by one. So the outlines are read by a scanner of our own, which needs no well-formed
document and keeps nothing but what it looks for.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import quoteattr

from reader.feeds.documents.charset import decode
from reader.text import clean_line, clean_url
from storage.model import Feed

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_OUTLINE = re.compile(
    r"<(?P<end>/?)(?:[\w.-]{1,40}:)?outline\b(?P<attributes>(?:[^<>\"']|\"[^\"]{0,9000}\"|'[^']{0,9000}')*?)(?P<empty>/?)>",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_MAX_DEPTH = 40
_NO_ADDRESS = "this is no address that can be fetched"
_LISTS_STAY = "this is another list of feeds: import that by itself"


@dataclass(frozen=True, slots=True)
class OpmlFeed:
    """A feed of a list: ``folder`` is "/"-separated, "" for none; ``title`` "" where it has none."""

    url: str
    title: str = ""
    folder: str = ""


@dataclass(frozen=True, slots=True)
class OpmlList:
    """What a list holds.

    Attributes:
        feeds: In its order, each address once, in the first of its folders.
        refused: What else was named as a feed or a list, as it was written, each with the reason.
    """

    feeds: tuple[OpmlFeed, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()


def read_opml(document: bytes) -> OpmlList:
    """What a list names; nothing for a document without outlines."""
    text = _COMMENT.sub("", decode(document, ""))
    feeds: dict[str, OpmlFeed] = {}
    refused: dict[str, str] = {}
    # Folder names around the current place; None for an outline that is a feed and closes later.
    around: list[str | None] = []
    for match in _OUTLINE.finditer(text):
        if match["end"]:
            if around:
                around.pop()
            continue
        attributes = _read_attributes(match["attributes"])
        written = (attributes.get("xmlurl") or attributes.get("url", "")).strip()
        is_list = attributes.get("type", "").lower() == "include"
        url = "" if is_list else clean_url(written)
        title = clean_line(attributes.get("text") or attributes.get("title", ""))
        if url:
            folder = "/".join(part for part in around if part)
            feeds.setdefault(url, OpmlFeed(url, title, folder or _first_category(attributes)))
        elif written:
            refused.setdefault(clean_line(written), _LISTS_STAY if is_list else _NO_ADDRESS)
        if not match["empty"]:
            name = None if url or len(around) >= _MAX_DEPTH else title.replace("/", "∕")
            around.append(name)
    return OpmlList(tuple(feeds.values()), tuple(refused.items()))


def write_opml(feeds: Iterable[Feed], now: datetime) -> str:
    """An OPML 2.0 document with nested folders.

    Addresses keep what they hold, user names and passwords included: they are left out by
    whoever calls this where the document is not for the person alone.
    """
    ordered = sorted(feeds, key=lambda feed: [part.casefold() for part in feed.folder.split("/")])
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        f"  <head><title>Cutline</title><dateCreated>{format_datetime(now)}</dateCreated></head>",
        "  <body>",
        *_body_lines(ordered),
        "  </body>",
        "</opml>",
    ]
    return "\n".join(lines) + "\n"


def _body_lines(feeds: Iterable[Feed]) -> Iterator[str]:
    around: list[str] = []
    for feed in feeds:
        parts = [part for part in feed.folder.split("/") if part]
        shared = 0
        while shared < min(len(parts), len(around)) and parts[shared] == around[shared]:
            shared += 1
        for depth in range(len(around), shared, -1):
            yield f"{'  ' * (depth + 1)}</outline>"
        for depth in range(shared, len(parts)):
            yield f"{'  ' * (depth + 2)}<outline text={quoteattr(parts[depth])}>"
        around = parts
        yield f"{'  ' * (len(parts) + 2)}{_feed_line(feed)}"
    for depth in range(len(around), 0, -1):
        yield f"{'  ' * (depth + 1)}</outline>"


def _feed_line(feed: Feed) -> str:
    site = f" htmlUrl={quoteattr(feed.site_url)}" if feed.site_url else ""
    title = quoteattr(feed.title)
    return f'<outline type="rss" text={title} title={title} xmlUrl={quoteattr(feed.url)}{site}/>'


def _read_attributes(text: str) -> dict[str, str]:
    return {
        name.lower(): html.unescape(double or single) for name, double, single in _ATTRIBUTE.findall(text)
    }


def _first_category(attributes: dict[str, str]) -> str:
    """The first path of a ``category`` attribute, which lists take for folders ("/World/Asia")."""
    first = attributes.get("category", "").partition(",")[0]
    return clean_line(first).strip("/") if first.startswith("/") else ""
