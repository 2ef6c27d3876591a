"""Listing: a snapshot of ordered article ids whose rows are read in pages as they are shown."""

from __future__ import annotations

import sqlite3
from array import array
from collections import OrderedDict
from collections.abc import Collection
from pathlib import Path
from threading import Lock

from storage.database import Readers, read_transaction, translated_errors
from storage.model import ArticleRow, Order
from storage.orders import sorted_ids
from storage.rows import read_rows
from storage.values import id_list
from storage.views import Selection, count_after

PAGE_ROWS = 64
"""A screenful: 64 rows by id take under half a millisecond on any archive."""

KEPT_PAGES = 32
"""About 2 MB of rows: enough to scroll back without reading again."""

FIRST_PROBE_ROWS = 256
"""How far the first search for an unread row looks; each further one looks twice as far."""


class Listing:
    """An ordered result. Rows never move or vanish; their state is read when they are shown.

    Article ids are read at once, rows by pages of 64, of which the last 32 are kept. It may be used
    from any thread.
    """

    def __init__(self, readers: Readers, path: Path, selection: Selection, order: Order) -> None:
        self._readers = readers
        self._path = path
        self._selection = selection
        self._pages: OrderedDict[int, list[ArticleRow]] = OrderedDict()
        self._lock = Lock()
        with translated_errors(path):
            connection = readers.connection()
            with read_transaction(connection):
                self._newest_id = _newest_id(connection)
                self._ids = sorted_ids(connection, selection, order)

    @property
    def article_ids(self) -> array[int]:
        """All ids in order, as signed 64-bit integers. Not to be changed."""
        return self._ids

    def __len__(self) -> int:
        return len(self._ids)

    def __getitem__(self, rows: slice) -> list[ArticleRow]:
        """The rows of a slice, in order; one that reaches beyond the end is shorter."""
        return [self.row(index) for index in range(*rows.indices(len(self._ids)))]

    def row(self, index: int) -> ArticleRow:
        """One row.

        Raises:
            IndexError: Not between 0 and the listing's length.
        """
        if not 0 <= index < len(self._ids):
            raise IndexError(index)
        return self._page(index // PAGE_ROWS)[index % PAGE_ROWS]

    def index_of(self, article_id: int) -> int | None:
        """Where an article stands; None where it is not in the listing."""
        try:
            return self._ids.index(article_id)
        except ValueError:
            return None

    def forget_rows(self, article_ids: Collection[int] | None = None) -> None:
        """Have rows read again when they are shown next: those of some articles, or all (None)."""
        with self._lock:
            if article_ids is None:
                self._pages.clear()
                return
            wanted = frozenset(article_ids)
            for page, rows in list(self._pages.items()):
                if any(row.article_id in wanted for row in rows):
                    del self._pages[page]

    def next_unread(self, start: int, step: int) -> int | None:
        """The nearest unread row beyond ``start``: after it (``step`` 1) or before it (-1).

        ``start`` itself does not count, so -1 finds the first of all and ``len(listing)``, with
        step -1, the last.
        """
        probe_rows = FIRST_PROBE_ROWS
        place = start + step
        while 0 <= place < len(self._ids):
            end = min(place + probe_rows, len(self._ids)) if step > 0 else max(place - probe_rows, -1)
            indexes = range(place, end, step)
            unread_ids = self._unread_among([self._ids[index] for index in indexes])
            for index in indexes:
                if self._ids[index] in unread_ids:
                    return index
            place = end
            probe_rows *= 2
        return None

    def new_count(self) -> int:
        """How many articles that would belong here arrived since the listing was opened."""
        with translated_errors(self._path):
            return count_after(self._readers.connection(), self._selection, self._newest_id)

    def _page(self, page: int) -> list[ArticleRow]:
        with self._lock:
            rows = self._pages.get(page)
            if rows is not None:
                self._pages.move_to_end(page)
                return rows
        first = page * PAGE_ROWS
        with translated_errors(self._path):
            connection = self._readers.connection()
            with read_transaction(connection):
                rows = read_rows(connection, self._ids[first : first + PAGE_ROWS])
        with self._lock:
            self._pages[page] = rows
            while len(self._pages) > KEPT_PAGES:
                self._pages.popitem(last=False)
        return rows

    def _unread_among(self, article_ids: list[int]) -> frozenset[int]:
        with translated_errors(self._path):
            rows = self._readers.connection().execute(
                "SELECT s.article_id FROM json_each(?) AS wanted"
                " CROSS JOIN article_states AS s ON s.article_id = wanted.value WHERE s.is_read = 0",
                (id_list(article_ids),),
            )
            return frozenset(row[0] for row in rows)


def _newest_id(connection: sqlite3.Connection) -> int:
    (newest_id,) = connection.execute("SELECT ifnull(max(article_id), 0) FROM article_states").fetchone()
    return int(newest_id)
