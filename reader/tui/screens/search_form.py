"""A saved search as a dialog: its name, and what it looks for."""

from __future__ import annotations

from datetime import datetime

from textual.app import ComposeResult
from textual.widgets import Input

from reader.errors import CellError
from reader.query.parse import parse_search
from reader.text import clean_line, clean_text
from reader.tui.controllers.library import Library
from reader.tui.render.cells import steady_text
from reader.tui.screens.form import Field, FormScreen, compose_fields
from storage.errors import CutlineError, QueryError, SearchNameTaken
from storage.model import Change
from storage.searches import SavedSearch


class SearchFormScreen(FormScreen[tuple[Change, str]]):
    """Gives the change and the name that the search has now."""

    def __init__(self, library: Library, search: SavedSearch, now: datetime) -> None:
        """``now`` is the local time, which words like "today" are read by."""
        super().__init__()
        self._library = library
        self._search = search
        self._now = now
        self.title_of_form = f"Search: {steady_text(search.name)}"

    def compose_fields(self) -> ComposeResult:
        yield from compose_fields(
            (
                Field("name", "Name", self._search.name, "as it stands among the feeds"),
                Field(
                    "query", "Looks for", self._search.query_text, "words, title:word, is:starred, since:2d"
                ),
            )
        )

    async def save(self) -> tuple[Change, str]:
        name, query_text = clean_line(self.text("name")), clean_text(self.text("query")).strip()
        if not name:
            raise CellError("name", "a saved search needs a name")
        self._check(query_text)
        archive = self._library.archive
        change = await self._library.change(archive.change_search, self._search.name, name, query_text)
        return change, name

    def _check(self, query_text: str) -> None:
        """Raises CellError, with the cursor where the query stops making sense."""
        try:
            query = parse_search(query_text, now=self._now).query
        except QueryError as error:
            self.query_one("#cell-query", Input).cursor_position = error.position
            raise CellError("query", f"it stops making sense here: {error.reason}") from None
        # Nothing but an order finds what there is anyway.
        if query is None:
            raise CellError("query", "a saved search needs something to look for")

    def cell_of(self, error: CutlineError) -> str:
        return "name" if isinstance(error, SearchNameTaken) else super().cell_of(error)
