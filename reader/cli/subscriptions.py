"""``remove`` and ``feeds``."""

from __future__ import annotations

from collections.abc import Sequence

import click

from reader.cli.session import Console, Session, with_session
from reader.cli.shapes import feed_shape, health_shape, write_array
from reader.ingest.addresses import redact
from reader.tui.render.feed_state import describe_state
from reader.tui.render.sparkline import sparkline
from storage.archive import Archive
from storage.errors import FeedNotFound
from storage.model import Feed


@click.command("remove")
@click.argument("references", nargs=-1, required=True, metavar="FEED...")
@with_session
def remove_command(session: Session, references: tuple[str, ...]) -> None:
    """Unsubscribe. Starred and tagged articles stay; undo restores all."""
    with session.open_archive() as archive:
        feeds = find_feeds(archive, references, session.console)
        if feeds:
            change = archive.remove_feeds([feed.feed_id for feed in feeds])
            session.console.data(change.sentence)


@click.command("feeds")
@click.option("--health", "is_health", is_flag=True, help="How they are: trouble first.")
@click.option("--json", "is_json", is_flag=True, help="Write a JSON array.")
@with_session
def feeds_command(session: Session, is_health: bool, is_json: bool) -> None:
    """List the subscriptions with counts, last fetch and last error."""
    with session.open_archive() as archive:
        if is_health:
            _list_health(session, archive, is_json=is_json)
            return
        feeds = archive.feeds()
    if is_json:
        write_array(session.console, (feed_shape(feed, redact(feed.url)) for feed in feeds))
        return
    for feed in feeds:
        session.console.data(_feed_line(feed))
    if not feeds:
        session.console.note("No feeds yet: cutline add ADDRESS")


def _list_health(session: Session, archive: Archive, *, is_json: bool) -> None:
    rows = archive.health()
    if is_json:
        write_array(session.console, (health_shape(row, redact(row.url)) for row in rows))
        return
    now = session.clock()
    for row in rows:
        mark, words = describe_state(row, now)
        bars = sparkline(row.articles_by_day, len(row.articles_by_day))
        latency = f"{row.latency_ms} ms" if row.latency_ms is not None else ""
        rhythm = f"{bars} {row.articles_per_week:>6.1f}/week {latency:>8}"
        session.console.data(f"{row.feed_id:>5} {mark} {rhythm}  {row.title}  {words}")


def _feed_line(feed: Feed) -> str:
    title = f"{feed.folder}/{feed.title}" if feed.folder else feed.title
    fetched = feed.fetched_at.astimezone().strftime("%Y-%m-%d %H:%M") if feed.fetched_at else "never fetched"
    counts = f"{feed.unread_count:>6} of {feed.article_count:<6}"
    line = f"{feed.feed_id:>5}  {counts}  {fetched:<16}  {title}  {redact(feed.url)}"
    return f"{line}\n{'':>22}! {feed.error}" if feed.error else line


def find_feeds(archive: Archive, references: Sequence[str], console: Console) -> list[Feed]:
    """The feeds that are named by id or address; those that do not exist are reported."""
    feeds: list[Feed] = []
    for reference in references:
        try:
            feeds.append(archive.find_feed(reference))
        except FeedNotFound as error:
            console.fail(redact(reference), str(error))
    return feeds
