"""``save``."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import click

from reader.cli.session import Session, with_session
from reader.ingest.ingest import Ingest
from reader.ingest.save import SavedPage
from storage.archive import Archive


@click.command("save")
@click.argument("addresses", nargs=-1, required=True, metavar="ADDRESS...")
@with_session
def save_command(session: Session, addresses: tuple[str, ...]) -> None:
    """Keep web pages to be read later: each becomes an article of the feed "Saved"."""
    with session.open_archive() as archive:
        pages = asyncio.run(_save_all(session, archive, addresses))
    for page in pages:
        if page.error is not None:
            session.console.fail(page.source, page.error)
        else:
            session.console.data(f"{'Saved' if page.is_new else 'Saved before'}: {page.title}")


async def _save_all(session: Session, archive: Archive, addresses: Sequence[str]) -> list[SavedPage]:
    async with Ingest(archive, session.settings.refresh, clock=session.clock) as ingest:
        return [await ingest.save(address) for address in addresses]
