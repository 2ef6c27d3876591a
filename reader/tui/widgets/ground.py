"""What lies beneath other widgets and shows nothing but its colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style
from textual.strip import Strip

if TYPE_CHECKING:
    from textual.geometry import Region
    from textual.widget import Widget

    _Base = Widget
else:
    # A widget takes its style sheet from the first of its bases that is one.
    _Base = object


class Ground(_Base):
    """Painted as one blank line, the same for every row.

    Textual paints whatever lies below others, too, line by line: that is half of all lines
    of a screen whose panes cover it, and a fifth of the time of its first painting.
    """

    def render_lines(self, crop: Region) -> list[Strip]:
        below, own = self.background_colors
        blank = Strip.blank(crop.width, Style.from_color(bgcolor=(below + own).rich_color))
        for line_filter in self.get_line_filters():
            blank = blank.apply_filter(line_filter, own)
        return [blank] * crop.height
