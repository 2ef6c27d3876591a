"""``edit``: what the reader sets for single feeds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import click

from reader.cli.session import Session, with_session
from reader.cli.subscriptions import find_feeds
from reader.cli.typed import LINE
from reader.errors import CellError
from reader.ingest.feed_cells import (
    LONGEST_INTERVAL_MINUTES,
    is_source,
    read_address,
    read_header,
)
from reader.keywords.undoing import catch_up
from storage.options import PLAIN, FeedOptions
from storage.subscriptions.feed_settings import FeedSettings


@click.command("edit")
@click.argument("references", nargs=-1, required=True, metavar="FEED...")
@click.option("--title", type=LINE, help="Your own title; empty for the feed's.")
@click.option("--folder", type=LINE, help="Move to a folder; empty for none.")
@click.option("--pause/--resume", "is_paused", default=None, help="Do not fetch, or fetch again.")
@click.option("--mute/--unmute", "is_muted", default=None, help="Leave out of All, Unread, Today, Pictures.")
@click.option("--address", help="Another address of the same feed: articles and marks stay.")
@click.option(
    "--interval", type=click.IntRange(1, LONGEST_INTERVAL_MINUTES), help="Minutes between two fetches."
)
@click.option("--header", "headers", multiple=True, metavar="NAME:VALUE", help="Sent with each request.")
@click.option("--user-agent", help="Instead of Cutline's own.")
@click.option("--proxy", help="An HTTP proxy for this feed.")
@click.option("--user", help="For Basic authentication.")
@click.option("--password", metavar="SOURCE", help="command:WORDS or keyring:SERVICE/USER.")
@click.option("--plain", "is_plain", is_flag=True, help="Forget all that was set about fetching.")
@with_session
def edit_command(
    session: Session,
    /,
    references: tuple[str, ...],
    title: str | None,
    folder: str | None,
    is_paused: bool | None,
    is_muted: bool | None,
    headers: tuple[str, ...],
    is_plain: bool,
    **fetching: str | int | None,
) -> None:
    """Set title, folder, address and how feeds are fetched, in one step that undo takes back.

    A password or a header's value may be read from a command or the keyring; no secret is stored.
    """
    address, password = fetching.pop("address"), fetching["password"]
    if isinstance(password, str) and not is_source(password):
        raise click.UsageError("--password takes command:WORDS or keyring:SERVICE/USER, never the password.")
    fetched: dict[str, Any] = {key: value for key, value in _named(fetching).items() if value is not None}
    parsed_headers = tuple(_parse_header(header) for header in headers)
    placed = {"user_title": title, "folder": folder, "is_paused": is_paused, "is_muted": is_muted}
    changes: dict[str, Any] = {key: value for key, value in placed.items() if value is not None}
    with session.open_archive() as archive:
        feeds = find_feeds(archive, references, session.console)
        if address is not None and len(references) > 1:
            raise click.UsageError("--address is that of one feed: name a single one.")
        wanted_by_id: dict[int, FeedSettings] = {}
        for feed in feeds:
            before = archive.feed_settings(feed.feed_id)
            options = replace(PLAIN if is_plain else before.options, **fetched)
            if parsed_headers:
                options = replace(options, headers=_merge(options, parsed_headers))
            url = before.url if address is None else _read_address(str(address), before.url)
            wanted_by_id[feed.feed_id] = replace(before, url=url, options=options, **changes)
        change = archive.change_feeds(wanted_by_id)
        catch_up(archive)
    if feeds:
        session.console.data(change.sentence)


def _read_address(address: str, before: str) -> str:
    try:
        return read_address(address, before)
    except CellError as error:
        raise click.UsageError(f"--address: {error.reason}.") from None


def _named(fetching: dict[str, str | int | None]) -> dict[str, str | int | None]:
    """Options of the command line under the names that ``FeedOptions`` has."""
    names = {"interval": "interval_minutes"}
    return {names.get(key, key): value for key, value in fetching.items()}


def _parse_header(text: str) -> tuple[str, str]:
    try:
        return read_header(text, "header")
    except CellError:
        raise click.UsageError("--header takes NAME:VALUE.") from None


def _merge(options: FeedOptions, headers: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The headers with new ones in the place of those of the same name; an empty value drops one."""
    by_name = {name.lower(): (name, value) for name, value in (*options.headers, *headers)}
    return tuple((name, value) for name, value in by_name.values() if value)
