"""Listing: a snapshot of ordered article ids whose rows are read in pages as they are shown."""

from __future__ import annotations

import sqlite3
from array import array
from collections import OrderedDict
from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from storage.errors import ReadingAbandoned
from storage.listings.abandoning import IsAbandoned, abandonable
from storage.listings.heads import PAGE_ROWS, Head, read_head, read_whole
from storage.listings.orders import sorted_ids
from storage.listings.rows import read_page
from storage.listings.views import Selection, count_after
from storage.sqlite.database import Readers, read_transaction, translated_errors
from storage.sqlite.values import id_list

if TYPE_CHECKING:
    from storage.listings.following import Followers, Following
    from storage.listings.placing import Placed
    from storage.listings.tally import Tally
    from storage.model import ArticleRow, Order

KEPT_PAGES = 32
"""About 2 MB of rows: enough to scroll back without reading again."""

FIRST_PROBE_ROWS = 256
"""How far the first search for an unread row looks; each further one looks twice as far."""


class Listing:
    """An ordered result. Rows never move or vanish; their state is read when they are shown.

    With ``followers``, the first rows are known when it is opened, in most views also how many there are
    and the last ones; the other ids are read behind, from the same state of the archive, and what needs
    them waits. Rows are read by pages of 64, of which the last 32 are kept. It may be used from any
    thread.
    """

    def __init__(
        self,
        readers: Readers,
        followers: Followers | None,
        path: Path,
        selection: Selection,
        order: Order,
        is_abandoned: IsAbandoned | None = None,
    ) -> None:
        self._readers = readers
        self._path = path
        self._selection = selection
        self._order = order
        self._pages: OrderedDict[int, list[ArticleRow]] = OrderedDict()
        self._lock = Lock()
        self._is_abandoned = False
        self._following: Following | None = None
        self._ids: array[int] | None = None
        with translated_errors(path):
            connection = readers.connection()
            connection.execute("BEGIN")
            try:
                self._newest_id = _newest_id(connection)
                read = read_head if followers is not None else read_whole
                with abandonable(connection, path, is_abandoned):
                    self._head = read(connection, selection, order)
                if followers is None or self._head.is_complete:
                    self._ids = self._head.first
                else:
                    # The transaction stays open: what is read behind is of the same state.
                    self._following = followers.follow(
                        readers.lend(), lambda lent: sorted_ids(lent, selection, order)
                    )
            finally:
                if self._following is None:
                    connection.rollback()

    @property
    def newest_id(self) -> int:
        """The highest id that any article had when the listing was opened; 0 in an empty archive."""
        return self._newest_id

    @property
    def order(self) -> Order:
        """How it is ordered."""
        return self._order

    @property
    def article_ids(self) -> array[int]:
        """All ids in order, as signed 64-bit integers; waited for. Not to be changed."""
        ids = self._ids
        if ids is None:
            assert self._following is not None
            ids = self._following.ids()
            # Abandoned: nobody will see more of it than is known.
            ids = self._head.first if ids is None else ids
            with self._lock:
                if len(ids) != self._head.row_count:
                    self._pages.clear()
                self._ids = ids
        return ids

    @property
    def is_complete(self) -> bool:
        """Whether all ids are known, so that nothing here waits."""
        return self._ids is not None or self._following is None or self._following.is_done

    @property
    def is_counted(self) -> bool:
        """Whether the length is that of the whole listing, and not only of what is known so far."""
        return self.is_complete or self._head.row_count is not None

    def abandon(self) -> None:
        """Read no further: nobody looks at this listing any more."""
        self._is_abandoned = True
        if self._following is not None:
            self._following.abandon()

    def has_row(self, index: int) -> bool:
        """Whether a row can be read at once."""
        return self.is_complete or self._known(index, index + 1) is not None

    def ids(self, start: int, end: int) -> array[int]:
        """The ids of some rows; waited for only where they are in the middle of a long listing."""
        known = None if self.is_complete else self._known(start, end)
        return self.article_ids[start:end] if known is None else known

    def _known(self, start: int, end: int) -> array[int] | None:
        """The ids of some rows where they are among the first or the last; None where they are not."""
        head: Head = self._head
        if end <= len(head.first):
            return head.first[start:end]
        first_of_last = (head.row_count or 0) - len(head.last)
        if head.last and start >= first_of_last:
            return head.last[start - first_of_last : end - first_of_last]
        return None

    def __len__(self) -> int:
        """How many rows there are, or are known so far where it is not counted yet."""
        if self.is_complete:
            return len(self.article_ids)
        return len(self._head.first) if self._head.row_count is None else self._head.row_count

    def __getitem__(self, rows: slice) -> list[ArticleRow]:
        """The rows of a slice, in order; one that reaches beyond the end is shorter."""
        return [self.row(index) for index in range(*rows.indices(len(self)))]

    def row(self, index: int) -> ArticleRow:
        """One row.

        Raises:
            IndexError: Not between 0 and the listing's length.
        """
        if not 0 <= index < len(self):
            raise IndexError(index)
        return self._page(index // PAGE_ROWS)[index % PAGE_ROWS]

    def index_of(self, article_id: int) -> int | None:
        """Where an article stands; None where it does not. Waits unless it is among the first."""
        for ids in (self._head.first, self.article_ids):
            try:
                return ids.index(article_id)
            except ValueError:
                continue
        return None

    def place_of_time(self, start: datetime, end: datetime) -> Placed:
        """Where a time begins, from ``start`` to just before ``end``, in a listing by time.

        Newest first, that is its last article; oldest first, its first one. All ids are waited for.
        """
        from storage.listings.placing import place_of_time

        ids = self.article_ids
        with translated_errors(self._path):
            return place_of_time(self._readers.connection(), ids, self._order, (start, end))

    def place_of_letters(self, letters: str) -> Placed:
        """Where titles, or feeds, begin so, in a listing by title or feed. All ids are waited for."""
        from storage.listings.placing import place_of_letters

        ids = self.article_ids
        with translated_errors(self._path):
            return place_of_letters(self._readers.connection(), ids, self._order, letters)

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
        if not self.is_counted:
            self.article_ids  # noqa: B018 - waited for
        probe_rows = FIRST_PROBE_ROWS
        place = start + step
        while 0 <= place < len(self):
            end = min(place + probe_rows, len(self)) if step > 0 else max(place - probe_rows, -1)
            lowest = min(place, end + 1)
            ids = self.ids(lowest, max(place + 1, end))
            unread_ids = self._unread_among(ids)
            for index in range(place, end, step):
                if ids[index - lowest] in unread_ids:
                    return index
            place = end
            probe_rows *= 2
        return None

    def new_count(self) -> int:
        """How many articles that would belong here arrived since the listing was opened."""
        with translated_errors(self._path):
            return count_after(self._readers.connection(), self._selection, self._newest_id)

    def tally(self) -> Tally:
        """How its articles are spread over feeds and months, as it is now; empty once it is abandoned."""
        from storage.listings.tally import Tally, read_tally

        connection = self._readers.connection()
        try:
            with (
                translated_errors(self._path),
                abandonable(connection, self._path, lambda: self._is_abandoned),
            ):
                return read_tally(connection, self._selection.condition)
        except ReadingAbandoned:
            return Tally()

    def _page(self, page: int) -> list[ArticleRow]:
        with self._lock:
            rows = self._pages.get(page)
            if rows is not None:
                self._pages.move_to_end(page)
                return rows
        first = page * PAGE_ROWS
        ids = self.ids(first, min(first + PAGE_ROWS, len(self)))
        with translated_errors(self._path):
            connection = self._readers.connection()
            with read_transaction(connection):
                rows = read_page(connection, ids)
        with self._lock:
            self._pages[page] = rows
            while len(self._pages) > KEPT_PAGES:
                self._pages.popitem(last=False)
        return rows

    def _unread_among(self, article_ids: Collection[int]) -> frozenset[int]:
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
