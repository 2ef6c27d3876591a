"""What a fetch brings to the archive: the values that a refresh compares and writes.

Standard library only, immutable, and under the same rules as ``storage.model``.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from storage.model import ArticleData, FeedData, HitData, Validators


class StoredIdentity(NamedTuple):
    """By what a stored article is recognised when its feed is fetched again."""

    article_id: int
    guid: str
    url: str
    title: str
    published_at: datetime | None
    entry_hash: int


class ChangedArticle(NamedTuple):
    """A stored article whose feed now says something else (its guid may have changed too)."""

    article_id: int
    article: ArticleData


class FeedChanges(NamedTuple):
    """What one fetched document changes; written in one transaction together with the fetch's outcome.

    Attributes:
        new: In document order: where dates tie, the first lists as the newest.
        succeeds: (guid of a new article, id of the stored one whose place it takes): it is read where
            that one was.
        hits: Keyword hits of each new article, then of each changed one, in that order.
        keywords_version: The archive's version of the keywords that ``hits`` were found with.
    """

    feed: FeedData
    new: tuple[ArticleData, ...] = ()
    changed: tuple[ChangedArticle, ...] = ()
    succeeds: tuple[tuple[str, int], ...] = ()
    hits: tuple[tuple[HitData, ...], ...] = ()
    keywords_version: int = 0


class FetchRecord(NamedTuple):
    """How one fetch of one feed ended; stored on the feed whether or not it brought articles.

    Attributes:
        error: One sentence, or None for a success (a 304 is one).
        validators: None keeps what is stored.
        body_hash: None keeps what is stored.
        new_url: Where the server says that the feed has moved for good, "" where it does not; the
            third answer in a row that agrees is believed.
        latency_ms: How long the answer took, None where nothing was asked.
        size_bytes: Of the decompressed answer, None where there was none.
    """

    feed_id: int
    fetched_at: datetime
    next_fetch_at: datetime
    error: str | None = None
    validators: Validators | None = None
    body_hash: bytes | None = None
    is_paused: bool = False
    new_url: str = ""
    latency_ms: int | None = None
    size_bytes: int | None = None


class StoredCounts(NamedTuple):
    """What a write added: new articles and changed ones.

    Attributes:
        updated: Articles in which something that a reader can see changed.
        article_ids: Of the new ones in the order of ``FeedChanges.new``, then of the changed ones.
    """

    added: int = 0
    updated: int = 0
    article_ids: tuple[int, ...] = ()
