"""Several rows at once."""

from typing import Any

import pytest

from reader.setting_groups import InterfaceSettings, Settings
from reader.tui.keymap import KEYMAPS
from storage.archive import Archive

Open = Any


async def test_selected_rows_are_marked_starred_and_tagged_in_one_step(
    archive: Archive, open_reader: Open
) -> None:
    async with open_reader(archive) as reader:
        ids = list(reader.screen.listing.article_ids)

        def rows() -> list[tuple[bool, bool, tuple[str, ...]]]:
            return [(row.is_read, row.is_starred, row.tags) for row in archive.rows(ids[:4])]

        before = rows()
        await reader.press("j", "v", "j", "j", "k")
        assert "2 selected" in reader.text()
        await reader.press("j", "s")
        assert [starred for _, starred, _ in rows()] == [False, True, True, True]
        assert "selected" not in reader.text()
        await reader.press("u", "V", "k", "k", "T")
        await reader.type("later")
        await reader.press("enter")
        assert [tags for _, _, tags in rows()] == [(), ("later",), ("later",), ("later",)]
        assert reader.screen.list_pane.has_focus
        await reader.press("V", "j", "T", "minus")
        await reader.type("later")
        await reader.press("enter")
        assert [tags for _, _, tags in rows()] == [(), (), (), ("later",)]
        await reader.press("u", "u")
        assert [(starred, tags) for _, starred, tags in rows()] == [row[1:] for row in before]


async def test_all_selected_get_the_same_state(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        ids = list(reader.screen.listing.article_ids)
        archive.set_read(ids[:2], True)
        await reader.press("V", "j", "j", "m")
        assert all(row.is_read for row in archive.rows(ids[:3]))
        await reader.press("V", "k", "k", "m")
        assert not any(row.is_read for row in archive.rows(ids[:3]))


async def test_esc_and_another_list_end_a_selection(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        await reader.press("v", "j", "escape")
        assert "selected" not in reader.text()
        await reader.press("v", "v")
        assert reader.screen.list_pane.selected_from is None
        await reader.press("V", "U")
        assert reader.screen.list_pane.selected_from is None


async def test_one_article_is_tagged_without_a_selection(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        article_id = reader.screen.listing.article_ids[0]
        await reader.press("enter", "T", "escape")
        assert reader.screen.article_pane.has_focus
        await reader.press("T")
        await reader.type("#later")
        await reader.press("enter")
        assert archive.article(article_id).row.tags == ("later",)
        assert "#later" in reader.text()


async def test_the_cursor_is_seen_among_the_selected_rows(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (80, 24)) as reader:
        await reader.press("V", "j")
        lines = reader.app.screen._compositor.render_strips()[2:7:2]
        assert [line.text[0] for line in lines] == ["▎", "▎", " "]
        grounds = [next(iter(line)).style.bgcolor for line in lines]
        assert len(set(grounds)) == 3


async def test_a_selection_is_begun_from_anywhere(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        await reader.press("enter", "V", "j", "s")
        assert archive.counts().starred_count == 2
        await reader.press("u", "colon")
        await reader.type("select")
        await reader.press("enter", "j")
        assert "2 selected" in reader.text()


@pytest.mark.parametrize("keymap", KEYMAPS)
async def test_v_selects_in_the_list_and_shows_the_picture_in_the_article(
    archive: Archive, open_reader: Open, monkeypatch: pytest.MonkeyPatch, keymap: str
) -> None:
    opened: list[str] = []

    async def open_address(app: object, url: str) -> bool:
        opened.append(url)
        return True

    monkeypatch.setattr("reader.tui.controllers.browser.open_address", open_address)
    settings = Settings(interface=InterfaceSettings(keymap=keymap))
    async with open_reader(archive, settings=settings) as reader:
        listing = reader.screen.listing
        place = next(number for number in range(len(listing)) if listing.row(number).picture_count)
        reader.screen.list_pane.move_to(place)
        await reader.press("v", "j", "v")
        assert reader.screen.list_pane.selected_from is None
        await reader.press("k", "enter", "v")
        assert reader.screen.list_pane.selected_from is None
        assert opened == [reader.screen.article_pane.current_picture.url]
