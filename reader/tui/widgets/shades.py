"""What each role looks like in each widget, by the theme's variables.

A table, and no style sheet: Textual finds the styles of every component class anew whenever the focus
moves, which for the hundred roles of three panes takes longer than all else that a key does.
Alpha has no effect in terminal-coloured (ansi) themes, so there dim and reverse say the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from reader.keywords.signs import COLORS
from reader.tui.render.lines import Role

CURSOR, BLURRED_CURSOR, SELECTED, LINK_FOCUSED = "cursor", "cursor-blurred", "selected", "link-focused"
"""States of a part of a widget; the cursor's is blurred where the keys go to another widget."""


class Shade(NamedTuple):
    """How something differs from the plain text around it.

    Attributes:
        color: A variable of the theme, "" for the text's own.
        alpha: Of the colour, in percent.
        text: Rich's words for the shape of letters: "bold italic".
        background: A variable of the theme, "" for what lies behind.
        background_alpha: Of the background, in percent.
        ansi: What stands for it in a terminal-coloured theme, None for the same.
    """

    color: str = ""
    alpha: int = 100
    text: str = ""
    background: str = ""
    background_alpha: int = 100
    ansi: Shade | None = None


Shades = Mapping[str, Shade]
"""By role, by state, and by both ("cursor-feed"); hits and badges by their colour ("hit-accent"); "" is
the plain text."""

_REVERSED = Shade(text="reverse")


def _faint(alpha: int, text: str = "") -> Shade:
    return Shade("foreground", alpha, text, ansi=Shade("foreground", text=f"dim {text}".strip()))


def _hit(color: str) -> Shade:
    reversed_ = Shade(color, text="bold reverse")
    return Shade("foreground", text="bold", background=color, background_alpha=35, ansi=reversed_)


_PRIMARY, _SECONDARY, _ACCENT, _WARNING = map(Shade, ("primary", "secondary", "accent", "warning"))
_BOLD = Shade("foreground", text="bold")
_BOLD_PRIMARY = Shade("primary", text="bold")
_CURSORS = {
    CURSOR: Shade(background="block-cursor-background", ansi=_REVERSED),
    BLURRED_CURSOR: Shade(background="block-cursor-blurred-background", ansi=_REVERSED),
}
_BADGES = {f"{Role.BADGE}-{color}": Shade(color) for color in COLORS}

LIST_SHADES: Shades = {
    "": Shade("foreground"),
    Role.TITLE: _BOLD,
    Role.TITLE_READ: _faint(70),
    **dict.fromkeys((Role.FEED, Role.META, Role.SUMMARY, Role.HINT), _faint(64)),
    Role.CAPTION: _faint(66, "italic"),
    Role.CREDIT: _ACCENT,
    Role.UNREAD: _PRIMARY,
    Role.BAR: _PRIMARY,
    Role.STAR: _WARNING,
    Role.TAG: _SECONDARY,
    Role.HEADING: _BOLD,
    **_CURSORS,
    SELECTED: Shade(background="block-cursor-blurred-background"),
    **{
        f"{state}-{role}": Shade("foreground", 78)
        for state in (CURSOR, SELECTED)
        for role in (Role.FEED, Role.META, Role.SUMMARY, Role.CAPTION, Role.HINT)
    },
    # Never fainter than what stands below it.
    **{f"{state}-{Role.TITLE_READ}": Shade("foreground", 85) for state in (CURSOR, SELECTED)},
    **{
        f"hit-{color}": Shade(color, text="underline", ansi=Shade(color, text="underline not dim"))
        for color in COLORS
    },
    **_BADGES,
}

TREE_SHADES: Shades = {
    "": Shade("foreground", 80),
    Role.TITLE: _BOLD,
    Role.META: _faint(66),
    Role.HEADING: _faint(66),
    Role.UNREAD: _PRIMARY,
    Role.BAR: Shade("error", text="bold"),
    **_CURSORS,
    f"{CURSOR}-{Role.META}": Shade("foreground", 78),
    **_BADGES,
}

ARTICLE_SHADES: Shades = {
    "": Shade("foreground", 92),
    Role.KICKER: _BOLD_PRIMARY,
    Role.HEADING: _BOLD_PRIMARY,
    Role.HEADLINE: _BOLD,
    Role.SUBHEADING: _BOLD,
    **dict.fromkeys((Role.META, Role.HINT, Role.FIGURE_META), _faint(64)),
    Role.CAPTION: Shade("foreground", 80, "italic"),
    Role.ALT: _faint(64, "italic"),
    Role.CREDIT: _ACCENT,
    Role.FIGURE: _ACCENT,
    Role.BAR: Shade("accent", text="bold"),
    Role.QUOTE: Shade("foreground", 80, "italic"),
    Role.QUOTE_BAR: _SECONDARY,
    Role.TAG: _SECONDARY,
    Role.BULLET: _PRIMARY,
    Role.STAR: _WARNING,
    Role.RULE: _faint(25),
    Role.CODE: Shade(background="panel"),
    Role.MARK: Shade(background="secondary", background_alpha=30, ansi=_REVERSED),
    Role.LINK: Shade("primary", text="underline"),
    Role.LINK_NUMBER: Shade("accent", text="bold"),
    LINK_FOCUSED: Shade(background="block-cursor-background", ansi=_REVERSED),
    SELECTED: Shade("screen-selection-foreground", background="screen-selection-background", ansi=_REVERSED),
    **{f"hit-{color}": _hit(color) for color in COLORS},
    **_BADGES,
}
