"""A field of a form with a hint in it."""

from __future__ import annotations

from collections.abc import Sequence

from textual.suggester import SuggestFromList

from reader.tui.render.cells import clip, steady_text
from reader.tui.widgets.line_input import LineInput


class HintedInput(LineInput):
    """Ends a hint that is too long with an ellipsis, where Textual would cut it without a sign."""

    def __init__(self, value: str, *, hint: str, suggestions: Sequence[str], id: str) -> None:
        """``suggestions``: What what is typed may become."""
        self._hint = steady_text(hint)
        super().__init__(
            value,
            placeholder=self._hint,
            id=id,
            compact=True,
            select_on_focus=False,
            suggester=SuggestFromList(suggestions, case_sensitive=False) if suggestions else None,
        )

    def on_resize(self) -> None:
        self.placeholder = clip(self._hint, self.content_size.width)
