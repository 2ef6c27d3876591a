"""The watch desk."""

import threading
import time
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Button, Input, Static

from reader.keywords.matcher import KeywordMatch
from reader.tui.screens.keyword_form import KeywordFormScreen
from reader.tui.screens.watch_desk import WatchDeskScreen
from storage.archive import Archive
from storage.model import Scope
from storage.rules import Action, Rule
from storage.watch.keywords import KeywordWishes

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


async def test_the_desk_says_what_a_keyword_does_and_hides(archive: Archive, open_reader: Open) -> None:
    rule = Rule((Action.TAG, Action.HIDE), "agency")
    keyword = archive.add_keyword("Reuters", match=KeywordMatch(), wishes=KeywordWishes(rule=rule))
    hidden = archive.hidden_by_keyword(keyword)
    async with open_reader(archive, (120, 40)) as reader:
        await reader.press("w")
        assert hidden
        assert f"tag agency · hides {hidden:,} · last " in reader.text()


async def test_the_desk_is_a_legend_of_signs_groups_and_colours(archive: Archive, open_reader: Open) -> None:
    archive.add_keyword("Reuters", color="error", match=KeywordMatch(), wishes=KeywordWishes("Agencies"))
    async with open_reader(archive, (80, 24)) as reader:
        await reader.press("w")
        assert "▼ Reuters" in reader.text()
        assert 'Agencies · colour "error" · last ' in reader.text()
        assert "◆ Naqoura" in reader.text()


async def test_a_watched_word_that_is_added_again_stays(archive: Archive, open_reader: Open) -> None:
    archive.add_keyword("Reuters", match=KeywordMatch(), wishes=KeywordWishes("Agencies", "⚑"))
    before = archive.watched_keywords()
    async with open_reader(archive, (100, 30)) as reader:
        await reader.press("w", "a")
        await reader.type("Reuters")
        await reader.press("enter")
        await reader.until(lambda: any("Watching Reuters already" in notice for notice in reader.notices))
    assert archive.watched_keywords() == before


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
        await reader.press(*["s"] * 6)
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
        assert reader.screen.list_pane.matcher is None
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


async def test_columns_are_sorted_by_directly_and_the_other_way(archive: Archive, open_reader: Open) -> None:
    archive.add_keyword("Reuters", match=KeywordMatch(), wishes=KeywordWishes("Agencies"))
    archive.add_keyword("absent", match=KeywordMatch())
    async with open_reader(archive, (160, 40)) as reader:
        await reader.press("w")
        assert rows(reader) == ["absent", "Naqoura", "Reuters"]
        assert "1-8 by name, today, 30 days, unread" in reader.text()
        await reader.press("1")
        assert rows(reader) == ["Reuters", "Naqoura", "absent"]
        assert "by name ↑" in reader.text()
        await reader.press("5")
        counts = {one.keyword.pattern: one.keyword.article_count for one in archive.watched_keywords()}
        assert rows(reader) == sorted(counts, key=lambda pattern: -counts[pattern])
        await reader.press("8")
        assert rows(reader)[0] == "Reuters"
        await reader.press("s")
        assert rows(reader) == ["absent", "Naqoura", "Reuters"]


async def fill_in(reader: Any, name: str, text: str) -> None:
    """Write into a field of the form."""
    field = reader.app.screen.query_one(f"#keyword-{name}", Input)
    field.focus()
    field.value = text
    await reader.settle()


def message(reader: Any) -> str:
    return str(reader.app.screen.query_one("#message", Static).content)


async def test_a_keyword_is_changed_in_a_form_that_tries_it_first(
    archive: Archive, open_reader: Open
) -> None:
    (feed, *_) = [feed for feed in archive.feeds() if feed.folder]
    async with open_reader(archive, (120, 40)) as reader:
        await reader.press("w", "e")
        assert isinstance(reader.app.screen, KeywordFormScreen)
        assert reader.app.screen.query_one("#keyword-pattern", Input).value == "Naqoura"
        assert all(word in reader.text() for word in ("Pattern", "Feeds", "Last day", "Quiet"))
        await fill_in(reader, "actions", "star, hide")
        await fill_in(reader, "scope", "caption")
        await fill_in(reader, "group", "Coast")
        await fill_in(reader, "until", "2025-02-01")
        await fill_in(reader, "pattern", "Naqou*")
        await reader.press("enter")
        await reader.until(lambda: message(reader).startswith("In the last 30 days: "))
        assert "it would star 1 and hide 1" in message(reader)
        assert "Levant" in str(reader.app.screen.query_one("#headlines", Static).content)
        assert patterns(archive) == ["Naqoura"]
        await fill_in(reader, "folders", feed.folder)
        assert str(reader.app.screen.query_one("#go", Button).label) == "Try"
        await fill_in(reader, "folders", "")
        await reader.press("enter")
        await reader.until(lambda: message(reader).endswith("Enter keeps it."))
        await reader.press("enter")
        await reader.until(lambda: patterns(archive) == ["Naqou*"])
        await reader.until(lambda: archive.hidden_count() == 1)
        (changed,) = archive.watched_keywords()
        assert (changed.keyword.group, changed.keyword.scopes) == ("Coast", (Scope.CAPTION,))
        assert changed.keyword.rule.actions == (Action.STAR, Action.HIDE)
        assert changed.expires_at is not None
        await reader.until(lambda: "Changed keyword Naqoura to Naqou* · u takes it back" in reader.notices)
        await reader.press("e")
        assert reader.app.screen.query_one("#keyword-until", Input).value == "2025-02-01"
        await reader.press("escape", "u")
        assert patterns(archive) == ["Naqoura"]
        assert archive.hidden_count() == 0


async def test_colour_and_switches_of_a_keyword_are_chosen_and_not_written(
    archive: Archive, open_reader: Open
) -> None:
    archive.add_keyword("Reuters", color="error", match=KeywordMatch())
    async with open_reader(archive, (100, 30)) as reader:
        await reader.press("w", "j", "e")
        await reader.until(lambda: "Colour     ◆ ▲ ■ ◇ □[▼] error" in reader.text())
        reader.app.screen.query_one("#keyword-color").focus()
        await reader.press("enter")
        await reader.until(lambda: message(reader).endswith("Enter keeps it."))
        await reader.press("left")
        assert message(reader) == ""
        reader.app.screen.query_one("#keyword-quiet").focus()
        await reader.settle()
        assert "◦ no   new articles are announced   Space turns it" in reader.text()
        await reader.press("enter")
        await reader.until(lambda: message(reader).endswith("Enter keeps it."))
        await reader.press("space")
        assert message(reader) == ""
        assert "● yes  new articles are not announced" in reader.text()
        await reader.press("enter")
        await reader.until(lambda: message(reader).endswith("Enter keeps it."))
        await reader.press("enter")
        await reader.until(lambda: archive.all_keywords()[-1].color == "success")
        changed = archive.all_keywords()[-1]
        assert (changed.pattern, changed.rule.is_quiet, changed.is_regex) == ("Reuters", True, False)


async def test_what_cannot_be_meant_is_said_in_the_form(archive: Archive, open_reader: Open) -> None:
    archive.add_keyword("Reuters", match=KeywordMatch())
    async with open_reader(archive, (120, 40)) as reader:
        await reader.press("w", "A")
        for name, text, words in (
            ("pattern", "/a(/", "character 2"),
            ("pattern", "Reuters", "watched already"),
            ("pattern", "port", ""),
            ("until", "2020-01-01", "is over"),
            ("until", "", ""),
            ("feeds", "none", "no feed none"),
        ):
            await fill_in(reader, name, text)
            await reader.press("enter")
            await reader.until(lambda words=words: words in message(reader))  # type: ignore[misc]
        assert reader.app.screen.query_one("#message").has_class("-error")
        await reader.press("escape")
        assert patterns(archive) == ["Naqoura", "Reuters"]


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (200, 60)])
async def test_the_form_is_filled_in_at_every_size(
    archive: Archive, open_reader: Open, size: tuple[int, int]
) -> None:
    async with open_reader(archive, size) as reader:
        await reader.press("w", "A")
        await reader.type("port")
        await reader.press("enter")
        await reader.until(lambda: message(reader).endswith("Enter keeps it."))
        await reader.press(*["tab"] * 6, "up", "down", "enter")
        await reader.until(lambda: "port" in patterns(archive))


async def test_a_paused_word_stays_so_when_it_is_changed(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (120, 40)) as reader:
        await reader.press("w", "p", "e")
        await fill_in(reader, "group", "Coast")
        await reader.press("enter")
        await reader.until(lambda: message(reader).endswith("Enter keeps it."))
        await reader.press("enter")
        await reader.until(lambda: archive.all_keywords()[0].group == "Coast")
        assert archive.all_keywords()[0].is_paused


async def test_keywords_are_written_and_brought_back_as_one_step(
    archive: Archive, open_reader: Open, tmp_path: Path
) -> None:
    archive.add_keyword("Reuters", match=KeywordMatch(), wishes=KeywordWishes("Agencies", "⚑"))
    before = archive.watched_keywords()
    file = tmp_path / "words.csv"
    async with open_reader(archive, (160, 40)) as reader:

        async def answer(key: str, text: str) -> None:
            await reader.press(key)
            reader.app.screen.query_one(Input).value = text
            await reader.press("enter")

        await reader.press("w")
        await answer("x", str(file))
        await reader.until(file.exists)
        await reader.until(lambda: f"Wrote 2 keywords to {file}" in reader.notices)
        await answer("x", str(file))
        await reader.until(lambda: any("exists already" in notice for notice in reader.notices))
        archive.remove_keyword("Naqoura")
        archive.remove_keyword("Reuters")
        with file.open("a") as more:
            more.write("x,mauve\n")
        await answer("i", str(file))
        await reader.until(lambda: patterns(archive) == ["Naqoura", "Reuters"])
        await reader.until(lambda: "Imported 2 keywords · u takes it back" in reader.notices)
        assert any("'mauve' is no colour" in notice for notice in reader.notices)
        brought = archive.watched_keywords()
        assert [one.keyword.glyph for one in brought] == [one.keyword.glyph for one in before]
        await reader.press("u")
        await reader.until(lambda: patterns(archive) == [])
        await answer("i", str(tmp_path / "none"))
        await reader.until(lambda: any("cannot be read" in notice for notice in reader.notices))
        highlights = tmp_path / "config"
        highlights.write_text('highlight all "naqou.a" red\n')
        await answer("i", str(highlights))
        await reader.until(lambda: patterns(archive) == ["naqou.a"])
        await reader.settle()
        await answer("i", str(highlights))
        await reader.until(lambda: "Nothing new: 1 were watched already" in reader.notices)


async def test_the_desk_shows_what_is_known_before_the_days_are_counted(
    archive: Archive, open_reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_count, count = threading.Event(), archive.watched_keywords

    def counted_later(is_abandoned: Any) -> Any:
        assert may_count.wait(10)
        return count(is_abandoned)

    monkeypatch.setattr(archive, "watched_keywords", counted_later)
    async with open_reader(archive, (160, 40)) as reader:
        await reader.pilot.press("w")
        await reader.until(lambda: "◆ Naqoura" in reader.text())
        assert "first " not in reader.text().replace("first seen", "")
        may_count.set()
        await reader.until(lambda: "first " in reader.text().replace("first seen", ""))


async def test_counting_the_days_ends_with_the_desk(
    archive: Archive, open_reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, ended = threading.Event(), threading.Event()

    def counted_without_end(is_abandoned: Any) -> Any:
        began.set()
        while not is_abandoned():
            time.sleep(0.005)
        ended.set()
        return []

    monkeypatch.setattr(archive, "watched_keywords", counted_without_end)
    async with open_reader(archive, (160, 40)) as reader:
        await reader.pilot.press("w")
        await reader.until(began.is_set)
        await reader.press("escape")
        assert reader.app.screen is reader.screen
        await reader.until(ended.is_set)
