"""What the file takes on the disk, and giving back what deletions left in it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from storage.sqlite.database import BUSY_TIMEOUT_SECONDS, connect, translated_errors


@dataclass(frozen=True, slots=True)
class FileSize:
    """How large the file is, and how much of it only waits for new articles; in bytes."""

    file_bytes: int
    free_bytes: int


def read_size(connection: sqlite3.Connection) -> FileSize:
    """As it is now; reads no table."""
    page_count, free_pages, page_bytes = (
        connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("page_count", "freelist_count", "page_size")
    )
    return FileSize(page_count * page_bytes, free_pages * page_bytes)


def shrink(path: Path) -> FileSize:
    """Write the file anew without what is free in it; others may read meanwhile, and wait to write.

    It takes as much of the disk again as the archive weighs until it is done. Where it fails or is
    broken off, the file is as it was.

    Raises:
        StorageError: Another process writes, or the disk has not enough room.
    """
    with (
        translated_errors(path),
        closing(connect(path, busy_timeout_seconds=BUSY_TIMEOUT_SECONDS)) as connection,
    ):
        # The copy that SQLite makes on the way is as large as the archive: not for memory.
        connection.execute("PRAGMA temp_store = FILE")
        connection.execute("VACUUM")
        # The file itself gets shorter when the log is written back to it; a reader may put that off.
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return read_size(connection)
