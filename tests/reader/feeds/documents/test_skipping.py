from typing import Any

import pytest

from reader.feeds.document import parse_document
from reader.feeds.job import ParseJob
from storage.model import FeedData

ITEM = "<item><title>One</title><guid>1</guid></item>"


def parsed(channel: str, end: str = "</channel></rss>") -> FeedData:
    document = f'<rss version="2.0"><channel><title>Wire</title>{channel}{end}'
    feed = parse_document(ParseJob("https://desk.example/feed", document.encode()))
    assert isinstance(feed, FeedData)
    return feed


def hours(*values: Any) -> str:
    return f"<skipHours>{''.join(f'<hour>{value}</hour>' for value in values)}</skipHours>"


def days(*values: str) -> str:
    return f"<skipDays>{''.join(f'<day>{value}</day>' for value in values)}</skipDays>"


@pytest.mark.parametrize(
    ("channel", "skip_hours", "skip_days"),
    [
        (hours(0, 1, 2), (0, 1, 2), ()),
        (hours(3, " 23 ", "03", "\n1\n"), (1, 3, 23), ()),
        # RSS 0.91 counts from 1 to 24.
        (hours(24), (0,), ()),
        (hours(25, -1, "noon", "", "٣", "1.5", 9**99), (), ()),
        (hours(*range(24)), (), ()),
        (days("Saturday", " sunday "), (), (5, 6)),
        (days("MONDAY", "Moonday", ""), (), (0,)),
        (days("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), (), ()),
        (hours(5) + days("Friday"), (5,), (4,)),
        ("<skipHours/><skipDays></skipDays>", (), ()),
        ("", (), ()),
    ],
)
@pytest.mark.parametrize("end", ["</channel></rss>", "&nope;</channel></rss>", ""], ids=["", "loose", "cut"])
def test_when_the_publisher_asks_not_to_be_asked(
    channel: str, skip_hours: tuple[int, ...], skip_days: tuple[int, ...], end: str
) -> None:
    feed = parsed(channel + ITEM, end)
    assert (feed.skip_hours, feed.skip_days) == (skip_hours, skip_days)
    assert (feed.title, [article.title for article in feed.articles]) == ("Wire", ["One"])


def test_hours_and_days_of_an_item_are_its_own() -> None:
    feed = parsed("<item><title>One</title><hour>5</hour><day>Monday</day></item>")
    assert (feed.skip_hours, feed.skip_days) == ((), ())


def test_many_of_them_cost_nothing() -> None:
    assert parsed(hours(*[7] * 50_000) + ITEM).skip_hours == (7,)
