"""Which panes are seen: the states that the style sheet arranges them by."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from textual.reactive import var
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from reader.tui.widgets.ground import Ground

_T = TypeVar("_T")


class ArrangingScreen(Ground, Screen[None]):
    """A screen of three panes.

    The classes ``-reading`` (the article is what a narrow screen shows), ``-feeds`` (the feeds are
    drawn in) and ``-zoomed`` (the article alone) say which panes are seen. ``-unfed`` is a screen
    without feeds: what it says of the first start has all the room.
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (30, "-narrow"), (100, "-two"), (150, "-three")]  # noqa: RUF012 - as Textual declares it
    VERTICAL_BREAKPOINTS = [(0, "-low"), (8, "-tall")]  # noqa: RUF012

    # The panes paint what changes with the focus; Textual would paint all of the screen.
    focused = var[Widget | None](None)

    async def open_for_typing(
        self, screen: Screen[_T], callback: Callable[[_T | None], Awaitable[None]] | None = None
    ) -> None:
        """Lay a screen over this one, ready for what was typed ahead of it: the key waits for its field."""
        await self.app.push_screen(screen, callback)
        if screen.focused is None:
            screen.set_focus(next(iter(screen.query(Input)), None))

    def show_panes(
        self, *, is_reading: bool | None = None, has_feeds: bool | None = None, is_zoomed: bool | None = None
    ) -> None:
        """Put the panes into another state; None leaves a part of it as it is."""
        if self.has_class("-unfed"):
            is_reading = is_zoomed = False
        states = {"-reading": is_reading, "-feeds": has_feeds, "-zoomed": is_zoomed}
        changed = {
            name for name, is_on in states.items() if is_on is not None and self.has_class(name) != is_on
        }
        for name in changed:
            self.set_class(bool(states[name]), name, update=False)
        if "-zoomed" in changed:
            self._zoom(bool(is_zoomed))
        # To find the styles of all panes anew takes 20 ms: only where the style sheet tells the states apart.
        if changed & self._seen_states():
            self.update_node_styles()

    def show_first_start(self, is_first: bool) -> None:
        """Give what is said where there are no feeds all the room, or the panes theirs again."""
        if is_first != self.has_class("-unfed"):
            self.set_class(is_first, "-unfed")
            self.show_panes()

    def _seen_states(self) -> set[str]:
        if self.has_class("-three"):
            return set()
        return {"-feeds"} if self.has_class("-two") else {"-feeds", "-reading"}

    def _zoom(self, is_zoomed: bool) -> None:
        for pane in self.query("#list, #feeds"):
            if is_zoomed:
                pane.display = False
            else:
                # Not shown outright: what is seen of the panes is again the style sheet's.
                pane.styles.clear_rule("display")
                pane.refresh(layout=True)
