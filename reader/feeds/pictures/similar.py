"""When two texts say the same: blind to case, white space and punctuation."""

from __future__ import annotations

import re
from functools import lru_cache

from reader.text import fold

_WORD = re.compile(r"\w+")
_MIN_CONTAINED_CHARS = 12
_MIN_LENGTH_RATIO = 0.6
_MIN_OVERLAP = 0.8
_MIN_WORDS = 5
# Folded lengths differ by 2.5 at most; a text may lose half its characters when it is folded.
_MAX_LENGTH_RATIO = 5

# Every paragraph is compared with every caption: 64 of them and 500 paragraphs took 0.7 s without.
_fold = lru_cache(maxsize=256)(fold)


def are_similar(one: str, other: str) -> bool:
    """Whether two lines are equal, nearly contained in each other, or share almost all their words."""
    if not one or not other:
        return False
    # So unlike in length they cannot be similar, whatever is folded away.
    if len(one) > _MAX_LENGTH_RATIO * len(other) or len(other) > _MAX_LENGTH_RATIO * len(one):
        return False
    shorter, longer = sorted((_fold(one), _fold(other)), key=len)
    if shorter == longer:
        return bool(shorter)
    if not shorter or len(shorter) < 0.4 * len(longer):
        return False
    if (
        len(shorter) >= _MIN_CONTAINED_CHARS
        and len(shorter) >= _MIN_LENGTH_RATIO * len(longer)
        and shorter in longer
    ):
        return True
    words, other_words = words_of(one), words_of(other)
    smaller = min(len(words), len(other_words))
    return smaller >= _MIN_WORDS and len(words & other_words) >= _MIN_OVERLAP * len(words | other_words)


def is_said_by(text: str, others: str) -> bool:
    """Whether every word of ``text`` is in ``others``: leaving it out loses nothing."""
    return fold(text) in fold(others) or words_of(text) <= words_of(others)


@lru_cache(maxsize=256)
def words_of(text: str) -> frozenset[str]:
    """Give the words of a text, case-folded."""
    return frozenset(_WORD.findall(text.casefold()))
