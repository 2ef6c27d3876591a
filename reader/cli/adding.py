"""``add``."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import asdict

import click

from reader.cli.session import Console, Session, with_session
from reader.cli.shapes import write_array
from reader.cli.typed import LINE
from reader.ingest.events import AddedFeed
from reader.ingest.ingest import Ingest
from storage.archive import Archive
from storage.sentences import counted


@click.command("add")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "--folder", type=LINE, default="", metavar="NAME", help='Where it stands in the tree, "A/B" for B in A.'
)
@click.option("--title", type=LINE, default="", help="Your own title for it.")
@click.option("--json", "is_json", is_flag=True, help="Write a JSON array.")
@with_session
def add_command(session: Session, sources: tuple[str, ...], folder: str, title: str, is_json: bool) -> None:
    """Subscribe to feeds: addresses of feeds, of web pages that have some, or local files."""
    with session.open_archive() as archive:
        added = asyncio.run(_add_all(session, archive, sources, folder, title))
    if is_json:
        write_array(session.console, (_added_shape(feed) for feed in added))
    for feed in added:
        if feed.error is not None:
            session.console.fail(feed.url or feed.source, feed.error)
        elif not is_json:
            _describe(session.console, feed)


async def _add_all(
    session: Session, archive: Archive, sources: Sequence[str], folder: str, title: str
) -> list[AddedFeed]:
    async with Ingest(archive, session.settings.refresh, clock=session.clock) as ingest:
        # One after the other: the same feed named twice is added once.
        return [await ingest.add(source, folder=folder, title=title) for source in sources]


def _describe(console: Console, feed: AddedFeed) -> None:
    console.data(f"{feed.feed_id}\t{feed.title}\t{counted(feed.articles_added, 'article')}\t{feed.url}")
    if feed.note:
        console.note(f"cutline: {feed.url}: {feed.note}")


def _added_shape(feed: AddedFeed) -> dict[str, object]:
    shape = asdict(feed)
    return {
        key: shape[key] for key in ("source", "feed_id", "url", "title", "articles_added", "error", "note")
    }
