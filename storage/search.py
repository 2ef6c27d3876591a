"""Compiling a query tree (``storage.query``) to a condition on ``article_states AS s``.

The words in a tree are a person's words: they reach SQLite as parameters, and the full-text
index as quoted strings, so that nothing in them is syntax.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from storage.errors import QueryError
from storage.query import All, Any, Between, Flag, Is, Name, Named, Not, Query, TextField, Words
from storage.values import id_list, seconds, text_list

MAX_DEPTH = 60
"""Nested brackets; SQLite's own parsers give up at a hundred."""

Parameter = str | int
"""What a condition's placeholders take."""


@dataclass(frozen=True, slots=True)
class Condition:
    """SQL that is true or false of a row of ``article_states AS s``, and its parameters."""

    sql: str
    parameters: tuple[Parameter, ...] = ()


def compile_query(connection: sqlite3.Connection, query: Query) -> Condition:
    """Compile a query tree.

    Names (of feeds, folders, tags, keywords) are looked up now, because only Python compares
    them without regard to case in every script.

    Raises:
        QueryError: The tree is nested too deeply.
    """
    return _compile(connection, query, 0)


def _compile(connection: sqlite3.Connection, query: Query, depth: int) -> Condition:
    if depth > MAX_DEPTH:
        raise QueryError("", 0, "it is nested too deeply")
    full_text = _full_text(query, depth)
    if full_text is not None:
        return Condition(
            "s.article_id IN (SELECT rowid FROM article_texts_fts WHERE article_texts_fts MATCH ?)",
            (full_text,),
        )
    match query:
        case Words():
            return _substring(query)
        case Is(flag):
            return Condition(_FLAGS[flag])
        case Named(name, text):
            return _named(connection, name, text)
        case Between():
            return _between(query)
        case Not(part):
            inner = _compile(connection, part, depth + 1)
            return Condition(f"NOT {inner.sql}", inner.parameters)
        case All(parts):
            return _compile_all(connection, parts, depth)
        case Any(parts):
            compiled = [_compile(connection, part, depth + 1) for part in parts]
            return _joined(compiled, " OR ", if_empty="0")
        case unknown:
            assert_never(unknown)


def _compile_all(connection: sqlite3.Connection, parts: Sequence[Query], depth: int) -> Condition:
    """All words together are one question to the full-text index; the rest narrows its answer."""
    in_index = [part for part in parts if _full_text(part, depth + 1) is not None]
    rest = [part for part in parts if _full_text(part, depth + 1) is None]
    ordered = [All(tuple(in_index)), *rest] if in_index else rest
    return _joined([_compile(connection, part, depth + 1) for part in ordered], " AND ", if_empty="1")


def _joined(conditions: Sequence[Condition], word: str, *, if_empty: str) -> Condition:
    if not conditions:
        return Condition(if_empty)
    # A balanced tree: SQLite limits the depth of an expression, not its breadth.
    if len(conditions) > 2:
        middle = len(conditions) // 2
        conditions = [
            _joined(conditions[:middle], word, if_empty=if_empty),
            _joined(conditions[middle:], word, if_empty=if_empty),
        ]
    sql = word.join(condition.sql for condition in conditions)
    parameters = tuple(value for condition in conditions for value in condition.parameters)
    return Condition(f"({sql})", parameters)


# --- flags, names, times --------------------------------------------------------------------

_FLAGS = {
    Flag.UNREAD: "s.is_read = 0",
    Flag.READ: "s.is_read = 1",
    Flag.STARRED: "s.is_starred = 1",
    Flag.FILE_PHOTO: "s.has_file_photo = 1",
    Flag.HAS_PICTURE: "s.has_picture = 1",
    Flag.HAS_CAPTION: "s.has_caption = 1",
    Flag.HAS_ENCLOSURE: "s.has_enclosure = 1",
}


def _named(connection: sqlite3.Connection, name: Name, text: str) -> Condition:
    wanted = text.casefold()
    match name:
        case Name.FEED | Name.FOLDER:
            column = "title" if name is Name.FEED else "folder"
            ids = [
                feed_id
                for feed_id, value in connection.execute(f"SELECT feed_id, {column} FROM feeds")
                if wanted in value.casefold()
            ]
            return Condition("s.feed_id IN (SELECT value FROM json_each(?))", (id_list(ids),))
        case Name.TAG:
            rows = connection.execute("SELECT DISTINCT tag FROM article_tags")
            tags = text_list(tag for (tag,) in rows if wanted in tag.casefold())
            return Condition(
                "s.article_id IN (SELECT article_id FROM article_tags"
                " WHERE tag IN (SELECT value FROM json_each(?)))",
                (tags,),
            )
        case Name.KEYWORD:
            rows = connection.execute("SELECT keyword_id, pattern FROM keywords")
            ids = [keyword_id for keyword_id, pattern in rows if wanted in pattern.casefold()]
            return Condition(
                "s.article_id IN (SELECT article_id FROM hits"
                " WHERE keyword_id IN (SELECT value FROM json_each(?)))",
                (id_list(ids),),
            )
        case Name.URL:
            return Condition(
                "s.article_id IN (SELECT article_id FROM articles WHERE url LIKE ? ESCAPE '\\')",
                (_like(text),),
            )
        case unknown:
            assert_never(unknown)


def _between(query: Between) -> Condition:
    sides: list[Condition] = []
    if query.since is not None:
        sides.append(Condition("s.sorted_at >= ?", (seconds(query.since),)))
    if query.before is not None:
        sides.append(Condition("s.sorted_at < ?", (seconds(query.before),)))
    return _joined(sides, " AND ", if_empty="1")


# --- words ----------------------------------------------------------------------------------

_COLUMNS = {
    TextField.ANY: ("title", "text", "captions", "credits", "alts", "author"),
    TextField.TITLE: ("title",),
    TextField.TEXT: ("text",),
    TextField.CAPTION: ("captions",),
    TextField.CREDIT: ("credits",),
    TextField.AUTHOR: ("author",),
}

# Scripts written without spaces: the index holds whole runs of them as one word, so that words in
# them are found as substrings only (Thai, Lao, Burmese, Khmer, kana, Han, half-width kana).
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003134f]"
)
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def _full_text(query: Query, depth: int) -> str | None:
    """The query as an expression of the full-text index, None where it takes more than that."""
    if depth > MAX_DEPTH:
        return None
    match query:
        case Words():
            return _words(query) if _is_indexed(query.text) else None
        case All(parts):
            return _full_text_joined(parts, " AND ", depth)
        case Any(parts):
            return _full_text_joined(parts, " OR ", depth)
        case _:
            return None


def _full_text_joined(parts: Sequence[Query], word: str, depth: int) -> str | None:
    if not parts:
        return None
    expressions: list[str] = []
    for part in parts:
        expression = _full_text(part, depth + 1)
        if expression is None:
            return None
        expressions.append(expression)
    return f"({word.join(expressions)})" if len(expressions) > 1 else expressions[0]


def _is_indexed(text: str) -> bool:
    return any(_is_token_character(character) for character in text) and _UNSPACED.search(text) is None


def _is_token_character(character: str) -> bool:
    # As unicode61 sees it: letters, numbers, private use.
    return unicodedata.category(character)[0] in "LN" or unicodedata.category(character) == "Co"


def _words(query: Words) -> str:
    """A quoted phrase in the columns of its field, in each width it may be written in."""
    narrow = unicodedata.normalize("NFKC", query.text)
    spellings = dict.fromkeys(_safe(text) for text in (query.text, narrow, narrow.translate(_WIDE)))
    star = " *" if query.is_prefix else ""
    phrases = ['"' + spelling.replace('"', '""') + '"' + star for spelling in spellings]
    either = f"({' OR '.join(phrases)})"
    if query.field is TextField.ANY:
        return either
    return f"{{{' '.join(_COLUMNS[query.field])}}} : {either}"


def _substring(query: Words) -> Condition:
    """What the index cannot find: words without spaces around them, and signs."""
    if not query.text.strip():
        return Condition("1")
    pattern = _like(query.text)
    columns = _COLUMNS[query.field]
    either = " OR ".join(f"{column} LIKE ? ESCAPE '\\'" for column in columns)
    return Condition(
        f"s.article_id IN (SELECT article_id FROM article_texts WHERE {either})",
        (pattern,) * len(columns),
    )


def _safe(text: str) -> str:
    """Without what SQLite takes for the end of a text, or cannot encode."""
    return text.replace("\0", " ").encode(errors="replace").decode()


def _like(text: str) -> str:
    escaped = _safe(text).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
