"""The list of the watch desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from reader.tui.render.watch import WATCH_LINES, layout_watch_row
from reader.tui.widgets.row_list import RowList
from storage.watch.watching import WatchedKeyword

if TYPE_CHECKING:
    from reader.clock import Clock
    from reader.tui.render.lines import Runs


class WatchList(RowList):
    """Shows watched words, each with its rhythm and its counts."""

    @dataclass
    class Opened(Message):
        """The reader asked for the articles of a keyword."""

        row: WatchedKeyword

    def __init__(self, *, clock: Clock, id: str | None = None) -> None:
        super().__init__(id=id)
        self._clock = clock

    @property
    def cursor_row(self) -> WatchedKeyword | None:
        """The keyword under the cursor; None in an empty list."""
        row = super().cursor_row
        return row if isinstance(row, WatchedKeyword) else None

    def layout_row(self, row: WatchedKeyword, width: int) -> tuple[Runs, ...]:
        return layout_watch_row(row, width, self._clock())

    def lines_per_row(self) -> int:
        return WATCH_LINES

    def action_open(self) -> None:
        row = self.cursor_row
        if row is not None:
            self.post_message(self.Opened(row))
