"""The one writer of a refresh: outcomes are collected and stored in batches, one transaction each."""

from __future__ import annotations

import asyncio
import dataclasses
import time
from collections.abc import Callable
from time import monotonic

from reader.ingest.addresses import redact
from reader.ingest.events import FeedFailed, FeedFetched, RefreshEvent
from reader.ingest.reading import FeedReading, Outcome
from reader.keywords.matcher import Matcher
from storage.errors import StaleKeywords
from storage.fetched import FeedChanges, StoredCounts
from storage.model import Feed

# Large enough that a transaction's fixed cost does not show (measured, batches of 400 articles take a third
# longer per article), small enough to hold the write lock for a tenth of a second.
_BATCH_ARTICLES = 800
_BATCH_FEEDS = 64
# Nobody minds seeing an article half a second later; a transaction for every single feed costs much more.
_LINGER_SECONDS = 0.5
_QUEUE_FEEDS = 128
_STALE_TRIES = 5

Pair = tuple[Feed, Outcome]


class OutcomeWriter:
    """Stores outcomes as they come and tells of each when it is stored."""

    def __init__(self, reading: FeedReading, tell: Callable[[RefreshEvent], None]) -> None:
        """``tell`` is called on the event loop, after what it tells of is committed."""
        self._reading = reading
        self._tell = tell
        # Bounded: what was parsed waits here for the disk, and must not fill the memory meanwhile.
        self._queue: asyncio.Queue[Pair | None] = asyncio.Queue(_QUEUE_FEEDS)
        # What keywords do in all batches of this refresh is one step for the reader.
        self._step = time.time_ns()

    async def put(self, feed: Feed, outcome: Outcome) -> None:
        """Hand over an outcome; waits while the writer is behind."""
        await self._queue.put((feed, outcome))

    async def finish(self) -> None:
        """Tell the writer that nothing more comes."""
        await self._queue.put(None)

    async def write_all(self) -> None:
        """Store what comes until ``finish``.

        Raises:
            StorageError: The archive cannot be written; what was stored before stays.
        """
        is_open = True
        while is_open:
            batch, is_open = await self._next_batch()
            if batch:
                await self._store(batch)

    async def _next_batch(self) -> tuple[list[Pair], bool]:
        """Give what came until the batch is full or has lingered; False where nothing more comes."""
        batch: list[Pair] = []
        articles = 0
        item = await self._queue.get()
        lingered_at = monotonic() + _LINGER_SECONDS
        while item is not None:
            batch.append(item)
            articles += _article_count(item[1])
            if articles >= _BATCH_ARTICLES or len(batch) >= _BATCH_FEEDS:
                return batch, True
            try:
                async with asyncio.timeout(lingered_at - monotonic()):
                    item = await self._queue.get()
            except TimeoutError:
                return batch, True
        return batch, False

    async def _store(self, batch: list[Pair]) -> None:
        stored = await self._reading.run(
            store_batch, self._reading, [outcome for _, outcome in batch], self._step
        )
        for (feed, outcome), counts in zip(batch, stored, strict=True):
            url = redact(feed.url)
            if outcome.error is not None:
                self._tell(FeedFailed(feed.feed_id, url, feed.title, str(outcome.error)))
            else:
                is_unchanged = not (counts.added or counts.updated)
                self._tell(
                    FeedFetched(feed.feed_id, url, feed.title, counts.added, counts.updated, is_unchanged)
                )


def store_batch(reading: FeedReading, outcomes: list[Outcome], step: int = 0) -> list[StoredCounts]:
    """Store outcomes in one transaction; where the keywords changed meanwhile, match again. Blocks.

    Args:
        step: See ``Archive.store_feeds``.
    """
    archive = reading.archive
    for _ in range(_STALE_TRIES):
        try:
            return archive.store_feeds([(outcome.record, outcome.changes) for outcome in outcomes], step=step)
        except StaleKeywords:
            version = archive.keywords_version()
            matcher = Matcher(archive.keywords())
            outcomes = [_match_again(outcome, matcher, version) for outcome in outcomes]
    return archive.store_feeds([(outcome.record, outcome.changes) for outcome in outcomes], step=step)


def match_changes(changes: FeedChanges, matcher: Matcher, version: int) -> FeedChanges:
    """The same changes with the hits of another set of keywords."""
    articles = [*changes.new, *(change.article for change in changes.changed)]
    hits = tuple(matcher.match_article(article) for article in articles)
    return changes._replace(hits=hits, keywords_version=version)


def _match_again(outcome: Outcome, matcher: Matcher, version: int) -> Outcome:
    if outcome.changes is None:
        return outcome
    return dataclasses.replace(outcome, changes=match_changes(outcome.changes, matcher, version))


def _article_count(outcome: Outcome) -> int:
    return len(outcome.changes.new) + len(outcome.changes.changed) if outcome.changes else 0
