"""What the reader does with articles: read, starred, tagged; counts follow in the same transaction.

The functions here only change; who calls them records the change in the journal.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection

from storage.listings import counts
from storage.sqlite.values import id_list
from storage.subscriptions.feeds import hide_removed


def set_read(connection: sqlite3.Connection, article_ids: Collection[int], is_read: bool) -> tuple[int, ...]:
    """Mark read or unread; gives the ids of those that were not so before, ascending."""
    counts.touch(
        connection,
        "SELECT s.article_id FROM json_each(?) AS wanted"
        " CROSS JOIN article_states AS s ON s.article_id = wanted.value"
        " WHERE s.is_read <> ? GROUP BY s.article_id",
        (id_list(article_ids), is_read),
    )
    return set_touched_read(connection, is_read)


def set_touched_read(connection: sqlite3.Connection, is_read: bool) -> tuple[int, ...]:
    """Mark the touched articles, all of which are marked the other way."""
    if is_read:
        counts.add_unread(connection, -1)
    connection.execute(
        "UPDATE article_states SET is_read = ? WHERE article_id IN (SELECT article_id FROM temp.touched)",
        (is_read,),
    )
    if not is_read:
        counts.add_unread(connection, 1)
    return counts.touched_ids(connection)


def set_starred(
    connection: sqlite3.Connection, article_ids: Collection[int], is_starred: bool
) -> tuple[int, ...]:
    """Star or unstar; gives the ids of those that were not so before, ascending."""
    counts.touch(
        connection,
        "SELECT s.article_id FROM json_each(?) AS wanted"
        " CROSS JOIN article_states AS s ON s.article_id = wanted.value"
        " WHERE s.is_starred <> ? GROUP BY s.article_id",
        (id_list(article_ids), is_starred),
    )
    with counts.kept_true(connection):
        connection.execute(
            "UPDATE article_states SET is_starred = ?"
            " WHERE article_id IN (SELECT article_id FROM temp.touched)",
            (is_starred,),
        )
        hide_removed(connection)
    return counts.touched_ids(connection)


def set_tag(
    connection: sqlite3.Connection, article_ids: Collection[int], tag: str, is_tagged: bool
) -> tuple[int, ...]:
    """Put a tag on articles or take it off; gives the ids of those that change, ascending."""
    counts.touch(
        connection,
        "SELECT s.article_id FROM json_each(?) AS wanted"
        " CROSS JOIN article_states AS s ON s.article_id = wanted.value"
        " WHERE EXISTS (SELECT 1 FROM article_tags AS g WHERE g.article_id = s.article_id AND g.tag = ?) <> ?"
        " GROUP BY s.article_id",
        (id_list(article_ids), tag, is_tagged),
    )
    with counts.kept_true(connection):
        if is_tagged:
            connection.execute(
                "INSERT INTO article_tags (article_id, tag) SELECT article_id, ? FROM temp.touched", (tag,)
            )
        else:
            connection.execute(
                "DELETE FROM article_tags"
                " WHERE tag = ? AND article_id IN (SELECT article_id FROM temp.touched)",
                (tag,),
            )
        hide_removed(connection)
    return counts.touched_ids(connection)


def tags(connection: sqlite3.Connection) -> list[tuple[str, int]]:
    """Each tag with its number of articles, read from the tags' own index; alphabetical."""
    found = connection.execute("SELECT tag, count(*) FROM article_tags GROUP BY tag").fetchall()
    return sorted(found, key=lambda pair: (pair[0].casefold(), pair[0]))
