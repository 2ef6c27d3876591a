"""``demo``: the reader on feeds of our own."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

import click

from reader.cli.interface import has_terminal, open_interface
from reader.cli.session import Session, with_session


@click.command("demo")
@with_session
def demo_command(session: Session) -> None:
    """Open the reader on the bundled sample feeds, in a database that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="cutline-demo-") as folder:
        demo = Session(Path(folder) / "demo.db", session.config, session.console, session.clock)
        asyncio.run(_load_samples(demo))
        if has_terminal():
            raise click.exceptions.Exit(open_interface(demo))
        from reader.cli.articles import list_rows, write_rows

        with demo.open_archive() as archive:
            write_rows(demo, list_rows(archive.open_listing()))


async def _load_samples(session: Session) -> None:
    from reader.ingest.ingest import Ingest
    from sample_feeds import sample_files

    with session.open_archive() as archive:
        async with Ingest(archive, session.settings.refresh, clock=session.clock) as ingest:
            for sample in sample_files():
                added = await ingest.add(str(sample.path), folder=sample.folder)
                if added.error is not None:
                    session.console.fail(sample.path.name, added.error)
