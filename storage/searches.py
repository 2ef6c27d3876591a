"""Saved searches: a name for what was typed, with counts that are kept until the archive changes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from storage.errors import QueryError
from storage.listings import views
from storage.model import View
from storage.sqlite.values import seconds

if TYPE_CHECKING:
    from storage.query import Query

    ReadQuery = Callable[[str], Query | None]
    """Reads what was typed; raises QueryError where that is no query (any more)."""

_FRESH_SECONDS = 900
"""How long counts hold where nothing else changes: ``since:2d`` means another time every moment."""


class SavedSearch(NamedTuple):
    """A search with a name.

    Attributes:
        query_text: As it was typed.
        is_counted: Whether the counts are those of this moment; they are the last known ones otherwise.
    """

    search_id: int
    name: str
    query_text: str
    article_count: int
    unread_count: int
    is_counted: bool


class SearchCounts(NamedTuple):
    """What was counted, and of which state of the archive."""

    search_id: int
    article_count: int
    unread_count: int
    counted_as: str


def all_searches(connection: sqlite3.Connection, now: datetime) -> list[SavedSearch]:
    """By name, with the counts that are kept."""
    state = _archive_state(connection, now)
    rows = connection.execute(
        "SELECT search_id, name, query, article_count, unread_count, counted_as = ? FROM searches", (state,)
    )
    searches = [
        SavedSearch(search_id, name, query_text, article_count, unread_count, bool(is_counted))
        for search_id, name, query_text, article_count, unread_count, is_counted in rows
    ]
    return sorted(searches, key=lambda search: (search.name.casefold(), search.name))


def count_stale(
    connection: sqlite3.Connection, read_query: ReadQuery, now: datetime, midnight: datetime
) -> list[SearchCounts]:
    """Count those whose kept counts are of another state; one that cannot be read has no articles."""
    state = _archive_state(connection, now)
    return [
        SearchCounts(search.search_id, *_count(connection, search.query_text, read_query, midnight), state)
        for search in all_searches(connection, now)
        if not search.is_counted
    ]


def keep_counts(connection: sqlite3.Connection, counted: list[SearchCounts]) -> None:
    """Write counts down, for the next one who asks, also in another process."""
    connection.executemany(
        "UPDATE searches SET article_count = ?, unread_count = ?, counted_as = ? WHERE search_id = ?",
        [(one.article_count, one.unread_count, one.counted_as, one.search_id) for one in counted],
    )


def query_text_of(connection: sqlite3.Connection, name: str) -> str | None:
    """What is saved under a name; None where nothing is."""
    row = connection.execute("SELECT query FROM searches WHERE name = ?", (name,)).fetchone()
    return None if row is None else str(row[0])


def set_search(connection: sqlite3.Connection, name: str, query_text: str | None) -> None:
    """Save a search in the place of one of the same name; None removes it."""
    if query_text is None:
        connection.execute("DELETE FROM searches WHERE name = ?", (name,))
        return
    connection.execute(
        "INSERT INTO searches (name, query) VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET query = excluded.query, counted_as = ''",
        (name, query_text),
    )


def change_search(connection: sqlite3.Connection, old: str, name: str, query_text: str) -> bool:
    """Give a search another name and query, as it stands in the tree; False where none has the old name."""
    changed = connection.execute(
        "UPDATE searches SET name = ?, query = ?, counted_as = '' WHERE name = ?", (name, query_text, old)
    )
    return changed.rowcount > 0


def _count(
    connection: sqlite3.Connection, query_text: str, read_query: ReadQuery, midnight: datetime
) -> tuple[int, int]:
    try:
        condition = views.select(connection, View(), read_query(query_text), midnight).condition
    except QueryError:
        return 0, 0
    article_count, unread_count = connection.execute(
        f"SELECT count(*), ifnull(sum(s.is_read = 0), 0) FROM article_states AS s WHERE {condition.sql}",
        condition.parameters,
    ).fetchone()
    return int(article_count), int(unread_count)


def _archive_state(connection: sqlite3.Connection, now: datetime) -> str:
    """A text that differs whenever a count could: what arrived, was fetched, was done and taken back.

    ``PRAGMA data_version`` would not do: it means something to one connection only, and keeping the counts
    would change it.
    """
    (state,) = connection.execute(_STATE).fetchone()
    return f"{state} {seconds(now) // _FRESH_SECONDS}"


_STATE = """
    SELECT printf('%d %d %d %d %d %d %d %d',
        (SELECT ifnull(max(article_id), 0) FROM articles),
        (SELECT ifnull(sum(article_count), 0) FROM feed_counts),
        (SELECT ifnull(sum(unread_count), 0) FROM feed_counts),
        (SELECT ifnull(sum(fetched_at), 0) FROM feeds),
        (SELECT ifnull(max(change_id), 0) FROM journal),
        (SELECT count(*) FROM journal INDEXED BY journal_undone WHERE undone_at IS NOT NULL),
        (SELECT ifnull(max(revision_id), 0) FROM revisions),
        (SELECT sum(value) FROM archive_facts))
"""
