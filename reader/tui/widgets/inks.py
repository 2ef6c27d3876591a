"""Inks: the roles of a line turned into the styles of the theme, by a widget's component classes."""

from __future__ import annotations

from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.widget import Widget

from reader.feeds.emphasis import Emphasis
from reader.tui.render.lines import Paint, Role, Run

HIT_COLORS = ("warning", "accent", "primary", "secondary", "success", "error")
"""Theme colours that a keyword may have; another name is painted as the first."""

_EMPHASIS_STYLES = (
    (Emphasis.BOLD, Style(bold=True)),
    (Emphasis.ITALIC, Style(italic=True)),
    (Emphasis.STRIKE, Style(strike=True)),
    (Emphasis.UNDERLINE, Style(underline=True)),
)


def component_classes(prefix: str, roles: tuple[Role, ...], states: tuple[str, ...] = ()) -> set[str]:
    """All component classes of a widget that paints these roles, its states and keyword hits."""
    names = [role.value for role in roles] + list(states)
    names += [f"{kind}-{color}" for kind in ("hit", "badge") for color in HIT_COLORS]
    return {f"{prefix}--{name}" for name in names}


@lru_cache(maxsize=64)
def emphasis_style(emphasis: Emphasis) -> Style:
    """The text style of an emphasis, without any colour."""
    return Style.combine([Style.null(), *(style for flag, style in _EMPHASIS_STYLES if flag in emphasis)])


class Inks:
    """Gives each paint its Rich style, and keeps it until the theme or the widget's state changes.

    ``get_component_rich_style(partial=True)`` would drop a colour's alpha, so the visual style of
    the whole chain is taken; it in turn knows no ``reverse``, which is added.
    """

    def __init__(self, widget: Widget, prefix: str) -> None:
        self._widget = widget
        self._prefix = prefix
        self._styles: dict[tuple[Paint | None, str], Style] = {}
        self._is_old = False
        self._changed: frozenset[str] = frozenset()

    def forget(self) -> None:
        """Ask the theme again: to be called when the widget's styles change."""
        self._is_old = True

    def renew(self) -> frozenset[str]:
        """The states whose paints look different since this was asked last, "" for those without a state.

        To be asked before painting: styles are found anew at every change of the focus, which alters few.
        """
        self._compare()
        changed, self._changed = self._changed, frozenset()
        return changed

    def _compare(self) -> None:
        if self._is_old:
            old, self._styles, self._is_old = self._styles, {}, False
            self._changed |= {key[1] for key, style in old.items() if self.style(*key) != style}

    def style(self, paint: Paint | None, state: str = "") -> Style:
        """The style of a paint (None: of the plain background) while the widget's part is in a state."""
        self._compare()
        key = (paint, state)
        found = self._styles.get(key)
        if found is None:
            found = self._styles[key] = self._compose(paint, state)
        return found

    def segments(self, runs: tuple[Run, ...], state: str = "") -> list[Segment]:
        """Paint runs; empty ones are left out."""
        return [Segment(run.text, self.style(run.paint, state)) for run in runs if run.text]

    def _compose(self, paint: Paint | None, state: str) -> Style:
        state_classes = [f"{self._prefix}--{state}"] if state else []
        paint_classes = self._paint_classes(paint, state) if paint is not None else []
        emphasis = emphasis_style(paint.emphasis) if paint is not None else Style.null()
        if self._is_reversed(state_classes):
            # Reversed parts of many colours would be a row of coloured patches: only the shapes stay.
            shape = self._widget.get_visual_style(*paint_classes).rich_style.without_color
            plain = self._widget.get_visual_style().rich_style
            return plain + shape + Style(reverse=True) + emphasis
        classes = state_classes + paint_classes
        style = self._widget.get_visual_style(*classes).rich_style
        return style + (Style(reverse=True) if self._is_reversed(classes) else Style.null()) + emphasis

    def _paint_classes(self, paint: Paint, state: str) -> list[str]:
        names = [paint.role.value]
        if state and f"{self._prefix}--{state}-{paint.role}" in self._widget.COMPONENT_CLASSES:
            names.append(f"{state}-{paint.role}")
        if paint.link >= 0:
            names.append(Role.LINK.value)
        if Emphasis.CODE in paint.emphasis:
            names.append(Role.CODE.value)
        if Emphasis.MARK in paint.emphasis:
            names.append(Role.MARK.value)
        if paint.hit:
            kind = "badge" if paint.role is Role.BADGE else "hit"
            names.append(f"{kind}-{paint.hit if paint.hit in HIT_COLORS else HIT_COLORS[0]}")
        return [f"{self._prefix}--{name}" for name in names]

    def _is_reversed(self, classes: list[str]) -> bool:
        return any(self._widget.get_component_styles(name).text_style.reverse for name in classes)
