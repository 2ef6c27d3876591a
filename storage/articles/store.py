"""Writing what a refresh brings: a batch of feeds in one transaction, the full-text index once.

Work that needs no database (compressing, joining captions) is done in ``prepare``, on the calling
thread, so that it runs beside the writer's last transaction and outside the write lock.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from storage.articles.changed import update_article
from storage.articles.inserting import NewRow, finish_insert, insert_rows, next_article_id
from storage.articles.prepared import PreparedArticle, prepare_article
from storage.errors import FeedNotFound, StaleKeywords
from storage.fetched import FeedChanges, FetchRecord, StoredCounts
from storage.listings import counts
from storage.model import ArticleData, FeedData, HitData
from storage.sqlite.values import id_list, seconds, text_list
from storage.subscriptions.feeds import HIDDEN_BY_REMOVAL, HIDDEN_BY_UNDO
from storage.subscriptions.outcomes import write_outcome
from storage.upkeep import retention
from storage.watch import acting


@dataclass(frozen=True, slots=True)
class PreparedFeed:
    """One feed's outcome, ready to be written; ``changes`` is None for a fetch without articles."""

    record: FetchRecord
    changes: FeedChanges | None
    new: tuple[PreparedArticle, ...] = ()
    changed: tuple[tuple[int, PreparedArticle], ...] = ()


def prepare(record: FetchRecord, changes: FeedChanges | None) -> PreparedFeed:
    """Do all work on one feed's articles that needs no database."""
    if changes is None:
        return PreparedFeed(record, None)
    seen: set[str] = set()
    new: list[PreparedArticle] = []
    for index, article in enumerate(changes.new):
        # One document's guids are unique by contract; a repeat must not cost the whole batch.
        if article.guid not in seen:
            seen.add(article.guid)
            new.append(_prepare(article, changes.hits, index))
    changed = tuple(
        (change.article_id, _prepare(change.article, changes.hits, len(changes.new) + index))
        for index, change in enumerate(changes.changed)
    )
    return PreparedFeed(record, changes, tuple(new), changed)


def write_feeds(
    connection: sqlite3.Connection, path: Path, batch: Sequence[PreparedFeed], *, step: int = 0
) -> list[StoredCounts]:
    """Write the batch inside the open transaction, and let keywords act on what they find for the first time.

    Args:
        step: What keywords do in batches with the same one is taken back at once; 0 stands alone.

    Raises:
        StaleKeywords: Hits were found with other keywords than the stored ones.
        FeedNotFound: A record's feed does not exist.
    """
    _check_keywords(connection, batch)
    sorted_out = [_sort_out_known(connection, feed) for feed in batch]
    removed = [_write_outcome(connection, path, feed) for feed in sorted_out]
    before = _acting_before(connection, sorted_out)
    updated = _update_articles(connection, sorted_out)
    added = _insert_articles(connection, sorted_out, removed)
    if before is not None:
        _act(connection, sorted_out, added, before, step)
    return [
        StoredCounts(len(new_ids), len(updated_ids), (*new_ids, *updated_ids))
        for new_ids, updated_ids in zip(added, updated, strict=True)
    ]


def _acting_before(
    connection: sqlite3.Connection, batch: Sequence[PreparedFeed]
) -> set[tuple[int, int]] | None:
    """What acting keywords are found in already, of the articles that change; None where none acts."""
    if not acting.has_acting(connection):
        return None
    return acting.acting_pairs(connection, _changed_ids(batch))


def _act(
    connection: sqlite3.Connection,
    batch: Sequence[PreparedFeed],
    added: Sequence[Sequence[int]],
    before: set[tuple[int, int]],
    step: int,
) -> None:
    changed_ids = _changed_ids(batch)
    new_ids = [article_id for ids in added for article_id in ids]
    now = max(feed.record.fetched_at for feed in batch)
    acting.follow(connection, now, [*new_ids, *changed_ids], before, step)


def _changed_ids(batch: Sequence[PreparedFeed]) -> list[int]:
    return [article_id for feed in batch for article_id, _ in feed.changed]


def _prepare(article: ArticleData, hits: Sequence[tuple[HitData, ...]], index: int) -> PreparedArticle:
    return prepare_article(article, hits[index] if index < len(hits) else ())


def _check_keywords(connection: sqlite3.Connection, batch: Sequence[PreparedFeed]) -> None:
    (expected,) = connection.execute(
        "SELECT value FROM archive_facts WHERE name = 'keywords_version'"
    ).fetchone()
    for feed in batch:
        if feed.changes is not None and (feed.new or feed.changed):
            found = feed.changes.keywords_version
            if found != expected:
                raise StaleKeywords(found, expected)


def _sort_out_known(connection: sqlite3.Connection, feed: PreparedFeed) -> PreparedFeed:
    """Turn new articles whose guid is stored meanwhile (by another process) into changed ones.

    Those that were deleted by retention stay away.
    """
    if not feed.new:
        return feed
    stored = dict(
        connection.execute(
            "SELECT guid, article_id FROM articles"
            " WHERE feed_id = ? AND guid IN (SELECT value FROM json_each(?))",
            (feed.record.feed_id, text_list(article.data.guid for article in feed.new)),
        )
    )
    guids = text_list(article.data.guid for article in feed.new if article.data.guid not in stored)
    deleted = retention.deleted_guids(connection, feed.record.feed_id, guids)
    if not stored and not deleted:
        return feed
    known = [(stored[article.data.guid], article) for article in feed.new if article.data.guid in stored]
    new = tuple(
        article
        for article in feed.new
        if article.data.guid not in stored and article.data.guid not in deleted
    )
    return PreparedFeed(feed.record, feed.changes, new, (*feed.changed, *known))


def _write_outcome(connection: sqlite3.Connection, path: Path, feed: PreparedFeed) -> bool:
    """Write how the fetch ended; gives whether the feed was removed meanwhile."""
    record = feed.record
    row = connection.execute(
        "SELECT removed_at IS NOT NULL FROM feeds WHERE feed_id = ?", (record.feed_id,)
    ).fetchone()
    if row is None:
        raise FeedNotFound(path, str(record.feed_id))
    write_outcome(connection, record)
    if feed.changes is not None:
        _write_feed_data(connection, record.feed_id, feed.changes.feed)
    return bool(row[0])


def _write_feed_data(connection: sqlite3.Connection, feed_id: int, data: FeedData) -> None:
    # What a document does not say does not erase what an earlier one said.
    connection.execute(
        """
        UPDATE feeds SET
            feed_title = CASE WHEN :title <> '' THEN :title ELSE feed_title END,
            site_url = CASE WHEN :site_url <> '' THEN :site_url ELSE site_url END,
            description = CASE WHEN :description <> '' THEN :description ELSE description END,
            language = CASE WHEN :language <> '' THEN :language ELSE language END,
            ttl_minutes = :ttl_minutes,
            skip_hours = :skip_hours,
            skip_days = :skip_days
        WHERE feed_id = :feed_id
        """,
        {
            "feed_id": feed_id,
            "title": data.title,
            "site_url": data.site_url,
            "description": data.description,
            "language": data.language,
            "ttl_minutes": data.ttl_minutes,
            "skip_hours": id_list(data.skip_hours),
            "skip_days": id_list(data.skip_days),
        },
    )


def _update_articles(connection: sqlite3.Connection, batch: Sequence[PreparedFeed]) -> list[list[int]]:
    """Update the changed articles of all feeds; gives the ids of those that really differ."""
    changed_ids = _changed_ids(batch)
    if not changed_ids:
        return [[] for _ in batch]
    counts.touch_ids(connection, changed_ids)
    with counts.kept_true(connection):
        # An import that was taken back hides its articles, until their feed says them itself.
        connection.execute(
            "UPDATE article_states SET hidden_by = hidden_by & ~?1"
            " WHERE article_id IN (SELECT article_id FROM temp.touched) AND hidden_by & ?1",
            (HIDDEN_BY_UNDO,),
        )
        return [_update_feed(connection, feed) for feed in batch]


def _update_feed(connection: sqlite3.Connection, feed: PreparedFeed) -> list[int]:
    changed_at = seconds(feed.record.fetched_at)
    return [
        article_id
        for article_id, article in feed.changed
        if update_article(connection, article_id, article, changed_at=changed_at)
    ]


def _insert_articles(
    connection: sqlite3.Connection, batch: Sequence[PreparedFeed], removed: Sequence[bool]
) -> list[list[int]]:
    """Insert the new articles of all feeds; gives their ids in the order of ``FeedChanges.new``."""
    first_id = next_id = next_article_id(connection)
    added: list[list[int]] = []
    for feed, is_removed in zip(batch, removed, strict=True):
        # The document's first article is its newest: it gets the highest id, so that articles
        # without a date, which tie, list in the document's order.
        ids = list(range(next_id + len(feed.new) - 1, next_id - 1, -1))
        next_id += len(feed.new)
        seen_at, hidden_by = seconds(feed.record.fetched_at), HIDDEN_BY_REMOVAL if is_removed else 0
        rows = [
            NewRow(article_id, seen_at, article, hidden_by=hidden_by)
            for article_id, article in zip(reversed(ids), reversed(feed.new), strict=True)
        ]
        insert_rows(connection, feed.record.feed_id, rows)
        _inherit(connection, feed, ids)
        added.append(ids)
    if next_id != first_id:
        finish_insert(connection, first_id)
    return added


def _inherit(connection: sqlite3.Connection, feed: PreparedFeed, ids: Sequence[int]) -> None:
    """Mark new articles read whose predecessors are."""
    predecessors = dict(feed.changes.succeeds) if feed.changes is not None else {}
    if not predecessors:
        return
    connection.executemany(
        "UPDATE article_states SET is_read = 1 WHERE article_id = ?"
        " AND (SELECT old.is_read FROM article_states AS old WHERE old.article_id = ? AND old.feed_id = ?)",
        [
            (article_id, predecessors[article.data.guid], feed.record.feed_id)
            for article_id, article in zip(ids, feed.new, strict=True)
            if article.data.guid in predecessors
        ],
    )
