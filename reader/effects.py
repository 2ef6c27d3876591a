"""What commands do to the reader's own data."""

from __future__ import annotations

from enum import StrEnum


class Effect(StrEnum):
    """What a command does to the reader's own data: subscriptions, marks, tags, keywords, searches."""

    LOOKS = "changes nothing"
    UNDOABLE = "undo takes it back"
    FETCHES = "brings what publishers say, and touches no mark"
    TENDS = "keeps the archive's file in order, and touches no mark"
    DELETES = "deletes for good, and asks before it does"
