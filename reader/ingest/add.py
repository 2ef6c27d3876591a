"""Adding: what a person names (an address, a page, a file) -> a subscribed feed with its articles."""

from __future__ import annotations

from reader.errors import FetchError, ParseError
from reader.ingest.addresses import redact
from reader.ingest.decide import decide
from reader.ingest.events import AddedFeed
from reader.ingest.find import FeedFinder, FoundFeed
from reader.ingest.reading import FeedReading, Outcome, WatchedWords, to_changes
from reader.ingest.sources import to_address
from reader.ingest.writing import match_changes, store_batch
from reader.keywords.matcher import Matcher
from storage.errors import FeedNotFound, StaleKeywords
from storage.fetched import FeedChanges
from storage.model import Feed

_SHOWN_CANDIDATES = 8
_STALE_TRIES = 5


class FeedAdder:
    """Adds feeds."""

    def __init__(self, reading: FeedReading) -> None:
        """``reading`` does the fetching and parsing."""
        self._reading = reading
        self._finder = FeedFinder(reading)

    async def add(self, source: str, *, folder: str, user_title: str) -> AddedFeed:
        """See ``Ingest.add``."""
        shown = redact(source)
        url = to_address(source)
        if url is None:
            return AddedFeed(shown, error="this is neither an address nor a file that exists")
        known = await self._find(url)
        if known is not None:
            return await self._refresh_known(shown, known, folder=folder, user_title=user_title)
        words = await self._reading.watched_words()
        found = await self._finder.find(url, words)
        if isinstance(found, (FetchError, ParseError)):
            return AddedFeed(shown, url=redact(url), error=str(found))
        known = await self._find(found.url)
        if known is not None:
            return await self._refresh_known(shown, known, folder=folder, user_title=user_title)
        feed, added = await self._reading.run(self._store_new, found, words, folder, user_title)
        return AddedFeed(
            shown, feed.feed_id, redact(feed.url), feed.title, added, note=_note(found, feed, added)
        )

    async def _find(self, url: str) -> Feed | None:
        try:
            return await self._reading.run(self._reading.archive.find_feed, url)
        except FeedNotFound:
            return None

    def _store_new(
        self, found: FoundFeed, words: WatchedWords, folder: str, user_title: str
    ) -> tuple[Feed, int]:
        archive = self._reading.archive
        changes = to_changes(found.parsed, decide(found.parsed.feed, ()), words)
        for _ in range(_STALE_TRIES):
            try:
                feed, stored = self._subscribe(found, changes, folder, user_title)
            except StaleKeywords:
                matcher = Matcher(archive.keywords())
                changes = match_changes(changes, matcher, archive.keywords_version())
            else:
                return feed, stored
        return self._subscribe(found, changes, folder, user_title)

    def _subscribe(
        self, found: FoundFeed, changes: FeedChanges, folder: str, user_title: str
    ) -> tuple[Feed, int]:
        feed, stored = self._reading.archive.add_feed_with_articles(
            found.url,
            lambda feed_id: self._reading.first_record(feed_id, found.fetched, found.parsed.feed),
            changes,
            user_title=user_title,
            folder=folder,
        )
        return feed, stored.added

    async def _refresh_known(self, shown: str, feed: Feed, *, folder: str, user_title: str) -> AddedFeed:
        archive = self._reading.archive
        if folder or user_title:
            feed = await self._reading.run(
                lambda: archive.add_feed(feed.url, user_title=user_title, folder=folder)
            )
        outcome = await self._reading.read(feed, await self._reading.watched_words())
        (stored,) = await self._reading.run(store_batch, self._reading, [outcome])
        feed = await self._reading.run(archive.feed, feed.feed_id)
        return AddedFeed(
            shown,
            feed.feed_id,
            redact(feed.url),
            feed.title,
            stored.added,
            error=_known_error(outcome),
            note="it was subscribed already",
            is_known=True,
        )


def _known_error(outcome: Outcome) -> str | None:
    return str(outcome.error) if outcome.error is not None else None


def _note(found: FoundFeed, feed: Feed, added: int) -> str:
    notes: list[str] = []
    # A feed that was subscribed to before comes back with its articles and all marks on them.
    back = feed.article_count - added
    if back > 0:
        notes.append(f"{back:,} article{' is' if back == 1 else 's are'} back from before")
    if not found.parsed.feed.articles:
        notes.append("the feed is empty: it holds no articles yet")
    if found.parsed.feed.problem:
        notes.append(found.parsed.feed.problem.rstrip("."))
    if found.origin is not None:
        notes.append(f"{found.origin.value} {redact(found.url)}")
    if found.others:
        shown = [redact(candidate.url) for candidate in found.others[:_SHOWN_CANDIDATES]]
        rest = len(found.others) - len(shown)
        notes.append("other feeds: " + ", ".join(shown) + (f" and {rest} more" if rest else ""))
    return "; ".join(notes)
