"""The ``:`` line completes and remembers."""

from typing import Any

from textual.widgets import Input

from reader import paths
from storage.archive import Archive

Open = Any


def typed(reader: Any) -> str:
    return str(reader.screen.prompt.query_one(Input).value)


async def test_tab_takes_what_is_suggested(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        await reader.press("colon")
        await reader.until(lambda: bool(reader.screen._words.commands))
        await reader.type("keyw")
        await reader.press("tab")
        assert typed(reader) == "keyword"
        await reader.type(" rem")
        await reader.press("tab")
        await reader.type(" naq")
        await reader.press("right")
        assert typed(reader) == "keyword remove Naqoura"
        await reader.press("tab")
        assert reader.screen.prompt.is_open
        assert reader.screen.prompt.query_one(Input).has_focus
        await reader.press("enter")
        assert archive.keywords() == []


async def test_tab_goes_through_what_begins_so(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (160, 40)) as reader:
        await reader.press("colon")
        await reader.until(lambda: bool(reader.screen._words.commands))
        await reader.type("un")
        seen = []
        for _ in range(4):
            await reader.press("tab")
            seen.append(typed(reader))
        assert seen == ["undo", "unread-only", "un", "undo"]
        await reader.press("shift+tab", "shift+tab")
        assert typed(reader) == "unread-only"


async def test_a_search_is_completed_by_its_fields_and_their_values(
    archive: Archive, open_reader: Open
) -> None:
    archive.set_tag([1], "long read", True)
    async with open_reader(archive) as reader:
        await reader.press("slash")
        await reader.type("keyw")
        await reader.press("tab")
        assert typed(reader) == "keyword:"
        await reader.press("tab")
        assert typed(reader) == "keyword:Naqoura"
        await reader.type(" tag:lo")
        await reader.press("tab")
        assert typed(reader) == 'keyword:Naqoura tag:"long read"'


async def test_a_tag_is_completed(archive: Archive, open_reader: Open) -> None:
    archive.set_tag([1], "long read", True)
    archive.set_tag([1], "later", True)
    async with open_reader(archive) as reader:
        await reader.press("T")
        await reader.type("lo")
        await reader.press("tab")
        assert typed(reader) == "long read"
        await reader.press("enter", "T")
        await reader.type("-")
        await reader.press("tab")
        assert typed(reader) == "-later"
        await reader.press("tab")
        assert typed(reader) == "-long read"


async def test_what_could_not_be_understood_is_not_offered_again(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        await reader.press("colon")
        await reader.type("keyword lsit")
        await reader.press("enter")
        await reader.until(lambda: "No such command" in reader.text())
        await reader.press("escape", "colon", "up")
        assert typed(reader) == ""
    assert not (paths.state_path() / "history").exists()


async def test_what_was_typed_is_there_after_a_restart(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        await reader.press("colon")
        await reader.type("keyword add Orla")
        await reader.press("enter", "slash")
        await reader.type("bridge")
        await reader.press("enter")
    assert (paths.state_path() / "history").read_text() == ":keyword add Orla\n/bridge\n"
    async with open_reader(archive) as reader:
        await reader.press("colon", "up")
        assert typed(reader) == "keyword add Orla"
        await reader.press("down", "up", "up", "escape", "slash", "up")
        assert typed(reader) == "bridge"
        await reader.press("escape", "colon")
        await reader.type("key")
        await reader.press("tab")
        assert typed(reader) == "keyword add Orla"


async def test_the_help_of_a_command_is_shown(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (120, 40)) as reader:
        await reader.press("colon")
        await reader.type("keyword add --help")
        await reader.press("enter")
        await reader.until(lambda: "Watch a word, and find it in all articles" in reader.text())
        assert "--glyph SIGN" in reader.text()


async def test_the_spread_is_told_though_the_typed_search_was_broken_off(
    archive: Archive, open_reader: Open
) -> None:
    async with open_reader(archive) as reader:
        await reader.screen._search("caption:naqoura")
        await reader.until(lambda: "1 found" in reader.text())
        # As it is when Enter comes between the rows of the search and its line.
        reader.screen.found_line.hide()
        assert await reader.screen._search("caption:naqoura")
        await reader.until(lambda: "1 found" in reader.text())
