"""A row of bars: how a number went over time, one cell each. Pure."""

from __future__ import annotations

from collections.abc import Sequence

BARS = "▁▂▃▄▅▆▇█"
NOTHING = "·"


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
