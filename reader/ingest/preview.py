"""Looking before subscribing: what feeds an address gives, and what they hold."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime

from reader.errors import FetchError, ParseError
from reader.ingest.find import FeedFinder, FoundFeed
from reader.ingest.reading import FeedReading, WatchedWords
from reader.ingest.sources import to_address

SHOWN_FEEDS = 6
"""Feeds of one page that are looked into: a forum announces one for every board."""

SHOWN_HEADLINES = 5
_NO_WORDS = WatchedWords((), 0)


@dataclass(frozen=True, slots=True)
class PreviewedFeed:
    """A feed that can be subscribed to.

    Attributes:
        newest_at: When its newest article was published, None where no article has a date.
        headlines: Of its first articles, in document order.
    """

    url: str
    title: str
    article_count: int
    newest_at: datetime | None
    headlines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What an address gives: the best feed first; none and an error where it gives none."""

    feeds: tuple[PreviewedFeed, ...] = ()
    error: str = ""


async def preview(reading: FeedReading, source: str) -> Preview:
    """Look into the feeds behind an address; nothing is stored."""
    url = to_address(source)
    if url is None:
        return Preview(error="this is neither an address nor a file that exists")
    finder = FeedFinder(reading)
    best = await finder.find(url, _NO_WORDS)
    if isinstance(best, (FetchError, ParseError)):
        return Preview(error=str(best))
    others = [candidate.url for candidate in best.others[: SHOWN_FEEDS - 1]]
    found = await asyncio.gather(
        *(finder.find(other, _NO_WORDS, may_be_private=best.may_be_private) for other in others)
    )
    feeds = {best.url: _describe(best)}
    for feed in found:
        if isinstance(feed, FoundFeed):
            feeds.setdefault(feed.url, _describe(feed))
    return Preview(tuple(feeds.values()))


def _describe(found: FoundFeed) -> PreviewedFeed:
    articles = found.parsed.feed.articles
    return PreviewedFeed(
        url=found.url,
        title=found.parsed.feed.title or found.url,
        article_count=len(articles),
        newest_at=max((article.published_at for article in articles if article.published_at), default=None),
        headlines=tuple(article.title for article in articles[:SHOWN_HEADLINES]),
    )
