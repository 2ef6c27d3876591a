"""The palettes of commands and of themes as dialogs."""

import re
from typing import Any

import pytest
from textual.command import CommandList

from reader.setting_groups import InterfaceSettings, Settings
from reader.tui.theme import THEMES
from storage.archive import Archive

Open = Any

SIZES = [(40, 12), (61, 21), (80, 24), (100, 30), (120, 41), (200, 60)]


def rows_of(reader: Any) -> list[str]:
    """The lines of the list that are seen."""
    commands = reader.app.screen.query_one(CommandList)
    return [commands.render_line(line).text.strip() for line in range(commands.size.height)]


@pytest.mark.parametrize("size", SIZES)
async def test_the_palettes_last_row_is_seen_whole(
    archive: Archive, open_reader: Open, size: tuple[int, int]
) -> None:
    async with open_reader(archive, size) as reader:
        await reader.press("ctrl+p")
        await reader.until(lambda: "Next unread article" in reader.text())
        rows = rows_of(reader)
        assert len(rows) >= 8
        assert [row for row in rows[1::2] if not re.match(r"(\S+   )?:", row)] == []
        # Scrolled down, too.
        await reader.press(*["down"] * (len(rows) // 2 + 1))
        scrolled = rows_of(reader)
        assert scrolled != rows
        assert [row for row in scrolled[1::2] if not re.match(r"(\S+   )?:", row)] == []


async def test_what_is_found_takes_two_lines_even_where_its_sentence_is_long(
    archive: Archive, open_reader: Open
) -> None:
    async with open_reader(archive, (60, 20)) as reader:
        await reader.press("ctrl+p")
        await reader.type("save")
        await reader.until(lambda: "Keep web pages" in reader.text())
        rows = rows_of(reader)
        place = next(place for place, row in enumerate(rows) if row.startswith("Keep web pages"))
        assert rows[place].endswith("…")
        assert rows[place + 1].startswith(":save")


async def test_the_palettes_say_what_they_are_and_what_enter_does(
    archive: Archive, open_reader: Open
) -> None:
    async with open_reader(archive, (40, 12)) as reader:
        await reader.press("ctrl+p")
        await reader.until(lambda: "╭─ Commands ─" in reader.text())
        assert "Enter runs · Esc leaves ─╯" in reader.text()
        await reader.press("ctrl+p")
        assert len(reader.app.screen_stack) == 2
        await reader.press("escape", "ctrl+t")
        await reader.until(lambda: "╭─ Themes ─" in reader.text())
        assert "Enter takes it · Esc leaves ─╯" in reader.text()


@pytest.mark.parametrize("theme", [*(theme.name for theme in THEMES), "tokyo-night"])
async def test_our_themes_come_first_and_the_cursor_stands_on_the_one_in_use(
    archive: Archive, open_reader: Open, theme: str
) -> None:
    settings = Settings(interface=InterfaceSettings(theme=theme))
    async with open_reader(archive, (80, 24), settings) as reader:
        await reader.press("ctrl+t")
        commands = reader.app.screen.query_one(CommandList)
        await reader.until(lambda: commands.highlighted is not None)
        names = [option.hit.text for option in commands.options]
        assert names[: len(THEMES)] == [theme.name for theme in THEMES]
        assert names[len(THEMES) :] == sorted(set(reader.app.available_themes) - set(names[: len(THEMES)]))
        assert names[commands.highlighted] == theme
        await reader.until(lambda: f"{theme:<20}  in use" in reader.text())
        assert reader.text().count("in use") == 1


async def test_a_theme_is_found_by_its_name_and_taken(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (80, 24)) as reader:
        await reader.press("ctrl+t")
        await reader.type("ansi-light")
        await reader.until(lambda: "light, the terminal's" in reader.text())
        assert rows_of(reader)[0].startswith("ansi-light ")
        await reader.press("enter")
        await reader.until(lambda: len(reader.app.screen_stack) == 1)
        assert reader.app.theme == "ansi-light"


@pytest.mark.parametrize(
    "title",
    ["Quay[/]DC Diary", "[@click=app.quit]Quay", "Quay [/b]", "[EN] Quay", "a\\[b] Quay", "Quay [red"],
)
async def test_names_of_feeds_are_no_markup(archive: Archive, open_reader: Open, title: str) -> None:
    archive.rename_feed(archive.feeds()[0].feed_id, title)
    archive.rename_folder(archive.feeds()[0].folder, "[b]Folder [red")
    async with open_reader(archive, (120, 41)) as reader:
        await reader.press("ctrl+p")
        await reader.type("quay")
        await reader.until(lambda: any(title in row for row in rows_of(reader)))
        rows = rows_of(reader)
        place = next(place for place, row in enumerate(rows) if title in row)
        assert rows[place + 1] == f"[b]Folder [red › {title}"
        assert reader.app.is_running
