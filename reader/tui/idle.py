"""What is made ready while nobody waits, so that no key has to."""

from __future__ import annotations

import asyncio
import gc
import importlib
from pathlib import Path
from typing import TYPE_CHECKING

from reader.tui.style_sheets import LastingStylesheet, variables_of
from reader.tui.theme import THEMES

if TYPE_CHECKING:
    from textual.app import App
    from textual.css.stylesheet import Stylesheet

IDLE_SECONDS = 1.0
"""How long after the first screen: its list and its article are painted by then."""

_LOADED_LATER = (
    "reader.tui.palette",
    "reader.tui.screens.add_feed",
    "reader.tui.screens.explain",
    "reader.tui.screens.feed_form",
    "reader.tui.screens.folder_form",
    "reader.tui.screens.health",
    "reader.tui.screens.help",
    "reader.tui.screens.output",
    "reader.tui.screens.palette",
    "reader.tui.screens.picture_desk",
    "reader.tui.screens.search_form",
    "reader.tui.screens.watch_desk",
    "textual.widgets._toast",
)


_SHEETS_READ_LATER = ("desks.tcss", "dialogs.tcss")


def load_the_rest() -> None:
    """Import what only a key opens. To be called in a thread."""
    for name in _LOADED_LATER:
        importlib.import_module(name)


def read_style_sheets(stylesheet: Stylesheet) -> None:
    """Read the style sheets of the screens that a key opens: to parse them takes longer than a key may."""
    paths = [Path(__file__).parent / "screens" / name for name in _SHEETS_READ_LATER]
    for path in paths:
        if not stylesheet.has_source(str(path), ""):
            stylesheet.read(path)
    stylesheet.parse()


async def prepare_themes(app: App[object]) -> None:
    """Parse the style sheets for the theme that a key changes to; other keys may come in between."""
    if not isinstance(app.stylesheet, LastingStylesheet):
        return
    for theme in THEMES:
        for _ in app.stylesheet.prepare(variables_of(theme, app)):
            await asyncio.sleep(0)


def spare_what_stays() -> None:
    """Have the garbage collector look no more at what is there until the end.

    Modules and style sheets are some hundred thousand objects: to go through all of them stops the
    screen for 60 ms, in the middle of whatever key comes then. What is made from now on is looked at.
    """
    gc.freeze()
