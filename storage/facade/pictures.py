"""Pictures: the desk, and building captions again."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING

from storage.facade.base import ArchiveBase
from storage.later import Later
from storage.listings import views
from storage.model import View

if TYPE_CHECKING:
    from storage.articles import rebuild
    from storage.articles.rebuild import RebuiltArticle, StoredBody
    from storage.listings import counts, picture_listing
    from storage.listings.picture_listing import PictureListing
    from storage.query import Query
    from storage.watch import acting
else:
    acting = Later("storage.watch.acting")
    counts = Later("storage.listings.counts")
    picture_listing = Later("storage.listings.picture_listing")
    rebuild = Later("storage.articles.rebuild")

_ALL = View()


class PictureMethods(ArchiveBase):
    """Pictures: the desk, and building captions again."""

    def open_pictures(
        self, view: View = _ALL, *, query: Query | None = None, credit: str = ""
    ) -> PictureListing:
        """The pictures of a view's articles, newest article first, as a snapshot.

        Args:
            credit: Only pictures whose credit holds this, whatever its case; "" for all.
        """
        from storage.listings.picture_listing import PictureListing

        with self._reading() as connection:
            selection = views.select(connection, view, query, self._midnight())
        return PictureListing(self._readers, self._path, selection, credit)

    def credits(self, limit: int = 500) -> list[tuple[str, int]]:
        """(credit, number of pictures), the most frequent first."""
        with self._reading() as connection:
            return picture_listing.credits_by_count(connection, limit)

    def rebuild_place(self) -> int:
        """The last article that an interrupted rebuild of the captions reached, 0 for none."""
        with self._reading() as connection:
            return rebuild.read_place(connection)

    def stored_bodies(self, after_id: int, limit: int) -> list[StoredBody]:
        """What the next articles after an id are built from, by id."""
        with self._reading() as connection:
            return rebuild.read_bodies(connection, after_id, limit)

    def store_rebuilt(self, articles: Sequence[RebuiltArticle], place: int, *, step: int = 0) -> int:
        """Write what differs of rebuilt articles; gives how many did.

        Keywords act on articles in which they are new, and what they hid and are no longer in is shown.

        Args:
            place: How far the rebuild has come, to go on from there; 0 when it is done.
            step: Batches of the same rebuild have the same one: what keywords do is taken back at once.
        """

        def write(connection: sqlite3.Connection) -> int:
            article_ids = [article.article_id for article in articles]
            before = acting.acting_pairs(connection, article_ids)
            counts.touch_ids(connection, article_ids)
            with counts.kept_true(connection):
                changed_count = rebuild.write_rebuilt(connection, articles, place)
            acting.follow(connection, self._clock(), article_ids, before, step)
            return changed_count

        return self._writer.run(write)
