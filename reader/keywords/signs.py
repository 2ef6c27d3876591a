"""The signs of keywords: what tells their colours apart where colours are not seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.model import Keyword

USUAL_SIGNS: Mapping[str, str] = {
    "warning": "◆",
    "accent": "▲",
    "primary": "■",
    "secondary": "◇",
    "success": "□",
    "error": "▼",
}
"""By colour, for keywords that have no sign of their own. One cell wide and in every terminal's font; none
means anything else in a list."""

COLORS = tuple(USUAL_SIGNS)
"""Those that a keyword may have; another name is painted as the first."""


def sign_of(glyph: str, color: str) -> str:
    """What stands before a keyword: its own glyph, "" for none, else its colour's."""
    return glyph or USUAL_SIGNS.get(color, USUAL_SIGNS[COLORS[0]])


def signs_in_texts(keywords: Iterable[Keyword]) -> dict[int, str]:
    """The signs that stand at the hits in texts, by keyword id; none where all keywords look alike."""
    signs = {keyword.keyword_id: sign_of(keyword.glyph, keyword.color) for keyword in keywords}
    return signs if len(set(signs.values())) > 1 else {}
