"""What a search lights; loaded only where something is searched for, which no first screen does."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.query.finder import QueryFinder
    from reader.tui.widgets.row_list import Rows
    from storage.archive import Archive
    from storage.listings.listing import Listing
    from storage.query import Query


def find_words_of(query: Query | None) -> QueryFinder | None:
    """What finds the words of a query; None where it has none."""
    if query is None:
        return None
    from reader.query.finder import QueryFinder

    finder = QueryFinder(query)
    return None if finder.is_empty else finder


def rows_of(listing: Listing, archive: Archive, finder: QueryFinder | None) -> Rows:
    """The rows of a listing; those of a search with the words around what is found."""
    if finder is None:
        return listing
    from reader.tui.controllers.found_rows import FoundRows

    return FoundRows(listing, archive, finder)
