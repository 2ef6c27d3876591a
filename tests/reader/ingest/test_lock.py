import asyncio
import os
import pickle
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from reader.ingest.lock import SILENT_SECONDS, RefreshBusy, lock_path, refresh_lock

HOLDER = """
import asyncio, pathlib, sys
from reader.ingest.lock import refresh_lock

async def hold():
    async with refresh_lock(pathlib.Path(sys.argv[1])):
        print("held", flush=True)
        await asyncio.sleep(60)

asyncio.run(hold())
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return lock_path(tmp_path / "archive.db")


@asynccontextmanager
async def another_process_holding(path: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", HOLDER, str(path), stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        assert await process.stdout.readline() == b"held\n"
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def refusal(path: Path) -> RefreshBusy:
    with pytest.raises(RefreshBusy) as caught:
        async with refresh_lock(path):
            pass
    return caught.value


def test_the_lock_lies_beside_the_database(path: Path, tmp_path: Path) -> None:
    assert path == tmp_path / "archive.db.refresh-lock"


async def test_a_second_refresh_in_one_process_is_refused(path: Path) -> None:
    async with refresh_lock(path):
        assert (await refusal(path)).process_id == os.getpid()


async def test_a_refused_refresh_is_told_who_holds_the_lock(path: Path) -> None:
    async with another_process_holding(path) as holder:
        busy = await refusal(path)
    assert busy.process_id == holder.pid
    assert str(busy) == (
        f"another Cutline (process {holder.pid}) is refreshing this database already;"
        " its articles will show up here too"
    )


async def test_a_holder_that_was_killed_holds_nothing(path: Path) -> None:
    async with another_process_holding(path) as holder:
        holder.send_signal(signal.SIGKILL)
        await holder.wait()
        async with refresh_lock(path):
            assert (await refusal(path)).process_id == os.getpid()


async def test_the_lock_is_free_after_an_error_and_after_a_cancellation(path: Path) -> None:
    async def hold(is_held: asyncio.Event) -> None:
        async with refresh_lock(path):
            is_held.set()
            await asyncio.Event().wait()

    is_held = asyncio.Event()
    holding = asyncio.create_task(hold(is_held))
    await is_held.wait()
    holding.cancel()
    with pytest.raises(asyncio.CancelledError):
        await holding
    with pytest.raises(ZeroDivisionError):
        async with refresh_lock(path):
            raise ZeroDivisionError
    async with refresh_lock(path):
        pass


async def test_the_holder_gives_signs_of_life(path: Path) -> None:
    async with refresh_lock(path, heartbeat_seconds=0.01):
        await asyncio.sleep(0)
        os.utime(path, (0, 0))
        async with asyncio.timeout(20):
            while path.stat().st_mtime == 0:  # noqa: ASYNC110 - only the file tells
                await asyncio.sleep(0.01)
        assert (await refusal(path)).silent_seconds < SILENT_SECONDS


async def test_a_holder_that_hangs_is_said_to_be_silent(path: Path) -> None:
    async with refresh_lock(path):
        await asyncio.sleep(0)  # lets the first heartbeat pass
        ten_minutes_ago = time.time() - 600
        os.utime(path, (ten_minutes_ago, ten_minutes_ago))
        busy = await refusal(path)
    assert str(busy) == (
        f"another Cutline (process {os.getpid()}) holds the refresh of this database"
        " and has been silent for 10 min"
    )


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "{}", '{"process_id": null}', "\0\0"])
async def test_a_holder_without_a_name_is_refused_to_without_one(path: Path, text: str) -> None:
    async with refresh_lock(path):
        path.write_text(text)
        busy = await refusal(path)
    assert busy.process_id is None
    assert str(busy).startswith("another Cutline is refreshing")


async def test_what_an_earlier_holder_wrote_is_no_obstacle(path: Path) -> None:
    path.write_text('{"process_id": 4000000000, "more": "than before"}')
    async with refresh_lock(path):
        assert (await refusal(path)).process_id == os.getpid()


async def test_the_lock_is_nobody_elses_to_read(path: Path) -> None:
    async with refresh_lock(path):
        assert path.stat().st_mode & 0o777 == 0o600


def test_the_error_pickles() -> None:
    busy = pickle.loads(pickle.dumps(RefreshBusy(7, 2.5)))
    assert (busy.process_id, busy.silent_seconds) == (7, 2.5)
