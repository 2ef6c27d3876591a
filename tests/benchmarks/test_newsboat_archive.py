from __future__ import annotations

import math

import pytest

from benchmarks.newsboat_archive import COMMON, RARE, print_table
from benchmarks.newsboat_screen import OPEN, START, Timings


def test_each_figure_stands_beside_ours(capsys: pytest.CaptureFixture[str]) -> None:
    ours = Timings({START: [0.4, 0.5, 9], OPEN: [0.05], COMMON: [0.1], RARE: [0.02]}, {OPEN: 1_000}, 50)
    shipped = Timings({START: [math.inf]})
    analyzed = Timings({START: [1.0], OPEN: [0.025], COMMON: [12.0], RARE: [0.02]}, {OPEN: 999}, 30)
    print_table(ours, (shipped, analyzed), {COMMON: "sea", RARE: "quay"}, 300)
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert lines == [
        "Cutline newsboat as shipped after ANALYZE",
        "start 500 ms > 300 s = > 600 × 1,000 ms = 2.00 ×",
        "open the largest feed 50 ms not reached 25 ms = 0.50 ×",
        "articles in that list 1,000 999",
        "search, common word 100 ms not reached 12 s = 120.00 × sea",
        "search, rare word 20 ms not reached 20 ms = 1.00 × quay",
        "resident after the start 50 MiB 30 MiB",
    ]
