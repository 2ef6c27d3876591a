"""The base of dialogs with fields: Enter saves, Esc leaves, and what is wrong is said at its field."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Input, Label, Static

from reader.tui.behind import run_behind
from reader.tui.widgets.hinted_input import HintedInput
from reader.tui.widgets.toggle import Toggle
from storage.errors import CutlineError

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Field:
    """A line of the form.

    Attributes:
        cell: Names the field within its form.
        hint: What stands in the empty field.
        suggestions: What what is typed may become; the right arrow takes it.
    """

    cell: str
    label: str
    value: str = ""
    hint: str = ""
    suggestions: tuple[str, ...] = ()


class FormScreen(ModalScreen[_T | None]):
    """Gives what was saved, or None. A subclass composes its fields and saves them."""

    CSS_PATH: ClassVar = "dialogs.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-close"), (28, "-roomy")]  # noqa: RUF012 - as Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Cancel", show=False),
        # By priority, the focus has moved before the next key comes: what is typed ahead belongs there.
        Binding("tab,down", "app.focus_next", "Next field", show=False, priority=True),
        Binding("shift+tab,up", "app.focus_previous", "Field before", show=False, priority=True),
    ]

    title_of_form: str = ""
    """Stands in the dialog's border; foreign text is safe in it."""

    def compose_fields(self) -> ComposeResult:
        """The fields, and what stands below them."""
        raise NotImplementedError

    async def save(self) -> _T:
        """Keep what is written; what it gives leaves the dialog.

        Raises:
            CutlineError: It cannot be kept; the sentence is shown where ``cell_of`` says.
        """
        raise NotImplementedError

    def cell_of(self, error: CutlineError) -> str:
        """The field that an error is about, "" for none."""
        return str(getattr(error, "cell", ""))

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog -form -fields", can_focus=False) as dialog:
            dialog.border_title = Content(self.title_of_form)
            dialog.border_subtitle = "Enter saves · Esc leaves"
            yield from self.compose_fields()
            message = Static("", id="message", classes="-error")
            message.display = False
            yield message
            with Horizontal(classes="buttons"):
                yield Button("Cancel", id="cancel", compact=True)
                yield Button("Save", id="save", variant="primary", compact=True)

    def text(self, cell: str) -> str:
        """What is written in a field."""
        return self.query_one(f"#cell-{cell}", Input).value

    def complain(self, sentence: str, cell: str = "") -> None:
        """Say what is wrong below its field and go there; without one, above the buttons."""
        message = self.query_one("#message", Static)
        message.update(Content(sentence))
        message.display = True
        faulty = self.query(f"#cell-{cell}") if cell else self.query("#none")
        below = faulty.first().parent if faulty else None
        dialog = self.query_one(VerticalScroll)
        if isinstance(below, Widget) and below.parent is dialog:
            dialog.move_child(message, after=below)
            faulty.first().focus()
        else:
            dialog.move_child(message, before=dialog.query_one(".buttons"))
        self.call_after_refresh(lambda: message.scroll_visible(animate=False))

    @on(Input.Changed)
    def _fall_silent(self) -> None:
        self.query_one("#message").display = False

    def on_input_submitted(self) -> None:
        self._begin()

    def on_toggle_submitted(self) -> None:
        self._begin()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "save":
            self._begin()
        else:
            self.action_cancel()

    def action_cancel(self) -> None:
        self.dismiss(None)

    def _begin(self) -> None:
        run_behind(self, partial(self._save, self.save), "save", is_alone=True)

    async def _save(self, save: Callable[[], Awaitable[_T]]) -> None:
        try:
            saved = await save()
        except CutlineError as error:
            self.complain(str(error), self.cell_of(error))
        else:
            self.dismiss(saved)


def compose_field(field: Field) -> Horizontal:
    """A labelled field to write in, named "cell-…" by its cell."""
    return _labelled(
        field.label,
        HintedInput(field.value, hint=field.hint, suggestions=field.suggestions, id=f"cell-{field.cell}"),
    )


def compose_toggle(cell: str, label: str, *, is_on: bool, meanings: tuple[str, str]) -> Horizontal:
    """A labelled field that is no or yes; ``meanings`` says what each of the two means."""
    no, yes = meanings
    return _labelled(label, Toggle(is_on=is_on, no=no, yes=yes, id=f"cell-{cell}"))


def compose_fields(fields: Iterable[Field]) -> ComposeResult:
    """Several labelled fields."""
    for field in fields:
        yield compose_field(field)


def _labelled(label: str, widget: Widget) -> Horizontal:
    return Horizontal(Label(label), widget, classes="field")
