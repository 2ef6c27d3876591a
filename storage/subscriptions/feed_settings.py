"""All that the reader sets for single feeds, read together and changed in one step."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from storage import options
from storage.errors import AddressTaken
from storage.history import journal
from storage.history.journal import Kind
from storage.model import Change
from storage.options import PLAIN, FeedOptions
from storage.subscriptions import feeds

_NOTHING = "Nothing to change"

# In the order of the dialog; the words of a sentence on several of them.
_WORDS = {
    "user_title": "title",
    "folder": "folder",
    "url": "address",
    "is_paused": "pause",
    "is_muted": "muting",
    "options": "fetching",
}


@dataclass(frozen=True, slots=True)
class FeedSettings:
    """What the reader sets for one feed.

    Attributes:
        url: The feed's address; its articles and their state stay whatever it becomes.
        user_title: The reader's own title, "" for the feed's.
        folder: "/"-separated path, "" for none.
        is_muted: Left out of All, Unread, Today and Pictures.
    """

    url: str
    user_title: str = ""
    folder: str = ""
    is_paused: bool = False
    is_muted: bool = False
    options: FeedOptions = PLAIN


def read_settings(connection: sqlite3.Connection, path: Path, feed_id: int) -> FeedSettings:
    """Raises FeedNotFound."""
    feed = feeds.feed_by_id(connection, path, feed_id)
    packed = options.packed_options(connection, feed_id)
    return FeedSettings(
        url=feed.url,
        user_title=feed.user_title,
        folder=feed.folder,
        is_paused=feed.is_paused,
        is_muted=feed_id in feeds.muted_ids(connection),
        options=options.unpack(packed),
    )


def change_settings(
    connection: sqlite3.Connection, path: Path, now: datetime, wanted_by_id: Mapping[int, FeedSettings]
) -> Change:
    """Set feeds as they are wanted, in one step. Nothing is changed where an error is raised.

    Raises:
        FeedNotFound: One of them is not subscribed to.
        AddressTaken: A wanted address is that of another feed.
    """
    before: dict[int, dict[str, Any]] = {}
    after: dict[int, dict[str, Any]] = {}
    for feed_id, wanted in wanted_by_id.items():
        old = _columns(read_settings(connection, path, feed_id))
        new = _columns(wanted)
        changed = [name for name in _WORDS if new[name] != old[name]]
        if changed:
            before[feed_id] = {name: old[name] for name in changed}
            after[feed_id] = {name: new[name] for name in changed}
    if not after:
        return Change(0, _NOTHING)
    old_title = feeds.feed_by_id(connection, path, next(iter(after))).title
    for feed_id, values in after.items():
        if "url" in values:
            _refuse_taken(connection, path, values["url"])
        _write(connection, feed_id, values)
    title = feeds.feed_by_id(connection, path, next(iter(after))).title
    sentence = _describe(list(after.values()), old_title, title)
    facts = {"before": list(before.items()), "after": list(after.items())}
    return Change(journal.record(connection, now, Kind.FEEDS_SET, sentence, facts), sentence)


def apply(connection: sqlite3.Connection, facts: journal.Facts, *, is_undo: bool) -> None:
    """Take back or repeat such a step."""
    for feed_id, values in facts["before" if is_undo else "after"]:
        _write(connection, feed_id, values)


def _columns(settings: FeedSettings) -> dict[str, Any]:
    """Settings as they are stored, and as the journal keeps them."""
    return {
        "user_title": " ".join(settings.user_title.split()),
        "folder": feeds.clean_folder(settings.folder),
        "url": settings.url,
        "is_paused": settings.is_paused,
        "is_muted": settings.is_muted,
        "options": options.pack(settings.options),
    }


def _write(connection: sqlite3.Connection, feed_id: int, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        match name:
            case "user_title":
                feeds.set_user_title(connection, feed_id, value)
            case "folder":
                feeds.set_folder(connection, [feed_id], value)
            case "url":
                _set_address(connection, feed_id, value)
            case "is_paused":
                feeds.pause(connection, [feed_id], value)
            case "is_muted":
                feeds.set_muted(connection, [feed_id], value)
            case "options":
                options.write_packed(connection, feed_id, value)
            case _:
                raise AssertionError(f"{name} is not set for feeds")


def _set_address(connection: sqlite3.Connection, feed_id: int, url: str) -> None:
    """Give a feed an address that no other has, and forget what only the old address said."""
    # A validator of the one address would have the other answer that nothing is new.
    connection.execute(
        "UPDATE feeds SET url = ?2, etag = '', last_modified = '', body_hash = x'', error = NULL,"
        " failure_count = 0, moved_to = '', moved_count = 0, next_fetch_at = NULL"
        " WHERE feed_id = ?1 AND NOT EXISTS (SELECT 1 FROM feeds AS other WHERE other.url = ?2)",
        (feed_id, url),
    )


def _refuse_taken(connection: sqlite3.Connection, path: Path, url: str) -> None:
    row = connection.execute(
        "SELECT title, removed_at IS NOT NULL FROM feeds WHERE url = ?", (url,)
    ).fetchone()
    if row is not None:
        raise AddressTaken(path, str(row[0]), bool(row[1]))


def _describe(changes: list[dict[str, Any]], old_title: str, title: str) -> str:
    subject = old_title if len(changes) == 1 else f"{len(changes)} feeds"
    changed = [name for name in _WORDS if any(name in values for values in changes)]
    if len(changed) > 1:
        words = [_WORDS[name] for name in changed]
        # Where the title itself is one of them, the feed is known by the new one from now on.
        return f"Changed {', '.join(words[:-1])} and {words[-1]} of {title if len(changes) == 1 else subject}"
    (name,) = changed
    value = changes[0][name]
    match name:
        case "user_title":
            return f"Renamed {subject} to {title}"
        case "folder":
            return f"Moved {subject} {f'to {value}' if value else 'out of all folders'}"
        case "url":
            return f"Gave {subject} another address"
        case "is_paused":
            return f"{'Paused' if value else 'Resumed'} {subject}"
        case "is_muted":
            return f"{'Muted' if value else 'Unmuted'} {subject}"
        case _:
            return f"Set how {subject} {'is' if len(changes) == 1 else 'are'} fetched"
