"""What a query asks of the full-text index: an expression of FTS5 in which a person's words are quoted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from storage.query import NEAR_WORDS, All, Any, Near, Query, TextField, Words
from storage.sqlite.folding import index_form

MAX_DEPTH = 60
"""Nested brackets; SQLite's own parsers give up at a hundred."""

COLUMNS = {
    TextField.ANY: ("title", "text", "captions", "credits", "alts", "author"),
    TextField.TITLE: ("title",),
    TextField.TEXT: ("text",),
    TextField.CAPTION: ("captions",),
    TextField.CREDIT: ("credits",),
    TextField.AUTHOR: ("author",),
}
"""Where the words of a field stand."""


def expression_of(query: Query, depth: int) -> str | None:
    """The query as an expression of the full-text index, None where it takes more than that."""
    if depth > MAX_DEPTH:
        return None
    match query:
        case Words():
            return _words(query) if _has_word(query.text) else None
        case Near():
            return _near(query) if _has_word(query.text) else None
        case All(parts):
            return _joined(parts, " AND ", depth)
        case Any(parts):
            return _joined(parts, " OR ", depth)
        case _:
            return None


@dataclass(frozen=True, slots=True)
class Bound:
    """What the index says of a query by itself.

    Attributes:
        expression: Finds all that the query finds, and may find more.
        rest: What has to hold besides; finds everything where nothing has.
    """

    expression: str
    rest: Query


def bound_of(query: Query) -> Bound | None:
    """The words that everything a query finds has to hold; None where there are none."""
    parts = list(_flattened(query, 0))
    words = tuple(part for part in parts if expression_of(part, 1) is not None)
    expression = expression_of(All(words), 0)
    if expression is None:
        return None
    return Bound(expression, All(tuple(part for part in parts if part not in words)))


def _flattened(query: Query, depth: int) -> Iterator[Query]:
    """The parts that all have to match; the query itself where it is no ``All``."""
    if not isinstance(query, All) or depth > MAX_DEPTH:
        yield query
        return
    for part in query.parts:
        yield from _flattened(part, depth + 1)


def ranking_expression(query: Query) -> str | None:
    """Finds what has a rank among all that a query finds; None where nothing has.

    Words that everything has to hold are compared; where there are none, those that it may hold.
    """
    return _ranking_expression(query, 0)


def _ranking_expression(query: Query, depth: int) -> str | None:
    if depth > MAX_DEPTH:
        return None
    bound = bound_of(query)
    if bound is not None:
        return bound.expression
    if not isinstance(query, All | Any):
        return None
    expressions = [_ranking_expression(part, depth + 1) for part in query.parts]
    kept = [expression for expression in expressions if expression is not None]
    return f"({' OR '.join(kept)})" if kept else None


def _joined(parts: Sequence[Query], word: str, depth: int) -> str | None:
    if not parts:
        return None
    expressions: list[str] = []
    for part in parts:
        expression = expression_of(part, depth + 1)
        if expression is None:
            return None
        expressions.append(expression)
    return f"({word.join(expressions)})" if len(expressions) > 1 else expressions[0]


def _has_word(text: str) -> bool:
    return any(character.isalnum() or not character.isascii() for character in index_form(text))


def _words(query: Words) -> str:
    """A phrase in the columns of its field."""
    return _in_columns(_phrase(query.text) + (" *" if query.is_prefix else ""), query.field)


def _near(query: Near) -> str:
    phrases = [_phrase(word) for word in query.text.split() if _has_word(word)]
    if len(phrases) == 1:
        return _in_columns(phrases[0], query.field)
    return _in_columns(f"NEAR({' '.join(phrases)}, {NEAR_WORDS})", query.field)


def _phrase(text: str) -> str:
    # Neither sign is part of a word, and each would end the string.
    return '"' + index_form(text).replace('"', " ").replace("\0", " ") + '"'


def _in_columns(expression: str, field: TextField) -> str:
    # In brackets, because a phrase after a prefix would belong to it.
    return f"({expression})" if field is TextField.ANY else f"({{{COLUMNS[field][0]}}} : {expression})"
