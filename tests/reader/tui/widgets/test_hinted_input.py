"""Hints in the fields of forms."""

import pytest
from textual.app import App, ComposeResult

from reader.tui.widgets.hinted_input import HintedInput


class _Form(App[None]):
    def compose(self) -> ComposeResult:
        yield HintedInput("", hint="all; a title, another", suggestions=("World", "Home"), id="field")


@pytest.mark.parametrize(("width", "shown"), [(40, "all; a title, another"), (12, "all; a titl…")])
async def test_a_hint_that_is_too_long_ends_with_an_ellipsis(width: int, shown: str) -> None:
    app = _Form()
    async with app.run_test(size=(40, 12)) as pilot:
        field = app.query_one(HintedInput)
        field.styles.width = width
        await pilot.pause()
        assert field.placeholder == shown
        field.styles.width = 40
        await pilot.pause()
        assert field.placeholder == "all; a title, another"
