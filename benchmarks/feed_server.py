"""A loopback server of many made-up feeds, whose answers change from round to round.

It runs in a process of its own, so that its work is not counted as the reader's, and listens on
several loopback addresses, so that limits per host act as they would among many publishers.
"""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate

from benchmarks.words import paragraph, sentence

HOST_COUNT = 50
ROUNDS = ("new", "not-modified", "unchanged", "one-new")
_FIRST_DATE = 1_760_000_000


@contextmanager
def serve_feeds(feed_count: int, article_count: int) -> Iterator[FeedServer]:
    """Start the server and stop it at the end."""
    command = [sys.executable, "-m", "benchmarks.feed_server", str(feed_count), str(article_count)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield FeedServer(int(process.stdout.readline()), feed_count)
        finally:
            process.terminate()


class FeedServer:
    """The server as its clients know it."""

    def __init__(self, port: int, feed_count: int) -> None:
        self.port = port
        self.urls = [
            f"http://127.0.0.{1 + number % HOST_COUNT}:{port}/{number}.xml" for number in range(feed_count)
        ]

    def begin(self, name: str) -> None:
        """Begin a round; one of ``ROUNDS``."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/begin/{name}", timeout=10) as answer:
            answer.read()


class _State:
    def __init__(self, feed_count: int, article_count: int) -> None:
        self.round = "new"
        self.documents = [make_feed(number, range(article_count)) for number in range(feed_count)]
        self.longer = [make_feed(number, range(-1, article_count - 1)) for number in range(feed_count)]

    def answer(self, request: bytes) -> bytes:
        path = request.split(b" ", 2)[1].decode("ascii")
        if path.startswith("/begin/"):
            self.round = path.removeprefix("/begin/")
            return _respond(b"", b"begun")
        number = int(path.strip("/").removesuffix(".xml"))
        is_conditional = b"if-none-match" in request.lower()
        if self.round == "not-modified" and is_conditional:
            return b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\nContent-Length: 0\r\n\r\n'
        if self.round == "one-new":
            return _respond(b'"2"', self.longer[number])
        return _respond(b'"1"', self.documents[number])


def make_feed(number: int, articles: range) -> bytes:
    """Make an RSS document whose article n is the same in every document of that feed."""
    items = "".join(_make_item(number, article) for article in articles)
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:media="http://search.yahoo.com/mrss/"><channel>'
        f"<title>Wire {number}</title><link>http://wire{number}.example/</link>"
        f"<description>{sentence(random.Random(number))}</description>{items}</channel></rss>"
    ).encode()


def _make_item(feed: int, article: int) -> str:
    chance = random.Random(feed * 100_003 + article)
    address = f"http://wire{feed}.example/{article + 1}"
    picture = f"http://pictures{feed}.example/{article + 1}.jpg"
    caption = sentence(chance)
    paragraphs = "".join(f"<p>{paragraph(chance)}</p>" for _ in range(chance.randint(4, 7)))
    body = (
        f'<figure><img src="{picture}" width="1200" height="800" alt="">'
        f"<figcaption>{caption} (Agency {feed % 7})</figcaption></figure>{paragraphs}"
    )
    return (
        f"<item><title>{sentence(chance)}</title><link>{address}</link><guid>{address}</guid>"
        f"<pubDate>{formatdate(_FIRST_DATE - article * 3600, usegmt=True)}</pubDate>"
        f"<description>{caption}</description>"
        f'<media:content url="{picture}" medium="image"><media:description>{caption}</media:description>'
        f"<media:credit>Agency {feed % 7}</media:credit></media:content>"
        f"<content:encoded><![CDATA[{body}]]></content:encoded></item>"
    )


def _respond(etag: bytes, body: bytes) -> bytes:
    validators = b"ETag: %s\r\nLast-Modified: Thu, 09 Oct 2025 08:53:20 GMT\r\n" % etag if etag else b""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: %d\r\n" % len(body)
    return head + validators + b"\r\n" + body


class _Answering(asyncio.Protocol):
    def __init__(self, state: _State) -> None:
        self._state = state
        self._pending = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        *requests, self._pending = (self._pending + data).split(b"\r\n\r\n")
        for request in requests:
            self._transport.write(self._state.answer(request))


async def _serve(feed_count: int, article_count: int) -> None:
    state = _State(feed_count, article_count)
    loop = asyncio.get_running_loop()
    first = await loop.create_server(lambda: _Answering(state), "127.0.0.1", 0, backlog=1024)
    port = first.sockets[0].getsockname()[1]
    hosts = [f"127.0.0.{number}" for number in range(2, HOST_COUNT + 1)]
    await loop.create_server(lambda: _Answering(state), hosts, port, backlog=1024)
    print(port, flush=True)
    await first.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), int(sys.argv[2])))
