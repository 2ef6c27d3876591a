"""A change of keywords while it is made: in many transactions, and one step from the first of them on.

Its entry in the journal is written together with its first keyword. So whatever ends the process, undo takes
back what is there.
"""

from __future__ import annotations

import sqlite3
from datetime import datetime
from pathlib import Path

from storage.errors import ChangeTakenBack
from storage.history import journal
from storage.history.journal import Facts, Kind
from storage.model import Keyword
from storage.watch import keyword_steps, keywords, watching
from storage.watch.keyword_steps import KeywordPlan, Part

BROKEN_OFF = ", broken off"
"""What the sentence ends in until the change is whole."""

IS_OPEN = "is_open"
"""Stands in the facts until then."""


class OpenStep:
    """Makes what a plan says, an addition after the other. Its methods run inside a writing transaction each.

    A part of the entry is all that takes an addition back. It is there before the addition is: the keywords
    that are not watched yet are written down at once, and one that replaces another one when it does.
    """

    def __init__(self, path: Path, plan: KeywordPlan) -> None:
        self._path = path
        self._plan = plan
        self._sentence = plan.sentence
        self._change_id = 0
        self._parts: list[Part | None] = [None] * len(plan.added)

    def begin(
        self, connection: sqlite3.Connection, now: datetime, index: int
    ) -> tuple[Keyword, Facts | None]:
        """Write the keyword of an addition, without hits; gives it and what brings the replaced one back.

        Raises:
            ChangeTakenBack: Somebody has undone the change meanwhile.
        """
        is_first = not self._change_id
        if is_first:
            self._foresee(connection)
        else:
            self.require(connection)
        facts = self._plan.added[index]
        keyword, before = watching.begin_addition(connection, facts, now)
        if is_first:
            verb = "Changed" if before else "Added"
            self._sentence = self._plan.sentence or f"{verb} keyword {facts.pattern}"
        is_new = self._note(index, {"pattern": facts.pattern, "before": before, "done": {}})
        if is_first:
            self._change_id = journal.record(
                connection, now, Kind.KEYWORDS_CHANGED, self._sentence + BROKEN_OFF, self._facts()
            )
        elif is_new:
            self._amend(connection)
        return keyword, before

    def finish_addition(
        self, connection: sqlite3.Connection, index: int, keyword: Keyword, before: Facts | None
    ) -> Keyword:
        """Let a keyword act that was found everywhere; gives it with its counts. Raises as ``begin``."""
        self.require(connection)
        finished, facts = watching.finish_addition(connection, keyword, before)
        if self._note(index, facts):
            self._amend(connection)
        return finished

    def finish(self, connection: sqlite3.Connection, now: datetime) -> None:
        """Remove what the plan says: the change is whole. Raises as ``begin``."""
        if self._change_id:
            self.require(connection)
        parts = [part for part in self._parts if part is not None]
        for pattern in self._plan.removed:
            facts = keywords.drop_keyword(connection, pattern)
            if facts is not None:
                parts.append(keyword_steps.removed(facts))
        if self._change_id:
            journal.amend(connection, self._change_id, self._sentence, {"parts": parts})
        elif parts:
            journal.record(connection, now, Kind.KEYWORDS_CHANGED, self._sentence, {"parts": parts})

    def give_up(self, connection: sqlite3.Connection) -> None:
        """Take back what was made of it so far, as if it had never begun."""
        entry = journal.done_change(connection, self._change_id)
        # By what is stored: an interruption may have come before a transaction's end was heard of.
        if entry is not None and entry.kind is Kind.KEYWORDS_CHANGED and entry.facts.get(IS_OPEN):
            keyword_steps.take_back(connection, entry.facts)
            journal.forget(connection, entry.change_id)

    def require(self, connection: sqlite3.Connection) -> None:
        """Make sure that the change was not undone while it is made.

        Raises:
            ChangeTakenBack: It was.
        """
        if not journal.is_done(connection, self._change_id):
            raise ChangeTakenBack(self._path, self._sentence)

    def _foresee(self, connection: sqlite3.Connection) -> None:
        for index, facts in enumerate(self._plan.added):
            if keywords.find_keyword(connection, facts.pattern) is None:
                self._note(index, {"pattern": facts.pattern, "before": None, "done": {}})

    def _note(self, index: int, facts: Facts) -> bool:
        """Keep what takes an addition back; gives whether that is new."""
        part = keyword_steps.added(facts)
        is_new = self._parts[index] != part
        self._parts[index] = part
        return is_new

    def _amend(self, connection: sqlite3.Connection) -> None:
        journal.amend(connection, self._change_id, self._sentence + BROKEN_OFF, self._facts())

    def _facts(self) -> Facts:
        return {"parts": [part for part in self._parts if part is not None], IS_OPEN: True}
