"""The dialog that adds a feed: an address, what it gives, and where it shall stand."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Protocol

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.suggester import SuggestFromList
from textual.widgets import Button, Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from reader.ingest.addresses import redact
from reader.ingest.events import AddedFeed
from reader.tui.behind import run_behind
from reader.tui.render.dates import day_and_time
from reader.tui.widgets.line_input import LineInput
from storage.errors import CutlineError
from storage.sentences import counted

if TYPE_CHECKING:
    from reader.ingest.preview import Preview, PreviewedFeed

_LOOKS = "Enter looks · Esc leaves"
_ADDS = "Enter adds · Esc leaves"


class Subscriber(Protocol):
    """What looks at addresses and subscribes to feeds."""

    async def preview(self, source: str) -> Preview:
        """What an address gives."""

    async def add(self, source: str, folder: str) -> AddedFeed:
        """Subscribe to a feed."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the dialog knows of the archive: its folders, and the addresses that are subscribed to."""

    folders: tuple[str, ...] = ()
    addresses: frozenset[str] = frozenset()


class AddFeedScreen(ModalScreen[AddedFeed | None]):
    """Enter looks at the address, Enter on a feed subscribes to it; gives what was added, or None."""

    CSS_PATH: ClassVar = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "Cancel", show=False)]
    # What was found and what is said of it are seen together: a smaller screen shows less of each.
    VERTICAL_BREAKPOINTS = [(0, "-low"), (17, "-middle"), (33, "-high")]  # noqa: RUF012 - as Textual declares it

    def __init__(
        self, subscriber: Subscriber, around: Surroundings, folder: str = "", source: str = ""
    ) -> None:
        """A ``source`` that is given is looked at as soon as the dialog is seen."""
        super().__init__()
        self._source = source
        self._subscriber = subscriber
        self._around = around
        self._folder = folder
        self._found: tuple[PreviewedFeed, ...] = ()

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog -small", can_focus=False) as dialog:
            dialog.border_title = "Add a feed"
            dialog.border_subtitle = _LOOKS
            yield Label("Address of a site, feed or file")
            yield LineInput(self._source, placeholder="https://", id="source", compact=True)
            yield Label("Folder")
            yield LineInput(
                self._folder,
                placeholder="none",
                id="folder",
                compact=True,
                suggester=SuggestFromList(self._around.folders, case_sensitive=False),
            )
            yield OptionList(id="found", compact=True, markup=False)
            yield Static("", id="headlines")
            yield Static("", id="message")
            with Horizontal(classes="buttons"):
                yield Button("Cancel", id="cancel", compact=True)
                yield Button("Look", id="add", variant="primary", compact=True)

    def on_mount(self) -> None:
        self.query_one(OptionList).display = False
        self.query_one("#headlines").display = False
        self._go_on()

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.input.id == "source" and self._found:
            self._show_found(())

    def on_input_submitted(self) -> None:
        self._go_on()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "add":
            self._go_on()
        else:
            self.action_cancel()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        self._show_headlines(event.option_index)

    def on_option_list_option_selected(self) -> None:
        self._go_on()

    def action_cancel(self) -> None:
        self.workers.cancel_node(self)
        self.dismiss(None)

    def _go_on(self) -> None:
        source = self.query_one("#source", Input).value.strip()
        if self._found:
            index = self.query_one(OptionList).highlighted or 0
            self._start(partial(self._subscribe, self._found[index].url), "Subscribing …")
        elif source:
            self._start(partial(self._look, source), "Looking …")

    def _start(self, work: Callable[[], Awaitable[None]], sentence: str) -> None:
        self._say(sentence)
        run_behind(self, work, "add", is_alone=True)

    async def _look(self, source: str) -> None:
        found = await self._subscriber.preview(source)
        if found.error:
            self._say(f"{found.error[:1].upper()}{found.error[1:]}.", is_error=True)
            return
        self._say("Enter subscribes" if len(found.feeds) == 1 else "Pick one; Enter subscribes")
        self._show_found(found.feeds)

    async def _subscribe(self, url: str) -> None:
        try:
            added = await self._subscriber.add(url, self.query_one("#folder", Input).value.strip())
        except CutlineError as error:
            self._say(str(error), is_error=True)
            return
        if added.error is not None:
            self._say(f"{added.error[:1].upper()}{added.error[1:]}.", is_error=True)
        else:
            self.dismiss(added)

    def _show_found(self, feeds: tuple[PreviewedFeed, ...]) -> None:
        self._found = feeds
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(self._describe(feed)) for feed in feeds])
        options.display = bool(feeds)
        self.query_one("#headlines").display = bool(feeds)
        self.query_one("#add", Button).label = "Add" if feeds else "Look"
        self.query_one(".dialog").border_subtitle = _ADDS if feeds else _LOOKS
        if feeds:
            options.highlighted = 0
            options.focus()
            self._show_headlines(0)

    def _show_headlines(self, index: int) -> None:
        if index < len(self._found):
            lines = [Content(f"· {headline}") for headline in self._found[index].headlines]
            self.query_one("#headlines", Static).update(Content("\n").join(lines))

    def _describe(self, feed: PreviewedFeed) -> Content:
        parts = [counted(feed.article_count, "article")]
        if feed.newest_at:
            parts.append(f"newest {day_and_time(feed.newest_at, has_year=True)}")
        if redact(feed.url) in self._around.addresses:
            parts.append("subscribed already")
        return Content.assemble((Content(feed.title).plain, "bold"), f" — {' · '.join(parts)}")

    def _say(self, sentence: str, *, is_error: bool = False) -> None:
        message = self.query_one("#message", Static)
        message.set_class(is_error, "-error")
        message.update(Content(sentence))
        self.call_after_refresh(message.scroll_visible, animate=False)
