"""The first rows of a listing, and the last ones, before all of it is known.

A view's first rows come straight from its index, and how many there are from the kept counts. What a
search finds is looked for among the newest articles first: where they hold a screenful of it, the rest
is read behind; where they do not, it is rare, and all of it is read at once.
"""

from __future__ import annotations

import sqlite3
from array import array
from dataclasses import dataclass
from itertools import chain

from storage.listings.orders import sorted_ids
from storage.listings.search import Condition, count_matches
from storage.listings.views import ID_MASK, SORT_KEY, Selection
from storage.model import Order

PAGE_ROWS = 64
"""A screenful: 64 rows by id take under half a millisecond on any archive."""

HEAD_ROWS = 3 * PAGE_ROWS
"""More than a terminal shows at once."""

ENOUGH_ROWS = 100
"""With so many found, what follows can be read behind."""

FEW_MATCHES = 5_000
"""So many are read and sorted within 10 ms: no need to look at the newest articles first."""

WINDOWS = (2_000, 32_000)
"""How many of the newest articles are searched first, and then."""


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of a listing at once.

    Attributes:
        first: The ids of its first rows; all where it ``is_complete``.
        last: Those of its last rows; none where they are not known.
        count: How many rows there are, by the kept counts; None where these don't say.
    """

    first: array[int]
    last: array[int]
    count: int | None
    is_complete: bool


def read_head(connection: sqlite3.Connection, selection: Selection, order: Order) -> Head:
    """What can be known quickly; all where that is quick too, or where the order takes everything."""
    if order not in (Order.NEWEST, Order.OLDEST):
        return read_whole(connection, selection, order)
    if selection.index:
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
        f"SELECT count(*) FROM article_states AS s INDEXED BY {selection.index} WHERE {condition.sql}",
        condition.parameters,
    )
    (count,) = connection.execute(counted.sql, counted.parameters).fetchone()
    return int(count)


def _first_ids(connection: sqlite3.Connection, selection: Selection, order: Order) -> array[int]:
    direction = "DESC" if order is Order.NEWEST else "ASC"
    rows = connection.execute(
        f"SELECT s.article_id FROM article_states AS s INDEXED BY {selection.index}"
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
    among_newest = _found_within(connection, selection, order, WINDOWS[0])
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
    if _is_rare(connection, selection):
        return read_whole(connection, selection, order)
    for articles in WINDOWS if selection.can_be_bounded else ():
        found = _found_within(connection, selection, order, articles)
        if found is None:
            break
        if len(found) >= ENOUGH_ROWS:
            return Head(found[:HEAD_ROWS], array("q"), None, is_complete=False)
    return read_whole(connection, selection, order)


def _is_rare(connection: sqlite3.Connection, selection: Selection) -> bool:
    """Whether the quickest index says that there are few, of what the view or the query asks for."""
    view = selection.view or selection
    # Also a view that an index orders: few articles are looked at one by one.
    if (view.kept_count or view.index) and _count(connection, view) <= FEW_MATCHES:
        return True
    count = count_matches(connection, selection.query, FEW_MATCHES + 1) if selection.query else None
    return count is not None and count <= FEW_MATCHES


def _found_within(
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
        f"SELECT s.sorted_at, s.article_id FROM article_states AS s INDEXED BY {base.index}"
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
