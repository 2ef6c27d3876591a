"""The reader's own data: each method is one undoable change."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from typing import TYPE_CHECKING

from storage.articles import state
from storage.facade.base import ArchiveBase
from storage.later import Later
from storage.listings import views
from storage.model import Change

if TYPE_CHECKING:
    from storage.history import changes, journal
    from storage.model import View
    from storage.query import Query
else:
    changes = Later("storage.history.changes")
    journal = Later("storage.history.journal")


class MarkMethods(ArchiveBase):
    """The reader's own data: each method is one undoable change."""

    def set_read(self, article_ids: Collection[int], is_read: bool) -> Change:
        """Mark articles read or unread; those that are so already are not part of the change."""
        return self._change(changes.set_read, article_ids, is_read)

    def set_starred(self, article_ids: Collection[int], is_starred: bool) -> Change:
        """Star or unstar articles; those that are so already are not part of the change."""
        return self._change(changes.set_starred, article_ids, is_starred)

    def set_tag(self, article_ids: Collection[int], tag: str, is_tagged: bool) -> Change:
        """Put a tag on articles, or take it off; a blank tag changes nothing."""
        return self._change(changes.set_tag, article_ids, tag, is_tagged)

    def set_note(self, article_id: int, text: str) -> Change:
        """Write a note on an article in the place of the one there is; a blank text removes it.

        A note that says the same, or on an article that does not exist, changes nothing.
        """
        return self._change(changes.set_note, article_id, text)

    def mark_listing_read(
        self, view: View, *, query: Query | None = None, up_to_article_id: int | None = None
    ) -> Change:
        """Mark all unread of a view read, without arrivals newer than ``up_to_article_id``."""

        def mark(connection: sqlite3.Connection) -> Change:
            selection = views.select(connection, view, query, self._midnight())
            views.touch_unread(connection, selection, up_to_article_id)
            changed = state.set_touched_read(connection, True)
            return changes.record_read(connection, self._clock(), changed, True)

        return self._writer.run(mark)

    def last_change_id(self) -> int:
        """The id of the change that ``undo`` would take back; 0 where there is none."""
        with self._reading() as connection:
            return journal.last_done_id(connection)

    def changes_since(self, change_id: int) -> list[Change]:
        """What was changed after the change with this id and is not taken back, without the articles' ids."""
        with self._reading() as connection:
            return [Change(*found) for found in journal.sentences_since(connection, change_id)]

    def undo(self) -> Change | None:
        """Take back the last change that is not taken back yet; None where there is none."""
        return self._writer.run(lambda connection: changes.undo(connection, self._clock()))

    def redo(self) -> Change | None:
        """Make the change again that was taken back last; None where there is none."""
        return self._writer.run(lambda connection: changes.redo(connection, self._clock()))
