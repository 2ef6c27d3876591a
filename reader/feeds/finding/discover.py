"""A web page -> the feeds it announces. Pure: whoever calls it has fetched the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from reader.feeds.documents.charset import decode
from reader.text import clean_line, clean_url

MAX_CANDIDATES = 32
"""Feeds given of one page: a forum announces one for every board."""

_MAX_PAGE_BYTES = 4 * 1024 * 1024
_FEED_TYPES = {
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
    "application/rss",
    "application/atom",
    "text/rss+xml",
    "text/rss",
    "text/atom+xml",
}
# Types that also mean other things: believed where the address speaks of a feed.
_VAGUE_TYPES = {"application/json", "application/xml", "text/xml"}
_FEED_WORDS = ("feed", "rss", "atom")
_FEED_ENDINGS = (
    "/feed",
    "/rss",
    "/atom",
    ".rss",
    ".atom",
    "/feed.xml",
    "/rss.xml",
    "/atom.xml",
    "/index.xml",
    "/feed.json",
    "/index.rdf",
)
_COMMENTS = re.compile(r"comments?(?![a-z])", re.IGNORECASE)  # "commentary" is written by the desk itself


@dataclass(frozen=True, slots=True)
class FeedCandidate:
    """A feed that a page announces. ``type`` is a MIME type, "" where the page names none."""

    url: str
    title: str = ""
    type: str = ""


def discover_feeds(page: bytes, url: str, content_type: str = "") -> tuple[FeedCandidate, ...]:
    """Find the feeds of a web page, the most likely first.

    Announced feeds come in the page's order, those of comments last. A page that announces none
    gives the links whose address looks like a feed's.

    Args:
        url: Where the page really came from: relative addresses are resolved against it.
        content_type: The Content-Type header, for the page's encoding.
    """
    tree = LexborHTMLParser(decode(page[:_MAX_PAGE_BYTES], content_type).replace("\0", ""))
    base_node = tree.css_first("base[href]")
    base_url = clean_url(_attribute(base_node, "href"), url) if base_node is not None else ""
    found: dict[str, FeedCandidate] = {}
    for candidate in _announced(tree, base_url or url):
        found.setdefault(candidate.url, candidate)
    if not found:
        for candidate in _linked(tree, base_url or url):
            found.setdefault(candidate.url, candidate)
    return tuple(sorted(found.values(), key=_is_about_comments)[:MAX_CANDIDATES])


def _announced(tree: LexborHTMLParser, base_url: str) -> Iterator[FeedCandidate]:
    for node in tree.css("link[rel][href]"):
        relations = _attribute(node, "rel").lower().split()
        kind = _attribute(node, "type").partition(";")[0].strip().lower()
        address = _address(node)
        is_feed = kind in _FEED_TYPES or (kind in _VAGUE_TYPES and _speaks_of_feed(address))
        is_announced = ("alternate" in relations and is_feed) or "feed" in relations
        if is_announced and (url := clean_url(address, base_url)):
            yield FeedCandidate(url, clean_line(_attribute(node, "title")), kind)


def _linked(tree: LexborHTMLParser, base_url: str) -> Iterator[FeedCandidate]:
    for node in tree.css("a[href]"):
        url = clean_url(_address(node), base_url)
        if url and urlsplit(url).path.rstrip("/").lower().endswith(_FEED_ENDINGS):
            yield FeedCandidate(url, clean_line(node.text()))


def _speaks_of_feed(address: str) -> bool:
    return any(word in address.lower() for word in _FEED_WORDS)


def _is_about_comments(candidate: FeedCandidate) -> bool:
    return _COMMENTS.search(f"{candidate.title} {candidate.url}") is not None


def _address(node: LexborNode) -> str:
    """Give the address without the "feed:" that some write before it (feed:https://…, feed://…)."""
    return _attribute(node, "href").strip().removeprefix("feed:")


def _attribute(node: LexborNode, name: str) -> str:
    return node.attributes.get(name) or ""
