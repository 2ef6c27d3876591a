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


async def test_tags_are_completed(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        article_id = reader.screen.list_pane.cursor_row.article_id
        archive.set_tag([article_id], "long-reads", True)
        await reader.screen.load_shelf()
        await reader.press("j", "T", "l", "o", "tab", "enter")
        assert archive.rows([reader.screen.list_pane.cursor_row.article_id])[0].tags == ("long-reads",)
        await reader.press("T", "minus", "l", "tab", "enter")
        assert archive.rows([reader.screen.list_pane.cursor_row.article_id])[0].tags == ()
        assert reader.screen.complete_tag("") is None
        assert reader.screen.complete_tag("none like it") is None


async def test_of_a_search_only_the_order_is_completed(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        await reader.press("slash")
        await reader.type("keyw")
        await reader.press("tab")
        assert typed(reader) == "keyw"
        await reader.type(" sort:")
        await reader.press("tab")
        assert typed(reader) == "keyw sort:relevance"


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
