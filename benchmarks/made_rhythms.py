"""Feeds that are only a rhythm, a host and a temper, for the simulation of a day."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from reader.ingest.schedule import PublisherWishes

DAY_BEGIN = datetime(2026, 11, 24, tzinfo=UTC)
_DOCUMENT_ARTICLES = 30
_NIGHT_HOURS = (0, 1, 2, 3, 4, 5)


class Answer(StrEnum):
    """How a simulated server answers."""

    NEWS = "answered"
    FAILED = "failed"
    BUSY = "503 with Retry-After"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a kind of feed publishes: mean distance of articles, and its share of all feeds."""

    name: str
    mean: timedelta
    share: float


RHYTHMS = (
    Rhythm("every 5 minutes", timedelta(minutes=5), 0.05),
    Rhythm("every 20 minutes", timedelta(minutes=20), 0.10),
    Rhythm("every hour", timedelta(hours=1), 0.15),
    Rhythm("every 4 hours", timedelta(hours=4), 0.25),
    Rhythm("every day", timedelta(days=1), 0.20),
    Rhythm("every 3 days", timedelta(days=3), 0.15),
    Rhythm("every 2 weeks", timedelta(days=14), 0.10),
)


@dataclass(slots=True)
class SimulatedFeed:
    """One feed and what the reader has planned for it.

    Attributes:
        document: Publication dates of what it holds, the newest last.
        failing_share: Of its answers.
        busy_share: Of its answers that are a 503.
        max_age_seconds: What its server promises, 0 for nothing.
    """

    host: str
    rhythm: Rhythm
    gaps: random.Random
    document: list[datetime]
    next_article_at: datetime
    failing_share: float = 0.0
    busy_share: float = 0.0
    retry_after_seconds: int = 1800
    ttl_minutes: int | None = None
    max_age_seconds: int = 0
    skip_hours: tuple[int, ...] = ()
    planned_at: datetime = DAY_BEGIN
    fetched_at: datetime | None = None
    retry_at: datetime | None = None
    failures: int = 0
    was_read: bool = False
    _slowness: float = field(default=0.2)

    def answer(self, chance: random.Random) -> Answer:
        """How the next request ends."""
        number = chance.random()
        if number < self.failing_share:
            return Answer.FAILED
        return Answer.BUSY if number < self.failing_share + self.busy_share else Answer.NEWS

    def latency_seconds(self, chance: random.Random) -> float:
        """How long the next request takes; a dead host costs the whole time for connecting."""
        if self.failing_share == 1.0:
            return 10.0
        return min(30.0, self._slowness * chance.lognormvariate(0.0, 0.6))

    def publish_until(self, now: datetime) -> list[datetime]:
        """Publish what is due, and give its dates."""
        news: list[datetime] = []
        while self.next_article_at <= now:
            news.append(self.next_article_at)
            self.next_article_at += _gap(self.rhythm, self.gaps)
        self.document = [*self.document, *news][-_DOCUMENT_ARTICLES:]
        return news

    def wishes(self, now: datetime, *, is_parsed: bool) -> PublisherWishes:
        """What it asks for; what stands in the document is known only where that is parsed."""
        fresh_until = now + timedelta(seconds=self.max_age_seconds) if self.max_age_seconds else None
        if not is_parsed:
            return PublisherWishes(fresh_until=fresh_until)
        return PublisherWishes(self.ttl_minutes, fresh_until, self.skip_hours)


def make_feeds(count: int, chance: random.Random) -> list[SimulatedFeed]:
    """Feeds of all rhythms: half of them alone on their host, the others on platforms of many.

    Four in a hundred are dead, three fail now and then, three share a host that is often busy, ten
    have a ttl of an hour, twenty a max-age of 15 minutes, three skip the night.
    """
    return [_make_feed(number, count, chance) for number in range(count)]


def _make_feed(number: int, count: int, chance: random.Random) -> SimulatedFeed:
    rhythm = chance.choices(RHYTHMS, [rhythm.share for rhythm in RHYTHMS])[0]
    gaps = random.Random(chance.random())
    document = [DAY_BEGIN - _gap(rhythm, gaps)]
    while len(document) < _DOCUMENT_ARTICLES:
        document.append(document[-1] - _gap(rhythm, gaps))
    kind = chance.random()
    is_busy = 0.07 <= kind < 0.10
    return SimulatedFeed(
        host=f"busy{number % 5}.example" if is_busy else _host(number, count, chance),
        rhythm=rhythm,
        gaps=gaps,
        document=document[::-1],
        next_article_at=DAY_BEGIN + _gap(rhythm, gaps),
        failing_share=1.0 if kind < 0.04 else 0.2 if kind < 0.07 else 0.0,
        busy_share=0.5 if is_busy else 0.0,
        ttl_minutes=60 if chance.random() < 0.10 else None,
        max_age_seconds=900 if chance.random() < 0.20 else 0,
        skip_hours=_NIGHT_HOURS if chance.random() < 0.03 else (),
        _slowness=chance.choice((0.1, 0.2, 0.4, 1.0)),
    )


def _host(number: int, count: int, chance: random.Random) -> str:
    if chance.random() < 0.5:
        return f"desk{number}.example"
    # Few platforms have most: the first of these gets about a twentieth of all feeds.
    platforms = max(1, count // 20)
    return f"platform{int(platforms * chance.random() ** 2.2)}.example"


def _gap(rhythm: Rhythm, gaps: random.Random) -> timedelta:
    # Random arrivals: the distance between them is exponential.
    return rhythm.mean * gaps.expovariate(1.0)
