"""Our Media RSS handler, a mixin that stands in front of feedparser's parsers.

feedparser takes ``media:description`` for the item's description, so that a caption becomes the
body, and it forgets which credit belongs to which picture (its issue 53). These handlers keep
the elements as a tree of ``MediaNode`` per item instead, and leave the item's own title, summary
and content alone, whatever the order of the elements.

feedparser calls ``_start_<prefix>_<name>(attributes)`` and ``_end_<prefix>_<name>()`` by name;
``push`` and ``pop`` gather the text between. Reference: Media RSS 1.5.1.
"""

from __future__ import annotations

from typing import Any, Protocol

from reader.feeds.documents.medianode import MediaNode, MediaText

MEDIA_KEY = "cutline_media"
"""Key of an entry under which its tree is kept; feedparser uses no such name."""

# An item with 50,000 pictures is an attack; the largest real gallery seen has 89.
_MAX_NODES = 256
_MAX_TEXTS = 64

_TEXT_KEY = "cutline_text"


class _Host(Protocol):
    """What of feedparser's mixin these handlers use."""

    entries: list[dict[str, Any]]
    inentry: int
    insource: int

    def push(self, element: str, expecting_text: int) -> None: ...
    def pop(self, element: str, strip_whitespace: int = 1) -> str | None: ...


class MediaRssMixin:
    """Handlers for the elements of the media namespace; put it before feedparser's mixin."""

    _media_open: list[MediaNode]
    _media_entry: dict[str, Any] | None = None
    _media_node_count = 0
    _media_text: tuple[str, dict[str, str]] | None = None

    def _start_media_group(self: Any, attributes: dict[str, str]) -> None:
        self._open_media_node("group", attributes)

    def _end_media_group(self: Any) -> None:
        self._close_media_node("group")

    def _start_media_content(self: Any, attributes: dict[str, str]) -> None:
        self._open_media_node("content", attributes)

    def _end_media_content(self: Any) -> None:
        self._close_media_node("content")

    def _start_media_thumbnail(self: Any, attributes: dict[str, str]) -> None:
        self._open_media_node("thumbnail", attributes)
        self.push(_TEXT_KEY, 0)

    def _end_media_thumbnail(self: Any) -> None:
        address = self.pop(_TEXT_KEY)
        if address and self._media_open and self._media_open[-1].kind == "thumbnail":
            # Some feeds write the address as the element's text.
            self._media_open[-1].attributes.setdefault("url", self.read_text(address))
        self._close_media_node("thumbnail")

    def _start_media_title(self: Any, attributes: dict[str, str]) -> None:
        self._open_media_text("titles", attributes)

    def _start_media_description(self: Any, attributes: dict[str, str]) -> None:
        self._open_media_text("descriptions", attributes)

    def _start_media_text(self: Any, attributes: dict[str, str]) -> None:
        self._open_media_text("texts", attributes)

    def _start_media_credit(self: Any, attributes: dict[str, str]) -> None:
        self._open_media_text("credits", attributes)

    def _start_media_copyright(self: Any, attributes: dict[str, str]) -> None:
        self._open_media_text("copyrights", attributes)

    def _end_media_text(self: Any) -> None:
        self._close_media_text()

    _end_media_title = _end_media_text
    _end_media_description = _end_media_text
    _end_media_credit = _end_media_text
    _end_media_copyright = _end_media_text

    def _start_media_rating(self: Any, attributes: dict[str, str]) -> None:
        """Swallow an element that says nothing about pictures and that feedparser may fail on."""
        self.push(_TEXT_KEY, 0)

    def _end_media_rating(self: Any) -> None:
        self.pop(_TEXT_KEY)

    _start_media_restriction = _start_media_rating
    _end_media_restriction = _end_media_rating
    _start_media_license = _start_media_rating
    _end_media_license = _end_media_rating
    _start_media_player = _start_media_rating
    _end_media_player = _end_media_rating

    def _open_media_node(self: Any, kind: str, attributes: dict[str, str]) -> None:
        parent = _open_nodes(self)[-1]
        node = MediaNode(kind, {name.rpartition(":")[2]: text for name, text in attributes.items()})
        self._media_node_count += 1
        if self._media_node_count <= _MAX_NODES:
            parent.children.append(node)
        self._media_open.append(node)

    def _close_media_node(self: Any, kind: str) -> None:
        open_nodes = _open_nodes(self)
        # A malformed document may leave inner elements open: they end with the outer one.
        for depth in range(len(open_nodes) - 1, 0, -1):
            if open_nodes[depth].kind == kind:
                del open_nodes[depth:]
                return

    def _open_media_text(self: Any, place: str, attributes: dict[str, str]) -> None:
        self._media_text = (place, attributes)
        self.push(_TEXT_KEY, 0)

    def _close_media_text(self: Any) -> None:
        text = self.pop(_TEXT_KEY)
        opened, self._media_text = self._media_text, None
        if not text or opened is None:
            return
        place, attributes = opened
        texts: list[MediaText] = getattr(_open_nodes(self)[-1], place)
        if len(texts) < _MAX_TEXTS:
            kind, role = attributes.get("type", ""), attributes.get("role", "")
            texts.append(MediaText(self.read_text(text), kind, role))


def _open_nodes(parser: Any) -> list[MediaNode]:
    """Give the open nodes, outermost (the item) first; outside any item a tree that nobody reads."""
    host: _Host = parser
    entry = host.entries[-1] if host.inentry and not host.insource and host.entries else None
    if entry is not parser._media_entry or not getattr(parser, "_media_open", None):
        item = MediaNode("item")
        parser._media_entry = entry
        parser._media_open = [item]
        parser._media_node_count = 0
        if entry is not None:
            entry[MEDIA_KEY] = item
    open_nodes: list[MediaNode] = parser._media_open
    return open_nodes
