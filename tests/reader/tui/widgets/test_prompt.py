"""The line at the bottom: what is said beside what is typed, and where."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.widgets import Input, Static

from reader.tui.widgets.prompt import COMMAND, LINK, Prompt


class OnePrompt(App[None]):
    """Nothing but a line to type on."""

    def compose(self) -> ComposeResult:
        yield Prompt()

    @property
    def prompt(self) -> Prompt:
        return self.query_one(Prompt)

    @property
    def field(self) -> Input:
        return self.query_one(Input)

    def said(self) -> str:
        """What stands beside what is typed."""
        said = self.query_one("#prompt-problem", Static)
        return str(said.content) if said.display else ""

    def said_at(self) -> tuple[int, int]:
        """The cell and the line at which it begins."""
        region = self.query_one("#prompt-problem", Static).content_region
        return region.x, region.y


@pytest.mark.parametrize(("width", "begins_at"), [(60, 25), (100, 27), (300, 27)])
async def test_a_problem_stands_near_what_is_typed(width: int, begins_at: int) -> None:
    app = OnePrompt()
    async with app.run_test(size=(width, 5)) as pilot:
        app.prompt.open(LINK, "99")
        app.prompt.show_problem("a number from 1 to 3, not a letter")
        await pilot.pause()
        assert app.said_at() == (begins_at, 0)


async def test_a_long_line_is_not_hidden_by_what_stands_beside_it() -> None:
    app = OnePrompt()
    async with app.run_test(size=(100, 5)) as pilot:
        app.prompt.open(LINK, "9" * 30)
        app.prompt.show_problem("a number from 1 to 3")
        await pilot.pause()
        assert app.field.size.width == 31
        await pilot.press("8", "8")
        await pilot.pause()
        assert app.field.size.width == 33
        assert app.said() == "a number from 1 to 3"
        app.prompt.show_problem("")
        await pilot.pause()
        assert app.field.size.width == 97


async def test_the_field_looks_like_the_line_it_stands_on() -> None:
    app = OnePrompt()
    async with app.run_test(size=(60, 5)) as pilot:
        app.prompt.open(COMMAND)
        await pilot.pause()
        assert app.field.has_focus
        assert app.field.background_colors[1] == app.prompt.background_colors[1]


async def test_what_may_follow_a_command_is_said_until_something_does() -> None:
    app = OnePrompt()
    async with app.run_test(size=(80, 5)) as pilot:
        app.prompt.open(COMMAND, "note ")
        await pilot.pause()
        assert app.said() == "your words; - takes them away"
        await pilot.press("x")
        assert app.said() == ""
        app.prompt.show_problem("no such thing")
        await pilot.press("y")
        assert app.said() == "no such thing"


async def test_a_hint_leaves_room_for_what_is_proposed() -> None:
    app = OnePrompt()
    async with app.run_test(size=(40, 5)) as pilot:
        app.prompt.completer = lambda sign, text, history, is_asked: ("goto yesterday",)
        app.prompt.open(COMMAND, "goto ")
        await pilot.pause()
        assert app.said() == ""
        await pilot.resize_terminal(60, 5)
        app.prompt.open(COMMAND, "goto ")
        await pilot.pause()
        assert app.said().startswith("a date")


@pytest.mark.parametrize(
    ("sentence", "has_room"), [("word " * 15, True), ("word " * 16, False), ("two\nlines", False)]
)
async def test_room_for_a_problem(sentence: str, has_room: bool) -> None:
    app = OnePrompt()
    async with app.run_test(size=(40, 12)) as pilot:
        app.prompt.open(COMMAND, "keywrod")
        assert app.prompt.has_room(sentence) is has_room
        if has_room:
            app.prompt.show_problem(sentence)
            await pilot.pause(0.1)
            reason = app.query_one("#prompt-reason", Static)
            assert reason.size.height == 3
            assert reason.virtual_size.height == 3
