"""Archive: the facade through which the application sees what is stored.

Methods may be called from any thread and block until they are done; reads use a connection of
the calling thread, writes go one after the other through the writer's thread and are committed
when the method returns. Every method can raise ``StorageError``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

from storage import articles, changes, counts, feeds, keywords, state, store, views
from storage.check import check
from storage.database import BUSY_TIMEOUT_SECONDS, Readers, connect, read_transaction, translated_errors
from storage.errors import DatabaseDamaged, DatabaseUnwritable
from storage.fetched import FeedChanges, FetchRecord, StoredCounts, StoredIdentity
from storage.keywords import KeywordFacts
from storage.listing import Listing
from storage.migrations import SCHEMA_VERSION, check_version, migrate
from storage.model import (
    Article,
    ArticleTexts,
    Change,
    CheckReport,
    Counts,
    Feed,
    HitData,
    Keyword,
    Order,
    Scope,
    View,
)
from storage.query import Query
from storage.writer import Writer

ALL_ARTICLES = View()


def _now() -> datetime:
    return datetime.now(UTC)


class Archive:
    """All subscriptions, articles and what the reader did with them."""

    def __init__(
        self, path: Path, *, is_read_only: bool, clock: Callable[[], datetime], busy_timeout_seconds: float
    ) -> None:
        """Use ``Archive.open``, which sees to the schema first."""
        self._path = path
        self._clock = clock
        self._readers = Readers(path, is_read_only=is_read_only, busy_timeout_seconds=busy_timeout_seconds)
        self._writer = Writer(path, is_read_only=is_read_only, busy_timeout_seconds=busy_timeout_seconds)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        is_read_only: bool = False,
        clock: Callable[[], datetime] = _now,
        busy_timeout_seconds: float = BUSY_TIMEOUT_SECONDS,
    ) -> Self:
        """The archive at ``path``, made or migrated where needed (a read-only one never is).

        Args:
            clock: The time, aware; its local day is what the view of today shows.
            busy_timeout_seconds: How long a write waits for another process.

        Raises:
            StorageError: The database is too new, of another program, damaged, or cannot be opened.
        """
        if is_read_only and not path.exists():
            raise DatabaseDamaged(path, "there is no such file")
        if not is_read_only:
            _make_directory(path)
        with (
            translated_errors(path),
            closing(
                connect(path, is_read_only=is_read_only, busy_timeout_seconds=busy_timeout_seconds)
            ) as connection,
        ):
            if not is_read_only:
                migrate(connection, path, busy_timeout_seconds=busy_timeout_seconds)
            elif check_version(connection, path) < SCHEMA_VERSION:
                raise DatabaseUnwritable(path, "it is of an older version and was opened for reading only")
        return cls(path, is_read_only=is_read_only, clock=clock, busy_timeout_seconds=busy_timeout_seconds)

    def close(self) -> None:
        """Finish queued writes, refresh the planner's statistics, close. May be called twice."""
        self._readers.close()
        with translated_errors(self._path):
            self._writer.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- feeds ------------------------------------------------------------------------------

    def feeds(self) -> list[Feed]:
        """All subscriptions by folder, then title."""
        with self._reading() as connection:
            return feeds.all_feeds(connection)

    def feed(self, feed_id: int) -> Feed:
        """Raises FeedNotFound."""
        with self._reading() as connection:
            return feeds.feed_by_id(connection, self._path, feed_id)

    def find_feed(self, reference: str) -> Feed:
        """By exact URL or id. Raises FeedNotFound."""
        with self._reading() as connection:
            return feeds.feed_by_reference(connection, self._path, reference)

    def add_feed(self, url: str, *, user_title: str = "", folder: str = "") -> Feed:
        """Subscribe; an existing subscription is returned as it is (title and folder updated where
        given); one that was removed comes back with its articles and their state."""

        def add(connection: sqlite3.Connection) -> Feed:
            feed_id = feeds.subscribe(connection, url, self._clock(), user_title=user_title, folder=folder)
            return feeds.feed_by_id(connection, self._path, feed_id)

        return self._writer.run(add)

    def add_feed_with_articles(
        self,
        url: str,
        record_for: Callable[[int], FetchRecord],
        changes: FeedChanges,
        *,
        user_title: str = "",
        folder: str = "",
    ) -> tuple[Feed, StoredCounts]:
        """Subscribe and store the first fetch in one transaction: nothing half stored.

        Args:
            record_for: Gives the fetch's record for the feed's id; called on the writing thread.

        Raises:
            StaleKeywords: As ``store_feed``; nothing was stored.
        """

        def add(connection: sqlite3.Connection) -> tuple[Feed, StoredCounts]:
            feed_id = feeds.subscribe(connection, url, self._clock(), user_title=user_title, folder=folder)
            prepared = store.prepare(record_for(feed_id), changes)
            (stored,) = store.write_feeds(connection, self._path, [prepared])
            return feeds.feed_by_id(connection, self._path, feed_id), stored

        return self._writer.run(add)

    def remove_feeds(self, feed_ids: Collection[int]) -> Change:
        """Unsubscribe. Starred and tagged articles stay in view; ``undo`` restores all."""
        return self._change(changes.remove_feeds, feed_ids)

    def rename_feed(self, feed_id: int, user_title: str) -> Change:
        """Give a feed the reader's own title, "" for the feed's. Raises FeedNotFound."""
        return self._writer.run(
            lambda connection: changes.rename_feed(connection, self._path, self._clock(), feed_id, user_title)
        )

    def move_feeds(self, feed_ids: Collection[int], folder: str) -> Change:
        """Move feeds to a folder ("/"-separated path), "" for none."""
        return self._change(changes.move_feeds, feed_ids, folder)

    def due_feeds(self, now: datetime) -> list[Feed]:
        """Not paused, never fetched or due at ``now``; the most overdue first."""
        with self._reading() as connection:
            return feeds.due_feeds(connection, now)

    # --- refresh ----------------------------------------------------------------------------

    def recent_entry_hashes(self, feed_id: int, limit: int = 2000) -> dict[str, int]:
        """guid -> entry_hash of the newest articles of the feed: what the parse worker may skip."""
        with self._reading() as connection:
            return articles.recent_entry_hashes(connection, feed_id, limit)

    def identities(self, feed_id: int, guids: Collection[str], urls: Collection[str]) -> list[StoredIdentity]:
        """Stored articles of the feed that have one of the guids or addresses."""
        with self._reading() as connection:
            return articles.identities(connection, feed_id, guids, urls)

    def record_fetch(self, record: FetchRecord) -> None:
        """Write how a fetch ended that brought no document: a failure, or nothing new."""
        self.store_feeds([(record, None)])

    def store_feed(self, record: FetchRecord, changes: FeedChanges) -> StoredCounts:
        """Write one feed's outcome and articles in one transaction.

        Raises:
            StaleKeywords: ``changes.keywords_version`` is not the stored one: match again and retry.
        """
        return self.store_feeds([(record, changes)])[0]

    def store_feeds(self, batch: Sequence[tuple[FetchRecord, FeedChanges | None]]) -> list[StoredCounts]:
        """The same for several feeds in one transaction, full-text index filled once for the batch."""
        prepared = [store.prepare(record, changes) for record, changes in batch]
        return self._writer.run(lambda connection: store.write_feeds(connection, self._path, prepared))

    # --- reading ----------------------------------------------------------------------------

    def open_listing(
        self, view: View = ALL_ARTICLES, *, query: Query | None = None, order: Order = Order.NEWEST
    ) -> Listing:
        """The articles of a view that the query finds, as a snapshot."""
        with self._reading() as connection:
            selection = views.select(connection, view, query, self._midnight())
        return Listing(self._readers, self._path, selection, order)

    def article(self, article_id: int) -> Article:
        """Raises ArticleNotFound."""
        with self._reading() as connection:
            return articles.read_article(connection, self._path, article_id)

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

    # --- the reader's own data: each is one undoable change ----------------------------------

    def set_read(self, article_ids: Collection[int], is_read: bool) -> Change:
        """Mark articles read or unread; those that are so already are not part of the change."""
        return self._change(changes.set_read, article_ids, is_read)

    def set_starred(self, article_ids: Collection[int], is_starred: bool) -> Change:
        """Star or unstar articles; those that are so already are not part of the change."""
        return self._change(changes.set_starred, article_ids, is_starred)

    def set_tag(self, article_ids: Collection[int], tag: str, is_tagged: bool) -> Change:
        """Put a tag on articles, or take it off; a blank tag changes nothing."""
        return self._change(changes.set_tag, article_ids, tag, is_tagged)

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

    def undo(self) -> Change | None:
        """Take back the last change that is not taken back yet; None where there is none."""
        return self._writer.run(lambda connection: changes.undo(connection, self._clock()))

    def redo(self) -> Change | None:
        """Make the change again that was taken back last; None where there is none."""
        return self._writer.run(lambda connection: changes.redo(connection, self._clock()))

    # --- keywords ---------------------------------------------------------------------------

    def keywords(self) -> list[Keyword]:
        """By pattern."""
        with self._reading() as connection:
            return keywords.all_keywords(connection)

    def keywords_version(self) -> int:
        """Grows with every change of the keywords, whichever process made it."""
        with self._reading() as connection:
            return keywords.keywords_version(connection)

    def add_keyword(
        self,
        pattern: str,
        *,
        is_regex: bool = False,
        color: str = "warning",
        scopes: Sequence[Scope] = tuple(Scope),
        match: Callable[[Keyword, ArticleTexts], HitData | None],
        candidate_query: Query | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Keyword:
        """Watch a keyword and match it over the whole archive. An existing pattern is replaced.

        Articles that arrive meanwhile are not missed: from the first moment on a refresh has to
        match the new keyword. Whatever ``match`` or ``progress`` raises stops it and removes the
        keyword again.

        Args:
            match: Called on the writing thread; it must not write to the archive.
            candidate_query: Only what it finds is matched; it must find all that ``match`` would.
            progress: Called with the number of articles done and of all, from the calling thread.
        """
        facts = KeywordFacts(pattern, is_regex, color, tuple(scopes))
        keyword = self._writer.run(
            lambda connection: keywords.begin_keyword(connection, facts, self._clock())
        )
        try:
            with self._reading() as connection:
                candidates = views.all_ids(connection, candidate_query)
            done = 0
            for chunk in keywords.chunks(candidates):
                self._writer.run(
                    partial(keywords.match_chunk, keyword=keyword, match=match, article_ids=chunk)
                )
                done += len(chunk)
                if progress is not None:
                    progress(done, len(candidates))
        except BaseException:
            self._writer.run(lambda connection: keywords.drop_keyword(connection, pattern))
            raise
        return self._writer.run(lambda connection: keywords.finish_keyword(connection, keyword))

    def remove_keyword(self, pattern: str) -> Change:
        """Stop watching a keyword."""
        return self._change(changes.remove_keyword, pattern)

    # --- maintenance ------------------------------------------------------------------------

    def check(self, *, repair: bool = False) -> CheckReport:
        """Integrity, foreign keys, maintained counts against a recount, full-text index against the texts."""
        return self._writer.run_outside_transaction(
            lambda connection: check(connection, self._path, repair=repair)
        )

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """The calling thread's connection in a state of the archive that does not change meanwhile."""
        with translated_errors(self._path):
            connection = self._readers.connection()
            with read_transaction(connection):
                yield connection

    def _change(self, make: Callable[..., Change], *arguments: object) -> Change:
        return self._writer.run(lambda connection: make(connection, self._clock(), *arguments))

    def _midnight(self) -> datetime:
        return self._clock().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)


def _make_directory(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseUnwritable(path, error.strerror or "its directory cannot be made") from error
