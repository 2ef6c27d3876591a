"""HTTP and HTTPS, politely: conditional, compressed, bounded in time and size.

Redirects are followed here and not by the client, because each hop has to be judged: where it may
lead, whether credentials go along, and whether the feed has moved for good.
"""

from __future__ import annotations

import asyncio
import ssl
from base64 import b64encode
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from time import perf_counter

import aiohttp
from aiohttp.connector import Connection
from yarl import URL

from reader import __version__
from reader.clock import Clock
from reader.errors import FetchError, FetchProblem
from reader.ingest.addresses import (
    Credentials,
    host_of,
    is_plainly_private,
    is_public_address,
    is_web_address,
    origin,
    redirect_target,
    split_credentials,
    with_credentials_of,
)
from reader.ingest.fetch import Fetched, FetchOutcome, NotModified, too_large
from reader.ingest.freshness import promised_until
from reader.ingest.resolver import PrivateAddressRefused, Resolver
from reader.ingest.retry import retry_time
from reader.ingest.secrets import SecretError, read_secret
from reader.setting_groups import RefreshSettings
from storage.model import Validators
from storage.options import PLAIN, FeedOptions

MAX_REDIRECTS = 10
_CHUNK_BYTES = 64 * 1024
_PERMANENT = frozenset({HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml,"
    " application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, text/html;q=0.7, */*;q=0.5"
)


@dataclass(slots=True)
class _Visit:
    """One fetch on its way through redirects."""

    asked: str
    url: str
    credentials: Credentials | None
    validators: Validators
    seconds_left: float
    headers: dict[str, str]
    proxy: str
    may_be_private: bool = True
    is_moved_for_good: bool = True
    hops: int = 0


class _Response(aiohttp.ClientResponse):
    """Knows whom it came from, also when it has no body and so lets go of its connection at once."""

    peer = ""

    async def start(self, connection: Connection) -> aiohttp.ClientResponse:
        name = connection.transport.get_extra_info("peername") if connection.transport else None
        self.peer = str(name[0]) if name else ""
        return await super().start(connection)


class HttpFetcher:
    """A pool of connections. Not to be shared between event loops."""

    def __init__(self, settings: RefreshSettings, clock: Clock) -> None:
        """Opens nothing yet."""
        self._settings = settings
        self._clock = clock
        self._running = asyncio.Semaphore(settings.concurrency)
        self._per_host: defaultdict[str, asyncio.Semaphore] = defaultdict(
            lambda: asyncio.Semaphore(settings.per_host)
        )
        # Two pools: an address that a person named may be private, one that a server named may not.
        self._sessions: dict[bool, aiohttp.ClientSession] = {}

    async def fetch(
        self,
        url: str,
        validators: Validators,
        options: FeedOptions = PLAIN,
        *,
        may_be_private: bool = True,
    ) -> FetchOutcome:
        """See ``Fetcher``."""
        try:
            bare_url, credentials = split_credentials(url)
        except ValueError:
            return FetchError(url, FetchProblem.NO_ADDRESS)
        if not is_web_address(bare_url):
            return FetchError(url, FetchProblem.NO_ADDRESS, "it must begin with http:// or https://")
        settings = self._settings
        try:
            headers, own_credentials = await _read_options(options)
            visit = _Visit(
                url,
                bare_url,
                own_credentials or credentials,
                validators,
                settings.total_timeout_seconds,
                headers,
                options.proxy or settings.proxy,
                may_be_private,
            )
            while True:
                async with self._turn(host_of(visit.url)):
                    started = perf_counter()
                    outcome = await self._ask(visit)
                    visit.seconds_left -= perf_counter() - started
                if outcome is not None:
                    return outcome
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return _describe(url, error)

    async def close(self) -> None:
        """Let go of all connections."""
        for session in self._sessions.values():
            await session.close()
        self._sessions.clear()

    @asynccontextmanager
    async def _turn(self, host: str) -> AsyncIterator[None]:
        # The host's turn first: who waits for a busy host must not hold one of all connections.
        async with self._per_host[host], self._running:
            yield

    async def _ask(self, visit: _Visit) -> FetchOutcome | None:
        """Make one request; None means that it redirected and ``visit`` names the next address."""
        # The host as the client will read it, which makes plain digits of all kinds of digits.
        host = URL(visit.url).raw_host or ""
        if not visit.may_be_private and is_plainly_private(host):
            raise PrivateAddressRefused(host)
        # Behind a proxy the only name to look up is the proxy's, which the person gave.
        session = self._session(may_be_private=visit.may_be_private or bool(visit.proxy))
        request = session.get(
            visit.url,
            headers=_headers(visit),
            allow_redirects=False,
            proxy=visit.proxy or None,
            timeout=aiohttp.ClientTimeout(
                # All hops share the time; zero would mean no limit.
                total=max(visit.seconds_left, 0.001),
                sock_connect=self._settings.connect_timeout_seconds,
            ),
        )
        async with request as response:
            if response.status in _REDIRECTS and "Location" in response.headers:
                return self._follow(visit, response)
            return await self._read(visit, response)

    def _follow(self, visit: _Visit, response: aiohttp.ClientResponse) -> FetchError | None:
        visit.hops += 1
        if visit.hops > MAX_REDIRECTS:
            return FetchError(visit.asked, FetchProblem.REDIRECTS, f"more than {MAX_REDIRECTS} times")
        target = redirect_target(visit.url, response.headers["Location"])
        if not is_web_address(target):
            return FetchError(visit.asked, FetchProblem.FORBIDDEN_REDIRECT, "it is neither http nor https")
        # Who serves us from a private network may send us on within it; the public internet may not.
        visit.may_be_private = visit.may_be_private and self._is_private(response)
        if origin(target) != origin(visit.url):
            # What was meant for one server is not shown to another.
            visit.credentials = None
            visit.headers = {}
        visit.is_moved_for_good = visit.is_moved_for_good and response.status in _PERMANENT
        visit.url = target
        return None

    async def _read(self, visit: _Visit, response: aiohttp.ClientResponse) -> FetchOutcome:
        moved_to = ""
        if visit.hops and visit.is_moved_for_good:
            moved_to = with_credentials_of(visit.url, visit.asked)
        if response.status == HTTPStatus.NOT_MODIFIED and visit.validators != Validators():
            return NotModified(moved_to, self._fresh_until(response))
        if not 200 <= response.status < 300:
            return self._status_error(visit.asked, response)
        body = bytearray()
        async for chunk in response.content.iter_chunked(_CHUNK_BYTES):
            body += chunk
            if len(body) > self._settings.max_bytes:
                return too_large(visit.asked, self._settings.max_bytes)
        return Fetched(
            url=visit.url,
            body=bytes(body),
            content_type=response.headers.get("Content-Type", ""),
            validators=Validators(_validator(response, "ETag"), _validator(response, "Last-Modified")),
            permanent_url=moved_to,
            fresh_until=self._fresh_until(response),
            is_public=not self._is_private(response),
        )

    def _fresh_until(self, response: aiohttp.ClientResponse) -> datetime | None:
        headers = response.headers
        return promised_until(
            self._clock(),
            ", ".join(headers.getall("Cache-Control", [])),
            headers.get("Expires", ""),
            headers.get("Date", ""),
            headers.get("Age", ""),
        )

    def _status_error(self, url: str, response: aiohttp.ClientResponse) -> FetchError:
        status = response.status
        if status == HTTPStatus.GONE:
            return FetchError(url, FetchProblem.GONE, "410 Gone", status)
        # The standard's words for the number: the server's own are foreign text.
        words = HTTPStatus(status).phrase if status in set(HTTPStatus) else ""
        retry_at = retry_time(response.headers.get("Retry-After", ""), self._clock())
        return FetchError(url, FetchProblem.STATUS, f"{status} {words}".strip(), status, retry_at)

    def _is_private(self, response: aiohttp.ClientResponse) -> bool:
        if self._settings.proxy or not isinstance(response, _Response) or not response.peer:
            # Only the spelling of the host is left to judge by.
            return is_plainly_private(response.url.raw_host or "")
        return not is_public_address(response.peer)

    def _session(self, *, may_be_private: bool) -> aiohttp.ClientSession:
        if may_be_private not in self._sessions:
            settings = self._settings
            self._sessions[may_be_private] = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    limit=0, resolver=Resolver(may_be_private=may_be_private), ttl_dns_cache=60
                ),
                response_class=_Response,
                headers={
                    "User-Agent": settings.user_agent or f"Cutline/{__version__} (news reader)",
                    "Accept": _ACCEPT,
                },
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._sessions[may_be_private]


async def _read_options(options: FeedOptions) -> tuple[dict[str, str], Credentials | None]:
    """The feed's own headers and credentials, secrets read from where they are kept."""
    headers = {name: await read_secret(value) for name, value in options.headers}
    if options.user_agent:
        headers["User-Agent"] = options.user_agent
    if not options.user:
        return headers, None
    return headers, Credentials(options.user, await read_secret(options.password))


def _headers(visit: _Visit) -> dict[str, str]:
    headers = dict(visit.headers)
    if visit.validators.etag:
        headers["If-None-Match"] = visit.validators.etag
    if visit.validators.last_modified:
        headers["If-Modified-Since"] = visit.validators.last_modified
    if visit.credentials:
        userinfo = f"{visit.credentials.user}:{visit.credentials.password}"
        headers["Authorization"] = f"Basic {b64encode(userinfo.encode()).decode()}"
    return headers


def _validator(response: aiohttp.ClientResponse, name: str) -> str:
    """The header as received, "" where it is not UTF-8 and so can be neither stored nor sent back."""
    value = response.headers.get(name, "")
    return value if value.isprintable() else ""


def _describe(url: str, error: Exception) -> FetchError:
    """Name what went wrong in the words a person is shown."""
    match error:
        case SecretError():
            return FetchError(url, FetchProblem.SECRET, str(error))
        case PrivateAddressRefused():
            return FetchError(url, FetchProblem.FORBIDDEN_REDIRECT, "it is on a private network")
        case aiohttp.ClientConnectorDNSError():
            refused = _find_cause(error, PrivateAddressRefused)
            return _describe(url, refused) if refused else FetchError(url, FetchProblem.DNS)
        case aiohttp.ClientConnectorCertificateError():
            return FetchError(url, FetchProblem.TLS, _describe_certificate(error.certificate_error))
        case aiohttp.ClientSSLError():
            return FetchError(url, FetchProblem.TLS)
        case TimeoutError():
            return FetchError(url, FetchProblem.TIMEOUT)
        case aiohttp.ClientConnectorError() if isinstance(error.os_error, ConnectionRefusedError):
            return FetchError(url, FetchProblem.REFUSED)
        case aiohttp.ClientConnectorError():
            return FetchError(url, FetchProblem.UNREACHABLE)
        case aiohttp.InvalidURL() | ValueError():
            return FetchError(url, FetchProblem.NO_ADDRESS)
        case _:
            return FetchError(url, FetchProblem.BROKEN)


def _describe_certificate(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return error.verify_message.rstrip(".")
    return "its certificate cannot be checked"


def _find_cause(error: BaseException, kind: type[Exception]) -> Exception | None:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, kind):
            return cause
        nested = getattr(cause, "os_error", None)
        cause = nested if isinstance(nested, kind) else (cause.__cause__ or cause.__context__)
    return None
