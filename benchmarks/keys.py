"""Keys while a refresh of many feeds runs: how quickly the installed reader answers, and its loop's delays.

    python -m benchmarks.keys [--feeds 1000] [--articles 30] [--presses 200]

Two measurements in one run. In a pseudo-terminal: the time from a key to the last byte that it caused
to be drawn. In a process of its own, with a screen that is not drawn anywhere: by how much the event
loop wakes later than it asked for, every 5 ms for as long as the refresh runs.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.feed_server import FeedServer, serve_feeds
from benchmarks.terminal import Terminal
from reader.clock import system_clock
from reader.setting_groups import Settings
from reader.tui.app import CutlineApp
from reader.tui.screens.main import MainScreen
from sample_feeds import sample_files
from storage.archive import Archive

_KEYS = "jjjkjkkk"
_PROBE_SECONDS = 0.005


def main() -> None:
    """Parse the command line, run both measurements, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--feeds", type=int, default=1_000)
    parser.add_argument("--articles", type=int, default=30)
    parser.add_argument("--presses", type=int, default=200)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, serve_feeds(options.feeds, options.articles) as server:
        folder = Path(name)
        print(f"{options.feeds} feeds of {options.articles} articles come in")
        _print("loop's delay", asyncio.run(_loop_delays(_fill(folder / "loop.db", server))))
        _print("key to screen", _key_times(_fill(folder / "keys.db", server), options.presses))


def _fill(path: Path, server: FeedServer) -> Path:
    """An archive with articles to move in, and feeds that were never fetched."""
    command = f"{Path(sys.executable).with_name('cutline')} --database {path} add"
    samples = " ".join(str(sample.path) for sample in sample_files())
    os.system(f"{command} {samples} > {os.devnull} 2>&1")
    with Archive.open(path) as archive:
        for url in server.urls:
            archive.add_feed(url)
    return path


def _key_times(database: Path, presses: int) -> list[float]:
    command = [str(Path(sys.executable).with_name("cutline")), "--database", str(database)]
    with Terminal(command, columns=120, rows=40) as terminal:
        terminal.wait_for("52 unread")
        terminal.type("R")
        terminal.wait_for("Refreshing")
        times = []
        row = 1
        for number in range(presses):
            key = _KEYS[number % len(_KEYS)]
            row += 1 if key == "j" else -1
            # The spinner turns all the time: the answer is the list's title that names the new row.
            times.append(terminal.press_until(key, f"{row} of ") * 1000)
            time.sleep(0.03)
        if "Refreshing" not in terminal.text():
            print("the refresh ended before the keys did")
        return times


async def _loop_delays(database: Path) -> list[float]:
    delays: list[float] = []
    with Archive.open(database) as archive:
        app = CutlineApp(archive, Settings(), clock=system_clock)
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause(1.0)
            screen = next(item for item in app.screen_stack if isinstance(item, MainScreen))
            screen.action_refresh_all()
            while screen.refresher.is_running:
                asked_at = time.perf_counter()
                await asyncio.sleep(_PROBE_SECONDS)
                delays.append((time.perf_counter() - asked_at - _PROBE_SECONDS) * 1000)
    return delays


def _print(name: str, times: Sequence[float]) -> None:
    cuts = statistics.quantiles(times, n=100)
    print(
        f"{name:<14} {len(times):>6} times  median {cuts[49]:6.1f} ms  95 % {cuts[94]:6.1f} ms"
        f"  99 % {cuts[98]:6.1f} ms  worst {max(times):6.1f} ms"
    )


if __name__ == "__main__":
    main()
