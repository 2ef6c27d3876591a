"""``<img>`` elements -> drafts of pictures: the right address, the size, and what is no picture at all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urljoin

from selectolax.lexbor import LexborNode

from reader.feeds.pictures.drafts import PictureDraft
from reader.text import clean_line, clean_url
from storage.model import PictureSource

MAX_WIDTH = 1_280
"""Pixels: the widest rendition worth keeping of those on offer."""

_MAX_CAPTION_CHARS = 2_000
_LARGEST_INLINE_PIXELS = 32
_LARGEST_TRACKER_PIXELS = 3
_ADDRESS_ATTRIBUTES = (
    "data-src", "data-lazy-src", "data-original", "data-lsrc", "data-cfsrc", "data-orig-file",
    "data-large-file",
)  # fmt: skip
_SRCSET_ATTRIBUTES = ("data-srcset", "data-lazy-srcset", "srcset")
_CAPTION_ATTRIBUTES = ("data-caption", "data-image-caption", "data-image-description")
_CANDIDATE = re.compile(r"(\S+?)(?:\s+(\d+(?:\.\d+)?)([wx]))?\s*(?:,\s+|,$|$)")
_PIXELS = re.compile(r"\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*$")
_TAG = re.compile(r"<[^<>]*>")
_TRACKER = re.compile(
    r"/(?:(?:\w[\w-]{0,40}-)?pixel|spacer|blank|transparent|clear|1x1|tracking|empty|px|dot|trans|b|grey-placeholder)\.(?:gif|png)(?:[?#]|$)"
    r"|//(?:feeds\.feedburner\.com/~|feedads\.|ad\.doubleclick\.|pixel\.|stats\.wordpress\.com|pi\.feedsportal\.|www\.google-analytics\.)"
    r"|//[^/]*/(?:pixel|beacon|track(?:ing)?)(?:[/?]|$)|feedburner\.com/~r/|gravatar\.com/avatar/",
    re.IGNORECASE,
)
_EMOJI_CLASS = re.compile(r"\b(?:emoji|wp-smiley|smiley)\b", re.IGNORECASE)
_ICON_CLASS = re.compile(r"(?:^|[\s_-])(?:avatar|icon|gravatar)(?:$|[\s_-])", re.IGNORECASE)


def read_image(node: LexborNode, base_url: str) -> PictureDraft | str | None:
    """Give the picture that an element is; its alt text where it is a sign in a line; None for nothing."""
    attributes = node.attributes
    classes = attributes.get("class") or ""
    alt = clean_line(attributes.get("alt") or "", _MAX_CAPTION_CHARS)
    if _EMOJI_CLASS.search(classes):
        return alt or None
    if _ICON_CLASS.search(classes):
        return None
    url, rendition_width = _choose_address(node, attributes, base_url)
    width, height = read_pixels(attributes.get("width")), read_pixels(attributes.get("height"))
    sides = [side for side in (width, height) if side is not None]
    if not url or is_no_picture(url) or (sides and min(sides) <= _LARGEST_TRACKER_PIXELS):
        return None
    if len(sides) == 2 and max(sides) <= _LARGEST_INLINE_PIXELS:
        return alt or None
    return PictureDraft(
        url=url,
        alt=alt,
        title=clean_line(attributes.get("title") or "", _MAX_CAPTION_CHARS),
        caption=_first_text(attributes, _CAPTION_ATTRIBUTES),
        credit=_first_text(attributes, ("data-credit",)),
        width=width if width is not None else rendition_width,
        height=height,
        source=PictureSource.BODY,
    )


def is_no_picture(url: str) -> bool:
    """Whether an address is that of a tracker, a spacer or the portrait of who wrote the text."""
    return _TRACKER.search(url) is not None


def read_pixels(text: str | None) -> int | None:
    """Give a length in pixels, None where there is none or it is relative."""
    match = _PIXELS.match(text) if text else None
    return int(match.group(1)) if match is not None else None


def choose_rendition(srcset: str) -> tuple[str, int | None]:
    """Give the widest address of a srcset up to ``MAX_WIDTH``, else the narrowest, with its width if said."""
    best: tuple[tuple[bool, float], str, int | None] | None = None
    for match in _CANDIDATE.finditer(srcset[:20_000]):
        address, size, unit = match.groups()
        if not address or address.startswith("data:"):
            continue
        pixels = float(size) * (1 if unit == "w" else 640) if size else 640.0
        fits = pixels <= MAX_WIDTH
        rank = (fits, pixels if fits else -pixels)
        if best is None or rank > best[0]:
            best = (rank, address, int(float(size)) if size and unit == "w" else None)
    return (best[1], best[2]) if best is not None else ("", None)


def _choose_address(
    node: LexborNode, attributes: Mapping[str, str | None], base_url: str
) -> tuple[str, int | None]:
    for name in _ADDRESS_ATTRIBUTES:
        address = attributes.get(name)
        if address and (url := _resolve(address, base_url)):
            return url, None
    srcsets = [attributes.get(name) for name in _SRCSET_ATTRIBUTES] + _source_srcsets(node)
    for srcset in srcsets:
        if srcset:
            address, width = choose_rendition(srcset)
            if url := _resolve(address, base_url):
                return url, width
    return _resolve(attributes.get("src") or "", base_url), None


def _source_srcsets(node: LexborNode) -> list[str | None]:
    """Give the srcsets of the ``<source>`` elements beside an image in a ``<picture>``."""
    parent = node.parent
    if parent is None or parent.tag != "picture":
        return []
    found: list[str | None] = []
    child = parent.first_child
    while child is not None:
        if child.tag == "source":
            found += [child.attributes.get("srcset"), child.attributes.get("data-srcset")]
        child = child.next
    return found


def _resolve(address: str, base_url: str) -> str:
    address = address.strip()
    if not address or address[:5].lower() == "data:":
        return ""
    return (
        clean_url(address, base_url)
        if base_url or "://" in address[:10]
        else clean_url(urljoin("https:", address))
    )


def _first_text(attributes: Mapping[str, str | None], names: tuple[str, ...]) -> str:
    for name in names:
        value = attributes.get(name)
        if value and (text := clean_line(_TAG.sub(" ", value), _MAX_CAPTION_CHARS)):
            return text
    return ""
