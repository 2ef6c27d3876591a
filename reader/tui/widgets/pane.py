"""What the panes have in common: lines that scroll, under a rule with a title.

Textual lays out the whole screen when the extent of one pane changes, and paints all of a pane when its
title or its focus does. Panes keep their places whatever is in them, so here neither happens.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self

from textual.content import Content
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView

SCROLLING = """overflow-x: hidden;
    overflow-y: scroll;
    scrollbar-size-vertical: 1;
    scrollbar-background: $background;
    scrollbar-background-hover: $background;
    scrollbar-background-active: $background;
    scrollbar-color: $foreground 18%;
    scrollbar-color-hover: $foreground 35%;
    scrollbar-color-active: $primary;
    background: $background;"""
"""The scrollbar is always there, and seen only where something scrolls: panes keep their width."""


class Pane(ScrollView, can_focus=True):
    """A line-API widget with a rule above it."""

    _is_rule_alone = False
    _is_focus_new = False

    def set_extent(self, line_count: int) -> None:
        """Say how many lines there are to scroll through."""
        size = Size(self.scrollable_content_region.width, line_count)
        bar = self.vertical_scrollbar
        bar.window_virtual_size, bar.window_size = line_count, self.container_size.height
        if size != self.virtual_size:
            self.set_reactive(Pane.virtual_size, size)
            self.scroll_y = self.validate_scroll_y(self.scroll_y)

    def show_title(self, title: Content | None) -> None:
        """Write a title on the rule, None for none."""
        with self._rule_alone():
            self.border_title = title

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Paint anew; where the rule alone has changed, nothing but the rule."""
        # Textual has a widget painted anew right after it was told of its focus, without a word of why.
        is_focus_new, self._is_focus_new = self._is_focus_new and not self._is_rule_alone, False
        if (self._is_rule_alone or is_focus_new) and not regions:
            regions, layout = (Region(0, -1, self.outer_size.width, 1),), False
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    @contextmanager
    def _rule_alone(self) -> Iterator[None]:
        """What changes inside shows on the rule alone."""
        self._is_rule_alone = True
        try:
            yield
        finally:
            self._is_rule_alone = False

    def watch_has_focus(self, _has_focus: bool) -> None:
        with self._rule_alone():
            super().watch_has_focus(_has_focus)
        self.paint_focus()
        self._is_focus_new = True

    def paint_focus(self) -> None:
        """Paint what else looks different with the focus."""
