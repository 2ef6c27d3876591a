"""Every key of a reader's day on a large archive: how soon the screen answers, in a real pseudo-terminal.

    python -m benchmarks.interface DATABASE [--presses 12] [--columns 160] [--rows 45] [--only WORD]

The answer to a key is the end of the first frame after it, at which a terminal draws it. The terminal says
that it knows synchronised output, so that a frame's end is told and not guessed. Nothing is pressed before
all is drawn that the key before led to, and a key that draws nothing (there is no next picture) has no answer
and no time; its number is told. Keys that mark are taken back, so that the archive ends as it began; it is a
copy all the same, since opening an article marks it read.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.archive_screen import reader_command
from benchmarks.figures import milliseconds, percentile
from benchmarks.terminal import Terminal
from reader.tui.screens.desk import READ_AFTER_SECONDS

_QUIET_SECONDS = 0.15
_LONGEST_SECONDS = 5.0
_SILENT_SECONDS = 0.3
"""A key that may draw nothing has so long to draw something."""

MEDIAN_MS, P95_MS = 10.0, 40.0
"""What is promised for an archive of a million articles."""

_ESCAPE = "\x1b"


@dataclass(frozen=True)
class Round:
    """Keys that are pressed one after the other.

    Attributes:
        is_always_answered: Whether each of them draws something; else one that does not is no fault.
        is_followed: Whether articles are come to, which are read, and drawn as read, a while later.
    """

    name: str
    keys: Sequence[str]
    is_always_answered: bool = True
    is_followed: bool = False


_ROUNDS = (
    Round("move a row", ("j", "j", "j", "k"), is_followed=True),
    Round("move a page", ("\x06", "\x06", "\x02"), is_followed=True),
    Round("to the end, to the beginning", ("G", "g"), is_followed=True),
    Round("next unread", ("n", "n", "N")),
    Round("open and back", ("\r", _ESCAPE)),
    Round("a page on", (" ", " ")),
    Round("scroll the article", ("3", "j", "j", "k"), is_always_answered=False),
    Round("star, and back", ("s", "s")),
    Round("mark, and back", ("m", "m")),
    Round("undo, redo", ("u", "\x12")),
    Round("next pane", ("\t", "\t", "\t")),
    Round("zoom, and back", ("z", "z")),
    Round("feeds, and back", ("1", "j", "k", "2")),
    Round("unread only, and all", ("U", "U")),
    Round("another order", ("S", "S", "S", "S", "S", "S", "S", "S", "S", "S")),
    Round("search opens, closes", ("/", _ESCAPE)),
    Round("a letter of a search", ("/", "r", "i", "v", "e", "r", _ESCAPE)),
    Round("command line", (":", "l", "i", "s", _ESCAPE)),
    Round("help, and back", ("?", _ESCAPE)),
    Round("pictures, and back", ("C", _ESCAPE)),
    Round("watch desk, and back", ("w", _ESCAPE)),
    Round("feed health, and back", ("H", _ESCAPE)),
    Round("captions", ("c", "c", "c"), is_always_answered=False),
    Round("picture", ("p", "P"), is_always_answered=False),
    Round("theme", ("t", "t")),
)


def main() -> None:
    """Press all keys and print the figures, by what is done and together."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("database", type=Path)
    parser.add_argument("--presses", type=int, default=12, help="Rounds of each row of keys.")
    parser.add_argument("--columns", type=int, default=160)
    parser.add_argument("--rows", type=int, default=45)
    parser.add_argument("--only", default="", help="Only the rows of keys whose name has this word.")
    options = parser.parse_args()
    command = reader_command(options.database)
    times: dict[str, list[float | None]] = {}
    with Terminal(command, columns=options.columns, rows=options.rows, tells_frames=True) as terminal:
        # The reader comes back to the row where it was left.
        terminal.wait_for(" of ", timeout_seconds=60)
        _settle(terminal, 3)
        terminal.type("g")
        _settle(terminal, 2 * READ_AFTER_SECONDS)
        for keys in _ROUNDS:
            if options.only in keys.name:
                times[keys.name] = _time(terminal, keys, options.presses)
    _print(times)


def _print(times: dict[str, list[float | None]]) -> None:
    together: list[float] = []
    for name, answers in times.items():
        if not any(answers):
            print(f"{name:<30}     0 keys  {len(answers)} drew nothing")
            continue
        seconds = [answer for answer in answers if answer is not None]
        together += seconds
        silent = len(answers) - len(seconds)
        print(
            f"{name:<30} {len(seconds):>5} keys  {milliseconds(seconds)}  worst {max(seconds) * 1000:7.1f} ms"
            + (f"  {silent} drew nothing" if silent else "")
        )
    median_ms, p95_ms = statistics.median(together) * 1000, percentile(together, 95) * 1000
    print(f"{'all keys':<30} {len(together):>5} keys  {milliseconds(together)}")
    is_kept = median_ms <= MEDIAN_MS and p95_ms <= P95_MS
    print(f"promised: median {MEDIAN_MS:g} ms, 95 % {P95_MS:g} ms: {'kept' if is_kept else 'not kept'}")


def _time(terminal: Terminal, keys: Round, rounds: int) -> list[float | None]:
    times: list[float | None] = []
    for _ in range(rounds):
        # Each round begins in the list, wherever the one before ended.
        terminal.type("2")
        _settle(terminal, 0)
        for key in keys.keys:
            times.append(_answer(terminal, key, keys))
            # What follows by itself (the article, a count) must not be taken for the next key's answer.
            _settle(terminal, READ_AFTER_SECONDS if keys.is_followed else 0)
    return times


def _answer(terminal: Terminal, key: str, keys: Round) -> float | None:
    """Seconds from a key to the end of the frame that follows it; None where none does.

    A key that always draws something and has not done so in a long time has taken that time at least.
    """
    typed_at = time.perf_counter()
    terminal.type(key)
    drawn_at = terminal.wait_frame(_LONGEST_SECONDS if keys.is_always_answered else _SILENT_SECONDS)
    if drawn_at is None:
        return _LONGEST_SECONDS if keys.is_always_answered else None
    return drawn_at - typed_at


def _settle(terminal: Terminal, seconds: float) -> None:
    """Read until nothing has been drawn for a while, for so many seconds at least and some at most."""
    begun_at = time.perf_counter()
    while (drawn_at := terminal.wait_frame(_QUIET_SECONDS)) or time.perf_counter() < begun_at + seconds:
        if drawn_at is not None and drawn_at > begun_at + seconds + _LONGEST_SECONDS:
            return


if __name__ == "__main__":
    main()
