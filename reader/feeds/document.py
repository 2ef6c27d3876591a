"""One fetched document -> FeedData: what runs in a parse worker.

Bytes and known hashes in, a frozen value or an error *returned*: an exception that crosses the
border of a process may not survive its own pickling, and would break the pool for good.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reader.errors import ParseError, ParseProblem
from reader.feeds.articles import build_articles
from reader.feeds.documents.jsonfeed import parse_json_feed
from reader.feeds.documents.parse import ParsedFeed, parse_feed
from reader.feeds.documents.preclean import preclean
from reader.feeds.documents.rawitems import RawItems, take_out_known
from reader.feeds.documents.sidetexts import SIDE_TEXT_KEY
from reader.feeds.documents.skipping import SKIP_KEY, read_skip_days, read_skip_hours
from reader.feeds.entries import (
    FeedContext,
    RawFeed,
    choose_link,
    read_authors,
    read_entry,
    read_language,
    read_length,
)
from reader.feeds.job import ParseJob
from reader.feeds.titles import read_title
from reader.text import clean_line
from storage.model import FeedData

_MAX_DETAIL_CHARS = 200
_MAX_TTL_MINUTES = 7 * 24 * 60
_PERIOD_MINUTES = {"hourly": 60, "daily": 1440, "weekly": 10_080, "monthly": 43_200, "yearly": 525_600}


def parse_document(job: ParseJob) -> FeedData | ParseError:
    """Parse a document. Every failure is an answer; nothing is raised."""
    try:
        return _parse(job)
    except MemoryError:
        return ParseError(job.url, ParseProblem.TOO_COMPLEX)
    except Exception as error:  # noqa: BLE001 - the border of the worker: one document never ends it
        detail = f"{type(error).__name__}: {error}"[:_MAX_DETAIL_CHARS]
        return ParseError(job.url, ParseProblem.MALFORMED, clean_line(detail))


def _parse(job: ParseJob) -> FeedData | ParseError:
    if not job.body.strip():
        return ParseError(job.url, ParseProblem.EMPTY)
    document = preclean(job.body, job.content_type, max_bytes=job.max_bytes)
    if isinstance(document, ParseProblem):
        return ParseError(job.url, document)
    if document.is_json:
        feed = parse_json_feed(document.text, base_url=job.url, max_entries=job.max_entries)
        return ParseError(job.url, *feed) if isinstance(feed, tuple) else _build(feed, job)
    items = take_out_known(document.text, job.known_hashes)
    parsed = parse_feed(items.text, max_entries=job.max_entries)
    if not parsed.entries and not parsed.is_complete and not items.unchanged_guids:
        return ParseError(job.url, ParseProblem.MALFORMED, parsed.problem)
    return _build(_read_xml(parsed, job.url), job, items)


def _read_xml(parsed: ParsedFeed, url: str) -> RawFeed:
    feed = parsed.feed
    is_atom = parsed.version.startswith("atom")
    language = read_language(_text(feed, "language"))
    # Atom's entries inherit the feed's author (RFC 4287, 4.2.1); RSS names an editor there.
    authors = read_authors(feed) if is_atom else ()
    context = FeedContext(url=url, is_atom=is_atom, authors=authors, language=language)
    return RawFeed(
        title=_text(feed, "title"),
        site_url=choose_link(feed, "", url),
        description=_text(feed, "subtitle") or _text(feed, SIDE_TEXT_KEY),
        language=language,
        entries=tuple(read_entry(entry, context) for entry in parsed.entries),
        is_complete=parsed.is_complete,
        ttl_minutes=_read_ttl(feed),
        skip_hours=read_skip_hours(feed.get(SKIP_KEY, ())),
        skip_days=read_skip_days(feed.get(SKIP_KEY, ())),
        problem=parsed.problem,
    )


def _build(feed: RawFeed, job: ParseJob, items: RawItems | None = None) -> FeedData:
    taken_out = items.unchanged_guids if items is not None else ()
    # Where the parser saw other items than the tags promised, nobody knows whose hash is whose.
    raw_hashes = items.hashes if items is not None and len(items.hashes) == len(feed.entries) else ()
    articles, unchanged_guids = build_articles(feed.entries, job.known_hashes, job.now, raw_hashes)
    return FeedData(
        title=read_title(feed.title),
        site_url=feed.site_url,
        description=read_title(feed.description),
        language=feed.language,
        articles=articles,
        unchanged_guids=(*taken_out, *unchanged_guids),
        is_complete=feed.is_complete,
        ttl_minutes=feed.ttl_minutes,
        skip_hours=feed.skip_hours,
        skip_days=feed.skip_days,
        problem=f"The document is faulty: {clean_line(feed.problem)}." if feed.problem else "",
    )


def _read_ttl(feed: Mapping[str, Any]) -> int | None:
    """Give the interval that ``ttl`` or the syndication module asks for, None where neither does."""
    minutes = read_length(_text(feed, "ttl"))
    period = _PERIOD_MINUTES.get(_text(feed, "sy_updateperiod").strip().lower())
    if minutes is None and period is not None:
        minutes = period // (read_length(_text(feed, "sy_updatefrequency")) or 1)
    return min(minutes, _MAX_TTL_MINUTES) if minutes else None


def _text(holder: Mapping[str, Any], key: str) -> str:
    value = holder.get(key)
    return value if isinstance(value, str) else ""
