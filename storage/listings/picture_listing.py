"""The picture desk: all pictures of a listing's articles, each a row of its own."""

from __future__ import annotations

import sqlite3
from array import array
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock

from storage.listings.views import Selection, ordered_ids
from storage.model import Order, Picture, PictureSource
from storage.sqlite.database import Readers, read_transaction, translated_errors
from storage.sqlite.values import id_list, time_of

PAGE_ROWS = 64
KEPT_PAGES = 32
# An article has at most 64 pictures: id and position share one integer, as in ``views``.
_POSITIONS = 64


@dataclass(frozen=True, slots=True)
class PictureRow:
    """A picture with what is told of its article."""

    article_id: int
    picture: Picture
    feed_title: str
    title: str
    article_url: str
    sorted_at: datetime
    is_read: bool
    feed_id: int = 0


class PictureListing:
    """An ordered snapshot of pictures: newest article first, within one in reading order.

    Keys are read at once, rows by pages as they are shown. May be used from any thread.
    """

    def __init__(self, readers: Readers, path: Path, selection: Selection, credit: str) -> None:
        """``credit``: only pictures whose credit holds this, "" for all."""
        self._readers = readers
        self._path = path
        self._pages: OrderedDict[int, list[PictureRow]] = OrderedDict()
        self._lock = Lock()
        with translated_errors(path):
            connection = readers.connection()
            with read_transaction(connection):
                self._keys = _ordered_keys(connection, selection, credit)

    def __len__(self) -> int:
        return len(self._keys)

    def __getitem__(self, rows: slice) -> list[PictureRow]:
        """The rows of a slice, in order; one that reaches beyond the end is shorter."""
        return [self.row(index) for index in range(*rows.indices(len(self._keys)))]

    def row(self, index: int) -> PictureRow:
        """One row.

        Raises:
            IndexError: Not between 0 and the listing's length.
        """
        if not 0 <= index < len(self._keys):
            raise IndexError(index)
        return self._page(index // PAGE_ROWS)[index % PAGE_ROWS]

    def _page(self, page: int) -> list[PictureRow]:
        with self._lock:
            rows = self._pages.get(page)
            if rows is not None:
                self._pages.move_to_end(page)
                return rows
        keys = self._keys[page * PAGE_ROWS : (page + 1) * PAGE_ROWS]
        with translated_errors(self._path):
            connection = self._readers.connection()
            with read_transaction(connection):
                rows = _read_rows(connection, keys)
        with self._lock:
            self._pages[page] = rows
            while len(self._pages) > KEPT_PAGES:
                self._pages.popitem(last=False)
        return rows


def credits_by_count(connection: sqlite3.Connection, limit: int) -> list[tuple[str, int]]:
    """The credits that most pictures carry, with their numbers."""
    rows = connection.execute(
        "SELECT credit, count(*) FROM pictures INDEXED BY pictures_by_credit WHERE credit <> ''"
        " GROUP BY credit ORDER BY count(*) DESC, credit LIMIT ?",
        (limit,),
    )
    return [(credit, count) for credit, count in rows]


def _ordered_keys(connection: sqlite3.Connection, selection: Selection, credit: str) -> array[int]:
    article_ids = ordered_ids(connection, selection, Order.NEWEST)
    wanted = credit.casefold()
    sql = "SELECT article_id, position, credit FROM pictures"
    parameters: tuple[str, ...] = ()
    if len(article_ids) < _FEW_ARTICLES:
        sql += " WHERE article_id IN (SELECT value FROM json_each(?))"
        parameters = (id_list(article_ids),)
    positions: dict[int, list[int]] = {}
    for article_id, position, found_credit in connection.execute(sql, parameters):
        if wanted in found_credit.casefold():
            positions.setdefault(article_id, []).append(position)
    return array(
        "q",
        (
            article_id * _POSITIONS + position
            for article_id in article_ids
            if article_id in positions
            for position in sorted(positions[article_id])
        ),
    )


# Below this, the pictures of just these articles are read; above, all pictures there are.
_FEW_ARTICLES = 5_000

_SELECT = """
    SELECT p.article_id, p.position, p.url, p.alt, p.caption, p.credit, p.width, p.height, p.source,
        p.is_file_photo, p.caption_raw, f.title, a.title, a.url, s.sorted_at, s.is_read, s.feed_id
    FROM json_each(?) AS wanted
    CROSS JOIN pictures AS p ON p.article_id = wanted.value / 64 AND p.position = wanted.value % 64
    CROSS JOIN articles AS a ON a.article_id = p.article_id
    CROSS JOIN article_states AS s ON s.article_id = p.article_id
    CROSS JOIN feeds AS f ON f.feed_id = a.feed_id
"""


def _read_rows(connection: sqlite3.Connection, keys: array[int]) -> list[PictureRow]:
    rows: list[PictureRow] = []
    for values in connection.execute(_SELECT, (id_list(keys),)):
        article_id, position, url, alt, caption, credit, width, height, source, is_file, raw, *about = values
        feed_title, title, article_url, sorted_at, is_read, feed_id = about
        picture = Picture(
            url, alt, caption, credit, width, height, PictureSource(source), position, bool(is_file), raw
        )
        rows.append(
            PictureRow(
                article_id,
                picture,
                feed_title,
                title,
                article_url,
                time_of(sorted_at),
                bool(is_read),
                feed_id,
            )
        )
    return rows
