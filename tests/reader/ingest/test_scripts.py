"""Commands as feeds: run without a shell, within limits, and only where the settings allow it."""

import asyncio
import contextlib
import os
import shlex
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reader.clock import system_clock
from reader.errors import FetchError, FetchProblem
from reader.ingest.addresses import redact
from reader.ingest.any_fetcher import AnyFetcher
from reader.ingest.fetch import Fetched, FetchOutcome, NotModified
from reader.ingest.ingest import Ingest
from reader.ingest.scripts import Script, is_script_address, read_script
from reader.ingest.sources import to_address
from reader.setting_groups import RefreshSettings
from storage.archive import Archive
from storage.model import Validators

FEED = (
    '<rss version="2.0"><channel><title>Made here</title>'
    "<item><title>One</title><guid>1</guid><link>/one</link></item></channel></rss>"
)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive.db") as opened:
        yield opened


def allowed(**settings: Any) -> RefreshSettings:
    return RefreshSettings(allow_script_feeds=True, **settings)


def python(code: str) -> str:
    return f"{shlex.quote(sys.executable)} -c {shlex.quote(code)}"


async def run(address: str, settings: RefreshSettings | None = None, etag: str = "") -> FetchOutcome:
    fetcher = AnyFetcher(settings or allowed(), system_clock)
    try:
        return await fetcher.fetch(address, Validators(etag))
    finally:
        await fetcher.close()


async def body_of(address: str, settings: RefreshSettings | None = None) -> bytes:
    outcome = await run(address, settings)
    assert isinstance(outcome, Fetched), outcome
    return outcome.body


async def error_of(address: str, settings: RefreshSettings | None = None) -> FetchError:
    outcome = await run(address, settings)
    assert isinstance(outcome, FetchError), outcome
    assert outcome.url == address
    return outcome


@pytest.mark.parametrize(
    ("address", "script"),
    [
        ("exec:feed", Script(("feed",))),
        ("EXEC: feed --all 'two words' ", Script(("feed", "--all", "two words"))),
        ("exec:curl https://a.example/x:http://b", Script(("curl", "https://a.example/x:http://b"))),
        ("filter:tidy -q:https://a.example/x?y=1:2", Script(("tidy", "-q"), "https://a.example/x?y=1:2")),
        ("filter:tidy:file:///tmp/a", Script(("tidy",), "file:///tmp/a")),
        # newsboat cannot have a colon in a filter.
        ("Filter:sed s:a:b::HTTP://a.example/", Script(("sed", "s:a:b:"), "HTTP://a.example/")),
    ],
)
def test_an_address_is_taken_apart_as_newsboat_does(address: str, script: Script) -> None:
    assert is_script_address(address)
    assert read_script(address) == script
    assert to_address(f" {address} ") == address.strip()


def test_the_home_directory_is_meant_by_a_tilde() -> None:
    assert read_script("exec:~/bin/feed a~/b '~x'").words == (f"{Path.home()}/bin/feed", "a~/b", "~x")


@pytest.mark.parametrize(
    "address", ["exec:", "exec: ", "exec:'a", "filter:a", "filter:a:b", "filter::http://a", "exec:a\0b"]
)
async def test_an_address_that_names_no_command_is_no_address(address: str) -> None:
    assert (await error_of(address)).problem is FetchProblem.NO_ADDRESS


@pytest.mark.parametrize("url", ["http://exec:80/", "file:exec:", "execute:a", ""])
def test_other_addresses_are_no_scripts(url: str) -> None:
    assert not is_script_address(url)


@pytest.mark.parametrize("scheme", ["exec:touch {0}", "filter:touch {0}:file:///dev/null"])
async def test_nothing_runs_unless_the_settings_allow_it(tmp_path: Path, scheme: str) -> None:
    error = await error_of(scheme.format(tmp_path / "made"), RefreshSettings())
    assert error.problem is FetchProblem.SCRIPTS_OFF
    assert "refresh.allow_script_feeds" in str(error)
    assert list(tmp_path.iterdir()) == []


async def test_the_output_is_the_document_and_no_shell_is_between() -> None:
    assert await body_of("exec:echo '$HOME' '|' ;a") == b"$HOME | ;a\n"


async def test_a_filter_reads_the_body_of_the_address(tmp_path: Path) -> None:
    page = tmp_path / "page"
    page.write_bytes(b"a page\n")
    address = f"filter:tr a-z A-Z:{page.as_uri()}"
    outcome = await run(address)
    assert isinstance(outcome, Fetched)
    assert (outcome.body, outcome.url) == (b"A PAGE\n", page.as_uri())
    assert isinstance(await run(address, etag=outcome.validators.etag), NotModified)


async def test_a_filter_may_read_less_than_it_is_given(tmp_path: Path) -> None:
    page = tmp_path / "page"
    page.write_bytes(b"x" * 2_000_000)
    assert await body_of(f"filter:head -c 3:{page.as_uri()}") == b"xxx"
    assert await body_of(f"filter:echo no:{page.as_uri()}") == b"no\n"
    assert len(await body_of(f"filter:cat:{page.as_uri()}")) == 2_000_000


async def test_what_is_not_fetched_is_not_filtered(tmp_path: Path) -> None:
    made = tmp_path / "made"
    error = await error_of(f"filter:touch {made}:{(tmp_path / 'missing').as_uri()}")
    assert error.problem is FetchProblem.FILE
    assert not made.exists()


async def test_a_filtered_feed_that_moved_keeps_its_filter(server: Any) -> None:
    server.say("/old", "301 Moved", f"Location: {server.url('/new')}")
    server.say("/new", "200 OK", 'ETag: "1"', "Cache-Control: max-age=60", body=b"x")
    outcome = await run(f"filter:cat -u:{server.url('/old')}")
    assert isinstance(outcome, Fetched)
    assert outcome.permanent_url == f"filter:cat -u:{server.url('/new')}"
    assert outcome.validators == Validators('"1"')


@pytest.mark.parametrize(
    ("code", "detail"),
    [
        ("raise SystemExit(3)", "exit status 3"),
        ("raise SystemExit('first\\nno \\x1b[1mpaper')", "exit status 1: no paper"),
        ("import os; os.kill(os.getpid(), 9)", "ended by signal 9"),
        ("import sys; sys.stderr.write('x' * 500_000); sys.exit(2)", "exit status 2: xxxx"),
    ],
)
async def test_a_command_that_fails_says_how(code: str, detail: str) -> None:
    error = await error_of(f"exec:{python('print(1);' + code)}")
    assert error.problem is FetchProblem.SCRIPT
    assert error.detail.startswith(detail)
    assert len(error.detail) <= 220


@pytest.mark.parametrize(
    ("command", "reason"), [("/no/such/program", "no such file"), ("/", "permission denied")]
)
async def test_a_program_that_cannot_start_says_why(command: str, reason: str) -> None:
    assert reason in str(await error_of(f"exec:{command}"))


async def test_complaints_of_a_command_that_ends_well_are_ignored() -> None:
    assert await body_of(f"exec:{python('import sys; print(1); sys.stderr.write(chr(33))')}") == b"1\n"


async def test_a_slow_command_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    note = tmp_path / "pids"
    script = f"sleep 60 & echo $! $$ > {note}; echo x; wait"
    started = time.monotonic()
    error = await error_of(f"exec:sh -c {shlex.quote(script)}", allowed(total_timeout_seconds=1.5))
    assert (error.problem, error.detail) == (FetchProblem.SCRIPT, "it took longer than 1.5 s")
    assert time.monotonic() - started < 10
    assert not any(is_alive(int(pid)) for pid in note.read_text().split())


async def test_a_child_that_keeps_the_output_open_does_not_hold_us() -> None:
    escaped = "import os, time\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(12)\n"
    started = time.monotonic()
    await error_of(f"exec:{python(escaped)}", allowed(total_timeout_seconds=0.3))
    assert time.monotonic() - started < 10


async def test_endless_output_is_cut_at_the_cap() -> None:
    started = time.monotonic()
    error = await error_of("exec:yes", allowed(max_bytes=1_000_000))
    assert error.problem is FetchProblem.TOO_LARGE
    assert time.monotonic() - started < 10


async def test_a_cancelled_refresh_ends_the_command(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    running = asyncio.create_task(run(f"exec:sh -c 'echo $$ > {note}; sleep 60'"))
    while not (note.exists() and note.read_text().strip()):  # noqa: ASYNC110 - another process writes it
        await asyncio.sleep(0.01)
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running
    assert running.cancelled()
    assert not is_alive(int(note.read_text()))


@pytest.mark.parametrize("cancel_count", [1, 2])
@pytest.mark.parametrize("turns", range(12))
async def test_a_command_is_ended_with_all_it_started_whenever_it_is_cancelled(
    tmp_path: Path, turns: int, cancel_count: int
) -> None:
    # Whatever the command starts holds the pipe open: where none does, it reads as at its end.
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        running = asyncio.create_task(run(f"exec:sh -c 'exec 9>{pipe}; sleep 100 & sleep 100'"))
        for _ in range(turns):
            await asyncio.sleep(0)
        for _ in range(cancel_count):
            running.cancel()
            await asyncio.sleep(0)
        async with asyncio.timeout(60):
            with contextlib.suppress(asyncio.CancelledError):
                await running
            assert running.cancelled()
            while not is_at_end(reading):  # noqa: ASYNC110 - other processes let go of it
                await asyncio.sleep(0.01)
    finally:
        os.close(reading)


def is_at_end(pipe: int) -> bool:
    try:
        return os.read(pipe, 1) == b""
    except BlockingIOError:
        return False


async def test_output_that_did_not_change_is_not_parsed(archive: Archive, tmp_path: Path) -> None:
    document = tmp_path / "feed"
    document.write_text(FEED)
    async with Ingest(archive, allowed()) as ingest:
        added = await ingest.add(f"exec:cat {document}", folder="Own")
        assert (added.error, added.title, added.articles_added) == (None, "Made here", 1)
        same = await ingest.refresh(archive.feeds())
        document.write_text(FEED.replace("One", "One, mended"))
        changed = await ingest.refresh(archive.feeds())
    assert (same.feeds_unchanged, same.articles_updated) == (1, 0)
    assert (changed.feeds_unchanged, changed.articles_updated) == (0, 1)


async def test_a_page_from_a_command_is_not_searched_for_feeds(archive: Archive, tmp_path: Path) -> None:
    page = tmp_path / "page"
    page.write_text('<html><a href="http://127.0.0.1:9/feed">Feed</a></html>')
    async with Ingest(archive, allowed()) as ingest:
        added = await ingest.add(f"exec:cat {page}")
    assert added.error == "this is a web page, not a feed"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("exec:feed --all", "exec:feed --all"),
        (
            "exec:curl 'https://me:pw@a.example/?token=abc&page=2'",
            "exec:curl 'https://a.example/?token=…&page=2'",
        ),
        ("exec:curl -u me:pw --user='me:pw' x", "exec:curl -u … --user='…' x"),
        ("exec:curl -H 'Authorization: Bearer a b' x", "exec:curl -H 'Authorization:…' x"),
        ("exec:sort -u names", "exec:sort -u names"),
        (
            "filter:tidy --api-key=abc -q:https://me:pw@a.example/",
            "filter:tidy --api-key=… -q:https://a.example/",
        ),
    ],
)
def test_secrets_of_a_command_are_not_shown(address: str, shown: str) -> None:
    assert redact(address) == shown


def is_alive(process_id: int) -> bool:
    """Whether it runs; what has ended and was not collected yet is not alive."""
    try:
        os.kill(process_id, 0)
        state = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0]
    except (ProcessLookupError, FileNotFoundError):
        return False
    return state != "Z"
