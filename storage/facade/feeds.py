"""Subscriptions."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from storage.facade.base import ArchiveBase
from storage.later import Later
from storage.subscriptions import feeds

if TYPE_CHECKING:
    from storage import options
    from storage.articles import store
    from storage.fetched import FeedChanges, FetchRecord, StoredCounts
    from storage.history import changes
    from storage.model import (
        Change,
        Feed,
    )
    from storage.options import FeedOptions, FeedWishes
    from storage.subscriptions import feed_changes, feed_settings, health
    from storage.subscriptions.feed_settings import FeedSettings
    from storage.subscriptions.health import FeedHealth
else:
    changes = Later("storage.history.changes")
    feed_changes = Later("storage.subscriptions.feed_changes")
    feed_settings = Later("storage.subscriptions.feed_settings")
    health = Later("storage.subscriptions.health")
    options = Later("storage.options")
    store = Later("storage.articles.store")


class FeedMethods(ArchiveBase):
    """Subscriptions."""

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
        """Subscribe and store the first fetch in one transaction: nothing half stored, and one undo.

        Args:
            record_for: Gives the fetch's record for the feed's id; called on the writing thread.

        Raises:
            StaleKeywords: As ``store_feed``; nothing was stored.
        """

        def add(connection: sqlite3.Connection) -> tuple[Feed, StoredCounts]:
            known = feeds.is_subscribed(connection, url)
            feed_id = feeds.subscribe(connection, url, self._clock(), user_title=user_title, folder=folder)
            prepared = store.prepare(record_for(feed_id), changes)
            (stored,) = store.write_feeds(connection, self._path, [prepared])
            if not known:
                feed_changes.record_added(connection, self._clock(), feed_id)
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

    def feed_settings(self, feed_id: int) -> FeedSettings:
        """All that the reader sets for a feed. Raises FeedNotFound."""
        with self._reading() as connection:
            return feed_settings.read_settings(connection, self._path, feed_id)

    def change_feeds(self, wanted_by_id: Mapping[int, FeedSettings]) -> Change:
        """Set all that the reader sets for feeds, in one step. A feed with another address is due at once.

        Raises:
            FeedNotFound: One of them is not subscribed to; nothing is changed.
            AddressTaken: A wanted address is that of another feed; nothing is changed.
        """
        return self._writer.run(
            lambda connection: feed_settings.change_settings(
                connection, self._path, self._clock(), wanted_by_id
            )
        )

    def move_feeds(self, feed_ids: Collection[int], folder: str) -> Change:
        """Move feeds to a folder ("/"-separated path), "" for none."""
        return self._change(changes.move_feeds, feed_ids, folder)

    def due_feeds(self, now: datetime) -> list[Feed]:
        """Not paused, never fetched or due at ``now``; the most overdue first."""
        with self._reading() as connection:
            return feeds.due_feeds(connection, now)

    def health(self) -> list[FeedHealth]:
        """How all feeds are: failing ones first, then silent ones, the others by title."""
        with self._reading() as connection:
            return health.read_health(connection, self._clock())

    def rename_folder(self, name: str, new_name: str) -> Change:
        """Give a folder another "/"-separated path, with all folders in it; "" dissolves it."""
        return self._change(feed_changes.rename_folder, name, new_name)

    def pause_feeds(self, feed_ids: Collection[int], is_paused: bool) -> Change:
        """Stop fetching feeds until told otherwise, or fetch them again, at once."""
        return self._change(feed_changes.pause_feeds, feed_ids, is_paused)

    def mute_feeds(self, feed_ids: Collection[int], is_muted: bool) -> Change:
        """Leave feeds out of All, Unread, Today and Pictures, or let them in again."""
        return self._change(feed_changes.mute_feeds, feed_ids, is_muted)

    def muted_feeds(self) -> frozenset[int]:
        """The ids of the feeds that are muted."""
        with self._reading() as connection:
            return frozenset(feeds.muted_ids(connection))

    def follow_move(self, feed_id: int) -> bool:
        """Take the address that the server names; False where it names none or another feed has it."""
        return bool(self._change(feed_changes.follow_move, feed_id).change_id)

    def feed_options(self) -> dict[int, FeedOptions]:
        """How single feeds are fetched, by feed id; those without options are left out."""
        with self._reading() as connection:
            return options.read_options(connection)

    def recent_dates(self, feed_id: int, limit: int = 20) -> list[datetime]:
        """When the newest articles of a feed were published or first seen, the newest first."""
        with self._reading() as connection:
            return feeds.recent_dates(connection, feed_id, limit)

    def feed_wishes(self) -> dict[int, FeedWishes]:
        """What publishers said last about when to ask, by feed id."""
        with self._reading() as connection:
            return options.read_wishes(connection)

    def set_feed_options(self, feed_id: int, feed_options: FeedOptions) -> Change:
        """Say how a feed is fetched; it is due at once. Raises FeedNotFound."""
        return self._writer.run(
            lambda connection: feed_changes.set_options(
                connection, self._path, self._clock(), feed_id, feed_options
            )
        )
