"""Time the installed reader on an archive, from a key to the last byte of what it draws."""

from __future__ import annotations

import re
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.processes import resident_mib
from benchmarks.terminal import Terminal
from storage.archive import Archive
from storage.model import View, ViewKind

LARGEST_TITLE = "0 the largest"
"""Sorts before all others, so that the feed is the first of the tree."""

_BARE_APP = """
from textual.app import App
from textual.widgets import Label
class Bare(App):
    def compose(self):
        yield Label('bare label')
Bare().run()
"""
_SETTLE_SECONDS = 0.015
_FEW_PRESSES = 12
_MOVES = 60
_FRAME_GAP_SECONDS = 0.002
"""Between the pieces of one frame; whoever paints twice at the start does so a few milliseconds later."""
_BURST_SECONDS = 0.006
"""A frame is written in one go; what comes later is another one's."""


def prepare(database: Path) -> View:
    """Put the largest feed first in the tree; gives its view."""
    with Archive.open(database) as archive:
        largest = max(archive.feeds(), key=lambda feed: feed.article_count)
        archive.rename_feed(largest.feed_id, LARGEST_TITLE)
        archive.move_feeds([largest.feed_id], "")
        return View(ViewKind.FEED, largest.feed_id)


@dataclass(frozen=True, slots=True)
class Program:
    """What is started, and what stands on the screen once it is drawn."""

    command: Sequence[str]
    marker: str


BARE_APP = Program([sys.executable, "-c", _BARE_APP], "bare label")
"""A Textual app with one label."""


def reader_on(database: Path) -> Program:
    """The installed reader on an archive, drawn with its list."""
    length = _length(database, View())
    return Program(reader_command(database), f"1 of {length:,}" if length else "No feeds yet")


def time_starts(*programs: Program, count: int) -> list[list[float]]:
    """Seconds until each program has painted its first frame with the marker; a list for each.

    They are started in turn, so that whatever else the machine does befalls them alike.
    """
    times = [[_start(program) for program in programs] for _ in range(count)]
    return [list(column) for column in zip(*times, strict=True)]


def resident_after_start(program: Program) -> float:
    """Resident memory in MiB of a program that was started and left alone."""
    with _fresh_terminal(program.command, columns=120) as terminal:
        terminal.wait_for(program.marker)
        terminal.wait_quiet(timeout_seconds=1)
        return resident_mib(terminal.pid)


def time_keys(database: Path, largest: View) -> dict[str, list[float]]:
    """Seconds from keys to painted lists, by what is done."""
    row_by_name = {"open the largest feed": _first_feed_row(database), "open All": 0, "open Unread": 1}
    views = {"open the largest feed": largest, "open All": View(), "open Unread": View(ViewKind.UNREAD)}
    times: dict[str, list[float]] = {name: [] for name in row_by_name}
    with _fresh_terminal(reader_command(database), columns=160) as terminal:
        screen = _Screen(terminal)
        terminal.wait_for("1 of ")
        for _ in range(_FEW_PRESSES):
            for name, row in row_by_name.items():
                length = _length(database, views[name])
                screen.move_in_tree(row)
                times[name].append(screen.press("\r", f"1 of {length:,}"))
                terminal.wait_quiet(timeout_seconds=0.5)
        screen.move_in_tree(0)
        terminal.type("\r")
        terminal.wait_quiet(timeout_seconds=1)
        times.update(_time_moves(screen, _length(database, View())))
    return times


def time_opening_and_searches(
    database: Path, largest: View, words: Mapping[str, str], rounds: int
) -> tuple[list[float], dict[str, list[float]]]:
    """Seconds to the painted list of the largest feed, and to that of what a typed word finds in All.

    The time of a search begins when the word and Enter are typed at the open prompt.

    Args:
        words: What is searched for, by the name of the figure.
    """
    feed_row, feed_length = _first_feed_row(database), _length(database, largest)
    opened: list[float] = []
    searched: dict[str, list[float]] = {name: [] for name in words}
    with _fresh_terminal(reader_command(database), columns=160) as terminal:
        screen = _Screen(terminal)
        terminal.wait_for("1 of ")
        for _ in range(rounds):
            screen.move_in_tree(feed_row)
            opened.append(screen.press("\r", f"1 of {feed_length:,}"))
            terminal.wait_quiet(timeout_seconds=0.5)
            for name, word in words.items():
                screen.move_in_tree(0)
                screen.press("\r", f"1 of {_length(database, View()):,}")
                terminal.wait_quiet(timeout_seconds=0.5)
                terminal.press("/")
                searched[name].append(screen.press(f"{word}\r", f"/{word}  1 of "))
                terminal.wait_quiet(timeout_seconds=0.5)
    return opened, searched


def _first_feed_row(database: Path) -> int:
    with Archive.open(database) as archive:
        # Five views and the heading of the keywords stand before the first feed.
        return 6 + len(archive.keywords())


def _time_moves(screen: _Screen, length: int) -> dict[str, list[float]]:
    ends, moves, articles = [], [], []
    for _ in range(_FEW_PRESSES):
        ends.append(screen.press("G", f"{length:,} of {length:,}"))
        screen.terminal.wait_quiet(timeout_seconds=0.5)
        screen.press("g", f"1 of {length:,}")
        screen.terminal.wait_quiet(timeout_seconds=0.5)
    for number in range(_MOVES):
        pressed_at = time.perf_counter()
        moves.append(screen.press("j", f"{number + 2:,} of {length:,}"))
        articles.append(screen.terminal.wait_quiet(timeout_seconds=0.5) - pressed_at)
    return {"G, to the end": ends, "move one row": moves, "  and its article": articles}


class _Screen:
    """Waits for texts in the bytes themselves: making a screen of them takes longer than drawing it."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal

    def move_in_tree(self, row: int) -> None:
        """Go to a row of the tree, and no further before it opens by itself."""
        # The focus moves after the next key was handed out.
        self.terminal.press("1", timeout_seconds=0.5)
        self.terminal.type("g" + "j" * row)
        self.terminal.wait_quiet(quiet_seconds=_SETTLE_SECONDS, timeout_seconds=0.5)

    def press(self, keys: str, marker: str, *, timeout_seconds: float = 10) -> float:
        """Seconds from the keys to the last byte of the burst that shows the marker."""
        seen = len(self.terminal.raw())
        self.terminal.type(keys)
        typed_at = time.perf_counter()
        while (now := time.perf_counter()) < typed_at + timeout_seconds:
            drawn_at = self.terminal.wait_quiet(quiet_seconds=_BURST_SECONDS, timeout_seconds=1)
            if marker in _plain(self.terminal.raw()[seen:]):
                return drawn_at - typed_at
        raise TimeoutError(f"{marker!r} was not drawn {now - typed_at:.1f} s after {keys!r}")


def _start(program: Program) -> float:
    with _fresh_terminal(program.command, columns=120) as terminal:
        while program.marker not in _plain(terminal.raw()):
            if time.perf_counter() > terminal.started_at + 30:
                raise TimeoutError(f"{program.marker!r} was not drawn:\n{terminal.text()}")
            painted_at = terminal.wait_quiet(quiet_seconds=_FRAME_GAP_SECONDS, timeout_seconds=5)
        return painted_at - terminal.started_at


def _plain(raw: str) -> str:
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", raw)


def reader_command(database: Path) -> list[str]:
    """What opens the installed reader on an archive, with the settings' defaults."""
    return [
        str(Path(sys.executable).with_name("cutline")),
        *("--database", str(database), "--config", str(database.with_name("no-config.toml"))),
    ]


@contextmanager
def _fresh_terminal(command: Sequence[str], *, columns: int) -> Iterator[Terminal]:
    """A terminal whose program has nothing to come back to: neither a place nor lines typed before."""
    with tempfile.TemporaryDirectory() as state:
        environment = {"LANG": "C.UTF-8", "XDG_STATE_HOME": state}
        with Terminal(command, columns=columns, rows=40, environment=environment) as terminal:
            yield terminal


def _length(database: Path, view: View) -> int:
    with Archive.open(database) as archive:
        return len(archive.open_listing(view))
