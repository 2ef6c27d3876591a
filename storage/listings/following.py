"""Reading on in the background, in the state of the archive in which a listing was opened."""

from __future__ import annotations

import sqlite3
import threading
from array import array
from collections.abc import Callable
from pathlib import Path

from storage.errors import ReadingAbandoned, StorageError
from storage.listings.abandoning import abandonable
from storage.sqlite.database import Readers, translated_errors

HEAD_START_SECONDS = 0.1
"""The first rows are painted before the others are read, unless somebody waits for these."""

ReadIds = Callable[[sqlite3.Connection], "array[int]"]


class Following:
    """Ids that are being read in a thread of their own."""

    def __init__(self) -> None:
        self._is_wanted = threading.Event()
        self._is_done = threading.Event()
        self._is_abandoned = False
        self._ids: array[int] | None = None
        self._error: StorageError | None = None

    @property
    def is_done(self) -> bool:
        """Whether they can be had without waiting; never where they could not be read."""
        return self._is_done.is_set() and self._error is None

    def ids(self) -> array[int] | None:
        """All ids, waited for where they are not read yet; None where they were abandoned.

        Raises:
            StorageError: They could not be read.
        """
        self._is_wanted.set()
        self._is_done.wait()
        if self._error is not None:
            raise self._error
        return self._ids

    def abandon(self) -> None:
        """Read no further; what is done stays."""
        self._is_abandoned = True
        self._is_wanted.set()

    def run(self, connection: sqlite3.Connection, path: Path, read: ReadIds) -> None:
        """Read on this connection and end its transaction; nothing is raised here."""
        self._is_wanted.wait(HEAD_START_SECONDS)
        try:
            # To find a phrase, SQLite reads for long between two looks at whether anybody waits still.
            if self._is_abandoned:
                return
            with translated_errors(path), abandonable(connection, path, lambda: self._is_abandoned):
                self._ids = read(connection)
        except ReadingAbandoned:
            pass
        except StorageError as error:
            self._error = error
        finally:
            connection.rollback()
            self._is_done.set()


class Followers:
    """The threads that read on for an archive's listings."""

    def __init__(self, path: Path, readers: Readers) -> None:
        self._path = path
        self._readers = readers
        self._lock = threading.Lock()
        self._running: dict[threading.Thread, Following] = {}

    def follow(self, connection: sqlite3.Connection, read: ReadIds) -> Following:
        """Read on a connection that the readers lent, in the transaction that is open on it."""
        following = Following()

        def run() -> None:
            try:
                following.run(connection, self._path, read)
            finally:
                self._readers.give_back(connection)
                with self._lock:
                    self._running.pop(thread, None)

        thread = threading.Thread(target=run, name="archive-listing", daemon=True)
        with self._lock:
            self._running[thread] = following
        thread.start()
        return following

    def close(self) -> None:
        """Abandon what is being read, and wait until the threads have ended."""
        with self._lock:
            running = dict(self._running)
        for following in running.values():
            following.abandon()
        for thread in running:
            thread.join()
