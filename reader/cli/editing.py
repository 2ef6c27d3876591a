"""``edit``: what the reader sets for single feeds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import click

from reader.cli.session import Session, with_session
from reader.cli.subscriptions import find_feeds
from reader.cli.typed import LINE
from reader.keywords.undoing import catch_up
from storage.archive import Archive
from storage.options import PLAIN, FeedOptions


@click.command("edit")
@click.argument("references", nargs=-1, required=True, metavar="FEED...")
@click.option("--title", type=LINE, help="Your own title; empty for the feed's.")
@click.option("--folder", type=LINE, help="Move to a folder; empty for none.")
@click.option("--pause/--resume", "is_paused", default=None, help="Do not fetch, or fetch again.")
@click.option("--mute/--unmute", "is_muted", default=None, help="Leave out of All, Unread, Today, Pictures.")
@click.option("--interval", type=click.IntRange(1, 43_200), help="Minutes between two fetches.")
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
    """Set title, folder and how feeds are fetched.

    A password or a header's value may be read from a command or the keyring; no secret is stored.
    """
    password = fetching["password"]
    if isinstance(password, str) and not password.startswith(("command:", "keyring:")):
        raise click.UsageError("--password takes command:WORDS or keyring:SERVICE/USER, never the password.")
    changes: dict[str, Any] = {key: value for key, value in _named(fetching).items() if value is not None}
    parsed_headers = tuple(_parse_header(header) for header in headers)
    with session.open_archive() as archive:
        feeds = find_feeds(archive, references, session.console)
        known = archive.feed_options()
        for feed in feeds:
            options = PLAIN if is_plain else known.get(feed.feed_id, PLAIN)
            wanted = replace(options, **changes)
            if parsed_headers:
                wanted = replace(wanted, headers=_merge(options, parsed_headers))
            if is_plain or wanted != options:
                archive.set_feed_options(feed.feed_id, wanted)
            if title is not None:
                archive.rename_feed(feed.feed_id, title)
        feed_ids = [feed.feed_id for feed in feeds]
        _place(archive, feed_ids, folder, is_paused)
        if is_muted is not None:
            archive.mute_feeds(feed_ids, is_muted)
    session.console.data(f"{len(feeds)} feed{'' if len(feeds) == 1 else 's'} set")


def _place(archive: Archive, feed_ids: list[int], folder: str | None, is_paused: bool | None) -> None:
    if folder is not None and feed_ids:
        archive.move_feeds(feed_ids, folder)
        catch_up(archive)
    if is_paused is not None and feed_ids:
        archive.pause_feeds(feed_ids, is_paused)


def _named(fetching: dict[str, str | int | None]) -> dict[str, str | int | None]:
    """Options of the command line under the names that ``FeedOptions`` has."""
    names = {"interval": "interval_minutes"}
    return {names.get(key, key): value for key, value in fetching.items()}


def _parse_header(text: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    if not colon or not name.strip() or "\n" in text or "\r" in text:
        raise click.UsageError("--header takes NAME:VALUE.")
    return name.strip(), value.strip()


def _merge(options: FeedOptions, headers: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The headers with new ones in the place of those of the same name; an empty value drops one."""
    by_name = {name.lower(): (name, value) for name, value in (*options.headers, *headers)}
    return tuple((name, value) for name, value in by_name.values() if value)
