"""The first rows of a listing, and the last ones, before all of it is known.

A view's first rows come straight from its index, and how many there are from the kept counts. Of what a
search finds, the first are found without the others (``first_found``), which are read behind.
"""

from __future__ import annotations

import sqlite3
from array import array
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from storage.later import Later
from storage.listings.condition import Condition
from storage.listings.orders import sorted_ids
from storage.listings.views import ID_MASK, SORT_KEY, Selection
from storage.model import Order

if TYPE_CHECKING:
    from storage.listings import first_found
else:
    first_found = Later("storage.listings.first_found")

PAGE_ROWS = 64
"""A screenful: 64 rows by id take under half a millisecond on any archive."""

HEAD_ROWS = 3 * PAGE_ROWS
"""More than a terminal shows at once."""

FEW_ARTICLES = 5_000
"""So many are looked at one by one within 10 ms."""


class Head(NamedTuple):
    """What is known of a listing at once.

    Attributes:
        first: The ids of its first rows; all where it ``is_complete``.
        last: Those of its last rows; none where they are not known.
        row_count: How many rows there are, by the kept counts; None where these don't say.
    """

    first: array[int]
    last: array[int]
    row_count: int | None
    is_complete: bool


def read_head(connection: sqlite3.Connection, selection: Selection, order: Order) -> Head:
    """What can be known quickly; all where that is quick too, or where the order takes everything."""
    if order.straight is Order.RELEVANCE:
        return _head_by_relevance(connection, selection, order)
    if order not in (Order.NEWEST, Order.OLDEST):
        return read_whole(connection, selection, order)
    if selection.order_index:
        return _head_of_index(connection, selection, order)
    if selection.feed_ids:
        return _head_of_feeds(connection, selection, order)
    return _head_of_search(connection, selection, order)


def read_whole(connection: sqlite3.Connection, selection: Selection, order: Order) -> Head:
    """All of it."""
    return _complete(sorted_ids(connection, selection, order))


def _complete(ids: array[int]) -> Head:
    return Head(ids, array("q"), len(ids), is_complete=True)


def _reverse(order: Order) -> Order:
    return Order.OLDEST if order is Order.NEWEST else Order.NEWEST


def _with_last(first: array[int], count: int, last: array[int]) -> Head:
    """A head with as many of the last rows as fill whole pages together with the incomplete last one.

    Args:
        last: The last rows, backwards.
    """
    kept = 2 * PAGE_ROWS + count % PAGE_ROWS
    return Head(first, array("q", reversed(last[:kept])), count, is_complete=False)


# --- views ----------------------------------------------------------------------------------


def _head_of_index(connection: sqlite3.Connection, selection: Selection, order: Order) -> Head:
    first = _first_ids(connection, selection, order)
    if len(first) <= HEAD_ROWS:
        return _complete(first)
    last = _first_ids(connection, selection, _reverse(order))
    return _with_last(first[:HEAD_ROWS], _count(connection, selection), last)


def _count(connection: sqlite3.Connection, selection: Selection) -> int:
    condition = selection.condition
    counted = selection.kept_count or Condition(
        f"SELECT count(*) FROM article_states AS s INDEXED BY {selection.order_index} WHERE {condition.sql}",
        condition.parameters,
    )
    (count,) = connection.execute(counted.sql, counted.parameters).fetchone()
    return int(count)


def _first_ids(connection: sqlite3.Connection, selection: Selection, order: Order) -> array[int]:
    direction = "DESC" if order is Order.NEWEST else "ASC"
    rows = connection.execute(
        f"SELECT s.article_id FROM article_states AS s INDEXED BY {selection.order_index}"
        f" WHERE {selection.condition.sql}"
        f" ORDER BY s.sorted_at {direction}, s.article_id {direction} LIMIT {HEAD_ROWS + 1}",
        selection.condition.parameters,
    )
    return array("q", chain.from_iterable(rows))


def _head_of_feeds(connection: sqlite3.Connection, selection: Selection, order: Order) -> Head:
    first = _first_of_feeds(connection, selection, order)
    if len(first) <= HEAD_ROWS:
        return _complete(first)
    last = _first_of_feeds(connection, selection, _reverse(order))
    return _with_last(first[:HEAD_ROWS], _count(connection, selection), last)


def _first_of_feeds(connection: sqlite3.Connection, selection: Selection, order: Order) -> array[int]:
    """The first rows of each feed, and of these together the first; unless many of the newest are theirs."""
    among_newest = first_found.found_within(connection, selection, order, first_found.WINDOWS[0])
    if among_newest is not None and len(among_newest) > HEAD_ROWS:
        return among_newest[: HEAD_ROWS + 1]
    direction = "DESC" if order is Order.NEWEST else "ASC"
    sql = (
        f"SELECT {SORT_KEY} FROM article_states AS s INDEXED BY states_feed"
        " WHERE s.feed_id = ? AND s.hidden_by = 0"
        f" ORDER BY s.sorted_at {direction}, s.article_id {direction} LIMIT {HEAD_ROWS + 1}"
    )
    keys: list[int] = []
    for feed_id in selection.feed_ids:
        keys.extend(chain.from_iterable(connection.execute(sql, (feed_id,))))
    keys.sort(reverse=order is Order.NEWEST)
    return array("q", [key & ID_MASK for key in keys[: HEAD_ROWS + 1]])


# --- searches -------------------------------------------------------------------------------


def _head_of_search(connection: sqlite3.Connection, selection: Selection, order: Order) -> Head:
    view = selection.view or selection
    # Also a view that an index orders: few articles are looked at one by one.
    if (view.kept_count or view.order_index) and _count(connection, view) <= FEW_ARTICLES:
        return read_whole(connection, selection, order)
    found = first_found.find_first(connection, selection, order)
    return _complete(found.ids) if found.is_all else _beginning(found.ids)


def _head_by_relevance(connection: sqlite3.Connection, selection: Selection, order: Order) -> Head:
    from storage.listings.relevance import compared_ids, with_others

    compared = compared_ids(connection, selection, is_reversed=order.is_reversed, limit=HEAD_ROWS + 1)
    if len(compared) > HEAD_ROWS:
        return _beginning(compared)
    by_date = read_head(connection, selection, Order.NEWEST)
    ids = with_others(compared, by_date.first)
    if by_date.is_complete:
        return _complete(ids)
    # Only where nothing is compared do the last rows stand where they stand by date.
    return _beginning(ids) if compared else by_date


def _beginning(ids: array[int]) -> Head:
    return Head(ids[:HEAD_ROWS], array("q"), None, is_complete=False)
