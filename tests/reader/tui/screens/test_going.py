"""Going to a date, a letter or a row of the list."""

from __future__ import annotations

from typing import Any

from textual.widgets import Input

from storage.archive import Archive
from storage.listings.orders import title_rank
from storage.model import Order

Open = Any


async def go(reader: Any, words: str) -> int:
    """Type the command; gives the row on which the cursor is then."""
    await reader.press("colon")
    reader.screen.prompt.query_one(Input).value = f"goto {words}"
    await reader.press("enter")
    return int(reader.screen.list_pane.cursor_index)


async def test_a_date_is_gone_to_in_the_lists_direction(archive: Archive, open_reader: Open) -> None:
    rows = archive.open_listing()[:]
    day = rows[len(rows) // 2].sorted_at
    first = next(index for index, row in enumerate(rows) if row.sorted_at.date() == day.date())
    last = max(index for index, row in enumerate(rows) if row.sorted_at.date() == day.date())
    assert first > 0
    async with open_reader(archive) as reader:
        assert await go(reader, f"{day:%Y-%m-%d}") == first
        assert reader.notices == []
        assert reader.screen.list_pane.has_focus
        assert f"{first + 1} of {len(rows)}" in reader.text()
        await reader.screen.show_place(reader.screen.place.ordered(Order.OLDEST))
        assert await go(reader, f"{day:%Y-%m-%d}") == len(rows) - 1 - last


async def test_a_time_without_articles_is_said_and_the_next_row_shown(
    archive: Archive, open_reader: Open
) -> None:
    rows = archive.open_listing()[:]
    async with open_reader(archive) as reader:
        assert await go(reader, "1950") == len(rows) - 1
        assert reader.notices == ["Nothing from 1950 or before: this is the oldest"]
        await go(reader, "start")
        assert await go(reader, "2999-01-01") == 0
        assert reader.notices[-1] == "Nothing from 2999-01-01: this is the next before it"


async def test_letters_are_gone_to_in_a_list_by_title(archive: Archive, open_reader: Open) -> None:
    titles = [title_rank(row.title) for row in archive.open_listing(order=Order.TITLE)[:]]
    wanted = titles[len(titles) // 2][:2]
    async with open_reader(archive) as reader:
        await reader.screen.show_place(reader.screen.place.ordered(Order.TITLE))
        index = await go(reader, wanted.upper())
        assert index == next(n for n, title in enumerate(titles) if title.startswith(wanted))
        assert reader.notices == []
        assert await go(reader, "\U0010fffd") == len(titles) - 1
        assert reader.notices == ["No title begins with \U0010fffd: this is the last"]


async def test_rows_ends_and_parts(archive: Archive, open_reader: Open) -> None:
    count = len(archive.open_listing())
    async with open_reader(archive) as reader:
        assert await go(reader, "end") == count - 1
        assert await go(reader, "50%") == round((count - 1) / 2)
        assert await go(reader, "#3") == 2
        assert await go(reader, "5") == 4
        assert await go(reader, "start") == 0
        assert await go(reader, "#987654") == count - 1
        assert reader.notices == [f"There are {count:,} rows"]


async def test_the_row_has_others_above_and_below_it(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (120, 24)) as reader:
        pane = reader.screen.list_pane
        await go(reader, "50%")
        line = pane.cursor_index * pane.lines_per_row() - int(pane.scroll_offset.y)
        assert 0 < line < pane.scrollable_content_region.height / 2
        # What is seen already does not move.
        top = pane.scroll_offset.y
        await go(reader, str(pane.cursor_index + 2))
        assert pane.scroll_offset.y == top


async def test_what_is_no_spot_is_answered_by_what_could_be(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        await go(reader, "#4")
        assert await go(reader, "[b]soon[/]") == 3
        (notice,) = reader.notices
        assert notice.startswith("'[b]soon[/]' is no place in this list: write a time (2h, 3d,")
        await reader.screen.show_place(reader.screen.place.ordered(Order.LENGTH))
        await go(reader, "yesterday")
        assert "a list by length has neither dates nor letters" in reader.notices[-1]


async def test_the_key_begins_the_line_and_tab_goes_on(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        field = reader.screen.prompt.query_one(Input)
        await reader.pilot.press("d", "y")
        await reader.settle()
        assert field.value == "goto y"
        await reader.press("tab")
        assert field.value == "goto yesterday"
        await reader.press("escape")
        await reader.screen.show_place(reader.screen.place.ordered(Order.FEED))
        await reader.pilot.press("d", "l", "e", "v")
        await reader.settle()
        await reader.press("tab")
        assert field.value == "goto Levant\\ Wire"
        await reader.press("enter")
        row = reader.screen.list_pane.cursor_row
        assert row.feed_title == "Levant Wire"
        assert reader.screen.listing.row(reader.screen.list_pane.cursor_index - 1).feed_title != "Levant Wire"


async def test_an_empty_list_says_so(empty_archive: Archive, open_reader: Open) -> None:
    async with open_reader(empty_archive) as reader:
        await go(reader, "end")
        assert reader.notices == ["This list is empty"]


async def test_a_narrow_screen_shows_the_list_again(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (80, 24)) as reader:
        await reader.press("enter")
        assert not reader.screen.list_pane.display or reader.screen.article_pane.has_focus
        assert await go(reader, "#3") == 2
        assert reader.screen.list_pane.has_focus
        assert "3 of" in reader.text()
