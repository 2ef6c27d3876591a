"""What a field that is not written in says of its keys."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

_GAP = "   "


def with_keys(shown: Content, field: Widget, hint: str) -> Content:
    """What a field shows, and behind it its keys while they work, if there is room for them."""
    room = field.content_size.width - shown.cell_length
    if not field.has_focus or room < len(_GAP) + len(hint):
        return shown
    return Content.assemble(shown, (f"{_GAP}{hint}", "$foreground 60%"))
