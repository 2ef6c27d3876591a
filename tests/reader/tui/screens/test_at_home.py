"""First start, coming back, the panes' borders, the palette, and keys that are named as they are."""

import re
import string
from pathlib import Path
from typing import Any

from textual.widgets import Input

from reader.setting_groups import InterfaceSettings, Settings
from reader.tui.commands import COMMANDS
from reader.tui.controllers.progress import Progress
from reader.tui.palette import ReaderProvider
from storage.archive import Archive
from storage.model import ViewKind

Open = Any

OPML = '<opml><body><outline text="X" xmlUrl="http://127.0.0.1:1/feed"/></body></opml>'


async def test_a_list_of_feeds_that_lies_around_is_offered(empty_archive: Archive, open_reader: Open) -> None:
    (Path.home() / "Downloads").mkdir()
    (Path.home() / "Downloads" / "mine.opml").write_text(OPML)
    async with open_reader(empty_archive, (120, 40)) as reader:
        await reader.until(lambda: "~/Downloads/mine.opml" in reader.text())
        await reader.press("I")
        await reader.until(lambda: len(empty_archive.feeds()) == 1)
        await reader.until(lambda: not reader.screen.refresher.is_running, seconds=60)
    assert empty_archive.undo().sentence == "Taken back: Imported 1 feed"


async def test_what_an_import_left_out_is_read_on_a_page(
    empty_archive: Archive, open_reader: Open, tmp_path: Path
) -> None:
    file = tmp_path / "list.opml"
    file.write_text(OPML.replace("</body>", '<outline xmlUrl="|one"/><outline xmlUrl="ftp://two"/></body>'))
    async with open_reader(empty_archive) as reader:
        await reader.press("colon")
        reader.screen.prompt.query_one("Input").value = f"import {file}"
        await reader.press("enter")
        await reader.until(lambda: reader.app.screen is not reader.screen)
        await reader.settle()
        for line in ("1 feed added", "|one: this is no address", "ftp://two: this is no address"):
            assert line in reader.text()
        assert not [notice for notice in reader.notices if "no address" in notice]


async def test_the_trees_cursor_stands_on_the_place_that_opens(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (160, 40)) as reader:
        await reader.screen.go_to_row("view:starred")
    async with open_reader(archive, (160, 40)) as reader:
        assert reader.screen.tree_pane.cursor_row.key == "view:starred"


async def test_without_anything_to_import_a_file_is_asked_for(
    empty_archive: Archive, open_reader: Open
) -> None:
    async with open_reader(empty_archive, (120, 40)) as reader:
        assert "a  adds a feed" in reader.text()
        await reader.press("I")
        assert reader.screen.prompt.query_one("Input").value == "import "


async def test_the_reader_opens_where_it_was_left(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (160, 40)) as reader:
        await reader.press("1", "j", "enter")
        await reader.press("2", "j", "j", "j")
        await reader.settle(0.3)
        article_id = reader.screen.list_pane.cursor_row.article_id
        await reader.press("S", "ctrl+right")
        width = reader.screen.list_pane.region.width
        place = reader.screen.place
    async with open_reader(archive, (160, 40)) as reader:
        assert reader.screen.place == place
        assert place.view.kind is ViewKind.UNREAD
        assert reader.screen.list_pane.cursor_row.article_id == article_id
        assert reader.screen.list_pane.region.width == width


async def test_a_place_that_is_gone_is_not_come_back_to(archive: Archive, open_reader: Open) -> None:
    feed = archive.feeds()[0]
    async with open_reader(archive, (160, 40)) as reader:
        await reader.screen.go_to_row(f"feed:{feed.feed_id}")
        await reader.settle()
        assert reader.screen.place.view.kind is ViewKind.FEED
    archive.remove_feeds([feed.feed_id])
    async with open_reader(archive, (160, 40)) as reader:
        assert reader.screen.place.view.kind is ViewKind.ALL


async def test_a_damaged_memory_is_no_memory(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (100, 30)):
        pass
    (places,) = Path.home().rglob("places.json")
    places.write_text('{"' + str(archive.path.absolute()) + '": {"view": 7}}')
    async with open_reader(archive, (100, 30)) as reader:
        assert reader.screen.place.view.kind is ViewKind.ALL


async def test_the_borders_of_panes_are_dragged(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (160, 40)) as reader:
        pane = reader.screen.list_pane
        border = pane.region.right
        await reader.pilot.mouse_down(reader.screen, offset=(border, 10))
        await reader.pilot.hover(reader.screen, offset=(border - 9, 10))
        await reader.pilot.mouse_up(reader.screen, offset=(border - 9, 10))
        await reader.settle()
        assert pane.region.right == border - 9
        await reader.pilot.resize_terminal(80, 24)
        await reader.settle()
        assert pane.region.width == 80
        await reader.pilot.resize_terminal(160, 40)
        await reader.settle()
        assert pane.region.right == border - 9


async def test_a_border_is_never_dragged_over_a_pane(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (150, 40)) as reader:
        await reader.press("2", *["ctrl+left"] * 20)
        assert reader.screen.list_pane.region.width == 16
        await reader.press(*["ctrl+right"] * 40)
        assert reader.screen.article_pane.region.width >= 30


async def test_the_palette_finds_commands_of_both_kinds_and_places(
    archive: Archive, open_reader: Open
) -> None:
    async with open_reader(archive, (120, 40)) as reader:
        await reader.press("ctrl+p")
        await reader.type("read or unread")
        await reader.until(lambda: "Mark read or unread" in reader.text())
        await reader.press("escape", "escape", "ctrl+p")
        await reader.type("web pages")
        await reader.until(lambda: ":save" in reader.text())
        await reader.press("down", "enter")
        await reader.until(lambda: reader.screen.prompt.is_open)
        assert reader.screen.prompt.query_one("Input").value == "save "


async def test_hints_name_the_keys_in_force(empty_archive: Archive, open_reader: Open) -> None:
    settings = Settings(interface=InterfaceSettings(keymap="newsboat"))
    async with open_reader(empty_archive, (120, 40), settings) as reader:
        reader.screen.importable = "a list"
        await reader.screen.show_place(reader.screen.place)
        await reader.settle()
        assert "Alt+i imports a list" in " ".join(reader.text().split())


async def test_with_reduced_motion_nothing_turns_or_blinks(archive: Archive, open_reader: Open) -> None:
    settings = Settings(interface=InterfaceSettings(motion="reduced"))
    async with open_reader(archive, (120, 40), settings) as reader:
        assert reader.app.animation_level == "none"
        for keys in (("colon",), ("a",), ("e",), ("w", "A"), ("ctrl+p",), ("question_mark",), ("C", "slash")):
            await reader.press(*keys)
            field = reader.app.focused
            assert isinstance(field, Input)
            assert not field.cursor_blink
            await reader.press("escape")
            if len(reader.app.screen_stack) > 1:
                await reader.press("escape")
        reader.screen.refresh_line.show_progress(Progress(12))
        await reader.settle(0.4)
        assert "· Refreshing 0 of 12 feeds" in reader.text()


async def test_the_first_article_is_read_by_turning_its_pages(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (120, 40)) as reader:
        article_id = reader.screen.listing.article_ids[0]
        await reader.settle(0.3)
        assert not archive.article(article_id).row.is_read
        await reader.press("space")
        assert archive.article(article_id).row.is_read


async def test_the_palette_and_the_command_line_offer_the_same(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        provider = ReaderProvider(reader.screen)
        await provider.startup()
        hits = [hit async for hit in provider.search(":")]
        in_palette = {word[1:] for hit in hits for word in str(hit.help).split() if re.match(":[a-z]", word)}
        assert len([hit for hit in hits if str(hit.help).endswith(" :undo")]) == 1
        words = await reader.screen.load_words()
        typed: set[str] = set()
        for letter in string.ascii_lowercase:
            typed |= set(reader.screen.complete_line(":", letter, [], True))
        assert in_palette == {line.split()[0] for line in typed}
        assert in_palette == {command.name for command in COMMANDS} | set(words.commands)
        for hit in hits:
            assert str(hit.text)
        for command in COMMANDS:
            (entry,) = [hit for hit in hits if str(hit.help).endswith(f" :{command.name}")]
            assert str(entry.help).startswith(reader.screen.key_of(command.name))


async def test_what_cannot_run_here_is_not_completed(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        await reader.screen.load_words()
        assert "demo" not in set(reader.screen.complete_line(":", "de", [], True))
        assert list(reader.screen.complete_line(":", "sort -t", [], True)) == ["sort -title"]
        assert list(reader.screen.complete_line(":", "note --", [], True)) == []
        await reader.press("colon")
        await reader.type("demo")
        await reader.press("enter")
        assert "demo cannot be called from within the reader" in " ".join(reader.text().split())


async def test_a_theme_is_chosen_by_key_and_by_name(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        await reader.press("ctrl+t")
        await reader.type("nord")
        await reader.press("enter")
        assert reader.app.theme == "nord"
        await reader.press("colon")
        await reader.type("themes")
        await reader.press("enter")
        await reader.type("gruvbox")
        await reader.press("enter")
        assert reader.app.theme == "gruvbox"


async def test_the_palette_puts_whole_words_first(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        provider = ReaderProvider(reader.screen)
        await provider.startup()

        async def found(query: str) -> list[str]:
            hits = [hit async for hit in provider.search(query)]
            return [str(hit.text) for hit in sorted(hits, key=lambda hit: -hit.score)]

        assert (await found("star"))[0] == "Star, or take the star off"
        assert (await found("undo"))[0] == "Take back the last change"
        assert not [title for title in await found("demo") if "sample feeds" in title]
