"""Inks: the roles of a line turned into the colours of the theme, by a widget's shades."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.widget import Widget

from reader.feeds.emphasis import Emphasis
from reader.keywords.signs import COLORS
from reader.tui.render.lines import Paint, Role, Run
from reader.tui.widgets.shades import BLURRED_CURSOR, CURSOR, Shade, Shades

_EMPHASIS_STYLES = (
    (Emphasis.BOLD, Style(bold=True)),
    (Emphasis.ITALIC, Style(italic=True)),
    (Emphasis.STRIKE, Style(strike=True)),
    (Emphasis.UNDERLINE, Style(underline=True)),
)
_NOTHING: frozenset[str] = frozenset()
_CURSOR_ONLY = frozenset({CURSOR})
_ALL = frozenset({""})


@lru_cache(maxsize=64)
def emphasis_style(emphasis: Emphasis) -> Style:
    """The text style of an emphasis, without any colour."""
    return Style.combine([Style.null(), *(style for flag, style in _EMPHASIS_STYLES if flag in emphasis)])


class Inks:
    """Gives each paint its Rich style, and keeps it until the theme or the widget's focus changes."""

    def __init__(self, widget: Widget, shades: Shades) -> None:
        self._widget = widget
        self._shades = shades
        self._styles: dict[tuple[Paint | None, str], Style] = {}
        self._variables: Mapping[str, str] = {}
        self._has_focus = False

    def renew(self) -> frozenset[str]:
        """The states whose paints look different since this was asked last, "" for those without a state.

        To be asked before painting: nobody tells of a new theme.
        """
        variables = self._widget.app.theme_variables
        if variables is not self._variables:
            # Made anew at every look at the style sheets, mostly as they were.
            is_same, self._variables = variables == self._variables, variables
            if not is_same:
                self._styles.clear()
                return _ALL
        has_focus = self._widget.has_focus
        if has_focus == self._has_focus or CURSOR not in self._shades:
            return _NOTHING
        self._has_focus = has_focus
        self._styles = {key: style for key, style in self._styles.items() if key[1] != CURSOR}
        return _CURSOR_ONLY

    def style(self, paint: Paint | None, state: str = "") -> Style:
        """The style of a paint (None: of the plain background) while the widget's part is in a state."""
        key = (paint, state)
        found = self._styles.get(key)
        if found is None:
            found = self._styles[key] = self._compose(paint, state)
        return found

    def segments(self, runs: tuple[Run, ...], state: str = "") -> list[Segment]:
        """Paint runs; empty ones are left out."""
        return [Segment(run.text, self.style(run.paint, state)) for run in runs if run.text]

    def _compose(self, paint: Paint | None, state: str) -> Style:
        is_ansi = self._widget.app.native_ansi_color
        plain, state_shades, paint_shades = (
            [shade.ansi if is_ansi and shade.ansi is not None else shade for shade in shades]
            for shades in (self._named([""]), self._of_state(state), self._of_paint(paint, state))
        )
        emphasis = emphasis_style(paint.emphasis) if paint is not None else Style.null()
        if any("reverse" in shade.text for shade in state_shades):
            # Reversed parts of many colours would be a row of coloured patches: only the shapes stay.
            # Dim on a light patch would be grey on grey.
            paint_shades = [Shade(text=f"{shade.text} not dim") for shade in paint_shades]
        return self._mix([*plain, *state_shades, *paint_shades]) + emphasis

    def _mix(self, shades: list[Shade]) -> Style:
        """One over the other, on the widget's background."""
        color = Color(0, 0, 0, 0)
        _, background = self._widget.background_colors
        text = Style.null()
        for shade in shades:
            if shade.color:
                color = self._variable(shade.color, shade.alpha)
            if shade.background:
                background += self._variable(shade.background, shade.background_alpha)
            if shade.text:
                text += Style.parse(shade.text)
        return Style(color=(background + color).rich_color, bgcolor=background.rich_color) + text

    def _variable(self, name: str, alpha: int) -> Color:
        color = Color.parse(self._widget.app.theme_variables[name])
        return color if alpha == 100 else color.multiply_alpha(alpha / 100)

    def _of_state(self, state: str) -> Iterator[Shade]:
        if state:
            is_blurred = state == CURSOR and not self._widget.has_focus
            yield from self._named([BLURRED_CURSOR if is_blurred else state])

    def _of_paint(self, paint: Paint | None, state: str) -> Iterator[Shade]:
        if paint is None:
            return
        names = [paint.role.value, f"{state}-{paint.role}"]
        if paint.link >= 0:
            names.append(Role.LINK.value)
        if Emphasis.CODE in paint.emphasis:
            names.append(Role.CODE.value)
        if Emphasis.MARK in paint.emphasis:
            names.append(Role.MARK.value)
        if paint.hit:
            kind = "hit" if paint.is_lit else "badge"
            names.append(f"{kind}-{paint.hit if paint.hit in COLORS else COLORS[0]}")
        yield from self._named(names)

    def _named(self, names: list[str]) -> Iterator[Shade]:
        """The shades that there are: a role without one looks like the plain text."""
        return (self._shades[name] for name in names if name in self._shades)
