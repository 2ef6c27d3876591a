"""What a query looks for in the texts of an article: the places to be lit, and a snippet around the first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reader.keywords.pattern import Pattern, PatternError, RegexPattern, SearchedText, WordPattern
from storage.model import ArticleTexts, Scope
from storage.query import All, Any, Near, Query, Regex, TextField, Words
from storage.sqlite.folding import fold

COLORS = ("find-0", "find-1")
"""Neighbouring places have different ones, so that they are told apart where nothing parts them."""

BEFORE_CHARS = 14
"""How much of the text stands before the place in a snippet: a word or two, since rows are narrow."""

SNIPPET_CHARS = 240
"""More than the widest row shows."""

_SCOPES = {
    TextField.ANY: frozenset(Scope),
    TextField.TITLE: frozenset({Scope.TITLE}),
    TextField.TEXT: frozenset({Scope.TEXT}),
    TextField.CAPTION: frozenset({Scope.CAPTION}),
    TextField.CREDIT: frozenset({Scope.CREDIT}),
    TextField.AUTHOR: frozenset({Scope.AUTHOR}),
}
_WORD_START = re.compile(r"\s\S")


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """Character offsets, the end not included, and what the place is painted as; finds have no sign."""

    start: int
    end: int
    color: str
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Snippet:
    """The words around the first place that is found, and the part of the article they stand in."""

    text: str
    scope: Scope


class QueryFinder:
    """Finds what a query looks for, but for what it leaves out. Safe to share between threads."""

    def __init__(self, query: Query | None) -> None:
        self._looked_for: list[tuple[frozenset[Scope], Pattern]] = []
        for term in _terms(query):
            for pattern in _patterns(term):
                self._looked_for.append((_SCOPES[term.field], pattern))

    @property
    def is_empty(self) -> bool:
        """Whether the query looks for no words at all."""
        return not self._looked_for

    def inside(self, feed_id: int) -> QueryFinder:
        """Itself: a query looks for the same in all feeds."""
        return self

    def spans(self, text: str, scope: Scope) -> Sequence[FoundPlace]:
        """All places in a text, ascending and without overlap."""
        searched = SearchedText(text)
        found = sorted(
            (start, -end)
            for scopes, pattern in self._looked_for
            if scope in scopes
            for start, end in pattern.spans(searched)
        )
        places: list[FoundPlace] = []
        for start, negative_end in found:
            if not places or start >= places[-1].end:
                places.append(FoundPlace(start, -negative_end, COLORS[len(places) % 2]))
        return places

    def snippet(self, texts: ArticleTexts) -> Snippet | None:
        """Words around the first place outside the title: captions first, then the text and the rest."""
        for scope, text in (
            (Scope.CAPTION, texts.captions),
            (Scope.TEXT, texts.text),
            (Scope.CREDIT, texts.credits),
            (Scope.AUTHOR, texts.author),
        ):
            places = self.spans(text, scope) if text else ()
            if places:
                return Snippet(_around(text, places[0]), scope)
        return None


def _around(text: str, place: FoundPlace) -> str:
    """The line around a place, begun a few words before it."""
    line_start = text.rfind("\n", 0, place.start) + 1
    line_end = text.find("\n", place.end)
    start = line_start
    if place.start - line_start > BEFORE_CHARS:
        word = _WORD_START.search(text, place.start - BEFORE_CHARS, place.start)
        start = word.start() + 1 if word else place.start
    end = len(text) if line_end < 0 else line_end
    shown = text[start : min(end, start + SNIPPET_CHARS)]
    return ("… " if start > line_start else "") + shown


def _terms(query: Query | None) -> Iterator[Words | Near | Regex]:
    """What the articles have to hold; what stands behind a "not" is in none of them."""
    match query:
        case Words() | Near() | Regex():
            yield query
        case All(parts) | Any(parts):
            for part in parts:
                yield from _terms(part)
        case _:
            return


def _patterns(term: Words | Near | Regex) -> Iterable[Pattern]:
    match term:
        case Words(text, _, is_prefix):
            needle = _needle(text)
            return (WordPattern(needle, is_prefix=is_prefix),) if needle else ()
        case Near(text):
            return [WordPattern(needle) for word in text.split() if (needle := _needle(word))]
        case Regex(expression):
            try:
                return (RegexPattern(expression, expression, 0),)
            except PatternError:  # pragma: no cover - the parser has read it once already
                return ()


def _needle(text: str) -> str:
    """The words as they stand in a folded text. Signs around them are not compared by the index either."""
    words = " ".join(fold(text).split())
    kept = [place for place, character in enumerate(words) if character.isalnum()]
    return words[kept[0] : kept[-1] + 1] if kept else words
