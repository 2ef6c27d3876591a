"""Long maintenance on a terminal: a line that tells how far it is, and Ctrl-C that is heard at once."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TypeVar

from reader.cli.session import Console
from reader.cli.shapes import mebibytes
from storage.upkeep.course import BYTES, Course, Step

_T = TypeVar("_T")

LOOK_SECONDS = 0.2
"""What is done sooner shows no line."""


def with_steps(console: Console, course: Course, work: Callable[[], _T]) -> _T:
    """Do work that tells a course how far it is, and show that where somebody looks.

    It is done in a thread: SQLite may stay within one statement for minutes, in which no signal would be
    heard on the main one.
    """
    is_shown = console.err.isatty()
    started_at = time.monotonic()
    with ThreadPoolExecutor(1, thread_name_prefix="cutline-upkeep") as thread:
        pending = thread.submit(work)
        try:
            while not wait([pending], LOOK_SECONDS).done:
                if is_shown:
                    line = describe_step(course.step, int(time.monotonic() - started_at))
                    console.err.write(f"\r{line[: shutil.get_terminal_size().columns - 1]}\x1b[K")
                    console.err.flush()
            return pending.result()
        except BaseException:
            course.give_up()
            raise
        finally:
            if is_shown:
                console.err.write("\r\x1b[K")
                console.err.flush()


def describe_step(step: Step, seconds: int) -> str:
    """A step in a line: "4 of 8 · Counting · 300 of 9,000 articles · 12 s"."""
    parts = [f"{step.number} of {step.count}"] if step.count > 1 else []
    parts.append(step.name)
    if step.noun == BYTES:
        parts.append(f"{step.done * 100 // max(step.total, 1)} % of {mebibytes(step.total)}")
    elif step.total:
        parts.append(f"{step.done:,} of {step.total:,} {step.noun}")
    parts.append(f"{seconds} s")
    return " · ".join(part for part in parts if part)
