"""A line to type into."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.widgets import Input


class LineInput(Input, inherit_bindings=False):
    """Keeps the order of keys that come at once, as over a slow line.

    In Textual a letter is written where it arrives, but a key with a binding first goes to the application
    and comes back: the backspace in ``ab⌫c`` would take the c.
    """

    # Without those of what can be scrolled: its arrows would stand before those of a prompt.
    BINDINGS: ClassVar[list[BindingType]] = Input.BINDINGS

    async def on_key(self, event: events.Key) -> None:
        """Do at once what a key does in this line, or in what the line is a part of."""
        bound = None if event.is_printable else self.screen.active_bindings.get(event.key)
        if bound is None or not bound.enabled or bound.node in (self.screen, self.app):
            return
        if await self.app.run_action(bound.binding.action, bound.node):
            event.stop()
            event.prevent_default()
