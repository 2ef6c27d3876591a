"""An archive of a lifetime: starting, opening, moving, searching and marking, at several sizes in one run.

    python -m benchmarks.archive [--articles 10000 100000 1000000] [--feeds 500] [--keep DIR]
        [--only start|keys|search|marks|newsboat ...] [--no-newsboat] [--newsboat-up-to N]

The archives come from ``benchmarks.make_archive``; with --keep they are left in DIR and taken from
there the next time (what is marked meanwhile stays marked). Starts and keys are those of the
installed ``cutline`` in a pseudo-terminal, from the key to the last byte of the frame that shows what it
asked for; searches and marks are asked of the archive. Beside each figure stands the limit that it has
to keep at a million articles. "growth" is the median divided by that of the
smallest archive. The reader, the reader on an empty archive and a bare application are started in turn;
the first two rounds warm the page cache and are not counted.

Where newsboat is installed, the same articles are put into a cache of its own (``N.newsboat`` beside the
archive: 4 GB and two minutes for a million of them), and it is measured beside Cutline, as shipped and
after ``ANALYZE``: see ``benchmarks.newsboat_archive``. What takes it over 300 s is given up, so that a
million articles take some ten minutes; --newsboat-up-to leaves it out above a number of articles,
--no-newsboat everywhere. --only measures the named parts alone.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Collection
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from benchmarks.archive_questions import time_marks, time_searches
from benchmarks.archive_screen import (
    BARE_APP,
    prepare,
    reader_on,
    resident_after_start,
    time_keys,
    time_starts,
)
from benchmarks.figures import milliseconds, percentile
from benchmarks.make_archive import make_archive
from benchmarks.newsboat_archive import Effort, compare
from benchmarks.newsboat_cache import is_installed
from storage.archive import Archive
from storage.model import View

_STARTS = 15
_UNCOUNTED_STARTS = 2

_PARTS = ("start", "keys", "search", "marks", "newsboat")

Figures = dict[str, list[float]]


# Of a million articles: the figure that is compared (a percentile) and its limit, in milliseconds.
_LIMITS = {
    "open the largest feed": (95, 60.0),
    "open All": (95, 60.0),
    "open Unread": (95, 60.0),
    "G, to the end": (95, 60.0),
    "move one row": (95, 20.0),
    "  and its article": (95, 60.0),
    "search, rare word": (95, 15.0),
    "search, common word": (95, 60.0),
    "search, phrase": (95, 80.0),
    "search, prefix": (95, 80.0),
    "search, caption:": (95, 30.0),
    "ranked, rare word": (95, 45.0),
    "ranked, common word": (95, 180.0),
    "ranked, phrase": (95, 240.0),
    "ranked, prefix": (95, 240.0),
    "ranked, caption:": (95, 90.0),
    "mark a feed read": (50, 600.0),
    "  and take it back": (50, 600.0),
    "mark one": (50, 2.0),
}
_START_LIMITS = "limits: to bare 1.40, to empty 1.10, 80 MiB"


def main() -> None:
    """Parse the command line, measure each size, print figures and ratios."""
    options = _options()
    with ExitStack() as stack:
        folder = options.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        smallest: Figures = {}
        for article_count in sorted(options.articles):
            database = folder / f"{article_count}.db"
            if not database.exists():
                make_archive(database, article_count=article_count, feed_count=options.feeds)
            print(f"\n{article_count:,} articles of {options.feeds} feeds, {_size_mb(database):,.0f} MB")
            largest = prepare(database)
            measured = _measure(database, largest, options.only, smallest)
            smallest = smallest or measured
            if "newsboat" in options.only and article_count <= options.newsboat_up_to:
                compare(database, largest, Effort())


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--feeds", type=int, default=500)
    parser.add_argument("--keep", type=Path, metavar="DIR")
    parser.add_argument(
        "--only", choices=_PARTS, nargs="+", default=_PARTS, metavar="WORD", help=", ".join(_PARTS)
    )
    parser.add_argument("--no-newsboat", action="store_true")
    parser.add_argument("--newsboat-up-to", type=int, default=sys.maxsize, metavar="N")
    options = parser.parse_args()
    if options.no_newsboat or not is_installed():
        options.only = [part for part in options.only if part != "newsboat"]
    if not options.only:
        parser.error("nothing is left to be measured: newsboat is not wanted or not installed")
    return options


def _time_starts(database: Path, smallest: Figures) -> Figures:
    """Start the reader, the reader on an empty archive and a bare application in turn, and print them."""
    empty = database.with_name("empty.db")
    with Archive.open(empty):
        pass
    programs = (BARE_APP, reader_on(empty), reader_on(database))
    bare, without, starts = (
        times[_UNCOUNTED_STARTS:] for times in time_starts(*programs, count=_STARTS + _UNCOUNTED_STARTS)
    )
    to_bare, to_empty = (statistics.median(starts) / statistics.median(peer) for peer in (bare, without))
    memory_mib = resident_after_start(programs[-1])
    _print_figure("a bare Textual app starts", bare, {})
    _print_figure("start, empty archive", without, {})
    note = f"   to bare {to_bare:.2f}, to empty {to_empty:.2f}   {memory_mib:.0f} MiB resident"
    _print_figure("start", starts, smallest, f"{note}   {_START_LIMITS}")
    return {"start": starts}


def _measure(database: Path, largest: View, parts: Collection[str], smallest: Figures) -> Figures:
    """Measure the named parts on one archive; gives what the growth of others is compared with."""
    figures = _time_starts(database, smallest) if "start" in parts else {}
    time_by_part = {
        "keys": partial(time_keys, database, largest),
        "search": partial(time_searches, database),
        "marks": partial(time_marks, database, largest),
    }
    for part, time_part in time_by_part.items():
        measured = time_part() if part in parts else {}
        for name, seconds in measured.items():
            _print_figure(name, seconds, smallest)
        figures |= measured
    return figures


def _print_figure(name: str, seconds: list[float], smallest: Figures, note: str = "") -> None:
    before = smallest.get(name)
    growth = f"   growth {statistics.median(seconds) / statistics.median(before):5.2f}" if before else ""
    print(f"{name:<30}{milliseconds(seconds)}{_beside_limit(name, seconds)}{growth}{note}", flush=True)


def _beside_limit(name: str, seconds: list[float]) -> str:
    """The limit of a figure, and whether it is kept; blank where there is none."""
    if name not in _LIMITS:
        return ""
    percent, limit_ms = _LIMITS[name]
    is_kept = percentile(seconds, percent) * 1000 <= limit_ms
    return f"   limit p{percent} {limit_ms:5.0f} ms {'kept' if is_kept else 'OVER'}"


def _size_mb(database: Path) -> float:
    return database.stat().st_size / 1e6


if __name__ == "__main__":
    main()
