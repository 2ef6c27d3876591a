"""Style sheets are parsed once for each theme, and what lies beneath the panes is painted as one line."""

from typing import Any

import pytest
from textual.css import stylesheet
from textual.geometry import Region
from textual.widget import Widget

from reader.tui.idle import prepare_themes, read_style_sheets
from reader.tui.style_sheets import LastingStylesheet, variables_of
from storage.archive import Archive

Open = Any


def looks(reader: Any) -> dict[str, str]:
    """What the style sheets give each widget of the main screen."""
    return {str(widget): widget.styles.base.css for widget in reader.screen.query(Widget)}


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sheets that are parsed from now on."""
    names: list[str] = []
    parse = stylesheet.parse

    def noting(scope: str, css: str, read_from: Any, **options: Any) -> Any:
        names.append(read_from[0])
        return parse(scope, css, read_from, **options)

    monkeypatch.setattr(stylesheet, "parse", noting)
    return names


async def test_a_theme_that_was_prepared_is_not_parsed_again(
    archive: Archive, open_reader: Open, parsed: list[str]
) -> None:
    async with open_reader(archive) as reader:
        read_style_sheets(reader.app.stylesheet)
        await prepare_themes(reader.app)
        assert parsed
        parsed.clear()
        ink = looks(reader)
        await reader.press("t")
        assert reader.app.theme == "cutline-paper"
        paper = looks(reader)
        await reader.press("t")
        assert looks(reader) == ink != paper
        assert parsed == []


async def test_a_theme_looks_the_same_whether_it_was_prepared_or_begun_with(
    archive: Archive, open_reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_reader(archive) as reader:
        await reader.press("t")
        changed = looks(reader)
        assert isinstance(reader.app.stylesheet, LastingStylesheet)
        assert variables_of(reader.app.current_theme, reader.app) == reader.app.get_css_variables()
    monkeypatch.setenv("COLORFGBG", "0;15")
    async with open_reader(archive) as reader:
        assert reader.app.theme == "cutline-paper"
        assert looks(reader) == changed


@pytest.mark.parametrize("theme", ["cutline-ink", "cutline-paper", "ansi-dark"])
async def test_the_ground_is_what_textual_would_paint(
    archive: Archive, open_reader: Open, theme: str
) -> None:
    async with open_reader(archive) as reader:
        reader.app.theme = theme
        await reader.pilot.pause()
        for ground in (reader.screen, reader.screen.query_one("#panes")):
            crop = Region(3, 1, 20, 4)
            ours, theirs = ground.render_lines(crop), Widget.render_lines(ground, crop)
            assert [line.text for line in ours] == [line.text for line in theirs]
            colors = [{segment.style.bgcolor for segment in line} for line in (*ours, *theirs)]
            assert all(color == colors[0] for color in colors)
