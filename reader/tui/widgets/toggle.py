"""A field that is yes or no: Space, the arrows or a click turn it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import var

from reader.tui.widgets.turned_field import TurnedField


class Toggle(TurnedField):
    """Shows which of the two it is as a sign, a word, and what that means."""

    BINDINGS: ClassVar[list[BindingType]] = [
        # By priority: else a key is looked up when it comes back from here, and the focus may be gone.
        Binding("space,left,right", "turn", "Yes or no", show=False, priority=True),
        Binding("enter", "submit", "Save", show=False, priority=True),
    ]

    is_on: var[bool] = var(False)

    @dataclass
    class Changed(Message):
        """It was turned."""

        toggle: Toggle

    @dataclass
    class Submitted(Message):
        """Enter was pressed: what is written shall be kept."""

        toggle: Toggle

    def __init__(self, *, is_on: bool, no: str, yes: str, id: str | None = None) -> None:
        """``no`` and ``yes``: what each of the two means, in few words."""
        super().__init__(id=id)
        self._meanings = (no, yes)
        self.set_reactive(Toggle.is_on, is_on)

    def watch_is_on(self) -> None:
        self.refresh()
        self.post_message(self.Changed(self))

    def render(self) -> Content:
        sign, word = ("●", "yes") if self.is_on else ("◦", "no ")
        meaning = self._meanings[self.is_on]
        # What is on has a colour besides its sign.
        mark = Content.styled(sign, "$primary") if self.is_on else Content(sign)
        shown = Content.assemble(mark, f" {word}", (f"  {meaning}" if meaning else "", "$foreground 72%"))
        return self.with_keys(shown, "Space turns it")

    def action_turn(self) -> None:
        self.is_on = not self.is_on

    def action_submit(self) -> None:
        self.post_message(self.Submitted(self))

    def on_click(self) -> None:
        self.action_turn()
