"""What a page from the public internet names is connected to there only, whatever its names stand for."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from reader.ingest.fetch import FetchOutcome
from reader.ingest.http_fetcher import HttpFetcher
from reader.ingest.ingest import Ingest
from reader.setting_groups import RefreshSettings
from storage.archive import Archive

NOW = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
Names = dict[str, list[str]]
FEED = (
    b'<rss version="2.0"><channel><title>Wire</title><item><title>One</title><guid>1</guid></item>'
    b"</channel></rss>"
)
PUBLIC, PRIVATE = "127.0.0.1", "127.0.0.2"

pytestmark = pytest.mark.usefixtures("first_loopback_is_public")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive.db", clock=lambda: NOW) as opened:
        yield opened


@pytest.fixture
async def ingest(archive: Archive, fetcher: HttpFetcher) -> AsyncIterator[Ingest]:
    settings = RefreshSettings(parse_workers=1)
    async with Ingest(archive, settings, clock=lambda: NOW, fetcher=fetcher) as opened:
        yield opened


def announce(server: Any, *urls: str) -> None:
    """Let the page at / name feeds."""
    links = "".join(f'<link rel="alternate" type="application/rss+xml" href="{url}">' for url in urls)
    page = f"<!DOCTYPE html><html><head>{links}</head></html>".encode()
    server.say("/", "200 OK", "Content-Type: text/html", body=page)


async def test_an_announced_feed_on_a_private_address_is_not_asked(
    server: Any, ingest: Ingest, archive: Archive, names: Names
) -> None:
    names.update({"news.example": [PUBLIC], "inside.example": [PRIVATE]})
    announce(server, server.url("/inside", "inside.example"))
    server.say("/inside", "200 OK", body=FEED)
    added = await ingest.add(server.url("/", "news.example"))
    assert "not allowed (it is on a private network)" in (added.error or "")
    assert "/inside" not in server.targets
    assert archive.feeds() == []


async def test_an_announced_feed_cannot_redirect_to_a_private_address(
    server: Any, ingest: Ingest, names: Names
) -> None:
    names.update({"news.example": [PUBLIC], "inside.example": [PRIVATE]})
    announce(server, "/feed")
    server.say("/feed", "302 Found", f"Location: {server.url('/inside', 'inside.example')}")
    server.say("/inside", "200 OK", body=FEED)
    assert (await ingest.add(server.url("/", "news.example"))).error is not None
    assert "/inside" not in server.targets


async def test_a_page_on_the_public_internet_may_name_another_public_host(
    server: Any, ingest: Ingest, names: Names
) -> None:
    names.update({"news.example": [PUBLIC], "feeds.example": [PRIVATE + " " + PUBLIC]})
    announce(server, server.url("/wire", "feeds.example"))
    server.say("/wire", "200 OK", body=FEED)
    added = await ingest.add(server.url("/", "news.example"))
    assert (added.error, added.url) == (None, server.url("/wire", "feeds.example"))


async def test_a_preview_looks_into_no_private_address_either(
    server: Any, ingest: Ingest, names: Names, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nobody listens on the private address: what is asked tells more than what is answered.
    asked: dict[str, bool] = {}
    fetch = HttpFetcher.fetch

    async def watched(self: HttpFetcher, url: str, *args: Any, may_be_private: bool) -> FetchOutcome:
        asked[url] = may_be_private
        return await fetch(self, url, *args, may_be_private=may_be_private)

    monkeypatch.setattr(HttpFetcher, "fetch", watched)
    names.update({"news.example": [PUBLIC], "inside.example": [PRIVATE]})
    announce(server, "/wire", server.url("/inside", "inside.example"))
    server.say("/wire", "200 OK", body=FEED)
    server.say("/inside", "200 OK", body=FEED)
    looked = await ingest.preview(server.url("/", "news.example"))
    assert [feed.url for feed in looked.feeds] == [server.url("/wire", "news.example")]
    assert asked == {
        server.url("/", "news.example"): True,
        server.url("/wire", "news.example"): False,
        server.url("/inside", "inside.example"): False,
    }


async def test_a_page_in_a_private_network_may_name_its_neighbours(
    server: Any, ingest: Ingest, names: Names, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("resolver", "http_fetcher"):
        monkeypatch.setattr(f"reader.ingest.{module}.is_public_address", lambda address: False)
    names.update({"intranet.example": [PUBLIC], "feeds.intranet.example": [PUBLIC]})
    announce(server, server.url("/wire", "feeds.intranet.example"))
    server.say("/wire", "200 OK", body=FEED)
    assert (await ingest.add(server.url("/", "intranet.example"))).error is None


async def test_a_page_to_be_saved_may_be_private_but_not_reached_from_outside(
    server: Any, ingest: Ingest, archive: Archive, names: Names, monkeypatch: pytest.MonkeyPatch
) -> None:
    names.update({"news.example": [PUBLIC], "inside.example": [PRIVATE]})
    server.say("/", "302 Found", f"Location: {server.url('/inside', 'inside.example')}")
    server.say("/inside", "200 OK", "Content-Type: text/html", body=b"<h1>Wages</h1><p>Secret.</p>")
    refused = await ingest.save(server.url("/", "news.example"))
    assert "not allowed" in (refused.error or "")
    assert "/inside" not in server.targets
    monkeypatch.setattr("reader.ingest.http_fetcher.is_public_address", lambda address: False)
    saved = await ingest.save(server.url("/inside"))
    assert (saved.error, saved.title) == (None, "Wages")


async def test_a_page_to_be_saved_is_limited_in_bytes_and_time(
    server: Any, archive: Archive, fetcher_of: Any
) -> None:
    page = b"<h1>Long</h1>" + b"<p>word</p>" * 2_000
    server.say("/long", "200 OK", "Content-Type: text/html", body=page)
    server.answers["/slow"] = [b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", 3600.0]
    fetcher = fetcher_of(max_bytes=len(page) - 1, total_timeout_seconds=0.5)
    settings = RefreshSettings(parse_workers=1)
    async with Ingest(archive, settings, clock=lambda: NOW, fetcher=fetcher) as ingest:
        assert "more than" in ((await ingest.save(server.url("/long"))).error or "")
        assert "did not answer in time" in ((await ingest.save(server.url("/slow"))).error or "")
    assert archive.feeds() == []
