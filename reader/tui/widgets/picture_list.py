"""The list of the picture desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message
from textual.reactive import var

from reader.clock import Clock, system_clock
from reader.tui.render.highlight import HitFinder, inside
from reader.tui.render.pictures import layout_picture_row, picture_lines
from reader.tui.widgets.row_list import RowList
from storage.listings.picture_listing import PictureRow

if TYPE_CHECKING:
    from reader.tui.render.lines import Runs


class PictureList(RowList):
    """Shows pictures, each with its caption and its credit."""

    matcher: var[HitFinder | None] = var(None)
    """Finds the keywords to be lit, None lights none."""

    @dataclass
    class Opened(Message):
        """The reader asked for the article of a picture."""

        article_id: int

    def __init__(self, *, clock: Clock = system_clock, id: str | None = None) -> None:
        super().__init__(id=id)
        self._clock = clock

    @property
    def cursor_row(self) -> PictureRow | None:
        """The picture under the cursor; None in an empty listing."""
        row = super().cursor_row
        return row if isinstance(row, PictureRow) else None

    def layout_row(self, row: PictureRow, width: int) -> tuple[Runs, ...]:
        return layout_picture_row(row, width, self._clock(), finder=inside(self.matcher, row.feed_id))

    def lines_per_row(self) -> int:
        return picture_lines(self.row_width)

    def action_open(self) -> None:
        row = self.cursor_row
        if row is not None:
            self.post_message(self.Opened(row.article_id))

    def watch_matcher(self) -> None:
        self.forget_paint()
