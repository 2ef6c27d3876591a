"""A data table in cells: columns as wide as they need, shrunk where they must, or one record a row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reader.feeds.bodies.blocks import Cell, Span, Table
from reader.feeds.emphasis import Emphasis
from reader.tui.render.cells import width_cells
from reader.tui.render.lines import Line, Paint, Place, Role, Run, Runs, cut_runs, runs_width
from reader.tui.render.typeset import Indent, Typesetting, blank, set_lines
from reader.tui.render.wrap import wrap

NARROWEST_COLUMN = 6
"""Below this a column holds no word: the table becomes records."""

_GAP = " │ "
_CROSSING = "─┼─"

_NUMBER = re.compile(r"[-+−–±~<>]?\s?[$€£¥]?\s?\d[\d.,:'\u00a0 ]*\s?(?:%|[kKmMbB]n?|[€£¥])?")


class _Grid(NamedTuple):
    """A table's cells as runs, one list per row, with rows of equal length."""

    rows: list[list[Runs]]
    head_rows: int
    widths: list[int]
    is_number: list[bool]


def layout_table(table: Table, setting: Typesetting, indent: Indent, *, piece: int) -> Iterator[Line]:
    """Lay out a table. One that cannot be squeezed into the measure becomes "Header: value" records."""
    if table.caption:
        caption = (Run(setting.steady(table.caption), Paint(Role.CAPTION)),)
        yield from set_lines(caption, setting, indent, piece=piece)
        indent = indent.later()
    grid = _read_grid(table, setting)
    if not grid.widths:
        return
    room = setting.measure - indent.width - (len(grid.widths) - 1) * len(_GAP)
    widths = _fit(grid.widths, room)
    lines = _layout_grid(grid, widths) if widths else _layout_records(grid, setting, indent)
    for number, line in enumerate(lines, start=1):
        yield Line(line, indent.first if number == 1 else indent.rest, Place(piece, number))


def _read_grid(table: Table, setting: Typesetting) -> _Grid:
    column_count = max((sum(cell.column_span for cell in row) for row in table.rows), default=0)
    rows: list[list[Runs]] = []
    for row in table.rows:
        cells: list[Runs] = []
        for cell in row:
            # A cell over several columns stands in the first of them: the others keep their rules.
            cells.extend([_cell_runs(cell, setting), *[()] * (cell.column_span - 1)])
        rows.append(cells + [()] * (column_count - len(cells)))
    head_rows = 0
    for row in table.rows:
        if not row or not all(cell.is_header for cell in row):
            break
        head_rows += 1
    columns = list(zip(*rows, strict=True))
    widths = [max((_widest_line(cell) for cell in column), default=0) for column in columns]
    is_number = [_is_numeric([_text(cell) for cell in column[head_rows:]]) for column in columns]
    return _Grid(
        rows, head_rows if head_rows < len(rows) else 0, [max(width, 1) for width in widths], is_number
    )


def _fit(widths: Sequence[int], room: int) -> list[int]:
    """Shrink the widest columns until all fit; empty where a column would get too narrow."""
    fitted = list(widths)
    limit = max(fitted)
    while sum(min(width, limit) for width in fitted) > room:
        limit -= 1
        if limit < NARROWEST_COLUMN:
            return []
    return [min(width, limit) for width in fitted]


def _layout_grid(grid: _Grid, widths: list[int]) -> Iterator[Runs]:
    for number, row in enumerate(grid.rows):
        if number == grid.head_rows and number:
            yield (Run(_CROSSING.join("─" * width for width in widths), Paint(Role.RULE)),)
        columns = [list(_wrap_cell(cell, width)) for cell, width in zip(row, widths, strict=True)]
        for depth in range(max(len(lines) for lines in columns)):
            line: list[Run] = []
            for column, lines in enumerate(columns):
                if column:
                    line.append(Run(_GAP, Paint(Role.RULE)))
                runs = lines[depth] if depth < len(lines) else ()
                pad = (blank(widths[column] - runs_width(runs)),)
                line.extend((*pad, *runs) if grid.is_number[column] else (*runs, *pad))
            yield tuple(line)


def _layout_records(grid: _Grid, setting: Typesetting, indent: Indent) -> Iterator[Runs]:
    """One line per cell, each named by its column's header where there is one."""
    headers = grid.rows[0] if grid.head_rows else []
    width = max(setting.measure - indent.width, 2)
    for number, row in enumerate(grid.rows[grid.head_rows :]):
        if number:
            yield ()
        for column, cell in enumerate(row):
            if not _text(cell):
                continue
            name = _text(headers[column]) if headers else ""
            label = (Run(f"{name}: ", Paint(Role.BODY, Emphasis.BOLD)),) if name else ()
            yield from _wrap_cell((*label, *cell), width)


def _wrap_cell(runs: Runs, width: int) -> Iterator[Runs]:
    spans = wrap(_text(runs), width)
    return cut_runs(runs, ((span.start, span.end) for span in spans))


def _cell_runs(cell: Cell, setting: Typesetting) -> Runs:
    spans = cell.spans
    if cell.is_header:
        spans = tuple(Span(span.text, span.emphasis | Emphasis.BOLD, span.url) for span in spans)
    return setting.span_runs(spans, Role.BODY)


def _text(runs: Runs) -> str:
    return "".join(run.text for run in runs)


def _widest_line(runs: Runs) -> int:
    return max(width_cells(line) for line in _text(runs).split("\n"))


def _is_numeric(texts: Sequence[str]) -> bool:
    """Most of a column's cells are numbers: it is set at the right, words in it too."""
    filled = [text.strip() for text in texts if text.strip()]
    numbers = sum(_NUMBER.fullmatch(text) is not None for text in filled)
    return bool(filled) and numbers * 2 > len(filled)
