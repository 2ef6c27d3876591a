"""A field of a form that is turned by keys, and not written in."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

_GAP = "   "


class TurnedField(Widget, can_focus=True):
    """Looks like a line to type into, one line high."""

    DEFAULT_CSS = """
    TurnedField {
        height: 1;
        background: $panel;
        color: $foreground;
        text-wrap: nowrap;
        text-overflow: ellipsis;
        &:focus { background: $foreground 12%; text-style: bold; }
        &:focus:ansi { text-style: bold reverse; }
    }
    """

    def with_keys(self, shown: Content, hint: str) -> Content:
        """What the field shows, and behind it its keys while they work, if there is room for them."""
        room = self.content_size.width - shown.cell_length
        if not self.has_focus or room < len(_GAP) + len(hint):
            return shown
        return Content.assemble(shown, (f"{_GAP}{hint}", "$foreground 72%"))
