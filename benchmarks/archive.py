"""An archive of a lifetime: starting, opening, moving, searching and marking, at several sizes in one run.

    python -m benchmarks.archive [--articles 10000 100000 1000000] [--feeds 500] [--keep DIR]

The archives come from ``benchmarks.make_archive``; with --keep they are left in DIR and taken from
there the next time (what is marked meanwhile stays marked). Starts and keys are those of the
installed ``cutline`` in a pseudo-terminal, from the key to the last byte of the frame that shows what it
asked for; searches and marks are asked of the archive. Beside each figure stands the limit that it has
to keep at a million articles. "growth" is the median divided by that of the
smallest archive. The first two starts warm the page cache and are not counted.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from contextlib import ExitStack
from pathlib import Path

from benchmarks.archive_questions import time_marks, time_searches
from benchmarks.archive_screen import prepare, time_bare_starts, time_keys, time_starts
from benchmarks.figures import milliseconds, percentile
from benchmarks.make_archive import make_archive
from storage.archive import Archive

_STARTS = 12
_UNCOUNTED_STARTS = 2

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
    "mark a feed read": (50, 600.0),
    "  and take it back": (50, 600.0),
    "mark one": (50, 2.0),
}
_START_LIMITS = "limits: to bare 1.40, to empty 1.10, 80 MiB"


def main() -> None:
    """Parse the command line, measure each size, print figures and ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--feeds", type=int, default=500)
    parser.add_argument("--keep", type=Path, metavar="DIR")
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = options.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        bare = time_bare_starts(_STARTS)[_UNCOUNTED_STARTS:]
        empty, empty_mib = _empty_starts(folder)
        print(f"{'a bare Textual app starts':<30}{milliseconds(bare)}")
        _print_figure("Cutline, empty archive", empty, {}, _peers(empty, bare, empty) + _mib(empty_mib))
        smallest: Figures = {}
        for article_count in sorted(options.articles):
            database = folder / f"{article_count}.db"
            if not database.exists():
                make_archive(database, article_count=article_count, feed_count=options.feeds)
            print(f"\n{article_count:,} articles of {options.feeds} feeds, {_size_mb(database):,.0f} MB")
            smallest = _measure(database, smallest, bare, empty)


def _measure(database: Path, smallest: Figures, bare: list[float], empty: list[float]) -> Figures:
    """Measure one archive; gives the figures that the growth of the others is compared with."""
    largest = prepare(database)
    starts, memory_mib = time_starts(database, _STARTS)
    figures: Figures = {"start": starts[_UNCOUNTED_STARTS:]}
    note = f"{_peers(figures['start'], bare, empty)}{_mib(memory_mib)}   {_START_LIMITS}"
    _print_figure("start", figures["start"], smallest, note)
    for measured in (
        time_keys(database, largest),
        time_searches(database),
        time_marks(database, largest),
    ):
        for name, seconds in measured.items():
            _print_figure(name, seconds, smallest)
        figures |= measured
    return smallest or figures


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


def _empty_starts(folder: Path) -> tuple[list[float], float]:
    database = folder / "empty.db"
    with Archive.open(database):
        pass
    starts, memory_mib = time_starts(database, _STARTS)
    return starts[_UNCOUNTED_STARTS:], memory_mib


def _peers(starts: list[float], bare: list[float], empty: list[float]) -> str:
    """How starts compare with a bare application's and with those on an empty archive, by medians."""
    median = statistics.median(starts)
    return (
        f"   to bare {median / statistics.median(bare):.2f}, to empty {median / statistics.median(empty):.2f}"
    )


def _mib(mebibytes: float) -> str:
    return f"   {mebibytes:.0f} MiB resident"


def _size_mb(database: Path) -> float:
    return database.stat().st_size / 1e6


if __name__ == "__main__":
    main()
