"""A row of bars: how a number went over time, one cell or more for each value. Pure."""

from __future__ import annotations

from collections.abc import Sequence

BARS = "▁▂▃▄▅▆▇█"
NOTHING = "·"

_WIDEST_BAR = 5
"""Cells of a bar with the blank beside it: broader ones are bricks."""


def sparkline(values: Sequence[float], width: int) -> str:
    """The last ``width`` values as bars, the largest a full one; zero is a dot, so that it is seen."""
    shown = list(values)[-width:] if width > 0 else []
    top = max(shown, default=0)
    if top <= 0:
        return NOTHING * len(shown)
    steps = len(BARS)
    return "".join(
        BARS[min(int(value / top * steps), steps - 1)] if value > 0 else NOTHING for value in shown
    )


def broad_sparkline(values: Sequence[float], room: int) -> str:
    """All values as bars, parted by blanks and as broad as ``room`` lets them be; at least a cell each."""
    bars = sparkline(values, len(values))
    cells = min((room + 1) // max(len(values), 1), _WIDEST_BAR) - 1
    if cells < 1:
        return bars
    return " ".join(f"{bar:^{cells}}" if bar == NOTHING else bar * cells for bar in bars)
