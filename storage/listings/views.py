"""Which articles a view holds, and the index that gives them in order."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Iterable, Sequence
from datetime import datetime
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, assert_never

from storage.later import Later
from storage.listings import counts
from storage.listings.condition import ALL_IDS, Condition, IdRange
from storage.model import Order, View, ViewKind
from storage.sqlite.values import id_list, seconds
from storage.subscriptions.feeds import HIDDEN_BY_KEYWORD, muted_ids

if TYPE_CHECKING:
    from storage.listings import full_text_query, search
    from storage.query import Query
else:
    full_text_query = Later("storage.listings.full_text_query")
    search = Later("storage.listings.search")

# An article's place in time as one integer, so that Python sorts a million in a fifth of a second:
# the id takes the low 31 bits, which leaves 32 bits and the sign to the seconds.
SORT_KEY = f"s.sorted_at * {1 << 31} + s.article_id"
"""SQL for it, of a row of ``article_states AS s``."""
ID_MASK = (1 << 31) - 1
"""Takes the id out of it."""
_SHOWN = "s.hidden_by = 0"
"""What every view's condition begins with."""


class Selection(NamedTuple):
    """What a listing is drawn from, resolved: names looked up, the query compiled.

    Attributes:
        condition: True of the articles that belong to it.
        order_index: The index that holds exactly these in order; "" where they have to be sorted.
        feed_ids: The feeds whose articles are merged, where the view is a folder.
        keyword_id: The keyword whose hits the view shows, 0 where it is none of these.
        kept_count: A whole query for the number of its articles that reads no more than a few rows, or
            those of a tag; None where there is none.
        query: What the view was narrowed by; its words are what relevance is measured by.
        view: The selection of the view alone, where it was narrowed.
    """

    condition: Condition
    order_index: str = ""
    feed_ids: tuple[int, ...] = ()
    keyword_id: int = 0
    kept_count: Condition | None = None
    query: Query | None = None
    view: Selection | None = None

    @property
    def base(self) -> Selection:
        """The smallest selection around this one that an index gives in order."""
        around = self.view or self
        return around if around.order_index else Selection(Condition(_SHOWN), "states_shown")

    @property
    def can_be_bounded(self) -> bool:
        """Whether it may be asked of a range of ids: a regular expression was looked for already."""
        return self.query is None or not search.has_regex(self.query)

    def within(self, connection: sqlite3.Connection, id_range: IdRange) -> Condition:
        """The condition for articles of a range of ids; of others, any answer is right."""
        if self.query is None or self.view is None:
            return self.condition
        compiled = search.compile_query(connection, self.query, id_range=id_range)
        return _both(self.view.condition, compiled)

    def beside_words(self, connection: sqlite3.Connection, id_range: IdRange = ALL_IDS) -> Condition:
        """The condition for articles that hold all words which ``bound_of`` gives, within a range of ids; of
        others, any answer is right."""
        bound = (
            full_text_query.bound_of(self.query) if self.query is not None and self.can_be_bounded else None
        )
        if bound is None or self.view is None:
            return self.condition
        return _both(self.view.condition, search.compile_query(connection, bound.rest, id_range=id_range))

    def among(self, connection: sqlite3.Connection, article_ids: Sequence[int]) -> Selection:
        """What belongs to it of articles that hold these words."""
        id_range = (min(article_ids, default=0), max(article_ids, default=0))
        listed = Condition("s.article_id IN (SELECT value FROM json_each(?))", (id_list(article_ids),))
        return self._replace(condition=_both(self.beside_words(connection, id_range), listed))


def select(connection: sqlite3.Connection, view: View, query: Query | None, midnight: datetime) -> Selection:
    """Resolve a view and a query.

    Args:
        midnight: When today began where the reader is.
    """
    selection = _select_view(connection, view, midnight)
    if query is None:
        return selection
    condition = _both(selection.condition, search.compile_query(connection, query))
    return Selection(condition, keyword_id=selection.keyword_id, query=query, view=selection)


def _both(first: Condition, second: Condition) -> Condition:
    return Condition(f"{first.sql} AND {second.sql}", (*first.parameters, *second.parameters))


def hidden(selection: Selection) -> Selection:
    """What keywords hide of a selection, in the place of what is shown."""
    condition = selection.condition
    sql = f"s.hidden_by = {HIDDEN_BY_KEYWORD}{condition.sql.removeprefix(_SHOWN)}"
    return Selection(
        Condition(sql, condition.parameters),
        "states_hidden",
        keyword_id=selection.keyword_id,
        query=selection.query,
    )


def count(connection: sqlite3.Connection, selection: Selection) -> int:
    """How many articles a selection has that is read from an index."""
    (found,) = connection.execute(
        f"SELECT count(*) FROM article_states AS s INDEXED BY {selection.order_index}"
        f" WHERE {selection.condition.sql}",
        selection.condition.parameters,
    ).fetchone()
    return int(found)


def ordered_ids(connection: sqlite3.Connection, selection: Selection, order: Order) -> array[int]:
    """The ids of all articles of a selection by date; for the other orders see ``orders``."""
    if selection.order_index:
        return _ids_of_index(connection, selection, is_newest=order is Order.NEWEST)
    keys = sorted(_sort_keys(connection, selection), reverse=order is Order.NEWEST)
    return array("q", [key & ID_MASK for key in keys])


CHUNK_ROWS = 8_192
"""Ids that are read in one step, without Python's lock: about 1 ms. Row by row, a million would take turns
with the interface's thread a million times."""


def _ids_of_index(connection: sqlite3.Connection, selection: Selection, *, is_newest: bool) -> array[int]:
    direction, beyond = ("DESC", "<") if is_newest else ("ASC", ">")
    condition = selection.condition
    chunk_of = (
        f"SELECT json_group_array(place) FROM (SELECT {SORT_KEY} AS place FROM article_states AS s"
        f" INDEXED BY {selection.order_index}"
        f" WHERE {condition.sql} AND (s.sorted_at, s.article_id) {beyond} (?, ?)"
        f" ORDER BY s.sorted_at {direction}, s.article_id {direction} LIMIT {CHUNK_ROWS})"
    )
    ids = array("q")
    last_key = (_LATEST if is_newest else _EARLIEST) * (ID_MASK + 1)
    while True:
        # Floor division and the mask take apart what SORT_KEY put together, also before 1970.
        after = (last_key // (ID_MASK + 1), last_key & ID_MASK)
        keys = json.loads(connection.execute(chunk_of, (*condition.parameters, *after)).fetchone()[0])
        # They come in order, but SQLite does not promise that of an aggregate.
        keys.sort(reverse=is_newest)
        ids.extend([key & ID_MASK for key in keys])
        if len(keys) < CHUNK_ROWS:
            return ids
        last_key = keys[-1]


_EARLIEST, _LATEST = -(1 << 32), 1 << 32


def count_after(connection: sqlite3.Connection, selection: Selection, article_id: int) -> int:
    """How many articles of a selection arrived after the one with this id."""
    (count,) = connection.execute(
        # The few newest by their ids; left alone, SQLite would walk the view's whole index.
        "SELECT count(*) FROM article_states AS s NOT INDEXED"
        f" WHERE s.article_id > ? AND {selection.condition.sql}",
        (article_id, *selection.condition.parameters),
    ).fetchone()
    return int(count)


def all_ids(connection: sqlite3.Connection, query: Query | None) -> array[int]:
    """The ids of all articles that the query finds, hidden ones too, in order of arrival."""
    condition = Condition("1") if query is None else search.compile_query(connection, query)
    rows = connection.execute(
        f"SELECT s.article_id FROM article_states AS s WHERE {condition.sql} ORDER BY s.article_id",
        condition.parameters,
    )
    return array("q", _first_column(rows))


def touch_unread(connection: sqlite3.Connection, selection: Selection, up_to_article_id: int | None) -> None:
    """Make a selection's unread articles the touched ones, without arrivals after an id."""
    condition = selection.condition
    limit = ID_MASK if up_to_article_id is None else up_to_article_id
    counts.touch(
        connection,
        f"SELECT s.article_id FROM article_states AS s WHERE {condition.sql}"
        " AND s.is_read = 0 AND s.article_id <= ?",
        (*condition.parameters, limit),
    )


def _sort_keys(connection: sqlite3.Connection, selection: Selection) -> list[int]:
    condition = selection.condition
    if not selection.feed_ids:
        return list(
            _first_column(
                connection.execute(
                    f"SELECT {SORT_KEY} FROM article_states AS s WHERE {condition.sql}", condition.parameters
                )
            )
        )
    # Each feed's part comes sorted from its index, and Python's sort merges sorted runs.
    keys: list[int] = []
    for feed_id in selection.feed_ids:
        keys.extend(
            _first_column(
                connection.execute(
                    f"SELECT {SORT_KEY} FROM article_states AS s INDEXED BY states_feed"
                    " WHERE s.feed_id = ? AND s.hidden_by = 0 ORDER BY s.sorted_at, s.article_id",
                    (feed_id,),
                )
            )
        )
    return keys


def _first_column(rows: Iterable[Sequence[int]]) -> Iterable[int]:
    return map(itemgetter(0), rows)


def _kept(column: str, rows: str = "feed_counts", *parameters: int | str) -> Condition:
    return Condition(f"SELECT ifnull(sum({column}), 0) FROM {rows}", parameters)


def _select_view(connection: sqlite3.Connection, view: View, midnight: datetime) -> Selection:
    match view.kind:
        case ViewKind.ALL:
            return _unmuted(connection, Condition(_SHOWN), "states_shown", "article_count")
        case ViewKind.UNREAD:
            unread = Condition(f"{_SHOWN} AND s.is_read = 0")
            return _unmuted(connection, unread, "states_unread", "unread_count")
        case ViewKind.TODAY:
            today = Condition(f"{_SHOWN} AND s.sorted_at >= ?", (seconds(midnight),))
            return _unmuted(connection, today, "states_shown")
        case ViewKind.STARRED:
            starred = Condition(f"{_SHOWN} AND s.is_starred = 1")
            return Selection(starred, "states_starred", kept_count=_kept("starred_count"))
        case ViewKind.PICTURES:
            return _unmuted(connection, Condition(f"{_SHOWN} AND s.has_picture = 1"), "states_pictures")
        case ViewKind.FEED:
            return Selection(
                Condition(f"{_SHOWN} AND s.feed_id = ?", (view.item_id,)),
                "states_feed",
                kept_count=_kept("article_count", "feed_counts WHERE feed_id = ?", view.item_id),
            )
        case ViewKind.FOLDER:
            return _select_folder(connection, view.name)
        case ViewKind.TAG:
            return Selection(
                Condition(
                    f"{_SHOWN} AND s.article_id IN (SELECT article_id FROM article_tags WHERE tag = ?)",
                    (view.name,),
                ),
                kept_count=Condition("SELECT count(*) FROM article_tags WHERE tag = ?", (view.name,)),
            )
        case ViewKind.KEYWORD:
            return Selection(
                Condition(
                    f"{_SHOWN} AND s.article_id IN (SELECT article_id FROM hits WHERE keyword_id = ?)",
                    (view.item_id,),
                ),
                keyword_id=view.item_id,
                kept_count=_kept("article_count", "keywords WHERE keyword_id = ?", view.item_id),
            )
        case ViewKind.GROUP:
            return Selection(
                Condition(f"{_SHOWN} AND {_IN_GROUP}", (view.name,)),
                kept_count=_kept("article_count", "group_counts WHERE group_name = ?", view.name),
            )
        case unknown:
            assert_never(unknown)


_IN_GROUP = (
    "s.article_id IN (SELECT h.article_id FROM keywords AS k"
    " CROSS JOIN hits AS h ON h.keyword_id = k.keyword_id WHERE k.group_name = ?)"
)


def _unmuted(
    connection: sqlite3.Connection, condition: Condition, index: str, counted: str = ""
) -> Selection:
    """A view of everything, without the feeds that are muted; most people mute none.

    Args:
        counted: The column of ``feed_counts`` that counts its articles, "" where none does.
    """
    muted = muted_ids(connection)
    if not muted:
        return Selection(condition, index, kept_count=_kept(counted) if counted else None)
    muted_list = id_list(muted)
    sql = f"{condition.sql} AND s.feed_id NOT IN (SELECT value FROM json_each(?))"
    kept = Condition(
        f"SELECT ifnull(sum({counted}), 0) FROM feed_counts"
        " WHERE feed_id NOT IN (SELECT value FROM json_each(?))",
        (muted_list,),
    )
    return Selection(
        Condition(sql, (*condition.parameters, muted_list)), index, kept_count=kept if counted else None
    )


def _select_folder(connection: sqlite3.Connection, name: str) -> Selection:
    rows = connection.execute(
        "SELECT feed_id FROM feeds WHERE removed_at IS NULL"
        " AND (folder = ?1 OR substr(folder, 1, length(?1) + 1) = ?1 || '/')",
        (name,),
    )
    feed_ids = tuple(row[0] for row in rows)
    condition = Condition(f"{_SHOWN} AND s.feed_id IN (SELECT value FROM json_each(?))", (id_list(feed_ids),))
    counted = Condition(
        "SELECT ifnull(sum(c.article_count), 0) FROM json_each(?) AS wanted"
        " CROSS JOIN feed_counts AS c ON c.feed_id = wanted.value",
        (id_list(feed_ids),),
    )
    return Selection(condition, feed_ids=feed_ids, kept_count=counted)
