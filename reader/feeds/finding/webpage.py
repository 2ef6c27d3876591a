"""A web page -> an article to be read later. Pure: whoever calls it has fetched the page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from reader.feeds.articles import build_article, identify
from reader.feeds.bodies.depth import limit_depth
from reader.feeds.documents.charset import decode
from reader.feeds.entries import RawEntry
from reader.text import clean_line, clean_url
from storage.model import ArticleData

_MAX_PAGE_BYTES = 4 * 1024 * 1024
_HTML_TYPES = {"", "text/html", "application/xhtml+xml", "application/xml", "text/xml"}
# The text stands in the first of these that holds most of the page's paragraphs.
_PLACES = ("[itemprop=articleBody]", "article", "main", "[role=main]")
_FURNITURE = "nav, aside, footer, form, script, style, noscript, template, dialog, button"
_ENOUGH = 0.5
"""Share of the page's text in paragraphs that makes a place the article's: the rest are teasers."""


def read_page(page: bytes, url: str, content_type: str, now: datetime) -> ArticleData:
    """The article of a page: its headline, byline, date, text and pictures, as far as it says them.

    What is neither HTML nor text gives an article with an address and no text.

    Args:
        url: Where the page came from in the end; it becomes the article's guid.
        content_type: The Content-Type header, "" where there was none.
    """
    kind = content_type.partition(";")[0].strip().lower()
    if kind in _HTML_TYPES:
        entry = _read_html(decode(page[:_MAX_PAGE_BYTES], content_type), url)
    elif kind.startswith("text/"):
        text = decode(page[:_MAX_PAGE_BYTES], content_type)
        entry = RawEntry(guid=url, url=url, title=_name_of(url), body=text, is_body_plain_text=True)
    else:
        entry = RawEntry(guid=url, url=url, title=_name_of(url), body=kind, is_body_plain_text=True)
    (identified,) = identify([entry])
    return build_article(identified, now)


def _read_html(html: str, url: str) -> RawEntry:
    tree = LexborHTMLParser(limit_depth(html.replace("\0", "")))
    base = tree.css_first("base[href]")
    base_url = clean_url(_attribute(base, "href"), url) or url
    titles = (_meta(tree, "og:title"), _text(tree.css_first("h1")), _text(tree.css_first("title")))
    published = _meta(tree, "article:published_time") or _attribute(
        tree.css_first("time[datetime]"), "datetime"
    )
    author = clean_line(_meta(tree, "author"))
    body = _main_part(tree)
    return RawEntry(
        guid=url,
        url=url,
        title=next((title for title in titles if title.strip()), "") or _name_of(url),
        is_title_plain=True,
        authors=(author,) if author and "://" not in author else (),
        published=published,
        body=body,
        base_url=base_url,
        image_url=clean_url(_meta(tree, "og:image"), base_url) if "<img" not in body else "",
    )


def _main_part(tree: LexborHTMLParser) -> str:
    """The HTML in which the text stands, without what stands around it on every page."""
    for node in tree.css(_FURNITURE):
        node.decompose()
    body = tree.body
    if body is None:
        return ""
    wanted = _paragraph_chars(body) * _ENOUGH
    for place in _PLACES:
        best = max(tree.css(place), key=_paragraph_chars, default=None)
        if best is not None and _paragraph_chars(best) >= max(wanted, 1):
            return _without_headline(best)
    return _without_headline(body)


def _without_headline(node: LexborNode) -> str:
    headline = node.css_first("h1")
    if headline is not None:
        headline.decompose()
    return node.html or ""


def _paragraph_chars(node: LexborNode) -> int:
    return sum(len(paragraph.text()) for paragraph in node.css("p, pre, blockquote"))


def _meta(tree: LexborHTMLParser, name: str) -> str:
    return next((value for value in _metas(tree, name) if value), "")


def _metas(tree: LexborHTMLParser, name: str) -> Iterator[str]:
    for key in ("property", "name"):
        for node in tree.css(f'meta[{key}="{name}"]'):
            yield _attribute(node, "content").strip()


def _attribute(node: LexborNode | None, name: str) -> str:
    return (node.attributes.get(name) or "") if node is not None else ""


def _text(node: LexborNode | None) -> str:
    return clean_line(node.text()) if node is not None else ""


def _name_of(url: str) -> str:
    """The file's name, else the host's."""
    parts = urlsplit(url)
    return clean_line(unquote(PurePosixPath(parts.path).name)) or parts.netloc or url
