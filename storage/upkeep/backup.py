"""A copy of the archive while it is in use: one state of it, whatever is written meanwhile."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from storage.errors import DatabaseDamaged, DatabaseUnwritable
from storage.sqlite.database import connect, read_transaction, translated_errors

Progress = Callable[[int, int], None]
"""Gets the number of bytes copied and of all."""

_STEP_PAGES = 1_024
"""4 MiB: progress is shown some hundred times a second, and an interruption heard at once."""


def back_up(path: Path, target: Path, *, is_overwriting: bool, progress: Progress | None = None) -> int:
    """Copy the database at ``path`` to ``target``; gives its size in bytes.

    The copy appears under its name when it is whole. Nothing is left of one that was interrupted.

    Raises:
        StorageError: The database cannot be read, the target exists and may not be overwritten, is the
            database itself, or cannot be written.
    """
    _check_target(path, target, is_overwriting=is_overwriting)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        _copy(path, part, progress)
        _check_target(path, target, is_overwriting=is_overwriting)
        part.replace(target)
        return target.stat().st_size
    except (DatabaseDamaged, DatabaseUnwritable) as error:
        if error.path != part:
            raise
        raise DatabaseUnwritable(target, error.reason) from error
    except OSError as error:
        raise DatabaseUnwritable(target, error.strerror or "it cannot be written") from error
    finally:
        for leftover in (part, part.with_name(f"{part.name}-journal"), part.with_name(f"{part.name}-wal")):
            leftover.unlink(missing_ok=True)


def _check_target(path: Path, target: Path, *, is_overwriting: bool) -> None:
    if not target.exists():
        return
    if target.is_dir():
        raise DatabaseUnwritable(target, "it is a directory")
    if path.exists() and target.samefile(path):
        raise DatabaseUnwritable(target, "it is the archive itself")
    if not is_overwriting:
        raise DatabaseUnwritable(target, "there is a file of this name already")


def _copy(path: Path, part: Path, progress: Progress | None) -> None:
    with translated_errors(path), closing(connect(path)) as source:
        (page_bytes,) = source.execute("PRAGMA page_size").fetchone()

        def tell(_status: int, remaining_pages: int, all_pages: int) -> None:
            if progress is not None:
                progress((all_pages - remaining_pages) * page_bytes, all_pages * page_bytes)

        # Inside a transaction the copy is of the state that it began with; outside, SQLite begins anew
        # whenever another process writes, and might never come to an end beside a refresh.
        with read_transaction(source):
            source.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            with translated_errors(part), closing(connect(part)) as copy:
                source.backup(copy, pages=_STEP_PAGES, progress=tell, sleep=0)
