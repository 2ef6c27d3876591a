"""Refresh many feeds from a loopback server, four rounds, beside newsboat where it is installed.

    python -m benchmarks.refresh [--feeds 1000] [--articles 30] [--rounds new ...] [--without-newsboat]

Every figure is of a whole process: start, fetch, parse, store, end. "analysed" is newsboat after
ANALYZE was run on its cache, which it does not do itself.
"""

from __future__ import annotations

import argparse
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.feed_server import ROUNDS, FeedServer, serve_feeds
from benchmarks.processes import Run, measure
from storage.archive import Archive

_Reader = Callable[[], Run]


def main() -> None:
    """Parse the command line, run all rounds of each reader, print the table and the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--feeds", type=int, default=1_000)
    parser.add_argument("--articles", type=int, default=30)
    parser.add_argument("--rounds", nargs="+", choices=ROUNDS, default=list(ROUNDS), help="only these")
    parser.add_argument("--without-newsboat", action="store_true")
    options = parser.parse_args()
    has_newsboat = shutil.which("newsboat") is not None and not options.without_newsboat
    with tempfile.TemporaryDirectory() as name, serve_feeds(options.feeds, options.articles) as server:
        print(f"{options.feeds} feeds of {options.articles} articles")
        print(f"{'':<20}" + "".join(f"{round_:>16}" for round_ in options.rounds) + f"{'peak':>12}")
        folder = Path(name)
        ours = _run_rounds("cutline", server, _make_cutline(folder, server), options.rounds)
        if has_newsboat:
            _compare(
                ours, _run_rounds("newsboat", server, _make_newsboat(folder / "a", server), options.rounds)
            )
            analysed = _make_newsboat(folder / "b", server, is_analysed=True)
            _compare(ours, _run_rounds("newsboat, analysed", server, analysed, options.rounds))


def _make_cutline(folder: Path, server: FeedServer) -> _Reader:
    database = folder / "cutline.db"
    with Archive.open(database) as archive:
        for url in server.urls:
            archive.add_feed(url)
    command = [str(Path(sys.executable).with_name("cutline")), "--database", str(database)]
    return lambda: measure([*command, "refresh", "--force"])


def _make_newsboat(folder: Path, server: FeedServer, *, is_analysed: bool = False) -> _Reader:
    folder.mkdir()
    cache = folder / "cache.db"
    (folder / "urls").write_text("\n".join(server.urls) + "\n")
    (folder / "config").write_text("")
    command = ["newsboat", "-u", str(folder / "urls"), "-c", str(cache), "-C", str(folder / "config")]

    def run() -> Run:
        if is_analysed and cache.exists():
            with sqlite3.connect(cache) as connection:
                connection.execute("ANALYZE")
            connection.close()
        return measure([*command, "-x", "reload"], environment={"HOME": str(folder)}, timeout_seconds=600)

    return run


def _run_rounds(name: str, server: FeedServer, reader: _Reader, rounds: Sequence[str]) -> dict[str, Run]:
    runs = {}
    for round_ in rounds:
        server.begin(round_)
        runs[round_] = reader()
        if runs[round_].exit_code != 0:
            raise SystemExit(f"{name} failed in round {round_}: {runs[round_].output[-500:]}")
    peak_mib = max(run.peak_mib for run in runs.values())
    print(f"{name:<20}" + "".join(_cell(run) for run in runs.values()) + f"{peak_mib:>8.0f} MiB", flush=True)
    return runs


def _cell(run: Run) -> str:
    return f"{run.wall_seconds:>7.2f}/{run.cpu_seconds:.1f} s".rjust(16)


def _compare(ours: dict[str, Run], theirs: dict[str, Run]) -> None:
    ratios = [ours[round_].wall_seconds / theirs[round_].wall_seconds for round_ in ours]
    print(f"{'  ours to theirs':<20}" + "".join(f"{ratio:>16.2f}" for ratio in ratios), flush=True)


if __name__ == "__main__":
    main()
