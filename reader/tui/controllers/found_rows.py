"""A listing's rows with what was found in them: each says the words around it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection

from reader.query.finder import QueryFinder
from storage.archive import Archive
from storage.listings.listing import Listing
from storage.model import ArticleRow, Scope

_KEPT_ROWS = 512
"""Ten screenfuls, as the list keeps them painted."""


class FoundRows:
    """The rows of a listing; one whose find is not in its title shows a snippet in place of its summary.

    A row's texts are read when it is shown: some tenths of a millisecond, and never for what nobody sees.
    """

    def __init__(self, listing: Listing, archive: Archive, finder: QueryFinder) -> None:
        self._listing = listing
        self._archive = archive
        self._finder = finder
        self._rows: OrderedDict[int, ArticleRow] = OrderedDict()

    def __len__(self) -> int:
        return len(self._listing)

    def row(self, index: int) -> ArticleRow:
        """One row. Raises IndexError."""
        known = self._rows.get(index)
        if known is None:
            known = self._rows[index] = self._with_snippet(self._listing.row(index))
            if len(self._rows) > _KEPT_ROWS:
                self._rows.popitem(last=False)
        return known

    def forget_rows(self, article_ids: Collection[int] | None = None) -> None:
        """Have rows read again when they are shown next."""
        self._rows.clear()
        self._listing.forget_rows(article_ids)

    def _with_snippet(self, row: ArticleRow) -> ArticleRow:
        texts = self._archive.article_texts([row.article_id])
        snippet = self._finder.snippet(texts[0]) if texts else None
        if snippet is None:
            return row
        if snippet.scope is Scope.CAPTION:
            return row._replace(lead_caption=snippet.text)
        return row._replace(lead_caption="", excerpt=snippet.text)
