"""Opening the reader."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.cli.session import WRONG_USE, Console, Session

if TYPE_CHECKING:
    from reader.commands import BeginNews, CommandOutput, CommandWords, Progress, RunCommand, TellNews
    from storage.archive import Archive


_ESCAPE_MILLISECONDS = "12"
"""As long as terminal multiplexers and editors wait."""

_HELP = "--help"

_FRAMES_PER_SECOND = "120"
"""Another article is drawn two frames after its key; at Textual's 60 both are half of what may be felt."""


def has_terminal() -> bool:
    """Whether the reader can be drawn and asked here."""
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM", "") != "dumb"


def open_interface(session: Session) -> int:
    """Open the reader and give its exit code; without a terminal say what to do instead."""
    if not has_terminal():
        session.console.note("cutline: the reader needs a terminal; 'cutline list' prints the articles")
        return WRONG_USE
    settings = session.settings
    # What follows a lone Esc in an escape sequence comes within milliseconds; Textual's tenth of a second
    # is felt at every step back. It reads these when it is imported.
    os.environ.setdefault("ESCDELAY", _ESCAPE_MILLISECONDS)
    os.environ.setdefault("TEXTUAL_FPS", _FRAMES_PER_SECOND)
    # See ``reader.cli``; the reader allows it again when it is drawn.
    gc.disable()
    try:
        # Imported here: no other command needs Textual.
        from reader.tui.app import run_app

        return run_app(
            session.database,
            settings,
            run_command=run_in(session),
            list_words=list_words,
            begin_news=news_in(session),
            config=session.config,
        )
    finally:
        gc.enable()


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
        from reader.cli.effects import changes_made
        from reader.cli.run import run
        from reader.commands import CommandOutput

        out, err = io.StringIO(), io.StringIO()
        inner = Session(
            session.database,
            session.config,
            Console(out, err, tell_progress=tell_progress),
            session.clock,
            archive,
        )
        # The help of a command is printed by click itself, which knows nothing of our console.
        is_help = _HELP in words
        with contextlib.redirect_stdout(out) if is_help else contextlib.nullcontext():
            exit_code = run(words, inner)
        sentences = tuple(change.sentence for change in changes_made(inner, words[0]))
        return CommandOutput(out.getvalue(), err.getvalue(), exit_code, sentences)

    return run_command


def news_in(session: Session) -> BeginNews:
    """What the reader's own refreshes call, so that hooks are run for them, too."""

    def begin(archive: Archive) -> TellNews:
        from reader.cli.alerts import KeywordAlerts
        from reader.cli.hooks import NewArticlesHook

        err = io.StringIO()
        inner = Session(session.database, session.config, Console(io.StringIO(), err), session.clock, archive)
        hook, alerts = NewArticlesHook(inner, archive), KeywordAlerts(inner, archive)

        async def tell() -> None:
            await hook.run()
            await alerts.run()

        def tell_and_wait() -> str:
            import asyncio

            asyncio.run(tell())
            return err.getvalue().strip()

        return tell_and_wait

    return begin
