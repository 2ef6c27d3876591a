"""``<table>`` elements -> tables of data; tables that only lay a page out are told apart."""

from __future__ import annotations

from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from reader.feeds.bodies.blocks import Cell, Table
from reader.feeds.bodies.inline import read_spans
from reader.feeds.bodies.inner_links import InnerLinks
from reader.feeds.bodies.subtree import iterate_subtree, read_text
from reader.feeds.pictures.drafts import PictureDraft
from reader.feeds.pictures.images import read_image

MAX_ROWS = 400
"""Rows of one block; a longer table goes on in a next one, so that a renderer measures few at a time."""

_MAX_COLUMN_SPAN = 20
_LAYOUT_TAGS = frozenset({"table", "figure"})
_IMAGE_TAGS = frozenset({"img", "amp-img"})
_BLOCK_TAGS = frozenset("p div ul ol h1 h2 h3 h4 h5 h6 blockquote pre".split())


@dataclass(slots=True)
class _Place:
    """Where a row begins, for the links that lead there."""

    anchor: int = 0


def read_tables(node: LexborNode, links: InnerLinks) -> list[Table] | None:
    """Give the data of a table element; None where it is a layout and has to be read as what it holds."""
    elements: list[LexborNode] = []
    for element in iterate_subtree(node):
        # Tables within tables are not walked through once a level; flags in a row are no pictures.
        if element.tag in _LAYOUT_TAGS:
            return None
        if element.tag in _IMAGE_TAGS and isinstance(read_image(element, links.base_url), PictureDraft):
            return None
        elements.append(element)
    rows = [element for element in elements if element.tag == "tr"]
    if not rows or _is_layout(elements, len(rows)):
        return None
    caption_node = node.css_first("caption")
    caption = read_text(caption_node) if caption_node is not None else ""
    cells = [row_cells for row in rows if (row_cells := _read_row(row, links))]
    if not cells or max(len(row) for row in cells) < 2:
        return None
    chunks = [tuple(cells[start : start + MAX_ROWS]) for start in range(0, len(cells), MAX_ROWS)]
    return [Table(chunk, caption if index == 0 else "") for index, chunk in enumerate(chunks)]


def _is_layout(elements: list[LexborNode], row_count: int) -> bool:
    if row_count > 2:
        return False
    tags = {element.tag for element in elements}
    return bool(tags & _BLOCK_TAGS) and "th" not in tags


def _read_row(row: LexborNode, links: InnerLinks) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    place = _Place()
    if links.has_targets:
        links.meet(row.attributes, place)
    child = row.first_child
    while child is not None:
        if child.tag in ("td", "th"):
            span = child.attributes.get("colspan") or ""
            column_span = min(int(span), _MAX_COLUMN_SPAN) if span.isascii() and span.isdigit() else 1
            spans = read_spans(child, links, 0 if cells else place.anchor)
            cells.append(Cell(spans, child.tag == "th", max(column_span, 1)))
        child = child.next
    return tuple(cells) if any(cell.spans for cell in cells) else ()
