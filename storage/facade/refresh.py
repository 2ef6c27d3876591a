"""What a refresh asks and writes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from storage.facade.base import ArchiveBase
from storage.later import Later

if TYPE_CHECKING:
    from storage.articles import articles, store
    from storage.fetched import FeedChanges, FetchRecord, StoredCounts, StoredIdentity
else:
    articles = Later("storage.articles.articles")
    store = Later("storage.articles.store")


class RefreshMethods(ArchiveBase):
    """What a refresh asks and writes."""

    def recent_entry_hashes(self, feed_id: int, limit: int = 2000) -> dict[str, int]:
        """guid -> entry_hash of the newest articles of the feed: what the parse worker may skip."""
        with self._reading() as connection:
            return articles.recent_entry_hashes(connection, feed_id, limit)

    def identities(
        self, feed_id: int, guids: Collection[str], urls: Collection[str], titles: Collection[str] = ()
    ) -> list[StoredIdentity]:
        """Stored articles of the feed that have one of the guids, addresses or titles."""
        with self._reading() as connection:
            return articles.identities(connection, feed_id, guids, urls, titles)

    def record_fetch(self, record: FetchRecord) -> None:
        """Write how a fetch ended that brought no document: a failure, or nothing new."""
        self.store_feeds([(record, None)])

    def store_feed(self, record: FetchRecord, changes: FeedChanges) -> StoredCounts:
        """Write one feed's outcome and articles in one transaction.

        Raises:
            StaleKeywords: ``changes.keywords_version`` is not the stored one: match again and retry.
        """
        return self.store_feeds([(record, changes)])[0]

    def store_feeds(
        self, batch: Sequence[tuple[FetchRecord, FeedChanges | None]], *, step: int = 0
    ) -> list[StoredCounts]:
        """The same for several feeds in one transaction, full-text index filled once for the batch.

        Args:
            step: A number of the refresh's own: what keywords do in all its batches is one change.
        """
        prepared = [store.prepare(record, changes) for record, changes in batch]
        return self._writer.run(
            lambda connection: store.write_feeds(connection, self._path, prepared, step=step)
        )
