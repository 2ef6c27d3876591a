"""An archive in a temporary directory, and short ways to fill it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from storage.archive import Archive
from storage.fetched import ChangedArticle, FeedChanges, FetchRecord, StoredCounts
from storage.model import ArticleData, FeedData, HitData, Picture

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


class Filler:
    """Writes made-up articles into an archive, each an hour older than the one before."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    def feed(self, name: str = "a", *, folder: str = "", count: int = 0) -> int:
        """Subscribe and store ``count`` articles; gives the feed's id."""
        feed_id = self.archive.add_feed(f"https://{name}.example/rss", folder=folder).feed_id
        if count:
            self.store(feed_id, [self.article(f"{name}{number}", number) for number in range(count)])
        return feed_id

    def article(self, guid: str, hours_ago: int = 0, **fields: Any) -> ArticleData:
        """An article whose title and text tell its guid."""
        known: dict[str, Any] = {
            "url": f"https://example.org/{guid}",
            "title": f"Title of {guid}",
            "text": f"The text of {guid}.",
            "body_html": f"<p>The text of {guid}.</p>",
            "published_at": NOW - timedelta(hours=hours_ago),
            "entry_hash": hash(guid) % 1_000_000,
        }
        return ArticleData(guid=guid, **{**known, **fields})

    def store(
        self,
        feed_id: int,
        new: Sequence[ArticleData] = (),
        changed: Sequence[ChangedArticle] = (),
        *,
        hits: Sequence[Sequence[HitData]] = (),
        at: datetime = NOW,
        title: str = "",
        step: int = 0,
    ) -> StoredCounts:
        """Store articles with hits found by the archive's keywords of this moment."""
        changes = FeedChanges(
            FeedData(title),
            new=tuple(new),
            changed=tuple(changed),
            hits=tuple(tuple(found) for found in hits),
            keywords_version=self.archive.keywords_version(),
        )
        record = FetchRecord(feed_id, at, at + timedelta(hours=1))
        return self.archive.store_feeds([(record, changes)], step=step)[0]


@pytest.fixture
def now() -> datetime:
    """The clock of the archive under test stands still."""
    return NOW


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the archive is."""
    return tmp_path / "cutline.db"


@pytest.fixture
def archive(path: Path) -> Iterator[Archive]:
    """An empty archive."""
    with Archive.open(path, clock=lambda: NOW) as opened:
        yield opened


@pytest.fixture
def fill(archive: Archive) -> Filler:
    """Fills the archive."""
    return Filler(archive)


@pytest.fixture
def filler_of() -> Callable[[Archive], Filler]:
    """Fills any archive."""
    return Filler


@pytest.fixture
def picture() -> Picture:
    """A picture with all that can be known of it."""
    return Picture(
        "https://example.org/car.jpg",
        alt="A white car",
        caption="A car passes damaged buildings in Naqoura",
        credit="Reuters",
        width=1200,
        height=800,
        is_file_photo=True,
        caption_raw="A car passes damaged buildings in Naqoura (Reuters)",
    )
