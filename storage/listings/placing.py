"""Where in an ordered listing a time or a letter begins.

The ids are halved until the place is found: of a million articles some twenty are looked up. The order is
that of the moment at which the listing was opened; what was deleted since has no key and is passed over.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.listings.orders import title_rank
from storage.model import Order
from storage.sqlite.values import id_list, seconds

_MOST_AT_ONCE = 4_096
"""How many deleted articles are passed over with one query, at most."""

_TIMES = (
    "SELECT wanted.key, s.sorted_at FROM json_each(?) AS wanted"
    " CROSS JOIN article_states AS s ON s.article_id = wanted.value LIMIT 1"
)
_TITLES = (
    "SELECT wanted.key, a.title FROM json_each(?) AS wanted"
    " CROSS JOIN articles AS a ON a.article_id = wanted.value LIMIT 1"
)
_FEEDS = (
    "SELECT wanted.key, f.title FROM json_each(?) AS wanted"
    " CROSS JOIN article_states AS s ON s.article_id = wanted.value"
    " CROSS JOIN feeds AS f ON f.feed_id = s.feed_id LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class Placed:
    """A place in a listing.

    Attributes:
        index: The first row that is meant, else the next one; the listing's length where none follows.
        is_meant: Whether the row is what was asked for, and not only what comes next.
    """

    index: int
    is_meant: bool


@dataclass(frozen=True, slots=True)
class _Sought:
    """What is looked for, told by a row's key: true of all rows from the place on, and of what is meant."""

    sql: str
    is_reached: Callable[[Any], bool]
    is_meant: Callable[[Any], bool]


def place_of_time(
    connection: sqlite3.Connection, ids: array[int], order: Order, span: tuple[datetime, datetime]
) -> Placed:
    """Where a time begins, from its first moment to just after its last, in the order's direction.

    Raises:
        ValueError: The listing is not ordered by time.
    """
    if order not in (Order.NEWEST, Order.OLDEST):
        raise ValueError(order)
    start, end = seconds(span[0]), seconds(span[1])
    is_newest = order is Order.NEWEST
    return _place(
        connection,
        ids,
        _Sought(
            _TIMES,
            is_reached=(lambda key: key < end) if is_newest else (lambda key: key >= start),
            is_meant=lambda key: start <= key < end,
        ),
    )


def place_of_letters(connection: sqlite3.Connection, ids: array[int], order: Order, letters: str) -> Placed:
    """Where titles, or feeds, begin with these letters, compared as the order compares them.

    Raises:
        ValueError: The listing is not ordered by title or feed.
    """
    if order.straight not in (Order.TITLE, Order.FEED):
        raise ValueError(order)
    wanted = title_rank(letters)

    def is_meant(title: str) -> bool:
        return title_rank(title).startswith(wanted)

    def is_after(title: str) -> bool:
        rank = title_rank(title)
        return rank < wanted or rank.startswith(wanted) if order.is_reversed else rank >= wanted

    sql = _TITLES if order.straight is Order.TITLE else _FEEDS
    return _place(connection, ids, _Sought(sql, is_reached=is_after, is_meant=is_meant))


def _place(connection: sqlite3.Connection, ids: array[int], sought: _Sought) -> Placed:
    low, high = 0, len(ids)
    while low < high:
        middle = (low + high) // 2
        stored = _first_stored(connection, ids, (middle, high), sought.sql)
        if stored is None or sought.is_reached(stored[1]):
            high = middle
        else:
            low = stored[0] + 1
    stored = _first_stored(connection, ids, (low, len(ids)), sought.sql)
    if stored is None:
        return Placed(len(ids), is_meant=False)
    return Placed(stored[0], sought.is_meant(stored[1]))


def _first_stored(
    connection: sqlite3.Connection, ids: array[int], rows: tuple[int, int], sql: str
) -> tuple[int, Any] | None:
    """The first of some rows whose article was not deleted since: its index, and its key."""
    start, end = rows
    count = 1
    while start < end:
        wanted = ids[start : min(start + count, end)]
        row = connection.execute(sql, (id_list(wanted),)).fetchone()
        if row is not None:
            return start + row[0], row[1]
        start, count = start + count, min(count * 8, _MOST_AT_ONCE)
    return None
