"""Newsboat's filter expressions -> queries of ours.

An expression is made of comparisons (``unread = "yes"``), joined with ``and`` and ``or`` and put in
brackets; ``and`` binds closer. What has no equal here is refused with the reason, because a search that
finds other articles than its name says is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

MAX_DEPTH = 30
"""Nested brackets: the query language takes a few more."""

_TOKEN = re.compile(
    r"""\s*(?:(?P<bracket>[()])
        |(?P<text>"(?:[^"\\]|\\.)*")
        |(?P<operator>==|=~|!~|!=|!\#|<=|>=|=|<|>|\#)
        |(?P<range>-?\d+\s*:\s*-?\d+)
        |(?P<number>-?\d+)
        |(?P<word>[A-Za-z_]+))""",
    re.VERBOSE,
)
_OPPOSITES = {"!=": "=", "!~": "=~", "!#": "#"}
# A dot is let through: whoever writes example.org means one.
_PLAIN = re.compile(r"[\w\s@:/&=,;%~'.-]*")
_SIGNS = re.compile(r"([\\.+*?()|\[\]{}^$])")
_DAY_OPERATORS = frozenset({"=", "<", "<=", ">", ">=", "between"})


class FilterError(Exception):
    """An expression that has no equal; the message says why."""


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


def translate_filter(expression: str) -> str:
    """The query that finds what the filter does.

    Raises:
        FilterError: It cannot be read, or something in it has no equal.
    """
    parser = _Parser(_tokenize(expression))
    query = parser.read_any(0)
    if parser.token.kind != "end":
        raise FilterError(f"{parser.token.text!r} is not expected there")
    return query


def _tokenize(expression: str) -> list[_Token]:
    tokens: list[_Token] = []
    place = 0
    while expression[place:].strip():
        match = _TOKEN.match(expression, place)
        if match is None or match.lastgroup is None:
            raise FilterError(f"{expression[place:].strip()[:20]!r} cannot be read")
        tokens.append(_Token(match.lastgroup, match[match.lastgroup]))
        place = match.end()
    return [*tokens, _Token("end", "the end")]


@dataclass(slots=True)
class _Parser:
    tokens: list[_Token]
    index: int = 0

    @property
    def token(self) -> _Token:
        return self.tokens[self.index]

    def take(self) -> _Token:
        token = self.token
        self.index += token.kind != "end"
        return token

    def read_any(self, depth: int) -> str:
        parts = [self.read_all(depth)]
        while self._is_word("or"):
            self.take()
            parts.append(self.read_all(depth))
        return parts[0] if len(parts) == 1 else f"({' or '.join(parts)})"

    def read_all(self, depth: int) -> str:
        parts = [self.read_one(depth)]
        while self._is_word("and"):
            self.take()
            parts.append(self.read_one(depth))
        return " ".join(parts)

    def read_one(self, depth: int) -> str:
        if depth > MAX_DEPTH:
            raise FilterError("it is nested too deeply")
        if self.token.text == "(":
            self.take()
            inner = self.read_any(depth + 1)
            if self.take().text != ")":
                raise FilterError("a bracket is never closed")
            # Only "or" needs brackets, and has its own by now: "and" binds closer in both languages.
            return inner
        name = self.take()
        operator = self.take()
        if name.kind != "word" or not (operator.kind == "operator" or operator.text == "between"):
            raise FilterError(f"a comparison was expected, not {name.text!r}")
        value = self.take()
        if value.kind not in ("text", "number", "range"):
            raise FilterError(f"a value was expected after {name.text} {operator.text}")
        return _compare(name.text, operator.text, _value(value))

    def _is_word(self, word: str) -> bool:
        return self.token.kind == "word" and self.token.text.lower() == word


def _value(token: _Token) -> str:
    return re.sub(r"\\(.)", r"\1", token.text[1:-1]) if token.kind == "text" else token.text


def _compare(name: str, operator: str, value: str) -> str:
    translate = _ATTRIBUTES.get(name)
    if translate is None:
        raise FilterError(f"{name} has no equal here")
    straight = _OPPOSITES.get(operator, "=" if operator == "==" else operator)
    query = translate(name, straight, value)
    if operator not in _OPPOSITES:
        return query
    return query.removeprefix("-") if query.startswith("-") else f"-{query}"


def _unread(name: str, operator: str, value: str) -> str:
    if operator != "=" or value not in ("yes", "no"):
        raise _no_equal(name, operator)
    return "is:unread" if value == "yes" else "is:read"


def _part(field: str) -> Callable[[str, str, str], str]:
    """A part of the article that regular expressions are looked for in."""

    def translate(name: str, operator: str, value: str) -> str:
        if operator == "=~":
            expression = value.replace(r"\<", r"\b").replace(r"\>", r"\b")
        elif operator == "=":
            expression = f"^{_literal(value)}$"
        elif operator == "#":
            expression = f"(^|[ ]){_literal(value)}([ ]|$)"
        else:
            raise _no_equal(name, operator)
        if not expression.strip():
            raise FilterError(f"{name} is compared with nothing")
        return f"{field}:/{_slashed(expression)}/"

    return translate


def _literal(text: str) -> str:
    """A regular expression that finds the text itself."""
    return _SIGNS.sub(r"\\\1", text)


def _slashed(expression: str) -> str:
    r"""With every slash as \/, whether it was so already or not."""
    return re.sub(r"\\?/", r"\\/", expression)


def _named(field: str) -> Callable[[str, str, str], str]:
    """What is found by a piece of its name: a regular expression that is none will do."""

    def translate(name: str, operator: str, value: str) -> str:
        if operator not in ("=", "=~", "#") or not value.strip():
            raise _no_equal(name, operator)
        value = value.replace("\\.", ".").replace("\\/", "/")
        if operator == "=~" and not _PLAIN.fullmatch(value):
            raise FilterError(f"{name} can be compared with words here, not with a regular expression")
        if '"' in value:
            raise FilterError(f"{name} cannot be compared with a quotation mark here")
        return f'{field}:"{value}"'

    return translate


def _flags(name: str, operator: str, value: str) -> str:
    if operator not in ("=", "=~", "#") or len(value) != 1 or not (value.isascii() and value.isalpha()):
        raise FilterError("flags can be looked for one by one here")
    return f"tag:newsboat-{value}"


def _enclosure(name: str, operator: str, value: str) -> str:
    if operator == "=" and not value:
        return "-has:enclosure"
    if operator == "=~" and value in (".", ".*", ".+"):
        return "has:enclosure"
    raise _no_equal(name, operator)


def _age(name: str, operator: str, value: str) -> str:
    """Whole days: an age of 3 is from three days to just before four."""
    numbers = [int(number) for number in value.split(":")] if re.fullmatch(r"[\d\s:]+", value) else []
    if operator not in _DAY_OPERATORS or len(numbers) != (2 if operator == "between" else 1):
        raise _no_equal(name, operator)
    youngest, oldest = {
        "=": (numbers[0], numbers[0]),
        "<": (0, numbers[0] - 1),
        "<=": (0, numbers[0]),
        ">": (numbers[0] + 1, None),
        ">=": (numbers[0], None),
        "between": (min(numbers), max(numbers)),
    }[operator]
    parts = [f"since:{oldest + 1}d"] if oldest is not None else []
    if youngest:
        parts.append(f"before:{youngest}d")
    if oldest is not None and oldest < 0:
        raise FilterError("no article is younger than today")
    return f"({' '.join(parts)})" if len(parts) == 2 else (parts[0] if parts else "before:0d")


def _no_equal(name: str, operator: str) -> FilterError:
    return FilterError(f"{name} {operator} has no equal here")


_ATTRIBUTES: dict[str, Callable[[str, str, str], str]] = {
    "unread": _unread,
    "title": _part("title"),
    "content": _part("text"),
    "author": _part("author"),
    "link": _named("url"),
    "feedtitle": _named("feed"),
    "tags": _named("folder"),
    "flags": _flags,
    "enclosure_url": _enclosure,
    "age": _age,
}
