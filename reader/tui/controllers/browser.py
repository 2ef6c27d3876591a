"""Opening addresses outside the reader."""

from __future__ import annotations

import asyncio
import webbrowser

from textual.app import App

from reader.text import clean_url

# Browsers that draw in the terminal: the reader steps aside for them.
_IN_TERMINAL = frozenset({"w3m", "lynx", "links", "elinks", "www-browser"})


async def open_address(app: App[object], url: str) -> bool:
    """Open a web address in the person's browser; False where there is none or the address is unsafe."""
    safe = clean_url(url)
    if not safe:
        return False
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return False
    name = str(getattr(browser, "name", "")).rpartition("/")[2]
    if name in _IN_TERMINAL:
        with app.suspend():
            return browser.open(safe)
    return await asyncio.to_thread(browser.open, safe)
