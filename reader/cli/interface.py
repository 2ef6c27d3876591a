"""Opening the reader, and ``demo``."""

from __future__ import annotations

import asyncio
import gc
import io
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reader.cli.session import WRONG_USE, Console, Session, with_session
from reader.commands import CommandOutput, CommandWords, Progress, RunCommand

if TYPE_CHECKING:
    from storage.archive import Archive


_ESCAPE_MILLISECONDS = "12"
"""As long as terminal multiplexers and editors wait."""

_FRAMES_PER_SECOND = "120"
"""Another article is drawn two frames after its key; at Textual's 60 both are half of what may be felt."""


def has_terminal() -> bool:
    """Whether the reader can be drawn and asked here."""
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM", "") != "dumb"


def open_interface(session: Session) -> None:
    """Open the reader; without a terminal say what to do instead."""
    if not has_terminal():
        session.console.note("cutline: the reader needs a terminal; 'cutline list' prints the articles")
        raise click.exceptions.Exit(WRONG_USE)
    settings = session.settings
    # What follows a lone Esc in an escape sequence comes within milliseconds; Textual's tenth of a second
    # is felt at every step back. It reads these when it is imported.
    os.environ.setdefault("ESCDELAY", _ESCAPE_MILLISECONDS)
    os.environ.setdefault("TEXTUAL_FPS", _FRAMES_PER_SECOND)
    # Looking for garbage among what is imported takes a tenth of a start and finds none; the reader
    # allows it again when it is drawn.
    gc.disable()
    try:
        # Imported here: no other command needs Textual.
        from reader.tui.app import run_app

        exit_code = run_app(
            session.database,
            settings,
            run_command=run_in(session),
            list_words=list_words,
            config=session.config,
        )
    finally:
        gc.enable()
    if exit_code:
        raise click.exceptions.Exit(exit_code)


def list_words() -> CommandWords:
    """All that may be typed after ``cutline``."""
    from reader.cli.commands import cutline
    from reader.cli.words import command_words

    return command_words(cutline)


def run_in(session: Session) -> RunCommand:
    """What the reader's own command line calls: any command, on the archive that is open there."""

    def run_command(
        words: Sequence[str], archive: Archive, tell_progress: Progress | None = None
    ) -> CommandOutput:
        # Imported here, because the outermost border imports the commands, and this is one.
        from reader.cli.run import run

        out, err = io.StringIO(), io.StringIO()
        inner = Session(
            session.database,
            session.config,
            Console(out, err, tell_progress=tell_progress),
            session.clock,
            archive,
        )
        exit_code = run(words, inner)
        return CommandOutput(out.getvalue(), err.getvalue(), exit_code)

    return run_command


@click.command("demo")
@with_session
def demo_command(session: Session) -> None:
    """Open the reader on the bundled sample feeds, in a database that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="cutline-demo-") as folder:
        demo = Session(Path(folder) / "demo.db", session.config, session.console, session.clock)
        asyncio.run(_load_samples(demo))
        if has_terminal():
            open_interface(demo)
            return
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
