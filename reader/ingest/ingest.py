"""Ingest: the face of this room. Refreshes feeds and adds new ones."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter
from types import TracebackType
from typing import Self

from reader.clock import Clock, system_clock
from reader.ingest.add import FeedAdder
from reader.ingest.any_fetcher import AnyFetcher
from reader.ingest.events import (
    AddedFeed,
    FeedFailed,
    FeedFailure,
    FeedFetched,
    RefreshEvent,
    RefreshFinished,
    RefreshStarted,
    RefreshSummary,
)
from reader.ingest.fetch import Fetcher
from reader.ingest.lock import lock_path, refresh_lock
from reader.ingest.pool import ParsePool
from reader.ingest.preview import Preview, preview
from reader.ingest.reading import FeedPlan, FeedReading
from reader.ingest.save import SavedPage, save_page
from reader.ingest.writing import OutcomeWriter
from reader.setting_groups import RefreshSettings
from storage.archive import Archive
from storage.model import Feed
from storage.options import NO_WISHES, PLAIN
from storage.subscriptions.feeds import SAVED_URL

EventHandler = Callable[[RefreshEvent], None]
# Archive calls that a refresh has under way at once; they take turns at the database anyway.
_ARCHIVE_THREADS = 4


def _ignore(_: RefreshEvent) -> None:
    """For those who want the summary only."""


class Ingest:
    """Brings feeds into the archive. Used as ``async with``, within one event loop."""

    def __init__(
        self,
        archive: Archive,
        settings: RefreshSettings,
        *,
        clock: Clock = system_clock,
        fetcher: Fetcher | None = None,
    ) -> None:
        """``fetcher`` takes the place of files and web, for tests."""
        self._fetcher = fetcher or AnyFetcher(settings, clock)
        self._pool = ParsePool(settings.parse_workers, settings.parse_timeout_seconds)
        self._threads = ThreadPoolExecutor(_ARCHIVE_THREADS, thread_name_prefix="cutline-ingest")
        self._settings = settings
        self._archive = archive
        self._reading = FeedReading(archive, settings, clock, self._fetcher, self._pool, self._threads)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Stop the workers and let go of all connections."""
        await self._fetcher.close()
        await self._pool.close()
        await asyncio.to_thread(self._threads.shutdown, wait=True, cancel_futures=True)

    async def refresh(
        self, feeds: Sequence[Feed], on_event: EventHandler = _ignore, *, is_forced: bool = False
    ) -> RefreshSummary:
        """Fetch feeds, store what is new, tell of each.

        Cancelling it stores what was fetched by then, and raises CancelledError.

        Args:
            on_event: Called on the event loop; what it is told of is stored already.
            is_forced: Ask without validators, and parse even what did not change.

        Raises:
            RefreshBusy: Another refresh of the same archive is under way.
            StorageError: The archive cannot be written.
        """
        # What was saved is a feed to the archive, and nothing that can be fetched.
        feeds = [feed for feed in feeds if feed.url != SAVED_URL]
        async with refresh_lock(lock_path(self._archive.path)):
            started = perf_counter()
            totals = _Totals()

            def tell(event: RefreshEvent) -> None:
                totals.count(event)
                on_event(event)

            tell(RefreshStarted(len(feeds)))
            writer = OutcomeWriter(self._reading, tell)
            await self._refresh_all(feeds, writer, is_forced=is_forced)
            summary = totals.summary(perf_counter() - started)
            tell(RefreshFinished(summary))
            return summary

    async def add(self, source: str, *, folder: str = "", title: str = "") -> AddedFeed:
        """Subscribe to a feed, to the best feed of a web page, or to a file, and store its articles.

        Failures come back in the value.

        Raises:
            StorageError: The archive cannot be written.
        """
        return await FeedAdder(self._reading).add(source, folder=folder, user_title=title)

    async def preview(self, source: str) -> Preview:
        """What feeds an address gives and what they hold; nothing is stored. Failures come back in it."""
        return await preview(self._reading, source)

    async def save(self, source: str) -> SavedPage:
        """Keep a web page to be read later. Failures come back in the value.

        Raises:
            StorageError: The archive cannot be written.
        """
        return await save_page(self._reading, source)

    async def _refresh_all(self, feeds: Sequence[Feed], writer: OutcomeWriter, *, is_forced: bool) -> None:
        if len(feeds) > 1 and any(feed.body_hash is None for feed in feeds):
            # What was never fetched will have to be parsed.
            self._pool.start_ahead()
        words = await self._reading.watched_words()
        options = await self._reading.run(self._archive.feed_options)
        wishes = await self._reading.run(self._archive.feed_wishes)
        waiting = iter(feeds)
        writing = asyncio.create_task(writer.write_all())

        async def read_some() -> None:
            for feed in waiting:
                plan = FeedPlan(options.get(feed.feed_id, PLAIN), wishes.get(feed.feed_id, NO_WISHES))
                outcome = await self._reading.read(feed, words, plan=plan, is_forced=is_forced)
                await writer.put(feed, outcome)

        # More readers than connections: while some documents are parsed, others are on their way.
        count = min(len(feeds), self._settings.concurrency + 2 * self._settings.parse_workers)
        readers = [asyncio.create_task(read_some()) for _ in range(count)]
        try:
            await _all_or_first_failure([*readers, writing], until=readers)
        finally:
            for reader in readers:
                reader.cancel()
            await asyncio.gather(*readers, return_exceptions=True)
            if not writing.done():
                await writer.finish()
            await writing


async def _all_or_first_failure(
    tasks: Sequence[asyncio.Task[None]], *, until: Sequence[asyncio.Task[None]]
) -> None:
    """Wait until all of ``until`` are done or one of ``tasks`` has failed."""
    pending: set[asyncio.Task[None]] = set(tasks)
    while not all(task.done() for task in until):
        done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            with contextlib.suppress(asyncio.CancelledError):
                task.result()


class _Totals:
    """Sums events up."""

    def __init__(self) -> None:
        self._fetched: list[FeedFetched] = []
        self._failed: list[FeedFailed] = []

    def count(self, event: RefreshEvent) -> None:
        if isinstance(event, FeedFetched):
            self._fetched.append(event)
        elif isinstance(event, FeedFailed):
            self._failed.append(event)

    def summary(self, seconds: float) -> RefreshSummary:
        return RefreshSummary(
            feeds_checked=len(self._fetched) + len(self._failed),
            feeds_unchanged=sum(event.is_unchanged for event in self._fetched),
            feeds_failed=len(self._failed),
            articles_added=sum(event.added for event in self._fetched),
            articles_updated=sum(event.updated for event in self._fetched),
            seconds=round(seconds, 3),
            failures=tuple(FeedFailure(event.feed_id, event.url, event.reason) for event in self._failed),
        )
