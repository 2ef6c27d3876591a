"""The mouse in an article: what it selects is text, without bars, margins and the breaks of lines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from textual import events
from textual.geometry import Offset
from textual.selection import Selection

from reader.tui.render.page import Page
from reader.tui.widgets.pane import Pane


class TextSelecting(Pane):
    """A page whose text is selected by dragging, by two clicks (a word) or three (a paragraph)."""

    _page: Page

    def open_link(self, index: int) -> None:
        """Open a link that was clicked."""
        raise NotImplementedError

    def word_at(self, line: int, character: int) -> str:
        """The word at a place of the page, in its lines and their characters; "" where there is none."""
        from reader.keywords.names import word_span

        there = self._page.lines[line]
        span = word_span(there.text, character)
        return there.written(*span) if span is not None else ""

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        start = (selection.start.y, selection.start.x) if selection.start is not None else None
        end = (selection.end.y, selection.end.x) if selection.end is not None else None
        return self._page.text(start, end), "\n"

    def on_click(self, event: events.Click) -> None:
        if event.chain > 1:
            # Textual would select the whole article, and then the whole screen.
            event.prevent_default()
            self._select_at(event, is_paragraph=event.chain > 2)
            return
        link = event.style.meta.get("link")
        # A drag that selected text ends with a click as well: it means the text, not the link.
        if event.button == 1 and isinstance(link, int) and not self.screen.get_selected_text():
            self.open_link(link)

    def _select_at(self, event: events.Click, *, is_paragraph: bool) -> None:
        """Select the word that was clicked, or the paragraph around it."""
        from reader.keywords.names import word_span

        _, place = self.screen.get_widget_and_offset_at(event.screen_x, event.screen_y)
        if place is None or not 0 <= place.y < len(self._page.lines):
            return
        if is_paragraph:
            first, last = self._page.paragraph_lines(place.y)
            span: tuple[int, int] | None = (0, len(self._page.lines[last].text))
        else:
            first = last = place.y
            span = word_span(self._page.lines[place.y].text, place.x)
        if span is not None and span[0] < span[1]:
            self.screen.selections = {self: Selection(Offset(span[0], first), Offset(span[1], last))}
            self.screen.post_message(events.TextSelected())

    @contextmanager
    def _selection_kept(self) -> Iterator[None]:
        """Keep what is selected on its text while the page is made anew at the same width: a star or a tag
        adds a line to the head."""
        selection = self.text_selection if self.is_mounted else None
        if selection is None or selection.start is None or selection.end is None:
            yield
            return
        points = (selection.start, selection.end)
        places = [self._page.place_at(point.y) for point in points]
        # Several lines have one place: a blank one and the paragraph below it, for instance.
        further = [point.y - self._page.line_at(place) for point, place in zip(points, places, strict=True)]
        yield
        lines = [self._page.line_at(place) + more for place, more in zip(places, further, strict=True)]
        start, end = (Offset(point.x, line) for point, line in zip(points, lines, strict=True))
        self.screen.selections = {self: Selection(start, end)}

    def _select_nothing(self) -> None:
        if self.is_mounted and self.text_selection is not None:
            self.screen.clear_selection()
