"""What a search finds first, by date, without reading all that it finds.

The full-text index is asked once, and walked from one end of the archive: at some steps, what it gave so far
is compared with the date of the first article that the walk did not come to yet. What is found beyond that
date comes first, whatever the index gives later. Where few articles hold the words, the walk comes to its
end instead, and all of them are known.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import chain, islice

from storage.listings.full_text_query import bound_of
from storage.listings.orders import sorted_ids
from storage.listings.views import ID_MASK, SORT_KEY, Selection
from storage.model import Order

ENOUGH_ROWS = 100
"""With so many found, what follows can be read behind."""

LOOKS = (4_000, 32_000, 128_000)
"""How many articles lie behind when what was found is looked at. A refresh stores feed by feed: among the
very last arrivals are not all of the newest."""

FARTHEST_LOOK = 140_000
"""Beyond so many articles, to look at their dates takes longer than to walk on: 5 ms."""

MOST_MATCHES = 5_000
"""So many articles that hold the words are passed and looked at within 10 ms."""

WINDOWS = (2_000, 32_000)
"""How many of the first articles are looked at, and then, where the walk is in vain or there are no words."""

_CHUNK_MATCHES = 64


@dataclass(frozen=True, slots=True)
class Found:
    """Ids in order.

    Attributes:
        is_all: Nothing else is found; there are at least as many as were wanted otherwise.
    """

    ids: array[int]
    is_all: bool


def find_first(connection: sqlite3.Connection, selection: Selection, order: Order) -> Found:
    """The newest or the oldest of a selection that no index gives in order."""
    found = _first_of_long(connection, selection, order) if selection.can_be_bounded else None
    return found or Found(sorted_ids(connection, selection, order), is_all=True)


def _first_of_long(connection: sqlite3.Connection, selection: Selection, order: Order) -> Found | None:
    """None where reading everything is as quick."""
    bound = bound_of(selection.query) if selection.query is not None else None
    found = _walk(connection, selection, order, bound.expression) if bound is not None else None
    for articles in WINDOWS if found is None else ():
        within = found_within(connection, selection, order, articles)
        if within is None:
            return None
        if len(within) >= ENOUGH_ROWS:
            return Found(within, is_all=False)
    return found


# --- along the full-text index --------------------------------------------------------------


def _walk(
    connection: sqlite3.Connection, selection: Selection, order: Order, expression: str
) -> Found | None:
    """None where it finds too few on a long way."""
    with closing(_Walk(connection, expression, order)) as walk:
        for articles in LOOKS:
            walk.go_on(ENOUGH_ROWS, articles)
            if walk.is_at_end:
                break
            if walk.distance <= FARTHEST_LOOK:
                listed = selection.among(connection, walk.passed)
                found = _before_all_others(connection, listed, order, walk.passed[-1])
                if len(found) >= ENOUGH_ROWS:
                    return Found(found, is_all=False)
        walk.go_on(MOST_MATCHES, 0)
        if not walk.is_at_end:
            return None
        listed = selection.among(connection, walk.passed)
        return Found(sorted_ids(connection, listed, order), is_all=True)


class _Walk:
    """Along the articles that the full-text index gives for an expression, from one end of the archive."""

    def __init__(self, connection: sqlite3.Connection, expression: str, order: Order) -> None:
        end, direction = ("max", "DESC") if order is Order.NEWEST else ("min", "ASC")
        (self._first_id,) = connection.execute(f"SELECT {end}(article_id) FROM article_states").fetchone()
        self._matches = connection.execute(
            f"SELECT rowid FROM article_texts_fts WHERE article_texts_fts MATCH ? ORDER BY rowid {direction}",
            (expression,),
        )
        self.passed: list[int] = []
        self.is_at_end = False

    @property
    def distance(self) -> int:
        """How many articles are passed, if none is missing."""
        return abs(self._first_id - self.passed[-1]) if self.passed else 0

    def go_on(self, matches: int, articles: int) -> None:
        """Pass at least so many matches and articles, but for the end, and for too many matches."""
        while not self.is_at_end and len(self.passed) < MOST_MATCHES:
            if len(self.passed) >= matches and self.distance >= articles:
                break
            chunk = list(chain.from_iterable(islice(self._matches, _CHUNK_MATCHES)))
            self.is_at_end = len(chunk) < _CHUNK_MATCHES
            self.passed += chunk

    def close(self) -> None:
        """Walk no further."""
        self._matches.close()


def _before_all_others(
    connection: sqlite3.Connection, listed: Selection, order: Order, last_id: int
) -> array[int]:
    """What of a selection stands before all articles that the walk, now at ``last_id``, did not pass."""
    is_newest = order is Order.NEWEST
    base = listed.base
    direction, beyond = ("DESC", "<") if is_newest else ("ASC", ">")
    edge = connection.execute(
        f"SELECT {SORT_KEY} FROM article_states AS s INDEXED BY {base.order_index}"
        f" WHERE {base.condition.sql} AND s.article_id {beyond} ?"
        f" ORDER BY s.sorted_at {direction}, s.article_id {direction} LIMIT 1",
        (*base.condition.parameters, last_id),
    ).fetchone()
    keys = _keys(connection, listed, is_newest=is_newest)
    if edge is not None:
        keys = [key for key in keys if (key > edge[0]) is is_newest]
    return array("q", [key & ID_MASK for key in keys])


def _keys(connection: sqlite3.Connection, listed: Selection, *, is_newest: bool) -> Sequence[int]:
    condition = listed.condition
    rows = connection.execute(
        # By their ids: left alone, SQLite may walk the index of a view for a few of its articles.
        f"SELECT {SORT_KEY} FROM article_states AS s NOT INDEXED WHERE {condition.sql}",
        condition.parameters,
    )
    return sorted(chain.from_iterable(rows), reverse=is_newest)


# --- among the first articles ---------------------------------------------------------------


def found_within(
    connection: sqlite3.Connection, selection: Selection, order: Order, articles: int
) -> array[int] | None:
    """What is found among the first so many articles of the view, in order.

    None where the view has no more articles than that.
    """
    is_newest = order is Order.NEWEST
    base = selection.base
    direction, edge, beyond = ("DESC", "min", ">=") if is_newest else ("ASC", "max", "<=")
    count, edge_time, lowest, highest = connection.execute(
        f"SELECT count(*), {edge}(sorted_at), min(article_id), max(article_id) FROM ("
        f"SELECT s.sorted_at, s.article_id FROM article_states AS s INDEXED BY {base.order_index}"
        f" WHERE {base.condition.sql}"
        f" ORDER BY s.sorted_at {direction}, s.article_id {direction} LIMIT {articles})",
        base.condition.parameters,
    ).fetchone()
    if count < articles:
        return None
    condition = selection.within(connection, (lowest, highest))
    keys = connection.execute(
        # The window reaches to a moment; of that moment, articles outside its ids are left for later.
        f"SELECT {SORT_KEY} FROM article_states AS s WHERE {condition.sql}"
        f" AND s.sorted_at {beyond} ? AND s.article_id BETWEEN ? AND ?",
        (*condition.parameters, edge_time, lowest, highest),
    )
    found = sorted(chain.from_iterable(keys), reverse=is_newest)
    return array("q", [key & ID_MASK for key in found])
