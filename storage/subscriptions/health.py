"""How feeds are: what each does in a week, how its fetches went."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.sqlite.values import seconds, time_or_none

DAYS = 30


@dataclass(frozen=True, slots=True)
class FeedHealth:
    """What is known of a feed besides its articles.

    Attributes:
        articles_by_day: New articles on each of the last 30 days, the oldest first.
        latencies_ms: Of the last fetches that got an answer, the oldest first.
        fetch_count: How many fetches are logged, and how many of them failed.
        newest_at: When its newest article was published or first seen, None without articles.
        moved_to: Where the server says that the feed has moved, "" where it does not.
    """

    feed_id: int
    url: str
    title: str
    folder: str
    is_paused: bool
    error: str | None
    failure_count: int
    last_success_at: datetime | None
    fetched_at: datetime | None
    next_fetch_at: datetime | None
    latency_ms: int | None
    size_bytes: int | None
    moved_to: str
    article_count: int
    newest_at: datetime | None
    articles_by_day: tuple[int, ...]
    latencies_ms: tuple[int, ...]
    fetch_count: int
    failed_fetch_count: int

    @property
    def articles_per_week(self) -> float:
        """By the last 28 days."""
        return sum(self.articles_by_day[-28:]) / 4


def read_health(connection: sqlite3.Connection, now: datetime) -> list[FeedHealth]:
    """The health of all feeds: failing ones first, then the silent, the others by title."""
    by_day = _articles_by_day(connection, now)
    fetches: dict[int, list[tuple[int | None, int]]] = {}
    for feed_id, latency_ms, is_failure in connection.execute(
        "SELECT feed_id, latency_ms, is_failure FROM fetches ORDER BY feed_id, fetched_at"
    ):
        fetches.setdefault(feed_id, []).append((latency_ms, is_failure))
    health = [
        _feed_health(row, by_day.get(row[0], (0,) * DAYS), fetches.get(row[0], []))
        for row in connection.execute(_SELECT)
    ]
    return sorted(
        health, key=lambda feed: (-feed.failure_count, not _is_silent(feed, now), feed.title.casefold())
    )


def _is_silent(feed: FeedHealth, now: datetime) -> bool:
    return feed.newest_at is None or now - feed.newest_at > timedelta(days=DAYS)


def _feed_health(
    row: tuple[object, ...], by_day: tuple[int, ...], fetches: list[tuple[int | None, int]]
) -> FeedHealth:
    feed_id, url, title, folder, is_paused, error, failures, *rest = row
    success_at, fetched_at, next_at, latency_ms, size_bytes, moved_to, article_count, newest_at = rest
    return FeedHealth(
        feed_id=int(str(feed_id)),
        url=str(url),
        title=str(title),
        folder=str(folder),
        is_paused=bool(is_paused),
        error=None if error is None else str(error),
        failure_count=int(str(failures)),
        last_success_at=_time(success_at),
        fetched_at=_time(fetched_at),
        next_fetch_at=_time(next_at),
        latency_ms=_number(latency_ms),
        size_bytes=_number(size_bytes),
        moved_to=str(moved_to),
        article_count=int(str(article_count)),
        newest_at=_time(newest_at),
        articles_by_day=by_day,
        latencies_ms=tuple(
            latency for latency, is_failure in fetches if latency is not None and not is_failure
        ),
        fetch_count=len(fetches),
        failed_fetch_count=sum(is_failure for _, is_failure in fetches),
    )


def _time(value: object) -> datetime | None:
    return time_or_none(_number(value))


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _articles_by_day(connection: sqlite3.Connection, now: datetime) -> dict[int, tuple[int, ...]]:
    first_day = seconds(now) // 86_400 - DAYS + 1
    counts: dict[int, list[int]] = {}
    rows = connection.execute(
        "SELECT feed_id, sorted_at / 86400, count(*) FROM article_states INDEXED BY states_shown"
        " WHERE hidden_by = 0 AND sorted_at >= ? GROUP BY feed_id, sorted_at / 86400",
        (first_day * 86_400,),
    )
    for feed_id, day, count in rows:
        if 0 <= day - first_day < DAYS:
            counts.setdefault(feed_id, [0] * DAYS)[day - first_day] = count
    return {feed_id: tuple(days) for feed_id, days in counts.items()}


_SELECT = """
    SELECT f.feed_id, f.url, f.title, f.folder, f.is_paused, f.error, f.failure_count, f.last_success_at,
        f.fetched_at, f.next_fetch_at, f.latency_ms, f.size_bytes, f.moved_to, c.article_count,
        (SELECT s.sorted_at FROM article_states AS s INDEXED BY states_feed
            WHERE s.feed_id = f.feed_id AND s.hidden_by = 0 ORDER BY s.sorted_at DESC LIMIT 1)
    FROM feeds AS f JOIN feed_counts AS c ON c.feed_id = f.feed_id
    WHERE f.removed_at IS NULL
"""
