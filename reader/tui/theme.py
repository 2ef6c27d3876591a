"""The two themes of our own, and which one to begin with."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from textual.theme import BUILTIN_THEMES, Theme

from reader.errors import SettingsError
from reader.setting_groups import Settings
from reader.settings import located, nearest

INK = Theme(
    name="cutline-ink",
    dark=True,
    background="#131519",
    surface="#181b20",
    panel="#22262d",
    foreground="#d9dbe0",
    primary="#7fa7cf",
    secondary="#97a892",
    accent="#d8a35d",
    warning="#e3b341",
    error="#e8868a",
    success="#83b58e",
    variables={
        "block-cursor-background": "#2c3a4a",
        "block-cursor-foreground": "#d9dbe0",
        "block-cursor-blurred-background": "#20262e",
        "block-cursor-blurred-foreground": "#d9dbe0",
        "screen-selection-background": "#3c4d61",
        "screen-selection-foreground": "#f2f3f5",
        "footer-key-foreground": "#7fa7cf",
        "input-selection-background": "#3c4d61",
    },
)

PAPER = Theme(
    name="cutline-paper",
    dark=False,
    background="#faf6ec",
    surface="#f3eee1",
    panel="#e8e1cf",
    foreground="#262522",
    primary="#22588c",
    secondary="#52644c",
    accent="#8f510c",
    warning="#7d5b00",
    error="#a8323a",
    success="#2a683e",
    variables={
        "block-cursor-background": "#d3dfea",
        "block-cursor-foreground": "#262522",
        "block-cursor-blurred-background": "#ebe6d8",
        "block-cursor-blurred-foreground": "#262522",
        "screen-selection-background": "#bcd0e2",
        "screen-selection-foreground": "#1b1a18",
        "footer-key-foreground": "#22588c",
        "input-selection-background": "#bcd0e2",
    },
)

THEMES = (INK, PAPER)

# The colours of the terminal palette that count as a light background (7 and 15 are whites).
_LIGHT_BACKGROUNDS = frozenset({"7", "15"})


def check_theme(settings: Settings, path: Path) -> None:
    """See that the theme exists. ``path`` is only named in the error.

    Raises:
        SettingsError: It does not.
    """
    name = settings.interface.theme
    known = ["auto", *(theme.name for theme in THEMES), *BUILTIN_THEMES]
    if name not in known:
        raise located(SettingsError(path, "interface.theme", f"no such theme: {name}{nearest(name, known)}"))


def choose_theme(setting: str, environment: Mapping[str, str]) -> str:
    """The name of the theme to begin with.

    Args:
        setting: A theme's name, or "auto": paper where the terminal says (``COLORFGBG``) that it
            is light, ink elsewhere.
    """
    if setting != "auto":
        return setting
    background = environment.get("COLORFGBG", "").rpartition(";")[2]
    return PAPER.name if background in _LIGHT_BACKGROUNDS else INK.name
