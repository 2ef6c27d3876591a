"""A body of plain text -> paragraphs."""

from __future__ import annotations

import re

from reader.feeds.bodies.blocks import Paragraph, Span
from reader.feeds.bodies.html import Body
from reader.text import clean_text

_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_MIN_LINES_APART = 3


def read_plain_text(text: str) -> Body:
    """Take plain text apart: blank lines part paragraphs, or single ones where there are no blank ones."""
    text = clean_text(text).strip()
    parts = _BLANK_LINE.split(text)
    if len(parts) < _MIN_LINES_APART and text.count("\n") >= _MIN_LINES_APART:
        # Scraped articles part their paragraphs by single newlines.
        parts = text.split("\n")
    lines = (" ".join(part.split()) for part in parts)
    return Body([Paragraph((Span(line),)) for line in lines if line])
