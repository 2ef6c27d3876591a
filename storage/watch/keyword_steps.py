"""Several keywords added or removed as one change: an import, or an edit that changes the pattern.

How such a change is made tells ``open_steps``.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from storage.history.journal import Facts
from storage.watch import keywords, watching

if TYPE_CHECKING:
    from storage.watch.keywords import KeywordFacts

_ADDED, _REMOVED = "added", "removed"

Part = tuple[str, Facts]
"""What was done with one keyword, and what it takes to take it back."""


@dataclass(frozen=True, slots=True)
class KeywordPlan:
    """What is to be done as one change.

    Attributes:
        sentence: What the journal says of it; "" where its first addition says that.
        added: In this order; one whose pattern is watched already replaces it.
        removed: Patterns, after all additions.
    """

    sentence: str
    added: tuple[KeywordFacts, ...]
    removed: tuple[str, ...] = ()


def added(facts: Facts) -> Part:
    """The part of an addition."""
    return (_ADDED, facts)


def removed(facts: Facts) -> Part:
    """The part of a removal."""
    return (_REMOVED, facts)


def take_back(connection: sqlite3.Connection, facts: Facts) -> tuple[Facts, tuple[int, ...]]:
    """Undo a whole change; gives its facts and the articles that changed."""
    parts: list[Any] = []
    changed: set[int] = set()
    for name, part in reversed(facts["parts"]):
        if name == _ADDED:
            part, article_ids = watching.take_back_addition(connection, part)
            changed.update(article_ids)
        else:
            keywords.restore_keyword(connection, part)
        parts.append((name, part))
    return {"parts": parts[::-1]}, tuple(sorted(changed))


def make_again(connection: sqlite3.Connection, facts: Facts) -> tuple[Facts, tuple[int, ...]]:
    """Redo a whole change; gives its facts and the articles that changed."""
    parts: list[Any] = []
    changed: set[int] = set()
    for name, part in facts["parts"]:
        if name == _ADDED:
            part, article_ids = watching.add_again(connection, part)
            changed.update(article_ids)
        else:
            # Refreshes may have found more hits since the first removal.
            part = keywords.drop_keyword(connection, part["keyword"][1]) or part
        parts.append((name, part))
    return {"parts": parts}, tuple(sorted(changed))
