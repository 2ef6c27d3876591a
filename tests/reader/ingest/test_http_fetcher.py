import asyncio
import gzip
import importlib
import socket
import sys
import zlib
from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import perf_counter
from typing import Any

import brotli  # type: ignore[import-untyped]
import pytest

from reader import __version__
from reader.errors import FetchError, FetchProblem
from reader.ingest.fetch import Fetched, FetchOutcome, NotModified
from reader.ingest.http_fetcher import MAX_REDIRECTS, HttpFetcher
from storage.model import Validators

zstd = importlib.import_module("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")

NOW = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
NO_VALIDATORS = Validators()
OK = b"HTTP/1.1 200 OK\r\n"
BODY = b"<rss><channel><title>Low water</title></channel></rss>"
CLOSE = b"Connection: close\r\n"

FetcherOf = Callable[..., HttpFetcher]
Names = dict[str, list[str]]


def problem(outcome: FetchOutcome) -> FetchProblem:
    assert isinstance(outcome, FetchError)
    return outcome.problem


def fetched(outcome: FetchOutcome) -> Fetched:
    assert isinstance(outcome, Fetched), outcome
    return outcome


def deflate_raw(body: bytes) -> bytes:
    compressor = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return compressor.compress(body) + compressor.flush()


async def test_an_answer_is_its_bytes_type_and_validators(server: Any, fetcher: HttpFetcher) -> None:
    server.say("/feed", "200 OK", "Content-Type: text/xml; charset=koi8-r", 'ETag: "1"', body=BODY)
    outcome = await fetcher.fetch(server.url(), NO_VALIDATORS)
    assert outcome == Fetched(server.url(), BODY, "text/xml; charset=koi8-r", Validators('"1"'))


async def test_a_request_says_who_asks_and_nothing_of_the_reader(server: Any, fetcher: HttpFetcher) -> None:
    server.say("/feed", "302 Found", "Location: /new", "Set-Cookie: id=7; Path=/")
    server.say("/new", "200 OK", body=BODY)
    fetched(await fetcher.fetch(server.url(), NO_VALIDATORS))
    first, second = server.heads
    assert first.headers["user-agent"].startswith(f"Cutline/{__version__}")
    assert {"gzip", "deflate", "br", "zstd"} <= set(first.headers["accept-encoding"].split(", "))
    private = {"cookie", "referer", "authorization", "if-none-match", "if-modified-since"}
    assert not private & (first.headers.keys() | second.headers.keys())


@pytest.mark.parametrize(
    ("etag", "last_modified"),
    [
        ('"a1"', "Tue, 24 Nov 2026 10:00:00 GMT"),
        ('W/"a1"', ""),
        ("w/'a1'", ""),
        ("a1-gzip", ""),
        ('""a1"', ""),
        ('"', "yesterday, 10:00"),
        ('"é字"', ""),
        ("", "2026-11-24T10:00:00"),
    ],
)
async def test_validators_go_back_exactly_as_received(
    server: Any, fetcher: HttpFetcher, etag: str, last_modified: str
) -> None:
    sent = [f"ETag: {etag}"] * bool(etag) + [f"Last-Modified: {last_modified}"] * bool(last_modified)
    server.say("/feed", "200 OK", *sent, body=BODY)
    validators = fetched(await fetcher.fetch(server.url(), NO_VALIDATORS)).validators
    assert validators == Validators(etag, last_modified)
    server.say("/feed", "304 Not Modified")
    assert await fetcher.fetch(server.url(), validators) == NotModified()
    headers = server.heads[-1].headers
    assert headers.get("if-none-match", "") == etag
    assert headers.get("if-modified-since", "") == last_modified


async def test_a_validator_that_is_no_text_is_not_kept(server: Any, fetcher: HttpFetcher) -> None:
    server.answers["/feed"] = [b'HTTP/1.1 200 OK\r\nETag: "caf\xe9"\r\nContent-Length: 2\r\n\r\nok']
    assert fetched(await fetcher.fetch(server.url(), NO_VALIDATORS)).validators == NO_VALIDATORS


@pytest.mark.parametrize(
    ("encoding", "compress"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", deflate_raw),
        ("br", brotli.compress),
        ("zstd", zstd.compress),
    ],
)
async def test_compressed_bodies_are_unpacked_and_capped(
    server: Any, fetcher_of: FetcherOf, encoding: str, compress: Callable[[bytes], bytes]
) -> None:
    fetcher = fetcher_of(max_bytes=100_000)
    server.say("/feed", "200 OK", f"Content-Encoding: {encoding}", body=compress(BODY))
    assert fetched(await fetcher.fetch(server.url(), NO_VALIDATORS)).body == BODY
    server.say("/feed", "200 OK", f"Content-Encoding: {encoding}", body=compress(b"\0" * 5_000_000))
    assert problem(await fetcher.fetch(server.url(), NO_VALIDATORS)) is FetchProblem.TOO_LARGE


async def test_the_cap_is_the_last_size_that_is_allowed(server: Any, fetcher_of: FetcherOf) -> None:
    fetcher = fetcher_of(max_bytes=2**19)
    server.say("/feed", "200 OK", body=b"x" * 2**19)
    assert len(fetched(await fetcher.fetch(server.url(), NO_VALIDATORS)).body) == 2**19
    server.say("/feed", "200 OK", body=b"x" * (2**19 + 1))
    outcome = await fetcher.fetch(server.url(), NO_VALIDATORS)
    assert str(outcome) == "the answer is too large (more than 0.5 MiB)"


async def test_an_endless_body_is_cut_off_at_the_cap(server: Any, fetcher_of: FetcherOf) -> None:
    server.answers["/feed"] = [OK + CLOSE + b"\r\n", *[b"x" * 10_000] * 1_000]
    outcome = await fetcher_of(max_bytes=50_000).fetch(server.url(), NO_VALIDATORS)
    assert problem(outcome) is FetchProblem.TOO_LARGE


@pytest.mark.parametrize(
    "steps", [[30.0], [b"HTTP/1.1 200 OK\r\nContent-Length: 60\r\n\r\n", *[b"x", 1.0] * 60]]
)
async def test_a_slow_answer_has_an_end(server: Any, fetcher_of: FetcherOf, steps: list[Any]) -> None:
    server.answers["/feed"] = steps
    started = perf_counter()
    outcome = await fetcher_of(total_timeout_seconds=0.3).fetch(server.url(), NO_VALIDATORS)
    assert problem(outcome) is FetchProblem.TIMEOUT
    assert perf_counter() - started < 15


async def test_all_redirects_together_have_one_time_limit(server: Any, fetcher_of: FetcherOf) -> None:
    for hop in range(5):
        head = f"HTTP/1.1 302 Found\r\nLocation: /{hop + 1}\r\nContent-Length: 0\r\n\r\n"
        server.answers[f"/{hop}"] = [0.12, head.encode()]
    server.say("/5", "200 OK", body=BODY)
    outcome = await fetcher_of(total_timeout_seconds=0.3).fetch(server.url("/0"), NO_VALIDATORS)
    assert problem(outcome) is FetchProblem.TIMEOUT


async def test_nobody_listening_is_a_refused_connection(fetcher: HttpFetcher) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    outcome = await fetcher.fetch(f"http://127.0.0.1:{port}/", NO_VALIDATORS)
    assert problem(outcome) is FetchProblem.REFUSED


@pytest.mark.usefixtures("names")
@pytest.mark.parametrize("host", ["tide-tables.invalid", "a..b", "exa mple.org"])
async def test_an_unknown_name_is_said_to_be_unknown(fetcher: HttpFetcher, host: str) -> None:
    outcome = await fetcher.fetch(f"http://{host}/feed", NO_VALIDATORS)
    assert problem(outcome) is FetchProblem.DNS


@pytest.mark.parametrize(
    "url", ["", "feed", *"ftp://e.org/feed file:///etc/passwd http:// http://[::1/ http://e.org:0/".split()]
)
async def test_what_is_no_web_address_is_refused_unasked(
    fetcher: HttpFetcher, names: Names, url: str
) -> None:
    assert problem(await fetcher.fetch(url, NO_VALIDATORS)) is FetchProblem.NO_ADDRESS


@pytest.mark.parametrize(
    "steps",
    [
        [OK + CLOSE + b"Content-Length: 90\r\n\r\n<rss>"],
        [OK + CLOSE + b"Transfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n"],
        [OK + CLOSE + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n<rss>\r\n0\r\n\r\n"],
        [OK + CLOSE + b"Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\n<rss>"],
        [OK + CLOSE + b"Content-Encoding: br\r\nContent-Length: 5\r\n\r\n<rss>"],
        [OK + CLOSE + b"X-Long: " + b"x" * 100_000 + b"\r\n\r\n"],
        [b"<rss></rss>\r\n\r\n" + CLOSE],
        [OK + CLOSE],
    ],
    ids="short chunk-missing chunk-bad gzip-bad br-bad header-long no-http head-cut".split(),
)
async def test_a_broken_answer_is_told_as_one(server: Any, fetcher: HttpFetcher, steps: list[Any]) -> None:
    server.answers["/feed"] = steps
    assert problem(await fetcher.fetch(server.url(), NO_VALIDATORS)) is FetchProblem.BROKEN


@pytest.mark.parametrize(("hops", "is_followed"), [(MAX_REDIRECTS, True), (MAX_REDIRECTS + 1, False)])
async def test_redirects_are_followed_up_to_a_limit(
    server: Any, fetcher: HttpFetcher, hops: int, is_followed: bool
) -> None:
    for hop in range(hops):
        server.say(f"/{hop}", "302 Found", f"Location: {hop + 1}")
    server.say(f"/{hops}", "200 OK", body=BODY)
    outcome = await fetcher.fetch(server.url("/0"), NO_VALIDATORS)
    assert isinstance(outcome, Fetched) is is_followed
    assert is_followed or problem(outcome) is FetchProblem.REDIRECTS
    assert len(server.heads) == MAX_REDIRECTS + 1


@pytest.mark.parametrize(
    "location",
    "file:///etc/passwd FILE:/etc/passwd ftp://e.org/feed data:text/xml,<rss/> javascript:1".split(),
)
async def test_redirects_lead_only_to_the_web(server: Any, fetcher: HttpFetcher, location: str) -> None:
    server.say("/feed", "301 Moved Permanently", f"Location: {location}")
    outcome = await fetcher.fetch(server.url(), NO_VALIDATORS)
    assert problem(outcome) is FetchProblem.FORBIDDEN_REDIRECT
    assert len(server.heads) == 1


@pytest.mark.parametrize("location", [b"http://[::1", b"http://example.org:99999/", b"/caf\xe9"])
async def test_a_redirect_to_nonsense_is_an_outcome_too(
    server: Any, fetcher: HttpFetcher, location: bytes
) -> None:
    server.answers["/feed"] = [
        b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + location + b"\r\n\r\n"
    ]
    assert isinstance(await fetcher.fetch(server.url(), NO_VALIDATORS), FetchError)


@pytest.mark.usefixtures("first_loopback_is_public")
@pytest.mark.parametrize(
    ("host", "addresses"),
    [
        ("news.example", ["127.0.0.2"]),
        ("news.example", ["127.0.0.2 127.0.0.3"]),
        ("other.example", ["127.0.0.1", "127.0.0.2"]),  # public when asked first, private from then on
    ],
)
@pytest.mark.parametrize("body", [b"", b"moved"])
async def test_a_public_host_cannot_redirect_to_a_name_of_a_private_one(
    server: Any, fetcher: HttpFetcher, names: Names, host: str, addresses: list[str], body: bytes
) -> None:
    names.update({"news.example": ["127.0.0.1"], "other.example": addresses.copy()})
    server.say("/feed", "302 Found", f"Location: {server.url('/inside', 'other.example')}", body=body)
    server.say("/inside", "200 OK", body=BODY)
    outcome = await fetcher.fetch(server.url(host=host), NO_VALIDATORS)
    assert problem(outcome) is FetchProblem.FORBIDDEN_REDIRECT
    assert server.targets == ["/feed"]


@pytest.mark.usefixtures("first_loopback_is_public")
async def test_of_a_names_addresses_only_the_public_ones_are_connected_to(
    server: Any, fetcher: HttpFetcher, names: Names
) -> None:
    names["news.example"] = ["127.0.0.1"]
    names["both.example"] = ["127.0.0.2 127.0.0.1"]
    server.say("/feed", "302 Found", f"Location: {server.url('/new', 'both.example')}")
    server.say("/new", "200 OK", body=BODY)
    assert fetched(await fetcher.fetch(server.url(host="news.example"), NO_VALIDATORS)).body == BODY


@pytest.mark.parametrize(
    "host",
    "127.0.0.1 localhost a.localhost LOCALHOST 127.1 2130706433 0x7f000001 127.0.0.1. 0.0.0.0 [::1] "
    "[::ffff:127.0.0.1] ①②⑦.⓪.⓪.① 127。0。0。1".split(),
)
async def test_no_spelling_of_this_machine_gets_a_redirect_in(
    server: Any, fetcher: HttpFetcher, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    monkeypatch.setattr("reader.ingest.http_fetcher.is_public_address", lambda _: True)
    server.say("/feed", "302 Found", f"Location: {server.url('/inside', host)}")
    server.say("/inside", "200 OK", body=BODY)
    outcome = await fetcher.fetch(server.url(), NO_VALIDATORS)
    assert problem(outcome) is FetchProblem.FORBIDDEN_REDIRECT
    assert server.targets == ["/feed"]


@pytest.mark.parametrize("body", [b"", b"moved"])
async def test_a_private_host_may_redirect_within_its_network(
    server: Any, fetcher: HttpFetcher, names: Names, body: bytes
) -> None:
    names["intranet.example"] = names["news.intranet.example"] = ["127.0.0.1"]
    server.say("/feed", "302 Found", f"Location: {server.url('/new', 'news.intranet.example')}", body=body)
    server.say("/new", "200 OK", body=BODY)
    outcome = fetched(await fetcher.fetch(server.url(host="intranet.example"), NO_VALIDATORS))
    assert outcome.url == server.url("/new", "news.intranet.example")


async def test_a_private_proxy_makes_no_public_host_private(
    server: Any, fetcher_of: FetcherOf, names: Names
) -> None:
    names["proxy.lan"] = ["127.0.0.1"]
    fetcher = fetcher_of(proxy=server.url("", "proxy.lan"))
    server.say("http://news.example/", "302 Found", "Location: http://other.example/feed")
    server.say("http://other.example/feed", "200 OK", body=BODY)
    assert fetched(await fetcher.fetch("http://news.example/", NO_VALIDATORS)).body == BODY
    server.say("http://other.example/feed", "302 Found", "Location: http://192.168.0.1/")
    outcome = await fetcher.fetch("http://news.example/", NO_VALIDATORS)
    assert problem(outcome) is FetchProblem.FORBIDDEN_REDIRECT
    assert "http://192.168.0.1/" not in server.targets


@pytest.mark.parametrize(
    ("statuses", "is_for_good"),
    [
        *[(statuses, True) for statuses in ("301", "308", "308 301")],
        *[(statuses, False) for statuses in ("", "302", "303", "307", "301 302", "307 308")],
    ],
)
async def test_a_feed_has_moved_where_every_hop_is_permanent(
    server: Any, fetcher: HttpFetcher, statuses: str, is_for_good: bool
) -> None:
    for hop, status in enumerate(statuses.split()):
        server.say(f"/{hop}", f"{status} Moved", f"Location: /{hop + 1}#top")
    last = f"/{len(statuses.split())}"
    moved_to = server.url(last) if is_for_good else ""
    server.say(last, "200 OK", body=BODY)
    outcome = fetched(await fetcher.fetch(server.url("/0"), NO_VALIDATORS))
    assert (outcome.url, outcome.permanent_url) == (server.url(last), moved_to)
    server.say(last, "304 Not Modified")
    assert await fetcher.fetch(server.url("/0"), Validators('"1"')) == NotModified(moved_to)


async def test_credentials_go_to_their_origin_only(server: Any, fetcher: HttpFetcher, names: Names) -> None:
    names["other.example"] = ["127.0.0.1"]
    here = f"127.0.0.1:{server.port}"
    server.say("/a", "301 Moved Permanently", "Location: /b")
    server.say("/b", "301 Moved Permanently", f"Location: http://eve:x@other.example:{server.port}/c")
    server.say("/c", "301 Moved Permanently", f"Location: http://eve:x@{here}/d")
    server.say("/d", "200 OK", body=BODY)
    outcome = fetched(await fetcher.fetch(f"http://mára:p%40ss%3a@{here}/a", NO_VALIDATORS))
    basic = "Basic " + b64encode("mára:p@ss:".encode()).decode()
    assert [head.headers.get("authorization") for head in server.heads] == [basic, basic, None, None]
    assert outcome.url == server.url("/d")
    assert "eve" not in outcome.permanent_url


async def test_a_feed_that_moves_within_its_origin_keeps_its_credentials(
    server: Any, fetcher: HttpFetcher
) -> None:
    server.say("/a", "308 Permanent Redirect", "Location: /b")
    server.say("/b", "200 OK", body=BODY)
    outcome = fetched(await fetcher.fetch(server.url("/a", "u:p@127.0.0.1"), NO_VALIDATORS))
    assert (outcome.url, outcome.permanent_url) == (server.url("/b"), server.url("/b", "u:p@127.0.0.1"))


@pytest.mark.parametrize(
    ("status", "retry_after", "detail", "pause"),
    [
        (304, "", "304 Not Modified", None),
        (404, "", "404 Not Found", None),
        (301, "", "301 Moved Permanently", None),
        (429, "120", "429 Too Many Requests", 120),
        (503, "Tue, 24 Nov 2026 16:30:00 GMT", "503 Service Unavailable", 3600),
        (503, "5", "503 Service Unavailable", 60),
        (503, "later", "503 Service Unavailable", None),
        (599, "", "599", None),
        (799, "", "799", None),
        (410, "", "410 Gone", None),
    ],
)
async def test_a_bad_status_is_an_error_even_with_a_feed_in_it(
    server: Any, fetcher: HttpFetcher, status: int, retry_after: str, detail: str, pause: int | None
) -> None:
    retry = [f"Retry-After: {retry_after}"] * bool(retry_after)
    server.say("/feed", f"{status} \x1b[2J", *retry, body=BODY * (status != 304))
    outcome = await fetcher.fetch(server.url(), NO_VALIDATORS)
    assert isinstance(outcome, FetchError)
    assert outcome.problem is (FetchProblem.GONE if status == 410 else FetchProblem.STATUS)
    assert (outcome.http_status, outcome.detail) == (status, detail)
    assert outcome.retry_at == (None if pause is None else NOW + timedelta(seconds=pause))


@pytest.mark.parametrize(
    ("hosts", "setting", "limit", "most"),
    [("aaaaaa", "per_host", 2, 2), ("abcd", "concurrency", 3, 3), ("aabb", "per_host", 1, 2)],
)
async def test_requests_at_once_are_limited_in_all_and_by_host(
    server: Any, fetcher_of: FetcherOf, names: Names, hosts: str, setting: str, limit: int, most: int
) -> None:
    names.update({f"{host}.example": ["127.0.0.1"] for host in hosts})
    may_answer = asyncio.Event()
    server.answers["/feed"] = [may_answer, b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"]
    fetcher = fetcher_of(**{setting: limit})
    fetches = [fetcher.fetch(server.url(host=f"{host}.example"), NO_VALIDATORS) for host in hosts]
    running = asyncio.gather(*fetches)
    await server.until_asked(most)
    await asyncio.sleep(0.05)  # time for one too many
    may_answer.set()
    assert all(isinstance(outcome, Fetched) for outcome in await running)
    assert server.most_open == most


async def test_a_connection_is_used_again(server: Any, fetcher: HttpFetcher) -> None:
    server.say("/a", "302 Found", "Location: /b")
    server.say("/b", "200 OK", body=BODY)
    for _ in range(2):
        fetched(await fetcher.fetch(server.url("/a"), NO_VALIDATORS))
    assert [head.connection for head in server.heads] == [1, 1, 1, 1]
