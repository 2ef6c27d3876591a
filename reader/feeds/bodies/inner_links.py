"""Links that lead to a place in their own article: to a note and back, to a heading.

The names of these places are the publisher's, and hostile. They are compared here and go no further: what
leaves are numbers, which spans and blocks carry as their ``anchor``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Protocol
from urllib.parse import quote, unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from reader.text import clean_url

MAX_TARGETS = 1_000
"""Names that are looked for in one article: five hundred notes, each with its way back."""

MAX_NAME_CHARS = 200

_CAMPAIGN = re.compile(r"[?&]utm_[^&]*")


class _Marker(Protocol):
    """Gives the next text it is handed an anchor, 0 for none."""

    anchor: int


class InnerLinks:
    """Tells the links of a body, and numbers the places that those within it lead to.

    Attributes:
        base_url: What relative addresses are resolved against, "" refuses them.
        has_targets: Whether any link leads to a name in the article, met or not.
    """

    def __init__(self, base_url: str, page_url: str = "") -> None:
        self.base_url = base_url
        self.has_targets = False
        self._page_url = page_url or base_url
        self._pages: set[str] = set()
        self._wanted: set[str] = set()
        self._numbers: dict[str, int] = {}
        self._names: dict[str, str] = {}
        self._last_number = 0

    def look_for(self, tree: LexborHTMLParser) -> None:
        """Gather the names that links lead to, before their places are met: most articles need none of it."""
        self._pages = {_page(url) for url in (self.base_url, self._page_url) if url}
        for node in tree.css('a[href*="#"]'):
            if name := self._name(node.attributes.get("href") or ""):
                self._wanted.update((name, unquote(name)))
                if len(self._wanted) >= MAX_TARGETS:
                    break
        self.has_targets = bool(self._wanted)

    def url(self, href: str) -> str:
        """The address that a link leads to, "" where it is none.

        A place in the article stands under the address of the article's page.
        """
        if "#" not in href:
            return clean_url(href, self.base_url)
        href = href.strip()
        name = self._name(href)
        if not name:
            return clean_url(href, self.base_url) if href[:1] != "#" else ""
        url = clean_url(href, self._page_url if href[0] == "#" else self.base_url)
        url = url or f"#{quote(name, safe='')}"
        self._names.setdefault(url, name)
        return url

    def is_inner(self, url: str) -> bool:
        """Whether an address that ``url`` gave is that of a place in the article, be it met or not."""
        return url in self._names

    def meet(self, attributes: Mapping[str, str | None], marker: _Marker) -> None:
        """Number the place of an element, if a link leads there; names on one text share a number."""
        for name in (attributes.get("id"), attributes.get("name")):
            if name and name in self._wanted and name not in self._numbers:
                if not marker.anchor:
                    self._last_number += 1
                    marker.anchor = self._last_number
                self._numbers[name] = marker.anchor

    def meet_all(self, node: LexborNode, marker: _Marker) -> None:
        """Number the places in an element that is read as one."""
        if self.has_targets:
            for element in node.css("[id]"):
                self.meet(element.attributes, marker)

    def jumps(self, kept_anchors: Collection[int]) -> dict[str, int]:
        """The addresses that lead to one of the anchors, with its number."""
        found: dict[str, int] = {}
        for url, name in self._names.items():
            number = self._numbers.get(name) or self._numbers.get(unquote(name)) or 0
            if number in kept_anchors:
                found[url] = number
        return found

    def _name(self, href: str) -> str:
        """The name of a place in this article that a link leads to, "" where it leads elsewhere."""
        page, _, name = href.strip().partition("#")
        if not name or len(name) > MAX_NAME_CHARS:
            return ""
        if not page:
            return name
        url = clean_url(page, self.base_url)
        return name if url and _page(url) in self._pages else ""


def _page(url: str) -> str:
    """An address without what may differ though the page is the same."""
    address = _CAMPAIGN.sub("", url.partition("#")[0]).partition("://")[2]
    return address.removeprefix("www.").rstrip("/")
