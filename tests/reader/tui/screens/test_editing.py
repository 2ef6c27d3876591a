"""The dialog of a feed's settings, by keys and by mouse."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Button, Input

from reader.setting_groups import InterfaceSettings, Settings
from reader.tui.widgets.toggle import Toggle
from storage.archive import Archive
from storage.model import View, ViewKind
from storage.options import FeedOptions
from storage.subscriptions.feed_settings import FeedSettings

Open = Any


async def test_a_feeds_dialog_shows_all_that_is_set(archive: Archive, open_reader: Open) -> None:
    feed = archive.feed(1)
    archive.change_feeds(
        {
            1: FeedSettings(
                feed.url,
                folder="World/Asia",
                is_muted=True,
                options=FeedOptions(
                    headers=(("Cookie", "a=1; b=2"),), proxy="http://127.0.0.1:8080", interval_minutes=120
                ),
            )
        }
    )
    async with open_reader(archive) as reader:
        await reader.edit("feed:1")
        assert (reader.field("title").value, reader.field("title").placeholder) == ("", feed.feed_title)
        assert reader.field("folder").value == "World/Asia"
        assert reader.field("address").value == feed.url
        assert (reader.field("interval").value, reader.field("proxy").value) == (
            "2h",
            "http://127.0.0.1:8080",
        )
        assert [reader.field(f"header-{number}").value for number in (0, 1)] == ["Cookie: a=1; b=2", ""]
        assert reader.app.screen.query_one("#cell-is_muted", Toggle).is_on
        assert not reader.app.screen.query_one("#cell-is_paused", Toggle).is_on
        assert "Last fetched just now · due now" in reader.text()


async def test_all_that_is_written_is_one_step(archive: Archive, open_reader: Open) -> None:
    before = archive.feed_settings(1)
    async with open_reader(archive) as reader:
        await reader.edit("feed:1")
        await reader.type("Mine")
        await reader.press("tab")
        reader.put(folder="Home/Own", interval="90m", user_agent="Me/1", header_0="X-Key: command:pass key")
        await reader.press("tab", "space")
        await reader.press("enter")
        assert reader.app.screen is reader.screen
        assert archive.feed_settings(1) == FeedSettings(
            before.url,
            user_title="Mine",
            folder="Home/Own",
            is_muted=True,
            options=FeedOptions(
                headers=(("X-Key", "command:pass key"),), user_agent="Me/1", interval_minutes=90
            ),
        )
        assert reader.notices[-1] == "Changed title, folder, muting and fetching of Mine · u takes it back"
        assert "Home" in [row.label for row in reader.screen.tree_pane.rows]
        await reader.press("u")
        assert archive.feed_settings(1) == before


async def test_esc_and_cancel_change_nothing(archive: Archive, open_reader: Open) -> None:
    before = archive.feed_settings(1)
    async with open_reader(archive) as reader:
        await reader.edit("feed:1")
        await reader.type("Mine")
        await reader.press("escape")
        assert reader.app.screen is reader.screen
        await reader.edit("feed:1")
        await reader.type("Mine")
        await reader.pilot.click("#cancel")
        await reader.settle()
        assert reader.app.screen is reader.screen
        assert archive.feed_settings(1) == before


async def test_another_address_is_fetched_and_keeps_the_articles(
    archive: Archive, open_reader: Open, tmp_path: Path
) -> None:
    moved = tmp_path / "moved.xml"
    shutil.copy(Path(archive.feed(1).url.removeprefix("file://")), moved)
    articles = archive.open_listing(View(ViewKind.FEED, 1)).article_ids
    async with open_reader(archive) as reader:
        await reader.edit("feed:1")
        reader.put(address=str(moved))
        await reader.press("enter")
        await reader.until(lambda: archive.feed(1).fetched_at is not None and not archive.feed(1).error)
        await reader.until(lambda: not reader.screen.refresher.is_running)
        assert archive.feed(1).url == moved.as_uri()
        assert archive.open_listing(View(ViewKind.FEED, 1)).article_ids == articles


@pytest.mark.parametrize(
    ("cell", "text", "sentence"),
    [
        ("interval", "often", "Write 30m, 2h or 1d, at most 30d; nothing for the feed's own rhythm."),
        ("address", "no [bold]such[/] thing", "This is neither an address nor a file that exists."),
        ("password", "hunter2", "Write command:WORDS or keyring:SERVICE/USER, never the password itself."),
        ("header-0", "Cookie", "A header is written as Name: value."),
    ],
)
async def test_what_is_wrong_is_said_below_its_field(
    archive: Archive, open_reader: Open, cell: str, text: str, sentence: str
) -> None:
    before = archive.feed_settings(1)
    async with open_reader(archive, (80, 24)) as reader:
        await reader.edit("feed:1")
        reader.put(title="Mine")
        reader.field(cell).value = text
        await reader.press("enter")
        assert reader.said() == sentence
        assert reader.app.focused is reader.field(cell)
        message, faulty = reader.app.screen.query_one("#message"), reader.field(cell)
        assert message.region.y == faulty.region.bottom
        assert archive.feed_settings(1) == before
        assert reader.notices == []
        # Written anew, nothing is said any more.
        await reader.press("x")
        assert reader.said() == ""


async def test_the_address_of_another_feed_is_refused_at_its_field(
    archive: Archive, open_reader: Open
) -> None:
    other = archive.feed(2)
    async with open_reader(archive) as reader:
        await reader.edit("feed:1")
        reader.put(address=other.url)
        await reader.press("enter")
        assert reader.said() == f"{other.title} has this address already: two feeds never share one."
        assert reader.app.focused is reader.field("address")


async def test_there_is_always_room_for_one_more_header(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        await reader.edit("feed:1")
        for number, header in enumerate(("Cookie: a=1", "Accept: x, y")):
            reader.put(**{f"header_{number}": header})
            await reader.settle()
        assert reader.field("header-2").value == ""
        await reader.press("enter")
        assert archive.feed_settings(1).options.headers == (("Cookie", "a=1"), ("Accept", "x, y"))


async def test_a_folder_is_completed_from_those_there_are(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        await reader.edit("feed:1")
        reader.put(folder="")
        await reader.press("tab")
        await reader.type("sci")
        await reader.press("right")
        assert reader.field("folder").value == "Science"


async def test_saved_pages_have_no_settings_of_fetching(archive: Archive, open_reader: Open) -> None:
    saved = archive.add_feed("cutline:saved", user_title="Saved")
    async with open_reader(archive) as reader:
        await reader.edit(f"feed:{saved.feed_id}")
        assert len(reader.app.screen.query(Input)) == 2
        reader.put(title="Later")
        await reader.press("enter")
        assert archive.feed_settings(saved.feed_id) == FeedSettings("cutline:saved", user_title="Later")


async def test_hostile_titles_are_shown_as_they_are(archive: Archive, open_reader: Open) -> None:
    archive.rename_feed(1, "[bold]x[/] [@click=app.quit]y[/]")
    async with open_reader(archive) as reader:
        await reader.edit("feed:1")
        assert "Feed: [bold]x[/] [@click=app.quit]y[/]" in reader.text()
        await reader.press("escape")


async def test_in_a_list_the_key_means_its_feed_or_that_of_the_article(
    archive: Archive, open_reader: Open
) -> None:
    async with open_reader(archive) as reader:
        shown = reader.screen.list_pane.cursor_row
        await reader.press("e")
        assert f"Feed: {shown.feed_title}" in reader.text()
        await reader.press("escape")
        await reader.screen.go_to_row("feed:2")
        await reader.press("e")
        await reader.type("Mine")
        await reader.press("enter")
        assert archive.feed(2).title == "Mine"
        assert reader.screen.place.crumb[-1] == "Mine"
        assert "Mine" in str(reader.screen.list_pane.border_title)


async def test_where_nothing_is_to_be_set_it_is_said(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        reader.screen.show_panes(has_feeds=True)
        reader.screen.tree_pane.focus()
        await reader.press("e")
        assert reader.notices == ["Pick a feed, a folder, a search or a keyword first"]


async def test_the_command_line_still_sets_single_things(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        await reader.press("colon")
        await reader.type("edit 1 --title Mine")
        await reader.press("enter")
        await reader.until(lambda: archive.feed(1).title == "Mine")


@pytest.mark.parametrize(
    ("size", "theme"),
    [
        ((40, 12), "cutline-ink"),
        ((80, 24), "ansi-dark"),
        ((120, 40), "cutline-paper"),
        ((200, 60), "cutline-ink"),
    ],
)
async def test_the_dialog_fits_and_every_field_is_reached(
    archive: Archive, open_reader: Open, size: tuple[int, int], theme: str
) -> None:
    settings = Settings(interface=InterfaceSettings(theme=theme))
    async with open_reader(archive, size, settings) as reader:
        await reader.edit("feed:1")
        reached = set()
        for _ in range(16):
            focused = reader.app.focused
            reached.add(focused.id)
            assert focused.region.height == 1
            assert focused.region.width >= 6
            assert focused.region.bottom <= size[1]
            await reader.press("tab")
        assert {"cell-title", "cell-is_muted", "cell-is_paused", "cell-header-0", "cancel", "save"} <= reached


# --- by mouse -------------------------------------------------------------------------------


async def test_the_dialog_works_by_mouse_alone(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        await reader.edit("feed:1")
        await reader.pilot.click("#cell-is_muted")
        await reader.pilot.click("#cell-is_paused")
        await reader.pilot.click("#cell-is_paused")
        await reader.pilot.click("#cell-title")
        await reader.type("Mine")
        assert reader.app.screen.query_one("#save", Button).region.height == 1
        await reader.pilot.click("#save")
        await reader.settle()
        settings = archive.feed_settings(1)
        assert (settings.user_title, settings.is_muted, settings.is_paused) == ("Mine", True, False)
