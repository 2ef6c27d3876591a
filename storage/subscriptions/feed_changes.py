"""What the reader does with subscriptions, as steps that can be undone: beside those in ``changes``."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from storage import options
from storage.history import journal
from storage.history.journal import Entry, Kind
from storage.model import Change
from storage.sentences import counted
from storage.sqlite.values import id_list
from storage.subscriptions import feed_settings, feeds

if TYPE_CHECKING:
    from storage.options import FeedOptions

_NOTHING = "Nothing to change"


def record_added(connection: sqlite3.Connection, now: datetime, feed_id: int) -> Change:
    """Write down that a feed was subscribed to."""
    sentence = f"Added {_named(connection, [feed_id])}"
    return _record(connection, now, Kind.FEED_ADDED, sentence, {"feed_id": feed_id})


def pause_feeds(
    connection: sqlite3.Connection, now: datetime, feed_ids: Collection[int], is_paused: bool
) -> Change:
    """Stop fetching feeds until told otherwise, or fetch them again, at once."""
    changed = _differing(connection, "is_paused", feed_ids, is_paused)
    if not changed:
        return Change(0, _NOTHING)
    due = _next_fetches(connection, changed)
    feeds.pause(connection, changed, is_paused)
    sentence = f"{'Paused' if is_paused else 'Resumed'} {_named(connection, changed)}"
    facts = {"feed_ids": changed, "is_set": is_paused, "next_fetches": due}
    return _record(connection, now, Kind.FEEDS_PAUSED, sentence, facts)


def mute_feeds(
    connection: sqlite3.Connection, now: datetime, feed_ids: Collection[int], is_muted: bool
) -> Change:
    """Leave feeds out of the views of everything, or let them in again."""
    changed = _differing(connection, "is_muted", feed_ids, is_muted)
    if not changed:
        return Change(0, _NOTHING)
    feeds.set_muted(connection, changed, is_muted)
    sentence = f"{'Muted' if is_muted else 'Unmuted'} {_named(connection, changed)}"
    return _record(connection, now, Kind.FEEDS_MUTED, sentence, {"feed_ids": changed, "is_set": is_muted})


def set_options(
    connection: sqlite3.Connection, path: Path, now: datetime, feed_id: int, wanted: FeedOptions
) -> Change:
    """Say how a feed is fetched. Raises FeedNotFound."""
    title = feeds.feed_by_id(connection, path, feed_id).title
    before = options.packed_options(connection, feed_id)
    options.write_options(connection, path, feed_id, wanted)
    after = options.packed_options(connection, feed_id)
    if after == before:
        return Change(0, _NOTHING)
    facts = {"feed_id": feed_id, "before": before, "after": after}
    return _record(connection, now, Kind.FEED_OPTIONS_SET, f"Set how {title} is fetched", facts)


def follow_move(connection: sqlite3.Connection, now: datetime, feed_id: int) -> Change:
    """Take the address that the server names; changes nothing where it names none or another feed has it."""
    before = _url_of(connection, feed_id)
    if not feeds.follow_move(connection, feed_id):
        return Change(0, _NOTHING)
    sentence = f"Took the new address of {_named(connection, [feed_id])}"
    facts = {"feed_id": feed_id, "before": before, "after": _url_of(connection, feed_id)}
    return _record(connection, now, Kind.FEED_FOLLOWED, sentence, facts)


def rename_folder(connection: sqlite3.Connection, now: datetime, name: str, new_name: str) -> Change:
    """Give a folder another path, with all folders in it; "" dissolves it into the one around it."""
    old, new = feeds.clean_folder(name), feeds.clean_folder(new_name)
    before = dict(
        connection.execute(
            "SELECT feed_id, folder FROM feeds WHERE removed_at IS NULL"
            " AND (folder = ?1 OR substr(folder, 1, length(?1) + 1) = ?1 || '/') ORDER BY feed_id",
            (old,),
        )
    )
    if not old or not before or old == new:
        return Change(0, _NOTHING)
    parent = old.rpartition("/")[0]
    after = {
        feed_id: feeds.clean_folder(f"{new or parent}{folder[len(old) :]}")
        for feed_id, folder in before.items()
    }
    _set_folders(connection, after)
    sentence = f"Renamed folder {old} to {new}" if new else f"Dissolved folder {old}"
    facts = {"before": list(before.items()), "after": list(after.items())}
    return _record(connection, now, Kind.FOLDER_RENAMED, sentence, facts)


def apply(connection: sqlite3.Connection, now: datetime, entry: Entry, *, is_undo: bool) -> None:
    """Take back or repeat one change of subscriptions."""
    facts = entry.facts
    match entry.kind:
        case Kind.FEEDS_REMOVED:
            feeds.set_removed(connection, facts["feed_ids"], None if is_undo else now)
        case Kind.FEED_RENAMED:
            feeds.set_user_title(connection, facts["feed_id"], facts["before" if is_undo else "after"])
        case Kind.FEEDS_MOVED:
            for feed_id, folder in facts["before"]:
                feeds.set_folder(connection, [feed_id], folder if is_undo else facts["after"])
        case Kind.FEED_ADDED:
            feeds.set_removed(connection, [facts["feed_id"]], now if is_undo else None)
        case Kind.FEEDS_PAUSED:
            _pause_again(connection, facts, is_undo=is_undo)
        case Kind.FEEDS_MUTED:
            feeds.set_muted(connection, facts["feed_ids"], facts["is_set"] != is_undo)
        case Kind.FEEDS_SET:
            feed_settings.apply(connection, facts, is_undo=is_undo)
        case Kind.FEED_OPTIONS_SET:
            options.write_packed(connection, facts["feed_id"], facts["before" if is_undo else "after"])
        case Kind.FEED_FOLLOWED:
            here, there = ("after", "before") if is_undo else ("before", "after")
            _set_url(connection, facts["feed_id"], facts[here], facts[there])
        case Kind.FOLDER_RENAMED:
            _set_folders(connection, dict(facts["before" if is_undo else "after"]))
        case _:
            raise AssertionError(f"{entry.kind} belongs to another module")


def _next_fetches(connection: sqlite3.Connection, feed_ids: Collection[int]) -> list[tuple[int, int | None]]:
    rows = connection.execute(
        "SELECT feed_id, next_fetch_at FROM feeds WHERE feed_id IN (SELECT value FROM json_each(?))",
        (id_list(feed_ids),),
    )
    return list(rows)


def _pause_again(connection: sqlite3.Connection, facts: journal.Facts, *, is_undo: bool) -> None:
    feeds.pause(connection, facts["feed_ids"], facts["is_set"] != is_undo)
    if is_undo:
        connection.executemany(
            "UPDATE feeds SET next_fetch_at = ?2 WHERE feed_id = ?1",
            [(feed_id, at) for feed_id, at in facts.get("next_fetches", ())],
        )


def _set_folders(connection: sqlite3.Connection, folder_by_id: dict[int, str]) -> None:
    for feed_id, folder in folder_by_id.items():
        feeds.set_folder(connection, [feed_id], folder)


def _set_url(connection: sqlite3.Connection, feed_id: int, old: str, new: str) -> None:
    # The address that was left may have been subscribed to meanwhile, and two feeds never share one.
    connection.execute(
        "UPDATE feeds SET url = ?3, moved_to = ?2, next_fetch_at = NULL WHERE feed_id = ?1 AND url = ?2"
        " AND NOT EXISTS (SELECT 1 FROM feeds AS other WHERE other.url = ?3)",
        (feed_id, old, new),
    )


def _url_of(connection: sqlite3.Connection, feed_id: int) -> str:
    row = connection.execute("SELECT url FROM feeds WHERE feed_id = ?", (feed_id,)).fetchone()
    return "" if row is None else str(row[0])


def _differing(
    connection: sqlite3.Connection, column: str, feed_ids: Collection[int], wish: bool
) -> tuple[int, ...]:
    """The feeds among these that are not as they are wished to be."""
    rows = connection.execute(
        f"SELECT feed_id FROM feeds WHERE removed_at IS NULL AND {column} <> ?"
        " AND feed_id IN (SELECT value FROM json_each(?)) ORDER BY feed_id",
        (wish, id_list(feed_ids)),
    )
    return tuple(row[0] for row in rows)


def _named(connection: sqlite3.Connection, feed_ids: Collection[int]) -> str:
    """A single feed by its title, several by their number."""
    if len(feed_ids) != 1:
        return counted(len(feed_ids), "feed")
    (title,) = connection.execute("SELECT title FROM feeds WHERE feed_id = ?", tuple(feed_ids)).fetchone()
    return str(title)


def _record(
    connection: sqlite3.Connection, now: datetime, kind: Kind, sentence: str, facts: journal.Facts
) -> Change:
    return Change(journal.record(connection, now, kind, sentence, facts), sentence)
