"""A page of text over the reader: what a command wrote."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from reader.tui.render.hang import hang

LOW_PAGES = [(0, "-low"), (17, "-middle")]
"""On low screens the text has the lines that margins take elsewhere."""


class OutputScreen(ModalScreen[None]):
    """Shows text until Esc, q or Enter."""

    CSS_PATH: ClassVar = "dialogs.tcss"
    VERTICAL_BREAKPOINTS = LOW_PAGES
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "dismiss", "Close", show=False),
        Binding("j,down", "scroll(1)", "Line down", show=False),
        Binding("k,up", "scroll(-1)", "Line up", show=False),
        Binding("space,pagedown", "scroll_page(1)", "Page down", show=False),
        Binding("b,pageup", "scroll_page(-1)", "Page up", show=False),
        Binding("g,home", "go_to_end(0)", "Beginning", show=False),
        Binding("G,end", "go_to_end(1)", "End", show=False),
    ]

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._page_title = title
        self._text = text

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog -wide") as page:
            page.border_title = Content(self._page_title)
            page.border_subtitle = "Esc closes"
            yield Static(id="text")

    def on_resize(self) -> None:
        self.call_after_refresh(self._set_text)

    def _set_text(self) -> None:
        text = self.query_one("#text", Static)
        width = self.query_one(VerticalScroll).scrollable_content_region.width - text.gutter.width
        text.update(Content(hang(self._text, width)))

    def action_scroll(self, step: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=step, animate=False)

    def action_scroll_page(self, step: int) -> None:
        page = self.query_one(VerticalScroll)
        page.scroll_relative(y=step * max(page.scrollable_content_region.height - 1, 1), animate=False)

    def action_go_to_end(self, is_end: int) -> None:
        page = self.query_one(VerticalScroll)
        page.scroll_to(y=page.max_scroll_y if is_end else 0, animate=False)
