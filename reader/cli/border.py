"""The outermost border: turns every failure into one line and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from reader import paths
from reader.cli.session import DONE, INTERRUPTED, SOME_FAILED, WRONG_USE, Console
from reader.errors import ReaderError, SettingsError
from storage.errors import (
    ArticleNotFound,
    ChangeTakenBack,
    CutlineError,
    FeedNotFound,
    QueryError,
    StorageError,
)

_WRONG_USE = (SettingsError, StorageError, QueryError)


def set_streams() -> None:
    """Have a terminal without UTF-8 get question marks, and not an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(getattr(stream, "errors", None), str) and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def guarded(work: Callable[[], int], console: Console) -> int:
    """Do the work of a command and give its exit code, whatever becomes of it.

    Raises:
        GivenUpError: Who is told of the work's progress gave it up; nothing else is raised.
    """
    try:
        return work()
    except CutlineError as error:
        return _refuse(console, error)
    except KeyboardInterrupt:
        console.note("cutline: interrupted; what was stored stays")
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has seen enough (``cutline list | head``).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:  # the last border: the person gets a sentence
        from reader.commands import GivenUpError

        if isinstance(error, GivenUpError):
            # Of the reader's own command line, which knows what it gave up.
            raise
        return _confess(console, error)


def _refuse(console: Console, error: CutlineError) -> int:
    console.fail("", str(error))
    if isinstance(error, (FeedNotFound, ArticleNotFound, ChangeTakenBack)):
        return SOME_FAILED
    return WRONG_USE if isinstance(error, _WRONG_USE) or _is_wrong_use(error) else SOME_FAILED


def _is_wrong_use(error: CutlineError) -> bool:
    # A pattern that cannot be read is a wrong argument; it is asked by name to spare an import.
    return isinstance(error, ReaderError) and type(error).__name__ == "PatternError"


def _confess(console: Console, error: Exception) -> int:
    """Write the details of a fault of ours where they can be found again."""
    import traceback

    log = paths.state_path() / "last-fault.txt"
    place = f"; details in {log}"
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text("".join(traceback.format_exception(error)))
    except OSError:
        place = ""
    console.fail("", f"a fault of Cutline's own ({type(error).__name__}){place}")
    return SOME_FAILED
