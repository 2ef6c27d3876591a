"""``import newsboat``: a newsboat or newsbeuter set-up comes in as one step."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from reader.cli.articles import read_query
from reader.cli.session import Console, Session
from reader.errors import TransferError
from reader.feeds.documents.charset import decode
from reader.ingest.addresses import redact
from reader.keywords.matcher import KeywordMatch
from reader.keywords.pattern import PatternError, SearchedText, parse_pattern
from reader.transfer.newsboat import (
    Highlight,
    NewsboatConfig,
    NewsboatFiles,
    NewsboatUrls,
    find_setup,
    read_config,
    read_urls,
    split_words,
)
from reader.transfer.newsboat_filters import FilterError, translate_filter
from reader.transfer.newsboat_items import ItemImporter
from storage.archive import Archive
from storage.errors import QueryError
from storage.imports.imported import NewFeed
from storage.imports.newsboat import NewsboatCache
from storage.model import Change
from storage.sentences import counted, were
from storage.watch.keywords import KeywordWishes

_SHOWN_NAMES = 5
# What newsboat itself writes into an article. A highlight of that paints furniture: as a keyword it would
# be found wherever there is a link.
_FURNITURE = (
    "Feed:",
    "Title:",
    "Author:",
    "Link:",
    "Date:",
    "Flags:",
    "[1]",
    "[image 1]",
    "https://a.example/",
)


def import_newsboat(session: Session, directory: Path | None) -> None:
    """Bring feeds, articles and highlights in, and say what could not come."""
    files = find_setup(directory, os.environ, Path.home())
    if files is None:
        raise TransferError(directory or Path("~/.newsboat"), 0, "there is no newsboat urls file")
    urls = read_urls(_read(files.urls))
    config = read_config(_read(files.config)) if files.config.is_file() else NewsboatConfig()
    console = session.console
    with session.open_archive() as archive:
        known = {feed.url for feed in archive.feeds()}
        new = [
            NewFeed(feed.url, feed.title, feed.folder, feed.is_hidden)
            for feed in urls.feeds
            if feed.url not in known
        ]
        step = archive.import_feeds(new)
        step = _watch_highlights(console, archive, config.highlights, step)
        step = _save_queries(session, archive, urls, step)
        articles = _bring_articles(session, archive, files, urls, step)
    console.data(
        f"{counted(len(new), 'feed')} added, {were(len(urls.feeds) - len(new))} subscribed already{articles}"
    )
    _report(console, urls, config)
    if new:
        console.note("cutline refresh fetches them; cutline undo takes the whole import back")


def _bring_articles(
    session: Session, archive: Archive, files: NewsboatFiles, urls: NewsboatUrls, step: Change
) -> str:
    """Bring what the cache holds; gives what to say of it, "" where there is no cache."""
    if not files.cache.is_file():
        session.console.note(f"cutline: there is no {files.cache}: only the feeds came")
        return ""
    importer = ItemImporter(archive, session.clock(), step)
    with NewsboatCache(files.cache) as cache:
        counts = cache.counts()
        total = sum(counts.get(feed.cache_url, 0) for feed in urls.feeds)
        with _progress(session.console, total) as show:
            importer.import_all(cache, urls.feeds, show)
    homeless = sum(counts.values()) - total
    if homeless:
        session.console.note(
            f"cutline: {counted(homeless, 'article')} of no feed in {files.urls} stayed there"
        )
    known = total - importer.added_count - importer.deleted_count
    deleted = importer.deleted_count
    gone = f", {deleted} deleted there stay away" if deleted else ""
    return f"; {counted(importer.added_count, 'article')} added, {were(known)} here already{gone}"


def _watch_highlights(
    console: Console, archive: Archive, highlights: Collection[Highlight], step: Change
) -> Change:
    """Watch what newsboat lights up; what stands for newsboat's own lines is left out."""
    known = {keyword.pattern for keyword in archive.all_keywords()}
    added: list[str] = []
    for highlight in highlights:
        if highlight.pattern in known:
            continue
        try:
            is_furniture = _is_furniture(highlight.pattern)
        except PatternError as error:
            console.note(f"cutline: highlight {highlight.pattern}: {error}")
            continue
        if is_furniture:
            console.note(f"cutline: highlight {highlight.pattern}: this is about newsboat's own lines")
            continue
        # First, so that undo takes it along wherever the import ends.
        step = archive.import_keywords([highlight.pattern], into=step)
        archive.add_keyword(
            highlight.pattern,
            is_regex=True,
            color=highlight.color,
            scopes=highlight.scopes,
            match=KeywordMatch(),
            wishes=KeywordWishes(is_step=False),
        )
        added.append(highlight.pattern)
    if added:
        console.note(f"Watching {_listed(added)}")
    return step


def _save_queries(session: Session, archive: Archive, urls: NewsboatUrls, step: Change) -> Change:
    """Save query feeds as searches; what has no equal is said with the reason."""
    taken = {search.name for search in archive.searches()}
    found: dict[str, str] = {}
    for query in urls.queries:
        if query.name in taken:
            continue
        try:
            text = translate_filter(query.expression)
            read_query(session, text)
        except FilterError as error:
            session.console.note(f"cutline: query feed {query.name}: {error}: {query.expression}")
        except QueryError as error:
            session.console.note(f"cutline: query feed {query.name}: {error.reason}: {query.expression}")
        else:
            found[query.name] = text
    if found:
        session.console.note(f"Saved searches: {_listed(f'{name} ({text})' for name, text in found.items())}")
    return archive.import_searches(list(found.items()), into=step)


def _told(rule: str) -> str:
    """What to say of a rule that stays behind; what newsboat ignored can be searched for here."""
    words = split_words(rule)
    if words[0] == "ignore-article" and len(words) > 2:
        try:
            return (
                f"{rule} (nothing is thrown away here; leave them out with: -({translate_filter(words[2])}))"
            )
        except FilterError as error:
            return f"{rule} ({error})"
    return rule


def _is_furniture(expression: str) -> bool:
    """Raises PatternError."""
    pattern = parse_pattern(expression, is_regex=True)
    return any(list(pattern.spans(SearchedText(line))) == [(0, len(line))] for line in _FURNITURE)


def _report(console: Console, urls: NewsboatUrls, config: NewsboatConfig) -> None:
    """Say what came otherwise than it was, and what did not come."""
    hidden = [redact(feed.title or feed.url) for feed in urls.feeds if feed.is_hidden]
    if hidden:
        console.note(f"cutline: hidden in newsboat, muted here: {_listed(hidden)}")
    several = [
        f"{redact(feed.title or feed.url)} (without {', '.join(feed.tags[1:])})"
        for feed in urls.feeds
        if len(feed.tags) > 1
    ]
    if several:
        console.note(f"cutline: of several tags the first became the folder: {_listed(several)}")
    for rule in config.other_rules:
        console.note(f"cutline: not imported: {_told(rule)}")
    for address in urls.refused:
        console.fail(redact(address), "this is no address that can be fetched")


def _listed(names: Iterable[str]) -> str:
    ordered = list(names)
    more = len(ordered) - _SHOWN_NAMES
    return ", ".join(ordered[:_SHOWN_NAMES]) + (f" and {more} more" if more > 0 else "")


def _read(path: Path) -> str:
    try:
        return decode(path.read_bytes())
    except OSError as error:
        raise TransferError(path, 0, f"it cannot be read ({error.strerror})") from None


@contextmanager
def _progress(console: Console, total: int) -> Iterator[Callable[[int], None]]:
    """A counting line on a terminal, nothing elsewhere."""
    done = 0

    def show(count: int) -> None:
        nonlocal done
        done += count
        if console.tell_progress is not None:
            console.tell_progress(done, total)
        elif console.err.isatty():
            console.err.write(f"\r{done:,} of {total:,} articles")
            console.err.flush()

    try:
        yield show
    finally:
        if console.err.isatty():
            console.err.write("\r\x1b[K")
            console.err.flush()
