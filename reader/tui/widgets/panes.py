"""The panes side by side: the blank column between two of them is a border that the mouse can move."""

from __future__ import annotations

from textual import events
from textual.containers import Horizontal
from textual.message import Message
from textual.widget import Widget

from reader.tui.widgets.ground import Ground


class Panes(Ground, Horizontal):
    """Tells how wide a pane shall be while its right border is dragged."""

    class Dragged(Message):
        """A border is where its pane has so many cells."""

        def __init__(self, pane: Widget, width: int) -> None:
            super().__init__()
            self.pane = pane
            self.width = width

    # A border is dragged, and no text between here and there.
    ALLOW_SELECT = False

    _dragged: Widget | None = None

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self._dragged = self._pane_left_of(event.screen_x)
        if self._dragged is not None:
            self.capture_mouse()
            event.stop()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._dragged is not None:
            self.post_message(self.Dragged(self._dragged, event.screen_x - self._dragged.region.x))

    def on_mouse_up(self) -> None:
        if self._dragged is not None:
            self._dragged = None
            self.release_mouse()

    def _pane_left_of(self, screen_x: int) -> Widget | None:
        shown = [pane for pane in self.children if pane.display]
        # The last pane ends at the screen's edge.
        return next((pane for pane in shown[:-1] if pane.region.right == screen_x), None)
