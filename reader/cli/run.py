"""The outermost border: runs a command, turns every failure into one line and an exit code."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence

import click

from reader import paths
from reader.cli.commands import cutline
from reader.cli.session import DONE, INTERRUPTED, SOME_FAILED, WRONG_USE, Console, Session
from reader.commands import GivenUpError
from reader.errors import ReaderError, SettingsError
from storage.errors import ArticleNotFound, CutlineError, FeedNotFound, QueryError, StorageError

_WRONG_USE = (SettingsError, StorageError, QueryError)


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
    for stream in (sys.stdout, sys.stderr):
        # A terminal without UTF-8 gets question marks, and not an error.
        if isinstance(getattr(stream, "errors", None), str) and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        return _run(words, session)
    except CutlineError as error:
        return _refuse(console, error)
    except (KeyboardInterrupt, click.Abort):
        console.note("cutline: interrupted; what was stored stays")
        return INTERRUPTED
    except GivenUpError:
        # Of the reader's own command line, which knows what it gave up.
        raise
    except BrokenPipeError:
        # Whoever read our output has seen enough (``cutline list | head``).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:  # noqa: BLE001 - the last border: the person gets a sentence
        return _confess(console, error)


def _run(words: Sequence[str] | None, session: Session | None) -> int:
    try:
        with cutline.make_context(
            "cutline", list(sys.argv[1:] if words is None else words), obj=session
        ) as context:
            cutline.invoke(context)
            used = context.obj
            return SOME_FAILED if isinstance(used, Session) and used.console.has_failed else DONE
    except click.exceptions.Exit as exit_:
        return exit_.exit_code
    except click.UsageError as error:
        console = session.console if session else Console()
        hint = f" (cutline {error.ctx.info_name} --help)" if error.ctx and error.ctx.parent else ""
        console.note(f"cutline: {error.format_message()}{hint}")
        return WRONG_USE


def _refuse(console: Console, error: CutlineError) -> int:
    console.fail("", str(error))
    if isinstance(error, (FeedNotFound, ArticleNotFound)):
        return SOME_FAILED
    return WRONG_USE if isinstance(error, _WRONG_USE) or _is_wrong_use(error) else SOME_FAILED


def _is_wrong_use(error: CutlineError) -> bool:
    # A pattern that cannot be read is a wrong argument; it is asked by name to spare an import.
    return isinstance(error, ReaderError) and type(error).__name__ == "PatternError"


def _confess(console: Console, error: Exception) -> int:
    """Write the details of a fault of ours where they can be found again."""
    log = paths.state_path() / "last-fault.txt"
    place = f"; details in {log}"
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text("".join(traceback.format_exception(error)))
    except OSError:
        place = ""
    console.fail("", f"a fault of Cutline's own ({type(error).__name__}){place}")
    return SOME_FAILED
