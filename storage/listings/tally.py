"""How what was found is spread: over feeds and over time."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from storage.listings.condition import Condition

MAX_MONTHS = 600
"""Fifty years: what is older was dated wrongly, and would press everything else into a corner."""


class Tally(NamedTuple):
    """Numbers of articles.

    Attributes:
        by_feed: (title of the feed, number), the most first.
        first_month: "2026-01", the month in UTC of the first number of ``by_month``; "" where there is none.
        by_month: From the oldest month to the newest, those without articles too.
    """

    by_feed: tuple[tuple[str, int], ...] = ()
    first_month: str = ""
    by_month: tuple[int, ...] = ()

    @property
    def article_count(self) -> int:
        """All of them."""
        return sum(count for _, count in self.by_feed)

    @property
    def last_month(self) -> str:
        """The month of the last number, "" where there is none."""
        return _name(_number(self.first_month) + len(self.by_month) - 1) if self.by_month else ""


def read_tally(connection: sqlite3.Connection, condition: Condition) -> Tally:
    """Count the articles for which the condition holds, in one pass over the lists' spine."""
    by_feed: dict[str, int] = {}
    months: dict[int, int] = {}
    for title, month, count in connection.execute(
        "SELECT f.title, found.month, found.articles FROM ("
        " SELECT s.feed_id AS feed_id, strftime('%Y-%m', s.sorted_at, 'unixepoch') AS month,"
        " count(*) AS articles"
        f" FROM article_states AS s WHERE {condition.sql} GROUP BY 1, 2) AS found"
        " CROSS JOIN feeds AS f ON f.feed_id = found.feed_id",
        condition.parameters,
    ):
        by_feed[title] = by_feed.get(title, 0) + count
        number = _number(month)
        months[number] = months.get(number, 0) + count
    if not months:
        return Tally()
    last = max(months)
    first = max(min(months), last - MAX_MONTHS + 1)
    feeds = sorted(by_feed.items(), key=lambda feed: (-feed[1], feed[0].casefold()))
    spread = tuple(months.get(number, 0) for number in range(first, last + 1))
    return Tally(tuple(feeds), _name(first), spread)


def _number(month: str) -> int:
    return int(month[:-3]) * 12 + int(month[-2:]) - 1


def _name(number: int) -> str:
    return f"{number // 12:04}-{number % 12 + 1:02}"
