"""The line below the panes that says how the finds of a search are spread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

from reader.tui.render.lines import Role

if TYPE_CHECKING:
    from storage.listings.tally import Tally

_STYLES = {Role.UNREAD: "bold $primary", Role.BAR: "$primary", Role.FEED: "$foreground 90%"}


class FoundLine(Widget):
    """Hidden while nothing is searched for."""

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    FoundLine { height: 1; background: $surface; color: $foreground 66%; display: none; }
    FoundLine.-shown { display: block; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        from storage.listings.tally import Tally

        super().__init__(id=id)
        self._tally = Tally()
        self._count = 0

    def show_tally(self, tally: Tally, count: int) -> None:
        """Say how ``count`` finds are spread."""
        self._tally, self._count = tally, count
        self.add_class("-shown")
        self.refresh()

    def hide(self) -> None:
        """Say nothing."""
        self.remove_class("-shown")

    def render(self) -> Content:
        from reader.tui.render.tally import tally_line

        runs = tally_line(self._tally, self._count, self.size.width)
        # Titles are foreign text: content and style are given apart, and no markup is read.
        return Content.assemble(*(Content.styled(run.text, _STYLES.get(run.paint.role, "")) for run in runs))
