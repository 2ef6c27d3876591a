"""Time the installed newsboat on a home, from a key to the last byte of what it draws."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from benchmarks.newsboat_cache import NewsboatHome
from benchmarks.processes import resident_mib
from benchmarks.terminal import Terminal

START, OPEN = "start", "open the largest feed"
"""The names of figures, the same for both programs."""

_FEED_LIST = re.compile(r"eeds \(\d+ unread, (\d+) total\)")
_ARTICLE_LIST = re.compile(r"Articles in feed .*\(\d+ unread, (\d+) total\)")
_FOUND_LIST = re.compile(r"Search results.*\(\d+ unread, (\d+) total\)|(No results)")
_BURST_SECONDS = 0.02
_LOOK_SECONDS = 1.0
_PATIENT_SECONDS = 20.0
"""An action that takes longer is not done again: its noise is small beside it, and a round takes minutes."""


@dataclass(slots=True)
class Timings:
    """What one program was seen to do.

    Attributes:
        seconds: By the name of the figure; infinite where nothing was painted within the limit, and
            missing where it was not come to because of that.
        counts: How many articles the painted list has, by the name of the figure.
        memory_mib: Resident memory after the start; 0 where it was not painted.
    """

    seconds: dict[str, list[float]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    memory_mib: float = 0.0

    def add(self, name: str, seconds: float) -> bool:
        """Keep a figure; False where it is over the limit."""
        self.seconds.setdefault(name, []).append(seconds)
        return math.isfinite(seconds)

    def is_patient(self, name: str) -> bool:
        """Whether what the figure names may be done once more."""
        return max(self.seconds.get(name, [0.0])) < _PATIENT_SECONDS


def time_newsboat(
    home: NewsboatHome, words: Mapping[str, str], *, rounds: int, limit_seconds: float
) -> Timings:
    """Start newsboat, open its first feed, search for words; each ``rounds`` times where that is quick.

    Args:
        words: What is searched for in the list of feeds, by the name of the figure.
        limit_seconds: How long a single action is waited for.
    """
    timings = Timings()
    for number in range(rounds):
        if number and not timings.is_patient(START):
            break
        with Terminal(home.command, environment=home.environment) as terminal:
            seconds, _ = _wait(terminal, terminal.started_at, _FEED_LIST, limit_seconds)
            if not timings.add(START, seconds):
                break
            if number == 0:
                timings.memory_mib = resident_mib(terminal.pid)
                _time_actions(terminal, words, timings, _Patience(rounds, limit_seconds))
    return timings


@dataclass(frozen=True, slots=True)
class _Patience:
    rounds: int
    limit_seconds: float


def _time_actions(
    terminal: Terminal, words: Mapping[str, str], timings: Timings, patience: _Patience
) -> None:
    """Go from the list of feeds into other lists and back."""
    keys_by_name = {OPEN: "\r"} | {name: f"{word}\r" for name, word in words.items()}
    for name, keys in keys_by_name.items():
        for number in range(patience.rounds):
            if number and not timings.is_patient(name):
                break
            if name != OPEN:
                terminal.press("/")
            typed_at = time.perf_counter()
            terminal.type(keys)
            painted = _ARTICLE_LIST if name == OPEN else _FOUND_LIST
            seconds, count = _wait(terminal, typed_at, painted, patience.limit_seconds)
            if not timings.add(name, seconds):
                # It hears no key before it is done.
                return
            timings.counts[name] = count
            if count:
                terminal.type("q")
                _wait(terminal, time.perf_counter(), _FEED_LIST, patience.limit_seconds)


def _wait(
    terminal: Terminal, since: float, painted: re.Pattern[str], limit_seconds: float
) -> tuple[float, int]:
    """Seconds until the last byte of the burst that paints a list, infinite over the limit; its length.

    The screen is made of the bytes only after each burst, when its time is known.
    """
    while (left := since + limit_seconds - time.perf_counter()) > 0:
        drawn_at = terminal.wait_quiet(quiet_seconds=_BURST_SECONDS, timeout_seconds=min(left, _LOOK_SECONDS))
        if found := painted.search(terminal.text()):
            return drawn_at - since, int(found[1] or 0)
        if terminal.has_ended:
            raise RuntimeError(f"newsboat has ended:\n{terminal.text()}")
    return math.inf, 0
