"""A keyword as a form: what it finds, where, and what it does, tried out before it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Input, Label, Static

from reader.clock import Clock
from reader.keywords.dry_run import DryRun, dry_run
from reader.keywords.writing import (
    Surroundings,
    WritingError,
    cells_of,
    facts_of,
    read_cells,
    unique_titles,
)
from reader.tui.behind import run_behind
from reader.tui.controllers.library import Library
from reader.tui.render.cells import steady_text
from reader.tui.widgets.color_choice import ColorChoice
from reader.tui.widgets.hinted_input import HintedInput
from reader.tui.widgets.toggle import Toggle
from storage.archive import Archive
from storage.errors import CutlineError
from storage.model import Keyword, Scope
from storage.rules import Action
from storage.watch.keyword_steps import KeywordPlan
from storage.watch.keywords import KeywordFacts
from storage.watch.watching import WatchedKeyword

_FIELDS = (
    ("pattern", "Pattern", "word, two words, prefix*, =Exact, /regex/"),
    ("scope", "Look in", ", ".join(Scope)),
    ("feeds", "Feeds", "all; a title, another | a third"),
    ("folders", "Folders", "all; World | Home"),
    ("group", "Group", "none"),
    ("color", "Colour", "the group's own, or ◆"),
    ("glyph", "Sign", "the group's own, or the colour's"),
    ("actions", "Actions", f"light it; {', '.join(Action)}"),
    ("tag", "Tag", "for the action tag"),
    ("until", "Last day", "none; 2026-12-31"),
    ("regex", "Regex", ""),
    ("quiet", "Quiet", ""),
)
_TOGGLES = {
    "regex": ("only /regex/ is one", "all of the pattern is a regular expression"),
    "quiet": ("new articles are announced", "new articles are not announced"),
}
"""What no and yes mean."""

_SHOWN_HEADLINES = 4
_HINT = "Enter tries · Esc leaves"


class KeywordFormScreen(ModalScreen[KeywordFacts | None]):
    """Enter tries what is written, Enter once more keeps it; gives what is to be kept, or None."""

    CSS_PATH: ClassVar = "dialogs.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-close"), (28, "-roomy")]  # noqa: RUF012 - as Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Cancel", show=False),
        # By priority, as in all forms: what is typed ahead belongs to the next field.
        Binding("tab,down", "app.focus_next", "Next field", show=False, priority=True),
        Binding("shift+tab,up", "app.focus_previous", "Field before", show=False, priority=True),
    ]

    def __init__(
        self,
        library: Library,
        clock: Clock,
        around: Surroundings,
        watched: WatchedKeyword | None = None,
    ) -> None:
        """``watched`` is the keyword to be changed, None makes a new one."""
        super().__init__()
        self._library = library
        self._clock = clock
        self._around = around
        self._watched = watched
        self._tried: KeywordFacts | None = None
        self._number = 0

    def compose(self) -> ComposeResult:
        cells = self._cells()
        with VerticalScroll(classes="dialog -form", can_focus=False) as dialog:
            dialog.border_title = "Watch a word" if self._watched is None else "Change a keyword"
            dialog.border_subtitle = _HINT
            for name, label, hint in _FIELDS:
                with Horizontal(classes="field"):
                    yield Label(label)
                    yield self._field(name, cells.get(name, ""), hint)
            yield Static("", id="message")
            yield Static("", id="headlines")
            with Horizontal(classes="buttons"):
                yield Button("Cancel", id="cancel", compact=True)
                yield Button("Try", id="go", variant="primary", compact=True)

    def on_mount(self) -> None:
        self.query_one("#headlines").display = False

    def _field(self, name: str, value: str, hint: str) -> Widget:
        named = f"keyword-{name}"
        if name == "color":
            return ColorChoice(value, hint=hint, id=named)
        if name in _TOGGLES:
            no, yes = _TOGGLES[name]
            return Toggle(is_on=bool(value), no=no, yes=yes, id=named)
        return HintedInput(value, hint=hint, suggestions=self._suggestions(name), id=named)

    @on(Input.Changed)
    @on(Toggle.Changed)
    @on(ColorChoice.Changed)
    def _something_else_is_written(self) -> None:
        self._forget()

    @on(Input.Submitted)
    @on(Toggle.Submitted)
    @on(ColorChoice.Submitted)
    def _enter_was_pressed(self) -> None:
        self._go_on()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "go":
            self._go_on()
        else:
            self.action_cancel()

    def action_cancel(self) -> None:
        self.dismiss(None)

    def _go_on(self) -> None:
        if self._tried is not None:
            self.dismiss(self._tried)
            return
        self._forget()
        try:
            facts = self._read()
        except CutlineError as error:
            self._say(str(error), is_error=True)
            return
        self._say("Trying …")
        run_behind(self, partial(self._try, facts, self._number), "try", is_alone=True)

    def _read(self) -> KeywordFacts:
        """Raises WritingError or PatternError."""
        cells = {name: self._written_in(name) for name, _, _ in _FIELDS}
        written = read_cells(0, cells)
        if written.expires_at is not None and written.expires_at <= self._clock():
            raise WritingError(f"the last day {cells['until']} is over: write a later one, or none")
        own = self._watched.keyword if self._watched is not None else None
        if any(one.pattern == written.pattern for one in self._around.keywords if one != own):
            raise WritingError(f"{written.pattern} is watched already: change that keyword, or write another")
        return facts_of(written, self._around, is_paused=self._is_paused())

    def _written_in(self, name: str) -> str:
        """What a field holds, as a cell."""
        match self.query_one(f"#keyword-{name}"):
            case Toggle(is_on=is_on):
                return "yes" if is_on else ""
            case ColorChoice(value=value) | Input(value=value):
                return value
            case _:
                return ""

    def _is_paused(self) -> bool:
        """Whether the keyword rests by the reader's will; one whose last day was over is looked for again."""
        watched = self._watched
        return (
            watched is not None
            and watched.keyword.is_paused
            and (watched.expires_at is None or watched.expires_at > self._clock())
        )

    async def _try(self, facts: KeywordFacts, number: int) -> None:
        try:
            found = await self._library.read(_try_out, self._library.archive, facts, self._clock())
        except CutlineError as error:
            self._say(str(error), is_error=True)
            return
        # Meanwhile something else may have been written.
        if number == self._number:
            self._tried = facts
            self._show(found)

    def _show(self, found: DryRun) -> None:
        self._say(f"{found.sentence}. Enter keeps it.")
        lines = [
            f"· {steady_text(row.feed_title)}: {steady_text(row.title)}"
            for row in found.articles[:_SHOWN_HEADLINES]
        ]
        headlines = self.query_one("#headlines", Static)
        headlines.display = bool(lines)
        headlines.update(Content("\n".join(lines)))
        button = self.query_one("#go", Button)
        button.label = "Keep"
        self.query_one(".dialog").border_subtitle = "Enter keeps · Esc leaves"
        self.call_after_refresh(partial(button.scroll_visible, animate=False))

    def _forget(self) -> None:
        """What was tried is not what is written any more."""
        self._number += 1
        self._tried = None
        self.query_one("#headlines").display = False
        self.query_one("#go", Button).label = "Try"
        self.query_one(".dialog").border_subtitle = _HINT
        self._say("")

    def _say(self, sentence: str, *, is_error: bool = False) -> None:
        message = self.query_one("#message", Static)
        message.set_class(is_error, "-error")
        message.update(Content(sentence))
        # Below twelve fields it would stand outside of a small screen.
        if sentence:
            self.call_after_refresh(message.scroll_visible, animate=False, top=True)

    def _cells(self) -> dict[str, str]:
        """What the fields hold at first."""
        if self._watched is None:
            return {}
        cells = cells_of(self._watched, unique_titles(self._around.feeds))
        return {**cells, "until": _last_day(self._watched.expires_at)}

    def _suggestions(self, name: str) -> Sequence[str]:
        match name:
            case "feeds":
                return tuple(unique_titles(self._around.feeds).values())
            case "folders":
                return sorted(self._around.folders)
            case "group":
                return sorted({one.group for one in self._around.keywords if one.group})
            case "actions":
                return tuple(Action)
            case "scope":
                return tuple(Scope)
            case _:
                return ()


def read_surroundings(archive: Archive) -> Surroundings:
    """The feeds and keywords there are; blocks."""
    return Surroundings(archive.feeds(), archive.all_keywords())


def plan_of(old: str, facts: KeywordFacts) -> KeywordPlan:
    """What is to be done with what the form gave; ``old`` is the pattern before, "" for a new keyword."""
    new = facts.pattern
    verb = f"Changed keyword {old}" if old else f"Added keyword {new}"
    sentence = f"{verb} to {new}" if old and new != old else verb
    return KeywordPlan(sentence, (facts,), (old,) if old not in ("", new) else ())


def _try_out(archive: Archive, facts: KeywordFacts, now: datetime) -> DryRun:
    rule = archive.with_reach(facts.wishes.rule)
    return dry_run(archive, Keyword(0, facts.pattern, facts.is_regex, scopes=facts.scopes, rule=rule), now)


def _last_day(expires_at: datetime | None) -> str:
    """The day at whose end it is; with its time where it is not the end of one."""
    if expires_at is None:
        return ""
    local = expires_at.astimezone()
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        return (local - timedelta(days=1)).date().isoformat()
    return local.isoformat(timespec="seconds")
