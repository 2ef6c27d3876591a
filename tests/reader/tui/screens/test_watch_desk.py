"""The watch desk."""

from typing import Any

import pytest

from reader.keywords.matcher import KeywordMatch
from reader.tui.screens.watch_desk import WatchDeskScreen
from storage.archive import Archive
from storage.keywords import KeywordWishes
from storage.model import Scope

Open = Any


def patterns(archive: Archive) -> list[str]:
    return [watched.keyword.pattern for watched in archive.watched_keywords()]


def rows(reader: Any) -> list[str]:
    desk = reader.app.screen._list
    return [desk._listing.row(index).keyword.pattern for index in range(desk.row_count)]


async def test_the_desk_shows_counts_and_opens_the_articles(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (160, 40)) as reader:
        await reader.press("w")
        assert isinstance(reader.app.screen, WatchDeskScreen)
        text = reader.text()
        (naqoura,) = archive.watched_keywords()
        assert "◆ Naqoura" in text
        assert f"{naqoura.keyword.article_count} in all" in text
        assert "last " in text
        await reader.press("enter")
        assert reader.app.screen is reader.screen
        assert reader.screen.place.crumb == ("Keywords", "Naqoura")
        assert reader.screen.list_pane.row_count == naqoura.keyword.article_count
        assert reader.screen.list_pane.has_focus


async def test_a_word_is_added_found_removed_and_brought_back(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (100, 30)) as reader:
        await reader.press("w", "a")
        await reader.type("Reuters")
        await reader.press("enter")
        await reader.until(lambda: rows(reader) == ["Naqoura", "Reuters"])
        assert reader.app.screen._list.cursor_row.keyword.pattern == "Reuters"
        assert any(notice.startswith("Watching Reuters: ") for notice in reader.notices)
        await reader.press("D")
        assert patterns(archive) == ["Naqoura"]
        await reader.press("u")
        assert patterns(archive) == ["Naqoura", "Reuters"]
        await reader.press("s", "s", "s", "s", "s", "s")
        assert sorted(rows(reader)) == ["Naqoura", "Reuters"]
        await reader.press("slash")
        await reader.type("reu")
        assert rows(reader) == ["Reuters"]
        await reader.press("enter", "escape")
        assert len(rows(reader)) == 2
        await reader.press("escape")
        assert reader.app.screen is reader.screen
        assert [row.label for row in reader.screen.tree_pane.rows if row.depth == 1][:2] == patterns(archive)


async def test_a_bad_pattern_is_told_and_nothing_is_added(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (100, 30)) as reader:
        await reader.press("w", "a")
        await reader.type("/a(/")
        await reader.press("enter")
        await reader.until(lambda: any("character 2" in notice for notice in reader.notices))
        assert patterns(archive) == ["Naqoura"]


async def test_a_word_that_is_given_up_leaves_nothing(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (100, 30)) as reader:
        await reader.press("w")
        watcher = reader.app.screen._watcher
        watcher.give_up()
        watcher._is_given_up.clear = lambda: None
        assert await watcher.add("Reuters") is None
        assert patterns(archive) == ["Naqoura"]
        assert not watcher.is_running


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (200, 60)])
async def test_every_key_at_every_size(
    empty_archive: Archive, open_reader: Open, size: tuple[int, int]
) -> None:
    async with open_reader(empty_archive, size) as reader:
        await reader.press("w", "j", "enter", "s", "D", "u", "slash", "escape", "a", "escape")
        assert "No keywords yet" in reader.text()
        await reader.press("escape")
        assert reader.app.screen is reader.screen


async def test_a_paused_word_is_lit_no_longer_and_comes_back(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (120, 40)) as reader:
        await reader.press("w", "p")
        assert archive.keywords() == []
        assert "◦ Naqoura" in reader.text()
        assert "paused" in reader.text()
        await reader.press("escape")
        assert not reader.screen.list_pane.matcher.spans("Naqoura", Scope.TITLE)
        await reader.press("w", "p")
        await reader.until(lambda: len(archive.keywords()) == 1)
        await reader.settle()
        await reader.press("escape")
        assert reader.screen.list_pane.matcher.spans("Naqoura", Scope.TITLE)


async def test_groups_stand_in_the_tree_and_fold(archive: Archive, open_reader: Open) -> None:
    archive.add_keyword(
        "Reuters", scopes=(Scope.CREDIT,), match=KeywordMatch(), wishes=KeywordWishes("Agencies", "⚑")
    )
    async with open_reader(archive, (160, 40)) as reader:
        rows = [row.key for row in reader.screen.tree_pane.rows]
        assert "group:Agencies" in rows
        assert "⚑ Reuters" in reader.text()
        reader.screen.tree_pane.select("group:Agencies")
        reader.screen.tree_pane.focus()
        await reader.press("enter")
        assert "⚑ Reuters" not in reader.text().split("Agencies")[1].splitlines()[1][:30]
