"""The keys that the settings name are those that work, and those that are shown."""

from pathlib import Path
from typing import Any

import pytest
from textual import events

from reader.setting_groups import KEYMAP_NAMES, InterfaceSettings, KeysSettings, Settings
from reader.tui.keymap import keymap_keys
from storage.archive import Archive

Open = Any


def with_keys(keymap: str = "default", **own: str) -> Settings:
    by_id = tuple((binding_id.replace("__", "."), (key,)) for binding_id, key in own.items())
    return Settings(interface=InterfaceSettings(keymap=keymap), keys=KeysSettings(by_id=by_id))


async def test_own_keys_work_and_the_old_ones_do_not(archive: Archive, open_reader: Open) -> None:
    settings = with_keys(star="f5", list__down="ctrl+j")
    async with open_reader(archive, settings=settings) as reader:
        article_id = reader.screen.listing.article_ids[0]
        await reader.press("s")
        assert not archive.article(article_id).row.is_starred
        await reader.press("f5")
        assert archive.article(article_id).row.is_starred
        await reader.press("j", "down")
        assert reader.screen.list_pane.cursor_index == 0
        await reader.press("ctrl+j")
        assert reader.screen.list_pane.cursor_index == 1


async def test_footer_and_help_show_the_keys_in_force(archive: Archive, open_reader: Open) -> None:
    settings = with_keys("newsboat", star="f5")
    async with open_reader(archive, settings=settings) as reader:
        assert "f5 Star" in reader.text().splitlines()[-1]
        assert "Q Quit" in reader.text().splitlines()[-1]
        await reader.press("question_mark")
        await reader.type("star, or")
        assert "f5" in reader.text()


async def test_a_sign_behind_which_one_types_may_be_moved(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, settings=with_keys(search="f6", command="f7")) as reader:
        await reader.pilot.press("f6", "b", "slash", "colon")
        await reader.settle()
        assert reader.screen.prompt.query_one("Input").value == "b/:"
        # What opens the line again does nothing while it is typed into.
        await reader.press("f7", "escape", "colon", "slash")
        assert not reader.screen.prompt.is_open


async def test_in_emacs_the_palette_leaves_its_key(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, settings=with_keys("emacs")) as reader:
        await reader.press("ctrl+n", "ctrl+n", "ctrl+p")
        assert reader.screen.list_pane.cursor_index == 1
        await reader.press("alt+x")
        assert "Search for commands" in reader.text()


@pytest.mark.parametrize("keymap", KEYMAP_NAMES)
async def test_each_keymap_reads_stars_and_takes_back(
    archive: Archive, open_reader: Open, keymap: str
) -> None:
    keys = keymap_keys(keymap)
    async with open_reader(archive, settings=with_keys(keymap)) as reader:
        first = reader.screen.listing.article_ids[0]
        await reader.press(keys["list.open"][0])
        assert archive.article(first).row.is_read
        await reader.press(keys["star"][0])
        assert archive.article(first).row.is_starred
        await reader.press(keys["undo"][0])
        assert not archive.article(first).row.is_starred
        await reader.press(keys["back"][0])
        assert reader.screen.list_pane.has_focus
        await reader.press(keys["help"][0])
        assert "Next unread article" in reader.text()


async def test_theme_and_keys_are_taken_while_the_reader_is_open(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        config = Path(archive.path).with_name("config.toml")
        config.write_text('[interface]\ntheme = "cutline-paper"\n[keys]\nstar = "f5"\n')
        await reader.until(lambda: reader.app.theme == "cutline-paper")
        await reader.settle()
        assert "f5 Star" in reader.text().splitlines()[-1]
        await reader.press("f5")
        assert archive.article(reader.screen.listing.article_ids[0]).row.is_starred
        config.write_text('[keys]\nstar = "m"\n')
        await reader.until(lambda: any("also the key of mark" in notice for notice in reader.notices))
        await reader.settle()
        assert "f5 Star" in reader.text().splitlines()[-1]
        config.write_text("[interface]\nrows = 1\nmeasure = 40\njustify = true\n")
        await reader.until(lambda: reader.screen.article_pane.measure == 40)
        assert reader.screen.article_pane.is_justified
        assert reader.screen.list_pane.lines_per_row() == 1
        config.unlink()
        await reader.until(lambda: "s Star" in reader.text().splitlines()[-1])
        assert reader.app.theme == "cutline-ink"


async def test_control_g_closes_whatever_is_open_for_emacs(archive: Archive, open_reader: Open) -> None:
    settings = Settings(interface=InterfaceSettings(keymap="emacs"))
    async with open_reader(archive, settings=settings) as reader:
        for key in ("ctrl+s", "colon"):
            await reader.press(key)
            assert reader.screen.prompt.is_open
            await reader.press("ctrl+g")
            assert not reader.screen.prompt.is_open
        for key in ("question_mark", "a", "alt+x"):
            await reader.press(key)
            assert reader.app.screen is not reader.screen
            await reader.press("ctrl+g")
            assert reader.app.screen is reader.screen


@pytest.mark.parametrize("key", ["a", "question_mark"])
async def test_what_is_typed_behind_a_key_reaches_its_field(
    archive: Archive, open_reader: Open, key: str
) -> None:
    async with open_reader(archive) as reader:
        for typed in (key, "s", "t", "a", "r"):
            reader.app.post_message(events.Key(typed, typed if len(typed) == 1 else "?"))
        await reader.settle(0.4)
        assert reader.app.screen.query("Input").first().value == "star"
        assert archive.counts().starred_count == 0
