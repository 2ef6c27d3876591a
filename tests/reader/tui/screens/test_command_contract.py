"""What holds for every command of the reader: it is reached, documented, and true to its word."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reader.commands import Effect
from reader.tui.commands import COMMANDS, GROUPS, Command, find_command
from reader.tui.keymap import KEYMAPS, keymap_keys
from reader.tui.screens.help import describe_keys
from storage.archive import Archive

ROOT = Path(__file__).parents[4]
Open = Any
LookAt = Callable[[Path], Any]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_a_command_of_the_reader_is_reached_and_documented(command: Command) -> None:
    assert find_command(command.name) is command
    assert command.sentence
    assert command.group in GROUPS
    assert re.search(rf"`:{command.name}`", (ROOT / "docs" / "keys.md").read_text())
    for name in KEYMAPS:
        keys = keymap_keys(name)
        assert keys[command.name], f"{command.name} has no key in the keymap {name}"
        shown = describe_keys("", keys).plain
        assert command.sentence in shown
        assert f":{command.name}\n" in shown


def test_names_are_given_once() -> None:
    names = [command.name for command in COMMANDS]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
async def test_a_command_of_the_reader_does_what_it_says_to_the_data(
    archive: Archive,
    database: Path,
    open_reader: Open,
    look_at: LookAt,
    command: Command,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("reader.tui.controllers.browser.webbrowser.get", lambda: _Browser())
    before = look_at(database)
    async with open_reader(archive, (160, 40)) as reader:
        if command.effect is Effect.FETCHES:
            monkeypatch.setattr(reader.screen.refresher, "start", lambda feeds: True)
        await reader.screen.run_action(command.action)
        await reader.settle()
    after = look_at(database)
    if command.effect is not Effect.UNDOABLE:
        assert after == before
    elif command.name == "undo":
        archive.redo()
    else:
        while look_at(database).last_change > before.last_change:
            archive.undo()
    assert look_at(database).state == before.state


class _Browser:
    name = "none"

    def open(self, url: str) -> bool:
        return True
