"""One feed's way from its address to what will be written: fetch, parse, decide."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from time import perf_counter
from typing import TypeVar

from reader.clock import Clock
from reader.errors import FeedError, FetchError, FetchProblem, ParseError
from reader.feeds.job import ParseJob
from reader.ingest.decide import Decision, address_forms, decide
from reader.ingest.fetch import Fetched, Fetcher, FetchOutcome, NotModified
from reader.ingest.pool import ParsePool
from reader.ingest.schedule import PublisherWishes, next_after_failure, next_after_success
from reader.ingest.threads import in_thread
from reader.ingest.work import ParsedDocument
from reader.setting_groups import RefreshSettings
from storage.archive import Archive
from storage.fetched import FeedChanges, FetchRecord
from storage.model import Feed, FeedData, Keyword, Validators
from storage.options import NO_WISHES, PLAIN, FeedOptions, FeedWishes

_T = TypeVar("_T")
# Titles are compared only where this many articles have unknown guids: it reads the whole feed.
_SUSPICIOUS_COUNT = 3


@dataclass(frozen=True, slots=True)
class WatchedWords:
    """The keywords and the archive's version of them."""

    keywords: tuple[Keyword, ...]
    version: int


@dataclass(frozen=True, slots=True)
class FeedPlan:
    """What is known before a feed is asked: the reader's options and the publisher's wishes."""

    options: FeedOptions = PLAIN
    wishes: FeedWishes = NO_WISHES


NO_PLAN = FeedPlan()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a feed brought, ready to be written.

    Attributes:
        changes: None where nothing has to be stored but the record.
        error: Why it failed, None where it did not.
    """

    record: FetchRecord
    changes: FeedChanges | None = None
    error: FeedError | None = None


@dataclass(frozen=True, slots=True)
class FeedReading:
    """Reads feeds with the parts that a refresh and an addition share."""

    archive: Archive
    settings: RefreshSettings
    clock: Clock
    fetcher: Fetcher
    pool: ParsePool
    threads: Executor

    async def run(self, function: Callable[..., _T], *arguments: object) -> _T:
        """Call what blocks (the archive) in a thread."""
        return await in_thread(self.threads, function, *arguments)

    async def watched_words(self) -> WatchedWords:
        """The keywords as they are now."""

        def read() -> WatchedWords:
            # The version first: keywords that are newer than it cost a second matching, no hits.
            version = self.archive.keywords_version()
            return WatchedWords(tuple(self.archive.keywords()), version)

        return await self.run(read)

    async def read(
        self,
        feed: Feed,
        words: WatchedWords,
        *,
        plan: FeedPlan = NO_PLAN,
        is_forced: bool = False,
    ) -> Outcome:
        """Fetch a subscribed feed and find out what is new.

        Args:
            is_forced: Ask without validators, and parse even bytes that are known.
        """
        started = perf_counter()
        validators = Validators() if is_forced else feed.validators
        fetched = await self.fetcher.fetch(feed.url, validators, plan.options)
        seconds = perf_counter() - started
        outcome = await self._work_on(feed, fetched, words, plan.wishes, is_forced=is_forced)
        latency_ms = None if isinstance(fetched, FetchError) else round(seconds * 1000)
        size = len(fetched.body) if isinstance(fetched, Fetched) else None
        record = outcome.record._replace(latency_ms=latency_ms, size_bytes=size)
        if plan.options.interval_minutes and outcome.error is None:
            planned = record.fetched_at + timedelta(minutes=plan.options.interval_minutes)
            record = record._replace(next_fetch_at=planned)
        return replace(outcome, record=record)

    async def _work_on(
        self,
        feed: Feed,
        fetched: FetchOutcome,
        words: WatchedWords,
        wishes: FeedWishes,
        *,
        is_forced: bool,
    ) -> Outcome:
        if isinstance(fetched, FetchError):
            return self._failed(feed, fetched)
        if isinstance(fetched, NotModified):
            return Outcome(self._unchanged(feed, fetched, feed.validators, wishes))
        body_hash = hashlib.sha256(fetched.body).digest()
        if body_hash == feed.body_hash and not is_forced:
            return Outcome(self._unchanged(feed, fetched, fetched.validators, wishes))
        known = await self.run(self.archive.recent_entry_hashes, feed.feed_id)
        parsed = await self.parse(fetched, known, words)
        if isinstance(parsed, ParseError):
            return self._failed(feed, parsed)
        decision, dates = await self.run(self._decide_with_dates, feed.feed_id, parsed.feed)
        changes = to_changes(parsed, decision, words)
        return Outcome(self._read_record(feed, fetched, body_hash, parsed.feed, dates), changes)

    async def parse(
        self, fetched: Fetched, known: dict[str, int], words: WatchedWords
    ) -> ParsedDocument | ParseError:
        """Parse what was fetched, in a worker."""
        job = ParseJob(
            url=fetched.url,
            body=fetched.body,
            content_type=fetched.content_type,
            known_hashes=known,
            now=self.clock(),
            max_bytes=self.settings.max_bytes,
        )
        return await self.pool.parse(job, words.keywords)

    def first_record(self, feed_id: int, fetched: Fetched, feed: FeedData) -> FetchRecord:
        """The record of a feed's first fetch."""
        blank = Feed(feed_id, fetched.url, "")
        return self._read_record(blank, fetched, hashlib.sha256(fetched.body).digest(), feed)

    def _decide_with_dates(self, feed_id: int, feed: FeedData) -> tuple[Decision, Sequence[datetime]]:
        """What is new, and when the feed's stored articles were published: one way into a thread for both."""
        return self._decide(feed_id, feed), self.archive.recent_dates(feed_id)

    def _decide(self, feed_id: int, feed: FeedData) -> Decision:
        guids = [article.guid for article in feed.articles]
        urls = [form for article in feed.articles for form in address_forms(article.url)]
        stored = self.archive.identities(feed_id, guids, urls)
        known = {identity.guid for identity in stored}
        strange = [article for article in feed.articles if article.guid not in known]
        if len(strange) >= _SUSPICIOUS_COUNT and len(strange) > len(guids) / 2:
            titles = [article.title for article in strange]
            stored = self.archive.identities(feed_id, guids, urls, titles)
        return decide(feed, stored)

    def _read_record(
        self,
        feed: Feed,
        fetched: Fetched,
        body_hash: bytes,
        document: FeedData,
        stored_dates: Sequence[datetime] = (),
    ) -> FetchRecord:
        now = self.clock()
        # Articles that are known were not read again: their dates are the archive's.
        published = [article.published_at for article in document.articles if article.published_at]
        published += stored_dates
        is_whole = document.is_complete
        return FetchRecord(
            feed_id=feed.feed_id,
            fetched_at=now,
            next_fetch_at=next_after_success(
                now,
                self.settings,
                published=published,
                wishes=PublisherWishes(
                    document.ttl_minutes, fetched.fresh_until, document.skip_hours, document.skip_days
                ),
                last_interval=_last_interval(feed),
                jitter=_jitter(feed.feed_id, now),
            ),
            # Half a document must be asked for again, so its validators are not kept.
            validators=fetched.validators if is_whole else None,
            body_hash=body_hash if is_whole else None,
            new_url=fetched.permanent_url,
        )

    def _unchanged(
        self, feed: Feed, fetched: Fetched | NotModified, validators: Validators, wishes: FeedWishes
    ) -> FetchRecord:
        now = self.clock()
        return FetchRecord(
            feed_id=feed.feed_id,
            fetched_at=now,
            next_fetch_at=next_after_success(
                now,
                self.settings,
                wishes=PublisherWishes(
                    wishes.ttl_minutes, fetched.fresh_until, wishes.skip_hours, wishes.skip_days
                ),
                last_interval=_last_interval(feed),
                jitter=_jitter(feed.feed_id, now),
            ),
            validators=validators,
            new_url=fetched.permanent_url,
        )

    def _failed(self, feed: Feed, error: FetchError | ParseError) -> Outcome:
        now = self.clock()
        record = FetchRecord(
            feed_id=feed.feed_id,
            fetched_at=now,
            next_fetch_at=next_after_failure(
                now,
                self.settings,
                failures=feed.failure_count + 1,
                retry_at=error.retry_at if isinstance(error, FetchError) else None,
                jitter=_jitter(feed.feed_id, now),
            ),
            error=str(error),
            is_paused=error.problem is FetchProblem.GONE,
        )
        return Outcome(record, error=error)


def to_changes(parsed: ParsedDocument, decision: Decision, words: WatchedWords) -> FeedChanges:
    """Put a decision and the hits of its articles together."""
    return FeedChanges(
        feed=parsed.feed,
        new=decision.new,
        changed=decision.changed,
        succeeds=decision.succeeds,
        hits=tuple(parsed.hits[index] for index in decision.order),
        keywords_version=words.version,
    )


def _last_interval(feed: Feed) -> timedelta | None:
    if feed.fetched_at is None or feed.next_fetch_at is None or feed.failure_count:
        return None
    return feed.next_fetch_at - feed.fetched_at


def _jitter(feed_id: int, now: datetime) -> float:
    return random.Random(feed_id * 1_000_003 + int(now.timestamp())).random()
