"""What the palette of themes shows: our own first, which one is in use, and what the others are like."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.theme import Theme

from reader.tui.theme import THEMES


class ThemeProvider(Provider):
    """Finds themes by their names."""

    async def discover(self) -> Hits:
        for theme in self._themes():
            yield DiscoveryHit(self._row(Content(theme.name), theme), self._taking(theme), text=theme.name)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for theme in self._themes():
            score = matcher.match(theme.name)
            if score > 0:
                row = self._row(matcher.highlight(theme.name), theme)
                yield Hit(score, row, self._taking(theme), text=theme.name)

    def _themes(self) -> Iterator[Theme]:
        yield from THEMES
        others = set(self.app.available_themes) - {theme.name for theme in THEMES}
        yield from (self.app.available_themes[name] for name in sorted(others))

    def _row(self, name: Content, theme: Theme) -> Content:
        kind = "dark" if theme.dark else "light"
        if theme.ansi:
            kind = f"{kind}, the terminal's"
        said = "in use" if theme.name == self.app.theme else kind
        width = max(map(len, self.app.available_themes)) + 2
        return Content.assemble(name, " " * (width - len(theme.name)), (said, "not bold dim"))

    def _taking(self, theme: Theme) -> Callable[[], None]:
        return partial(setattr, self.app, "theme", theme.name)
