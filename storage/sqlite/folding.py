"""Folding: the form in which texts are compared, so that spelling and typesetting do not hide a word.

Without case, diacritics and width; Arabic letters without hamza, vowel signs and stretching,
Hebrew ones without points. Signs that belong to a letter's identity stay: a Devanagari vowel, a kana's
voice mark. Used by the full-text index, the query language and the keywords alike.

Whether a word ends between two characters is seen from these two alone: not where both are of a word,
unless one is of an unspaced script; never before a mark. So a word has the same edges wherever it
stands, and what a keyword finds in a text, the index finds as a phrase.
"""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

# Marks that only dress a letter. Others (Devanagari, Thai, kana) make it another sound.
_DROPPED_RANGES = (
    (0x00AD, 0x00AD),  # soft hyphen
    (0x0300, 0x036F),  # combining diacritics
    (0x0483, 0x0487),  # Cyrillic titlo
    (0x0591, 0x05C7),  # Hebrew points and cantillation
    (0x0610, 0x061A),  # Arabic signs
    (0x0640, 0x0640),  # tatweel, which stretches a line
    (0x064B, 0x065F),  # Arabic vowel signs and hamza marks
    (0x0670, 0x0670),
    (0x06D6, 0x06ED),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x200B, 0x200F),  # zero-width space and joiners, direction marks
    (0x2060, 0x2064),
    (0x20D0, 0x20FF),
    (0xFE00, 0xFE0F),  # variation selectors
    (0xFE20, 0xFE2F),
    (0xFEFF, 0xFEFF),
)
_HANGUL = range(0xAC00, 0xD7A4)

# What Unicode does not decompose and readers take for the same.
_SAME = {
    "ى": "ي",
    "ی": "ي",
    "ک": "ك",
    "ٱ": "ا",
    "ہ": "ه",
    "ı": "i",
    "ł": "l",
    "ø": "o",
    "đ": "d",
    "ħ": "h",
    "ŧ": "t",
    "’": "'",
    "‘": "'",
    "ʼ": "'",
    "`": "'",
    "´": "'",
    "“": '"',
    "”": '"',
    "„": '"',
    "‐": "-",
    "‑": "-",
    "‒": "-",
    "–": "-",
    "—": "-",
    "−": "-",
    "־": "-",
}


class _FoldTable(dict[int, str]):
    """Folded character by code point, filled as characters are met: ``str.translate`` asks it."""

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code))
        self[code] = folded
        return folded


def _is_dropped(character: str) -> bool:
    code = ord(character)
    return any(first <= code <= last for first, last in _DROPPED_RANGES)


def _fold_character(character: str) -> str:
    same = _SAME.get(character)
    if same is not None:
        return same
    if ord(character) in _HANGUL:
        # Taken apart, a syllable would be found inside another one.
        return character
    if character.isspace():
        return " "
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    kept = "".join(_SAME.get(part, part) for part in decomposed if not _is_dropped(part))
    return "".join(" " if part.isspace() else part for part in kept)


_TABLE = _FoldTable()


def fold(text: str) -> str:
    """The text in the form in which it is compared. Lengths differ: see ``Folded`` for places."""
    if text.isascii():
        return text.lower().replace("\n", " ").replace("\t", " ").replace("`", "'")
    return text.translate(_TABLE)


class Folded(NamedTuple):
    """A folded text that knows where in the original its characters stood.

    Attributes:
        text: Folded.
        starts: Index in the original of each folded character, then the original's length;
            None where both have the same places.
    """

    text: str
    starts: tuple[int, ...] | None

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Where folded characters ``start`` to ``end`` (not included, not empty) stood in the original."""
        if self.starts is None:
            return start, end
        return self.starts[start], self.starts[end - 1] + 1


def keeps_places(text: str) -> bool:
    """Whether each character folds to one, so that places in the folded text are the original's."""
    return text.isascii() or all(len(_TABLE[ord(character)]) == 1 for character in set(text))


def fold_with_places(text: str) -> Folded:
    """Fold a text and keep the way back: ten times the cost of ``fold`` where places move."""
    if keeps_places(text):
        return Folded(fold(text), None)
    parts: list[str] = []
    starts: list[int] = []
    for index, character in enumerate(text):
        folded = _TABLE[ord(character)]
        parts.append(folded)
        starts.extend([index] * len(folded))
    starts.append(len(text))
    return Folded("".join(parts), tuple(starts))


# Scripts written without spaces: a word in them has no edges that could be seen. Korean has spaces, and
# particles on its words: 한국 is meant where 한국은 stands.
UNSPACED_RANGES = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1780, 0x17FF),  # Khmer
    (0x2E80, 0x2FDF),
    (0x3005, 0x3007),
    (0x3040, 0x30FF),  # kana
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (_HANGUL.start, _HANGUL.stop - 1),
    (0xF900, 0xFAFF),
    (0x20000, 0x3134F),
)


def is_unspaced(character: str) -> bool:
    """Whether the character's script is written without spaces between words."""
    code = ord(character)
    return code >= 0x0E00 and any(first <= code <= last for first, last in UNSPACED_RANGES)


def is_word_character(character: str) -> bool:
    """Whether the character is part of a word: a letter, a number or a mark on one."""
    return character.isalnum() or unicodedata.category(character)[0] == "M"


# What surrounds a character until its neighbours are known; both are no words, so texts have none.
_EDGE_UNLESS_MARK = "\x02"
_MARK = "\x01"


class _IndexTable(dict[int, str]):
    """Folded character by code point, with spaces where it has edges; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        form = "".join(map(_index_character, _TABLE[code]))
        self[code] = form
        return form


def _index_character(character: str) -> str:
    if not is_word_character(character):
        return " "
    edge = _EDGE_UNLESS_MARK if is_unspaced(character) else ""
    if not character.isalnum():
        return f"{_MARK}{character}{edge}"
    return f" {character}{edge}" if edge else character


_INDEX_TABLE = _IndexTable()


INDEX_FORM = 2
"""Grows when ``index_form`` gives another form of any text: an index of an older one finds less."""


def index_form(text: str) -> str:
    """The text for the full-text index: folded, with a space wherever a word ends.

    Characters of scripts without spaces stand alone, each with its marks, so that a word in them is a
    phrase. ASCII texts come back as they are: the index parts them at the same places by itself.
    """
    if text.isascii():
        return text
    form = text.translate(_INDEX_TABLE)
    return (
        form.replace(_EDGE_UNLESS_MARK + _MARK, "").replace(_EDGE_UNLESS_MARK, " ").replace(_MARK, "")
        if _EDGE_UNLESS_MARK in form
        else form.replace(_MARK, "")
    )
