"""The first start: what another reader left here is offered for import."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reader.tui.behind import run_behind
from reader.tui.screens.finding import FindingScreen
from reader.tui.screens.typing import TypingScreen

if TYPE_CHECKING:
    from reader.transfer.found import Found


class WelcomingScreen(TypingScreen, FindingScreen):
    """Looks for something to import while there are no feeds."""

    _found: Found | None = None

    async def begin(self) -> None:
        """Show what is seen first; on an empty archive, how to fill it."""
        await super().begin()
        if self.shelf is None or self.shelf.feeds:
            return
        self._found = await self._look()
        if self._found is not None:
            self.importable = self._found.name
            await self.show_place(self.place)

    async def action_import_found(self) -> None:
        """Import what was found and fetch it; without anything, ask which file."""
        found = self._found or await self._look()
        if found is None or self.run_command is None:
            self.begin_line("import ")
            return
        self._found, self.importable = None, ""
        self.say(f"Importing {found.name} …")
        run_behind(self, partial(self._import, found), "command")

    async def _import(self, found: Found) -> None:
        await self._run_words(["import", *found.words])
        await self.show_place(self.place)
        await self.run_action("refresh_all")

    async def _look(self) -> Found | None:
        from reader.transfer.found import find_importable

        return await self.library.read(find_importable, os.environ, Path.home())
