"""Keywords that rest: paused by the reader, or after their last day. Their hits stay, and they do nothing."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import TYPE_CHECKING, Any

from storage.history import journal
from storage.history.journal import Facts, Kind
from storage.sqlite.values import seconds
from storage.watch import acting, keywords, watching

if TYPE_CHECKING:
    from storage.model import Keyword


def begin_pause(
    connection: sqlite3.Connection, pattern: str, is_paused: bool, now: datetime
) -> tuple[Keyword | None, Facts | None]:
    """Let a keyword rest, or be looked for again, also after its last day.

    Returns:
        The keyword, None where there is none; and what takes the change back, None where it rested, or
        did not rest, before.
    """
    before = _rest_of(connection, pattern)
    if before is None:
        return None, None
    rested, expires_at = before
    is_over = expires_at is not None and expires_at <= seconds(now)
    after = (is_paused, expires_at if is_paused or not is_over else None)
    _write_rest(connection, pattern, after)
    facts = {"pattern": pattern, "before": before, "after": after, "done": {}}
    has_changed = bool(rested or is_over) != is_paused
    return keywords.find_keyword(connection, pattern), facts if has_changed else None


def record(connection: sqlite3.Connection, now: datetime, facts: Facts, done: Facts) -> None:
    """Write a pause down, or its end with what the keyword did then."""
    sentence = f"{'Paused' if facts['after'][0] else 'Resumed'} keyword {facts['pattern']}"
    journal.record(connection, now, Kind.KEYWORD_PAUSED, sentence, {**facts, "done": done})


def put_back(connection: sqlite3.Connection, facts: Facts) -> None:
    """Let a keyword rest or not as it did before a change that was not finished."""
    _write_rest(connection, facts["pattern"], facts["before"])


def apply(connection: sqlite3.Connection, facts: Facts, *, is_undo: bool) -> tuple[int, ...]:
    """Take a pause or its end back, or make it again; gives the articles that a keyword changed.

    A keyword that is looked for again has yet to be looked for in what came while it rested.
    """
    changed = acting.take_back(connection, facts["done"]) if is_undo else ()
    _write_rest(connection, facts["pattern"], facts["before" if is_undo else "after"])
    return changed if is_undo else acting.make_again(connection, facts["done"])


def has_ended(connection: sqlite3.Connection, now: datetime) -> bool:
    """Whether the last day of a keyword is over that does not rest yet."""
    return bool(_ended(connection, now))


def end_keywords(connection: sqlite3.Connection, now: datetime) -> int:
    """Let keywords rest whose last day is over, and show what only they hid; gives how many they were."""
    ended = _ended(connection, now)
    for pattern, expires_at in ended:
        _write_rest(connection, pattern, (True, expires_at))
    return len(ended)


def _ended(connection: sqlite3.Connection, now: datetime) -> list[tuple[str, int]]:
    return connection.execute(
        "SELECT pattern, expires_at FROM keywords WHERE is_paused = 0 AND expires_at <= ?", (seconds(now),)
    ).fetchall()


def _rest_of(connection: sqlite3.Connection, pattern: str) -> tuple[bool, int | None] | None:
    row = connection.execute(
        "SELECT is_paused, expires_at FROM keywords WHERE pattern = ?", (pattern,)
    ).fetchone()
    return None if row is None else (bool(row[0]), row[1])


def _write_rest(connection: sqlite3.Connection, pattern: str, rest: Any) -> None:
    is_paused, expires_at = rest
    connection.execute(
        # Whatever came while it rested is still to be searched.
        "UPDATE keywords SET is_paused = ?1, expires_at = ?2, is_matched = is_matched AND ?1"
        " WHERE pattern = ?3",
        (is_paused, expires_at, pattern),
    )
    keywords.raise_version(connection)
    keyword = keywords.find_keyword(connection, pattern)
    if keyword is None:
        return
    found = acting.found_ids(connection, keyword.keyword_id)
    if is_paused:
        acting.show_unfounded(connection, found)
    else:
        watching.hide_again(connection, keyword, found)
