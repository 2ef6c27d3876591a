"""The mouse on the panes and the bars: clicks, the wheel, borders."""

from typing import Any

import pytest

from storage.archive import Archive
from storage.model import View, ViewKind

Open = Any


def seen(reader: Any) -> list[str]:
    screen = reader.screen
    panes = (screen.tree_pane, screen.list_pane, screen.article_pane)
    return [pane.id for pane in panes if pane.display and pane.region.width]


# --- the list -------------------------------------------------------------------------------


async def test_a_click_on_a_row_shows_its_article_and_leaves_the_focus_in_the_list(
    archive: Archive, open_reader: Open
) -> None:
    async with open_reader(archive, (120, 40)) as reader:
        await reader.press("3")
        row = reader.screen.listing.row(2)
        x, y = reader.where(row.title[:20])
        await reader.click(x, y)
        assert reader.screen.list_pane.cursor_index == 2
        assert reader.app.focused is reader.screen.list_pane
        assert reader.screen.open_article.article.row.article_id == row.article_id
        # The line below the headline is the row's, too.
        await reader.click(x, y + 4)
        assert reader.screen.list_pane.cursor_index == 3


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 40), (200, 60)])
async def test_a_double_click_opens_the_article(
    archive: Archive, open_reader: Open, size: tuple[int, int]
) -> None:
    async with open_reader(archive, size) as reader:
        row = reader.screen.listing.row(1)
        await reader.click(*reader.where(row.title[:12]), times=2)
        assert reader.app.focused is reader.screen.article_pane
        assert "article" in seen(reader)
        assert reader.screen.open_article.article.row.article_id == row.article_id
        assert archive.article(row.article_id).row.is_read
        assert reader.screen.get_selected_text() is None


async def test_two_slow_clicks_on_two_rows_are_no_double_click(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (80, 24)) as reader:
        for index in (1, 2):
            await reader.click(*reader.where(reader.screen.listing.row(index).title[:12]))
        assert seen(reader) == ["list"]
        assert reader.screen.list_pane.cursor_index == 2


async def test_a_click_while_rows_are_selected_selects_up_to_it(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (120, 40)) as reader:
        await reader.press("V")
        await reader.click(*reader.where(reader.screen.listing.row(3).title[:15]))
        assert reader.screen.list_pane.selected == range(4)
        await reader.press("s")
        assert archive.counts().starred_count >= 4


# --- the wheel ------------------------------------------------------------------------------


async def test_the_wheel_scrolls_the_pane_under_the_pointer_and_nothing_else(
    archive: Archive, open_reader: Open
) -> None:
    async with open_reader(archive, (160, 24)) as reader:
        await reader.press("j")
        panes = (reader.screen.tree_pane, reader.screen.list_pane)
        for pane in panes:
            others = {other: other.scroll_offset.y for other in panes if other is not pane}
            region = pane.region
            await reader.wheel(region.x + 5, region.y + 5, 3)
            assert pane.scroll_offset.y > 0
            assert {other: other.scroll_offset.y for other in others} == others
        # The cursor stays on its row, whose article stays open; the next key goes on from there.
        assert reader.app.focused is reader.screen.list_pane
        assert reader.screen.list_pane.cursor_index == 1
        region = reader.screen.list_pane.region
        await reader.wheel(region.x + 5, region.y + 5, -40)
        assert reader.screen.list_pane.scroll_offset.y == 0
        await reader.wheel(region.x + 5, region.y + 5, 40)
        await reader.press("j")
        assert reader.screen.list_pane.cursor_index == 2
        assert reader.screen.listing.row(2).title[:12] in reader.text()


async def test_a_click_after_the_wheel_means_the_row_that_is_seen(
    archive: Archive, open_reader: Open
) -> None:
    async with open_reader(archive, (120, 24)) as reader:
        region = reader.screen.list_pane.region
        await reader.wheel(region.x + 5, region.y + 5, 9)
        top = int(reader.screen.list_pane.scroll_offset.y)
        assert top > 9
        height = reader.screen.list_pane._height
        await reader.click(region.x + 5, region.y + 1 + 6)
        assert reader.screen.list_pane.cursor_index == (top + 6) // height
        assert int(reader.screen.list_pane.scroll_offset.y) == top


async def test_the_wheel_reads_the_article_without_the_focus(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (120, 14)) as reader:
        row = next(index for index in range(40) if reader.screen.listing.row(index).word_count > 150)
        reader.screen.list_pane.move_to(row)
        await reader.settle()
        region = reader.screen.article_pane.region
        await reader.wheel(region.x + 5, region.y + 5, 2)
        assert reader.screen.article_pane.scroll_offset.y == 4
        assert reader.app.focused is reader.screen.list_pane
        assert reader.screen.list_pane.cursor_index == row


# --- the feed tree --------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(80, 40), (120, 40), (200, 60)])
async def test_a_click_on_a_feed_shows_its_articles(
    archive: Archive, open_reader: Open, size: tuple[int, int]
) -> None:
    async with open_reader(archive, size) as reader:
        reader.screen.show_panes(has_feeds=True)
        await reader.settle()
        rows = [row.label for row in reader.screen.tree_pane.rows]
        await reader.click(6, reader.screen.tree_pane.region.y + 1 + rows.index("Paper Lantern"))
        assert reader.screen.place.crumb == ("Curiosities", "Paper Lantern")
        assert reader.app.focused is reader.screen.list_pane
        assert "list" in seen(reader)


async def test_a_click_on_the_sign_of_a_folder_folds_it_and_on_its_name_opens_it(
    archive: Archive, open_reader: Open
) -> None:
    async with open_reader(archive, (200, 60)) as reader:
        place = reader.screen.place
        x, y = reader.where("▾ World")
        await reader.click(x, y)
        assert "▸ World" in reader.text()
        assert "Levant Wire" not in [row.label for row in reader.screen.tree_pane.rows]
        assert reader.screen.place == place
        assert reader.screen.tree_pane.cursor_row.key == "folder:World"
        await reader.click(x, y)
        assert "▾ World" in reader.text()
        inner = reader.where("▾ Asia")
        await reader.click(*inner)
        assert "▸ Asia" in reader.text()
        await reader.click(x + 3, y)
        assert reader.screen.place.view == View(ViewKind.FOLDER, name="World")


async def test_a_click_on_a_heading_folds_what_is_below(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (200, 60)) as reader:
        await reader.click(*reader.where("Keywords"))
        assert "▸ Keywords" in reader.text()


# --- the bars -------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_click_on_the_footer_does_what_its_key_does(
    archive: Archive, open_reader: Open, size: tuple[int, int]
) -> None:
    async with open_reader(archive, size) as reader:
        bottom = size[1] - 1
        row = reader.screen.list_pane.cursor_row
        x, _ = reader.where("Star", below=bottom)
        await reader.click(x, bottom)
        assert archive.article(row.article_id).row.is_starred
        x, _ = reader.where("n Next", below=bottom)
        await reader.click(x, bottom)
        assert reader.screen.open_article.article.row.article_id != row.article_id or size == (80, 24)
        x, _ = reader.where("Search", below=bottom)
        await reader.click(x, bottom)
        assert reader.screen.prompt.display
        await reader.press("escape")
        x, _ = reader.where("Add", below=bottom)
        await reader.click(x, bottom)
        assert "Add a feed" in reader.text()


@pytest.mark.parametrize(("size", "word"), [((120, 40), "help"), ((120, 40), "palette"), ((40, 12), "?")])
async def test_a_click_on_the_hints_opens_what_they_name(
    archive: Archive, open_reader: Open, size: tuple[int, int], word: str
) -> None:
    async with open_reader(archive, size) as reader:
        x, y = reader.where(word, below=size[1] - 1)
        await reader.click(x, y)
        assert len(reader.app.screen_stack) == 2


async def test_a_click_between_the_footers_words_does_nothing(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (120, 40)) as reader:
        before = archive.counts()
        await reader.click(reader.where("help", below=39)[0] - 8, 39)
        assert len(reader.app.screen_stack) == 1
        assert archive.counts() == before


@pytest.mark.parametrize("key", ["C", "H", "w"])
async def test_a_click_on_a_desks_last_line_does_what_its_key_does(
    archive: Archive, open_reader: Open, key: str
) -> None:
    async with open_reader(archive, (120, 40)) as reader:
        await reader.press(key)
        assert reader.app.screen is not reader.screen
        await reader.click(*reader.where("Back", below=39))
        assert reader.app.screen is reader.screen


async def test_a_desks_row_opens_by_its_line_and_by_a_double_click(
    archive: Archive, open_reader: Open
) -> None:
    async with open_reader(archive, (120, 40)) as reader:
        await reader.press("w")
        await reader.click(*reader.where("Articles", below=39))
        assert reader.screen.place.crumb == ("Keywords", "Naqoura")
        await reader.press("H")
        await reader.click(*reader.where("Field Diary"), times=2)
        assert reader.screen.place.crumb[-1] == "Field Diary"


# --- borders --------------------------------------------------------------------------------


async def test_dragging_a_border_selects_no_text(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (160, 40)) as reader:
        border = reader.screen.list_pane.region.right
        await reader.drag((border, 10), (border + 12, 14))
        assert reader.screen.list_pane.region.right == border + 12
        assert not reader.screen.get_selected_text()
        assert reader.app.mouse_captured is None


async def test_a_click_on_a_border_moves_nothing(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (160, 40)) as reader:
        border = reader.screen.list_pane.region.right
        cursor = reader.screen.list_pane.cursor_index
        await reader.click(border, 10)
        assert reader.screen.list_pane.region.right == border
        assert reader.screen.list_pane.cursor_index == cursor
