"""One refresh at a time per database: an advisory lock with owner and heartbeat on a file beside it.

The lock is the kernel's (``flock``), so it goes with the process that held it, however that ended;
the file's text only says who holds it, and its modification time is the sign of life.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import json
import os
import time
from collections.abc import AsyncIterator
from pathlib import Path

from reader.errors import ReaderError
from storage.errors import DatabaseUnwritable

HEARTBEAT_SECONDS = 5.0
# A holder this long without a heartbeat hangs or was stopped (SIGSTOP): worth saying.
SILENT_SECONDS = 60.0


class RefreshBusy(ReaderError):
    """Another refresh of the same database is under way.

    Attributes:
        process_id: Who holds the lock, None where the file does not say.
        silent_seconds: For how long the holder gave no sign of life.
    """

    def __init__(self, process_id: int | None, silent_seconds: float, /) -> None:
        super().__init__(process_id, silent_seconds)
        self.process_id = process_id
        self.silent_seconds = silent_seconds

    def __str__(self) -> str:
        holder = "another Cutline" + (f" (process {self.process_id})" if self.process_id else "")
        if self.silent_seconds < SILENT_SECONDS:
            return f"{holder} is refreshing this database already; its articles will show up here too"
        minutes = round(self.silent_seconds / 60)
        return f"{holder} holds the refresh of this database and has been silent for {minutes} min"


def lock_path(database: Path) -> Path:
    """The lock's file, beside the database."""
    return database.with_name(database.name + ".refresh-lock")


@contextlib.asynccontextmanager
async def refresh_lock(path: Path, *, heartbeat_seconds: float = HEARTBEAT_SECONDS) -> AsyncIterator[None]:
    """Hold the lock for as long as the block runs.

    The file stays: removing it would let two processes lock two different files of the same name.

    Raises:
        RefreshBusy: Another process, or another task of this one, holds it.
        DatabaseUnwritable: The database's directory cannot be written.
    """
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise DatabaseUnwritable(path, os.strerror(error.errno or 0).lower()) from None
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise _busy(descriptor) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps({"process_id": os.getpid()}).encode(), 0)
        heartbeat = asyncio.create_task(_beat(descriptor, heartbeat_seconds))
        try:
            yield
        finally:
            heartbeat.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await heartbeat
    finally:
        os.close(descriptor)


async def _beat(descriptor: int, seconds: float) -> None:
    while True:
        os.utime(descriptor)
        await asyncio.sleep(seconds)


def _busy(descriptor: int) -> RefreshBusy:
    silent_seconds = max(0.0, time.time() - os.fstat(descriptor).st_mtime)
    try:
        owner = json.loads(os.pread(descriptor, 1_000, 0))
        process_id = int(owner["process_id"])
    except (ValueError, TypeError, KeyError):
        # The holder has the lock but not written its name yet.
        return RefreshBusy(None, silent_seconds)
    return RefreshBusy(process_id, silent_seconds)
