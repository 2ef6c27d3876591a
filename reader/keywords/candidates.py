"""Which stored articles a new keyword has to be matched in: what the full-text index finds for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.query import Query, Words
from storage.sqlite.folding import fold, is_word_character

if TYPE_CHECKING:
    from storage.watch.keywords import KeywordFacts


def candidate_query(pattern: str, *, is_regex: bool = False) -> Query | None:
    """A query that finds every article in which the pattern occurs, and few others.

    None where only reading everything finds them: regular expressions, signs without a word, and exact
    patterns, whose edges in the text as published are others than in the folded one ("™US" is "tmus").

    Args:
        pattern: As for ``parse_pattern``, which has read it without an error.
        is_regex: The whole text is a regular expression.
    """
    is_in_slashes = len(pattern) > 2 and pattern.startswith("/") and pattern.endswith("/")
    is_exact = len(pattern) > 1 and pattern.startswith("=")
    if is_regex or is_in_slashes or is_exact:
        return None
    stem = pattern.rstrip()
    words = stem.removesuffix("*")
    if not any(map(is_word_character, fold(words))):
        return None
    return Words(words, is_prefix=stem != words)


def candidates_of(facts: KeywordFacts) -> Query | None:
    """The same for a keyword that is to be stored."""
    return candidate_query(facts.pattern, is_regex=facts.is_regex)
