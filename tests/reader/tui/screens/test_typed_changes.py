"""What is typed on the ``:`` line says what it did, and how that is taken back."""

from __future__ import annotations

from typing import Any

import pytest

from reader.setting_groups import InterfaceSettings, KeysSettings, Settings
from storage.archive import Archive

Open = Any


async def typed(reader: Any, line: str) -> None:
    """Type a command and wait until it says how it ended."""
    told = len(reader.notices)
    await reader.press("colon")
    await reader.type(line)
    await reader.press("enter")
    await reader.until(lambda: any(not one.endswith("…") for one in reader.notices[told:]))


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("star", "Starred 1 article"),
        ("mark", "Marked 1 read"),
        ("mark starred 1 2", "Starred 2 articles"),
        ("tag add rivers 1 2", "Tagged 2 articles with rivers"),
        ("note by hand", "Wrote a note"),
        ("keyword remove Naqoura", "Removed keyword Naqoura"),
        ("keyword add harbour", "Watching harbour: 3 articles, 3 unread"),
        ("search save Rain rain", "Saved search Rain"),
        ("remove 1", "Removed"),
        ("edit 1 --title Mine", "Renamed "),
        ("all-read", "Marked"),
    ],
)
async def test_a_command_names_its_way_back(
    archive: Archive, open_reader: Open, line: str, sentence: str
) -> None:
    async with open_reader(archive) as reader:
        before = archive.last_change_id()
        await typed(reader, line)
        told = reader.notices[-1]
        assert told.startswith(sentence)
        assert told.endswith(" · u takes it back")
        assert len(archive.changes_since(before)) == 1
        await reader.press("u")
        assert reader.notices[-1].startswith("Taken back: ")
        assert archive.last_change_id() <= before


async def test_cells_for_scripts_are_said_in_words(archive: Archive, open_reader: Open, wire: Any) -> None:
    async with open_reader(archive) as reader:
        await typed(reader, f"add {wire} --title Mine")
        assert "Added Mine · u takes it back" in reader.notices


async def test_what_changes_nothing_has_no_way_back(archive: Archive, open_reader: Open) -> None:
    archive.set_read([1], True)
    async with open_reader(archive) as reader:
        await typed(reader, "mark read 1")
        assert reader.notices[-1] == "Nothing to change"


async def test_a_key_keeps_silent_where_its_work_is_seen(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        await reader.press("s")
        assert reader.notices == []


@pytest.mark.parametrize(
    ("keymap", "own", "key"),
    [
        ("newsboat", (), "^z"),
        ("emacs", (), "^_"),
        ("default", (("undo", ("f5",)),), "f5"),
        ("default", (("undo", ()),), ":undo"),
    ],
)
async def test_the_key_is_the_one_in_force(
    archive: Archive, open_reader: Open, keymap: str, own: Any, key: str
) -> None:
    settings = Settings(interface=InterfaceSettings(keymap=keymap), keys=KeysSettings(by_id=own))
    async with open_reader(archive, settings=settings) as reader:
        await typed(reader, "mark starred 1")
        assert reader.notices[-1] == f"Starred 1 article · {key} takes it back"


async def test_a_page_ends_in_the_way_back(archive: Archive, open_reader: Open, wire: Any) -> None:
    other = wire.with_name("other.xml")
    other.write_text(wire.read_text())
    async with open_reader(archive) as reader:
        await reader.press("colon")
        await reader.type(f"add {wire} {other}")
        await reader.press("enter")
        await reader.until(lambda: "u takes back one after the other" in reader.text())
