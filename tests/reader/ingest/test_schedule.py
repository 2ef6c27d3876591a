from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.ingest.schedule import PublisherWishes, next_after_failure, next_after_success
from reader.setting_groups import RefreshSettings

NOW = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SETTINGS = RefreshSettings(min_interval_minutes=15, max_interval_minutes=1440)

intervals = st.timedeltas(min_value=timedelta(0), max_value=400 * DAY)
jitters = st.floats(0, 1)


def every(distance: timedelta, count: int = 10, silence: timedelta = timedelta(0)) -> list[datetime]:
    return [NOW - silence - number * distance for number in range(count)]


@pytest.mark.parametrize(
    ("published", "wait"),
    [
        (every(2 * HOUR), HOUR),
        (every(MINUTE), 15 * MINUTE),
        (every(10 * DAY), DAY),
        # One flood of old articles does not change the rhythm of the newest.
        ([*every(2 * HOUR, 25), *[NOW - 100 * DAY] * 500], HOUR),
        # A planned article says nothing about the rhythm.
        ([NOW + DAY, NOW + 2 * DAY, *every(2 * HOUR)], HOUR),
        # Silent for ten days: a twentieth of that is taken for its distance.
        (every(HOUR, silence=10 * DAY), 6 * HOUR),
        # Too few dates: twice the shortest interval.
        (every(2 * HOUR, 2), 30 * MINUTE),
        ([], 30 * MINUTE),
    ],
)
def test_a_feed_is_asked_twice_as_often_as_it_publishes(published: list[datetime], wait: timedelta) -> None:
    assert next_after_success(NOW, SETTINGS, published=published) == NOW + wait
    assert next_after_success(NOW, SETTINGS, published=published[::-1]) == NOW + wait


@pytest.mark.parametrize(
    ("last", "wait"), [(HOUR, 75 * MINUTE), (MINUTE, 15 * MINUTE), (23 * HOUR, DAY), (300 * DAY, DAY)]
)
def test_a_feed_with_nothing_new_is_asked_a_little_later_each_time(last: timedelta, wait: timedelta) -> None:
    assert next_after_success(NOW, SETTINGS, last_interval=last) == NOW + wait


@pytest.mark.parametrize(("ttl_minutes", "wait"), [(0, HOUR), (5, HOUR), (90, 90 * MINUTE), (7 * 1440, DAY)])
def test_the_publishers_wish_is_a_lower_bound_within_the_persons(ttl_minutes: int, wait: timedelta) -> None:
    wishes = PublisherWishes(ttl_minutes)
    assert next_after_success(NOW, SETTINGS, published=every(2 * HOUR), wishes=wishes) == NOW + wait


@pytest.mark.parametrize(
    ("fresh", "wait"), [(timedelta(0), HOUR), (90 * MINUTE, 90 * MINUTE), (9 * DAY, DAY)]
)
def test_what_is_promised_to_be_fresh_is_not_asked_for(fresh: timedelta, wait: timedelta) -> None:
    wishes = PublisherWishes(fresh_until=NOW + fresh)
    assert next_after_success(NOW, SETTINGS, published=every(2 * HOUR), wishes=wishes) == NOW + wait
    assert next_after_success(NOW, SETTINGS, last_interval=0.8 * HOUR, wishes=wishes) == NOW + wait


@pytest.mark.parametrize(
    ("skip_hours", "skip_days", "moment"),
    [
        # Planned at 16:30 on a Tuesday; the jitter puts it into the middle of the hour that follows.
        ((17, 18), (2,), datetime(2026, 11, 24, 16, 30, tzinfo=UTC)),
        ((16,), (), datetime(2026, 11, 24, 17, 30, tzinfo=UTC)),
        ((16, 17, 18, 23), (), datetime(2026, 11, 24, 19, 30, tzinfo=UTC)),
        ((*range(16, 24), 0, 1), (), datetime(2026, 11, 25, 2, 30, tzinfo=UTC)),
        ((), (1,), datetime(2026, 11, 25, 0, 30, tzinfo=UTC)),
        ((0, 1), (1, 2), datetime(2026, 11, 26, 2, 30, tzinfo=UTC)),
        # The last hour of the week that is left.
        (tuple({*range(24)} - {15}), (1, 2, 3, 4, 5, 6), datetime(2026, 11, 30, 15, 30, tzinfo=UTC)),
        # Nobody means this.
        (tuple(range(24)), (), datetime(2026, 11, 24, 16, 30, tzinfo=UTC)),
        ((), tuple(range(7)), datetime(2026, 11, 24, 16, 30, tzinfo=UTC)),
    ],
)
def test_hours_and_days_to_be_skipped_are_skipped(
    skip_hours: tuple[int, ...], skip_days: tuple[int, ...], moment: datetime
) -> None:
    wishes = PublisherWishes(skip_hours=skip_hours, skip_days=skip_days)
    assert next_after_success(NOW, SETTINGS, published=every(2 * HOUR), wishes=wishes) == moment


@given(
    st.sets(st.integers(0, 23), max_size=23),
    st.sets(st.integers(0, 6), max_size=6),
    st.none() | intervals,
    jitters,
)
def test_nothing_is_planned_into_what_is_to_be_skipped(
    skip_hours: set[int], skip_days: set[int], last: timedelta | None, jitter: float
) -> None:
    wishes = PublisherWishes(skip_hours=tuple(skip_hours), skip_days=tuple(skip_days))
    moment = next_after_success(NOW, SETTINGS, wishes=wishes, last_interval=last, jitter=jitter)
    assert moment.hour not in skip_hours
    assert moment.weekday() not in skip_days
    assert NOW + 15 * MINUTE <= moment <= NOW + 9 * DAY


@pytest.mark.parametrize(
    ("failures", "wait"),
    [(1, 15 * MINUTE), (2, 30 * MINUTE), (4, 2 * HOUR), (7, 16 * HOUR), (8, DAY), (100_000, DAY)],
)
def test_a_failing_feed_is_tried_twice_as_late_each_time(failures: int, wait: timedelta) -> None:
    assert next_after_failure(NOW, SETTINGS, failures=failures) == NOW + wait


@pytest.mark.parametrize(
    ("retry_in", "wait"), [(5 * MINUTE, 15 * MINUTE), (3 * HOUR, 3 * HOUR), (timedelta(0), 15 * MINUTE)]
)
def test_a_server_that_names_a_time_is_not_asked_before_it(retry_in: timedelta, wait: timedelta) -> None:
    assert next_after_failure(NOW, SETTINGS, failures=1, retry_at=NOW + retry_in) == NOW + wait


def test_feeds_of_one_rhythm_are_spread() -> None:
    waits = [
        next_after_success(NOW, SETTINGS, published=every(4 * HOUR), jitter=jitter) - NOW for jitter in (0, 1)
    ]
    assert waits == [114 * MINUTE, 126 * MINUTE]


@given(st.lists(intervals, max_size=30), st.none() | st.integers(0, 20_000), st.none() | intervals, jitters)
def test_after_a_success_the_persons_bounds_hold(
    ages: list[timedelta], ttl_minutes: int | None, last: timedelta | None, jitter: float
) -> None:
    wait = (
        next_after_success(
            NOW,
            SETTINGS,
            published=[NOW - age for age in ages],
            wishes=PublisherWishes(ttl_minutes),
            last_interval=last,
            jitter=jitter,
        )
        - NOW
    )
    assert max(15 * MINUTE, min(DAY, (ttl_minutes or 0) * MINUTE)) <= wait <= DAY


@given(st.integers(1, 10_000), jitters)
def test_after_a_failure_the_persons_bounds_hold(failures: int, jitter: float) -> None:
    assert 15 * MINUTE <= next_after_failure(NOW, SETTINGS, failures=failures, jitter=jitter) - NOW <= DAY
