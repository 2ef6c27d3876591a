"""The feed health screen."""

from datetime import UTC, datetime, timedelta
from typing import Any

from reader.tui.screens.health import HealthScreen
from storage.archive import Archive
from storage.fetched import FetchRecord

Open = Any
NOW = datetime(2025, 1, 26, 9, 30, tzinfo=UTC)


async def test_failing_feeds_come_first_with_the_reason(archive: Archive, open_reader: Open) -> None:
    later = NOW + timedelta(hours=1)
    archive.record_fetch(FetchRecord(5, NOW, later, error="the secure connection failed (expired)"))
    async with open_reader(archive, (120, 40)) as reader:
        await reader.press("H")
        assert isinstance(reader.app.screen, HealthScreen)
        lines = reader.text().splitlines()
        assert "1 failing" in lines[1]
        assert "! " in lines[2]
        assert "the secure connection failed (expired)" in lines[3]
        await reader.press("s", "s", "s", "s", "s", "s", "escape")
        assert reader.app.screen is reader.screen


async def test_a_feed_is_paused_and_opened_from_there(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (120, 40)) as reader:
        await reader.press("H")
        feed_id = reader.app.screen._list.cursor_row.feed_id
        await reader.press("p")
        assert archive.feed(feed_id).is_paused
        assert "paused" in reader.text()
        await reader.press("p", "m")
        assert not archive.feed(feed_id).is_paused
        await reader.press("enter")
        assert reader.screen.place.view.item_id == reader.screen.list_pane.cursor_row.feed_id


async def test_its_last_line_names_the_key_in_force(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (120, 40)) as reader:
        assert reader.app.keys_by_id["list.open"]
        reader.app.keys_by_id = {**reader.app.keys_by_id, "list.open": ("ctrl+e",)}
        await reader.press("H")
        assert "^e Articles" in reader.text().splitlines()[-1]


async def test_a_feeds_settings_are_changed_from_here(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        await reader.press("H")
        feed_id = reader.app.screen._list.cursor_row.feed_id
        await reader.press("e")
        await reader.type("Mine")
        await reader.press("enter")
        assert archive.feed(feed_id).title == "Mine"
        assert "Mine" in reader.text()
        assert reader.notices[-1].endswith("to Mine · u takes it back")
        await reader.press("p")
        assert reader.notices[-1] == "Paused Mine · u takes it back"
        await reader.press("u")
        assert reader.notices[-1] == "Taken back: Paused Mine"
        assert not archive.feed(feed_id).is_paused
