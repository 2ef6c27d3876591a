"""Searching and the feed tree."""

import asyncio
import gc
import threading
import time
from functools import partial
from typing import Any

import pytest

from storage.archive import Archive
from storage.errors import ReadingAbandoned
from storage.listings.listing import Listing
from storage.model import Order, Scope
from storage.query import Query, Words

Open = Any


async def test_a_search_runs_while_it_is_typed_and_esc_takes_it_back(
    archive: Archive, open_reader: Open
) -> None:
    async with open_reader(archive) as reader:
        everything = reader.screen.list_pane.row_count
        await reader.press("slash")
        await reader.type("levant")
        await reader.settle(0.3)
        assert 0 < reader.screen.list_pane.row_count < everything
        await reader.press("escape")
        assert reader.screen.list_pane.row_count == everything
        assert not reader.screen.prompt.is_open


async def test_a_search_that_is_submitted_stays_until_esc(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        await reader.press("slash")
        await reader.type("caption:naqoura")
        await reader.press("enter")
        assert "/caption:naqoura" in reader.text()
        assert reader.screen.list_pane.row_count == 1
        assert reader.screen.list_pane.has_focus
        await reader.press("escape")
        assert reader.screen.list_pane.row_count > 1


async def test_what_cannot_be_understood_is_said_beside_it(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        await reader.press("slash")
        await reader.type("is:happy")
        await reader.press("enter")
        assert reader.screen.prompt.is_open
        assert "is: takes" in reader.text()


async def test_the_place_is_marked_and_a_long_reason_has_a_line_of_its_own(
    archive: Archive, open_reader: Open
) -> None:
    async with open_reader(archive, (120, 24)) as reader:
        await reader.press("slash")
        await reader.type("levant is:happy")
        await reader.press("enter")
        field = reader.screen.prompt.query_one("Input")
        (mark,) = field._value.spans
        assert field.value[mark.start : mark.end] == "happy"
        reason = "is: takes"
        assert any("levant is:happy" in line and reason in line for line in reader.text().splitlines())
    async with open_reader(archive, (40, 12)) as reader:
        await reader.press("slash")
        await reader.type("levant is:happy")
        await reader.press("enter")
        assert "unread, read, starred, filephoto," in " ".join(reader.text().split())
        assert not any("levant" in line and reason in line for line in reader.text().splitlines())
        await reader.press(*["backspace"] * 9)
        await reader.settle(0.3)
        assert reader.screen.prompt.size.height == 1
        assert not reader.screen.prompt.query_one("Input")._value.spans


async def test_a_phrase_narrows_the_list_while_it_is_typed(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        everything = reader.screen.list_pane.row_count
        await reader.press("slash")
        await reader.type('(title:"levan')
        await reader.settle(0.3)
        assert 0 <= reader.screen.list_pane.row_count < everything
        assert reader.screen.place.query_text == '(title:"levan"*)'
        assert "never closed" in reader.text()
        await reader.press("enter")
        assert reader.screen.prompt.is_open


async def test_nothing_found_says_what_was_looked_for(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        await reader.press("slash")
        await reader.type("zzzz")
        await reader.press("enter")
        assert "Nothing found" in reader.text()
        assert "Pick" not in reader.text()
        await reader.press("enter", "n", "m", "s", "o", "space", "p", "Y")


async def test_nothing_found_says_where_it_was_looked_for(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (160, 50)) as reader:
        await reader.press("slash")
        await reader.type("zzzz")
        await reader.press("enter")
        assert "alone." not in reader.text()
        await reader.press("escape")
        reader.screen.tree_pane.select("folder:World")
        await reader.press("1", "enter", "U", "slash")
        await reader.type("zzzz")
        await reader.press("enter")
        assert "Looked for in World alone." in reader.text()
        assert "Read articles are left out: U shows them." in reader.text()


async def test_the_tree_opens_feeds_folders_and_keywords(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (160, 50)) as reader:
        tree = reader.screen.tree_pane
        for key, count in (("folder:World", 15), ("keyword:1", 1), ("view:pictures", 1)):
            tree.select(key)
            tree.focus()
            await reader.press("enter")
            assert reader.screen.list_pane.row_count >= count
            assert tree.cursor_row.crumb[-1] in reader.screen.top_bar.crumb
        assert reader.screen.list_pane.has_focus


async def test_moving_in_the_tree_is_followed_by_the_list(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (160, 50)) as reader:
        reader.screen.tree_pane.focus()
        await reader.press("j")
        await reader.settle(0.3)
        assert reader.screen.place.crumb == ("Unread",)
        assert reader.screen.tree_pane.has_focus


async def test_folders_fold(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (160, 50)) as reader:
        reader.screen.tree_pane.select("folder:World")
        reader.screen.tree_pane.focus()
        assert "Levant Wire" in "\n".join(line[:30] for line in reader.text().splitlines())
        await reader.press("x")
        assert "Levant Wire" not in "\n".join(line[:30] for line in reader.text().splitlines())
        await reader.press("x")
        assert "Levant Wire" in "\n".join(line[:30] for line in reader.text().splitlines())


async def test_unread_only(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        ids = reader.screen.listing.article_ids
        archive.set_read(ids[:3], True)
        await reader.press("U")
        assert reader.screen.list_pane.row_count == len(ids) - 3
        await reader.press("U")
        assert reader.screen.list_pane.row_count == len(ids)


async def test_finds_are_lit_and_their_spread_is_said(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        await reader.press("slash")
        await reader.type("caption:naqoura")
        await reader.press("enter")
        await reader.until(lambda: "1 found" in reader.text())
        row = reader.screen.list_pane.cursor_row
        lit = reader.screen.list_pane.matcher.spans(row.lead_caption, Scope.CAPTION)
        assert [row.lead_caption[place.start : place.end].casefold() for place in lit] == ["naqoura"]
        assert {place.color for place in lit} == {"find-0"}
        assert reader.screen.article_pane.matcher is reader.screen.list_pane.matcher
        await reader.press("escape")
        assert "1 found" not in reader.text()


async def test_the_spread_says_how_many_there_are_while_only_the_first_are_known(
    archive: Archive, open_reader: Open
) -> None:
    class Begun:
        """A listing of which one row is known."""

        is_counted = False

        def __init__(self, listing: Listing) -> None:
            self.tally = listing.tally

        def __len__(self) -> int:
            return 1

        def abandon(self) -> None:
            """Nothing is read."""

    async with open_reader(archive) as reader:
        screen = reader.screen
        await screen._search("the")
        count = len(screen.listing)
        await reader.until(lambda: f"{count} found" in reader.text())
        screen.listing = Begun(screen.listing)
        await screen._show_tally(screen.listing)
        await reader.settle()
        assert count > 1
        assert f" {count} found" in reader.text()


async def test_a_row_shows_the_words_around_a_find_in_the_text(archive: Archive, open_reader: Open) -> None:
    wanted = next(row for row in archive.open_listing()[:] if len(archive.article(row.article_id).text) > 400)
    word = archive.article(wanted.article_id).text.split()[-3].strip(".,“”")
    async with open_reader(archive, (80, 24)) as reader:
        await reader.press("slash")
        await reader.type(f"text:{word}")
        await reader.press("enter")
        rows = [reader.screen.list_pane._row(i) for i in range(reader.screen.list_pane.row_count)]
        assert rows
        assert all(word.casefold() in row.excerpt.casefold() for row in rows)
        assert f"text:{word}" in reader.screen.place.title


async def test_of_two_searches_the_last_one_is_shown(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        screen = reader.screen
        await asyncio.gather(screen._search("levant"), screen._search("caption:naqoura"))
        await reader.settle()
        assert screen.place.query_text == "caption:naqoura"
        assert screen.list_pane.row_count == 1
        await reader.until(lambda: "1 found" in reader.text())


async def test_saved_searches_stand_in_the_tree_with_unread_counts(
    archive: Archive, open_reader: Open
) -> None:
    archive.save_search("Border", "caption:naqoura")
    archive.save_search("By title", "levant sort:title")
    archive.save_search("Broken", "sort:nothing")
    async with open_reader(archive, (160, 50)) as reader:
        tree = reader.screen.tree_pane

        def count(key: str) -> int:
            return next(row.number for row in reader.screen.shelf.rows if row.key == key)

        await reader.until(lambda: count("search:1") == 1)
        tree.select("search:1")
        tree.focus()
        await reader.press("enter")
        assert reader.screen.list_pane.row_count == 1
        assert reader.screen.place.title == "Border"
        assert "Searches › Border" in reader.text()
        archive.set_read(list(reader.screen.listing.article_ids), True)
        await reader.until(lambda: count("search:1") == 0)
        await reader.press("escape")
        assert reader.screen.place.query_text == ""
        tree.select("search:2")
        tree.focus()
        await reader.press("enter")
        assert reader.screen.place.shown_order is Order.TITLE
        tree.select("search:3")
        tree.focus()
        await reader.press("enter")
        assert any("sort: takes" in notice for notice in reader.notices)


class Endless:
    """An archive's ``open_listing`` in which one search takes as long as anybody waits for it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, query: Query) -> None:
        self.has_begun = threading.Event()
        self.is_broken_off = threading.Event()
        open_listing = Archive.open_listing

        def read(archive: Archive, *arguments: Any, **named: Any) -> Listing:
            if named["query"] != query:
                return open_listing(archive, *arguments, **named)
            self.has_begun.set()
            while not named["is_abandoned"]():
                time.sleep(0.001)
            self.is_broken_off.set()
            raise ReadingAbandoned(archive.path)

        monkeypatch.setattr(Archive, "open_listing", read)


async def test_the_next_word_breaks_off_the_search_for_the_one_before(
    archive: Archive, open_reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = Endless(monkeypatch, Words("le"))
    async with open_reader(archive) as reader:
        everything = reader.screen.list_pane.row_count
        await reader.press("slash")
        await reader.pilot.press("l", "e")
        await reader.until(search.has_begun.is_set, 20)
        await reader.pilot.press(*"vant")
        await reader.until(lambda: 0 < reader.screen.list_pane.row_count < everything, 20)
        assert reader.screen.place.query_text == "levant"
        assert search.is_broken_off.is_set()
        assert reader.notices == []


@pytest.mark.parametrize("key", ["escape", "backspace"])
async def test_what_was_shown_before_is_there_again_when_a_search_is_broken_off(
    archive: Archive, open_reader: Open, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    search = Endless(monkeypatch, Words("l"))
    async with open_reader(archive) as reader:
        everything = reader.screen.list_pane.row_count
        await reader.press("slash")
        await reader.pilot.press("l")
        await reader.until(search.has_begun.is_set, 20)
        assert "…" in str(reader.screen.list_pane.border_title)
        await reader.pilot.press(key)
        await reader.until(search.is_broken_off.is_set, 20)
        await reader.settle()
        assert "…" not in str(reader.screen.list_pane.border_title)
        assert reader.screen.list_pane.row_count == everything
        assert reader.screen.prompt.is_open == (key == "backspace")
        assert reader.notices == []


async def test_work_that_is_given_up_before_it_begins_leaves_nothing(
    archive: Archive, open_reader: Open
) -> None:
    done = []

    async def work(name: str) -> None:
        done.append(name)

    async with open_reader(archive) as reader:
        # Warnings are errors: of the first no coroutine may be left that nobody awaited.
        for name in ("first", "second"):
            reader.screen.later(partial(work, name), "tally")
        await reader.until(lambda: "second" in done)
        gc.collect()
        assert done == ["second"]
