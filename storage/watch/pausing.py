"""Keywords that rest: paused by the reader, or after their last day. Their hits stay, and they do nothing."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from storage.errors import ChangeTakenBack
from storage.history import journal
from storage.history.journal import Facts, Kind
from storage.sqlite.values import seconds
from storage.watch import acting, keywords, watching
from storage.watch.open_steps import BROKEN_OFF, IS_OPEN

if TYPE_CHECKING:
    from storage.model import Keyword


def pause(connection: sqlite3.Connection, now: datetime, pattern: str) -> Keyword | None:
    """Let a keyword rest, as a change where it did not; None where there is none."""
    keyword, facts = _begin(connection, pattern, True, now)
    if facts is not None:
        journal.record(connection, now, Kind.KEYWORD_PAUSED, f"Paused keyword {pattern}", facts)
    return keyword


class OpenResumption:
    """Has a keyword looked for again: in many transactions, and one step from the first of them on.

    Its methods run inside a writing transaction each; see ``open_steps``. Where it rested by nobody's word,
    or not at all, what it does with articles is the step.
    """

    def __init__(self, path: Path, pattern: str) -> None:
        self._path = path
        self._pattern = pattern
        self._sentence = f"Resumed keyword {pattern}"
        self._facts: Facts | None = None
        self._change_id = 0

    def begin(self, connection: sqlite3.Connection, now: datetime) -> Keyword | None:
        """Wake the keyword; it has yet to be looked for in what came while it rested. None: there is none."""
        keyword, self._facts = _begin(connection, self._pattern, False, now)
        if self._facts is not None:
            self._change_id = journal.record(
                connection,
                now,
                Kind.KEYWORD_PAUSED,
                self._sentence + BROKEN_OFF,
                {**self._facts, IS_OPEN: True},
            )
        return keyword

    def require(self, connection: sqlite3.Connection) -> None:
        """Make sure that it was not undone meanwhile.

        Raises:
            ChangeTakenBack: It was.
        """
        if self._facts is not None and not journal.is_done(connection, self._change_id):
            raise ChangeTakenBack(self._path, self._sentence)

    def finish(self, connection: sqlite3.Connection, now: datetime, done: Facts) -> None:
        """Write down what the keyword did with articles: the step is whole."""
        if self._facts is None:
            acting.record(connection, now, done, 0)
        else:
            journal.amend(connection, self._change_id, self._sentence, {**self._facts, "done": done})

    def give_up(self, connection: sqlite3.Connection) -> None:
        """Let the keyword rest as before, as if it had never begun."""
        entry = journal.done_change(connection, self._change_id)
        # By what is stored: an interruption may have come before a transaction's end was heard of.
        if entry is not None and entry.kind is Kind.KEYWORD_PAUSED and entry.facts.get(IS_OPEN):
            _write_rest(connection, self._pattern, entry.facts["before"])
            journal.forget(connection, entry.change_id)


def _begin(
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
