"""Script feeds: ``exec:COMMAND`` and ``filter:COMMAND:URL``, as newsboat has them.

A command is one of the person's own, named by hand and never by a server: a redirect leads only to
http and https. It runs without a shell: who wants one writes ``exec:sh -c '…'``.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import shlex
import signal
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from reader.errors import FetchError, FetchProblem
from reader.ingest.fetch import Fetched, FetchOutcome, NotModified, too_large
from reader.setting_groups import RefreshSettings
from reader.text import clean_line
from storage.model import Validators
from storage.options import PLAIN, FeedOptions

SETTING = "refresh.allow_script_feeds"

Fetch = Callable[[str, Validators, FeedOptions], Awaitable[FetchOutcome]]

_SCHEMES = ("exec:", "filter:")
# newsboat parts at the first colon; a colon before an address also lets commands have colons.
_FILTERED_ADDRESS = re.compile(r":(?=https?:|file:)", re.IGNORECASE)
# Commands are processes with memory of their own: a refresh of many must not start all at once.
_SCRIPTS_AT_ONCE = 4
_CHUNK_BYTES = 64 * 1024
_REASON_CHARS = 200
_STDERR_BYTES = 4 * _REASON_CHARS
# A killed process ends at once, unless a disk or a network file system holds it.
_KILL_SECONDS = 2.0
_KILL_POLL_SECONDS = 0.005


@dataclass(frozen=True, slots=True)
class Script:
    """A script feed taken apart.

    Attributes:
        words: The program and its arguments.
        url: The address whose body the program reads, "" where it makes the document itself.
    """

    words: tuple[str, ...]
    url: str = ""


def is_script_address(url: str) -> bool:
    """Whether the address is an ``exec:`` or a ``filter:`` one."""
    return url[:7].lower().startswith(_SCHEMES)


def read_script(address: str) -> Script:
    """Take a script's address apart. A leading "~/" of a word is the home directory.

    Raises:
        ValueError: It names no command, no address, or a quote is not closed.
    """
    scheme, _, command = address.strip().partition(":")
    url = ""
    if scheme.lower() == "filter":
        command, url = _part_filter(command)
    words = tuple(_expand_home(word) for word in shlex.split(command))
    if not words:
        raise ValueError("it names no command")
    if "\0" in command:
        raise ValueError("it holds a null character")
    return Script(words, url)


def _part_filter(text: str) -> tuple[str, str]:
    parts = _FILTERED_ADDRESS.split(text, maxsplit=1)
    if len(parts) < 2:
        raise ValueError("it must be filter:COMMAND:URL")
    return parts[0], parts[1]


def _expand_home(word: str) -> str:
    return str(Path(word).expanduser()) if word.startswith("~/") else word


class ScriptFetcher:
    """Runs the commands of script feeds where the settings allow it."""

    def __init__(self, settings: RefreshSettings, fetch: Fetch) -> None:
        """``fetch`` gets the addresses that filters read."""
        self._settings = settings
        self._fetch = fetch
        self._running = asyncio.Semaphore(_SCRIPTS_AT_ONCE)

    async def fetch(self, address: str, validators: Validators, options: FeedOptions = PLAIN) -> FetchOutcome:
        """See ``Fetcher``.

        A filter's address is asked with the validators and options: where it has not changed, nothing
        is run.
        """
        if not self._settings.allow_script_feeds:
            return FetchError(address, FetchProblem.SCRIPTS_OFF, f"{SETTING} = true allows it")
        try:
            script = read_script(address)
        except ValueError as error:
            return FetchError(address, FetchProblem.NO_ADDRESS, str(error).lower())
        if not script.url:
            document = await self._run(address, script.words, None)
            return document if isinstance(document, FetchError) else Fetched("", document)
        fetched = await self._fetch(script.url, validators, options)
        match fetched:
            case FetchError():
                return _about(address, fetched)
            case NotModified():
                return NotModified(_moved(address, script, fetched.permanent_url), fetched.fresh_until)
            case Fetched():
                return await self._filter(address, script, fetched)

    async def _filter(self, address: str, script: Script, fetched: Fetched) -> FetchOutcome:
        document = await self._run(address, script.words, fetched.body)
        if isinstance(document, FetchError):
            return document
        return Fetched(
            url=fetched.url,
            body=document,
            validators=fetched.validators,
            permanent_url=_moved(address, script, fetched.permanent_url),
            fresh_until=fetched.fresh_until,
        )

    async def _run(self, address: str, words: tuple[str, ...], body: bytes | None) -> bytes | FetchError:
        """Give what the command writes."""
        async with self._running:
            try:
                process = await _start(words, has_body=body is not None)
            except (OSError, ValueError) as error:
                return FetchError(address, FetchProblem.SCRIPT, _start_problem(words[0], error))
            return await self._supervise(address, process, body)

    async def _supervise(self, address: str, process: Process, body: bytes | None) -> bytes | FetchError:
        seconds, limit = self._settings.total_timeout_seconds, self._settings.max_bytes
        feeding = asyncio.create_task(_feed(process, body))
        listening = asyncio.create_task(_read_tail(process))
        is_over = False
        try:
            async with asyncio.timeout(seconds):
                document = await _read(process, limit)
                if len(document) > limit:
                    return too_large(address, limit)
                complaint = await listening
                status = await process.wait()
                is_over = True
        except TimeoutError:
            return FetchError(address, FetchProblem.SCRIPT, f"it took longer than {seconds:g} s")
        finally:
            await _do_in_any_case(_end(process, (feeding, listening), is_over=is_over))
        if status:
            return FetchError(address, FetchProblem.SCRIPT, _describe_end(status, complaint))
        return document


async def _start(words: tuple[str, ...], *, has_body: bool) -> Process:
    """Start the command; whoever gives up meanwhile leaves nothing of it behind."""
    starting = asyncio.create_task(
        asyncio.create_subprocess_exec(
            *words,
            stdin=PIPE if has_body else DEVNULL,
            stdout=PIPE,
            stderr=PIPE,
            # Its own session: what it starts ends with it, and Ctrl-C is ours to hand on.
            start_new_session=True,
        )
    )
    try:
        return await asyncio.shield(starting)
    except asyncio.CancelledError:
        # Cancelled itself, asyncio would end the command alone, and wait for all that holds its pipes.
        await _do_in_any_case(_kill_started(starting))
        raise


async def _kill_started(starting: asyncio.Task[Process]) -> None:
    with contextlib.suppress(OSError, ValueError):
        await _kill(await starting)


async def _end(process: Process, helpers: Iterable[asyncio.Task[Any]], *, is_over: bool) -> None:
    if not is_over:
        await _kill(process)
    for helper in helpers:
        helper.cancel()
    await asyncio.gather(*helpers, return_exceptions=True)


async def _do_in_any_case(work: Coroutine[Any, Any, None]) -> None:
    """Do short work to its end; whatever cancels it meanwhile is heard afterwards."""
    doing = asyncio.create_task(work)
    cancelled: asyncio.CancelledError | None = None
    while not doing.done():
        try:
            await asyncio.shield(doing)
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        raise cancelled


async def _feed(process: Process, body: bytes | None) -> None:
    if body is None or process.stdin is None:
        return
    # A command need not read all that it is given.
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        process.stdin.write(body)
        await process.stdin.drain()
    process.stdin.close()


async def _read(process: Process, limit: int) -> bytes:
    """Give what it writes, cut soon after the limit."""
    assert process.stdout is not None
    document = bytearray()
    while len(document) <= limit and (chunk := await process.stdout.read(_CHUNK_BYTES)):
        document += chunk
    return bytes(document)


async def _read_tail(process: Process) -> str:
    """Give the last line of its complaints: what went wrong stands at the end."""
    assert process.stderr is not None
    tail = b""
    while chunk := await process.stderr.read(_CHUNK_BYTES):
        tail = (tail + chunk)[-_STDERR_BYTES:]
    lines = [line for line in tail.decode("utf-8", "replace").splitlines() if line.strip()]
    return clean_line(lines[-1], _REASON_CHARS) if lines else ""


async def _kill(process: Process) -> None:
    """End the command and all that it started in its session, and let go of its pipes."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    # ``Process.wait`` would also wait for a grandchild in a session of its own that holds the pipes,
    # and closing them before the end is known makes asyncio lose the exit status.
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_KILL_SECONDS):
            while process.returncode is None:  # noqa: ASYNC110 - nothing tells of the end alone
                await asyncio.sleep(_KILL_POLL_SECONDS)
    cast(Any, process)._transport.close()


def _start_problem(program: str, error: OSError | ValueError) -> str:
    said = os.strerror(error.errno).lower() if isinstance(error, OSError) and error.errno else "it cannot run"
    return f"{clean_line(program, _REASON_CHARS)}: {said}"


def _describe_end(status: int, complaint: str) -> str:
    end = f"exit status {status}" if status > 0 else f"ended by signal {-status}"
    return f"{end}: {complaint}" if complaint else end


def _about(address: str, error: FetchError) -> FetchError:
    return FetchError(address, error.problem, error.detail, error.http_status, error.retry_at)


def _moved(address: str, script: Script, permanent_url: str) -> str:
    """Give the script's address with the filtered one's new place, "" where it has not moved."""
    return f"{address.strip().removesuffix(script.url)}{permanent_url}" if permanent_url else ""
