"""Keymaps: no key does two things, a person's own keys are checked, and Textual is told what differs."""

from pathlib import Path

import pytest

from reader.errors import SettingsError
from reader.setting_groups import InterfaceSettings, KeysSettings, Settings
from reader.settings import parse_settings
from reader.tui.commands import COMMANDS, shown_key
from reader.tui.keymap import (
    KEYMAPS,
    PANES,
    default_keys,
    find_clash,
    for_textual,
    keymap_keys,
    pane_bounds,
    reader_bounds,
    resolve_keys,
)

PLACE = Path("config.toml")


def resolved(keymap: str = "default", **own: str) -> dict[str, tuple[str, ...]]:
    table = {binding_id.replace("__", "."): keys for binding_id, keys in own.items()}
    return resolve_keys(parse_settings({"interface": {"keymap": keymap}, "keys": table}, PLACE), PLACE)


@pytest.mark.parametrize("name", KEYMAPS)
def test_in_no_keymap_does_a_key_do_two_things(name: str) -> None:
    assert find_clash(keymap_keys(name)) is None


@pytest.mark.parametrize("name", KEYMAPS)
def test_a_keymap_names_bindings_that_exist_and_leaves_none_without_a_key(name: str) -> None:
    assert set(KEYMAPS[name]) <= set(default_keys())
    assert all(keymap_keys(name).values())


@pytest.mark.parametrize("name", KEYMAPS)
def test_the_keys_of_a_keymap_are_written_as_a_person_could_write_them(name: str) -> None:
    for binding_id, keys in KEYMAPS[name].items():
        own = KeysSettings(by_id=((binding_id, keys),))
        settings = Settings(interface=InterfaceSettings(keymap=name), keys=own)
        assert resolve_keys(settings, PLACE)[binding_id] == keys


def test_every_binding_has_an_id_of_its_own_and_a_sentence() -> None:
    bounds = [*reader_bounds(), *(bound for _, pane in PANES for bound in pane_bounds(pane))]
    ids = [bound.binding_id for bound in bounds]
    assert len(ids) == len(set(ids))
    assert all(bound.binding_id and bound.sentence for bound in bounds)


def test_own_keys_are_laid_over_the_keymap() -> None:
    keys = resolved("vim", star="f5")
    assert keys["star"] == ("f5",)
    assert keys["next"] == ("J",)
    assert resolved(star="")["star"] == ()


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("?", "question_mark"),
        ("ctrl+N", "ctrl+shift+n"),
        ("shift+k", "K"),
        ("Esc", "escape"),
        ("Del", "delete"),
        ("Ctrl+Space", "ctrl+@"),
        (",", "comma"),
        ("+", "plus"),
        ("shift+alt+f5", "alt+shift+f5"),
        ("é", "é"),
    ],
)
def test_keys_may_be_named_as_people_do(written: str, key: str) -> None:
    keys = resolved(star=written, help="f1", back="h, left")
    assert keys["star"] == (key,)


@pytest.mark.parametrize(
    ("own", "key", "words"),
    [
        ({"starr": "x"}, "keys.starr", "no such binding; did you mean star?"),
        ({"qqqqqqq": "x"}, "keys.qqqqqqq", "docs/keys.md lists them"),
        ({"star": "pagedwn"}, "keys.star", "no such key: pagedwn; did you mean pagedown?"),
        ({"star": "cmd+x"}, "keys.star", "no such key: cmd+x"),
        ({"star": "alt+<"}, "keys.star", "alt+< cannot be used: terminals send the sign alone"),
        ({"star": "alt+5"}, "keys.star", "alt+5 cannot be used"),
        ({"star": "ctrl+i"}, "keys.star", "ctrl+i cannot be used: terminals send tab"),
        ({"star": "ctrl+."}, "keys.star", "ctrl+. cannot be used"),
        ({"star": "m"}, "keys.star", "m is also the key of mark (Mark read or unread)"),
        ({"star": "j"}, "keys.star", "j is also the key of list.down (Next row)"),
        ({"star": "ctrl+c"}, "keys.star", "ctrl+c is also the key of leave the reader"),
        ({"list__down": "Y"}, "keys.list.down", "Y is also the key of copy-caption"),
        ({"star": "x"}, "keys.star", "x is also the key of tree.fold"),
    ],
)
def test_what_cannot_be_is_refused(own: dict[str, str], key: str, words: str) -> None:
    with pytest.raises(SettingsError) as caught:
        resolved(**own)
    assert caught.value.key == key
    assert words in caught.value.problem


def test_a_clash_is_settled_by_giving_both_another_key() -> None:
    keys = resolved(star="m", mark="s")
    assert (keys["star"], keys["mark"]) == (("m",), ("s",))


def test_textual_is_told_only_what_differs() -> None:
    assert for_textual(default_keys()) == {}
    told = for_textual(resolved(star="f5", theme=""))
    assert told == {"star": "f5", "theme": "no_key"}


def test_keys_are_shown_in_short() -> None:
    shown = {key: shown_key(key) for command in COMMANDS for key in command.keys}
    assert shown["slash"] == "/"
    assert shown["ctrl+r"] == "^r"
    assert shown_key("alt+less_than_sign") == "Alt+<"
    assert shown_key("ctrl+shift+n") == "^Shift+n"
    assert max(map(len, shown.values())) <= 6


@pytest.mark.parametrize("name", KEYMAPS)
def test_every_key_of_a_keymap_can_be_sent(name: str) -> None:
    # Read as a person's own, each is checked.
    for binding_id, keys in keymap_keys(name).items():
        settings = Settings(
            interface=InterfaceSettings(keymap=name), keys=KeysSettings(by_id=((binding_id, keys),))
        )
        assert resolve_keys(settings, Path("config.toml"))[binding_id] == keys
