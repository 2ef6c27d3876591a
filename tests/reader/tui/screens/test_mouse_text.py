"""The mouse in the article: links, and text that is selected and copied as it was written."""

from typing import Any

import pytest
from rich.cells import cell_len

from storage.archive import Archive

Open = Any

ARTICLE = """<rss version="2.0"><channel><title>Quay Post</title><item><title>Test page</title><guid>q1</guid>
<description><![CDATA[
<p>The harbour was quiet and the bridge was open again, as it had been on every morning of the long and
windless summer before; nobody on the quay remembered another one like it, or said so.</p>
<blockquote><p>Whoever comes late stands at the end of the line, and whoever stands at the end of the line
comes home late in the evening.</p></blockquote>
<ul><li>first of the list</li><li>second of the list</li></ul>
<p>See <a href="https://quay.example/map">the long map</a> of it.</p>
<p>港の橋は今朝また開き、船はひとつずつ静かに沖へ出ていった。岸壁の人々はそれを見送り、誰も何も言わなかった。</p>
<p dir="rtl">فتح الجسر في الميناء هذا الصباح مرة أخرى وخرجت السفن واحدة تلو الأخرى إلى البحر بهدوء ولم
يقل أحد شيئا</p>
]]></description></item></channel></rss>"""


@pytest.fixture
async def page(fetched: Any) -> Archive:
    """An archive with one article, which has something of everything."""
    return await fetched(ARTICLE)


def row_cells(line: str) -> list[str]:
    """The characters of a row by their cells; the second cell of a wide one is "" ."""
    cells: list[str] = []
    for character in line:
        cells += [character, *[""] * (cell_len(character) - 1)]
    return cells


def cell_of(reader: Any, text: str, *, at_end: bool = False) -> tuple[int, int]:
    """The cell of a text's first character in the article, or of its last."""
    region = reader.screen.article_pane.region
    rows = reader.text().split("\n")
    for y in range(region.y + 1, region.bottom):
        row = row_cells(rows[y])
        cells = [x for x in range(region.x, region.right) if row[x]]
        painted = "".join(row[x] for x in cells)
        if text in painted:
            return cells[painted.index(text) + (len(text) - 1 if at_end else 0)], y
    raise AssertionError(f"{text!r} is not in sight:\n{reader.text()}")


async def drag(reader: Any, first: str, last: str) -> str:
    """Drag from the beginning of one text to the end of another; gives what was copied."""
    await reader.drag(cell_of(reader, first), cell_of(reader, last, at_end=True))
    copied: str = reader.app.clipboard
    return copied


# --- selecting ------------------------------------------------------------------------------


async def test_what_is_dragged_over_is_copied_and_said(page: Archive, open_reader: Open) -> None:
    async with open_reader(page, (120, 40)) as reader:
        await reader.press("enter")
        assert await drag(reader, "quiet", "bridge") == "quiet and the bridge"
        assert reader.notices[-1] == "Copied 4 words"
        assert reader.screen.get_selected_text() == "quiet and the bridge"
        # A click lets go of it, and copies nothing.
        count = len(reader.notices)
        await reader.click(*cell_of(reader, "harbour"))
        assert reader.screen.get_selected_text() is None
        assert (len(reader.notices), reader.app.clipboard) == (count, "quiet and the bridge")


@pytest.mark.parametrize("size", [(40, 40), (80, 40), (120, 40), (200, 60)])
async def test_wrapped_lines_quotes_and_lists_are_copied_as_they_were_written(
    page: Archive, open_reader: Open, size: tuple[int, int]
) -> None:
    async with open_reader(page, size) as reader:
        await reader.press("enter")
        copied = await drag(reader, "windless", "second of the list")
        assert copied.startswith("windless summer before; nobody on the quay remembered another one like it")
        assert (
            "\n\nWhoever comes late stands at the end of the line, and whoever stands at the end of the line"
            " comes home late in the evening.\n\nfirst of the list\nsecond of the list"
        ) in copied


async def test_straight_edges_and_the_numbers_of_links_are_not_copied(
    page: Archive, open_reader: Open
) -> None:
    async with open_reader(page, (80, 40)) as reader:
        await reader.press("enter", "J", "L")
        assert "‹1›" in reader.text()
        painted = reader.text()
        copied = await drag(reader, "The harbour", "of it.")
        assert "  " in painted[painted.index("The harbour") : painted.index("like it")]
        assert "open again, as it had been on every morning of the long and windless summer before;" in copied
        assert "See the long map of it." in copied
        assert "  " not in copied


async def test_chinese_and_japanese_are_copied_whole(page: Archive, open_reader: Open) -> None:
    async with open_reader(page, (60, 40)) as reader:
        await reader.press("enter")
        assert await drag(reader, "今朝", "ひとつ") == "今朝また開き、船はひとつ"
        assert await drag(reader, "港の橋", "言わなかった") == (
            "港の橋は今朝また開き、船はひとつずつ静かに沖へ出ていった。"
            "岸壁の人々はそれを見送り、誰も何も言わなかった"
        )


async def test_arabic_is_copied_in_the_order_it_is_read(page: Archive, open_reader: Open) -> None:
    async with open_reader(page, (60, 40)) as reader:
        await reader.press("enter")
        copied = await drag(reader, "فتح", "أحد")
        assert copied == (
            "فتح الجسر في الميناء هذا الصباح مرة أخرى وخرجت السفن"
            " واحدة تلو الأخرى إلى البحر بهدوء ولم يقل أحد"
        )


async def test_two_clicks_select_a_word_and_three_its_paragraph(page: Archive, open_reader: Open) -> None:
    async with open_reader(page, (80, 40)) as reader:
        await reader.press("enter")
        x, y = cell_of(reader, "windless")
        await reader.click(x + 3, y, times=2)
        assert reader.app.clipboard == "windless"
        assert reader.notices[-1] == "Copied 1 word"
        x, y = cell_of(reader, "Whoever comes")
        await reader.click(x + 3, y, times=3)
        assert reader.app.clipboard.startswith("Whoever comes late")
        assert reader.app.clipboard.endswith("late in the evening.")
        assert "\n" not in reader.app.clipboard


async def test_two_clicks_beside_the_text_select_nothing(page: Archive, open_reader: Open) -> None:
    async with open_reader(page, (120, 40)) as reader:
        await reader.press("enter")
        _, y = cell_of(reader, "first of the list")
        await reader.click(reader.screen.article_pane.region.right - 4, y, times=2)
        assert not reader.screen.get_selected_text()
        assert reader.app.clipboard == ""


async def test_a_drag_that_leaves_the_article_takes_nothing_from_elsewhere(
    page: Archive, open_reader: Open
) -> None:
    async with open_reader(page, (120, 30)) as reader:
        await reader.press("enter")
        await reader.drag(cell_of(reader, "bridge"), (4, 2))
        copied = reader.app.clipboard
        assert "Quay Post" not in copied.replace("QUAY POST", "")
        assert "Test page" not in copied or copied.count("Test page") == 1
        await reader.drag(cell_of(reader, "See the"), (60, 29))
        assert "Refresh" not in reader.app.clipboard


async def test_what_was_selected_goes_with_its_article_and_its_lines(
    archive: Archive, open_reader: Open
) -> None:
    async with open_reader(archive, (120, 40)) as reader:
        await drag(reader, "A map", "way to")
        assert reader.screen.get_selected_text() == "A map has one right way to"
        await reader.press("2", "j")
        assert reader.screen.get_selected_text() is None
        await reader.press("k")
        await drag(reader, "A map", "way to")
        # A mark leaves the lines as they are, and what is selected in them.
        await reader.press("s")
        assert reader.screen.get_selected_text() == "A map has one right way to"
        await reader.pilot.resize_terminal(110, 30)
        await reader.settle()
        assert reader.screen.get_selected_text() is None


async def test_a_selection_is_not_copied_again_by_a_border(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (160, 40)) as reader:
        await drag(reader, "A map", "way to")
        count = len(reader.notices)
        border = reader.screen.tree_pane.region.right
        await reader.drag((border, 10), (border + 3, 12))
        assert len(reader.notices) == count


# --- links ----------------------------------------------------------------------------------


async def test_a_click_on_a_link_opens_it_once(page: Archive, open_reader: Open, browser: Any) -> None:
    async with open_reader(page, (120, 40)) as reader:
        # Also while the list has the focus.
        x, y = cell_of(reader, "the long map")
        await reader.click(x + 5, y)
        assert browser.urls == ["https://quay.example/map"]
        await reader.click(x + 5, y, times=2)
        assert browser.urls == ["https://quay.example/map"] * 2
        await reader.click(*cell_of(reader, "See the"))
        assert len(browser.urls) == 2


async def test_a_drag_over_a_link_opens_nothing(page: Archive, open_reader: Open, browser: Any) -> None:
    async with open_reader(page, (120, 40)) as reader:
        await reader.press("enter")
        assert await drag(reader, "the long map", "long map") == "the long map"
        assert browser.urls == []
