"""How a span of text is set: what the blocks of a body and all that paints text have in common."""

from __future__ import annotations

from enum import Flag, auto


class Emphasis(Flag):
    """How a span of text is set; combinable."""

    NONE = 0
    BOLD = auto()
    ITALIC = auto()
    CODE = auto()
    STRIKE = auto()
    UNDERLINE = auto()
    MARK = auto()
    SUPERSCRIPT = auto()
    SUBSCRIPT = auto()
