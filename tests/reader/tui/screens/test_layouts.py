"""Sizes: which panes are seen, and that every size can be drawn."""

from typing import Any

import pytest
from textual.containers import VerticalScroll
from textual.widgets import Static

from reader.tui.controllers.progress import Progress
from reader.tui.widgets.bars import HintBar
from storage.archive import Archive

Open = Any


def seen(reader: Any) -> list[str]:
    screen = reader.screen
    panes = (screen.tree_pane, screen.list_pane, screen.article_pane)
    return [pane.id for pane in panes if pane.display and pane.region.width]


@pytest.mark.parametrize(
    ("size", "panes"),
    [
        ((40, 12), ["list"]),
        ((80, 24), ["list"]),
        ((100, 30), ["list", "article"]),
        ((149, 40), ["list", "article"]),
        ((150, 40), ["feeds", "list", "article"]),
        ((300, 80), ["feeds", "list", "article"]),
    ],
)
async def test_the_panes_follow_the_width(
    archive: Archive, open_reader: Open, size: tuple[int, int], panes: list[str]
) -> None:
    async with open_reader(archive, size) as reader:
        assert seen(reader) == panes


async def test_a_very_wide_screen_gives_the_list_what_the_article_does_not_need(
    archive: Archive, open_reader: Open
) -> None:
    async with open_reader(archive, (300, 40)) as reader:
        screen = reader.screen
        assert (screen.tree_pane.region.width, screen.list_pane.region.width) == (35, 116)
        page = [line[screen.article_pane.region.x :] for line in reader.text().splitlines()]
        kicker = next(line for line in page[2:] if line.strip())
        assert len(kicker) - len(kicker.lstrip()) == 20
        await reader.press("2", *["ctrl+left"] * 10)
        assert screen.list_pane.region.width == 76


async def test_behind_the_feeds_alone_no_article_is_starred_or_marked(
    archive: Archive, open_reader: Open
) -> None:
    async with open_reader(archive, (80, 24)) as reader:
        row = reader.screen.list_pane.cursor_row
        await reader.press("f", "s", "m")
        now = archive.article(row.article_id).row
        assert (now.is_starred, now.is_read) == (row.is_starred, row.is_read)
        await reader.press("escape", "s")
        assert archive.article(row.article_id).row.is_starred != row.is_starred


async def test_one_pane_opens_the_article_and_comes_back(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (80, 24)) as reader:
        await reader.press("enter")
        assert seen(reader) == ["article"]
        await reader.press("escape")
        assert seen(reader) == ["list"]
        await reader.press("f")
        assert seen(reader) == ["feeds"]
        await reader.press("j", "enter")
        assert seen(reader) == ["list"]
        assert reader.screen.place.crumb == ("Unread",)


async def test_two_panes_draw_the_feeds_in_and_out(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (120, 40)) as reader:
        await reader.press("f")
        assert seen(reader) == ["feeds", "list", "article"]
        await reader.press("escape")
        assert seen(reader) == ["list", "article"]


async def test_zoom_shows_the_article_alone(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (160, 40)) as reader:
        await reader.press("z")
        assert seen(reader) == ["article"]
        await reader.press("z")
        assert seen(reader) == ["feeds", "list", "article"]


async def test_tab_goes_from_pane_to_pane(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (160, 40)) as reader:
        assert reader.app.focused.id == "list"
        await reader.press("tab")
        assert reader.app.focused.id == "article"
        await reader.press("1")
        assert reader.app.focused.id == "feeds"


async def test_a_tiny_terminal_says_so(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (28, 10)) as reader:
        assert "Terminal too small" in reader.text()
        assert seen(reader) == []
    async with open_reader(archive, (80, 6)) as reader:
        assert "Terminal too small" in reader.text()


async def test_a_resize_keeps_article_and_place(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (160, 40)) as reader:
        await reader.press("j", "j", "j", "enter")
        article_id = reader.screen.open_article.article.row.article_id
        await reader.pilot.resize_terminal(80, 20)
        await reader.settle()
        assert seen(reader) == ["article"]
        assert reader.screen.open_article.article.row.article_id == article_id
        await reader.press("escape")
        assert reader.screen.list_pane.cursor_row.article_id == article_id


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (200, 60)])
async def test_every_dialog_fits(archive: Archive, open_reader: Open, size: tuple[int, int]) -> None:
    async with open_reader(archive, size) as reader:
        for key in ("question_mark", "a", "e", "ctrl+p"):
            await reader.press(key)
            assert len(reader.app.screen_stack) > 1
            await reader.press("escape")
        assert reader.app.screen is reader.screen


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_the_first_start_has_all_the_room(
    empty_archive: Archive, open_reader: Open, size: tuple[int, int]
) -> None:
    async with open_reader(empty_archive, size) as reader:
        screen = reader.screen
        assert "article" not in seen(reader)
        assert screen.list_pane.region.right == size[0]
        for key in ("3", "z", "tab", "1", "escape", "3"):
            await reader.press(key)
            assert screen.focused is not None
            assert screen.focused.region.width > 0
            assert "article" not in seen(reader)
        assert "Welcome. No feeds yet" in reader.text()


@pytest.mark.parametrize(
    ("width", "keys"),
    [(40, ["a", ":", "q", "?"]), (80, ["a", "Add", ":", "Command", "q", "Quit", "?", "help"])],
)
async def test_the_footer_of_the_first_start_names_what_works_there(
    empty_archive: Archive, open_reader: Open, width: int, keys: list[str]
) -> None:
    async with open_reader(empty_archive, (width, 24)) as reader:
        assert reader.text().splitlines()[-1].split() == keys
        x, y = reader.where(":", below=23)
        await reader.click(x, y)
        assert reader.screen.prompt.is_open


async def test_the_last_feed_gone_and_back(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (120, 40)) as reader:
        await reader.press("enter", "z")
        archive.remove_feeds([feed.feed_id for feed in archive.feeds()])
        await reader.until(lambda: "Welcome. No feeds yet" in reader.text())
        await reader.settle()
        assert seen(reader) == ["list"]
        assert reader.screen.focused is reader.screen.list_pane
        archive.undo()
        await reader.until(lambda: seen(reader) == ["list", "article"])
        await reader.until(lambda: "s Star" in reader.text().splitlines()[-1])


async def test_no_key_does_harm_at_the_first_start(empty_archive: Archive, open_reader: Open) -> None:
    async with open_reader(empty_archive, (80, 24)) as reader:
        assert "No feeds yet" in reader.text()
        for key in (
            "j",
            "enter",
            "n",
            "space",
            "m",
            "s",
            "A",
            "o",
            "O",
            "y",
            "Y",
            "p",
            "c",
            "r",
            "R",
            "u",
            "D",
            "z",
        ):
            await reader.press(key)
        assert reader.app.is_running


async def test_on_a_narrow_screen_the_help_keeps_its_sentences_whole(
    archive: Archive, open_reader: Open
) -> None:
    async with open_reader(archive, (40, 20)) as reader:
        await reader.press("question_mark")
        await reader.type("zoom")
        assert "z  :zoom" in reader.text()
        assert "    The article alone, and back" in reader.text()


@pytest.mark.parametrize("size", [(40, 12), (60, 20), (80, 24), (200, 50)])
async def test_the_help_is_as_wide_as_its_page(
    archive: Archive, open_reader: Open, size: tuple[int, int]
) -> None:
    async with open_reader(archive, size) as reader:
        await reader.press("question_mark")
        for width in (size[0], 120):
            await reader.pilot.resize_terminal(width, size[1])
            await reader.settle()
            page = reader.app.screen.query_one(VerticalScroll).scrollable_content_region
            keys = reader.app.screen.query_one("#keys", Static)
            lines = str(keys.content).split("\n")
            assert max(map(len, lines)) <= page.width
            assert keys.size.height == len(lines)


async def test_on_a_low_screen_pages_have_no_margins(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (40, 12)) as reader:
        await reader.press("question_mark")
        lines = reader.text().splitlines()
        assert "Keys" in lines[0]
        assert "Moving" in lines[2]
        assert "Esc closes" in lines[-1]
        await reader.press("escape", "colon")
        await reader.type("feeds")
        await reader.press("enter")
        await reader.until(lambda: "Esc closes" in reader.text())
        assert "8 of 8" in reader.text().splitlines()[1]


@pytest.mark.parametrize(("width", "is_kept"), [(40, False), (80, False), (120, True)])
async def test_how_finds_are_spread_stands_below_the_list_and_not_below_an_article_alone(
    archive: Archive, open_reader: Open, width: int, is_kept: bool
) -> None:
    async with open_reader(archive, (width, 24)) as reader:
        await reader.press("slash")
        await reader.type("the")
        await reader.press("enter")
        await reader.until(lambda: " found " in reader.text().splitlines()[-2])
        await reader.press("enter")
        assert (" found " in reader.text().splitlines()[-2]) == is_kept
        await reader.press("escape")
        assert " found " in reader.text().splitlines()[-2]


@pytest.mark.parametrize("width", [40, 60, 80, 100, 200])
async def test_the_footer_always_leads_to_the_help(archive: Archive, open_reader: Open, width: int) -> None:
    async with open_reader(archive, (width, 24)) as reader:
        footer = reader.text().splitlines()[-1]
        assert "? help" in footer if width >= 60 else footer.rstrip().endswith("?")
        assert "q Quit" in footer or width < 80


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (40, "417 of 1,200  1,238 new"),
        (60, "Refreshing 417 of 1,200 feeds"),
        (80, "1,238 new · 3 failed"),
        (120, "Deutsche Welle · 1,238 new · 3 failed"),
    ],
)
async def test_a_narrow_refresh_line_keeps_the_counts(
    archive: Archive, open_reader: Open, width: int, expected: str
) -> None:
    async with open_reader(archive, (width, 24)) as reader:
        progress = Progress(1200, done=417, added=1238, failed=3, last_title="Deutsche Welle")
        reader.screen.refresh_line.show_progress(progress)
        await reader.settle()
        line = reader.text().splitlines()[-2]
        assert expected in line
        assert line.rstrip().endswith("Esc" if width < 60 else "Esc cancels")


@pytest.mark.parametrize("width", [30, 40, 59, 80])
async def test_a_long_sentence_wraps_within_the_screen(
    archive: Archive, open_reader: Open, width: int
) -> None:
    async with open_reader(archive, (width, 20)) as reader:
        reader.screen.say(" ".join(f"word{number}" for number in range(12)))
        await reader.settle()
        for toast in reader.app.screen.query("Toast"):
            assert toast.region.width <= min(width, 60)
            assert toast.region.right <= width
        assert all(f"word{number}" in reader.text() for number in range(12))


@pytest.mark.parametrize("width", [40, 60, 80])
async def test_the_way_out_of_a_desk_is_always_seen(archive: Archive, open_reader: Open, width: int) -> None:
    async with open_reader(archive, (width, 20)) as reader:
        for desk in ("w", "C", "H"):
            await reader.press(desk)
            hints = reader.text().splitlines()[-1]
            assert hints.strip().startswith("Enter Article")
            assert "Esc Back" in hints
            await reader.pilot.click(HintBar, offset=(hints.index("Esc"), 0))
            await reader.settle()
            assert reader.app.screen is reader.screen
