"""The picture desk: all pictures of a listing as a photo wire."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.suggester import SuggestFromList
from textual.timer import Timer
from textual.widgets import Input

from reader.clock import Clock
from reader.tui.behind import run_behind
from reader.tui.controllers.browser import open_address
from reader.tui.controllers.library import Library
from reader.tui.places import Place
from reader.tui.render.highlight import HitFinder
from reader.tui.widgets.bars import HintBar, TopBar
from reader.tui.widgets.line_input import LineInput
from reader.tui.widgets.picture_list import PictureList

_FILTER_AFTER_SECONDS = 0.15
_SUGGESTED_CREDITS = 500
_HINTS = (
    ("Enter", "Article"),
    ("/", "Agency or photographer"),
    ("Y", "Copy"),
    ("O", "Open"),
    ("Esc", "Back"),
)


class PictureDeskScreen(Screen[int | None]):
    """Shows captions, credits, feeds and ages; gives the article that was asked for, or None."""

    CSS_PATH: ClassVar = "desks.tcss"
    AUTO_FOCUS = "PictureList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,h,left", "leave", "Back", show=False),
        Binding("slash,f", "filter", "Filter by credit", show=False),
        Binding("Y", "copy_caption", "Copy caption and credit", show=False),
        Binding("O", "open_picture", "Open the picture", show=False),
    ]

    def __init__(self, library: Library, place: Place, matcher: HitFinder | None, clock: Clock) -> None:
        super().__init__()
        self._library = library
        self._place = place
        self._credit = ""
        self._number = 0
        self._timer: Timer | None = None
        self._list = PictureList(clock=clock)
        self._list.set_reactive(PictureList.matcher, matcher)

    def compose(self) -> ComposeResult:
        bar = TopBar()
        bar.set_reactive(TopBar.crumb, (*self._place.crumb, "Pictures"))
        yield bar
        yield self._list
        yield LineInput(placeholder="Agency or photographer", compact=True, id="credit")
        yield HintBar(_HINTS)

    def on_mount(self) -> None:
        # The pictures of a million articles take seconds: until then the desk is there, and can be left.
        self._list.announce("Pictures …")
        run_behind(self, self._begin, "pictures")

    async def _begin(self) -> None:
        await self._show("")
        credits = await self._library.read(self._library.archive.credits, _SUGGESTED_CREDITS)
        self.query_one(Input).suggester = SuggestFromList(
            [credit for credit, _ in credits], case_sensitive=False
        )

    async def _show(self, credit: str) -> None:
        self._number += 1
        number = self._number
        open_pictures = partial(
            self._library.archive.open_pictures,
            self._place.view,
            query=self._place.whole_query,
            credit=credit,
        )
        pictures = await self._library.read(open_pictures)
        if number == self._number:
            self._credit = credit
            title = f"Pictures · {credit}" if credit else "Pictures"
            self._list.show_listing(pictures, title=title, empty=("No pictures here", credit))

    def on_picture_list_opened(self, message: PictureList.Opened) -> None:
        self.dismiss(message.article_id)

    def on_input_changed(self, event: Input.Changed) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(_FILTER_AFTER_SECONDS, partial(self._show, event.value.strip()))

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        event.input.display = False
        self._list.focus()

    def action_filter(self) -> None:
        field = self.query_one(Input)
        field.display = True
        self.set_focus(field)

    async def action_leave(self) -> None:
        field = self.query_one(Input)
        if field.display:
            field.display = False
            self._list.focus()
        elif self._credit:
            field.value = ""
            await self._show("")
        else:
            self.dismiss(None)

    def action_copy_caption(self) -> None:
        row = self._list.cursor_row
        if row is None:
            return
        credit = f"({row.picture.credit})" if row.picture.credit else ""
        text = " ".join(part for part in (row.picture.caption, credit) if part)
        if text:
            self.app.copy_to_clipboard(text)
            self.notify("Copied the caption", markup=False)

    async def action_open_picture(self) -> None:
        row = self._list.cursor_row
        if row is not None and not await open_address(self.app, row.picture.url):
            self.notify("There is no picture to open", markup=False)
