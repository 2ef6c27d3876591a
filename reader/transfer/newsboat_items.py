"""Newsboat's cached articles -> articles of ours, in batches, with their state."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from reader.feeds.articles import build_article, identify
from reader.feeds.documents.medianode import MediaNode, MediaText
from reader.feeds.entries import RawEntry
from reader.keywords.matcher import Matcher
from reader.text import clean_line, clean_url
from reader.transfer.newsboat import NewsboatFeed
from storage.archive import Archive
from storage.errors import StaleKeywords
from storage.imports.imported import ImportedArticle
from storage.imports.newsboat import CachedItem, NewsboatCache
from storage.model import ArticleData, Change, Enclosure

_STALE_TRIES = 5
# newsboat wraps iTunes' summaries, whose line breaks count, in an element of its own.
_SUMMARY = re.compile(r"<ituneshack>(.*?)(?:</ituneshack>|\Z)", re.DOTALL)
# What it appends to an address to make a guid where the publisher gives none (RFC 822).
_DATE = re.compile(r"\s*(?:[A-Z][a-z]{2},\s*)?\d{1,2}\s+[A-Z][a-z]{2}\s+\d{2,4}\s+\d{1,2}:\d{2}.{0,20}")
_MAX_FLAGS = 52


class ItemImporter:
    """Brings cached articles into the archive as part of one step."""

    def __init__(self, archive: Archive, now: datetime, step: Change) -> None:
        """``step`` is what the articles are added to: see ``ImportMethods``."""
        self._archive = archive
        self._now = now
        self.step = step
        self.added_count = self.deleted_count = 0
        self._version, self._matcher = -1, Matcher(())

    def import_all(
        self, cache: NewsboatCache, feeds: Iterable[NewsboatFeed], progress: Callable[[int], None]
    ) -> None:
        """Bring the articles of these feeds; ``progress`` is told after each batch how many it had."""
        for feed in feeds:
            for items in cache.items(feed.cache_url):
                self._store(feed.url, [build_item(item, self._now) for item in items])
                self.deleted_count += sum(item.is_deleted for item in items)
                progress(len(items))

    def _store(self, url: str, articles: Sequence[ImportedArticle]) -> None:
        for tries_left in reversed(range(_STALE_TRIES)):
            matched = [
                replace(imported, hits=self._matcher.match_article(imported.article)) for imported in articles
            ]
            try:
                self.step = self._archive.import_articles(
                    url, matched, keywords_version=self._version, into=self.step
                )
            except StaleKeywords:
                # The first batch comes here too: the keywords are read when they are needed.
                if not tries_left:
                    raise
                self._version = self._archive.keywords_version()
                self._matcher = Matcher(self._archive.keywords())
            else:
                self.added_count += len(self.step.article_ids)
                return


def build_item(item: CachedItem, now: datetime) -> ImportedArticle:
    """One article with its state: a flag is a star, and each letter a tag. Of a deleted one only what it
    is known by comes along."""
    published_at = _time(item.published_at)
    (identified,) = identify([_raw_entry(item)])
    article = replace(build_article(identified, now), published_at=published_at)
    if item.is_deleted:
        bare = ArticleData(article.guid, article.url, article.title, published_at=published_at)
        return ImportedArticle(bare, min(published_at or now, now), is_read=True, is_deleted=True)
    flags = dict.fromkeys(letter for letter in item.flags if letter.isascii() and letter.isalpha())
    return ImportedArticle(
        article,
        first_seen_at=min(published_at or now, now),
        is_read=not item.is_unread,
        is_starred=bool(flags),
        tags=tuple(f"newsboat-{letter}" for letter in list(flags)[:_MAX_FLAGS]),
    )


def _raw_entry(item: CachedItem) -> RawEntry:
    feed_url = clean_url(item.feed_url)
    url = clean_url(item.url, feed_url)
    summary = _SUMMARY.match(item.content)
    enclosure_url = clean_url(item.enclosure_url, url or feed_url)
    enclosure = Enclosure(enclosure_url, clean_line(item.enclosure_type, 100).lower())
    media = _captioned_picture(item, enclosure)
    return RawEntry(
        guid="" if _is_made_guid(item) else item.guid,
        url=url,
        title=item.title,
        authors=(item.author,) if item.author else (),
        body=summary[1] if summary else item.content,
        is_body_plain_text=summary is not None or item.content_mime_type == "text/plain",
        base_url=clean_url(item.base) or url or feed_url,
        media=media,
        enclosures=(enclosure,) if enclosure_url and media is None else (),
    )


def _captioned_picture(item: CachedItem, enclosure: Enclosure) -> MediaNode | None:
    """An attached picture with its description, which is its caption; None where it is not both."""
    caption = item.enclosure_description.strip()
    if not (caption and enclosure.url and enclosure.type.startswith("image")):
        return None
    attributes = {"url": enclosure.url, "type": enclosure.type}
    content = MediaNode("content", attributes, descriptions=[MediaText(caption)])
    return MediaNode("item", children=[content])


def _is_made_guid(item: CachedItem) -> bool:
    """Whether newsboat made the guid of address and date: ours is the address alone then."""
    if not item.url or not item.guid.startswith(item.url):
        return False
    return _DATE.fullmatch(item.guid[len(item.url) :]) is not None


def _time(seconds: int) -> datetime | None:
    if seconds <= 0:
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None
