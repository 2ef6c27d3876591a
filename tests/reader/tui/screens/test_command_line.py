"""The command line below the panes."""

import threading
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from reader.tui.screens.output import OutputScreen
from storage.archive import Archive

Open = Any


async def test_the_command_line_takes_the_commands_words(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        await reader.press("colon")
        await reader.type("keyword add Reuters --color accent")
        await reader.press("enter")
        assert [keyword.pattern for keyword in archive.keywords()] == ["Naqoura", "Reuters"]
        assert any("Watching Reuters" in notice for notice in reader.notices)
        assert "▲ Reuters" in reader.text()


async def test_a_command_that_fails_in_part_says_what_it_did_too(
    archive: Archive, open_reader: Open, tmp_path: Path
) -> None:
    (tmp_path / "words.txt").write_text('Reuters\n"open\n')
    async with open_reader(archive) as reader:
        await reader.press("colon")
        await reader.type(f"keyword import {tmp_path / 'words.txt'}")
        await reader.press("enter")
        await reader.until(lambda: any("Watching 1 keyword more" in notice for notice in reader.notices))
        assert any("line 2" in notice for notice in reader.notices)


async def test_a_command_with_much_to_say_opens_a_page(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        await reader.press("colon")
        await reader.type("feeds")
        await reader.press("enter")
        assert "Levant Wire" in reader.text()
        assert len(reader.app.screen_stack) == 2
        await reader.press("escape")
        assert reader.app.screen is reader.screen


async def test_what_is_being_done_is_told_until_it_is_done(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        may_go_on, run_command = Event(), reader.screen.run_command

        def run_held(*given: Any) -> Any:
            assert may_go_on.wait(30)
            return run_command(*given)

        reader.screen.run_command = run_held
        reader.screen.notify("Something else", timeout=300)
        await reader.pilot.press("colon")
        reader.screen.prompt.query_one("Input").value = "feeds"
        await reader.pilot.press("enter")
        await reader.until(lambda: "feeds …" in reader.text())
        may_go_on.set()
        await reader.until(lambda: reader.app.screen is not reader.screen)
        await reader.until(lambda: reader.notices == ["Something else"])
        await reader.until(lambda: "Something else" in reader.text() and "feeds …" not in reader.text())
        await reader.press("escape")
        await reader.until(lambda: "Something else" in reader.text() and "feeds …" not in reader.text())


async def test_wrong_commands_are_told_in_a_sentence(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        await reader.press("colon")
        for line, reason in (
            ("nonsense", "no such command: nonsense"),
            ("lsit", "no such command: lsit; did you mean list?"),
            ("demo", "demo cannot be called from within the reader"),
            ("list 'open", "cannot be read: no closing quotation"),
            ("quit now", "quit takes no arguments"),
            ("keyword lsit", "No such command 'lsit'"),
        ):
            reader.screen.prompt.query_one("Input").value = line
            await reader.press("enter")
            # The line stays to be mended, with the reason beside it.
            await reader.until(lambda reason=reason: reason in reader.text())
            assert reader.screen.prompt.query_one("Input").value == line
        reader.screen.prompt.query_one("Input").value = "mark read 99999"
        await reader.press("enter")
        await reader.until(lambda: any("no article has this id" in notice for notice in reader.notices))
        await reader.press("colon", "up")
        assert reader.screen.prompt.query_one("Input").value == "mark read 99999"
        await reader.press("up")
        assert reader.screen.prompt.query_one("Input").value == "mark read 99999"


async def test_a_narrow_screen_says_below_a_line_why_it_was_not_run(
    archive: Archive, open_reader: Open
) -> None:
    async with open_reader(archive, (40, 12)) as reader:
        await reader.press("colon")
        await reader.type("keywrod add x")
        await reader.press("enter")
        await reader.until(lambda: "did you mean" in reader.text())
        lines = [line.strip() for line in reader.text().splitlines()]
        assert lines[-3:] == [":keywrod add x", "no such command: keywrod; did you mean", "keyword?"]
        assert not reader.notices


async def test_a_command_of_the_reader_by_its_name(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        await reader.press("colon")
        await reader.type("help")
        await reader.press("enter")
        assert "Next unread article" in reader.text()
        await reader.type("undo")
        assert "Take back the last change" in reader.text()
        assert "Next unread article" not in reader.text()


async def test_a_note_is_written_on_the_line_and_shown(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        await reader.press("b")
        assert reader.screen.prompt.is_open
        await reader.type("don't forget 'this")
        await reader.press("enter")
        row = reader.screen.current_row
        assert archive.article(row.article_id).note == "don't forget 'this"
        assert "✎ don't forget 'this" in reader.text()
        await reader.press("u")
        assert "✎" not in reader.text()
        await reader.press("b")
        await reader.type("again")
        await reader.press("enter", "colon")
        await reader.type("note -")
        await reader.press("enter")
        assert archive.article(row.article_id).note == ""


async def test_a_page_of_text_is_turned(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (80, 24)) as reader:
        reader.app.push_screen(OutputScreen("many", "\n".join(f"line {number}" for number in range(200))))
        await reader.settle()
        page = reader.app.screen.query_one("VerticalScroll")
        await reader.press("space")
        assert 0 < page.scroll_offset.y < 24
        await reader.press("G")
        assert "line 199" in reader.text()
        await reader.press("b")
        assert "line 199" not in reader.text()
        await reader.press("g")
        assert page.scroll_offset.y == 0


async def test_that_a_command_has_begun_is_said_of_long_ones_alone(
    archive: Archive, open_reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_reader(archive) as reader:
        run_command, may_end = reader.screen.run_command, threading.Event()

        def run_long(*arguments: Any) -> Any:
            assert may_end.wait(60)
            return run_command(*arguments)

        async def save(name: str) -> None:
            await reader.press("colon")
            await reader.type(f"search save {name} harbour")
            await reader.pilot.press("enter")

        monkeypatch.setattr("reader.tui.screens.telling._SAID_AFTER_SECONDS", 60)
        await save("First")
        await reader.until(lambda: any("Saved search First" in notice for notice in reader.notices))
        assert "search …" not in reader.notices
        monkeypatch.setattr("reader.tui.screens.telling._SAID_AFTER_SECONDS", 0.01)
        reader.screen.run_command = run_long
        await save("Second")
        await reader.until(lambda: "search …" in reader.notices)
        may_end.set()
        await reader.until(lambda: any("Saved search Second" in notice for notice in reader.notices))


async def test_keys_and_searches_wait_for_no_long_command(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        screen, run_command, may_end = reader.screen, reader.screen.run_command, Event()

        def run_long(words: Any, *others: Any) -> Any:
            assert words[0] != "feeds" or may_end.wait(60)
            return run_command(words, *others)

        screen.run_command = run_long
        for line in ("feeds", "search save Harbours harbour"):
            await reader.pilot.press("colon")
            screen.prompt.query_one("Input").value = line
            await reader.pilot.press("enter")
        article_id = screen.list_pane.cursor_row.article_id
        reader.app.simulate_key("s")
        await reader.until(lambda: archive.article(article_id).row.is_starred)
        for word in ("levant", "bridge"):
            reader.app.simulate_key("slash")
            await reader.until(lambda: screen.prompt.is_open)
            screen.prompt.query_one("Input").value = word
            reader.app.simulate_key("enter")
            await reader.until(lambda word=word: screen.place.query_text == word)
            await reader.until(lambda: not screen.prompt.is_open)
        assert not may_end.is_set()
        await reader.pilot.press("q")
        assert "feeds is not done yet · q leaves as soon as it is" in reader.notices
        assert reader.app.is_running
        may_end.set()
        # One after the other, and neither in the other's place.
        await reader.until(lambda: isinstance(reader.app.screen, OutputScreen))
        await reader.until(lambda: any("Saved search Harbours" in notice for notice in reader.notices))
