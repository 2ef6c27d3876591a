"""Maintained counts: of each feed, each keyword and each group, over the articles that are shown.

A change of articles' states takes the touched articles out of the counts, changes them, and puts
them back in; the set of touched articles is the temporary table ``touched`` of the writer's
connection. No count is ever found by counting when the interface asks.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Collection, Iterator

from storage.model import Counts
from storage.sqlite.values import id_list


def read_counts(connection: sqlite3.Connection) -> Counts:
    """All counts. Totals are the feeds' sums, with those of removed feeds whose articles stayed; what is
    unread in muted feeds is not among them."""
    muted = {row[0] for row in connection.execute("SELECT feed_id FROM feeds WHERE is_muted = 1")}
    article_count = unread_count = starred_count = 0
    unread_by_feed: dict[int, int] = {}
    rows = connection.execute(
        "SELECT c.feed_id, c.article_count, c.unread_count, c.starred_count, r.feed_id IS NOT NULL"
        " FROM feed_counts AS c"
        " LEFT JOIN feeds AS r INDEXED BY feeds_removed"
        " ON r.feed_id = c.feed_id AND r.removed_at IS NOT NULL"
    )
    for feed_id, articles, unread, starred, is_removed in rows:
        article_count += articles
        unread_count += unread if feed_id not in muted else 0
        starred_count += starred
        if not is_removed:
            unread_by_feed[feed_id] = unread
    unread_by_keyword = dict(connection.execute("SELECT keyword_id, unread_count FROM keywords"))
    unread_by_group = dict(connection.execute("SELECT group_name, unread_count FROM group_counts"))
    return Counts(
        article_count, unread_count, starred_count, unread_by_feed, unread_by_keyword, unread_by_group
    )


def touch(connection: sqlite3.Connection, select: str, parameters: Collection[object] = ()) -> None:
    """Make the article ids that ``select`` gives the touched ones."""
    connection.execute("DELETE FROM temp.touched")
    connection.execute(f"INSERT INTO temp.touched {select}", tuple(parameters))


def touch_ids(connection: sqlite3.Connection, article_ids: Collection[int]) -> None:
    """Make these the touched articles; unknown ids do no harm."""
    touch(connection, "SELECT DISTINCT value FROM json_each(?)", (id_list(article_ids),))


def touched_ids(connection: sqlite3.Connection) -> tuple[int, ...]:
    """The touched articles, ascending."""
    return tuple(row[0] for row in connection.execute("SELECT article_id FROM temp.touched ORDER BY 1"))


@contextlib.contextmanager
def kept_true(connection: sqlite3.Connection) -> Iterator[None]:
    """Keep the counts true while the touched articles change inside the block."""
    add_touched(connection, -1)
    yield
    add_touched(connection, 1)


def add_touched(connection: sqlite3.Connection, sign: int) -> None:
    """Add the touched articles to the counts (1), or take them out (-1)."""
    _shift(connection, sign, sign)


def add_unread(connection: sqlite3.Connection, sign: int) -> None:
    """Add the unread ones of the touched articles to the counts of unread ones (1), or take them out (-1).

    Before all are marked read, or after all are marked unread, this is ``kept_true`` in half the time.
    """
    _shift(connection, sign, 0)


def _shift(connection: sqlite3.Connection, unread: int, others: int) -> None:
    """Add the touched articles, times a factor each, to the counts of unread articles and to the others."""
    factors = {"unread": unread, "others": others}
    connection.execute(_SHIFT_FEEDS, factors)
    connection.execute(_SHIFT_KEYWORDS, factors)
    # Most archives have no groups, and need not look through the hits for them.
    if connection.execute("SELECT 1 FROM group_counts WHERE group_name > '' LIMIT 1").fetchone() is not None:
        connection.execute(_SHIFT_GROUPS, factors)


@contextlib.contextmanager
def groups_kept_true(connection: sqlite3.Connection) -> Iterator[None]:
    """Keep the groups' counts true while keywords, and hits in the touched articles, change in the block."""
    connection.execute(_SHIFT_GROUPS, {"unread": -1, "others": -1})
    yield
    connection.execute(
        "DELETE FROM group_counts"
        " WHERE group_name > '' AND group_name NOT IN (SELECT group_name FROM keywords)"
    )
    connection.execute(
        "INSERT OR IGNORE INTO group_counts (group_name)"
        " SELECT group_name FROM keywords WHERE group_name <> ''"
    )
    connection.execute(_SHIFT_GROUPS, {"unread": 1, "others": 1})


def recount(connection: sqlite3.Connection) -> None:
    """Count everything anew: for repairs."""
    connection.execute(
        "INSERT OR REPLACE INTO feed_counts (feed_id, article_count, unread_count, starred_count)"
        f" SELECT feed_id, article_count, unread_count, starred_count FROM ({COUNTED_FEEDS})"
    )
    connection.execute(
        "UPDATE keywords SET article_count = c.article_count, unread_count = c.unread_count"
        f" FROM ({COUNTED_KEYWORDS}) AS c WHERE keywords.keyword_id = c.keyword_id"
    )
    recount_groups(connection)


def recount_groups(connection: sqlite3.Connection) -> None:
    """Count the articles of all groups anew."""
    connection.execute("DELETE FROM group_counts")
    connection.execute(f"INSERT INTO group_counts (group_name, article_count, unread_count) {COUNTED_GROUPS}")


COUNTED_FEEDS = """
    SELECT f.feed_id,
        count(s.article_id) AS article_count,
        ifnull(sum(s.is_read = 0), 0) AS unread_count,
        ifnull(sum(s.is_starred), 0) AS starred_count
    FROM feeds AS f
    LEFT JOIN article_states AS s ON s.feed_id = f.feed_id AND s.hidden_by = 0
    GROUP BY f.feed_id
"""
"""What the counts of all feeds should be."""

COUNTED_KEYWORDS = """
    SELECT k.keyword_id,
        count(s.article_id) AS article_count,
        ifnull(sum(s.is_read = 0), 0) AS unread_count
    FROM keywords AS k
    LEFT JOIN hits AS h ON h.keyword_id = k.keyword_id
    LEFT JOIN article_states AS s ON s.article_id = h.article_id AND s.hidden_by = 0
    GROUP BY k.keyword_id
"""
"""What the counts of all keywords should be."""

COUNTED_GROUPS = """
    SELECT k.group_name,
        count(DISTINCT s.article_id) AS article_count,
        count(DISTINCT CASE WHEN s.is_read = 0 THEN s.article_id END) AS unread_count
    FROM keywords AS k
    LEFT JOIN hits AS h ON h.keyword_id = k.keyword_id
    LEFT JOIN article_states AS s ON s.article_id = h.article_id AND s.hidden_by = 0
    WHERE k.group_name <> ''
    GROUP BY k.group_name
"""
"""What the counts of all groups should be."""

# CROSS JOIN fixes the order: from the few touched articles to their rows, never the other way.
# Hidden articles are left out of the sums, not by WHERE: given a condition on the inner table,
# SQLite would build a Bloom filter from the whole archive first (18 ms to mark one article read).
_SHIFT_FEEDS = """
    UPDATE feed_counts SET
        article_count = feed_counts.article_count + :others * shift.article_count,
        unread_count = feed_counts.unread_count + :unread * shift.unread_count,
        starred_count = feed_counts.starred_count + :others * shift.starred_count
    FROM (
        SELECT s.feed_id,
            sum(s.hidden_by = 0) AS article_count,
            sum(s.hidden_by = 0 AND s.is_read = 0) AS unread_count,
            sum(s.hidden_by = 0 AND s.is_starred = 1) AS starred_count
        FROM temp.touched AS t CROSS JOIN article_states AS s ON s.article_id = t.article_id
        GROUP BY s.feed_id
    ) AS shift
    WHERE feed_counts.feed_id = shift.feed_id
"""

_SHIFT_KEYWORDS = """
    UPDATE keywords SET
        article_count = keywords.article_count + :others * shift.article_count,
        unread_count = keywords.unread_count + :unread * shift.unread_count
    FROM (
        SELECT h.keyword_id,
            sum(s.hidden_by = 0) AS article_count,
            sum(s.hidden_by = 0 AND s.is_read = 0) AS unread_count
        FROM temp.touched AS t
        CROSS JOIN hits AS h ON h.article_id = t.article_id
        CROSS JOIN article_states AS s ON s.article_id = t.article_id
        GROUP BY h.keyword_id
    ) AS shift
    WHERE keywords.keyword_id = shift.keyword_id
"""

# An article counts where the first of the group's keywords in it is: looking back over the few others in it
# is half as long again as counting keywords, where finding distinct pairs takes four times as long.
_SHIFT_GROUPS = """
    UPDATE group_counts SET
        article_count = group_counts.article_count + :others * shift.article_count,
        unread_count = group_counts.unread_count + :unread * shift.unread_count
    FROM (
        SELECT k.group_name,
            sum(s.hidden_by = 0) AS article_count,
            sum(s.hidden_by = 0 AND s.is_read = 0) AS unread_count
        FROM temp.touched AS t
        CROSS JOIN hits AS h ON h.article_id = t.article_id
        CROSS JOIN keywords AS k ON k.keyword_id = h.keyword_id
        CROSS JOIN article_states AS s ON s.article_id = t.article_id
        WHERE k.group_name <> '' AND NOT EXISTS (
            SELECT 1 FROM hits AS earlier
            WHERE earlier.article_id = h.article_id AND earlier.keyword_id < h.keyword_id AND k.group_name =
                (SELECT other.group_name FROM keywords AS other WHERE other.keyword_id = earlier.keyword_id)
        )
        GROUP BY k.group_name
    ) AS shift
    WHERE group_counts.group_name = shift.group_name
"""
