"""Long lines of what a command wrote, broken so that one sees where the next begins. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.tui.render.cells import width_cells
from reader.tui.render.wrap import wrap

_COLUMN = re.compile(r"\S {2,}(?=\S)")
_FURTHER = 4
_LEAST_CELLS = 16
"""Text that is narrower is not read: the whole width is better then."""


def hang(text: str, width: int) -> str:
    """Break the lines of a text that are longer than ``width`` cells.

    Prose goes on where it began, the second of two columns below itself, a row of more columns further in.
    """
    lines: list[str] = []
    for line in text.splitlines():
        if width_cells(line) <= width:
            lines.append(line)
        else:
            lines += _broken(line, width)
    return "\n".join(lines)


def _broken(line: str, width: int) -> Iterator[str]:
    start = len(line) - len(line.lstrip())
    columns = [match.end() for match in _COLUMN.finditer(line)]
    indent = start if not columns else (columns[0] if len(columns) == 1 else start + _FURTHER)
    if width - indent < _LEAST_CELLS:
        start = indent = 0
    head = line[start:indent] if len(columns) == 1 and indent else ""
    rest = line[start + len(head) :].lstrip() if indent == 0 else line[start + len(head) :]
    for number, span in enumerate(wrap(rest, width - indent)):
        yield (" " * start + head if number == 0 else " " * indent) + rest[span.start : span.end]
