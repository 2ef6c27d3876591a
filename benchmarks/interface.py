"""Every key of a reader's day on a large archive: how soon the screen answers, in a real pseudo-terminal.

    python -m benchmarks.interface DATABASE [--presses 12] [--columns 160] [--rows 45]

The answer to a key is the first burst of bytes after it, up to its last byte: the moment at which a
terminal could have drawn it. Keys that mark are taken back, so that the archive ends as it began; it is
a copy all the same, since opening an article marks it read.
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Sequence
from pathlib import Path

from benchmarks.archive_screen import reader_command
from benchmarks.figures import milliseconds, percentile
from benchmarks.terminal import Terminal

_BURST_SECONDS = 0.006
"""A frame is written in one go; what comes later is another one's."""

_SETTLE_SECONDS = 0.12
_LONGEST_SECONDS = 5.0
MEDIAN_MS, P95_MS = 10.0, 40.0
"""What is promised for an archive of a million articles."""

_ESCAPE = "\x1b"
_ROUNDS: tuple[tuple[str, Sequence[str]], ...] = (
    ("move a row", ("j", "j", "j", "k")),
    ("move a page", ("\x06", "\x06", "\x02")),
    ("to the end, to the beginning", ("G", "g")),
    ("next unread", ("n", "n", "N")),
    ("open and back", ("\r", _ESCAPE)),
    ("a page on", (" ", " ")),
    ("scroll the article", ("3", "j", "j", "k", "2")),
    ("star, and back", ("s", "s")),
    ("mark, and back", ("m", "m")),
    ("undo, redo", ("u", "\x12")),
    ("next pane", ("\t", "\t", "\t")),
    ("zoom, and back", ("z", "z")),
    ("feeds, and back", ("1", "j", "k", "2")),
    ("unread only, and all", ("U", "U")),
    ("another order", ("S", "S", "S", "S", "S", "S")),
    ("search opens, closes", ("/", _ESCAPE)),
    ("a letter of a search", ("/", "r", "i", "v", "e", "r", _ESCAPE)),
    ("command line", (":", "l", "i", "s", _ESCAPE)),
    ("help, and back", ("?", _ESCAPE)),
    ("pictures, and back", ("v", _ESCAPE)),
    ("watch desk, and back", ("w", _ESCAPE)),
    ("feed health, and back", ("H", _ESCAPE)),
    ("captions", ("c", "c", "c")),
    ("picture", ("p", "P")),
    ("theme", ("t", "t")),
)


def main() -> None:
    """Press all keys and print the figures, by what is done and together."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("database", type=Path)
    parser.add_argument("--presses", type=int, default=12, help="Rounds of each row of keys.")
    parser.add_argument("--columns", type=int, default=160)
    parser.add_argument("--rows", type=int, default=45)
    options = parser.parse_args()
    command = reader_command(options.database)
    with Terminal(command, columns=options.columns, rows=options.rows) as terminal:
        terminal.wait_for("1 of ", timeout_seconds=60)
        terminal.wait_quiet(timeout_seconds=2)
        times = {name: _time(terminal, keys, options.presses) for name, keys in _ROUNDS}
    for name, seconds in times.items():
        print(
            f"{name:<30} {len(seconds):>5} keys  {milliseconds(seconds)}  worst {max(seconds) * 1000:7.1f} ms"
        )
    together = [second for seconds in times.values() for second in seconds]
    median_ms, p95_ms = statistics.median(together) * 1000, percentile(together, 95) * 1000
    print(f"{'all keys':<30} {len(together):>5} keys  {milliseconds(together)}")
    is_kept = median_ms <= MEDIAN_MS and p95_ms <= P95_MS
    print(f"promised: median {MEDIAN_MS:g} ms, 95 % {P95_MS:g} ms: {'kept' if is_kept else 'not kept'}")


def _time(terminal: Terminal, keys: Sequence[str], rounds: int) -> list[float]:
    times: list[float] = []
    for _ in range(rounds):
        for key in keys:
            times.append(_answer(terminal, key))
            # What follows by itself (the article, a count) must not be taken for the next key's answer.
            terminal.wait_quiet(quiet_seconds=_SETTLE_SECONDS, timeout_seconds=_SETTLE_SECONDS)
    return times


def _answer(terminal: Terminal, key: str) -> float:
    """Seconds from a key to the end of the first burst that follows it."""
    return terminal.press(key, quiet_seconds=_BURST_SECONDS, timeout_seconds=_LONGEST_SECONDS)


if __name__ == "__main__":
    main()
