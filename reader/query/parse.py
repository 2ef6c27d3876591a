"""A query's text -> its tree.

| written | found |
|---|---|
| ``word other`` | both words, anywhere |
| ``"two words"`` ``begin*`` | the phrase; words that begin so |
| ``~"near words"`` ``/regex/`` | the words near each other; a regular expression |
| ``-word`` ``a or b`` ``(…)`` | not; either; brackets |
| ``title: text: caption: credit: author:`` | the word in that part |
| ``feed: folder: tag: keyword: url: lang:`` | articles of what is named so |
| ``is:unread|read|starred|filephoto|updated`` | state |
| ``has:picture|caption|enclosure|note`` | what it has |
| ``since:2d before:2026-01-01 on:yesterday between:2026-01..2026-03`` | time |
| ``sort:relevance`` ``sort:-title`` | in this order, or the reverse of one |
"""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from reader.keywords.pattern import MAX_PATTERN_CHARS, PatternError, RegexPattern, SearchedText
from reader.query.ordering import SORT, take_order
from reader.query.times import EXAMPLES, read_span
from reader.query.tokens import Kind, Token, tokenize
from storage.errors import QueryError
from storage.model import Order
from storage.query import (
    All,
    Any,
    Between,
    Flag,
    Is,
    Name,
    Named,
    Near,
    Not,
    Query,
    Regex,
    TextField,
    Words,
)

MAX_DEPTH = 40
"""Nested brackets and negations."""

_TEXT_FIELDS = {field.value: field for field in TextField}
_NAMES = {name.value: name for name in Name}
_IS = {flag.value: flag for flag in (Flag.UNREAD, Flag.READ, Flag.STARRED, Flag.FILE_PHOTO, Flag.UPDATED)}
_HAS = {flag.value: flag for flag in (Flag.HAS_PICTURE, Flag.HAS_CAPTION, Flag.HAS_ENCLOSURE, Flag.HAS_NOTE)}
_TIMES = ("since", "after", "before", "on", "between")
FIELDS = (*_TEXT_FIELDS, *_NAMES, "is", "has", *_TIMES, SORT)
"""What may stand before a colon."""


@dataclass(frozen=True, slots=True)
class Search:
    """What was typed: which articles (None: all), and their order (None: the usual one)."""

    query: Query | None
    order: Order | None = None


def parse_search(text: str, *, now: datetime) -> Search:
    """Parse a query with its order.

    Args:
        now: Aware; its zone is the one in which days begin.

    Raises:
        QueryError: It cannot be understood; the error names the place.
    """
    order, tokens = take_order(text, tokenize(text))
    if tokens[0].kind is Kind.END:
        return Search(None, order)
    parser = _Parser(text, tokens, now)
    query = parser.read_alternatives(0)
    parser.expect_end()
    return Search(query, order)


def parse_query(text: str, *, now: datetime) -> Query | None:
    """The same where the order does not matter; None for a blank query, which means everything."""
    return parse_search(text, now=now).query


@dataclass(slots=True)
class _Parser:
    text: str
    tokens: list[Token]
    now: datetime
    index: int = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.index]

    def take(self) -> Token:
        token = self.token
        self.index += 1
        return token

    def fail(self, token: Token, reason: str) -> QueryError:
        return QueryError(self.text, token.position, reason)

    def expect_end(self) -> None:
        if self.token.kind is not Kind.END:
            raise self.fail(self.token, "this bracket was never opened")

    def read_alternatives(self, depth: int) -> Query:
        parts = [self.read_sequence(depth)]
        while self.token.kind is Kind.OR:
            self.take()
            parts.append(self.read_sequence(depth))
        return parts[0] if len(parts) == 1 else Any(tuple(parts))

    def read_sequence(self, depth: int) -> Query:
        parts: list[Query] = []
        while self.token.kind not in (Kind.OR, Kind.CLOSE, Kind.END):
            parts.append(self.read_term(depth))
        if not parts:
            raise self.fail(self.token, "a word was expected here")
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def read_term(self, depth: int) -> Query:
        if depth >= MAX_DEPTH:
            raise self.fail(self.token, "it is nested too deeply")
        token = self.take()
        match token.kind:
            case Kind.NOT:
                if self.token.kind in (Kind.OR, Kind.CLOSE, Kind.END):
                    raise self.fail(token, "there is nothing after it to leave out")
                return Not(self.read_term(depth + 1))
            case Kind.OPEN:
                return self.read_brackets(token, depth)
            case Kind.FIELD:
                return self.read_field(token, depth)
            case _:
                return self.read_words(token, TextField.ANY)

    def read_words(self, token: Token, field: TextField) -> Query:
        """What is looked for in the texts: words, words near each other, a regular expression."""
        if token.kind is Kind.NEAR:
            return Near(token.text, field)
        if token.kind is not Kind.REGEX:
            return Words(token.text, field, is_prefix=token.is_prefix)
        if len(token.text) > MAX_PATTERN_CHARS:
            raise self.fail(token, f"a regular expression has at most {MAX_PATTERN_CHARS} characters")
        try:
            pattern = RegexPattern(token.text, self.text, token.position + 1)
        except PatternError as error:
            raise QueryError(self.text, error.position, error.reason) from None
        return Regex(token.text, lambda text: any(pattern.spans(SearchedText(text))), field)

    def read_brackets(self, opened: Token, depth: int) -> Query:
        inner = self.read_alternatives(depth + 1)
        if self.token.kind is not Kind.CLOSE:
            raise self.fail(opened, "this bracket is never closed")
        self.take()
        return inner

    def read_field(self, field: Token, depth: int) -> Query:
        name = field.text
        if name not in FIELDS:
            raise self.fail(field, f"there is no field {name!r}{_nearest(name, FIELDS)}")
        if name in _TEXT_FIELDS and self.token.kind is Kind.OPEN:
            inner = self.read_brackets(self.take(), depth)
            return _within(inner, _TEXT_FIELDS[name])
        if name in _TEXT_FIELDS and self.token.kind in (Kind.WORD, Kind.PHRASE, Kind.NEAR, Kind.REGEX):
            return self.read_words(self.take(), _TEXT_FIELDS[name])
        if self.token.kind not in (Kind.WORD, Kind.PHRASE, Kind.REGEX):
            raise self.fail(self.token, f"a word was expected after {name}:")
        value = self.take()
        if value.kind is Kind.REGEX:
            # url:/news/ means a part of an address.
            value = replace(value, text=f"/{value.text}/")
        if name in _NAMES:
            return Named(_NAMES[name], value.text, is_prefix=value.is_prefix)
        if name in ("is", "has"):
            return Is(self.read_flag(value, _IS if name == "is" else _HAS, name))
        return self.read_time(name, value)

    def read_flag(self, value: Token, flags: dict[str, Flag], name: str) -> Flag:
        flag = flags.get(value.text.lower())
        if flag is None:
            raise self.fail(value, f"{name}: takes {', '.join(flags)}")
        return flag

    def read_time(self, name: str, value: Token) -> Query:
        if name == "between":
            first, dots, last = value.text.partition("..")
            if not dots:
                raise self.fail(value, "between: takes two times, as in 2026-01..2026-03")
            since = self.read_moment(value, first)[0]
            start, end = self.read_moment(value, last)
            # "1d" is the time from then to now; as an end it is that moment.
            before = start if end == self.now else end
            if before <= since:
                raise self.fail(value, "between: begins with the earlier of the two times")
            return Between(since, before)
        start, end = self.read_moment(value, value.text)
        spans: dict[str, Callable[[], Query]] = {
            "since": lambda: Between(since=start),
            "after": lambda: Between(since=start),
            "before": lambda: Between(before=start),
            "on": lambda: Between(start, end),
        }
        return spans[name]()

    def read_moment(self, token: Token, text: str) -> tuple[datetime, datetime]:
        span = read_span(text, self.now)
        if span is None:
            raise self.fail(token, f"{text!r} is no time; write {EXAMPLES}")
        return span


def _within(query: Query, field: TextField) -> Query:
    """Look for all words of a bracket in one field."""
    match query:
        case Words() | Near() | Regex():
            return replace(query, field=field) if query.field is TextField.ANY else query
        case All(parts):
            return All(tuple(_within(part, field) for part in parts))
        case Any(parts):
            return Any(tuple(_within(part, field) for part in parts))
        case Not(part):
            return Not(_within(part, field))
        case _:
            return query


def _nearest(word: str, known: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    return f"; did you mean {near[0]}:?" if near else ""
