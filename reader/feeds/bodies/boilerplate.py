"""Page furniture that scrapers and feeds leave in texts; its words stand in ``data/boilerplate.toml``."""

from __future__ import annotations

from reader.feeds.pictures.lexicon import furniture

MAX_STRONG_CHARS = 60
"""No entry is longer: what is longer need not be looked up."""

MAX_WEAK_CHARS = 12
"""Weak words count only in blocks this short."""

_MAX_TAIL_CHARS = 300
_FRAME = " \t.:…|•·–—-[]()<>»›→*"
_TAILS_LIKE_PROSE = ("continue reading ", "submitted by ")
_ELLIPSES = frozenset({"[…]", "[...]", "[&#8230;]", "…", "..."})


def is_strong_boilerplate(text: str) -> bool:
    """Whether a whole block is furniture wherever it stands."""
    return len(text) <= MAX_STRONG_CHARS and text.strip(_FRAME).casefold() in furniture().strong


def is_weak_boilerplate(text: str) -> bool:
    """Whether a whole block is furniture where furniture stands: before the text, or after a picture."""
    bare = text.strip()
    return len(bare) <= MAX_WEAK_CHARS and bare.casefold() in furniture().weak


def is_feed_tail(text: str) -> bool:
    """Whether a block is what a feed's machinery appends: "The post … appeared first on …"."""
    if len(text) > _MAX_TAIL_CHARS:
        return False
    bare = text.strip()
    if bare in _ELLIPSES:
        return True
    lists = furniture()
    folded = bare.casefold()
    if not folded.startswith(lists.tail_starts):
        return False
    if folded.startswith(("the post ", "der beitrag ", "l'article ", "l’article ", "la entrada ")):
        return any(needed in folded for needed in lists.tail_needs)
    # "Continue reading The lighthouse…" is machinery, "Continue reading is what she does." is a sentence.
    if folded.startswith(_TAILS_LIKE_PROSE) and folded.endswith(".") and not folded.endswith(".."):
        return False
    return not bare.endswith((".", "!", "?")) or len(bare) <= MAX_STRONG_CHARS


def is_junk_alt(text: str) -> bool:
    """Whether an alt text names no more than that there is a picture."""
    return text.casefold().strip(_FRAME) in furniture().junk_alts
