"""When a feed is fetched next: by its own rhythm, within the person's bounds. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import median

from reader.setting_groups import RefreshSettings

# A feed that publishes every hour is asked every half hour: an article waits a quarter on average.
_ASKS_PER_ARTICLE = 2
# A feed that had nothing new is asked a little later each time, up to the ceiling.
_QUIET_GROWTH = 1.25
_RHYTHM_ARTICLES = 20
_MAX_DOUBLINGS = 16
_WEEK_HOURS = 7 * 24
_BEFORE_THE_NEXT_HOUR = 0.99


@dataclass(frozen=True, slots=True)
class PublisherWishes:
    """What a feed and its server ask for.

    Attributes:
        ttl_minutes: The shortest interval, None where unsaid.
        fresh_until: Until when the server promises nothing new, None where unsaid.
        skip_hours: Hours in GMT in which not to ask.
        skip_days: Weekdays in GMT on which not to ask, 0 for Monday.
    """

    ttl_minutes: int | None = None
    fresh_until: datetime | None = None
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()


def next_after_success(
    now: datetime,
    settings: RefreshSettings,
    *,
    published: Sequence[datetime] = (),
    wishes: PublisherWishes | None = None,
    last_interval: timedelta | None = None,
    jitter: float = 0.5,
) -> datetime:
    """When to ask again a feed that answered.

    Args:
        published: Dates of the document's articles, in any order; empty where nothing was read.
        wishes: The shortest waits among them are honoured up to the person's longest interval; hours
            and days to be skipped are skipped even where that takes longer.
        last_interval: The interval before, for a feed that said nothing new.
        jitter: Between 0 and 1: spreads feeds of one rhythm over a tenth of the interval.
    """
    wishes = wishes or PublisherWishes()
    shortest = timedelta(minutes=settings.min_interval_minutes)
    longest = timedelta(minutes=settings.max_interval_minutes)
    interval = _rhythm(published, now)
    if interval is None:
        interval = last_interval * _QUIET_GROWTH if last_interval else shortest * 2
    if wishes.ttl_minutes is not None:
        shortest = max(shortest, timedelta(minutes=wishes.ttl_minutes))
    if wishes.fresh_until is not None:
        shortest = max(shortest, wishes.fresh_until - now)
    planned = now + min(max(_spread(interval, longest, jitter), shortest), longest)
    return _after_skipped(planned, wishes, jitter)


def next_after_failure(
    now: datetime,
    settings: RefreshSettings,
    *,
    failures: int,
    retry_at: datetime | None = None,
    jitter: float = 0.5,
) -> datetime:
    """When to try again a feed that failed: twice as late each time, up to the ceiling.

    Args:
        failures: In a row, this one included.
        retry_at: When the server asked to be tried again.
    """
    shortest = timedelta(minutes=settings.min_interval_minutes)
    longest = timedelta(minutes=settings.max_interval_minutes)
    wait = shortest * (1 << min(failures - 1, _MAX_DOUBLINGS))
    planned = now + min(max(_spread(wait, longest, jitter), shortest), longest)
    return max(planned, retry_at) if retry_at is not None else planned


def _after_skipped(planned: datetime, wishes: PublisherWishes, jitter: float) -> datetime:
    """The planned moment, or one within the first hour after it that is not to be skipped."""
    hour = planned.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    if not _is_skipped(hour, wishes):
        return planned
    for later in (hour + timedelta(hours=count) for count in range(1, _WEEK_HOURS)):
        if not _is_skipped(later, wishes):
            # Spread over the hour: all feeds that skip the night would else come at its very end.
            return later + timedelta(hours=1) * min(jitter, _BEFORE_THE_NEXT_HOUR)
    # Every hour of the week is to be skipped, which nobody means.
    return planned


def _is_skipped(moment: datetime, wishes: PublisherWishes) -> bool:
    return moment.hour in wishes.skip_hours or moment.weekday() in wishes.skip_days


def _spread(interval: timedelta, longest: timedelta, jitter: float) -> timedelta:
    # Cut before as well, so that feeds at the ceiling are spread too.
    return min(interval, longest) * (0.95 + 0.1 * jitter)


def _rhythm(published: Sequence[datetime], now: datetime) -> timedelta | None:
    """Half the usual distance of the newest articles; None where fewer than three have dates."""
    newest = sorted((date for date in published if date <= now), reverse=True)[:_RHYTHM_ARTICLES]
    if len(newest) < 3:
        return None
    gaps = [(later - earlier).total_seconds() for later, earlier in pairwise(newest)]
    # A feed that has fallen silent is as slow as its silence is long.
    usual = max(timedelta(seconds=median(gaps)), (now - newest[0]) / _RHYTHM_ARTICLES)
    return usual / _ASKS_PER_ARTICLE
