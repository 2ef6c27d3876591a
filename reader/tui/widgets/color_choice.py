"""A field that is one of the colours of keywords: all stand there with their signs, and the arrows choose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import var

from reader.keywords.signs import COLORS, USUAL_SIGNS
from reader.tui.widgets.turned_field import TurnedField

_CELLS = 2
"""Of each sign with what stands before it."""


class ColorChoice(TurnedField):
    """Shows each colour by its sign, the chosen one between brackets and with its name behind.

    The names are the themes' (error, success …): alone they would read as if something had happened.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        # By priority: else a key is looked up when it comes back from here, and the focus may be gone.
        Binding("right,space", "step(1)", "Next colour", show=False, priority=True),
        Binding("left", "step(-1)", "Colour before", show=False, priority=True),
        Binding("backspace,delete", "clear", "No colour", show=False, priority=True),
        Binding("enter", "submit", "Go on", show=False, priority=True),
    ]

    value: var[str] = var("")
    """One of ``COLORS``, "" for none."""

    @dataclass
    class Changed(Message):
        """Another colour was chosen."""

        choice: ColorChoice

    @dataclass
    class Submitted(Message):
        """Enter was pressed."""

        choice: ColorChoice

    def __init__(self, value: str, *, hint: str, id: str | None = None) -> None:
        """``hint``: What holds while none is chosen."""
        super().__init__(id=id)
        self._hint = hint
        self._typed = ""
        self.set_reactive(ColorChoice.value, value if value in COLORS else "")

    def watch_value(self) -> None:
        self.refresh()
        self.post_message(self.Changed(self))

    def render(self) -> Content:
        parts = [part for color in COLORS for part in self._paint(color)]
        if self.value:
            parts += [
                Content("] " if self.value == COLORS[-1] else "  "),
                Content.styled(self.value, f"${self.value}"),
            ]
        else:
            parts += [Content("  "), Content.styled(self._hint, "italic $foreground 72%")]
        return self.with_keys(Content.assemble(*parts), "← → choose")

    def action_step(self, step: int) -> None:
        choices = ("", *COLORS)
        self.value = choices[(choices.index(self.value) + step) % len(choices)]

    def action_clear(self) -> None:
        self.value = ""

    def action_submit(self) -> None:
        self.post_message(self.Submitted(self))

    def on_key(self, event: events.Key) -> None:
        """Whoever writes a colour's name gets it."""
        if not event.is_printable or event.character is None:
            return
        event.stop()
        for typed in (self._typed + event.character.lower(), event.character.lower()):
            found = next((color for color in COLORS if color.startswith(typed)), "")
            if found:
                self._typed, self.value = typed, found
                return

    def on_blur(self) -> None:
        self._typed = ""

    def on_click(self, event: events.Click) -> None:
        place = (event.x - 1) // _CELLS
        if 0 <= place < len(COLORS):
            self.value = COLORS[place]

    def _paint(self, color: str) -> tuple[Content, Content]:
        """A colour's sign, and what stands before it: a bracket opens here, or closes the one before."""
        place = COLORS.index(color)
        edge = "[" if color == self.value else "]" if place and COLORS[place - 1] == self.value else " "
        return Content(edge), Content.styled(USUAL_SIGNS[color], f"${color}")
