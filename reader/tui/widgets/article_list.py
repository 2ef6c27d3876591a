"""The list of articles: a window on a listing that paints only the rows that are seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import var

from reader.clock import Clock, system_clock
from reader.tui.render.highlight import HitFinder, inside
from reader.tui.render.rows import RowHeight, RowStyle, layout_row, row_height
from reader.tui.widgets.row_list import RowList, Rows
from storage.model import ArticleRow

if TYPE_CHECKING:
    from reader.tui.render.lines import Runs

AGE_SECONDS = 60
"""How often the ages are counted again."""


class ArticleList(RowList):
    """Shows a listing of articles."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *RowList.BINDINGS,
        Binding(
            "v", "screen.select_rows", "Begin a selection of rows, or end it", id="list.select", show=False
        ),
    ]

    rows_setting: var[str] = var("auto")
    """Lines per row: "1", "2", "3", or "auto" by the terminal's height."""

    matcher: var[HitFinder | None] = var(None)
    """Finds the keywords to be lit, None lights none."""

    selected_from: var[int | None] = var(None)
    """The row at which a selection began, that reaches to the cursor; None selects nothing."""

    class Highlighted(Message):
        """The cursor came to a row."""

        def __init__(self, index: int, article_id: int) -> None:
            super().__init__()
            self.index = index
            self.article_id = article_id

    class Opened(Message):
        """The reader asked for an article: Enter, or a second click."""

        def __init__(self, article_id: int) -> None:
            super().__init__()
            self.article_id = article_id

    def __init__(
        self,
        *,
        clock: Clock = system_clock,
        rows: str = "auto",
        is_full_emoji: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._clock = clock
        self._is_full_emoji = is_full_emoji
        self._height = RowHeight.COMPACT
        self.set_reactive(ArticleList.rows_setting, rows)

    @property
    def cursor_row(self) -> ArticleRow | None:
        """The row under the cursor; None in an empty listing."""
        row = super().cursor_row
        return row if isinstance(row, ArticleRow) else None

    @property
    def selected(self) -> range:
        if self.selected_from is None or not self.row_count:
            return range(0)
        first, last = sorted((self.selected_from, self.cursor_index))
        return range(first, last + 1)

    def layout_row(self, row: ArticleRow, width: int) -> tuple[Runs, ...]:
        style = RowStyle(
            width=width,
            height=RowHeight(self._height),
            now=self._clock(),
            finder=inside(self.matcher, row.feed_id),
            is_full_emoji=self._is_full_emoji,
        )
        return layout_row(row, style)

    def lines_per_row(self) -> int:
        return row_height(self.rows_setting, self.app.size.height)

    def show_listing(
        self, listing: Rows, *, title: str, index: int = 0, empty: tuple[str, str] = ("Nothing here", "")
    ) -> None:
        # The selected rows were places in the other listing.
        self.selected_from = None
        super().show_listing(listing, title=title, index=index, empty=empty)

    def watch_selected_from(self) -> None:
        self.forget_paint()

    def watch_cursor_index(self, old_index: int, new_index: int) -> None:
        super().watch_cursor_index(old_index, new_index)
        if self.selected_from is not None:
            self.refresh()

    def tell_highlighted(self) -> None:
        row = self.cursor_row
        if row is not None:
            self.post_message(self.Highlighted(self.cursor_index, row.article_id))

    def action_open(self) -> None:
        row = self.cursor_row
        if row is not None:
            self.post_message(self.Opened(row.article_id))

    def watch_rows_setting(self) -> None:
        self.keep_place()

    def watch_matcher(self) -> None:
        self.forget_paint()

    def on_mount(self) -> None:
        self.set_interval(AGE_SECONDS, self.forget_paint)
