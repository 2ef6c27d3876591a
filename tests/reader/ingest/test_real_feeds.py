"""Real and hostile feeds through the whole ingest, read in place from beside the checkout."""

import asyncio
import csv
import gzip
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.ingest.ingest import Ingest
from reader.setting_groups import RefreshSettings
from storage.archive import Archive

SHARED = Path(__file__).parents[3].parent / "shared"
CORPUS = SHARED / "corpus"
PAYLOADS = SHARED / "payloads"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.exists(), reason="the material is not beside the checkout"),
]

GOOD_FEED = (
    b'<rss version="2.0"><channel><title>Good</title><item><title>One</title><guid>1</guid></item>'
    b"</channel></rss>"
)


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive.db") as opened:
        yield opened


async def test_every_real_feed_gives_its_articles_once(archive: Archive) -> None:
    expected = {
        row["file"]: int(row["entries_expected"])
        for row in table(CORPUS / "MANIFEST.tsv")
        if not row["file"].endswith((".opml", ".html")) and row["format"] != "opml"
    }
    assert len(expected) > 50
    async with Ingest(archive, RefreshSettings()) as ingest:
        added = {name: await ingest.add(str(CORPUS / name)) for name in expected}
        again = await ingest.refresh(archive.feeds(), is_forced=True)
    assert {name: feed.error for name, feed in added.items() if feed.error} == {}
    counts = {name: feed.articles_added for name, feed in added.items()}
    assert {name: (count, expected[name]) for name, count in counts.items() if count != expected[name]} == {}
    assert (again.articles_added, again.feeds_failed) == (0, 0)
    assert archive.check().problems == ()


async def test_successive_fetches_of_one_feed_keep_every_mark(archive: Archive, tmp_path: Path) -> None:
    by_sequence: dict[str, list[dict[str, str]]] = {}
    for row in table(CORPUS / "SEQUENCES.tsv"):
        by_sequence.setdefault(row["sequence"], []).append(row)
    async with Ingest(archive, RefreshSettings()) as ingest:
        for name, steps in by_sequence.items():
            await run_sequence(archive, ingest, tmp_path / f"{name}.xml", steps)


async def run_sequence(archive: Archive, ingest: Ingest, file: Path, steps: list[dict[str, str]]) -> None:
    read_ids: set[int] = set()
    feed_id = 0
    for step in steps:
        file.write_bytes((CORPUS / step["file"]).read_bytes())
        before = words_of(archive, feed_id) if feed_id else {}
        if not feed_id:
            added = await ingest.add(str(file))
            assert added.feed_id is not None
            feed_id, new, updated = added.feed_id, added.articles_added, 0
        else:
            summary = await ingest.refresh([archive.feed(feed_id)])
            new, updated = summary.articles_added, summary.articles_updated
        rows = rows_of(archive, feed_id)
        assert new == int(step["new_since_previous"])
        assert len(rows) == int(step["total_distinct_so_far"])
        now = words_of(archive, feed_id)
        assert before.keys() <= now.keys()
        changed = sum(now[article_id] != words for article_id, words in before.items())
        # The table counts titles and descriptions; whole bodies, dates and pictures change besides.
        assert updated >= changed >= int(step["title_or_description_changed"])
        now_read = {row.article_id for row in rows if row.is_read}
        assert read_ids <= now_read
        # What was read under another guid is read under the new one as well.
        read_titles = {(row.title, row.url) for row in rows if row.article_id in read_ids}
        assert {(row.title, row.url) for row in rows if row.article_id in now_read} == read_titles
        # Every second article is read before the next fetch, whether or not it will change then.
        marked = [row.article_id for row in rows][::2]
        archive.set_read(marked, True)
        read_ids = now_read | set(marked)


def words_of(archive: Archive, feed_id: int) -> dict[int, tuple[str, str]]:
    return {row.article_id: (row.title, row.excerpt) for row in rows_of(archive, feed_id)}


def rows_of(archive: Archive, feed_id: int) -> list:  # type: ignore[type-arg]
    listing = archive.open_listing()
    return [row for row in listing[: len(listing)] if row.feed_id == feed_id]


def hostile_documents() -> list[Path]:
    if not PAYLOADS.exists():
        return []
    folders = (PAYLOADS / "feeds", PAYLOADS / "json")
    return sorted(path for folder in folders for path in folder.iterdir() if path.is_file())


async def test_a_hostile_document_costs_its_feed_one_sentence(archive: Archive, tmp_path: Path) -> None:
    good = tmp_path / "good.xml"
    good.write_bytes(GOOD_FEED)
    settings = RefreshSettings(parse_timeout_seconds=3)
    slow: dict[str, float] = {}
    unclear: dict[str, str] = {}

    async def add(path: Path) -> None:
        body = path.read_bytes()
        document = tmp_path / path.name
        document.write_bytes(gzip.decompress(body) if path.suffix == ".gz" else body)
        started = time.monotonic()
        added = await ingest.add(str(document))
        slow[path.name] = time.monotonic() - started
        document.unlink()
        if added.error is not None and ("Traceback" in added.error or len(added.error) > 400):
            unclear[path.name] = added.error

    async with Ingest(archive, settings) as ingest:
        for path in hostile_documents():
            async with asyncio.timeout(15):
                await add(path)
        added = await ingest.add(str(good))
    assert added.articles_added == 1
    assert unclear == {}
    assert max(slow.values()) < 15
    assert archive.check().problems == ()
