"""Every screen at the sizes of a phone, of a terminal as it opens, and of a whole display."""

import contextlib
from collections.abc import Iterator
from typing import Any

import pytest
from rich.cells import cell_len

from storage.archive import Archive

Open = Any

SIZES = [(40, 12), (80, 24), (200, 60)]

# What is pressed, what begins with = is filled in; and what has to be seen then at every size.
SCREENS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "list": (("j",), ("Cutline", "All articles", "2 of 52", "On folding maps")),
    "feeds": (("1",), ("Feeds", "Unread", "52")),
    "article": (
        ("slash", "=night shift", "enter", "enter"),
        ("THE MORNING LEDGER", "The night shift"),
    ),
    "captions": (("slash", "=frames", "enter", "enter", "c"), ("▣ Picture 1 of 5", "Snow lies on the")),
    "search": (("slash", "=harbour OR river", "enter"), ("/harbour OR river", "1 of ", " found", "river")),
    "bad search": (("slash", "=is:wrong", "enter"), ("/is:wrong", "is: takes unread", "updated")),
    "command": (("colon", "=keyw"), (":keyword",)),
    "add": (("a",), ("Add a feed", "Folder", "Cancel", "Look")),
    "add, wrong": (
        ("a", "=no such thing", "enter"),
        ("neither an address nor a", "exists", "Cancel", "Look"),
    ),
    "watch desk": (("w",), ("Keywords", "Naqoura", "today", "Enter Articles")),
    "keyword form": (("w", "A"), ("Watch a word", "Pattern", "Esc leaves")),
    "explain": (("slash", "=title:pull-out", "enter", "W"), ("Why it is lit", "Naqoura", "Esc closes")),
    "picture desk": (("C",), ("Pictures", "1 of ", "No caption", "Enter Article", "Y Copy")),
    "health": (("H",), ("Feed health", "1 of 19", "/week", "Enter Articles")),
    "help": (("question_mark", "=zoom"), ("Keys", "z", ":zoom", "The article alone, and back")),
    "palette": (("ctrl+p",), ("Search for commands", "Next unread article")),
    "output": (("colon", "=feeds", "enter"), ("feeds", "8 of 8", "Esc closes")),
    "selection": (("v", "j"), ("2 of 52", "2 selected")),
}


def widgets_outside(reader: Any) -> Iterator[str]:
    """Widgets of the screen that reach over its edges, unless what holds them can be scrolled there."""
    screen = reader.app.screen
    for widget in screen.query("*"):
        is_scrolled = any(getattr(parent, "is_scrollable", False) for parent in widget.ancestors[:-2])
        is_seen = widget.display and widget.region.width and widget.visible
        if is_seen and not is_scrolled and widget.region not in screen.region:
            yield f"{widget!r} at {widget.region}"


def missing_of(shown: str, wanted: tuple[str, ...]) -> list[str]:
    return [text for text in wanted if text not in " ".join(shown.split())]


async def come_back(reader: Any) -> None:
    while reader.app.screen is not reader.screen:
        await reader.press("escape")
    for _ in range(3):
        await reader.press("escape")
    reader.app.clear_notifications()
    await reader.press("2")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_every_screen_fits_and_shows_what_matters(
    archive: Archive, open_reader: Open, size: tuple[int, int]
) -> None:
    async with open_reader(archive, size) as reader:
        missing: dict[str, list[str]] = {}
        for name, (keys, wanted) in SCREENS.items():
            for key in keys:
                if key.startswith("="):
                    reader.app.focused.value = key[1:]
                    await reader.settle()
                else:
                    await reader.press(key)
            # What is counted or read in a thread may come a moment later.
            with contextlib.suppress(AssertionError):
                await reader.until(lambda wanted=wanted: not missing_of(reader.text(), wanted), 5)
            shown = reader.text()
            problems = missing_of(shown, wanted)
            problems += widgets_outside(reader)
            problems += [line for line in shown.splitlines() if cell_len(line) > size[0]]
            if problems:
                missing[name] = problems
            await come_back(reader)
        assert missing == {}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_first_start_says_what_to_do(
    empty_archive: Archive, open_reader: Open, size: tuple[int, int]
) -> None:
    async with open_reader(empty_archive, size) as reader:
        shown = " ".join(reader.text().split())
        for wanted in ("Welcome. No feeds yet", "a adds a feed: the address of any", "? shows every key"):
            assert wanted in shown
