"""The style sheets of all screens, parsed once for each theme."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from textual.app import App
from textual.cache import LRUCache
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.theme import Theme

_MOST_SHEETS = 512
"""Textual keeps 64, which one screen after the other exceeds: each widget's class has one."""


_Parsed = LRUCache[tuple[object, ...], list[RuleSet]]


class LastingStylesheet(Stylesheet):
    """Keeps what was parsed for a theme that is left, and for the one that may come.

    Textual parses everything anew at each change of the theme, which takes longer than a key may.
    """

    def __init__(self, variables: Mapping[str, str]) -> None:
        super().__init__(variables=dict(variables))
        self._parsed: dict[tuple[tuple[str, str], ...], _Parsed] = {}
        self._parse_cache = self._parsed_with(variables)

    def set_variables(self, variables: dict[str, str]) -> None:
        # Textual empties the one that it finds.
        self._parse_cache = LRUCache(1)
        super().set_variables(variables)
        self._parse_cache = self._parsed_with(variables)

    def reparse(self) -> None:
        self.parse()

    def prepare(self, variables: Mapping[str, str]) -> Iterator[None]:
        """Parse what is known by now for another theme, a sheet at each step.

        Args:
            variables: The theme's: see ``variables_of``.
        """
        ahead = Stylesheet(variables=dict(variables))
        ahead._parse_cache = self._parsed_with(variables)
        for read_from, sheet in list(self.source.items()):
            ahead._parse_rules(sheet.content, read_from, sheet.is_defaults, sheet.tie_breaker, sheet.scope)
            yield

    def _parsed_with(self, variables: Mapping[str, str]) -> _Parsed:
        return self._parsed.setdefault(tuple(sorted(variables.items())), LRUCache(_MOST_SHEETS))


def variables_of(theme: Theme, app: App[object]) -> dict[str, str]:
    """The variables of a theme as Textual gives them to the style sheets once it is chosen."""
    return {**app.get_theme_variable_defaults(), **theme.to_color_system().generate(), **theme.variables}
