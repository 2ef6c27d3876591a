"""Compare HTTP clients on many small requests to a server on loopback, all in the same run.

    python -m benchmarks.http_clients [--requests 1000] [--concurrency 64] [--rounds 3]

Each client runs in a fresh interpreter, so that its import time and memory are its own; the server
is one more process. A client that is not installed is named as missing.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import importlib.metadata
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any

CLIENTS = ("aiohttp", "niquests", "httpx")
BODY = b"<rss version='2.0'><channel><title>t</title></channel></rss>".ljust(2_000)
Fetch = Callable[[str], Awaitable[int]]


class _Answering(asyncio.Protocol):
    """The cheapest server that keeps connections alive: what is measured is the client."""

    ANSWER = (
        b'HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nETag: "v1"\r\nContent-Length: %d\r\n\r\n' % len(BODY)
    ) + BODY

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._pending = b""

    def data_received(self, data: bytes) -> None:
        *requests, self._pending = (self._pending + data).split(b"\r\n\r\n")
        assert isinstance(self._transport, asyncio.WriteTransport)
        self._transport.write(self.ANSWER * len(requests))


async def _serve() -> None:
    server = await asyncio.get_running_loop().create_server(_Answering, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await server.serve_forever()


async def _run_all(fetch: Fetch, url: str, options: argparse.Namespace) -> None:
    numbers = iter(range(options.requests))

    async def work() -> None:
        for number in numbers:
            size = await fetch(f"{url}/{number}")
            if size != len(BODY):
                raise SystemExit(f"{options.client} returned {size} bytes")

    await asyncio.gather(*(work() for _ in range(options.concurrency)))


async def _with_aiohttp(library: Any, url: str, options: argparse.Namespace) -> None:
    connector = library.TCPConnector(limit=options.concurrency)
    async with library.ClientSession(connector=connector) as session:

        async def fetch(address: str) -> int:
            async with session.get(address) as response:
                return len(await response.read())

        await _run_all(fetch, url, options)


async def _with_niquests(library: Any, url: str, options: argparse.Namespace) -> None:
    async with library.AsyncSession(pool_maxsize=options.concurrency) as session:

        async def fetch(address: str) -> int:
            return len((await session.get(address)).content)

        await _run_all(fetch, url, options)


async def _with_httpx(library: Any, url: str, options: argparse.Namespace) -> None:
    limits = library.Limits(
        max_connections=options.concurrency, max_keepalive_connections=options.concurrency
    )
    async with library.AsyncClient(limits=limits) as session:

        async def fetch(address: str) -> int:
            return len((await session.get(address)).content)

        await _run_all(fetch, url, options)


def _measure(options: argparse.Namespace) -> None:
    """Run one client and print its figures as JSON."""
    started = time.perf_counter()
    library = importlib.import_module(options.client)
    import_seconds = time.perf_counter() - started
    run = {"aiohttp": _with_aiohttp, "niquests": _with_niquests, "httpx": _with_httpx}[options.client]
    started, started_cpu = time.perf_counter(), time.process_time()
    asyncio.run(run(library, options.url, options))
    figures = {
        "import_seconds": import_seconds,
        "wall_seconds": time.perf_counter() - started,
        "cpu_seconds": time.process_time() - started_cpu,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(figures))


def _compare(options: argparse.Namespace) -> None:
    command = [sys.executable, "-m", "benchmarks.http_clients"]
    with subprocess.Popen([*command, "--serve"], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        url = f"http://127.0.0.1:{server.stdout.readline().strip()}"
        print(f"{options.requests} requests of {len(BODY)} bytes, {options.concurrency} at a time, ", end="")
        print(f"median of {options.rounds} rounds")
        print(f"{'client':<10} {'version':<10} {'import':>8} {'wall':>8} {'cpu':>8} {'peak':>9}")
        for client in CLIENTS:
            try:
                version = importlib.metadata.version(client)
            except importlib.metadata.PackageNotFoundError:
                print(f"{client:<10} missing")
                continue
            arguments = ["--client", client, "--url", url, "--requests", str(options.requests)]
            arguments += ["--concurrency", str(options.concurrency)]
            rounds = [
                json.loads(subprocess.run([*command, *arguments], stdout=subprocess.PIPE, check=True).stdout)
                for _ in range(options.rounds)
            ]
            median = {name: statistics.median(figures[name] for figures in rounds) for name in rounds[0]}
            print(
                f"{client:<10} {version:<10} {median['import_seconds'] * 1000:>5.0f} ms"
                f" {median['wall_seconds']:>6.2f} s {median['cpu_seconds']:>6.2f} s"
                f" {median['peak_mib']:>5.0f} MiB"
            )
        server.terminate()


def main() -> None:
    """Parse the command line and compare, or play one of the parts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--requests", type=int, default=1_000)
    parser.add_argument("--concurrency", type=int, default=64)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--client", choices=CLIENTS, help=argparse.SUPPRESS)
    parser.add_argument("--url", default="", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        asyncio.run(_serve())
    elif options.client:
        _measure(options)
    else:
        _compare(options)


if __name__ == "__main__":
    main()
