"""Listings, articles and counts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from storage.articles import state
from storage.facade.base import ArchiveBase
from storage.later import Later
from storage.listings import counts, rows, views
from storage.listings.abandoning import IsAbandoned, abandonable
from storage.listings.listing import Listing
from storage.model import Order, View
from storage.sqlite.database import translated_errors
from storage.subscriptions import feeds

if TYPE_CHECKING:
    from storage.articles import articles
    from storage.model import Article, ArticleRow, Counts
    from storage.query import Query
else:
    articles = Later("storage.articles.articles")

ALL_ARTICLES = View()


class ReadingMethods(ArchiveBase):
    """Listings, articles and counts."""

    def open_listing(
        self,
        view: View = ALL_ARTICLES,
        *,
        query: Query | None = None,
        order: Order = Order.NEWEST,
        is_hidden: bool = False,
        reads_behind: bool = False,
        is_abandoned: IsAbandoned | None = None,
    ) -> Listing:
        """The articles of a view that the query finds, as a snapshot.

        Args:
            is_hidden: Give what keywords hide there, in the place of what is shown.
            reads_behind: Of a long listing give the first rows at once and read the rest in a thread.
            is_abandoned: Asked meanwhile, on this thread, whether nobody waits for it any more.

        Raises:
            ReadingAbandoned: ``is_abandoned`` said so.
        """
        with self._reading() as connection, abandonable(connection, self._path, is_abandoned):
            selection = views.select(connection, view, query, self._midnight())
        if is_hidden:
            selection = views.hidden(selection)
        followers = self._followers if reads_behind else None
        return Listing(self._readers, followers, self._path, selection, order, is_abandoned)

    def hidden_count(self, view: View = ALL_ARTICLES, *, query: Query | None = None) -> int:
        """How many articles of a view keywords hide."""
        with self._reading() as connection:
            hidden = views.hidden(views.select(connection, view, None, self._midnight()))
            count = views.count(connection, hidden)
            if query is None or not count:
                # Most views hide nothing: no need to look for the query once more.
                return count
            selection = views.select(connection, view, query, self._midnight())
            return views.count(connection, views.hidden(selection))

    def article(self, article_id: int) -> Article:
        """Raises ArticleNotFound."""
        with self._reading() as connection:
            return articles.read_article(connection, self._path, article_id)

    def known_article_ids(self, article_ids: Collection[int]) -> frozenset[int]:
        """Those of the ids that articles have."""
        with self._reading() as connection:
            return articles.known_ids(connection, article_ids)

    def rows(self, article_ids: Sequence[int]) -> list[ArticleRow]:
        """The rows of these articles, in this order; ids that are not stored are left out."""
        with self._reading() as connection:
            return rows.read_rows(connection, article_ids)

    def last_article_id(self) -> int:
        """The highest id so far, 0 where there are no articles: ids ascend with arrival."""
        with self._reading() as connection:
            return rows.last_article_id(connection)

    def arrived_ids(self, after_id: int) -> tuple[int, ...]:
        """The articles that came after the one with this id, by date, the newest first."""
        with self._reading() as connection:
            return rows.arrived_ids(connection, after_id)

    def counts(self) -> Counts:
        """All counts that the interface shows."""
        with self._reading() as connection:
            return counts.read_counts(connection)

    def folders(self) -> list[str]:
        """All folders in use and the folders around them, parents first."""
        with self._reading() as connection:
            return feeds.folders(connection)

    def tags(self) -> list[tuple[str, int]]:
        """(tag, number of articles), alphabetical."""
        with self._reading() as connection:
            return state.tags(connection)

    def data_version(self) -> int:
        """Grows when another connection (also of another process) has committed: PRAGMA data_version
        of the calling thread's connection; compare only values got on one thread."""
        with translated_errors(self._path):
            (version,) = self._readers.connection().execute("PRAGMA data_version").fetchone()
            return int(version)
