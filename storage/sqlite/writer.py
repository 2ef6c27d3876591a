"""The single writing thread: every change goes through it, one transaction after the other."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from storage.errors import DatabaseUnwritable, StorageError
from storage.sqlite.database import connect, translated_errors, write_transaction

Written = TypeVar("Written")


class Writer:
    """Runs functions on its own connection, each inside a transaction of its own.

    The thread and the connection come with the first write, so that a reader who only looks
    pays for neither.
    """

    def __init__(self, path: Path, *, is_read_only: bool, busy_timeout_seconds: float) -> None:
        self._path = path
        self._is_read_only = is_read_only
        self._busy_timeout_seconds = busy_timeout_seconds
        self._lock = threading.Lock()
        self._thread: ThreadPoolExecutor | None = None
        self._connection: sqlite3.Connection | None = None
        self._is_closed = False

    def run(self, write: Callable[[sqlite3.Connection], Written]) -> Written:
        """Run ``write`` in one transaction and wait until it is committed.

        Whatever ``write`` raises rolls the transaction back and is raised here.

        Raises:
            StorageError: The database is locked, damaged, cannot be written, or is closed.
        """
        return self._submit(lambda: self._write(write))

    def run_outside_transaction(self, work: Callable[[sqlite3.Connection], Written]) -> Written:
        """The same for maintenance that cannot run inside a transaction."""

        def guarded() -> Written:
            with translated_errors(self._path):
                return work(self._own_connection())

        return self._submit(guarded)

    def close(self) -> None:
        """Finish what is queued, refresh the planner's statistics, close."""
        with self._lock:
            self._is_closed = True
            thread = self._thread
            self._thread = None
        if thread is not None:
            thread.submit(self._close_connection).result()
            thread.shutdown()

    def _submit(self, work: Callable[[], Written]) -> Written:
        with self._lock:
            if self._is_closed:
                raise StorageError(self._path)
            if self._is_read_only:
                raise DatabaseUnwritable(self._path, "it was opened for reading only")
            if self._thread is None:
                self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="archive-writer")
            pending = self._thread.submit(work)
        return pending.result()

    def _write(self, write: Callable[[sqlite3.Connection], Written]) -> Written:
        with translated_errors(self._path):
            connection = self._own_connection()
            with write_transaction(connection):
                return write(connection)

    def _own_connection(self) -> sqlite3.Connection:
        if self._connection is None:
            connection = connect(self._path, busy_timeout_seconds=self._busy_timeout_seconds)
            # Which articles a change touches: counts are shifted by joining with it.
            connection.execute("CREATE TEMP TABLE touched (article_id INTEGER PRIMARY KEY)")
            # A thousandth of the default would do for a small archive; this suits a refresh's batches.
            connection.execute("PRAGMA cache_size = -32768")
            self._connection = connection
        return self._connection

    def _close_connection(self) -> None:
        if self._connection is None:
            return
        try:
            # The limit bounds the work on a grown archive to some milliseconds per index.
            self._connection.execute("PRAGMA analysis_limit = 400")
            self._connection.execute("PRAGMA optimize")
        except sqlite3.DatabaseError:
            # In use by another process, which will do the same when it closes; or damaged, which the
            # next read or write says.
            return
        finally:
            self._connection.close()
            self._connection = None
