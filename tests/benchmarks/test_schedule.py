from benchmarks.made_rhythms import Answer
from benchmarks.schedule import simulate, table


def test_a_simulated_day_keeps_the_promises() -> None:
    feeds, day = simulate(200, 6, seed=3)
    assert day.early_retries == 0
    assert min(day.lateness_seconds) >= 0
    assert max(day.lateness_seconds) < 300 + 60
    assert set(day.answers) == set(Answer)
    # At most every quarter of an hour, at first all of them.
    assert 200 <= day.requests_by_hour[0] <= 200 * 5
    assert sum(day.requests_by_hour.values()) == sum(day.answers.values()) <= 200 * 4 * 6 + 200
    shown = table(feeds, day)
    assert "200 feeds" in shown
    assert "Retry-After     0 requests" in shown


def test_the_same_seed_gives_the_same_day() -> None:
    assert table(*simulate(50, 2, seed=1)) == table(*simulate(50, 2, seed=1))
