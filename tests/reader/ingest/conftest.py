"""A small HTTP server on the loopback whose answers are scripted, and names that lead to it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp.abc import ResolveResult

from reader.ingest.http_fetcher import HttpFetcher
from reader.setting_groups import RefreshSettings

NOW = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
FetcherOf = Callable[..., HttpFetcher]

Step = bytes | float | asyncio.Event
"""Bytes are sent, seconds passed, events waited for."""


@dataclass(frozen=True, slots=True)
class Head:
    """A request as it came; ``headers`` by lower-case name, values as sent."""

    target: str
    headers: dict[str, str]
    connection: int


class LoopbackServer:
    """Answers each path as scripted, 404 where nothing is; an answer with "Connection: close" is the last."""

    def __init__(self) -> None:
        self.answers: dict[str, Sequence[Step]] = {}
        self.heads: list[Head] = []
        self.port = 0
        self.connection_count = 0
        self.open_count = 0
        self.most_open = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._listener: asyncio.Server | None = None
        self._was_asked = asyncio.Condition()

    @property
    def targets(self) -> list[str]:
        """What was asked for, in order."""
        return [head.target for head in self.heads]

    def url(self, path: str = "/feed", host: str = "127.0.0.1") -> str:
        """The address of a path here."""
        return f"http://{host}:{self.port}{path}"

    def say(self, path: str, status: str, *headers: str, body: bytes = b"") -> None:
        """Script a well-formed answer."""
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
        self.answers[path] = ["\r\n".join(lines).encode(), body]

    async def until_asked(self, count: int) -> None:
        """Wait until so many requests have come."""
        async with self._was_asked:
            await self._was_asked.wait_for(lambda: len(self.heads) >= count)

    async def start(self) -> None:
        """Listen."""
        self._listener = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._listener.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """End, whatever is still being said."""
        assert self._listener is not None
        self._listener.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._listener.wait_closed()

    def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connection_count += 1
        self._tasks.add(asyncio.create_task(self._converse(reader, writer, self.connection_count)))

    async def _converse(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, connection: int
    ) -> None:
        try:
            is_open = True
            while is_open:
                lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")[:-2]
                pairs = (line.partition(": ") for line in lines[1:])
                head = Head(
                    lines[0].split(" ")[1], {name.lower(): value for name, _, value in pairs}, connection
                )
                async with self._was_asked:
                    self.heads.append(head)
                    self._was_asked.notify_all()
                is_open = await self._answer(head, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _answer(self, head: Head, writer: asyncio.StreamWriter) -> bool:
        if head.target not in self.answers:
            self.say(head.target, "404 Not Found")
        self.open_count += 1
        self.most_open = max(self.most_open, self.open_count)
        said = b""
        try:
            for step in self.answers[head.target]:
                match step:
                    case bytes():
                        said += step
                        writer.write(step)
                        await writer.drain()
                    case asyncio.Event():
                        await step.wait()
                    case _:
                        await asyncio.sleep(step)
        finally:
            self.open_count -= 1
        return b"Connection: close" not in said


@pytest.fixture
async def server() -> AsyncIterator[LoopbackServer]:
    started = LoopbackServer()
    await started.start()
    yield started
    await started.stop()


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """Addresses by host name, in place of DNS: each look-up takes one, the last one stays."""
    known: dict[str, list[str]] = {}

    def look_up(host: str, port: int, family: int) -> list[ResolveResult]:
        if host not in known:
            raise socket.gaierror(socket.EAI_NONAME, "no such name here")
        addresses = known[host]
        address = addresses.pop(0) if len(addresses) > 1 else addresses[0]
        return [
            ResolveResult(
                hostname=host,
                host=part,
                port=port,
                family=socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for part in address.split()
        ]

    monkeypatch.setattr("reader.ingest.resolver._look_up", look_up)
    return known


@pytest.fixture
def first_loopback_is_public(monkeypatch: pytest.MonkeyPatch) -> None:
    """127.0.0.1 plays the public internet, every other address a private network."""
    for module in ("resolver", "http_fetcher"):
        monkeypatch.setattr(
            f"reader.ingest.{module}.is_public_address", lambda address: address == "127.0.0.1"
        )


@pytest.fixture
async def fetcher_of() -> AsyncIterator[FetcherOf]:
    made: list[HttpFetcher] = []

    def make(**settings: Any) -> HttpFetcher:
        made.append(HttpFetcher(RefreshSettings(**{"total_timeout_seconds": 5.0, **settings}), lambda: NOW))
        return made[-1]

    yield make
    for fetcher in made:
        await fetcher.close()


@pytest.fixture
def fetcher(fetcher_of: FetcherOf) -> HttpFetcher:
    return fetcher_of()
