"""Connections to the archive's file: how they are opened, and what SQLite's errors mean to a person.

Readers get one connection per thread, writers share the one of ``storage.sqlite.writer``. A reader's
connection is opened for writing but set to refuse it (``query_only``): that way the last one to
close tidies up the write-ahead log, which a ``mode=ro`` connection leaves behind.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from storage.errors import DatabaseDamaged, DatabaseLocked, DatabaseUnwritable, StorageError

BUSY_TIMEOUT_SECONDS = 10.0
"""How long a write waits for another process; a refresh's batch holds the lock for well under one."""

SPARE_CONNECTIONS = 2
"""Kept open: one for the listing that is shown and one for the listing before it."""

_LOCKED_CODES = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_DAMAGED_CODES = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT})
_UNWRITABLE_CODES = frozenset(
    {
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_AUTH,
    }
)
_UNUSABLE_CODES = frozenset({sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_TOOBIG, sqlite3.SQLITE_PROTOCOL})


@contextlib.contextmanager
def translated_errors(path: Path) -> Iterator[None]:
    """Turn SQLite's errors about the file into ours; errors in our own SQL pass through.

    Raises:
        StorageError: The subclass that says what is wrong with the database.
    """
    try:
        yield
    except sqlite3.Error as error:
        meaning = _meaning(path, error)
        if meaning is None:
            raise
        raise meaning from error


def connect(
    path: Path, *, is_read_only: bool = False, busy_timeout_seconds: float = BUSY_TIMEOUT_SECONDS
) -> sqlite3.Connection:
    """Open a connection that starts no transactions by itself and may be closed from any thread."""
    mode = "ro" if is_read_only else "rwc"
    connection = sqlite3.connect(
        f"file:{quote(str(path.absolute()))}?mode={mode}",
        uri=True,
        timeout=busy_timeout_seconds,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
    )
    connection.execute("PRAGMA foreign_keys = ON")
    # With a write-ahead log this loses no consistency, only the last moments before a power cut.
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


@contextlib.contextmanager
def write_transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Hold the write lock from the start: a read that turns into a write can fail at once."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # SQLite itself rolls back on a full disk; a second rollback would hide the first error.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextlib.contextmanager
def read_transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Let several reads see one state of the archive; inside an open transaction this adds nothing."""
    owns_transaction = not connection.in_transaction
    if owns_transaction:
        connection.execute("BEGIN")
    try:
        yield
    finally:
        if owns_transaction:
            # Does nothing where an error has ended the transaction already.
            connection.commit()


class Readers:
    """One reading connection per thread, closed when its thread has ended or on ``close``."""

    def __init__(self, path: Path, *, is_read_only: bool, busy_timeout_seconds: float) -> None:
        self._path = path
        self._is_read_only = is_read_only
        self._busy_timeout_seconds = busy_timeout_seconds
        self._lock = threading.Lock()
        self._connections: dict[threading.Thread, sqlite3.Connection] = {}
        self._spare: list[sqlite3.Connection] = []
        self._is_closed = False

    def connection(self) -> sqlite3.Connection:
        """The calling thread's own.

        Raises:
            StorageError: The archive is closed.
        """
        thread = threading.current_thread()
        with self._lock:
            if self._is_closed:
                raise StorageError(self._path)
            found = self._connections.get(thread)
            if found is None:
                self._close_ended()
                found = self._spare.pop() if self._spare else self._open()
                self._connections[thread] = found
            return found

    def lend(self) -> sqlite3.Connection:
        """Take the calling thread's connection from it, with the transaction that is open on it.

        Whoever takes it gives it back; the thread gets another one when it asks again.
        """
        with self._lock:
            return self._connections.pop(threading.current_thread())

    def give_back(self, connection: sqlite3.Connection) -> None:
        """Take back what was lent, outside any transaction, for the next thread that needs one."""
        with self._lock:
            if self._is_closed or len(self._spare) >= SPARE_CONNECTIONS:
                connection.close()
            else:
                self._spare.append(connection)

    def close(self) -> None:
        """Close the connections of all threads, but for those that are lent."""
        with self._lock:
            self._is_closed = True
            for connection in (*self._connections.values(), *self._spare):
                connection.close()
            self._connections.clear()
            self._spare.clear()

    def _open(self) -> sqlite3.Connection:
        connection = connect(
            self._path,
            is_read_only=self._is_read_only,
            busy_timeout_seconds=self._busy_timeout_seconds,
        )
        connection.execute("PRAGMA query_only = ON")
        return connection

    def _close_ended(self) -> None:
        for thread in [thread for thread in self._connections if not thread.is_alive()]:
            self._connections.pop(thread).close()


def _meaning(path: Path, error: sqlite3.Error) -> StorageError | None:
    # Extended codes keep the primary one in the low byte.
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in _LOCKED_CODES:
        return DatabaseLocked(path)
    if code in _DAMAGED_CODES:
        return DatabaseDamaged(path, str(error))
    if code in _UNWRITABLE_CODES:
        return DatabaseUnwritable(path, str(error))
    return StorageError(path) if code in _UNUSABLE_CODES else None
