"""What the rows of all desks have in common on wide screens. Pure."""

from __future__ import annotations

from reader.tui.render.cells import clip, width_cells
from reader.tui.render.lines import Paint, Role, Run, Runs, clip_runs, runs_width

WIDE_FROM = 150
"""From this width on what stands below each other elsewhere stands in columns, and bars are broad."""

NAME_CELLS = 40
"""What bars leave to the name that the row begins with."""


def column(text: str, cells: int, role: Role = Role.META) -> Run:
    """Text in a column of its own, from the left; what is too long is clipped."""
    shown = clip(text, cells)
    return Run(shown + " " * (cells - width_cells(shown)), Paint(role))


def filled(runs: Runs, cells: int) -> Runs:
    """Runs in a column of their own, from the left; what is too long is clipped."""
    shown = clip_runs(runs, cells)
    return (*shown, Run(" " * (cells - runs_width(shown)), Paint(Role.META)))
