"""Subscriptions: reading them, adding, removing, renaming and moving them."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import Any

from storage.errors import FeedNotFound
from storage.listings import counts
from storage.model import Feed, Validators
from storage.sqlite.values import id_list, seconds, time_of, time_or_none
from storage.watch import reach

SAVED_URL = "cutline:saved"
"""The address of the feed that holds single pages: it is never due, and cannot be fetched."""

HIDDEN_BY_REMOVAL = 1
"""The bit of ``article_states.hidden_by`` for articles of removed feeds, unless starred or tagged."""

HIDDEN_BY_KEYWORD = 2
"""The bit for articles that a keyword hides."""

HIDDEN_BY_UNDO = 4
"""The bit for articles whose import was taken back."""

HIDDEN_BY_DELETION = 8
"""The bit for articles that were deleted in the reader they were imported from."""

_SELECT = """
    SELECT f.feed_id, f.url, f.title, f.feed_title, f.user_title, f.site_url, f.folder,
        c.article_count, c.unread_count, f.fetched_at, f.next_fetch_at, f.error, f.failure_count,
        f.etag, f.last_modified, f.body_hash, f.is_paused, f.is_muted
    FROM feeds AS f JOIN feed_counts AS c ON c.feed_id = f.feed_id
    WHERE f.removed_at IS NULL
"""


def all_feeds(connection: sqlite3.Connection) -> list[Feed]:
    """All subscriptions by folder, then title, without regard to case; those in no folder first."""
    feeds = [_feed(row) for row in connection.execute(_SELECT)]
    feeds.sort(key=lambda feed: (feed.folder.casefold(), feed.title.casefold(), feed.feed_id))
    return feeds


def feed_by_id(connection: sqlite3.Connection, path: Path, feed_id: int) -> Feed:
    """Raises FeedNotFound, also for a removed feed."""
    row = connection.execute(f"{_SELECT} AND f.feed_id = ?", (feed_id,)).fetchone()
    if row is None:
        raise FeedNotFound(path, str(feed_id))
    return _feed(row)


def feed_by_reference(connection: sqlite3.Connection, path: Path, reference: str) -> Feed:
    """The feed with this address, else with this id. Raises FeedNotFound."""
    row = connection.execute(f"{_SELECT} AND f.url = ?", (reference,)).fetchone()
    if row is not None:
        return _feed(row)
    # SQLite's integers have 64 bits; 18 digits always fit.
    if reference.isascii() and reference.isdigit() and len(reference) <= 18:
        return feed_by_id(connection, path, int(reference))
    raise FeedNotFound(path, reference)


def due_feeds(connection: sqlite3.Connection, now: datetime) -> list[Feed]:
    """Feeds that are not paused and never fetched or due; never fetched ones first."""
    rows = connection.execute(
        f"{_SELECT} AND f.is_paused = 0 AND (f.next_fetch_at IS NULL OR f.next_fetch_at <= ?)"
        " AND f.url <> ? ORDER BY f.next_fetch_at, f.feed_id",
        (seconds(now), SAVED_URL),
    )
    return [_feed(row) for row in rows]


def folders(connection: sqlite3.Connection) -> list[str]:
    """All folders that hold feeds or folders, parents before their children."""
    found: set[str] = set()
    rows = connection.execute("SELECT DISTINCT folder FROM feeds WHERE removed_at IS NULL AND folder <> ''")
    for (folder,) in rows:
        parts = folder.split("/")
        found.update("/".join(parts[:depth]) for depth in range(1, len(parts) + 1))
    return sorted(found, key=lambda folder: [part.casefold() for part in folder.split("/")])


def recent_dates(connection: sqlite3.Connection, feed_id: int, limit: int) -> list[datetime]:
    """Sort dates of the newest articles of a feed."""
    rows = connection.execute(
        "SELECT sorted_at FROM article_states INDEXED BY states_feed"
        " WHERE feed_id = ? AND hidden_by = 0 ORDER BY sorted_at DESC LIMIT ?",
        (feed_id, limit),
    )
    return [time_of(row[0]) for row in rows]


def pause(connection: sqlite3.Connection, feed_ids: Collection[int], is_paused: bool) -> None:
    """Pause feeds; those that are fetched again are due at once."""
    connection.execute(
        "UPDATE feeds SET is_paused = ?1, next_fetch_at = CASE WHEN ?1 THEN next_fetch_at END"
        " WHERE feed_id IN (SELECT value FROM json_each(?2))",
        (is_paused, id_list(feed_ids)),
    )


def set_muted(connection: sqlite3.Connection, feed_ids: Collection[int], is_muted: bool) -> None:
    """Leave feeds out of the views of everything, or let them in again."""
    connection.execute(
        "UPDATE feeds SET is_muted = ? WHERE feed_id IN (SELECT value FROM json_each(?))",
        (is_muted, id_list(feed_ids)),
    )


def follow_move(connection: sqlite3.Connection, feed_id: int) -> bool:
    """Take the address that the server names for good."""
    changed = connection.execute(
        "UPDATE feeds SET url = moved_to, moved_to = '', moved_count = 0, next_fetch_at = NULL"
        " WHERE feed_id = ? AND moved_to <> ''"
        " AND NOT EXISTS (SELECT 1 FROM feeds AS other WHERE other.url = feeds.moved_to)",
        (feed_id,),
    )
    return changed.rowcount > 0


def clean_folder(folder: str) -> str:
    """A folder's path without empty parts and blanks around the slashes."""
    return "/".join(part.strip() for part in folder.split("/") if part.strip())


def subscribe(
    connection: sqlite3.Connection, url: str, now: datetime, *, user_title: str, folder: str
) -> int:
    """Add the feed or bring it back; title and folder change only where given. Gives its id."""
    row = connection.execute(
        "SELECT feed_id, removed_at IS NOT NULL FROM feeds WHERE url = ?", (url,)
    ).fetchone()
    title, clean = user_title.strip(), clean_folder(folder)
    if row is None:
        cursor = connection.execute(
            "INSERT INTO feeds (url, user_title, folder, added_at) VALUES (?, ?, ?, ?)",
            (url, title, clean, seconds(now)),
        )
        feed_id = int(cursor.lastrowid or 0)
        connection.execute("INSERT INTO feed_counts (feed_id) VALUES (?)", (feed_id,))
        return feed_id
    feed_id = int(row[0])
    if row[1]:
        set_removed(connection, [feed_id], None)
        show_imported(connection, feed_id)
        connection.execute("UPDATE feeds SET is_paused = 0 WHERE feed_id = ?", (feed_id,))
    if title:
        set_user_title(connection, feed_id, title)
    if clean:
        set_folder(connection, [feed_id], clean)
    return feed_id


def is_subscribed(connection: sqlite3.Connection, url: str) -> bool:
    """Whether a feed with this address is subscribed to."""
    row = connection.execute("SELECT 1 FROM feeds WHERE url = ? AND removed_at IS NULL", (url,)).fetchone()
    return row is not None


def show_imported(connection: sqlite3.Connection, feed_id: int) -> tuple[int, ...]:
    """Show the feed's articles again whose import was taken back; gives their ids."""
    counts.touch(
        connection,
        "SELECT a.article_id FROM articles AS a INDEXED BY articles_by_feed"
        " CROSS JOIN article_states AS s ON s.article_id = a.article_id"
        " WHERE a.feed_id = ? AND s.hidden_by & ?",
        (feed_id, HIDDEN_BY_UNDO),
    )
    with counts.kept_true(connection):
        connection.execute(
            "UPDATE article_states SET hidden_by = hidden_by & ~?"
            " WHERE article_id IN (SELECT article_id FROM temp.touched)",
            (HIDDEN_BY_UNDO,),
        )
        hide_removed(connection)
    return counts.touched_ids(connection)


def set_removed(
    connection: sqlite3.Connection, feed_ids: Collection[int], removed_at: datetime | None
) -> tuple[int, ...]:
    """Remove feeds, or bring them back (None). Gives the ids of those that really changed."""
    is_removal = removed_at is not None
    rows = connection.execute(
        "SELECT feed_id FROM feeds WHERE feed_id IN (SELECT value FROM json_each(?))"
        " AND (removed_at IS NULL) = ? ORDER BY feed_id",
        (id_list(feed_ids), is_removal),
    )
    changed = tuple(row[0] for row in rows)
    connection.execute(
        "UPDATE feeds SET removed_at = ? WHERE feed_id IN (SELECT value FROM json_each(?))",
        (seconds(removed_at) if removed_at is not None else None, id_list(changed)),
    )
    counts.touch(
        connection,
        "SELECT article_id FROM articles WHERE feed_id IN (SELECT value FROM json_each(?))",
        (id_list(changed),),
    )
    with counts.kept_true(connection):
        hide_removed(connection)
    return changed


def hide_removed(connection: sqlite3.Connection) -> None:
    """Make the touched articles' hiding follow the rule: feed removed, not starred, not tagged."""
    # Not by UPDATE … FROM: SQLite would walk all articles to find the touched ones.
    connection.execute(
        f"UPDATE article_states SET hidden_by = {_HIDING_RULE}"
        f" WHERE article_id IN (SELECT article_id FROM temp.touched) AND hidden_by <> {_HIDING_RULE}",
        {"bit": HIDDEN_BY_REMOVAL},
    )


_HIDING_RULE = """(
    (hidden_by & ~:bit) | CASE
        WHEN is_starred = 0
            AND EXISTS (SELECT 1 FROM feeds AS f
                WHERE f.feed_id = article_states.feed_id AND f.removed_at IS NOT NULL)
            AND NOT EXISTS (SELECT 1 FROM article_tags AS g WHERE g.article_id = article_states.article_id)
        THEN :bit ELSE 0
    END
)"""


def set_user_title(connection: sqlite3.Connection, feed_id: int, user_title: str) -> None:
    """Give the reader's own title, "" for the feed's."""
    connection.execute(
        "UPDATE feeds SET user_title = ? WHERE feed_id = ? AND user_title <> ?",
        (user_title, feed_id, user_title),
    )


def set_folder(connection: sqlite3.Connection, feed_ids: Collection[int], folder: str) -> None:
    """Move feeds to a folder, "" for none. Keywords of folders have yet to be looked for in them."""
    with reach.kept_known(connection):
        connection.execute(
            "UPDATE feeds SET folder = ? WHERE feed_id IN (SELECT value FROM json_each(?)) AND folder <> ?",
            (folder, id_list(feed_ids), folder),
        )


def folders_of(connection: sqlite3.Connection, feed_ids: Collection[int]) -> dict[int, str]:
    """The folder of each feed that is not removed."""
    return dict(
        connection.execute(
            "SELECT feed_id, folder FROM feeds"
            " WHERE removed_at IS NULL AND feed_id IN (SELECT value FROM json_each(?)) ORDER BY feed_id",
            (id_list(feed_ids),),
        )
    )


def _feed(row: tuple[Any, ...]) -> Feed:
    # By position: a first screen makes hundreds of them. The order is that of ``_SELECT``.
    feed_id, url, title, feed_title, user_title, site_url, folder, article_count, unread_count = row[:9]
    fetched_at, next_fetch_at, error, failure_count, etag, last_modified, body_hash = row[9:16]
    is_paused, is_muted = map(bool, row[16:])
    return Feed(
        feed_id,
        url,
        title,
        feed_title,
        user_title,
        site_url,
        folder,
        article_count,
        unread_count,
        time_or_none(fetched_at),
        time_or_none(next_fetch_at),
        error,
        failure_count,
        Validators(etag, last_modified),
        body_hash,
        is_paused,
        is_muted,
    )


def muted_ids(connection: sqlite3.Connection) -> tuple[int, ...]:
    """The feeds that are muted."""
    rows = connection.execute("SELECT feed_id FROM feeds INDEXED BY feeds_muted WHERE is_muted = 1")
    return tuple(row[0] for row in rows)
