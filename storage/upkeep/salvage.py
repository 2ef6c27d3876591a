"""Saving what can be read of a damaged database into a new one.

Damage is of pages: SQLite refuses whatever needs a broken one and reads the rest. Rows are asked for by
ranges of their keys, and a range that cannot be read is halved until only the broken rows are left out.
What refers to something lost is kept where it can stand by itself: an article whose row is lost, but not
its text, gets a new row; a lost feed gets a paused one in its place. Of a file that was cut off, which SQLite
refuses whole, a copy is read whose missing pages are broken ones.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storage.archive import Archive
from storage.errors import DatabaseDamaged, DatabaseUnwritable
from storage.listings import counts
from storage.migrations import check_version, migrate
from storage.model import PictureSource
from storage.sqlite.database import BUSY_TIMEOUT_SECONDS, connect, translated_errors, write_transaction
from storage.sqlite.full_text import rebuild_index
from storage.sqlite.values import pack_text, unpack_pictures, unpack_text
from storage.upkeep.course import Course

CHUNK_KEYS = 1_024
"""Keys asked for at once while all goes well."""

_UNKNOWN_HIGHEST = 1 << 15
"""How far keys are tried where nothing readable says which the highest is: half a second of trying."""

_MAGIC = b"SQLite format 3\0"
_HEADER_BYTES = 100
"""The first bytes of a database, which say its size: https://www.sqlite.org/fileformat.html, section 1.3."""

_OF_ARTICLES = (
    *("articles", "article_states", "article_texts", "bodies", "pictures", "enclosures", "categories"),
    *("article_tags", "hits", "revisions", "notes"),
)
# Parents first; what can be counted or indexed anew is left out.
_KEYS = {
    "feeds": "feed_id",
    "keywords": "keyword_id",
    **dict.fromkeys(_OF_ARTICLES, "article_id"),
    "revisions": "revision_id",
    "searches": "search_id",
    "journal": "change_id",
    "deleted_articles": "feed_id",
    "fetches": "feed_id",
    "archive_facts": "",
}


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What became of a damaged database.

    Attributes:
        lost: (table, number of keys that could not be read); a broken page may have held fewer rows.
        problems: What a check of the new database still finds.
    """

    article_count: int
    feed_count: int
    size_bytes: int
    lost: tuple[tuple[str, int], ...]
    problems: tuple[str, ...]


def salvage(path: Path, target: Path, along: Course | None = None) -> Salvaged:
    """Save what can be read at ``path`` into a new database at ``target``; nothing at ``path`` is changed.

    The new file appears under its name when it is whole.

    Args:
        along: Is told how far it came, and may give it up: then nothing is left of the new file.

    Raises:
        ReadingAbandoned: It was given up.
        DatabaseDamaged: Nothing can be read at all, or it is no database of ours.
        StorageError: The target exists or cannot be written.
    """
    if target.exists():
        raise DatabaseUnwritable(target, "there is a file of this name already")
    if not path.is_file():
        raise DatabaseDamaged(path, "there is no such file")
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    padded = target.with_name(f".{target.name}.{os.getpid()}.padded")
    course = along or Course(path)
    try:
        with _named_for({part: target, padded: path}):
            lost = _fill(_readable(path, padded), part, course)
            with Archive.open(part) as archive:
                report = archive.check(repair=True, along=course)
        part.replace(target)
    except OSError as error:
        raise DatabaseUnwritable(target, error.strerror or "it cannot be written") from error
    finally:
        for file in (part, padded):
            for end in ("", "-journal", "-wal", "-shm"):
                file.with_name(file.name + end).unlink(missing_ok=True)
    return Salvaged(
        report.article_count, report.feed_count, target.stat().st_size, tuple(lost.items()), report.problems
    )


@contextlib.contextmanager
def _named_for(names: Mapping[Path, Path]) -> Iterator[None]:
    """Let errors about our own files tell of those that a person knows."""
    try:
        yield
    except (DatabaseDamaged, DatabaseUnwritable) as error:
        raise type(error)(names.get(error.path, error.path), error.reason) from error


def _readable(path: Path, padded: Path) -> Path:
    """A file of which SQLite reads what is there: this one, or where it was cut off, a copy of full length.

    Where the file was cut there are zeros, which no page begins with.
    """
    with path.open("rb") as file:
        header = file.read(_HEADER_BYTES)
    if len(header) < _HEADER_BYTES or not header.startswith(_MAGIC):
        return path
    page_bytes, page_count = int.from_bytes(header[16:18]), int.from_bytes(header[28:32])
    # 65536 does not fit into its two bytes, and is written as 1.
    full_bytes = page_count * (65_536 if page_bytes == 1 else page_bytes)
    if path.stat().st_size >= full_bytes:
        return path
    shutil.copyfile(path, padded)
    os.truncate(padded, full_bytes)
    log = path.with_name(f"{path.name}-wal")
    if log.is_file():
        shutil.copyfile(log, padded.with_name(f"{padded.name}-wal"))
    return padded


def _fill(path: Path, part: Path, course: Course) -> dict[str, int]:
    with (
        translated_errors(part),
        closing(connect(part)) as new,
        translated_errors(path),
        closing(connect(path, is_read_only=True)) as old,
        course.working_on(new),
        course.working_on(old),
        translated_errors(part),
    ):
        migrate(new, part, busy_timeout_seconds=BUSY_TIMEOUT_SECONDS)
        with translated_errors(path):
            check_version(old, path)
            # Bytes that are no text any more are shown as what they are: lost letters.
            old.text_factory = lambda text: text.decode("utf-8", "replace")
            columns = {table: _columns(old, table) for table in _KEYS}
        new.execute("PRAGMA foreign_keys = OFF")
        copied = {table: there for table, there in columns.items() if there}
        course.plan(len(copied) + 3)
        with write_transaction(new):
            lost: dict[str, int] = {}
            for table, there in copied.items():
                names = [name for name in _columns(new, table) if name in there]
                course.begin(f"Saving {table}")
                lost[table] = _copy(_Copying(old, new, table, names), course)
            course.begin("Joining what belongs together")
            _keep_sequences(old, new)
            for statement in _MENDING:
                new.execute(statement)
            course.begin("Building the full-text index")
            rebuild_index(new, course.reach)
            course.begin("Counting")
            counts.recount(new)
    return {table: number for table, number in lost.items() if number}


@dataclass(frozen=True, slots=True)
class _Copying:
    """A table that is copied from one database into another, with the columns that both have."""

    old: sqlite3.Connection
    new: sqlite3.Connection
    table: str
    columns: Sequence[str]


def _copy(copying: _Copying, course: Course) -> int:
    """Copy the rows of a table; gives for how many keys nothing could be read."""
    table, columns = copying.table, copying.columns
    names, places = ", ".join(columns), ", ".join("?" * len(columns))
    insert = f"INSERT OR REPLACE INTO {table} ({names}) VALUES ({places})"
    key = _KEYS[table]
    highest = _highest_key(copying.old, table) if key else 0
    lost = 0
    for first in range(0, highest + 1, CHUNK_KEYS):
        course.reach(first, highest, "rows")
        waiting = [(first, first + CHUNK_KEYS - 1 if key else first)]
        while waiting:
            low, high = waiting.pop()
            rows = _read(copying.old, f"SELECT {names} FROM {table}", key, low, high)
            if rows is not None:
                lost += _insert(copying.new, insert, table, columns, rows)
            elif low == high:
                lost += 1
            else:
                middle = (low + high) // 2
                waiting += [(middle + 1, high), (low, middle)]
    return lost


def _highest_key(old: sqlite3.Connection, table: str) -> int:
    """From whatever can be read: what is highest in one table may stand on a broken page of another."""
    key = _KEYS[table]
    questions = [f"SELECT max({key}) FROM {table}"]
    if key == "article_id":
        others = ("articles", "article_states", "article_texts", "bodies", "pictures")
        questions += [f"SELECT max(article_id) FROM {other}" for other in others]
        questions.append("SELECT seq FROM sqlite_sequence WHERE name = 'articles'")
    elif key == "feed_id":
        questions += [
            f"SELECT max(feed_id) FROM {other}" for other in ("feeds", "article_states", "feed_counts")
        ]
    elif key in ("keyword_id", "change_id"):
        questions.append(f"SELECT seq FROM sqlite_sequence WHERE name = '{table}'")
    answers: list[int] = []
    is_whole = True
    for question in questions:
        try:
            row = old.execute(question).fetchone()
        except sqlite3.DatabaseError as error:
            _raise_if_ours(error)
            is_whole = False
        else:
            answers.append(row[0] if row and isinstance(row[0], int) else 0)
    return max(answers, default=0) if is_whole or any(answers) else _UNKNOWN_HIGHEST


def _read(old: sqlite3.Connection, select: str, key: str, low: int, high: int) -> list[Any] | None:
    """The rows of a range, None where not all of it can be read."""
    try:
        if not key:
            return old.execute(select).fetchall()
        return old.execute(f"{select} WHERE {key} BETWEEN ? AND ?", (low, high)).fetchall()
    except sqlite3.DatabaseError as error:
        _raise_if_ours(error)
        return None


def _raise_if_ours(error: sqlite3.DatabaseError) -> None:
    """A question that SQLite does not understand is no damage."""
    if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_ERROR:
        raise error


def _insert(
    new: sqlite3.Connection, insert: str, table: str, columns: Sequence[str], rows: Sequence[Any]
) -> int:
    """Insert rows; gives how many hold what their columns cannot."""
    refused = 0
    for row in rows:
        try:
            new.execute(insert, tuple(_sound(table, dict(zip(columns, row, strict=True))).values()))
        except (sqlite3.DatabaseError, OverflowError):
            refused += 1
    return refused


def _sound(table: str, row: dict[str, Any]) -> dict[str, Any]:
    """A row that can be used: what cannot be unpacked any more is empty."""
    if table == "bodies":
        row["html"] = row["html"] if _can_unpack(unpack_text, row["html"]) else pack_text("")
        row["feed_pictures"] = (
            row["feed_pictures"] if _can_unpack(unpack_pictures, row["feed_pictures"]) else None
        )
    elif table == "journal" and not _can_unpack(unpack_text, row["facts"]):
        row["facts"] = None
    elif table == "pictures" and row["source"] not in set(PictureSource):
        row["source"] = PictureSource.BODY.value
    return row


def _can_unpack(unpack: Any, packed: object) -> bool:
    try:
        unpack(packed)
    except (zlib.error, ValueError, TypeError, KeyError):
        return False
    return True


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    """The columns of a table without the computed ones; none where there is no such table."""
    return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]


def _keep_sequences(old: sqlite3.Connection, new: sqlite3.Connection) -> None:
    """An id is never given twice, also not those of what is lost."""
    for table in ("articles", "keywords", "journal"):
        rows = _read(old, f"SELECT seq FROM sqlite_sequence WHERE name = '{table}'", "", 0, 0)
        for (highest,) in rows or []:
            new.execute(
                "UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?",
                (highest if isinstance(highest, int) else 0, table),
            )


_MENDING = (
    # An article that has its text and its state still: its address and its guid are lost.
    """
    INSERT INTO articles (article_id, feed_id, guid, url, title, author, published_at, first_seen_at,
        language, excerpt, word_count, picture_count, lead_caption, entry_hash)
    SELECT t.article_id, s.feed_id, 'salvaged:' || t.article_id, '', t.title, t.author, s.sorted_at,
        s.sorted_at, '', substr(t.text, 1, 300), length(t.text) - length(replace(t.text, ' ', '')) + 1,
        (SELECT count(*) FROM pictures AS p WHERE p.article_id = t.article_id),
        ifnull((SELECT p.caption FROM pictures AS p
            WHERE p.article_id = t.article_id AND p.position = 0), ''), 0
    FROM article_texts AS t JOIN article_states AS s ON s.article_id = t.article_id
    WHERE t.article_id NOT IN (SELECT article_id FROM articles)
    """,
    """
    INSERT INTO feeds (feed_id, url, user_title, added_at, is_paused)
    SELECT DISTINCT feed_id, 'salvaged:' || feed_id, 'Salvaged feed ' || feed_id, 0, 1 FROM articles
    WHERE feed_id NOT IN (SELECT feed_id FROM feeds)
    """,
    "UPDATE article_states SET feed_id = a.feed_id FROM articles AS a"
    " WHERE a.article_id = article_states.article_id AND a.feed_id <> article_states.feed_id",
    *(
        f"DELETE FROM {table} WHERE article_id NOT IN (SELECT article_id FROM articles)"
        for table in _OF_ARTICLES[1:]
    ),
    "DELETE FROM hits WHERE keyword_id NOT IN (SELECT keyword_id FROM keywords)",
    "DELETE FROM fetches WHERE feed_id NOT IN (SELECT feed_id FROM feeds)",
    "DELETE FROM deleted_articles WHERE feed_id NOT IN (SELECT feed_id FROM feeds)",
    "INSERT OR IGNORE INTO archive_facts VALUES ('keywords_version', 0)",
)
