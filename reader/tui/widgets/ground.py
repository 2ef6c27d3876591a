"""What lies beneath other widgets and shows nothing but its colour."""

from __future__ import annotations

from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class Ground(Widget):
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
