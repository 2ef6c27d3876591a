"""``refresh``."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime

import click

from reader.cli.alerts import KeywordAlerts
from reader.cli.hooks import NewArticlesHook
from reader.cli.session import Session, with_session
from reader.cli.shapes import to_json
from reader.cli.subscriptions import find_feeds
from reader.ingest.events import (
    FeedFailed,
    FeedFetched,
    RefreshEvent,
    RefreshStarted,
    RefreshSummary,
)
from reader.ingest.ingest import Ingest
from reader.ingest.lock import RefreshBusy
from storage.archive import Archive
from storage.errors import DatabaseLocked
from storage.model import Feed

# Feeds that fall due together are taken together; and a feed that was added or retried meanwhile, by
# another Cutline, waits no longer than the second of these.
SHORTEST_SLEEP_SECONDS = 15.0
LONGEST_SLEEP_SECONDS = 300.0
# A refresh of a thousand feeds takes half a minute, and one line a minute tells of one that hangs.
BUSY_SLEEP_SECONDS = 60.0

Sleep = Callable[[float], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class RefreshOptions:
    """How a refresh was asked for; ``references`` empty means all feeds."""

    references: tuple[str, ...] = ()
    is_forced: bool = False
    is_json: bool = False


@click.command("refresh")
@click.argument("references", nargs=-1, metavar="[FEED]...")
@click.option("--force", "is_forced", is_flag=True, help="Fetch all, due or not.")
@click.option("--watch", "is_watching", is_flag=True, help="Stay, and fetch what falls due, until Ctrl-C.")
@click.option("--json", "is_json", is_flag=True, help="Write the summary as JSON, a line per refresh.")
@with_session
def refresh_command(
    session: Session, references: tuple[str, ...], is_forced: bool, is_watching: bool, is_json: bool
) -> None:
    """Fetch what is due, or the feeds that are named."""
    options = RefreshOptions(references, is_forced, is_json)
    if is_watching and session.archive is not None:
        raise click.UsageError("--watch is for the shell: here, refresh.every_minutes does it")
    with session.open_archive() as archive:
        if is_watching:
            _watch_until_stopped(session, archive, options)
            return
        if references:
            feeds = find_feeds(archive, references, session.console)
        else:
            feeds = archive.feeds() if is_forced else archive.due_feeds(session.clock())
        summary = asyncio.run(_refresh(session, archive, feeds))
    session.console.data(to_json(asdict(summary)) if is_json else describe(summary))


def _watch_until_stopped(session: Session, archive: Archive, options: RefreshOptions) -> None:
    async def watch_and_listen() -> None:
        watching = asyncio.current_task()
        assert watching is not None
        # Service managers end programs this way; Ctrl-C is asyncio's own affair.
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, watching.cancel)
        await watch(session, archive, options)

    try:
        asyncio.run(watch_and_listen())
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None


async def watch(
    session: Session, archive: Archive, options: RefreshOptions, sleep: Sleep = asyncio.sleep
) -> None:
    """Refresh what falls due, until it is cancelled or none of the named feeds exists.

    Args:
        options: ``references`` restricts it to these feeds; ``is_forced`` fetches all at first.

    Raises:
        StorageError: The archive cannot be used; one that is only locked is tried again.
    """
    named = [feed.feed_id for feed in find_feeds(archive, options.references, session.console)]
    if options.references and not named:
        return
    is_forced = options.is_forced
    session.console.note("Refreshing what falls due; Ctrl-C ends it.")
    while True:
        try:
            feeds = _watched(archive, named)
            due = feeds if is_forced else _due(feeds, session.clock())
            if due:
                _tell(session, await _refresh(session, archive, due), is_json=options.is_json)
            is_forced = False
            seconds = sleep_seconds(_watched(archive, named), session.clock())
        except (RefreshBusy, DatabaseLocked) as error:
            # The other one will be done some time; this one has all of it.
            session.console.note(f"cutline: {error}")
            seconds = BUSY_SLEEP_SECONDS
        await sleep(seconds)


def sleep_seconds(feeds: list[Feed], now: datetime) -> float:
    """How long to sleep until the next of the feeds is due, within bounds."""
    waits = [(feed.next_fetch_at - now).total_seconds() if feed.next_fetch_at else 0.0 for feed in feeds]
    return min(max(min(waits, default=LONGEST_SLEEP_SECONDS), SHORTEST_SLEEP_SECONDS), LONGEST_SLEEP_SECONDS)


def _watched(archive: Archive, named: list[int]) -> list[Feed]:
    return [feed for feed in archive.feeds() if not feed.is_paused and (not named or feed.feed_id in named)]


def _due(feeds: list[Feed], now: datetime) -> list[Feed]:
    """Those that are due, the most overdue first, so that a long round takes them in good order."""
    due = [feed for feed in feeds if feed.next_fetch_at is None or feed.next_fetch_at <= now]
    return sorted(due, key=lambda feed: feed.next_fetch_at or datetime.min.replace(tzinfo=now.tzinfo))


def _tell(session: Session, summary: RefreshSummary, *, is_json: bool) -> None:
    moment = session.clock().astimezone().strftime("%H:%M")
    session.console.data(to_json(asdict(summary)) if is_json else f"{moment}  {describe(summary)}")
    # A log or a pipe gets each round when it ends, and not when a buffer is full.
    session.console.out.flush()


async def _refresh(session: Session, archive: Archive, feeds: list[Feed]) -> RefreshSummary:
    hook, alerts = NewArticlesHook(session, archive), KeywordAlerts(session, archive)
    with _progress(session) as show:

        def tell(event: RefreshEvent) -> None:
            if isinstance(event, FeedFailed):
                session.console.fail(event.url, event.reason)
            show(event)

        async with Ingest(archive, session.settings.refresh, clock=session.clock) as ingest:
            summary = await ingest.refresh(feeds, tell)
    await hook.run()
    await alerts.run()
    return summary


def describe(summary: RefreshSummary) -> str:
    """A refresh in one line."""
    if not summary.feeds_checked:
        return "Nothing is due."
    parts = [f"{summary.articles_added} new", f"{summary.articles_updated} changed"]
    if summary.feeds_failed:
        parts.append(f"{summary.feeds_failed} failed")
    feeds = "1 feed" if summary.feeds_checked == 1 else f"{summary.feeds_checked} feeds"
    return f"{', '.join(parts)} in {feeds}, {summary.seconds:.1f} s"


@contextmanager
def _progress(session: Session) -> Iterator[Callable[[RefreshEvent], None]]:
    """A bar on a terminal, nothing elsewhere: cron mails what is written."""
    err = session.console.err
    if not err.isatty():
        yield lambda _: None
        return
    bars: list[click.progressbar] = []  # type: ignore[valid-type]

    def show(event: RefreshEvent) -> None:
        if isinstance(event, RefreshStarted) and event.feed_count:
            bar = click.progressbar(
                length=event.feed_count, label="Refreshing", file=err, show_eta=False, show_pos=True
            )
            bars.append(bar.__enter__())
        elif isinstance(event, (FeedFetched, FeedFailed)) and bars:
            bars[0].update(1)  # type: ignore[attr-defined]

    try:
        yield show
    finally:
        for bar in bars:
            bar.__exit__(None, None, None)  # type: ignore[attr-defined]
