"""A day of many simulated feeds by a clock of its own: how busy, how late, how polite.

    python -m benchmarks.schedule [--feeds 5000] [--hours 24] [--seed 1]

The planning is the reader's own (``reader.ingest.schedule`` and the sleep of ``refresh --watch``);
the feeds, their servers and the time are simulated. All feeds are due when the day begins, as after
an import. Nothing is fetched and nothing sleeps, and the same seed gives the same figures.
"""

from __future__ import annotations

import argparse
import heapq
import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median

from benchmarks.figures import percentile
from benchmarks.made_rhythms import DAY_BEGIN, Answer, SimulatedFeed, make_feeds
from reader.cli.refreshing import sleep_seconds
from reader.ingest.schedule import next_after_failure, next_after_success
from reader.setting_groups import RefreshSettings
from storage.model import Feed

_HOUR = timedelta(hours=1)


@dataclass(slots=True)
class Day:
    """What happened.

    Attributes:
        requests_by_hour: From the first hour on.
        lateness_seconds: Of every request after each feed's first: from the planned moment to its start.
        waits_seconds: By rhythm's name: from an article's publication to the fetch that brought it.
        requests_by_minute: By (host, minute of the day).
        early_retries: Requests before the time that a server had named; must be none.
        skipped_hour_requests: Requests within an hour that a feed asks to skip.
    """

    requests_by_hour: Counter[int] = field(default_factory=Counter)
    answers: Counter[Answer] = field(default_factory=Counter)
    lateness_seconds: list[float] = field(default_factory=list)
    waits_seconds: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    requests_by_minute: Counter[tuple[str, int]] = field(default_factory=Counter)
    looks: int = 0
    early_retries: int = 0
    skipped_hour_requests: int = 0


class Simulation:
    """A day of feeds under ``refresh --watch``."""

    def __init__(self, feeds: list[SimulatedFeed], settings: RefreshSettings, seed: int) -> None:
        """``feeds`` are changed by it."""
        self.day = Day()
        self._feeds = feeds
        self._settings = settings
        self._random = random.Random(seed)

    def run(self, hours: float) -> Day:
        """Pass the hours and give what happened."""
        now, end = DAY_BEGIN, DAY_BEGIN + hours * _HOUR
        while now < end:
            self.day.looks += 1
            due = [feed for feed in self._feeds if feed.planned_at <= now]
            due.sort(key=lambda feed: feed.planned_at)
            now = self._refresh(due, now)
            # Of the reader's own rule only the next feed counts; handing over all of them takes minutes.
            next_at = min(feed.planned_at for feed in self._feeds)
            now += timedelta(seconds=sleep_seconds([Feed(1, "", "", next_fetch_at=next_at)], now))
        return self.day

    def _refresh(self, due: list[SimulatedFeed], now: datetime) -> datetime:
        """Pass one refresh, with as many connections as the settings allow, and give its end."""
        connections = [now] * self._settings.concurrency
        host_slots: defaultdict[str, list[datetime]] = defaultdict(lambda: [now] * self._settings.per_host)
        for feed in due:
            slots = host_slots[feed.host]
            start = max(heapq.heappop(connections), heapq.heappop(slots))
            end = start + timedelta(seconds=feed.latency_seconds(self._random))
            self._fetch(feed, start, end)
            heapq.heappush(connections, end)
            heapq.heappush(slots, end)
        return max(connections)

    def _fetch(self, feed: SimulatedFeed, start: datetime, end: datetime) -> None:
        self._count(feed, start)
        answer = feed.answer(self._random)
        self.day.answers[answer] += 1
        jitter = self._random.random()
        interval = feed.planned_at - feed.fetched_at if feed.fetched_at and not feed.failures else None
        feed.retry_at = None
        if answer in {Answer.FAILED, Answer.BUSY}:
            feed.failures += 1
            if answer is Answer.BUSY:
                feed.retry_at = end + timedelta(seconds=feed.retry_after_seconds)
            feed.planned_at = next_after_failure(
                end, self._settings, failures=feed.failures, retry_at=feed.retry_at, jitter=jitter
            )
        else:
            news = feed.publish_until(start)
            # As in the reader: bytes that are known are not parsed, so only the last interval is.
            is_parsed = bool(news) or not feed.was_read
            feed.was_read = True
            self.day.waits_seconds[feed.rhythm.name] += [
                (end - moment).total_seconds() for moment in news if moment >= DAY_BEGIN
            ]
            feed.planned_at = next_after_success(
                end,
                self._settings,
                published=feed.document if is_parsed else (),
                wishes=feed.wishes(end, is_parsed=is_parsed),
                last_interval=interval,
                jitter=jitter,
            )
            feed.failures = 0
        feed.fetched_at = end

    def _count(self, feed: SimulatedFeed, start: datetime) -> None:
        since = start - DAY_BEGIN
        self.day.requests_by_hour[since // _HOUR] += 1
        self.day.requests_by_minute[feed.host, since // timedelta(minutes=1)] += 1
        if feed.fetched_at is not None:
            self.day.lateness_seconds.append((start - feed.planned_at).total_seconds())
        self.day.early_retries += feed.retry_at is not None and start < feed.retry_at
        self.day.skipped_hour_requests += feed.fetched_at is not None and start.hour in feed.skip_hours


def simulate(feed_count: int, hours: float, seed: int) -> tuple[list[SimulatedFeed], Day]:
    """The feeds and their day, with the default settings."""
    feeds = make_feeds(feed_count, random.Random(seed))
    return feeds, Simulation(feeds, RefreshSettings(), seed).run(hours)


def table(feeds: list[SimulatedFeed], day: Day) -> str:
    """The figures as text."""
    hosts = Counter(feed.host for feed in feeds)
    host, largest = hosts.most_common(1)[0]
    total = sum(day.requests_by_hour.values())
    lines = [
        f"{len(feeds)} feeds on {len(hosts)} hosts, {largest} of them on {host}; {day.looks} looks",
        "",
        "hour      " + "".join(f"{hour:>6}" for hour in range(12)),
    ]
    for first in range(0, max(day.requests_by_hour) + 1, 12):
        counts = [day.requests_by_hour[hour] for hour in range(first, first + 12)]
        lines.append(f"{first:02}–{first + 11:02}     " + "".join(f"{count:>6}" for count in counts))
    shares = ", ".join(f"{count} {answer.value}" for answer, count in day.answers.most_common())
    lines += [
        f"requests  {total} in all, {total / len(feeds):.1f} per feed: {shares}",
        "",
        "late after the planned moment        "
        f"p95 {percentile(day.lateness_seconds, 95):>6.0f} s   worst {max(day.lateness_seconds):>6.0f} s",
        f"before the time of a Retry-After     {day.early_retries} requests",
        f"within an hour to be skipped         {day.skipped_hour_requests} requests",
        *_politeness_lines(day),
        "",
        f"{'from publication to the reader':<36} {'articles':>8} {'median':>9} {'p95':>9} {'worst':>9}",
    ]
    for rhythm, waits in sorted(day.waits_seconds.items(), key=lambda pair: -len(pair[1])):
        if waits:
            figures = (median(waits), percentile(waits, 95), max(waits))
            cells = "".join(f"{seconds / 60:>6.0f} min" for seconds in figures)
            lines.append(f"  {rhythm:<34} {len(waits):>8}{cells}")
    return "\n".join(lines)


def _politeness_lines(day: Day) -> list[str]:
    """Give the busiest minute of any host, in the round after the import and in the day that follows."""
    lines = []
    for title, is_first in (("in the first hour, all due at once", True), ("in the hours after", False)):
        counts = {key: count for key, count in day.requests_by_minute.items() if (key[1] < 60) is is_first}
        if counts:
            host, minute = max(counts, key=lambda key: counts[key])
            worst = counts[host, minute]
            clock = f"{minute // 60:02}:{minute % 60:02}"
            lines.append(f"most to one host in a minute         {worst} {title} ({host} at {clock})")
    return lines


def main() -> None:
    """Parse the command line and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--feeds", type=int, default=5_000)
    parser.add_argument("--hours", type=float, default=24.0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    print(table(*simulate(options.feeds, options.hours, options.seed)))


if __name__ == "__main__":
    main()
