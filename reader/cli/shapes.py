"""The JSON shapes of the command line. They only grow: scripts rely on them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from reader.cli.session import Console
from reader.feeds.bodies.content import content_of
from storage.listings.picture_listing import PictureRow
from storage.model import Article, ArticleRow, Enclosure, Feed, Hit, Link, Picture
from storage.subscriptions.health import FeedHealth
from storage.watch.watching import WatchedKeyword

Shape = dict[str, Any]


def time_shape(moment: datetime | None) -> str | None:
    """ISO 8601 in UTC to the second, None for none."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None


def feed_shape(feed: Feed, shown_url: str) -> Shape:
    """A subscription. ``shown_url`` is its address without secrets."""
    return {
        "feed_id": feed.feed_id,
        "url": shown_url,
        "title": feed.title,
        "site_url": feed.site_url,
        "folder": feed.folder,
        "article_count": feed.article_count,
        "unread_count": feed.unread_count,
        "fetched_at": time_shape(feed.fetched_at),
        "next_fetch_at": time_shape(feed.next_fetch_at),
        "error": feed.error,
    }


def health_shape(health: FeedHealth, shown_url: str) -> Shape:
    """How a feed is."""
    return {
        "feed_id": health.feed_id,
        "url": shown_url,
        "title": health.title,
        "is_paused": health.is_paused,
        "error": health.error,
        "failure_count": health.failure_count,
        "last_success_at": time_shape(health.last_success_at),
        "fetched_at": time_shape(health.fetched_at),
        "next_fetch_at": time_shape(health.next_fetch_at),
        "latency_ms": health.latency_ms,
        "size_bytes": health.size_bytes,
        "moved_to": health.moved_to,
        "newest_at": time_shape(health.newest_at),
        "article_count": health.article_count,
        "articles_per_week": health.articles_per_week,
        "articles_by_day": list(health.articles_by_day),
        "latencies_ms": list(health.latencies_ms),
        "fetch_count": health.fetch_count,
        "failed_fetch_count": health.failed_fetch_count,
    }


def row_shape(row: ArticleRow) -> Shape:
    """An article in a list."""
    return {
        "article_id": row.article_id,
        "feed_id": row.feed_id,
        "feed_title": row.feed_title,
        "guid": row.guid,
        "url": row.url,
        "title": row.title,
        "author": row.author,
        "published_at": time_shape(row.published_at),
        "updated_at": time_shape(row.updated_at),
        "first_seen_at": time_shape(row.first_seen_at),
        "is_read": row.is_read,
        "is_starred": row.is_starred,
        "tags": list(row.tags),
        "picture_count": row.picture_count,
        "lead_caption": row.lead_caption,
        "keywords": [_hit_shape(hit) for hit in row.hits],
    }


def article_shape(article: Article) -> Shape:
    """An article as ``show`` and ``export json`` give it."""
    return {
        **row_shape(article.row),
        "note": article.note,
        "text": article.text,
        "pictures": [picture_shape(picture) for picture in article.pictures],
        "enclosures": [_enclosure_shape(enclosure) for enclosure in article.enclosures],
        "links": [{"text": link.text, "url": link.url} for link in read_links(article)],
    }


def read_links(article: Article) -> tuple[Link, ...]:
    """The links of an article's body."""
    return content_of(article).links


def picture_shape(picture: Picture) -> Shape:
    """A picture with its caption and credit."""
    return {
        "url": picture.url,
        "alt": picture.alt,
        "caption": picture.caption,
        "credit": picture.credit,
        "width": picture.width,
        "height": picture.height,
        "source": picture.source.value,
        "position": picture.position,
    }


def picture_row_shape(row: PictureRow) -> Shape:
    """A picture in a list of pictures, with its article."""
    return {
        "article_id": row.article_id,
        "feed_title": row.feed_title,
        "title": row.title,
        "article_url": row.article_url,
        "sorted_at": time_shape(row.sorted_at),
        **picture_shape(row.picture),
        "is_file_photo": row.picture.is_file_photo,
    }


def keyword_shape(watched: WatchedKeyword) -> Shape:
    """A watched word with its rhythm: articles by day, the oldest of 30 days first."""
    keyword = watched.keyword
    return {
        "pattern": keyword.pattern,
        "is_regex": keyword.is_regex,
        "color": keyword.color,
        "scopes": [scope.value for scope in keyword.scopes],
        "article_count": keyword.article_count,
        "unread_count": keyword.unread_count,
        "hidden_count": watched.hidden_count,
        "group": keyword.group,
        "glyph": keyword.glyph,
        "is_paused": keyword.is_paused,
        "expires_at": time_shape(watched.expires_at),
        "actions": [action.value for action in keyword.rule.actions],
        "tag": keyword.rule.tag,
        "feed_ids": list(keyword.rule.feed_ids),
        "folders": list(keyword.rule.folders),
        "is_quiet": keyword.rule.is_quiet,
        "hits_by_day": list(watched.hits_by_day),
        "first_seen_at": time_shape(watched.first_seen_at),
        "last_seen_at": time_shape(watched.last_seen_at),
    }


def write_array(console: Console, shapes: Iterable[Mapping[str, Any]]) -> None:
    """Write one JSON array, element by element: a million articles need no memory."""
    is_empty = True
    for shape in shapes:
        console.out.write("[\n" if is_empty else ",\n")
        console.out.write(to_json(shape))
        is_empty = False
    console.out.write("[]\n" if is_empty else "\n]\n")


def mebibytes(size_bytes: int) -> str:
    """A size for people: "1.5 MiB"."""
    return f"{size_bytes / 2**20:.1f} MiB"


def to_json(shape: Mapping[str, Any]) -> str:
    """One line of JSON, every script as itself."""
    return json.dumps(shape, ensure_ascii=False)


def _hit_shape(hit: Hit) -> Shape:
    return {"pattern": hit.pattern, "count": hit.times, "scopes": [scope.value for scope in hit.scopes]}


def _enclosure_shape(enclosure: Enclosure) -> Shape:
    return {"url": enclosure.url, "type": enclosure.type, "length": enclosure.length}
