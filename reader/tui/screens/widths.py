"""How wide the panes are: by the style sheet, until their borders are moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.tui.screens.desk import DeskScreen

if TYPE_CHECKING:
    from reader.tui.widgets.panes import Panes

NARROWEST = 16
_ARTICLE_CELLS = 30
"""What is left to the article however the borders are moved."""


class WidthsScreen(DeskScreen):
    """Moves the panes' borders, by mouse and by key."""

    def on_panes_dragged(self, message: Panes.Dragged) -> None:
        self._set_width(message.pane.id or "", message.width)

    def action_widen(self, step: int) -> None:
        """Move the right border of the feeds where they have the focus, else of the list."""
        pane = self.tree_pane if self.tree_pane.has_focus else self.list_pane
        if pane.display and pane.region.width < self.size.width:
            self._set_width(pane.id or "", pane.region.width + step)

    def on_resize(self) -> None:
        # After the style sheet has seen the width: which panes there are follows from it.
        self.call_after_refresh(self.apply_widths)

    def apply_widths(self) -> None:
        """Give the panes the widths they were dragged to; alone on the screen they fill it."""
        is_shared = self.has_class("-two") or self.has_class("-three")
        for pane in (self.tree_pane, self.list_pane):
            width = self.pane_widths.get(pane.id or "", 0)
            if is_shared and width:
                cells = max(min(width, self._room(pane.id or "")), NARROWEST)
                pane.styles.width = pane.styles.min_width = pane.styles.max_width = cells
            else:
                for rule in ("width", "min_width", "max_width"):
                    pane.styles.clear_rule(rule)
                pane.refresh(layout=True)

    def _set_width(self, name: str, width: int) -> None:
        self.pane_widths[name] = max(min(width, self._room(name)), NARROWEST)
        self.apply_widths()

    def _room(self, name: str) -> int:
        other = self.list_pane if name == self.tree_pane.id else self.tree_pane
        taken = other.region.width + 1 if other.display else 0
        return self.size.width - _ARTICLE_CELLS - taken - 1
