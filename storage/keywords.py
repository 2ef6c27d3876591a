"""Watched keywords: their list, and matching a new one over the whole archive."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage import counts
from storage.model import ArticleTexts, HitData, Keyword, Scope
from storage.prepared import LIST_COLUMNS, hit_columns
from storage.values import id_list, seconds

Match = Callable[[Keyword, ArticleTexts], HitData | None]

CHUNK_ARTICLES = 256
"""Articles matched per transaction: at 0.1 ms each, other writers wait no longer than 25 ms."""

_COLUMNS = "keyword_id, pattern, is_regex, color, scopes, article_count, unread_count"


@dataclass(frozen=True, slots=True)
class KeywordFacts:
    """What a person decides about a keyword."""

    pattern: str
    is_regex: bool
    color: str
    scopes: tuple[Scope, ...]


def all_keywords(connection: sqlite3.Connection) -> list[Keyword]:
    """By pattern, without regard to case."""
    keywords = [_keyword(row) for row in connection.execute(f"SELECT {_COLUMNS} FROM keywords")]
    return sorted(keywords, key=lambda keyword: (keyword.pattern.casefold(), keyword.pattern))


def find_keyword(connection: sqlite3.Connection, pattern: str) -> Keyword | None:
    """The keyword with exactly this pattern."""
    row = connection.execute(f"SELECT {_COLUMNS} FROM keywords WHERE pattern = ?", (pattern,)).fetchone()
    return None if row is None else _keyword(row)


def keywords_version(connection: sqlite3.Connection) -> int:
    """Grows with every change of the keywords."""
    (version,) = connection.execute(
        "SELECT value FROM archive_facts WHERE name = 'keywords_version'"
    ).fetchone()
    return int(version)


def begin_keyword(connection: sqlite3.Connection, facts: KeywordFacts, now: datetime) -> Keyword:
    """Write the keyword without hits; from here on every refresh has to match it."""
    scopes = ",".join(scope.value for scope in Scope if scope in facts.scopes)
    connection.execute(
        "INSERT INTO keywords (pattern, is_regex, color, scopes, added_at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (pattern) DO UPDATE SET is_regex = excluded.is_regex, color = excluded.color,"
        " scopes = excluded.scopes, is_matched = 0, article_count = 0, unread_count = 0",
        (facts.pattern, facts.is_regex, facts.color, scopes, seconds(now)),
    )
    keyword = find_keyword(connection, facts.pattern)
    if keyword is None:  # pragma: no cover - the row was written one statement earlier
        raise AssertionError(facts.pattern)
    connection.execute("DELETE FROM hits WHERE keyword_id = ?", (keyword.keyword_id,))
    _raise_version(connection)
    return keyword


def match_chunk(
    connection: sqlite3.Connection, keyword: Keyword, match: Match, article_ids: Sequence[int]
) -> int:
    """Match some articles and write their hits; gives how many were found.

    Texts are read in the writing transaction, so that no refresh changes them in between.
    """
    found: list[tuple[Any, ...]] = []
    for texts in _read_texts(connection, article_ids):
        hit = match(keyword, texts)
        if hit is not None and hit.counts:
            found.append((texts.article_id, *hit_columns(hit)))
    _write_hits(connection, found, keyword.keyword_id)
    return len(found)


def finish_keyword(connection: sqlite3.Connection, keyword: Keyword) -> Keyword:
    """Note that the whole archive was matched; gives the keyword with its counts."""
    connection.execute("UPDATE keywords SET is_matched = 1 WHERE keyword_id = ?", (keyword.keyword_id,))
    return find_keyword(connection, keyword.pattern) or keyword


def drop_keyword(connection: sqlite3.Connection, pattern: str) -> dict[str, Any] | None:
    """Remove a keyword and its hits; gives the facts to restore both, None where there is none."""
    row = connection.execute(
        "SELECT keyword_id, pattern, is_regex, color, scopes, added_at, is_matched"
        " FROM keywords WHERE pattern = ?",
        (pattern,),
    ).fetchone()
    if row is None:
        return None
    hits = connection.execute(
        f"SELECT article_id, {LIST_COLUMNS['hits']} FROM hits INDEXED BY hits_by_keyword"
        " WHERE keyword_id = ?",
        (row[0],),
    ).fetchall()
    connection.execute("DELETE FROM hits WHERE keyword_id = ?", (row[0],))
    connection.execute("DELETE FROM keywords WHERE keyword_id = ?", (row[0],))
    _raise_version(connection)
    return {"keyword": row, "hits": hits}


def restore_keyword(connection: sqlite3.Connection, facts: Mapping[str, Any]) -> None:
    """Bring a removed keyword back with its hits; a keyword added since with its pattern stays instead."""
    keyword_id, pattern, *rest = facts["keyword"]
    if find_keyword(connection, pattern) is not None:
        return
    connection.execute(
        "INSERT INTO keywords (keyword_id, pattern, is_regex, color, scopes, added_at, is_matched)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (keyword_id, pattern, *rest),
    )
    _write_hits(connection, [tuple(hit) for hit in facts["hits"]], keyword_id)
    _raise_version(connection)


def _write_hits(connection: sqlite3.Connection, hits: Sequence[tuple[Any, ...]], keyword_id: int) -> None:
    """Write hits of one keyword in articles that have none of it yet; articles gone since are left out."""
    counts.touch_ids(connection, [hit[0] for hit in hits])
    connection.execute(
        "DELETE FROM temp.touched WHERE article_id NOT IN"
        " (SELECT s.article_id FROM temp.touched AS t CROSS JOIN article_states AS s"
        " ON s.article_id = t.article_id)"
    )
    stored = set(counts.touched_ids(connection))
    with counts.kept_true(connection):
        connection.executemany(
            f"INSERT OR REPLACE INTO hits (article_id, {LIST_COLUMNS['hits']}) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [hit for hit in hits if hit[0] in stored and hit[1] == keyword_id],
        )


def _read_texts(connection: sqlite3.Connection, article_ids: Sequence[int]) -> Iterable[ArticleTexts]:
    rows = connection.execute(
        "SELECT t.article_id, t.title, t.text, t.captions, t.credits, t.author FROM json_each(?) AS wanted"
        " CROSS JOIN article_texts AS t ON t.article_id = wanted.value",
        (id_list(article_ids),),
    )
    return [ArticleTexts(*row) for row in rows]


def chunks(article_ids: array[int]) -> Iterable[Sequence[int]]:
    """Portions for one transaction each."""
    for start in range(0, len(article_ids), CHUNK_ARTICLES):
        yield article_ids[start : start + CHUNK_ARTICLES]


def _raise_version(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE archive_facts SET value = value + 1 WHERE name = 'keywords_version'")


def _keyword(row: tuple[Any, ...]) -> Keyword:
    scopes = tuple(Scope(scope) for scope in row[4].split(",") if scope)
    return Keyword(row[0], row[1], bool(row[2]), row[3], scopes, row[5], row[6])
