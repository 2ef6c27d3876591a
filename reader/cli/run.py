"""Running a command of the command line."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from reader import paths
from reader.cli.border import guarded, set_streams
from reader.cli.commands import cutline
from reader.cli.effects import changes_made
from reader.cli.session import DONE, SOME_FAILED, WRONG_USE, Console, Session
from reader.commands import way_back


def run(words: Sequence[str] | None = None, session: Session | None = None) -> int:
    """Run a command and give its exit code; no traceback reaches the person.

    Args:
        words: What follows ``cutline``; None takes the process's own.
        session: Where the command works; None makes one from the options and the environment.

    Raises:
        GivenUpError: Who is told of the session's progress gave the work up; nothing else is raised.
    """
    console = session.console if session else Console()
    instruction = os.environ.get(paths.COMPLETION_VARIABLE)
    if instruction and words is None:
        # Imported here: only a shell asks for it.
        from reader.cli.completion import answer_shell

        return answer_shell(cutline, instruction)
    set_streams()
    return guarded(lambda: _run(words, session), console)


def _run(words: Sequence[str] | None, session: Session | None) -> int:
    try:
        with cutline.make_context(
            "cutline", list(sys.argv[1:] if words is None else words), obj=session
        ) as context:
            cutline.invoke(context)
            used = context.obj
            _tell_way_back(used, context.invoked_subcommand or "")
            return SOME_FAILED if isinstance(used, Session) and used.console.has_failed else DONE
    except click.exceptions.Exit as exit_:
        return exit_.exit_code
    except click.Abort:
        raise KeyboardInterrupt from None
    except click.UsageError as error:
        console = session.console if session else Console()
        hint = f" ({error.ctx.command_path} --help)" if error.ctx and error.ctx.parent else ""
        console.note(f"cutline: {error.format_message()}{hint}")
        return WRONG_USE


def _tell_way_back(session: object, name: str) -> None:
    """Say how a change is taken back, where a person looks: no script has a use for it."""
    if not isinstance(session, Session) or session.archive is not None:
        return
    streams = (session.console.out, session.console.err)
    if changes_made(session, name) and all(stream.isatty() for stream in streams):
        session.console.note(way_back(len(session.changes), "cutline undo"))
