"""Deciding: what the feed says now and what is stored -> what is new and what changed. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from storage.fetched import ChangedArticle, StoredIdentity
from storage.model import ArticleData, FeedData

# DESIGN, section 5: over this share of unknown guids with known addresses, the identities changed.
_RENAMED_SHARE = 0.9
_Key = TypeVar("_Key")


@dataclass(frozen=True, slots=True)
class Decision:
    """New and changed articles, each in document order.

    Attributes:
        succeeds: (guid of a new article, id of the stored one that left the document for it).
        order: Indexes into the feed's articles, those of the new ones first, so that what was found
            for each article can be put beside it.
    """

    new: tuple[ArticleData, ...]
    changed: tuple[ChangedArticle, ...]
    succeeds: tuple[tuple[str, int], ...]
    order: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Successions:
    """Stored articles that come back under another guid: their ids by the new guid."""

    by_guid: dict[str, int]
    is_whole_feed: bool


def address_forms(url: str) -> tuple[str, ...]:
    """The spellings under which the same page may be stored: with https or http, with a slash or none."""
    if not url:
        return ()
    bare = _bare(url)
    return tuple(f"{scheme}{bare}{slash}" for scheme in ("https://", "http://") for slash in ("", "/"))


def decide(feed: FeedData, stored: Sequence[StoredIdentity]) -> Decision:
    """Sort out the articles of a document.

    Where over nine tenths of a feed's guids are new while their addresses are known, the feed has
    changed its guids, and the articles stay the same. Where one does, as some publishers number
    their updates, it is a new article that takes over what the reader did with the old one.

    Args:
        stored: Articles of the feed with a guid, an address or a title of the document's.
    """
    by_guid = {identity.guid: identity.article_id for identity in stored}
    document_guids = {article.guid for article in feed.articles} | set(feed.unchanged_guids)
    left = [identity for identity in stored if identity.guid not in document_guids]
    unknown = [article for article in feed.articles if article.guid not in by_guid]
    successions = _find_successions(unknown, left, len(document_guids))
    same_ids = {**by_guid, **(successions.by_guid if successions.is_whole_feed else {})}
    new = [index for index, article in enumerate(feed.articles) if article.guid not in same_ids]
    changed = [index for index, article in enumerate(feed.articles) if article.guid in same_ids]
    return Decision(
        new=tuple(feed.articles[index] for index in new),
        changed=tuple(
            ChangedArticle(same_ids[feed.articles[index].guid], feed.articles[index]) for index in changed
        ),
        succeeds=() if successions.is_whole_feed else tuple(successions.by_guid.items()),
        order=(*new, *changed),
    )


def _find_successions(
    unknown: Sequence[ArticleData], left: Sequence[StoredIdentity], document_size: int
) -> _Successions:
    """Find stored articles that have left the document and are in it again under another guid.

    An article is taken for a stored one where its address is that of exactly one, and the title is
    the same or the whole feed has changed its guids; or where title and date are those of exactly one.
    """
    by_url = _unique((_bare(identity.url), identity) for identity in left if identity.url)
    by_title = _unique(
        ((identity.title, identity.published_at), identity)
        for identity in left
        if identity.published_at is not None
    )
    url_counts = Counter(_bare(article.url) for article in unknown)
    known_url_count = sum(_bare(article.url) in by_url for article in unknown if article.url)
    is_whole_feed = known_url_count > _RENAMED_SHARE * document_size
    found: dict[str, int] = {}
    taken: set[int] = set()
    for article in unknown:
        bare = _bare(article.url)
        identity = by_url.get(bare) if url_counts[bare] == 1 else None
        if identity is not None and identity.title != article.title and not is_whole_feed:
            identity = None
        if identity is None and article.published_at is not None:
            identity = by_title.get((article.title, article.published_at))
        if identity is not None and identity.article_id not in taken:
            taken.add(identity.article_id)
            found[article.guid] = identity.article_id
    return _Successions(found, is_whole_feed or len(found) > _RENAMED_SHARE * document_size)


def _unique(pairs: Iterable[tuple[_Key, StoredIdentity]]) -> dict[_Key, StoredIdentity]:
    """By key, without the keys that several have."""
    found: dict[_Key, StoredIdentity] = {}
    repeated: set[_Key] = set()
    for key, identity in pairs:
        if key in found:
            repeated.add(key)
        found[key] = identity
    return {key: identity for key, identity in found.items() if key not in repeated}


def _bare(url: str) -> str:
    return url.partition("://")[2].rstrip("/")
