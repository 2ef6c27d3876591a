"""One line that says how a search's finds are spread: over time as bars, over feeds by name. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from reader.tui.render.cells import clip, steady_text, width_cells
from reader.tui.render.dates import month_and_year
from reader.tui.render.lines import Paint, Role, Run, Runs
from reader.tui.render.sparkline import sparkline

if TYPE_CHECKING:
    from storage.listings.tally import Tally

_NARROW, _WIDE = 60, 100
_BARS, _BARS_WIDE = 16, 36
_LONGEST_NAME = 24
_LEAST_NAME = 8


def tally_line(tally: Tally, count: int, width: int) -> Runs:
    """The number, the months as bars between the first and the last, the feeds with most; ``width`` cells."""
    number = f" {count:,} found"
    runs: list[Run] = [Run(number, Paint(Role.UNREAD))]
    used = width_cells(number)
    bars = sparkline(_pressed(tally.by_month, _BARS_WIDE if width >= _WIDE else _BARS), _BARS_WIDE)
    if len(tally.by_month) > 1:
        for text, role in (
            (f"  {month_and_year(tally.first_month)} ", Role.META),
            (bars, Role.BAR),
            (f" {month_and_year(tally.last_month)}", Role.META),
        ):
            runs.append(Run(text, Paint(role)))
            used += width_cells(text)
    elif tally.by_month and width >= _NARROW:
        # Where it is narrow, a feed says more than the month of all there is.
        text = f"  {month_and_year(tally.first_month)}"
        runs.append(Run(text, Paint(Role.META)))
        used += width_cells(text)
    runs += _feeds(tally.by_feed, width - used - 1)
    return tuple(runs)


def _feeds(by_feed: Sequence[tuple[str, int]], room: int) -> list[Run]:
    """As many feeds as there is room for, and how many others there are."""
    runs: list[Run] = []
    for place, (title, count) in enumerate(by_feed):
        rest = len(by_feed) - place - 1
        tail = f" · {rest} more" if rest else ""
        number = f" {count:,}"
        start = "   " if place == 0 else " · "
        room_for_name = room - len(start) - len(number) - len(tail)
        if room_for_name < min(_LEAST_NAME, width_cells(title)):
            if place:
                runs.append(Run(f" · {len(by_feed) - place} more", Paint(Role.META)))
            break
        name = clip(steady_text(title), min(room_for_name, _LONGEST_NAME))
        runs += [
            Run(start, Paint(Role.META)),
            Run(name, Paint(Role.FEED)),
            Run(number, Paint(Role.META)),
        ]
        room -= len(start) + width_cells(name) + len(number)
    return runs


def _pressed(values: Sequence[int], width: int) -> list[int]:
    """The values in at most ``width`` sums of neighbours."""
    if len(values) <= width:
        return list(values)
    ends = [place * len(values) // width for place in range(width + 1)]
    return [sum(values[start:end]) for start, end in pairwise(ends)]
