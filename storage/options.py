"""What the reader set for one feed: how it is asked for, and how often."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from storage.errors import FeedNotFound


@dataclass(frozen=True, slots=True)
class FeedOptions:
    """How one feed is fetched, where that differs from the settings.

    Attributes:
        headers: (name, value) pairs sent with each request; a cookie is one.
        user_agent: "" for the settings' own; so ``proxy``.
        user: For Basic authentication, "" for none.
        password: Where the password is read from: "command:…" or "keyring:service/user". Values of
            headers may be such sources too. No secret is ever stored.
        interval_minutes: Between two fetches, None for the feed's own rhythm.
    """

    headers: tuple[tuple[str, str], ...] = ()
    user_agent: str = ""
    proxy: str = ""
    user: str = ""
    password: str = ""
    interval_minutes: int | None = None


PLAIN = FeedOptions()


@dataclass(frozen=True, slots=True)
class FeedWishes:
    """What the publisher said last about when to ask: hours 0-23 and weekdays (0 is Monday) in GMT."""

    ttl_minutes: int | None = None
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()


NO_WISHES = FeedWishes()


def read_options(connection: sqlite3.Connection) -> dict[int, FeedOptions]:
    """The options of all feeds that have some, by feed id."""
    rows = connection.execute("SELECT feed_id, options FROM feeds WHERE options <> ''")
    return {feed_id: unpack(packed) for feed_id, packed in rows}


def read_wishes(connection: sqlite3.Connection) -> dict[int, FeedWishes]:
    """What publishers wish, by feed id; feeds without a wish are left out."""
    rows = connection.execute(
        "SELECT feed_id, ttl_minutes, skip_hours, skip_days FROM feeds"
        " WHERE ttl_minutes IS NOT NULL OR skip_hours <> '[]' OR skip_days <> '[]'"
    )
    return {
        feed_id: FeedWishes(ttl, tuple(json.loads(hours)), tuple(json.loads(days)))
        for feed_id, ttl, hours, days in rows
    }


def write_options(connection: sqlite3.Connection, path: Path, feed_id: int, options: FeedOptions) -> None:
    """Set the options of a feed.

    Raises:
        FeedNotFound: No feed has the id.
    """
    if not write_packed(connection, feed_id, pack(options)):
        raise FeedNotFound(path, str(feed_id))


def packed_options(connection: sqlite3.Connection, feed_id: int) -> str:
    """The options of a feed as they are stored, for the journal."""
    row = connection.execute("SELECT options FROM feeds WHERE feed_id = ?", (feed_id,)).fetchone()
    return "" if row is None else str(row[0])


def write_packed(connection: sqlite3.Connection, feed_id: int, packed: str) -> bool:
    """Set options as they were stored; the feed is due at once. False where no feed has the id."""
    changed = connection.execute(
        "UPDATE feeds SET options = ?, next_fetch_at = NULL WHERE feed_id = ?", (packed, feed_id)
    )
    return changed.rowcount > 0


def pack(options: FeedOptions) -> str:
    """Options as they are stored, "" for plain ones."""
    if options == PLAIN:
        return ""
    return json.dumps(
        {
            "headers": options.headers,
            "user_agent": options.user_agent,
            "proxy": options.proxy,
            "user": options.user,
            "password": options.password,
            "interval_minutes": options.interval_minutes,
        }
    )


def unpack(packed: str) -> FeedOptions:
    """Options from what is stored."""
    if not packed:
        return PLAIN
    values = json.loads(packed)
    values["headers"] = tuple((name, value) for name, value in values["headers"])
    return FeedOptions(**values)
