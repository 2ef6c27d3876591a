"""Finding text in an article: what is lit in the place of the keywords meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from reader.query.finder import COLORS, FoundPlace
from storage.sqlite.folding import fold, fold_with_places

if TYPE_CHECKING:
    from reader.tui.render.lines import Line
    from storage.model import Scope


class TextFinder:
    """Finds a text wherever it stands, also within words, whatever its case, diacritics and width."""

    def __init__(self, wanted: str) -> None:
        self.wanted = wanted
        self._needle = fold(wanted)

    def inside(self, feed_id: int) -> TextFinder:
        """Itself: the text is the same in all feeds."""
        return self

    def spans(self, text: str, scope: Scope) -> Sequence[FoundPlace]:
        """All places in a text, ascending and without overlap; ``scope`` does not matter."""
        if not self._needle or self._needle not in fold(text):
            return ()
        folded = fold_with_places(text)
        return [
            FoundPlace(*folded.original_span(start, start + len(self._needle)), COLORS[number % 2])
            for number, start in enumerate(self._starts(folded.text))
        ]

    def _starts(self, text: str) -> Iterator[int]:
        start = text.find(self._needle)
        while start >= 0:
            yield start
            start = text.find(self._needle, start + len(self._needle))


def found_runs(lines: Iterable[Line]) -> list[tuple[int, int]]:
    """Where each find begins, in order, as the numbers of line and run: one that is wrapped counts once."""
    found: list[tuple[int, int]] = []
    before = ""
    for number, line in enumerate(lines):
        for place, run in enumerate(line.runs):
            hit = run.paint.hit if run.paint.hit in COLORS else ""
            if hit and hit != before:
                found.append((number, place))
            before = hit
        if line.joint == "\n":
            before = ""
    return found
