"""The field for a keyword's colour."""

import pytest
from textual.app import App, ComposeResult

from reader.keywords.signs import COLORS
from reader.tui.widgets.color_choice import ColorChoice


class _Form(App[None]):
    def __init__(self, value: str = "") -> None:
        super().__init__()
        self.value = value
        self.told: list[str] = []

    def compose(self) -> ComposeResult:
        yield ColorChoice(self.value, hint="the group's own")

    def on_color_choice_changed(self, event: ColorChoice.Changed) -> None:
        self.told.append(event.choice.value)

    def on_color_choice_submitted(self) -> None:
        self.told.append("Enter")


def choice_of(app: App[None]) -> ColorChoice:
    return app.query_one(ColorChoice)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("", " ◆ ▲ ■ ◇ □ ▼  the group's own"),
        ("warning", "[◆]▲ ■ ◇ □ ▼  warning"),
        ("primary", " ◆ ▲[■]◇ □ ▼  primary"),
        ("error", " ◆ ▲ ■ ◇ □[▼] error"),
        ("no colour of ours", " ◆ ▲ ■ ◇ □ ▼  the group's own"),
    ],
)
async def test_the_chosen_colour_stands_between_brackets(value: str, shown: str) -> None:
    app = _Form(value)
    async with app.run_test(size=(60, 6)) as pilot:
        app.set_focus(None)
        await pilot.pause()
        assert choice_of(app).render().plain == shown
        choice_of(app).focus()
        await pilot.pause()
        assert choice_of(app).render().plain == f"{shown}   ← → choose"
        choice_of(app).styles.width = 30
        await pilot.pause()
        has_room = len(shown) <= 30 - len("   ← → choose")
        assert ("choose" in choice_of(app).render().plain) is has_room


async def test_each_sign_has_its_own_colour() -> None:
    app = _Form("error")
    async with app.run_test(size=(60, 6)):
        painted = {str(span.style) for span in choice_of(app).render().spans}
    assert {f"${color}" for color in COLORS} <= painted


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (("right",), "warning"),
        (("space", "right"), "accent"),
        (("left",), "error"),
        (("left", "right"), ""),
        (("left", "delete"), ""),
        (tuple("success"), "success"),
        (tuple("secondary"), "secondary"),
        (("e", "p"), "primary"),
        (("e", "x"), "error"),
    ],
)
async def test_a_colour_is_chosen_by_arrows_or_by_its_name(keys: tuple[str, ...], value: str) -> None:
    app = _Form()
    async with app.run_test(size=(60, 6)) as pilot:
        choice_of(app).focus()
        await pilot.press(*keys, "enter")
        assert choice_of(app).value == value
        assert app.told[-2:] == [value, "Enter"]


async def test_a_colour_is_chosen_by_a_click_on_its_sign() -> None:
    app = _Form()
    async with app.run_test(size=(60, 6)) as pilot:
        for place, color in enumerate(COLORS):
            await pilot.click(ColorChoice, offset=(1 + 2 * place, 0))
            assert choice_of(app).value == color
        await pilot.click(ColorChoice, offset=(30, 0))
        assert choice_of(app).value == COLORS[-1]
