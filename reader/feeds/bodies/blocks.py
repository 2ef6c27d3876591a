"""Blocks: what an article's body becomes, for the article view and for plain text.

Standard library only. Blocks nest (a quote holds paragraphs, a list holds items); no nesting
is deeper than the builder's limit, so that a renderer may walk them with an explicit stack.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from reader.feeds.emphasis import Emphasis
from storage.model import Picture


class Span(NamedTuple):
    """A run of text set alike. ``url`` is absolute and safe, "" where the run is no link.

    ``text`` may hold newlines, which are line breaks within the block.

    Attributes:
        url: Also "#" and a name, where an article without an address links to a place in itself.
        anchor: Number of a place that links of the same article lead to, 0 where there is none.
        is_return: Leads from a note back to the text: no part of what the article says.
    """

    text: str
    emphasis: Emphasis = Emphasis.NONE
    url: str = ""
    anchor: int = 0
    is_return: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text."""

    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within the body; ``level`` is 1 to 6."""

    level: int
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation of any blocks."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list. ``start`` numbers the first item of an ordered list; None marks a bulleted one.

    ``labels`` stand before the items of a list of notes, as the text refers to them; () numbers them.
    """

    items: tuple[tuple[Block, ...], ...]
    start: int | None = None
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Code:
    """Preformatted text: spaces and newlines are kept, tabs are expanded. ``caption`` may be "".

    ``anchor`` is as in ``Span``.
    """

    text: str
    caption: str = ""
    anchor: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """A table's cell; ``column_span`` is at least 1."""

    spans: tuple[Span, ...]
    is_header: bool = False
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A data table: rows of cells; rows may differ in length. ``caption`` may be "".

    ``anchor`` is as in ``Span``.
    """

    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    anchor: int = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """One picture with its caption and credit, or several that stand together (a gallery).

    ``anchor`` is as in ``Span``.
    """

    pictures: tuple[Picture, ...]
    anchor: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """A thematic break."""


@dataclass(frozen=True, slots=True)
class Embed:
    """A video, a player or a frame, named but never loaded.

    ``kind`` is "video", "audio" or "frame"; ``poster`` is its still picture, None where it has none.
    """

    kind: str
    title: str
    url: str
    poster: Picture | None = None


Block = Paragraph | Heading | Quote | ListBlock | Code | Table | Figure | Rule | Embed
"""Any block."""
