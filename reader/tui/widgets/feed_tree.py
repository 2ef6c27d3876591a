"""The feed tree: views, keywords, folders and feeds, each with its count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.reactive import var
from textual.strip import Strip

from reader.tui.render.lines import Paint, Role, Run
from reader.tui.render.tree import TreeRow, layout_tree_row
from reader.tui.widgets.inks import Inks
from reader.tui.widgets.pane import SCROLLING, Pane
from reader.tui.widgets.shades import CURSOR, TREE_SHADES

_BAR = Run("▎", Paint(Role.UNREAD))


class FeedTree(Pane):
    """Shows rows that it is given; folding is asked of whoever gives them."""

    ALLOW_SELECT = False
    DEFAULT_CSS = f"FeedTree {{ {SCROLLING} }}"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "move(1)", "Next row", id="tree.down", show=False),
        Binding("k,up", "move(-1)", "Previous row", id="tree.up", show=False),
        Binding("g,home", "move(-1000000)", "First row", id="tree.start", show=False),
        Binding("G,end", "move(1000000)", "Last row", id="tree.end", show=False),
        Binding("pagedown", "move_page(1)", "Page down", id="tree.page_down", show=False),
        Binding("pageup", "move_page(-1)", "Page up", id="tree.page_up", show=False),
        Binding("enter,l,right", "open", "Open", id="tree.open", show=False),
        Binding("x", "fold", "Fold or unfold", id="tree.fold", show=False),
    ]

    cursor_index: var[int] = var(0)
    """Place of the cursor's row."""

    class Highlighted(Message):
        """The cursor came to a row."""

        def __init__(self, row: TreeRow) -> None:
            super().__init__()
            self.row = row

    class Opened(Message):
        """The reader asked for what a row names."""

        def __init__(self, row: TreeRow) -> None:
            super().__init__()
            self.row = row

    class FoldAsked(Message):
        """The reader wants a row's contents hidden, or shown again."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows: Sequence[TreeRow] = ()
        self._inks = Inks(self, TREE_SHADES)
        self.border_title = Content("Feeds")

    def show_rows(self, rows: Sequence[TreeRow]) -> None:
        """Show other rows; the cursor stays on the row of the same key."""
        key = self.cursor_row.key if self.cursor_row else ""
        old_rows, self._rows = self._rows, rows
        old_index = self.cursor_index
        index = next((index for index, row in enumerate(rows) if row.key == key), None)
        if index is None:
            index = min(self.cursor_index, max(len(rows) - 1, 0))
        self.set_reactive(FeedTree.cursor_index, index)
        self.set_extent(len(rows))
        if index != old_index or len(rows) != len(old_rows):
            self.refresh()
            return
        # Mostly a count or two is another one.
        for place, (old_row, row) in enumerate(zip(old_rows, rows, strict=True)):
            if row is not old_row and row != old_row:
                self.refresh_line(place)

    def select(self, key: str) -> None:
        """Put the cursor on the row of this key, where there is one, without telling anybody."""
        for index, row in enumerate(self._rows):
            if row.key == key:
                with self.prevent(self.Highlighted):
                    self.cursor_index = index
                return

    @property
    def rows(self) -> Sequence[TreeRow]:
        """All rows."""
        return self._rows

    @property
    def cursor_row(self) -> TreeRow | None:
        """The row under the cursor; None in an empty tree."""
        return self._rows[self.cursor_index] if self.cursor_index < len(self._rows) else None

    def watch_cursor_index(self, old_index: int, new_index: int) -> None:
        if old_index == new_index:
            return
        self.refresh_line(old_index)
        self.refresh_line(new_index)
        self.scroll_to_region(Region(0, new_index, 1, 1), animate=False, force=True, immediate=True)
        if self.cursor_row is not None and self.cursor_row.view is not None:
            self.post_message(self.Highlighted(self.cursor_row))

    def paint_focus(self) -> None:
        self.refresh_line(self.cursor_index)

    def action_move(self, step: int) -> None:
        self.cursor_index = min(max(self.cursor_index + step, 0), max(len(self._rows) - 1, 0))

    def action_move_page(self, step: int) -> None:
        self.action_move(step * max(self.size.height - 2, 1))

    def action_open(self) -> None:
        row = self.cursor_row
        if row is not None and row.view is not None:
            self.post_message(self.Opened(row))
        elif row is not None:
            self.action_fold()

    def action_fold(self) -> None:
        row = self.cursor_row
        if row is not None and row.is_open is not None:
            self.post_message(self.FoldAsked(row.key))

    def on_click(self, event: events.Click) -> None:
        index = int(self.scroll_offset.y) + event.y - self.gutter.top
        if not 0 <= index < len(self._rows):
            return
        row = self._rows[index]
        is_on_sign = event.x <= 2 + 2 * row.depth
        if row.is_open is not None and (is_on_sign or row.view is None):
            # Who folds a row wants to see less or more of the tree, and not its articles.
            self.select(row.key)
            self.action_fold()
        else:
            self.cursor_index = index
            self.action_open()

    def on_resize(self) -> None:
        self.set_extent(len(self._rows))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        self._inks.renew()
        width = self.scrollable_content_region.width
        index = int(self.scroll_offset.y) + y
        if index >= len(self._rows) or width < 2:
            return Strip.blank(width, self._inks.style(None))
        is_cursor = index == self.cursor_index
        state = CURSOR if is_cursor else ""
        bar = self._inks.segments((_BAR,), state) if is_cursor else [Segment(" ", self._inks.style(None))]
        runs = layout_tree_row(self._rows[index], width - 1)
        return Strip([*bar, *self._inks.segments(runs, state)]).crop_extend(0, width, self._inks.style(None))
