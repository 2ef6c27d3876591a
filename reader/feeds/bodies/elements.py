"""Elements that are read as one piece: preformatted text, a list's first number, a table with its caption."""

from __future__ import annotations

from dataclasses import replace

from selectolax.lexbor import LexborNode

from reader.feeds.bodies.blocks import Block, Code, Paragraph, Table
from reader.feeds.bodies.inline import plain_text
from reader.text import clean_text

_TAB_SPACES = "    "


def join_caption(pair: list[Block], caption: str) -> list[Block]:
    """Give a table or code with its caption, or both as they were: a link in a caption may not be lost."""
    block, paragraph = pair if isinstance(pair[1], Paragraph) else pair[::-1]
    if not isinstance(block, (Code, Table)) or block.caption or not isinstance(paragraph, Paragraph):
        return pair
    text = " ".join(plain_text(paragraph.spans).split())
    is_caption = text == caption and not any(span.url for span in paragraph.spans)
    return [replace(block, caption=text)] if is_caption else pair


def read_start(node: LexborNode) -> int:
    """The number of an ordered list's first item."""
    start = node.attributes.get("start") or "1"
    return int(start) if start.lstrip("-").isdigit() and len(start) <= 6 else 1


def read_code(node: LexborNode) -> str:
    """Give preformatted text with its line breaks; ``<br>`` is one too."""
    for line_break in node.css("br"):
        line_break.replace_with("\n")
    text = clean_text(node.text(deep=True)).replace("\t", _TAB_SPACES)
    return text.strip("\n").rstrip()
