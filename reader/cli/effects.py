"""What each command of the command line does to the reader's data; a test holds this complete and true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.commands import Effect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.cli.session import Session
    from storage.model import Change

EFFECTS = {
    "add": Effect.UNDOABLE,
    "remove": Effect.UNDOABLE,
    "feeds": Effect.LOOKS,
    "edit": Effect.UNDOABLE,
    "folder": Effect.UNDOABLE,
    "save": Effect.UNDOABLE,
    "refresh": Effect.FETCHES,
    "read": Effect.LOOKS,
    "list": Effect.LOOKS,
    "show": Effect.LOOKS,
    "mark": Effect.UNDOABLE,
    "tag": Effect.UNDOABLE,
    "note": Effect.UNDOABLE,
    "keyword": Effect.UNDOABLE,
    "search": Effect.UNDOABLE,
    "captions": Effect.TENDS,
    "import": Effect.UNDOABLE,
    "export": Effect.LOOKS,
    "undo": Effect.UNDOABLE,
    "redo": Effect.UNDOABLE,
    "check": Effect.TENDS,
    "clean": Effect.DELETES,
    "backup": Effect.TENDS,
    "config": Effect.LOOKS,
    "demo": Effect.LOOKS,
    "completion": Effect.LOOKS,
}


def changes_made(session: Session, name: str) -> Sequence[Change]:
    """What the command of this name has changed at a person's wish; a refresh wishes nothing."""
    return session.changes if EFFECTS.get(name) is Effect.UNDOABLE else ()
