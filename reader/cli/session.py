"""What every command works with: where to write, the settings, the archive."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TextIO, TypeVar

from reader.clock import Clock, system_clock

if TYPE_CHECKING:
    from reader.commands import Progress
    from reader.setting_groups import Settings
    from storage.archive import Archive
    from storage.model import Change

_P = ParamSpec("_P")
_T = TypeVar("_T")

DONE, SOME_FAILED, WRONG_USE, INTERRUPTED = 0, 1, 2, 130
"""Exit codes, as the command line's contract has them."""


class Console:
    """Where a command writes: data to one stream, narration to the other.

    Attributes:
        tell_progress: Is told how far long work came, in the place of the terminal, and may raise
            ``GivenUpError`` to end it.
    """

    def __init__(
        self, out: TextIO | None = None, err: TextIO | None = None, *, tell_progress: Progress | None = None
    ) -> None:
        self.out = out or sys.stdout
        self.err = err or sys.stderr
        self.has_failed = False
        self.tell_progress = tell_progress

    def data(self, text: str) -> None:
        """Write a line of what was asked for."""
        self.out.write(text + "\n")

    def note(self, text: str) -> None:
        """Tell how it goes; nobody parses it."""
        self.err.write(text + "\n")

    def progress(self, noun: str) -> Progress | None:
        """What long work tells how far it came; None where nobody looks.

        Args:
            noun: What is counted, in the plural.
        """
        if self.tell_progress is not None or not self.err.isatty():
            return self.tell_progress

        def show(done: int, total: int) -> None:
            self.err.write(f"\r{done:,} of {total:,} {noun}" if done < total else "\r\x1b[K")
            self.err.flush()

        return show

    def fail(self, subject: str, reason: str) -> None:
        """Report one failure in a batch: the rest goes on, the exit code will be 1."""
        # Imported here: most commands fail at nothing.
        from reader.text import clean_line

        self.has_failed = True
        place = f"{clean_line(subject)}: " if subject else ""
        self.note(f"cutline: {place}{clean_line(reason.rstrip('.'), 1_000)}")


class Session:
    """One call of the command line, from the shell or from the reader's own command line.

    Attributes:
        archive: An archive that is open already and stays open; None opens the database's own.
        changes: What the call has changed so far and undo takes back, in its order.
    """

    def __init__(
        self,
        database: Path,
        config: Path,
        console: Console | None = None,
        clock: Clock = system_clock,
        archive: Archive | None = None,
    ) -> None:
        self.database = database
        self.config = config
        self.console = console or Console()
        self.clock = clock
        self.archive = archive
        self.changes: list[Change] = []

    @cached_property
    def settings(self) -> Settings:
        """Raises SettingsError."""
        from reader.settings import load_settings

        return load_settings(self.config)

    @contextlib.contextmanager
    def open_archive(self) -> Iterator[Archive]:
        """The archive, closed afterwards where it was opened for this call.

        Raises:
            StorageError: It cannot be used.
            SettingsError: The settings cannot be used: said before anything is done.
        """
        assert self.settings is not None
        if self.archive is not None:
            with self._noting_changes(self.archive):
                yield self.archive
            return
        from storage.archive import Archive

        with Archive.open(self.database, clock=self.clock) as archive, self._noting_changes(archive):
            yield archive

    @contextlib.contextmanager
    def _noting_changes(self, archive: Archive) -> Iterator[None]:
        # What a keyword hid is shown after its last day, whichever command looks first.
        archive.end_keywords()
        last_id = archive.last_change_id()
        yield
        self.changes += archive.changes_since(last_id)


def with_session(function: Callable[Concatenate[Session, _P], _T]) -> Callable[_P, _T]:
    """Hand the session to a command as its first argument."""
    # Imported here: whoever only opens the reader needs no click.
    import click

    return click.make_pass_decorator(Session)(function)
