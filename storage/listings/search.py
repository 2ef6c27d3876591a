"""Compiling a query tree (``storage.query``) to a condition on ``article_states AS s``.

The words in a tree are a person's words: they reach SQLite as parameters, and the full-text
index as quoted strings, so that nothing in them is syntax.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from storage.errors import QueryError
from storage.listings.condition import ALL_IDS, Condition, IdRange
from storage.listings.full_text_query import COLUMNS, MAX_DEPTH, expression_of
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
from storage.sqlite.values import id_list, seconds, text_list


def compile_query(connection: sqlite3.Connection, query: Query, *, id_range: IdRange = ALL_IDS) -> Condition:
    """Compile a query tree.

    Names (of feeds, folders, tags, keywords, languages) are looked up now, because only Python compares
    them without regard to case in every script. Regular expressions are looked for now, too, in the
    articles that the rest of the query leaves: the condition holds the ids of those of this moment.

    Args:
        id_range: Of articles outside it, any answer is right: the full-text index is not asked for them.

    Raises:
        QueryError: The tree is nested too deeply.
    """
    return _Compiler(connection, id_range).compile(query, 0, _EVERYTHING)


def has_regex(query: Query) -> bool:
    """Whether a regular expression is part of it, which is looked for when it is compiled."""
    return _has_regex(query, 0)


_EVERYTHING = Condition("1")


@dataclass(frozen=True, slots=True)
class _Compiler:
    connection: sqlite3.Connection
    id_range: IdRange

    def compile(self, query: Query, depth: int, within: Condition) -> Condition:
        """``within`` is what the surrounding parts leave; outside it, any answer is right."""
        if depth > MAX_DEPTH:
            raise QueryError("", 0, "it is nested too deeply")
        full_text = expression_of(query, depth)
        if full_text is not None:
            return self.in_index(full_text)
        match query:
            case Words(text, field) | Near(text, field):
                return _signs(text, field)
            case Regex():
                return _regex(self.connection, query, within)
            case Is(flag):
                return Condition(_FLAGS[flag])
            case Named():
                return _named(self.connection, query)
            case Between():
                return _between(query)
            case Not(part):
                inner = self.compile(part, depth + 1, within)
                return Condition(f"NOT {inner.sql}", inner.parameters)
            case All(parts):
                return self.compile_all(parts, depth + 1, within)
            case Any(parts):
                compiled = [self.compile(part, depth + 1, within) for part in parts]
                return _joined(compiled, " OR ", if_empty="0")
            case unknown:
                assert_never(unknown)

    def in_index(self, expression: str) -> Condition:
        """What the full-text index finds."""
        sql = "s.article_id IN (SELECT rowid FROM article_texts_fts WHERE article_texts_fts MATCH ?"
        if self.id_range == ALL_IDS:
            return Condition(f"{sql})", (expression,))
        return Condition(f"{sql} AND rowid BETWEEN ? AND ?)", (expression, *self.id_range))

    def compile_all(self, parts: Sequence[Query], depth: int, within: Condition) -> Condition:
        """All words together are one question to the index; the rest narrows its answer, regexes last."""
        in_index = [part for part in parts if expression_of(part, depth) is not None]
        others = [part for part in parts if expression_of(part, depth) is None]
        slow = [part for part in others if _has_regex(part, depth)]
        quick = [part for part in others if not _has_regex(part, depth)]
        ordered = [All(tuple(in_index)), *quick] if in_index else quick
        narrowed = [self.compile(part, depth, within) for part in ordered]
        for part in slow:
            left = _joined([within, *narrowed], " AND ", if_empty="1")
            narrowed.append(self.compile(part, depth, left))
        return _joined(narrowed, " AND ", if_empty="1")


def _has_regex(query: Query, depth: int) -> bool:
    if depth > MAX_DEPTH:
        return False
    match query:
        case Regex():
            return True
        case Not(part):
            return _has_regex(part, depth + 1)
        case All(parts) | Any(parts):
            return any(_has_regex(part, depth + 1) for part in parts)
        case _:
            return False


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
    # Corrected by its publisher, as seen here or by its own word (a quarter of an hour: migration 5).
    Flag.UPDATED: "(s.article_id IN (SELECT article_id FROM revisions) OR s.article_id IN"
    " (SELECT article_id FROM articles INDEXED BY articles_updated"
    " WHERE updated_at > published_at + 900))",
    Flag.HAS_PICTURE: "s.has_picture = 1",
    Flag.HAS_CAPTION: "s.has_caption = 1",
    Flag.HAS_ENCLOSURE: "s.has_enclosure = 1",
    Flag.HAS_NOTE: "s.article_id IN (SELECT article_id FROM notes)",
}


def _named(connection: sqlite3.Connection, query: Named) -> Condition:
    wanted = query.text.casefold()
    match query.name:
        case Name.FEED | Name.FOLDER:
            column = "title" if query.name is Name.FEED else "folder"
            ids = [
                feed_id
                for feed_id, value in connection.execute(f"SELECT feed_id, {column} FROM feeds")
                if wanted in value.casefold()
            ]
            return Condition("s.feed_id IN (SELECT value FROM json_each(?))", (id_list(ids),))
        case Name.TAG:
            rows = connection.execute("SELECT DISTINCT tag FROM article_tags")
            tags = text_list(tag for (tag,) in rows if query.means(tag))
            return Condition(
                "s.article_id IN (SELECT article_id FROM article_tags"
                " WHERE tag IN (SELECT value FROM json_each(?)))",
                (tags,),
            )
        case Name.KEYWORD:
            rows = connection.execute("SELECT keyword_id, pattern, group_name FROM keywords")
            ids = [keyword_id for keyword_id, *names in rows if any(map(query.means, names))]
            return Condition(
                "s.article_id IN (SELECT article_id FROM hits"
                " WHERE keyword_id IN (SELECT value FROM json_each(?)))",
                (id_list(ids),),
            )
        case Name.URL:
            return Condition(
                "s.article_id IN (SELECT article_id FROM articles WHERE url LIKE ? ESCAPE '\\')",
                (_like(query.text),),
            )
        case Name.LANGUAGE:
            return _language(connection, wanted)
        case unknown:
            assert_never(unknown)


# One step into the index per language, however many articles speak it.
_LANGUAGES = """
    WITH RECURSIVE spoken (language) AS (
        SELECT min(language) FROM articles INDEXED BY articles_by_language WHERE language <> ''
        UNION ALL
        SELECT (SELECT min(language) FROM articles INDEXED BY articles_by_language
            WHERE language <> '' AND language > spoken.language)
        FROM spoken WHERE spoken.language IS NOT NULL
    )
    SELECT language FROM spoken WHERE language IS NOT NULL
"""
_SPEAKING = "SELECT article_id FROM articles INDEXED BY articles_by_language WHERE language <> ''"


def _language(connection: sqlite3.Connection, wanted: str) -> Condition:
    spoken = [language for (language,) in connection.execute(_LANGUAGES) if _is_language(language, wanted)]
    feed_ids = [
        feed_id
        for feed_id, language in connection.execute("SELECT feed_id, language FROM feeds")
        if _is_language(language, wanted)
    ]
    return Condition(
        f"(s.article_id IN ({_SPEAKING} AND language IN (SELECT value FROM json_each(?)))"
        f" OR (s.feed_id IN (SELECT value FROM json_each(?)) AND s.article_id NOT IN ({_SPEAKING})))",
        (text_list(spoken), id_list(feed_ids)),
    )


def _is_language(language: str, wanted: str) -> bool:
    said = language.casefold().replace("_", "-")
    meant = wanted.replace("_", "-")
    return said == meant or said.startswith(f"{meant}-")


def _between(query: Between) -> Condition:
    sides: list[Condition] = []
    if query.since is not None:
        sides.append(Condition("s.sorted_at >= ?", (seconds(query.since),)))
    if query.before is not None:
        sides.append(Condition("s.sorted_at < ?", (seconds(query.before),)))
    return _joined(sides, " AND ", if_empty="1")


# --- what no index finds --------------------------------------------------------------------


def _signs(text: str, field: TextField) -> Condition:
    """Signs without a word among them."""
    if not text.strip():
        return _EVERYTHING
    pattern = _like(text)
    columns = COLUMNS[field]
    either = " OR ".join(f"{column} LIKE ? ESCAPE '\\'" for column in columns)
    return Condition(
        f"s.article_id IN (SELECT article_id FROM article_texts WHERE {either})",
        (pattern,) * len(columns),
    )


def _regex(connection: sqlite3.Connection, query: Regex, within: Condition) -> Condition:
    columns = ("title", "text", "captions") if query.field is TextField.ANY else COLUMNS[query.field]
    rows = connection.execute(
        # CROSS: from what is left to its texts, whatever the statistics say.
        f"SELECT s.article_id, {', '.join(f't.{column}' for column in columns)} FROM article_states AS s"
        f" CROSS JOIN article_texts AS t ON t.article_id = s.article_id WHERE {within.sql}",
        within.parameters,
    )
    ids = [article_id for article_id, *texts in rows if any(map(query.is_found, texts))]
    return Condition("s.article_id IN (SELECT value FROM json_each(?))", (id_list(ids),))


def _like(text: str) -> str:
    # Without what SQLite takes for the end of a text, or cannot encode.
    safe = text.replace("\0", " ").encode(errors="replace").decode()
    escaped = safe.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
