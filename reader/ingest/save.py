"""Saving: any address -> an article of a feed of our own, to be read later."""

from __future__ import annotations

from dataclasses import dataclass

from reader.errors import FetchError
from reader.feeds.finding.webpage import read_page
from reader.ingest.addresses import redact
from reader.ingest.fetch import Fetched
from reader.ingest.reading import FeedReading
from reader.ingest.sources import to_address
from reader.keywords.matcher import Matcher
from storage.errors import StaleKeywords
from storage.imports.imported import ImportedArticle, NewFeed
from storage.model import ArticleData, Validators
from storage.subscriptions.feeds import SAVED_URL

SAVED_TITLE = "Saved"

_STALE_TRIES = 5


@dataclass(frozen=True, slots=True)
class SavedPage:
    """What became of an address: ``error`` is one sentence, None where the page is saved.

    Attributes:
        is_new: False where it was saved before.
    """

    source: str
    title: str = ""
    is_new: bool = False
    error: str | None = None


async def save_page(reading: FeedReading, source: str) -> SavedPage:
    """Fetch a page and store its article; one undo takes it back.

    Raises:
        StorageError: The archive cannot be written.
    """
    shown = redact(source)
    url = to_address(source)
    if url is None or not url.lower().startswith(("http://", "https://")):
        return SavedPage(shown, error="only an address on the web can be saved")
    fetched = await reading.fetcher.fetch(url, Validators())
    if isinstance(fetched, FetchError):
        return SavedPage(shown, error=str(fetched))
    if not isinstance(fetched, Fetched):
        return SavedPage(shown, error="the server sent nothing")
    article = await reading.run(
        read_page, fetched.body, fetched.url or redact(url), fetched.content_type, reading.clock()
    )
    is_new = await reading.run(_store, reading, article)
    return SavedPage(shown, article.title, is_new)


def _store(reading: FeedReading, article: ArticleData) -> bool:
    archive = reading.archive
    step = archive.import_feeds([NewFeed(SAVED_URL, SAVED_TITLE)])
    for tries_left in reversed(range(_STALE_TRIES)):
        version = archive.keywords_version()
        hits = Matcher(archive.keywords()).match_article(article)
        imported = ImportedArticle(article, reading.clock(), hits=hits)
        try:
            step = archive.import_articles(SAVED_URL, [imported], keywords_version=version, into=step)
        except StaleKeywords:
            if not tries_left:
                raise
        else:
            break
    return bool(step.change_id)
