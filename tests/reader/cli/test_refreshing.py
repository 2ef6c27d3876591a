"""``refresh --watch``: stays, fetches what falls due, sleeps in between, and ends when told to."""

import asyncio
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from reader.cli.refreshing import RefreshOptions, sleep_seconds, watch
from reader.cli.run import run
from reader.cli.session import Console, Session
from reader.ingest.lock import lock_path, refresh_lock
from storage.archive import Archive
from storage.errors import DatabaseLocked
from storage.model import Feed

Cutline = Callable[..., Any]
NOW = datetime(2025, 1, 26, 12, 0, tzinfo=UTC)


class Watch:
    """A session whose clock moves only while ``watch`` sleeps, for so many sleeps."""

    def __init__(self, folder: Path, archive: Archive) -> None:
        self.now = NOW
        self.sleeps: list[float] = []
        self.archive = archive
        self.out, self.err = io.StringIO(), io.StringIO()
        self.session = Session(
            folder / "cutline.db",
            folder / "config.toml",
            Console(self.out, self.err),
            clock=lambda: self.now,
        )

    def run(
        self, *references: str, sleeps: int, between: Callable[[], object] = lambda: None, **options: bool
    ) -> None:
        async def sleep(seconds: float) -> None:
            self.sleeps.append(seconds)
            self.now += timedelta(seconds=seconds)
            between()
            if len(self.sleeps) == sleeps:
                raise asyncio.CancelledError

        with pytest.raises(asyncio.CancelledError):
            asyncio.run(watch(self.session, self.archive, RefreshOptions(references, **options), sleep))


@pytest.fixture
def watching(tmp_path: Path, wire: Path, cutline: Cutline) -> Iterator[Watch]:
    """One feed, fetched at noon."""
    cutline("add", str(wire))
    with Archive.open(tmp_path / "cutline.db", clock=lambda: NOW) as archive:
        yield Watch(tmp_path, archive)


def test_what_falls_due_is_fetched_when_it_does(watching: Watch, wire: Path) -> None:
    wire.write_text(wire.read_text().replace("It stopped.", "It stopped at noon."))
    (feed,) = watching.archive.feeds()
    assert feed.next_fetch_at is not None
    wait = (feed.next_fetch_at - NOW).total_seconds()
    naps = int(wait // 300) + 1
    watching.run(sleeps=naps + 1)
    assert watching.sleeps[: naps - 1] == [300.0] * (naps - 1)
    assert sum(watching.sleeps[:naps]) == pytest.approx(max(wait, sum(watching.sleeps[: naps - 1]) + 15))
    assert watching.out.getvalue().count("\n") == 1
    assert "0 new, 1 changed in 1 feed" in watching.out.getvalue()
    fetched_at = watching.archive.feeds()[0].fetched_at
    assert fetched_at is not None
    assert fetched_at >= feed.next_fetch_at


def test_forced_means_all_at_first(watching: Watch) -> None:
    watching.run(sleeps=2, is_forced=True, is_json=True)
    (line,) = watching.out.getvalue().splitlines()
    assert json.loads(line)["feeds_checked"] == 1


def test_a_feed_that_another_cutline_adds_is_seen_at_the_next_look(watching: Watch, wire: Path) -> None:
    other = wire.with_name("other.xml")
    other.write_text(wire.read_text())
    watching.run(sleeps=2, between=lambda: watching.archive.add_feed(other.as_uri()))
    assert "2 new" in watching.out.getvalue()


def test_only_the_named_feeds_are_watched(watching: Watch, wire: Path) -> None:
    watching.archive.add_feed(wire.with_name("missing.xml").as_uri())
    watching.run("1", sleeps=2)
    assert watching.out.getvalue() == ""
    assert not watching.session.console.has_failed


def test_feeds_that_do_not_exist_are_not_waited_for(cutline: Cutline, wire: Path) -> None:
    answer = cutline("refresh", "--watch", "77")
    assert answer.code == 1
    assert "'77'" in answer.err


def test_one_that_fails_is_told_and_the_watch_goes_on(watching: Watch, wire: Path) -> None:
    wire.unlink()
    watching.run(sleeps=3, is_forced=True)
    assert "the file cannot be read" in watching.err.getvalue()
    assert "1 failed in 1 feed" in watching.out.getvalue()


def test_another_refresh_is_waited_for(watching: Watch) -> None:
    async def hold_and_watch() -> None:
        async with refresh_lock(lock_path(watching.archive.path)):
            await watch(watching.session, watching.archive, RefreshOptions(is_forced=True), stop)

    async def stop(seconds: float) -> None:
        watching.sleeps.append(seconds)
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(hold_and_watch())
    assert watching.sleeps == [60.0]
    assert "is refreshing this database already" in watching.err.getvalue()


def test_a_locked_database_is_tried_again(watching: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Archive) -> list[Feed]:
        raise DatabaseLocked(watching.archive.path)

    monkeypatch.setattr(Archive, "feeds", refuse)
    watching.run(sleeps=2)
    assert watching.sleeps == [60.0, 60.0]


@pytest.mark.parametrize(
    ("waits", "seconds"),
    [
        ([], 300),
        ([None], 15),
        ([-500], 15),
        ([1], 15),
        ([90, 40, 70], 40),
        ([100_000], 300),
    ],
)
def test_sleep_is_until_the_next_feed_within_bounds(waits: list[int | None], seconds: float) -> None:
    feeds = [
        Feed(number, "", "", next_fetch_at=None if wait is None else NOW + timedelta(seconds=wait))
        for number, wait in enumerate(waits)
    ]
    assert sleep_seconds(feeds, NOW) == seconds


def test_the_reader_does_not_watch_within_itself(watching: Watch) -> None:
    watching.session.archive = watching.archive
    assert run(["refresh", "--watch"], watching.session) == 2
    assert "refresh.every_minutes" in watching.err.getvalue()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_cleanly_when_told_to(watching: Watch, tmp_path: Path, number: int) -> None:
    command = str(Path(sys.executable).with_name("cutline"))
    with subprocess.Popen(
        [command, "--database", str(tmp_path / "cutline.db"), "refresh", "--watch", "--force"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "HOME": str(tmp_path)},
    ) as process:
        assert process.stdout is not None
        assert "in 1 feed" in process.stdout.readline()
        process.send_signal(number)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.splitlines()[-1] == "cutline: interrupted; what was stored stays"
    assert "Traceback" not in err
