"""Long maintenance shows how far it is, where somebody looks."""

from __future__ import annotations

import io
import threading
from pathlib import Path

import pytest

from reader.cli.session import Console
from reader.cli.steps import describe_step, with_steps
from storage.errors import ReadingAbandoned
from storage.upkeep.course import BYTES, Course, Step


class Terminal(io.StringIO):
    """Says when something was written; can be where Ctrl-C is pressed."""

    def __init__(self, *, is_interrupting: bool = False) -> None:
        super().__init__()
        self.is_seen = threading.Event()
        self._is_interrupting = is_interrupting

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        written = super().write(text)
        if self._is_interrupting:
            self._is_interrupting = False
            raise KeyboardInterrupt
        self.is_seen.set()
        return written


@pytest.mark.parametrize(
    ("step", "line"),
    [
        (Step(4, 8, "Counting"), "4 of 8 · Counting · 12 s"),
        (Step(1, 8, "Reading", 3_000, 90_000, "rows"), "1 of 8 · Reading · 3,000 of 90,000 rows · 12 s"),
        (Step(1, 1, "Weighing", 1 << 20, 4 << 20, BYTES), "Weighing · 25 % of 4.0 MiB · 12 s"),
        (Step(1, 0, "Copying"), "Copying · 12 s"),
        (Step(), "12 s"),
    ],
)
def test_a_step_in_a_line(step: Step, line: str) -> None:
    assert describe_step(step, 12) == line


def test_a_terminal_sees_the_step_and_then_no_more_of_it(tmp_path: Path) -> None:
    err, course = Terminal(), Course(tmp_path)
    course.plan(3)
    course.begin("Reading every page")

    def work() -> int:
        assert err.is_seen.wait(60)
        return 7

    assert with_steps(Console(io.StringIO(), err), course, work) == 7
    assert err.getvalue().startswith("\r1 of 3 · Reading every page · 0 s\x1b[K")
    assert err.getvalue().endswith("\r\x1b[K")


def test_nothing_is_written_where_nobody_looks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.cli.steps.LOOK_SECONDS", 0)
    err, out = io.StringIO(), io.StringIO()
    assert with_steps(Console(out, err), Course(tmp_path), lambda: sum(range(1_000_000))) == 499_999_500_000
    assert (out.getvalue(), err.getvalue()) == ("", "")


def test_an_interruption_ends_the_work(tmp_path: Path) -> None:
    err, course = Terminal(is_interrupting=True), Course(tmp_path)
    ends: list[Exception] = []

    def work() -> None:
        try:
            while True:
                course.reach(1, 2)
        except ReadingAbandoned as error:
            ends.append(error)
            raise

    with pytest.raises(KeyboardInterrupt):
        with_steps(Console(io.StringIO(), err), course, work)
    assert len(ends) == 1
    assert err.getvalue().endswith("\r\x1b[K")


def test_what_the_work_raises_is_raised(tmp_path: Path) -> None:
    def work() -> None:
        raise TimeoutError("its own")

    with pytest.raises(TimeoutError, match="its own"):
        with_steps(Console(io.StringIO(), io.StringIO()), Course(tmp_path), work)
