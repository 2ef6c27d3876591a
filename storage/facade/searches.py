"""Saved searches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.facade.base import ArchiveBase
from storage.later import Later

if TYPE_CHECKING:
    from storage import searches
    from storage.history import changes
    from storage.model import Change
    from storage.searches import ReadQuery, SavedSearch
else:
    changes = Later("storage.history.changes")
    searches = Later("storage.searches")


class SearchMethods(ArchiveBase):
    """Saved searches."""

    def searches(self) -> list[SavedSearch]:
        """All by name, with the counts that were last known: quick, for a first screen."""
        with self._reading() as connection:
            return searches.all_searches(connection, self._clock())

    def count_searches(self, read_query: ReadQuery) -> list[SavedSearch]:
        """The same with counts of this moment; only what may have changed is searched again.

        Args:
            read_query: Makes a query of what was typed; a search of which it cannot (QueryError) has no
                articles.
        """
        with self._reading() as connection:
            counted = searches.count_stale(connection, read_query, self._clock(), self._midnight())
        if counted:
            self._writer.run(lambda connection: searches.keep_counts(connection, counted))
        return self.searches()

    def save_search(self, name: str, query_text: str) -> Change:
        """Save a search in the place of one of the same name; a blank name or query changes nothing."""
        return self._change(changes.set_search, name, query_text)

    def change_search(self, name: str, new_name: str, query_text: str) -> Change:
        """Give a search another name and query; a blank name or query changes nothing.

        Raises:
            SearchNameTaken: Another search has the new name.
        """
        return self._writer.run(
            lambda connection: changes.change_search(
                connection, self._path, self._clock(), (name, new_name, query_text)
            )
        )

    def remove_search(self, name: str) -> Change:
        """Forget a saved search; a name that none has changes nothing."""
        return self._change(changes.set_search, name, None)
