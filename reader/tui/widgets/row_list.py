"""Rows of one height over something that gives them by place: what is not seen is never read.

The base of the article list and of the desks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, ClassVar, Protocol

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.cache import LRUCache
from textual.content import Content
from textual.geometry import Region
from textual.reactive import var
from textual.strip import Strip

from reader.tui.render.cells import before_dot, title_line
from reader.tui.render.empty import layout_empty
from reader.tui.render.lines import Paint, Role, Run, Runs
from reader.tui.widgets.inks import Inks
from reader.tui.widgets.pane import SCROLLING, Pane
from reader.tui.widgets.shades import CURSOR, LIST_SHADES, SELECTED
from storage.errors import StorageError

PAINTED_ROWS_KEPT = 512
"""Ten screenfuls: scrolling back paints nothing anew."""

_LEAST_WIDTH = 7
_UNKNOWN_WIDTH = 1_000
"""Before the list is laid out."""

_BAR = Run("▎", Paint(Role.BAR))


class Rows(Protocol):
    """What the list needs of a listing."""

    def __len__(self) -> int: ...

    def row(self, index: int) -> Any:
        """One row, by its place."""


class RowList(Pane):
    """Shows rows, one of them under the cursor.

    The height of a row is the same for all, so that a place in the listing is a line number and
    nothing is ever measured: a million rows are ready at once. A subclass says what a row looks
    like (``layout_row``), and what is told when the cursor comes to one.
    """

    # Twice clicked, a row is opened; Textual would select the text of all the screen.
    ALLOW_SELECT = False
    DEFAULT_CSS = f"RowList {{ {SCROLLING} }}"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "move(1)", "Next row", id="list.down", show=False),
        Binding("k,up", "move(-1)", "Previous row", id="list.up", show=False),
        Binding("g,home", "move_to_start", "First row", id="list.start", show=False),
        Binding("G,end", "move_to_end", "Last row", id="list.end", show=False),
        Binding("pagedown,ctrl+f", "move_page(1)", "Page down", id="list.page_down", show=False),
        Binding("pageup,ctrl+b", "move_page(-1)", "Page up", id="list.page_up", show=False),
        Binding("ctrl+d", "move_half_page(1)", "Half a page down", id="list.half_down", show=False),
        Binding("ctrl+u", "move_half_page(-1)", "Half a page up", id="list.half_up", show=False),
        Binding("enter,l,right", "open", "Open", id="list.open", show=False),
    ]

    cursor_index: var[int] = var(0)
    """Place of the cursor's row; 0 in an empty listing."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._listing: Rows | None = None
        self._title = ""
        self._announcement = self._remark = ""
        self._empty = ("", "")
        self._inks = Inks(self, LIST_SHADES)
        self._painted: LRUCache[tuple[int, str], tuple[Strip, ...]] = LRUCache(PAINTED_ROWS_KEPT)
        self._height = 1
        self._is_row_awaited = False

    # --- for subclasses ---------------------------------------------------------------------

    def layout_row(self, row: Any, width: int) -> tuple[Runs, ...]:
        """The lines of a row, each at most ``width`` cells wide.

        Empty ones at the end only part it from the next row: the cursor does not colour them.
        """
        raise NotImplementedError

    def lines_per_row(self) -> int:
        """How many lines each row takes here and now."""
        return 1

    @property
    def row_width(self) -> int:
        """How many cells a line of a row has, the cursor's bar left out."""
        return max(self.scrollable_content_region.width - len(_BAR.text), _LEAST_WIDTH)

    @property
    def selected(self) -> range:
        """The rows that are selected with the cursor's: barred as it is. None in most lists."""
        return range(0)

    def tell_highlighted(self) -> None:
        """Tell that the cursor came to a row."""

    def action_open(self) -> None:
        """Do what Enter means."""

    # --- what is shown ----------------------------------------------------------------------

    def show_listing(
        self, listing: Rows, *, title: str, index: int = 0, empty: tuple[str, str] = ("Nothing here", "")
    ) -> None:
        """Show another listing, with the cursor on row ``index``.

        ``empty`` is a line and a hint for a listing without rows.
        """
        self._listing = listing
        self._title = title
        self._announcement = self._remark = ""
        self._empty = empty
        self.forget_paint()
        self._measure()
        self.set_reactive(RowList.cursor_index, min(max(index, 0), max(len(listing) - 1, 0)))
        self.scroll_to(y=0, animate=False)
        self._show_cursor()
        self._tell()

    def complete_listing(self) -> None:
        """Measure again and paint what was not known yet of a listing that is read behind."""
        self.set_reactive(RowList.cursor_index, min(self.cursor_index, max(self.row_count - 1, 0)))
        self._measure()
        self.forget_paint()
        if self._is_row_awaited:
            self._tell()

    def announce(self, announcement: str) -> None:
        """Say something beside the title, "" for nothing: that new articles wait, for instance."""
        self._announcement = announcement
        self._show_title()

    def remark(self, remark: str) -> None:
        """Say something lasting beside the title, "" for nothing: that articles are hidden, for instance."""
        self._remark = remark
        self._show_title()

    def refresh_rows(self, article_ids: Collection[int] | None = None) -> None:
        """Read rows again and paint them: those of some articles, or all (None)."""
        forget = getattr(self._listing, "forget_rows", None)
        if forget is not None:
            forget(article_ids)
        self.forget_paint()

    @property
    def cursor_row(self) -> Any:
        """The row under the cursor; None in an empty listing."""
        return self._row(self.cursor_index)

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        return len(self._listing) if self._listing is not None else 0

    # --- moving -----------------------------------------------------------------------------

    def move_to(self, index: int) -> None:
        """Put the cursor on a row, the nearest one where there is none at ``index``."""
        if self.row_count:
            self.cursor_index = min(max(index, 0), self.row_count - 1)

    def go_to(self, index: int) -> None:
        """Put the cursor on a row that may be far away: near the top, so that what follows is seen."""
        first_seen = int(self.scroll_offset.y) // self._height
        self.move_to(index)
        if not first_seen <= self.cursor_index < first_seen + self._rows_seen():
            first_row = max(self.cursor_index - self._rows_seen() // 4, 0)
            self.scroll_to(y=first_row * self._height, animate=False, force=True, immediate=True)

    def watch_cursor_index(self, old_index: int, new_index: int) -> None:
        if old_index == new_index:
            return
        self._refresh_row(old_index)
        self._refresh_row(new_index)
        self._show_cursor()
        self._tell()

    def action_move(self, step: int) -> None:
        self.move_to(self.cursor_index + step)

    def action_move_to_start(self) -> None:
        self.move_to(0)

    def action_move_to_end(self) -> None:
        self.move_to(self.row_count - 1)

    def action_move_page(self, step: int) -> None:
        self.move_to(self.cursor_index + step * max(self._rows_seen() - 1, 1))

    def action_move_half_page(self, step: int) -> None:
        self.move_to(self.cursor_index + step * max(self._rows_seen() // 2, 1))

    # --- painting ---------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        if changed := self._inks.renew():
            self._forget_paint_of(changed)
        width = self.scrollable_content_region.width
        if not self.row_count:
            lines = layout_empty(*self._empty, width, self.size.height)
            runs = lines[y] if y < len(lines) else ()
            return Strip(self._inks.segments(runs)).extend_cell_length(width, self._inks.style(None))
        index, line = divmod(int(self.scroll_offset.y) + y, self._height)
        if index >= self.row_count:
            return Strip.blank(width, self._inks.style(None))
        return self._paint_row(index)[line]

    def _paint_row(self, index: int) -> tuple[Strip, ...]:
        state = CURSOR if index == self.cursor_index else (SELECTED if index in self.selected else "")
        strips = self._painted.get((index, state))
        if strips is not None:
            return strips
        row = self._row(index)
        if row is None:
            blank = Strip.blank(self.scrollable_content_region.width, self._inks.style(None))
            return (blank,) * self._height
        strips = self._painted[index, state] = self._paint(row, state)
        return strips

    def _paint(self, row: Any, row_state: str) -> tuple[Strip, ...]:
        width = self.row_width + len(_BAR.text)
        strips: list[Strip] = []
        lines = self.layout_row(row, self.row_width)
        last = max((number for number, runs in enumerate(lines) if runs), default=0)
        for number, runs in enumerate(lines):
            state = row_state if number <= last else ""
            bar = self._inks.segments((_BAR,), state) if state else [Segment(" ", self._inks.style(None))]
            strip = Strip([*bar, *self._inks.segments(runs, state)])
            strips.append(strip.extend_cell_length(width, self._inks.style(None, state)))
        return tuple(strips)

    def _forget_paint_of(self, states: frozenset[str]) -> None:
        """Keep the rows outside the cursor where only its colour changed, as it does with the focus."""
        if "" in states:
            self._painted.clear()
            return
        for state in states:
            for index in {self.cursor_index, *self.selected}:
                self._painted.discard((index, state))

    def forget_paint(self) -> None:
        """Paint all rows anew."""
        self._painted.clear()
        self.refresh()
        self._show_title()

    def paint_focus(self) -> None:
        for index in {self.cursor_index, *self.selected}:
            self._refresh_row(index)

    def _refresh_row(self, index: int) -> None:
        self.refresh_lines(index * self._height, self._height)

    def _show_title(self) -> None:
        # The line goes on at both ends of its title.
        room = self.outer_size.width - 2 if self.outer_size.width else _UNKNOWN_WIDTH
        line = title_line(self._title, self._notes(), room)
        self.show_title(Content(line) if line else None)

    def _notes(self) -> Iterator[tuple[str, ...]]:
        """What stands beside the title, and what may be left out of it where the list is narrow."""
        more = "" if getattr(self._listing, "is_counted", True) else "+"
        count = f"{self.cursor_index + 1:,} of {self.row_count:,}{more}" if self.row_count else ""
        selected = f"{len(self.selected):,} selected" if self.selected else ""
        news = self._announcement
        yield count, selected, news, self._remark
        yield count, selected, news, before_dot(self._remark)
        yield count, selected, news
        if news:
            yield selected, news
            yield selected, before_dot(news)

    # --- place and size ---------------------------------------------------------------------

    def on_resize(self) -> None:
        self.keep_place()

    def on_click(self, event: events.Click) -> None:
        index = (int(self.scroll_offset.y) + event.y - self.gutter.top) // self._height
        if not 0 <= index < self.row_count:
            return
        self.move_to(index)
        if event.chain > 1:
            self.action_open()

    def keep_place(self) -> None:
        """Lay out again for another size with the cursor's row as far from the top as it was."""
        rows_above = self.cursor_index - int(self.scroll_offset.y) // self._height
        self._measure()
        self.forget_paint()
        self.scroll_to(y=max(self.cursor_index - rows_above, 0) * self._height, animate=False)
        self._show_cursor()

    def _measure(self) -> None:
        self._height = self.lines_per_row()
        self.set_extent(self.row_count * self._height)

    def _show_cursor(self) -> None:
        region = Region(0, self.cursor_index * self._height, 1, self._height)
        self.scroll_to_region(region, animate=False, force=True, immediate=True)
        self._show_title()

    def _tell(self) -> None:
        # A row that is not known yet is told of when the listing is complete.
        self._is_row_awaited = self.row_count > 0 and self.cursor_row is None
        self.tell_highlighted()

    def _rows_seen(self) -> int:
        return self.scrollable_content_region.height // self._height

    def _row(self, index: int) -> Any:
        """A row, None where there is none or the archive cannot give it now (it is asked again)."""
        if self._listing is None or not 0 <= index < len(self._listing):
            return None
        has_row = getattr(self._listing, "has_row", None)
        if has_row is not None and not has_row(index):
            return None
        try:
            return self._listing.row(index)
        except StorageError:
            return None
