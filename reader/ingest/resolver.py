"""Host names -> addresses, in threads of our own, refusing private ones where a server named the host.

The check is made on the very addresses that are connected to, so that a name which answers first
with a public and then with a private address gains nothing.
"""

from __future__ import annotations

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor

from aiohttp.abc import AbstractResolver, ResolveResult

from reader.ingest.addresses import is_public_address

# Looking up blocks a thread, and slow name servers must not hold up the other hosts.
_THREADS = 16


class PrivateAddressRefused(OSError):
    """A server named a host that is on this machine or in a private network."""


class Resolver(AbstractResolver):
    """The system's resolver behind aiohttp's interface."""

    def __init__(self, *, may_be_private: bool) -> None:
        """``may_be_private``: whether addresses that are not of the public internet are given."""
        self._may_be_private = may_be_private
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="cutline-dns")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """See ``AbstractResolver``.

        Raises:
            PrivateAddressRefused: None of the host's addresses may be connected to.
            OSError: The host has no address.
        """
        found = await asyncio.get_running_loop().run_in_executor(self._threads, _look_up, host, port, family)
        allowed = [item for item in found if self._may_be_private or is_public_address(item["host"])]
        if not allowed:
            raise PrivateAddressRefused(host)
        return allowed

    async def close(self) -> None:
        """Forget lookups that are still under way."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _look_up(host: str, port: int, family: socket.AddressFamily) -> list[ResolveResult]:
    try:
        infos = socket.getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise OSError(f"{host!r} cannot be a host's name") from error
    return [
        ResolveResult(
            hostname=host,
            host=str(address[0]),
            port=int(address[1]),
            family=int(family_found),
            proto=proto,
            flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
        )
        for family_found, _, proto, _, address in infos
    ]
