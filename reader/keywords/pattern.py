"""What a keyword's pattern means.

| written | found |
|---|---|
| ``word``, ``two words`` | whole words, whatever their case, diacritics and width |
| ``"two words"`` | the same; a star inside stands for itself |
| ``prefix*`` | words that begin so |
| ``=Exact`` | whole words, letter by letter as written |
| ``/regex/`` | a regular expression (RE2: linear time, no look-around), whatever the case |

In scripts written without spaces (Chinese, Japanese, Thai …) a word is found wherever it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from reader.errors import ReaderError
from reader.text import clean_line
from storage.sqlite.folding import (
    Folded,
    fold,
    fold_with_places,
    is_unspaced,
    is_word_character,
    keeps_places,
)

MAX_PATTERN_CHARS = 500

_FLAGS = re.compile(r"^/.+/([gimsux]+)$", re.DOTALL)
_UNCLOSED = re.compile(r"/[^/]*[.*+?()\[\]{}|^$\\][^/]*$", re.DOTALL)
"""A path such as /pol is a word; one slash before signs of regular expressions is no path."""

Span = tuple[int, int]
"""Start and end (not included) in the text that was searched."""


class PatternError(ReaderError):
    """A pattern that means nothing; ``position`` counts characters from 0."""

    def __init__(self, pattern: str, position: int, reason: str, /) -> None:
        super().__init__(pattern, position, reason)
        self.pattern = pattern
        self.position = position
        self.reason = reason

    def __str__(self) -> str:
        return f"The pattern '{self.pattern}' fails at character {self.position + 1}: {self.reason}."


class SearchedText:
    """One text, folded at most once for all the patterns that search it."""

    __slots__ = ("_folded", "_keeps_places", "_places", "original")

    def __init__(self, original: str) -> None:
        self.original = original
        self._folded: str | None = None
        self._places: Folded | None = None
        self._keeps_places: bool | None = None

    @property
    def folded(self) -> str:
        """The text without case, diacritics and width."""
        if self._folded is None:
            self._folded = fold(self.original)
        return self._folded

    def original_place(self, place: int) -> int:
        """Where a folded character stands in the original; quicker for one than ``original_span``."""
        if self._keeps_places is None:
            self._keeps_places = keeps_places(self.original)
        if self._keeps_places:
            return place
        # Characters fold one by one, so a half of the text tells in which half the place is.
        low, high, folded_low = 0, len(self.original), 0
        while high - low > 1:
            middle = (low + high) // 2
            folded_count = len(fold(self.original[low:middle]))
            if folded_low + folded_count <= place:
                low, folded_low = middle, folded_low + folded_count
            else:
                high = middle
        return low

    def original_span(self, start: int, end: int) -> Span:
        """Where a folded span stands in the original."""
        if self._places is None:
            self._places = fold_with_places(self.original)
        return self._places.original_span(start, end)


class Pattern(Protocol):
    """A pattern that can be looked for."""

    def count(self, text: SearchedText) -> int:
        """How often it occurs."""

    def first(self, text: SearchedText) -> int | None:
        """Where it begins for the first time in the original text, None where it does not occur."""

    def spans(self, text: SearchedText) -> Iterator[Span]:
        """Where it occurs in the original text, in order, without overlap."""


@dataclass(frozen=True, slots=True)
class WordPattern:
    """Words as they are compared: folded, or exact where ``is_exact``."""

    needle: str
    is_prefix: bool = False
    is_exact: bool = False

    def count(self, text: SearchedText) -> int:
        """How often it occurs."""
        haystack = text.original if self.is_exact else text.folded
        # The common case is no occurrence at all, and one search in C says so.
        return sum(1 for _ in self._find(haystack)) if self.needle in haystack else 0

    def first(self, text: SearchedText) -> int | None:
        """Where it begins for the first time in the original text, None where it does not occur."""
        span = next(self._find(text.original if self.is_exact else text.folded), None)
        if span is None:
            return None
        return span[0] if self.is_exact else text.original_place(span[0])

    def spans(self, text: SearchedText) -> Iterator[Span]:
        """Where it occurs in the original text, in order, without overlap."""
        if self.is_exact:
            yield from self._find(text.original)
            return
        if self.needle in text.folded:
            for start, end in self._find(text.folded):
                yield text.original_span(start, end)

    def _find(self, haystack: str) -> Iterator[Span]:
        start = haystack.find(self.needle)
        while start >= 0:
            end = start + len(self.needle)
            if self._stands_alone(haystack, start, end):
                yield start, end
                start = haystack.find(self.needle, end)
            else:
                start = haystack.find(self.needle, start + 1)

    def _stands_alone(self, haystack: str, start: int, end: int) -> bool:
        if start and _are_joined(haystack[start - 1], haystack[start]):
            return False
        if end == len(haystack):
            return True
        if self.is_prefix:
            return True
        return not _are_joined(haystack[end - 1], haystack[end])


def _are_joined(left: str, right: str) -> bool:
    """Whether two neighbours belong to one word."""
    if not is_word_character(right) or not is_word_character(left):
        return False
    if not right.isalnum():
        # A mark belongs to what it stands on, in every script.
        return True
    return not is_unspaced(left) and not is_unspaced(right)


class RegexPattern:
    """A regular expression in RE2's syntax, which no text can make slow."""

    __slots__ = ("_regex",)

    def __init__(self, expression: str, written: str, offset: int) -> None:
        """``written`` and ``offset`` are named in errors: the whole pattern, where the expression begins."""
        self._regex = _compile(expression, written, offset)

    def count(self, text: SearchedText) -> int:
        """How often it occurs."""
        if self._regex.search(text.original) is None:
            return 0
        return sum(1 for _ in self.spans(text))

    def first(self, text: SearchedText) -> int | None:
        """Where it begins for the first time, None where it does not occur."""
        span = next(self.spans(text), None)
        return None if span is None else span[0]

    def spans(self, text: SearchedText) -> Iterator[Span]:
        """Where it occurs in the original text, in order, without overlap; empty matches are none."""
        for match in self._regex.finditer(text.original):
            if match.end() > match.start():
                yield match.start(), match.end()


def parse_pattern(text: str, *, is_regex: bool = False) -> Pattern:
    """Read a pattern as a person writes it.

    Args:
        is_regex: The whole text is a regular expression, slashes or not.

    Raises:
        PatternError: It is empty, too long, holds no word, or is no regular expression.
    """
    if len(text) > MAX_PATTERN_CHARS:
        raise PatternError(text[:40] + "…", MAX_PATTERN_CHARS, f"it has over {MAX_PATTERN_CHARS} characters")
    if is_regex:
        return RegexPattern(text, text, 0)
    if len(text) > 2 and text.startswith("/") and text.endswith("/"):
        return RegexPattern(text[1:-1], text, 1)
    if text.startswith("=") and len(text) > 1:
        return WordPattern(_need_word(text[1:], text, 1), is_exact=True)
    stem = text.rstrip()
    is_prefix = stem.endswith("*")
    words = " ".join(fold(stem.removesuffix("*")).split())
    if len(words) > 1 and words[0] == words[-1] == '"' and '"' not in words[1:-1]:
        words = _need_word(words[1:-1], text, 1)
    return WordPattern(_need_word(words, text, 0), is_prefix=is_prefix)


def clean_pattern(typed: str) -> str:
    """What was typed as one safe line. One that is too long stays so: shortened, it would find less."""
    return clean_line(typed, MAX_PATTERN_CHARS + 1)


def check_pattern(text: str, *, is_regex: bool = False) -> Pattern:
    """Read a pattern that is about to be kept, as ``parse_pattern`` does.

    Those that are stored already are read as they always were; a new one is refused where it would
    look for signs that its writer meant otherwise.

    Raises:
        PatternError: ``parse_pattern`` refuses it, or a star, a quotation mark or a slash stands wrongly.
    """
    pattern = parse_pattern(text, is_regex=is_regex)
    if isinstance(pattern, RegexPattern) or text.startswith("="):
        return pattern
    if text.lstrip().startswith("*"):
        raise PatternError(text, text.index("*"), "a star stands for what follows, at the end of a word only")
    if fold(text).count('"') % 2:
        place = max(place for place, sign in enumerate(text) if fold(sign) == '"')
        raise PatternError(text, place, "this quotation mark has no other (=… looks for signs as they are)")
    flags = _FLAGS.search(text)
    if flags:
        reason = "a regular expression ends with its slash, and is case-blind without a letter behind it"
        raise PatternError(text, flags.start(1), reason)
    if _UNCLOSED.match(text):
        raise PatternError(text, 0, "this regular expression is never closed: a slash ends it")
    return pattern


def _need_word(words: str, written: str, position: int) -> str:
    stripped = words.strip()
    if not stripped:
        raise PatternError(written, position, "there is no word in it")
    return stripped


def _compile(expression: str, written: str, offset: int) -> Any:
    if not expression.strip():
        raise PatternError(written, offset, "the regular expression is empty")
    # Imported here: most readers watch words only, and every parse worker would load it.
    import re2

    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = False
    options.max_mem = 8 << 20
    try:
        return re2.compile(expression, options)
    except UnicodeEncodeError as error:
        # Half of a pair of surrogates is no character, and stands in no text.
        raise PatternError(written, offset + error.start, "this is no character") from None
    except re2.error as error:
        reason = _read_reason(error)
        fragment = reason.rpartition(": ")[2]
        place = expression.find(fragment) if fragment != reason else -1
        raise PatternError(written, offset + max(place, 0), reason) from None


def _read_reason(error: Exception) -> str:
    message = error.args[0] if error.args else "it is no regular expression"
    text = message.decode("utf-8", "replace") if isinstance(message, bytes) else str(message)
    return text.replace("perl operator", "operator (RE2 has no look-around and no back-references)")
