"""The refresh as a background service of the reader: one at a time, told of as it goes."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from reader.clock import Clock
from reader.setting_groups import RefreshSettings
from storage.archive import Archive
from storage.errors import CutlineError
from storage.model import Feed

if TYPE_CHECKING:
    from reader.commands import BeginNews
    from reader.ingest.events import AddedFeed, RefreshEvent, RefreshSummary
    from reader.ingest.ingest import Ingest
    from reader.ingest.preview import Preview
    from reader.tui.controllers.progress import Progress, RefreshEnded


class Refresher:
    """Runs refreshes and additions beside the interface."""

    def __init__(
        self,
        archive: Archive,
        settings: RefreshSettings,
        clock: Clock,
        *,
        on_progress: Callable[[Progress], None],
        on_end: Callable[[RefreshEnded], None],
        begin_news: BeginNews | None = None,
    ) -> None:
        """The callbacks are called on the event loop, but for ``begin_news``."""
        self._begin_news = begin_news
        self._archive = archive
        self._settings = settings
        self._clock = clock
        self._on_progress = on_progress
        self._on_end = on_end
        self._task: asyncio.Task[None] | None = None

    @property
    def is_running(self) -> bool:
        """Whether a refresh is under way."""
        return self._task is not None and not self._task.done()

    def start(self, feeds: Sequence[Feed]) -> bool:
        """Begin to refresh; False where one is under way already."""
        if self.is_running:
            return False
        self._task = asyncio.create_task(self._run(list(feeds)), name="refresh")
        return True

    async def stop(self) -> None:
        """Stop the refresh; what was fetched by then is stored."""
        if self._task is not None and not self._task.done():
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def add(self, source: str, folder: str) -> AddedFeed:
        """Subscribe to a feed."""
        async with await asyncio.to_thread(self._make_ingest) as ingest:
            return await ingest.add(source, folder=folder)

    def _make_ingest(self) -> Ingest:
        # Loaded here, in a thread: the first screen needs nothing of it, and waits for what is imported.
        from reader.ingest.ingest import Ingest

        return Ingest(self._archive, self._settings, clock=self._clock)

    async def preview(self, source: str) -> Preview:
        """Look at what an address gives."""
        async with await asyncio.to_thread(self._make_ingest) as ingest:
            return await ingest.preview(source)

    async def _run(self, feeds: list[Feed]) -> None:
        from reader.ingest.events import RefreshFinished
        from reader.tui.controllers.progress import Progress, RefreshEnded

        progress = Progress(len(feeds))
        summary: RefreshSummary | None = None
        error = ""

        def tell(event: RefreshEvent) -> None:
            _count(progress, event)
            if not isinstance(event, RefreshFinished):
                self._on_progress(progress)

        hook_failures = ""
        try:
            news = await asyncio.to_thread(self._begin_news, self._archive) if self._begin_news else None
            async with await asyncio.to_thread(self._make_ingest) as ingest:
                summary = await ingest.refresh(feeds, tell)
            if news is not None and progress.added:
                hook_failures = await asyncio.to_thread(news)
        except CutlineError as failure:
            error = str(failure)
        finally:
            self._on_end(RefreshEnded(progress, summary, error, hook_failures.replace("cutline: ", "")))


def _count(progress: Progress, event: RefreshEvent) -> None:
    from reader.ingest.events import FeedFailed, FeedFailure, FeedFetched

    if isinstance(event, FeedFetched):
        progress.done += 1
        progress.added += event.added
        progress.feeds_with_news += event.added > 0
        progress.last_title = event.title
    elif isinstance(event, FeedFailed):
        progress.done += 1
        progress.failed += 1
        progress.last_title = event.title
        progress.failures.append(FeedFailure(event.feed_id, event.title, event.reason))
