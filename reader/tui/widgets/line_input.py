"""A line to type into."""

from __future__ import annotations

from textual import events
from textual.widgets import Input


class LineInput(Input):
    """Keeps the order of keys that come at once, as over a slow line.

    In Textual a letter is written where it arrives, but a key with a binding first goes to the application
    and comes back: the backspace in ``ab⌫c`` would take the c.
    """

    async def on_key(self, event: events.Key) -> None:
        """Do at once what a key does in this line, or in what the line is a part of."""
        bound = None if event.is_printable else self.screen.active_bindings.get(event.key)
        if bound is None or not bound.enabled or bound.node in (self.screen, self.app):
            return
        event.stop()
        event.prevent_default()
        await self.app.run_action(bound.binding.action, bound.node)
