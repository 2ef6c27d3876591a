"""Newsboat on the same articles: starting, opening the largest feed and searching, beside Cutline.

    python -m benchmarks.newsboat_archive ARCHIVE.db [--rounds 3] [--limit 300]

ARCHIVE comes from ``benchmarks.make_archive``; its largest feed is put first, its articles are only
read. The home of newsboat that is made of them stays beside it, as ``ARCHIVE.newsboat``, and is used
again as long as it has the same articles. Both programs run in a pseudo-terminal with room for
40 rows, and a time ends with the last byte of the painted list: of the feeds (newsboat) or of all
articles (Cutline) at the start, of the largest feed's articles after Enter, and of what is found after a
word and Enter at the open prompt of ``/``. Newsboat finds a word in the midst of others and in the
marks of HTML, too, so that it may find more.

It is measured twice: as shipped, where SQLite knows nothing of the cache and goes through all articles
for each feed, and after ``ANALYZE``, which its users have to know of. An action that paints nothing
within the limit is printed as over it, and what would come after it as not reached; one that takes
over 20 seconds is done once. Its cache is read from end to end before, so that no start waits for the disk.
"""

from __future__ import annotations

import argparse
import math
import re
import statistics
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.archive_screen import (
    prepare,
    reader_on,
    resident_after_start,
    time_opening_and_searches,
    time_starts,
)
from benchmarks.newsboat_cache import NewsboatHome, analyze, forget_statistics, make_home, version, warm
from benchmarks.newsboat_screen import OPEN, START, Timings, time_newsboat
from reader.query.parse import parse_query
from storage.archive import Archive
from storage.model import View

COMMON, RARE = "search, common word", "search, rare word"
_SAMPLE_ARTICLES = 300
_RARE_CANDIDATES = 15
# Shorter ones stand in the midst of many others, where only newsboat finds them.
_WORD = re.compile(r"\b[a-z]{5,}\b", re.IGNORECASE)
_ROUNDS = 3
_LIMIT_SECONDS = 300.0
_LONG_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Effort:
    """How often each action is done, and how long one is waited for."""

    rounds: int = _ROUNDS
    limit_seconds: float = _LIMIT_SECONDS


def main() -> None:
    """Parse the command line, measure both programs, print figures and ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--rounds", type=int, default=_ROUNDS)
    parser.add_argument("--limit", type=float, default=_LIMIT_SECONDS, metavar="SECONDS")
    options = parser.parse_args()
    if not options.archive.exists():
        parser.error(f"{options.archive} is not there")
    compare(options.archive, prepare(options.archive), Effort(options.rounds, options.limit))


def compare(database: Path, largest: View, effort: Effort) -> None:
    """Measure Cutline and newsboat on a prepared archive and print both, figure by figure."""
    started = time.perf_counter()
    home = make_home(database, database.with_suffix(".newsboat"))
    print(
        f"{version()} beside Cutline: its cache of {home.cache.stat().st_size / 1e6:,.0f} MB was there after"
        f" {time.perf_counter() - started:,.0f} s; medians of up to {effort.rounds} rounds",
        flush=True,
    )
    words = choose_words(database)
    ours = _time_cutline(database, largest, words, effort.rounds)
    forget_statistics(home)
    shipped = _time_newsboat(home, words, effort)
    analyze(home)
    analyzed = _time_newsboat(home, words, effort)
    print_table(ours, (shipped, analyzed), words, effort.limit_seconds)


def choose_words(database: Path) -> dict[str, str]:
    """A word of many articles and one of few, by the name of the figure: the same for the same archive.

    Raises:
        ValueError: No word in Latin letters stands in a title or text.
    """
    with Archive.open(database) as archive:
        ids = archive.open_listing().article_ids
        sample = [archive.article(number) for number in ids[:: max(len(ids) // _SAMPLE_ARTICLES, 1)]]
        articles_by_word = Counter(word for article in sample for word in set(_words(article.text)))
        # At the head of a title stands a name that is made on the spot.
        heads = [word for article in sample for word in _words(article.row.title)[:1]]
        if not heads or not articles_by_word:
            raise ValueError(f"{database} has no words to search for")
        rare = min(heads[:_RARE_CANDIDATES], key=lambda word: _found_count(archive, word))
        return {COMMON: articles_by_word.most_common(1)[0][0], RARE: rare}


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _found_count(archive: Archive, word: str) -> int:
    return len(archive.open_listing(query=parse_query(word, now=datetime.now(UTC))))


def _time_cutline(database: Path, largest: View, words: Mapping[str, str], rounds: int) -> Timings:
    program = reader_on(database)
    (starts,) = time_starts(program, count=rounds)
    memory_mib = resident_after_start(program)
    opened, searched = time_opening_and_searches(database, largest, words, rounds)
    with Archive.open(database) as archive:
        counts = {OPEN: len(archive.open_listing(largest))}
        counts |= {name: _found_count(archive, word) for name, word in words.items()}
    return Timings({START: starts, OPEN: opened, **searched}, counts, memory_mib)


def _time_newsboat(home: NewsboatHome, words: Mapping[str, str], effort: Effort) -> Timings:
    warm(home.cache)
    return time_newsboat(home, words, rounds=effort.rounds, limit_seconds=effort.limit_seconds)


def print_table(
    ours: Timings, peers: Sequence[Timings], words: Mapping[str, str], limit_seconds: float
) -> None:
    """A line per figure: Cutline's, and each peer's with how many times ours it is."""
    print(_line("", "Cutline", ["newsboat as shipped", "after ANALYZE"]))
    for name in (START, OPEN, COMMON, RARE):
        mine = statistics.median(ours.seconds[name])
        cells = [_beside(mine, peer.seconds.get(name), limit_seconds) for peer in peers]
        print(_line(name, _duration(mine), cells) + (f"   {words[name]}" if name in words else ""))
        if name in ours.counts:
            counts = [f"{peer.counts[name]:,}" if name in peer.counts else "" for peer in peers]
            print(_line("  articles in that list", f"{ours.counts[name]:,}", counts))
    memories = [f"{peer.memory_mib:.0f} MiB" if peer.memory_mib else "" for peer in peers]
    print(_line("resident after the start", f"{ours.memory_mib:.0f} MiB", memories), flush=True)


def _line(name: str, mine: str, theirs: Sequence[str]) -> str:
    return f"{name:<30}{mine:>12}" + "".join(f"{cell:>28}" for cell in theirs)


def _beside(mine: float, theirs: Sequence[float] | None, limit_seconds: float) -> str:
    """A peer's median and its ratio to ours; a lower bound of both where the limit was passed."""
    if theirs is None:
        return "not reached"
    median = statistics.median(theirs)
    if math.isfinite(median):
        return f"{_duration(median)} = {median / mine:,.2f} ×"
    return f"> {_duration(limit_seconds)} = > {limit_seconds / mine:,.0f} ×"


def _duration(seconds: float) -> str:
    return f"{seconds * 1000:,.0f} ms" if seconds < _LONG_SECONDS else f"{seconds:,.0f} s"


if __name__ == "__main__":
    main()
