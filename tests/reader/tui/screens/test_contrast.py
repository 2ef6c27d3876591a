"""Contrast: every word on every screen, in both of our themes, as WCAG 2 counts it (AA: 4.5 to 1)."""

from collections.abc import Iterator
from typing import Any

import pytest
from rich.color import Color
from textual.widgets import Input

from reader.keywords.matcher import KeywordMatch
from reader.setting_groups import InterfaceSettings, Settings
from reader.tui.theme import THEMES
from storage.archive import Archive

Open = Any

LEAST = 4.5

# Rules, borders, bars and scroll bars: they are seen, not read.
_DRAWN = set("─━│╭╮╰╯▎▌▔▁▂▃▄▅▆▇█┃ ·")

KEYWORDS = {
    "accent": "Reuters",
    "primary": "bridge",
    "secondary": "harbour*",
    "success": "river",
    "error": "Lebanon",
}

# What is pressed for each; what begins with = is typed.
SCREENS: dict[str, tuple[str, ...]] = {
    "list": ("j", "j"),
    "selection": ("v", "j", "j"),
    "feeds": ("1", "j", "j", "j", "j", "j", "j", "j"),
    "article": ("slash", "=title:pull-out", "enter", "enter"),
    "note": ("slash", "=title:comet", "enter", "enter", "right_square_bracket", "enter"),
    "reference": ("slash", "=title:comet", "enter", "enter", "right_square_bracket", "enter", "enter"),
    "numbers of links": ("slash", "=trees", "enter", "enter", "L"),
    "beginning of a note": ("b",),
    "search": ("slash", "=harbour OR river OR Lebanon", "enter"),
    "bad search": ("slash", "=is:wrong", "enter"),
    "command": ("colon", "=keyw"),
    "watch desk": ("w", "j"),
    "keyword form": ("w", "A"),
    "explain": ("slash", "=title:pull-out", "enter", "W"),
    "picture desk": ("C", "j"),
    "field of the picture desk": ("C", "slash"),
    "health": ("H", "j"),
    "help": ("question_mark",),
    "add": ("a",),
    "palette": ("ctrl+p",),
    "output": ("colon", "=feeds", "enter"),
}


def luminance(color: Color) -> float:
    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.03928 else float(((share + 0.055) / 1.055) ** 2.4)

    red, green, blue = color.get_truecolor()
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)


def contrast(ink: Color, ground: Color) -> float:
    darker, lighter = sorted((luminance(ink), luminance(ground)))
    return (lighter + 0.05) / (darker + 0.05)


def faint_words(reader: Any) -> Iterator[str]:
    """What is written on the screen with too little contrast, and how much it has."""
    screen = reader.app.screen
    # What shows through around a dialog is not to be read now.
    seen = screen.children[0].region if screen.is_modal else screen.region
    for strip in screen._compositor.render_strips()[seen.y : seen.bottom]:
        for segment in strip.crop(seen.x, seen.right):
            style = segment.style
            if style is None or style.color is None or style.bgcolor is None or set(segment.text) <= _DRAWN:
                continue
            found = contrast(style.color, style.bgcolor)
            if found < LEAST:
                yield f"{segment.text.strip()!r}: {found:.2f}"


def test_black_on_white_has_the_contrast_of_the_standard() -> None:
    assert round(contrast(Color.parse("#000000"), Color.parse("#ffffff")), 1) == 21.0
    assert round(contrast(Color.parse("#767676"), Color.parse("#ffffff")), 1) == 4.5


async def fill_in(reader: Any, text: str) -> None:
    """Write into the field that has the focus, all at once."""
    reader.app.focused.value = text
    await reader.settle()


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_every_word_can_be_read(archive: Archive, open_reader: Open, theme: str) -> None:
    for color, word in KEYWORDS.items():
        archive.add_keyword(word, color=color, match=KeywordMatch())
    settings = Settings(interface=InterfaceSettings(theme=theme))
    async with open_reader(archive, (160, 40), settings) as reader:
        faint: dict[str, list[str]] = {}
        for name, keys in SCREENS.items():
            for key in keys:
                await fill_in(reader, key[1:]) if key.startswith("=") else await reader.press(key)
            if words := list(faint_words(reader)):
                faint[name] = words
            while reader.app.screen is not reader.screen:
                await reader.press("escape")
            for _ in range(3):
                await reader.press("escape")
            reader.app.clear_notifications()
        assert faint == {}


async def test_without_colours_the_terminal_keeps_its_own(
    archive: Archive, open_reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    settings = Settings(interface=InterfaceSettings(theme="ansi-dark"))
    async with open_reader(archive, (80, 24), settings) as reader:
        await reader.press("j")
        lines = reader.app.screen._compositor.render_strips()
        styles = [segment.style for line in lines for segment in line if segment.style is not None]
        assert all(style.color is None or style.color.is_default for style in styles)
        assert all(style.bgcolor is None or style.bgcolor.is_default for style in styles)
        assert [bool(next(iter(line)).style.reverse) for line in lines[2:6]] == [False, False, True, True]
        await reader.press("a")
        cursor = next(segment for line in shown(reader) for segment in line if segment.text == "h")
        assert cursor.style.reverse
        await reader.press("tab", "tab")
        button = next(segment for line in shown(reader) for segment in line if "Cancel" in segment.text)
        assert button.style.underline


def shown(reader: Any) -> list[Any]:
    """The screen's lines, with a field's cursor in them wherever it is in its blinking."""
    for field in reader.app.screen.query(Input):
        field.cursor_blink = False
    return list(reader.app.screen._compositor.render_strips())
