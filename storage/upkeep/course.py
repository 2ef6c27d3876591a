"""How far long maintenance came, told to whoever looks; and its end where that wants no more of it."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from storage.errors import ReadingAbandoned

BYTES = "bytes"
"""What is counted where no rows are."""


@dataclass(frozen=True, slots=True)
class Step:
    """What is being done.

    Attributes:
        number: Counts from 1, up to ``count``; 0 before the first step.
        name: In a few words, for a person.
        done: How much of ``total`` is done, which is 0 where nothing is counted.
        noun: What is counted, in the plural.
    """

    number: int = 0
    count: int = 0
    name: str = ""
    done: int = 0
    total: int = 0
    noun: str = ""


class Course:
    """The course of some maintenance: one thread works and tells, another one looks and may give it up."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._step = Step()
        self._lock = threading.Lock()
        self._working: list[sqlite3.Connection] = []
        self._is_given_up = False

    @property
    def step(self) -> Step:
        """What is being done at the moment."""
        return self._step

    def plan(self, count: int) -> None:
        """Begin a row of so many steps."""
        self._step = Step(count=count)

    def begin(self, name: str, total: int = 0, noun: str = "") -> None:
        """Begin the next step.

        Raises:
            ReadingAbandoned: It was given up.
        """
        step = self._step
        self._go_on(Step(step.number + 1, step.count, name, total=total, noun=noun))

    def rename(self, name: str) -> None:
        """Do something else within the same step. Raises as ``begin``."""
        self._go_on(replace(self._step, name=name, done=0, total=0, noun=""))

    def reach(self, done: int, total: int, noun: str = "rows") -> None:
        """Tell how much of the step is done. Raises as ``begin``."""
        self._go_on(replace(self._step, done=done, total=total, noun=noun))

    @contextlib.contextmanager
    def working_on(self, connection: sqlite3.Connection) -> Iterator[None]:
        """Have a connection's statement be broken off, too, when all is given up."""
        with self._lock:
            self._working.append(connection)
        try:
            yield
        finally:
            with self._lock:
                self._working.remove(connection)

    def give_up(self) -> None:
        """Go no further. To be called on another thread than the one that works, which raises soon after."""
        self._is_given_up = True
        with self._lock:
            for connection in self._working:
                connection.interrupt()

    def _go_on(self, step: Step) -> None:
        if self._is_given_up:
            raise ReadingAbandoned(self._path)
        self._step = step
