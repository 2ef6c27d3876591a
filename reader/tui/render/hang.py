"""Long lines of what a command wrote, broken so that one sees where the next begins. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from reader.tui.render.cells import width_cells
from reader.tui.render.wrap import wrap

_COLUMN = re.compile(r"\S {2,}(?=\S)")
_FURTHER = 4
_GAP = "  "
_LEAST_CELLS = 16
"""Text that is narrower is not read: the whole width is better then."""


def hang(text: str, width: int) -> str:
    """Break the lines of a text that are longer than ``width`` cells.

    Prose goes on where it began, the second of two columns below itself. A row of more columns breaks between
    them and goes on behind its number, or a little further in where it has none.
    """
    lines: list[str] = []
    for line in _with_room(text.splitlines(), width):
        if width_cells(line) <= width:
            lines.append(line)
        else:
            lines += _broken(line, width)
    return "\n".join(lines)


def _with_room(lines: list[str], width: int) -> list[str]:
    """The lines with a smaller margin, the same for all, where a second column would have no room."""
    margins = [len(line) - len(line.lstrip()) for line in lines if line.startswith(" ")]
    spare = min(margins, default=0) - len(_GAP)
    if spare <= 0 or not any(_is_cramped(line, width) for line in lines):
        return lines
    return [line[spare:] if line.startswith(" ") else line for line in lines]


def _is_cramped(line: str, width: int) -> bool:
    columns = [match.end() for match in _COLUMN.finditer(line)]
    return width_cells(line) > width and len(columns) == 1 and width - columns[0] < _LEAST_CELLS


def _broken(line: str, width: int) -> Iterator[str]:
    start = len(line) - len(line.lstrip())
    columns = [match.end() for match in _COLUMN.finditer(line)]
    if len(columns) > 1:
        yield from _broken_row(line, start, columns, width)
        return
    indent = columns[0] if columns else start
    if width - indent < _LEAST_CELLS:
        start = indent = 0
    head = line[start:indent] if columns and indent else ""
    rest = line[start + len(head) :].lstrip() if indent == 0 else line[start + len(head) :]
    for number, span in enumerate(wrap(rest, width - indent)):
        yield (" " * start + head if number == 0 else " " * indent) + rest[span.start : span.end]


def _broken_row(line: str, start: int, columns: list[int], width: int) -> Iterator[str]:
    bounds = [start, *columns, len(line)]
    cells = [line[begin:end] for begin, end in pairwise(bounds)]
    first = cells[0].rstrip()
    # Numbers stand below each other by their ends: what goes on behind them does so, too.
    indent = start + (len(first) + len(_GAP) if first.isdecimal() else _FURTHER)
    if width - indent < _LEAST_CELLS:
        start = indent = 0
    shown = " " * start + cells[0]
    for cell in cells[1:]:
        if width_cells(shown + cell.rstrip()) <= width:
            shown += cell
            continue
        if shown.strip():
            yield shown.rstrip()
        *whole, last = wrap(cell.rstrip(), width - indent)
        for span in whole:
            yield " " * indent + cell[span.start : span.end]
        shown = " " * indent + cell[last.start : last.end] + _GAP
    yield shown.rstrip()
