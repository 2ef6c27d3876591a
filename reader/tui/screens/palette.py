"""The palette as a dialog: a field, and below it rows of equal height, of which the last is seen whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual.command import Command, CommandInput, CommandList, CommandPalette, Provider

_LINES_ABOVE = {"-close": 3, "-roomy": 5}
"""Of the margin, the border and the field, which has air around it where there is room."""


@dataclass(frozen=True, slots=True)
class PaletteKind:
    """What a palette is for.

    Attributes:
        verb: What Enter does with the row at the cursor.
        lines: How many each row has.
        providers: Where its rows come from; none for the app's own.
    """

    title: str
    placeholder: str
    verb: str
    lines: int = 1
    providers: tuple[type[Provider] | Callable[[], type[Provider]], ...] = ()


class PaletteScreen(CommandPalette):
    """Textual's palette in the frame of our dialogs."""

    CSS_PATH: ClassVar = "dialogs.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-close"), (28, "-roomy")]  # noqa: RUF012 - as Textual declares it

    def __init__(self, kind: PaletteKind, first: str = "") -> None:
        """``first``: The text of the row that the cursor begins at, "" for the first."""
        super().__init__(kind.providers or None, placeholder=kind.placeholder)
        self._kind = kind
        self._first = first

    def on_mount(self) -> None:
        self.query_one("#--input").border_title = self._kind.title
        self.query_one(CommandList).border_subtitle = f"Enter {self._kind.verb} · Esc leaves"

    def on_resize(self) -> None:
        """Give the list room for whole rows: a style sheet knows lines only."""
        lines = self._kind.lines
        height = self.size.height
        above = _LINES_ABOVE["-roomy" if height >= self.VERTICAL_BREAKPOINTS[1][0] else "-close"]
        room = min(height - above - 1, height * 7 // 10)
        self.query_one(CommandList).styles.max_height = max(room // lines, 1) * lines + 1

    def _refresh_command_list(
        self, command_list: CommandList, commands: list[Command], clear_current: bool
    ) -> None:
        # The one place where Textual puts its cursor on the first row, whenever rows have come.
        super()._refresh_command_list(command_list, commands, clear_current)
        if not self._first or self.query_one(CommandInput).value:
            return
        for place, option in enumerate(command_list.options):
            if isinstance(option, Command) and option.hit.text == self._first:
                command_list.highlighted = place
