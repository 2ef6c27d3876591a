"""Adding by the address of a web page: which feed is taken, what it costs, and what is said."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reader.errors import FetchError, FetchProblem
from reader.ingest.add import to_address
from reader.ingest.fetch import Fetched, FetchOutcome
from reader.ingest.find import MAX_REQUESTS
from reader.ingest.ingest import Ingest
from reader.setting_groups import RefreshSettings
from storage.archive import Archive
from storage.model import Validators

NOW = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
PAGE = "https://desk.example/"
BARE_PAGE = "<!DOCTYPE html><html><body>News</body></html>"
FEED = (
    '<rss version="2.0"><channel><title>Wire</title><item><title>One</title><guid>1</guid></item>'
    "</channel></rss>"
)


class Web:
    """Plays the internet: documents or errors by address, 404 elsewhere."""

    def __init__(self) -> None:
        self.answers: dict[str, str | FetchError] = {}
        self.asked: list[str] = []
        self.fresh_until: datetime | None = None

    async def fetch(
        self, url: str, validators: Validators, _: object = None, *, may_be_private: bool = True
    ) -> FetchOutcome:
        self.asked.append(url)
        answer = self.answers.get(url, FetchError(url, FetchProblem.STATUS, "404 Not Found", 404))
        if isinstance(answer, FetchError):
            return answer
        return Fetched(url, answer.encode(), fresh_until=self.fresh_until, is_public=True)

    async def close(self) -> None:
        """Nothing is open."""


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive.db", clock=lambda: NOW) as opened:
        yield opened


@pytest.fixture
def web() -> Web:
    return Web()


@pytest.fixture
async def ingest(archive: Archive, web: Web) -> AsyncIterator[Ingest]:
    async with Ingest(archive, RefreshSettings(parse_workers=1), clock=lambda: NOW, fetcher=web) as opened:
        yield opened


def page(*feeds: str) -> str:
    links = (f'<link rel="alternate" type="application/rss+xml" href="{url}">' for url in feeds)
    return f"<!DOCTYPE html><html>{''.join(links)}</html>"


async def test_the_first_announced_feed_that_works_is_taken_and_named(ingest: Ingest, web: Web) -> None:
    web.answers = {PAGE: page("/broken", "/wire", "/sport"), f"{PAGE}wire": FEED}
    added = await ingest.add("desk.example/")
    assert (added.error, added.url, added.title, added.articles_added) == (None, f"{PAGE}wire", "Wire", 1)
    assert added.note == (
        "the page announces https://desk.example/wire;"
        " other feeds: https://desk.example/broken, https://desk.example/sport"
    )
    assert web.asked == [PAGE, f"{PAGE}broken", f"{PAGE}wire"]


async def test_an_address_that_is_a_feed_is_not_searched(ingest: Ingest, web: Web) -> None:
    web.answers = {"https://github.com/desk/wire": FEED}
    added = await ingest.add("https://github.com/desk/wire")
    assert (added.url, added.note, len(web.asked)) == ("https://github.com/desk/wire", "", 1)


async def test_a_known_service_needs_no_announcement(ingest: Ingest, web: Web) -> None:
    base = "https://github.com/desk/wire"
    web.answers = {base: BARE_PAGE, f"{base}/tags.atom": FEED}
    added = await ingest.add(base)
    assert added.url == f"{base}/tags.atom"
    assert added.note == (
        f"the address stands for {base}/tags.atom; other feeds: {base}/releases.atom, {base}/commits.atom"
    )


async def test_a_service_that_refuses_its_page_still_gives_its_feed(ingest: Ingest, web: Web) -> None:
    url = "https://www.reddit.com/r/worldnews"
    web.answers = {
        url: FetchError(url, FetchProblem.STATUS, "403 Forbidden", 403),
        f"{url}/.rss": FEED,
    }
    added = await ingest.add(url)
    assert (added.error, added.url) == (None, f"{url}/.rss")


@pytest.mark.parametrize(
    "error",
    [
        FetchError("x", FetchProblem.STATUS, "429 Too Many Requests", 429, NOW),
        FetchError("x", FetchProblem.DNS),
    ],
)
async def test_a_host_that_is_busy_or_not_there_is_asked_once(
    ingest: Ingest, web: Web, error: FetchError
) -> None:
    url = "https://www.reddit.com/r/worldnews"
    web.answers = {url: error}
    added = await ingest.add(url)
    assert (added.error, web.asked) == (str(error), [url])


async def test_a_handle_is_looked_up_in_its_page(ingest: Ingest, web: Web) -> None:
    feed = "https://www.youtube.com/feeds/videos.xml?channel_id=UCabcdefghijklmnopqrstuv"
    url = "https://www.youtube.com/@press"
    web.answers = {
        url: '<!DOCTYPE html><html><script>x={"externalId":"UCabcdefghijklmnopqrstuv"}</script></html>',
        feed: FEED,
    }
    added = await ingest.add(url)
    assert (added.url, added.note) == (feed, f"the address stands for {feed}")


async def test_a_page_that_announces_nothing_is_tried_at_the_usual_places(ingest: Ingest, web: Web) -> None:
    web.answers = {PAGE: BARE_PAGE, f"{PAGE}feed": BARE_PAGE, f"{PAGE}atom.xml": FEED}
    added = await ingest.add(PAGE)
    assert added.note == "the page announces no feed, but there is https://desk.example/atom.xml"
    assert web.asked == [PAGE, *(f"{PAGE}{name}" for name in ("feed", "rss", "feed.xml", "atom.xml"))]


async def test_no_address_costs_more_than_so_many_requests(ingest: Ingest, web: Web) -> None:
    web.answers = {PAGE: page(*(f"/{number}" for number in range(30)))}
    added = await ingest.add(PAGE)
    assert added.error == "the server answered with an error (404 Not Found)"
    assert len(web.asked) == len(set(web.asked)) == MAX_REQUESTS
    assert web.asked[5] == f"{PAGE}feed"


async def test_a_page_without_any_feed_says_so(ingest: Ingest, web: Web) -> None:
    web.answers = {PAGE: BARE_PAGE}
    added = await ingest.add(PAGE)
    assert added.error == "this is a web page, not a feed (and it names no feed)"
    assert len(web.asked) == MAX_REQUESTS


@pytest.mark.parametrize("status", [429, 503])
async def test_guessing_ends_where_the_host_says_enough(ingest: Ingest, web: Web, status: int) -> None:
    web.answers = {PAGE: BARE_PAGE, f"{PAGE}feed": FetchError("x", FetchProblem.STATUS, "", status)}
    await ingest.add(PAGE)
    assert web.asked == [PAGE, f"{PAGE}feed"]


async def test_a_page_of_the_internet_does_not_lead_to_this_machine(ingest: Ingest, web: Web) -> None:
    inner = "http://127.0.0.1:8080/feed"
    web.answers = {PAGE: page(inner, "http://192.168.1.1/feed"), inner: FEED}
    assert (await ingest.add(PAGE)).error is not None
    assert not [url for url in web.asked if not url.startswith(PAGE)]


async def test_credentials_go_along_within_their_origin_only(ingest: Ingest, web: Web) -> None:
    url = "https://me:pw@desk.example/"
    web.answers = {url: page("https://other.example/wire", "/wire"), "https://me:pw@desk.example/wire": FEED}
    # The page's own address comes back without them, as from the real fetcher.
    added = await ingest.add(url)
    assert web.asked == [url, "https://other.example/wire", "https://me:pw@desk.example/wire"]
    assert added.url == "https://desk.example/wire"
    assert "pw" not in added.note


async def test_what_the_publisher_asks_for_moves_the_next_fetch(
    ingest: Ingest, archive: Archive, web: Web
) -> None:
    skipped = "".join(f"<hour>{hour}</hour>" for hour in range(16, 22))
    web.answers = {PAGE: FEED.replace("<item>", f"<skipHours>{skipped}</skipHours><item>")}
    await ingest.add(PAGE)
    (feed,) = archive.feeds()
    assert feed.next_fetch_at is not None
    assert (feed.next_fetch_at.day, feed.next_fetch_at.hour) == (24, 22)
    web.fresh_until = NOW + timedelta(hours=20)
    await ingest.refresh([feed])
    assert archive.feeds()[0].next_fetch_at == web.fresh_until


async def test_a_feed_that_comes_back_says_what_came_with_it(
    ingest: Ingest, web: Web, archive: Archive
) -> None:
    web.answers[f"{PAGE}feed"] = FEED
    added = await ingest.add(f"{PAGE}feed")
    assert (added.articles_added, added.note) == (1, "")
    archive.remove_feeds([feed.feed_id for feed in archive.feeds()])
    web.answers[f"{PAGE}feed"] = FEED.replace(
        "</channel>", "<item><title>Two</title><guid>2</guid></item></channel>"
    )
    again = await ingest.add(f"{PAGE}feed")
    assert (again.articles_added, again.note) == (1, "1 article is back from before")


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("desk.example", "https://desk.example"),
        ("desk.example:8443/rss", "https://desk.example:8443/rss"),
        ("localhost:8000/x", "http://localhost:8000/x"),
        ("127.0.0.1:8731", "http://127.0.0.1:8731"),
        ("192.168.1.5/rss", "http://192.168.1.5/rss"),
        ("[::1]:8000/rss", "http://[::1]:8000/rss"),
        ("9.9.9.9/rss", "https://9.9.9.9/rss"),
        ("version 1.2.3", None),
        ("1.2.3", None),
    ],
)
def test_a_host_without_a_scheme_is_an_address(source: str, address: str | None) -> None:
    assert to_address(source) == address
