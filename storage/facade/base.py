"""Opening and closing the archive, and what all its methods need."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from storage.errors import DatabaseDamaged, DatabaseUnwritable
from storage.listings.following import Followers
from storage.migrations import SCHEMA_VERSION, check_version, migrate
from storage.sqlite.database import (
    BUSY_TIMEOUT_SECONDS,
    Readers,
    connect,
    read_transaction,
    translated_errors,
)
from storage.sqlite.writer import Writer

if TYPE_CHECKING:
    from storage.model import (
        Change,
    )


def _now() -> datetime:
    return datetime.now(UTC)


class ArchiveBase:
    """An open archive, without the methods that its parts add."""

    def __init__(
        self, path: Path, *, is_read_only: bool, clock: Callable[[], datetime], busy_timeout_seconds: float
    ) -> None:
        """Use ``Archive.open``, which sees to the schema first."""
        self._path = path
        self._clock = clock
        self._readers = Readers(path, is_read_only=is_read_only, busy_timeout_seconds=busy_timeout_seconds)
        self._followers = Followers(path, self._readers)
        self._writer = Writer(path, is_read_only=is_read_only, busy_timeout_seconds=busy_timeout_seconds)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        is_read_only: bool = False,
        clock: Callable[[], datetime] = _now,
        busy_timeout_seconds: float = BUSY_TIMEOUT_SECONDS,
    ) -> Self:
        """The archive at ``path``, made or migrated where needed (a read-only one never is).

        Args:
            clock: The time, aware; its local day is what the view of today shows.
            busy_timeout_seconds: How long a write waits for another process.

        Raises:
            StorageError: The database is too new, of another program, damaged, or cannot be opened.
        """
        if is_read_only and not path.exists():
            raise DatabaseDamaged(path, "there is no such file")
        if not is_read_only:
            _make_directory(path)
        with (
            translated_errors(path),
            closing(
                connect(path, is_read_only=is_read_only, busy_timeout_seconds=busy_timeout_seconds)
            ) as connection,
        ):
            if not is_read_only:
                migrate(connection, path, busy_timeout_seconds=busy_timeout_seconds)
            elif check_version(connection, path) < SCHEMA_VERSION:
                raise DatabaseUnwritable(path, "it is of an older version and was opened for reading only")
        return cls(path, is_read_only=is_read_only, clock=clock, busy_timeout_seconds=busy_timeout_seconds)

    @property
    def path(self) -> Path:
        """The database's file."""
        return self._path

    def close(self) -> None:
        """Finish queued writes, refresh the planner's statistics, close. May be called twice."""
        self._followers.close()
        self._readers.close()
        with translated_errors(self._path):
            self._writer.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """The calling thread's connection in a state of the archive that does not change meanwhile."""
        with translated_errors(self._path):
            connection = self._readers.connection()
            with read_transaction(connection):
                yield connection

    def _change(self, make: Callable[..., Change], *arguments: object) -> Change:
        return self._writer.run(lambda connection: make(connection, self._clock(), *arguments))

    def _midnight(self) -> datetime:
        return self._clock().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)


def _make_directory(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseUnwritable(path, error.strerror or "its directory cannot be made") from error
