"""Second descriptions that must not displace an item's own.

feedparser takes ``itunes:summary`` and ``dc:description`` for another summary, and the second
summary of an item for its content: a podcast's plain abstract would win over its formatted
notes. Here each is kept under its own key, for where the item says nothing else.
"""

from __future__ import annotations

from typing import Any

SIDE_TEXT_KEY = "cutline_side_text"
"""Key of an entry (or the feed) under which the longest such text is kept."""

_TEXT_KEY = "cutline_side"


class SideTextMixin:
    """Handlers for second descriptions; put it before feedparser's mixin."""

    def _start_itunes_summary(self: Any, attributes: dict[str, str]) -> None:
        self.push(_TEXT_KEY, 0)

    def _end_itunes_summary(self: Any) -> None:
        text = self.pop(_TEXT_KEY)
        context = self._get_context()
        if text and len(text) > len(dict.get(context, SIDE_TEXT_KEY, "")):
            context[SIDE_TEXT_KEY] = self.read_text(text)

    _start_dc_description = _start_itunes_summary
    _end_dc_description = _end_itunes_summary
