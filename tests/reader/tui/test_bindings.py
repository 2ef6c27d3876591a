"""What holds for every key of every screen, pane and dialog, in every keymap."""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest
from textual.binding import Binding
from textual.widgets import Input

import reader.tui
from reader.tui.commands import shown_key
from reader.tui.keymap import KEYMAPS, PANES, default_keys, desks, find_clash, keymap_keys
from reader.tui.screens.help import describe_keys, fixed_keys


def places() -> list[Any]:
    """Every class of ours that binds keys."""
    found: dict[str, Any] = {}
    for module in pkgutil.walk_packages(reader.tui.__path__, "reader.tui."):
        for value in vars(importlib.import_module(module.name)).values():
            if (
                isinstance(value, type)
                and value.__module__ == module.name
                # What edits a line is everybody's, and Textual's own.
                and vars(value).get("BINDINGS") not in (None, [], Input.BINDINGS)
            ):
                found[value.__qualname__] = value
    return list(found.values())


def bindings(place: Any) -> Iterator[Binding]:
    for binding in vars(place)["BINDINGS"]:
        assert isinstance(binding, Binding), f"{place.__name__} binds {binding!r} without a sentence"
        yield binding


@pytest.mark.parametrize("place", places(), ids=lambda place: place.__qualname__)
def test_every_binding_is_in_the_help_of_every_keymap(place: Any) -> None:
    for name in KEYMAPS:
        keys = keymap_keys(name)
        shown = describe_keys("", keys).plain
        for binding in bindings(place):
            wanted = keys.get(binding.id or "", tuple(binding.key.split(",")))
            assert binding.description
            assert binding.description in shown or binding.action in ("quit", "command_palette")
            assert " ".join(map(shown_key, wanted)) in shown or binding.action == "quit"


@pytest.mark.parametrize("name", KEYMAPS)
def test_no_key_does_two_things_in_one_place(name: str) -> None:
    assert find_clash(keymap_keys(name)) is None


def test_every_screen_of_rows_is_looked_at_for_clashes() -> None:
    from textual.screen import ModalScreen, Screen

    from reader.tui.screens.main import MainScreen

    screens = {
        place for place in places() if issubclass(place, Screen) and not issubclass(place, ModalScreen)
    }
    assert screens == {desk for _, desk in desks()} | {MainScreen}


@pytest.mark.parametrize("place", [*(desk for _, desk in desks())], ids=lambda place: place.__name__)
def test_a_desk_binds_a_key_once(place: Any) -> None:
    keys = [key for binding in bindings(place) for key in binding.key.split(",")]
    assert len(set(keys)) == len(keys)


def test_panes_and_fixed_places_are_named_once() -> None:
    headings = [*(heading for heading, _ in PANES), *(heading for heading, _ in fixed_keys())]
    assert len(set(headings)) == len(headings)


@pytest.mark.parametrize("word", ["", "sign", "colour", "accent"])
def test_the_help_has_the_legend_of_the_keywords_colours(word: str) -> None:
    shown = describe_keys(word, default_keys()).plain
    for legend in ("◆ warning", "▲ accent", "■ primary", "◇ secondary", "□ success", "▼ error"):
        assert legend in shown
    assert "◆ warning" not in describe_keys("picture", default_keys()).plain


@pytest.mark.parametrize("width", [30, 50, 60, 69, 77])
def test_what_is_too_long_for_the_help_goes_on_below_itself(width: int) -> None:
    lines = describe_keys("", default_keys(), width=width).plain.splitlines()
    assert [line for line in lines if line.startswith(" ") and len(line) > width] == []
    number = next(number for number, line in enumerate(lines) if "Back to the place" in line)
    if width >= 60:
        assert lines[number + 1].startswith(" " * 16)
        assert lines[number + 1].endswith(":jump-back")
    else:
        assert lines[number - 1] == "  ^o  :jump-back"
