"""The line at the bottom into which searches and commands are typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.highlighter import Highlighter
from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.message import Message
from textual.suggester import Suggester
from textual.widget import Widget
from textual.widgets import Input, Static
from textual.widgets.input import Selection

from reader.tui.widgets.line_input import LineInput

SEARCH, COMMAND, FIND, LINK, TAG = "/", ":", "/article", "L", "#"
"""What is typed: a search, a command, words to be found in the article, a link's number, a tag."""

_PLACEHOLDERS = {
    SEARCH: " words, caption:word, is:unread",
    COMMAND: " a command; Tab completes it",
    FIND: " words in this article",
    TAG: " a tag; - before it takes it off",
}
"""What may be typed, said while nothing is: behind the cursor, and short enough for the narrowest screen."""

_HINTS = {
    "goto ": "a date, a letter, #1234, 50%",
    "note ": "your words; - takes them away",
}
"""What may follow the beginning of a command, said beside it while nothing does."""

_ROOM_CELLS = 5
"""For the margins, the sign, the cursor and what parts the sentence from what is typed."""

_FIELD_CELLS = 24
"""Before what is said beside a short line: near enough to be seen, and not taken for what is typed."""

Completer = Callable[[str, str, Sequence[str], bool], Iterable[str]]
"""How what is typed at a sign may go on, given what was typed before, and whether that is asked for."""


class _LineSuggester(Suggester):
    """Asks anew at each letter: what there is to be named changes."""

    def __init__(self, complete: Callable[[str], str | None]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._complete = complete

    async def get_suggestion(self, value: str) -> str | None:
        return self._complete(value)


class _Mark(Highlighter):
    """Marks what cannot be understood, from its first character on."""

    def __init__(self, place: int) -> None:
        self._place = place

    def highlight(self, text: Text) -> None:
        text.stylize(_MARKED, self._place)


_MARKED = Style(underline=True, bold=True)


class Prompt(Container):
    """Hidden until it is opened for a search ("/") or a command (":")."""

    DEFAULT_CSS = """
    Prompt {
        height: auto;
        background: $panel;
        padding: 0 1;
        display: none;
        layout: grid;
        grid-size: 3;
        grid-columns: 1 1fr auto;
        grid-rows: auto;
    }
    Prompt #prompt-sign { width: 1; color: $primary; text-style: bold; }
    Prompt Input { width: 1fr; background: $panel; }
    Prompt Input:focus { background-tint: $foreground 0%; }
    Prompt Input > .input--suggestion, Prompt Input > .input--placeholder { color: $foreground 72%; }
    Prompt #prompt-problem { width: auto; color: $error; text-style: bold; padding: 0 0 0 1; }
    Prompt #prompt-problem.-hint { color: $foreground 72%; text-style: none; }
    Prompt #prompt-problem.-silent { display: none; }
    Prompt > #prompt-reason {
        column-span: 3;
        height: auto;
        max-height: 3;
        color: $error;
        text-style: bold;
        display: none;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Close", show=False),
        Binding("up", "earlier", "Earlier command", show=False),
        Binding("down", "later", "Later command", show=False),
        Binding("tab", "complete(1)", "Complete; once more, the next that begins so", show=False),
        Binding("shift+tab", "complete(-1)", "The one before", show=False),
    ]

    class Said(Message):
        """What every message of the line tells. ``text``: what is typed, "" where that does not matter."""

        def __init__(self, sign: str, text: str = "") -> None:
            super().__init__()
            self.sign = sign
            self.text = text

    class Opened(Said):
        """Something can be typed from now on."""

    class Typed(Said):
        """What is typed changed."""

    class Submitted(Said):
        """Enter was pressed."""

    class Remembered(Said):
        """What was typed is worth keeping."""

    class Closed(Said):
        """The line was hidden, for whatever reason."""

    class Cancelled(Said):
        """Esc was pressed."""

    def __init__(self, *, id: str | None = None, covers: Widget | None = None) -> None:
        """``covers``: What stands in its place while nothing is typed, so that nothing else moves."""
        super().__init__(id=id)
        self._covers = covers
        self.sign = SEARCH
        self._history: dict[str, list[str]] = {sign: [] for sign in (SEARCH, COMMAND, FIND, LINK, TAG)}
        self._place = 0
        self.completer: Completer | None = None
        self._offered: tuple[str, ...] = ()
        self._offer = 0
        self._beside = ""
        self._is_hint = False

    def on_mount(self) -> None:
        # No part of the first screen, which does not wait for it.
        self.call_after_refresh(self._fill)

    def _fill(self) -> None:
        """Make the parts, unless they are there already."""
        if not self.children:
            self.mount(
                Static("", id="prompt-sign"),
                LineInput(compact=True, select_on_focus=False, suggester=_LineSuggester(self._complete)),
                Static("", id="prompt-problem"),
                Static("", id="prompt-reason"),
            )

    @property
    def is_open(self) -> bool:
        """Whether something can be typed."""
        return bool(self.display)

    def open(self, sign: str, text: str = "", *, proposal: str = "", hint: str = "") -> None:
        """Take what is typed from now on, after ``text``.

        A ``proposal`` stands there and goes when something else is typed. A ``hint`` says what may be
        typed, where there is more to say than of any line with this sign.
        """
        self._fill()
        self.sign = sign
        self._place = len(self._history[sign])
        self.query_one("#prompt-sign", Static).update(Content(sign[:1]))
        self.show_problem("")
        field = self.query_one(Input)
        field.placeholder = f" {hint}" if hint else _PLACEHOLDERS.get(sign, "")
        field.value = text + proposal
        field.cursor_position = len(text)
        if proposal:
            field.selection = Selection(len(text), len(text) + len(proposal))
        self._hint(field.value)
        # At once, and not when the style sheet comes round to it: keys typed ahead belong here.
        self._show(True)
        self.screen.set_focus(field)
        self.post_message(self.Opened(sign))

    def close(self) -> None:
        """Hide."""
        self._show(False)
        self.post_message(self.Closed(self.sign))

    def _show(self, is_shown: bool) -> None:
        self.display = is_shown
        if self._covers is None:
            return
        if is_shown:
            self._covers.display = False
        else:
            # Not shown outright: on a terminal that is too small it is hidden by the style sheet.
            self._covers.styles.clear_rule("display")
            self._covers.refresh(layout=True)

    def show_problem(self, sentence: str, text: str = "", place: int | None = None) -> None:
        """Say what is wrong with what is typed, "" for nothing: beside it, or below where it is too long.

        Args:
            text: What was read, without the blanks around what is typed, or with them.
            place: The character of ``text`` from which on it cannot be understood; None marks nothing.
        """
        field = self.query_one(Input)
        start = max(field.value.find(text), 0)
        field.highlighter = None if place is None else _Mark(start + place)
        field.refresh()
        is_beside = self._fits_beside(field.value, sentence)
        self._say_beside(sentence if is_beside else "")
        reason = self.query_one("#prompt-reason", Static)
        reason.update(Content("" if is_beside else sentence))
        reason.display = not is_beside
        # What stands below begins a row of the grid: the one above has to be full.
        self.query_one("#prompt-problem", Static).set_class(not sentence, "-silent")

    def has_room(self, sentence: str) -> bool:
        """Whether a problem can be said here in full."""
        # Three lines: that words are not broken takes less than the third.
        return "\n" not in sentence and cell_len(sentence) <= 2 * (self.app.size.width - 2)

    def _fits_beside(self, typed: str, sentence: str) -> bool:
        return cell_len(typed) + cell_len(sentence) + _ROOM_CELLS <= self.app.size.width

    def _say_beside(self, sentence: str, *, is_hint: bool = False) -> None:
        self._beside, self._is_hint = sentence, is_hint
        problem = self.query_one("#prompt-problem", Static)
        problem.set_class(not sentence, "-silent")
        problem.set_class(is_hint, "-hint")
        problem.update(Content(sentence))
        self._part()

    def _part(self) -> None:
        """Let what is said beside stand near what is typed: on a wide screen the other end is far off."""
        if not self._beside:
            self.styles.grid_columns = None
            return
        text = self.query_one(Input).value
        typed = cell_len(self._complete(text) or text) if self._is_hint else cell_len(text)
        room = self.app.size.width - cell_len(self._beside) - _ROOM_CELLS + 1
        self.styles.grid_columns = ("1", str(min(max(typed + 1, _FIELD_CELLS), room)), "1fr")

    def _hint(self, text: str) -> None:
        hint = _HINTS.get(text, "") if self.sign == COMMAND else ""
        if hint or self._is_hint:
            self._say_beside(
                hint if self._fits_beside(self._complete(text) or text, hint) else "", is_hint=True
            )

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if self.is_open:
            self._hint(event.value)
            self._part()
            self.post_message(self.Typed(self.sign, event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        text = event.value.strip()
        # Whether a command can be understood is known to whoever runs it.
        if self.sign != COMMAND:
            self._add_to_history(self.sign, text)
        self.post_message(self.Submitted(self.sign, text))

    def remember(self, sign: str, text: str) -> None:
        """Offer a line again, here and after a restart."""
        self._add_to_history(sign, text)
        self.post_message(self.Remembered(sign, text))

    def _add_to_history(self, sign: str, text: str) -> None:
        history = self._history[sign]
        if text and (not history or history[-1] != text):
            history.append(text)

    def use_history(self, typed: Mapping[str, Sequence[str]]) -> None:
        """Take what was typed at each sign in former days, the newest last."""
        for sign, lines in typed.items():
            history = self._history.setdefault(sign, [])
            history[:0] = lines
            self._place += len(lines) if sign == self.sign else 0

    def _complete(self, text: str) -> str | None:
        folded = text.casefold()
        offers = self._continuations(text, is_asked=False)
        return next((offer for offer in offers if offer.casefold().startswith(folded)), None)

    def _continuations(self, text: str, *, is_asked: bool) -> Iterable[str]:
        if self.sign not in (COMMAND, SEARCH, TAG) or self.completer is None:
            return ()
        return self.completer(self.sign, text, self._history[self.sign], is_asked)

    def action_complete(self, step: int) -> None:
        """Take how the line may go on; once more, the next way, and at last what was typed."""
        field = self.query_one(Input)
        if len(self._offered) > 1 and field.value == self._offered[self._offer]:
            self._offer = (self._offer + step) % len(self._offered)
        else:
            found = tuple(dict.fromkeys(self._continuations(field.value, is_asked=True)))
            if not found:
                return
            # A single way leaves nothing to choose from: the next Tab goes on behind it.
            self._offered = (*found, field.value) if len(found) > 1 else found
            self._offer = 0 if step > 0 else len(found) - 1
        field.value = self._offered[self._offer]
        field.cursor_position = len(field.value)

    def action_cancel(self) -> None:
        self.post_message(self.Cancelled(self.sign))

    def action_earlier(self) -> None:
        self._recall(-1)

    def action_later(self) -> None:
        self._recall(1)

    def _recall(self, step: int) -> None:
        history = self._history[self.sign]
        self._place = min(max(self._place + step, 0), len(history))
        text = history[self._place] if self._place < len(history) else ""
        field = self.query_one(Input)
        field.value = text
        field.cursor_position = len(text)

    def on_descendant_blur(self, _: events.DescendantBlur) -> None:
        if self.is_open and not self.has_focus_within:
            self.close()
