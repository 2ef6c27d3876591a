"""Keys that come at once, as over a slow line or from a macro: none of them may overtake another."""

from typing import Any

import pytest
from textual import events
from textual.widgets import Input

from storage.archive import Archive

Open = Any

_BACK = "backspace"


def burst(reader: Any, *keys: str) -> None:
    """Press keys without waiting in between; what begins with = is typed letter by letter."""
    for key in keys:
        if key.startswith("="):
            for letter in key[1:]:
                reader.app.post_message(events.Key("space" if letter == " " else letter, letter))
        else:
            reader.app.simulate_key(key)


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (("=abx", _BACK, "=cdyz", _BACK, _BACK, "=e"), "abcde"),
        (("=wrong", "ctrl+u", "=right"), "right"),
        (("=bc", "home", "=a", "end", "=d"), "abcd"),
        (("=ac", "left", "=b"), "abc"),
        (("=one two", "ctrl+w", "=three"), "one three"),
    ],
)
@pytest.mark.parametrize("opening", ["slash", "colon", "a", "question_mark"])
async def test_what_is_typed_at_once_keeps_its_order(
    archive: Archive, open_reader: Open, opening: str, keys: tuple[str, ...], value: str
) -> None:
    async with open_reader(archive) as reader:
        await reader.press(opening)
        burst(reader, *keys)
        field = reader.app.focused
        assert isinstance(field, Input)
        await reader.until(lambda: field.value == value)


async def test_completion_and_history_keep_their_order(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        await reader.press("colon")
        burst(reader, "=them", "tab", "=x", _BACK)
        await reader.until(lambda: reader.app.focused.value == "theme")
        burst(reader, "enter")
        await reader.until(lambda: not reader.screen.prompt.is_open)
        await reader.press("colon")
        burst(reader, "=undo", "up", "=s", "down", "=q", "up", _BACK)
        await reader.until(lambda: reader.app.focused.value == "them")


async def test_a_whole_search_at_once(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        burst(reader, "slash", "=levanx", _BACK, "=t", "enter")
        await reader.until(lambda: reader.screen.place.query_text == "levant")
        await reader.until(lambda: not reader.screen.prompt.is_open)


async def test_esc_leaves_what_was_typed_at_once(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        await reader.press("slash")
        burst(reader, "=levant", "escape")
        await reader.until(lambda: not reader.screen.prompt.is_open)
        assert not reader.screen.place.query_text
