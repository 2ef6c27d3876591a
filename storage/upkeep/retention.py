"""Retention: deleting articles by a rule that their reader has set, and nothing that was singled out.

Starred, tagged and noted articles and those with a watched keyword are never chosen, nor are those of an
import that was taken back, which can be made again. What is deleted cannot be brought back: its guid is
kept, so that its feed does not bring it as new.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from storage.listings import counts
from storage.sqlite.full_text import forget_articles
from storage.sqlite.values import id_list, seconds, time_of
from storage.subscriptions.feeds import HIDDEN_BY_UNDO

CHUNK_ARTICLES = 256
"""Articles deleted per transaction, because other writers wait meanwhile."""


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """Which articles may go.

    Attributes:
        before: Articles sorted before this moment.
        keeps_unread: Unread ones stay whatever their age.
        kept_per_feed: So many of each feed's newest stay whatever their age.
    """

    before: datetime
    keeps_unread: bool = True
    kept_per_feed: int = 0


@dataclass(frozen=True, slots=True)
class Expired:
    """What a rule chooses.

    Attributes:
        article_ids: In order of arrival.
        by_feed: (title of the feed, number of articles), the most first.
        oldest_at: When the oldest was sorted, None where nothing is chosen; ``newest_at`` the same.
    """

    article_ids: array[int]
    by_feed: tuple[tuple[str, int], ...] = ()
    oldest_at: datetime | None = None
    newest_at: datetime | None = None


def choose(connection: sqlite3.Connection, rule: RetentionRule) -> Expired:
    """What the rule lets go now; reads the lists' spine and no text."""
    rows = connection.execute(
        _CHOOSE,
        {
            "before": seconds(rule.before),
            "keeps_unread": rule.keeps_unread,
            "kept": rule.kept_per_feed,
            "undone": HIDDEN_BY_UNDO,
        },
    ).fetchall()
    if not rows:
        return Expired(array("q"))
    numbers: dict[int, int] = {}
    for _, feed_id, _ in rows:
        numbers[feed_id] = numbers.get(feed_id, 0) + 1
    titles = dict(connection.execute("SELECT feed_id, title FROM feeds"))
    by_feed = sorted(((titles[feed_id], number) for feed_id, number in numbers.items()), key=_most_first)
    times = [sorted_at for _, _, sorted_at in rows]
    ids = array("q", (article_id for article_id, _, _ in rows))
    return Expired(ids, tuple(by_feed), time_of(min(times)), time_of(max(times)))


def delete(
    connection: sqlite3.Connection, article_ids: Sequence[int], rule: RetentionRule, now: datetime
) -> int:
    """Delete some of the chosen articles in the open transaction; gives how many.

    The rule is looked at again: one that was starred since it was chosen stays.
    """
    still_chosen = set(choose_among(connection, article_ids, rule))
    ids = [article_id for article_id in article_ids if article_id in still_chosen]
    counts.touch_ids(connection, ids)
    counts.add_touched(connection, -1)
    forget_articles(connection, ids)
    connection.execute(
        "INSERT OR REPLACE INTO deleted_articles (feed_id, guid, deleted_at)"
        " SELECT a.feed_id, a.guid, ? FROM temp.touched AS t"
        " CROSS JOIN articles AS a ON a.article_id = t.article_id",
        (seconds(now),),
    )
    # All that belongs to an article goes with it: every table refers to it ON DELETE CASCADE.
    connection.execute("DELETE FROM articles WHERE article_id IN (SELECT article_id FROM temp.touched)")
    return len(ids)


def choose_among(
    connection: sqlite3.Connection, article_ids: Sequence[int], rule: RetentionRule
) -> list[int]:
    """Those of the articles that nothing exempts by now; how many of a feed stay is not counted again."""
    rows = connection.execute(
        "SELECT s.article_id FROM json_each(:ids) AS wanted"
        f" CROSS JOIN article_states AS s ON s.article_id = wanted.value WHERE {_MAY_GO}",
        {
            "ids": id_list(article_ids),
            "before": seconds(rule.before),
            "keeps_unread": rule.keeps_unread,
            "undone": HIDDEN_BY_UNDO,
        },
    )
    return [article_id for (article_id,) in rows]


def deleted_guids(connection: sqlite3.Connection, feed_id: int, guids: str) -> frozenset[str]:
    """Those of the guids (a JSON array) whose articles were deleted from the feed."""
    rows = connection.execute(
        "SELECT d.guid FROM json_each(?) AS wanted"
        " CROSS JOIN deleted_articles AS d ON d.feed_id = ? AND d.guid = wanted.value",
        (guids, feed_id),
    )
    return frozenset(guid for (guid,) in rows)


def _most_first(feed: tuple[str, int]) -> tuple[int, str]:
    return -feed[1], feed[0].casefold()


_MAY_GO = """
    s.sorted_at < :before AND s.is_starred = 0 AND s.hidden_by & :undone = 0
    AND (s.is_read = 1 OR NOT :keeps_unread)
    AND NOT EXISTS (SELECT 1 FROM article_tags AS g WHERE g.article_id = s.article_id)
    AND NOT EXISTS (SELECT 1 FROM hits AS h WHERE h.article_id = s.article_id)
    AND NOT EXISTS (SELECT 1 FROM notes AS n WHERE n.article_id = s.article_id)
"""

_CHOOSE = f"""
    SELECT article_id, feed_id, sorted_at FROM (
        SELECT s.*, row_number() OVER (
            PARTITION BY s.feed_id ORDER BY s.sorted_at DESC, s.article_id DESC) AS place
        FROM article_states AS s
    ) AS s
    WHERE s.place > :kept AND {_MAY_GO}
    ORDER BY s.article_id
"""
