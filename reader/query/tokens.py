"""A query's text -> tokens, each knowing where it stands, so that errors can point at a place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from storage.errors import QueryError


class Kind(Enum):
    """What a token is."""

    WORD = auto()
    PHRASE = auto()
    NEAR = auto()
    REGEX = auto()
    FIELD = auto()
    NOT = auto()
    OR = auto()
    OPEN = auto()
    CLOSE = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query. ``text`` is without quotes, slashes, colon and star; ``position`` counts from 0."""

    kind: Kind
    text: str
    position: int
    is_prefix: bool = False


_SPACE = re.compile(r"\s+")
_FIELD = re.compile(r"([^\W\d_]+):(?!//)")
_WORD = re.compile(r'[^\s()"]+')
# A slash inside is written \/, and the last one ends the word: /usr/bin is a word, and so is //.
_REGEX = re.compile(r"/((?:[^/\\]|\\.)+)/(?=[\s()]|$)", re.DOTALL)
# A path such as /pol is a word; one slash before signs of regular expressions is no path.
_UNCLOSED_REGEX = re.compile(r"/(?:\(|[^\s/()\"]*[.*+?\[\]{}|^$\\][^\s/]*(?=[\s)]|$))")
_OR = frozenset({"or", "OR", "|", "||"})


def tokenize(text: str) -> list[Token]:
    """Take a query apart; the last token is always END.

    Raises:
        QueryError: A quotation mark or a regular expression is never closed.
    """
    tokens: list[Token] = []
    position = 0
    while position < len(text):
        space = _SPACE.match(text, position)
        if space:
            position = space.end()
            continue
        token, position = _next_token(text, position)
        if token is not None:
            tokens.append(token)
    tokens.append(Token(Kind.END, "", len(text)))
    return tokens


def _next_token(text: str, position: int) -> tuple[Token | None, int]:
    character = text[position]
    if character in "()":
        return Token(Kind.OPEN if character == "(" else Kind.CLOSE, character, position), position + 1
    if character == '"':
        return _read_phrase(text, position)
    if text.startswith('~"', position):
        phrase, end = _read_phrase(text, position + 1)
        return Token(Kind.NEAR, phrase.text, position), end
    regex = _REGEX.match(text, position)
    if regex:
        return Token(Kind.REGEX, regex.group(1), position), regex.end()
    is_last = position + 1 == len(text) or text[position + 1].isspace()
    if character in "-!" and not is_last:
        return Token(Kind.NOT, character, position), position + 1
    field = _FIELD.match(text, position)
    if field:
        return Token(Kind.FIELD, field.group(1).lower(), position), field.end()
    if _UNCLOSED_REGEX.match(text, position):
        raise QueryError(text, position, "this regular expression is never closed: a slash ends it")
    word = _WORD.match(text, position)
    written = word.group() if word else character
    end = position + len(written)
    if written in _OR:
        return Token(Kind.OR, written, position), end
    if written in {"AND", "&", "&&"}:
        return None, end
    if written == "NOT":
        return Token(Kind.NOT, written, position), end
    stem = written.rstrip("*")
    return Token(Kind.WORD, stem, position, is_prefix=bool(stem) and stem != written), end


def _read_phrase(text: str, position: int) -> tuple[Token, int]:
    end = text.find('"', position + 1)
    if end < 0:
        raise QueryError(text, position, "this quotation mark is never closed")
    is_prefix = text[end + 1 : end + 2] == "*"
    return Token(Kind.PHRASE, text[position + 1 : end], position, is_prefix=is_prefix), end + 1 + is_prefix
