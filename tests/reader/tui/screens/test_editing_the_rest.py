"""The dialogs of a folder, a saved search and a keyword, behind the same key as a feed's."""

from typing import Any

import pytest
from textual.widgets import Input

from storage.archive import Archive
from storage.model import View, ViewKind

Open = Any


async def test_a_folder_is_renamed_where_one_is(archive: Archive, open_reader: Open) -> None:
    count = sum(feed.folder.startswith("World") for feed in archive.feeds())
    async with open_reader(archive) as reader:
        await reader.screen.go_to_row("folder:World")
        await reader.press("e")
        assert reader.field("name").value == "World"
        assert f"Its {count} feeds and all folders in it go along." in reader.text()
        reader.put(name="Earth/Here")
        await reader.settle()
        assert f"Its {count} feeds go along to Earth/Here." in reader.text()
        await reader.press("enter")
        assert sum(feed.folder.startswith("Earth/Here") for feed in archive.feeds()) == count
        assert reader.notices[-1] == "Renamed folder World to Earth/Here · u takes it back"
        assert reader.screen.place.view == View(ViewKind.FOLDER, name="Earth/Here")
        assert reader.screen.place.crumb == ("Earth", "Here")


async def test_what_is_folded_stays_folded_under_another_name(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        await reader.edit("folder:World/Asia")
        await reader.press("escape", "x")
        await reader.edit("folder:World")
        reader.put(name="Earth")
        await reader.press("enter")
        rows = {row.key: row for row in reader.screen.tree_pane.rows}
        assert rows["folder:Earth/Asia"].is_open is False
        assert rows["folder:Earth"].is_open is True
        assert reader.screen.tree_pane.cursor_row.key == "folder:Earth"


async def test_a_folder_that_is_left_empty_is_dissolved(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        await reader.edit("folder:Science")
        reader.put(name=" ")
        await reader.settle()
        assert "stand in no folder then." in reader.text()
        await reader.press("enter")
        assert "Science" not in archive.folders()
        await reader.press("u")
        assert "Science" in archive.folders()


async def test_a_name_that_is_taken_says_that_the_two_become_one(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        await reader.edit("folder:Science")
        reader.put(name="World")
        await reader.settle()
        assert "There is a folder World: its 3 feeds join those in it." in reader.text()


async def test_a_saved_search_is_renamed_and_changed(archive: Archive, open_reader: Open) -> None:
    archive.save_search("Bridges", "bridge")
    async with open_reader(archive) as reader:
        await reader.edit("search:1")
        await reader.press("enter")
        assert reader.app.screen is reader.screen
        await reader.press("enter")
        assert reader.screen.place.crumb == ("Searches", "Bridges")
        before = len(reader.screen.listing)
        await reader.press("e")
        reader.put(name="Water", query="bridge or quay or river")
        await reader.press("enter")
        (search,) = archive.searches()
        assert (search.search_id, search.name, search.query_text) == (1, "Water", "bridge or quay or river")
        assert reader.screen.place.crumb == ("Searches", "Water")
        assert len(reader.screen.listing) > before
        await reader.press("u")
        assert archive.searches()[0].name == "Bridges"


@pytest.mark.parametrize(
    ("values", "cell", "sentence"),
    [
        ({"name": " "}, "name", "A saved search needs a name."),
        ({"query": " "}, "query", "A saved search needs something to look for."),
        ({"query": "sort:title"}, "query", "A saved search needs something to look for."),
        ({"name": "Rain"}, "name", "Another saved search is called Rain already: write another name."),
        (
            {"query": "a is:odd"},
            "query",
            "It stops making sense here: is: takes unread, read, starred,",
        ),
    ],
)
async def test_a_search_that_cannot_be_is_refused_at_its_field(
    archive: Archive, open_reader: Open, values: dict[str, str], cell: str, sentence: str
) -> None:
    archive.save_search("Bridges", "bridge")
    archive.save_search("Rain", "storm")
    async with open_reader(archive) as reader:
        await reader.edit("search:1")
        reader.put(**values)
        await reader.press("enter")
        assert reader.said().startswith(sentence)
        assert reader.app.focused is reader.field(cell)
        assert [search.name for search in archive.searches()] == ["Bridges", "Rain"]


async def test_a_keyword_of_the_tree_opens_its_form(archive: Archive, open_reader: Open) -> None:
    (keyword,) = archive.all_keywords()
    async with open_reader(archive) as reader:
        await reader.edit(f"keyword:{keyword.keyword_id}")
        pattern = reader.app.screen.query_one("#keyword-pattern", Input)
        assert pattern.value == "Naqoura"
        pattern.value = "Reuters"
        await reader.press("enter")
        await reader.until(lambda: reader.said().endswith("Enter keeps it."))
        await reader.press("enter")
        await reader.until(lambda: [one.pattern for one in archive.all_keywords()] == ["Reuters"])
        await reader.until(lambda: reader.notices[-1].startswith("Changed keyword Naqoura to Reuters"))
        await reader.until(lambda: reader.screen.tree_pane.cursor_row.label == "Reuters")
        await reader.press("u")
        assert [one.pattern for one in archive.all_keywords()] == ["Naqoura"]


async def test_a_keywords_list_stays_its_list_under_another_pattern(
    archive: Archive, open_reader: Open
) -> None:
    (keyword,) = archive.all_keywords()
    async with open_reader(archive) as reader:
        await reader.screen.go_to_row(f"keyword:{keyword.keyword_id}")
        await reader.press("e")
        reader.app.screen.query_one("#keyword-pattern", Input).value = "Reuters"
        await reader.press("enter")
        await reader.until(lambda: reader.said().endswith("Enter keeps it."))
        await reader.press("enter")
        await reader.until(lambda: reader.screen.place.crumb == ("Keywords", "Reuters"))
        (changed,) = archive.all_keywords()
        assert reader.screen.place.view == View(ViewKind.KEYWORD, changed.keyword_id)
        assert len(reader.screen.listing) == changed.article_count
