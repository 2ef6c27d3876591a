"""Spans of a body set as lines: painted, lit where keywords are, wrapped, and justified on demand."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from reader.tui.render.cells import steady_text, width_cells
from reader.tui.render.highlight import HitFinder, highlight
from reader.tui.render.lines import ADDED, Line, Paint, Place, Role, Run, Runs, cut_runs, runs_width
from reader.tui.render.wrap import wrap
from storage.model import Scope

if TYPE_CHECKING:
    from reader.feeds.bodies.blocks import Span

MIN_TEXT_CELLS = 16
"""Deeper indents are not drawn where they would leave less than this for the text."""

# A gap of four cells between two words looks like a hole: such lines stay ragged.
_WIDEST_GAP_CELLS = 3


@dataclass(frozen=True, slots=True)
class Typesetting:
    """How an article is set.

    Attributes:
        measure: Cells from the text's left to its right edge.
        link_indexes: Each link's address -> its place among the article's links.
        shows_captions: Captions stand under their pictures' marks; else only the marks do.
        shows_link_numbers: Links carry their numbers, and are listed at the end.
        is_justified: Wrapped lines reach the right edge.
    """

    measure: int
    finder: HitFinder | None = None
    link_indexes: Mapping[str, int] = field(default_factory=dict)
    picture_count: int = 0
    shows_captions: bool = True
    shows_link_numbers: bool = False
    is_justified: bool = False
    is_full_emoji: bool = False

    def steady(self, text: str) -> str:
        """The text as it is drawn in this setting."""
        return steady_text(text, is_full_emoji=self.is_full_emoji)

    def text_runs(self, text: str, role: Role, scope: Scope) -> Runs:
        """Plain text as runs, with its keywords lit."""
        return highlight((Run(self.steady(text), Paint(role)),), self.finder, scope)

    def span_runs(self, spans: Iterable[Span], role: Role, scope: Scope = Scope.TEXT) -> Runs:
        """A body's spans as runs, with links, emphasis and keywords."""
        runs: list[Run] = []
        for span in spans:
            link = self.link_indexes.get(span.url, -1) if span.url else -1
            runs.append(Run(self.steady(span.text), Paint(role, span.emphasis, link, anchor=span.anchor)))
        lit = highlight(runs, self.finder, scope)
        return self.numbered(lit)

    def numbered(self, runs: Runs) -> Runs:
        """Runs with the numbers of their links, while those are shown."""
        return tuple(_with_link_numbers(runs)) if self.shows_link_numbers else runs


class Indent(NamedTuple):
    """What stands before a block's first line, before its other lines, and before a blank above it."""

    first: Runs = ()
    rest: Runs = ()

    @property
    def width(self) -> int:
        """Cells of the indent."""
        return runs_width(self.rest)

    def inner(self, first: Runs, rest: Runs) -> Indent:
        """A further indent within this one."""
        return Indent((*self.first, *first), (*self.rest, *rest))

    def later(self) -> Indent:
        """The indent of what follows the first line."""
        return Indent(self.rest, self.rest)


def set_lines(
    runs: Runs, setting: Typesetting, indent: Indent, *, piece: int, is_right: bool = False
) -> Iterator[Line]:
    """Wrap runs into lines between the indent and the measure.

    ``is_right`` sets them against the right edge.
    """
    text = "".join(run.text for run in runs)
    width = max(setting.measure - indent.width, 2)
    spans = wrap(text, width)
    offsets = _offsets(runs, [span.start for span in spans])
    prefix = indent.first
    lines = cut_runs(runs, ((span.start, span.end) for span in spans))
    for span, offset, line in zip(spans, offsets, lines, strict=True):
        own_prefix, own_line = prefix, line
        gaps: tuple[tuple[int, int], ...] = ()
        if is_right:
            left = max(width - width_cells(text[span.start : span.end]), 0)
            own_prefix = (*prefix, blank(left))
        elif setting.is_justified and span.joint == " ":
            own_line, gaps = justify(line, width)
        yield Line(own_line, own_prefix, Place(piece, offset), joint=span.joint, gaps=gaps)
        prefix = indent.rest


def _offsets(runs: Runs, starts: Sequence[int]) -> list[int]:
    """Where lines begin in the text without what was added to it: that comes and goes."""
    ends, added = [0], [0]
    position = 0
    for run in runs:
        position += len(run.text)
        if run.paint.role in ADDED:
            ends.append(position)
            added.append(added[-1] + len(run.text))
    return [start - added[bisect_right(ends, start) - 1] for start in starts]


def justify(runs: Runs, width: int) -> tuple[Runs, tuple[tuple[int, int], ...]]:
    """Widen the gaps between words until the line is ``width`` cells wide, evenly from both ends.

    A line that would get too wide gaps stays as it is.

    Returns:
        The line, and the characters in it, from where to where, that were added.
    """
    text = "".join(run.text for run in runs)
    gaps = [index for index in range(1, len(text)) if text[index] == " " and text[index - 1] != " "]
    missing = width - runs_width(runs)
    if not gaps or missing <= 0 or missing > len(gaps) * (_WIDEST_GAP_CELLS - 1):
        return runs, ()
    extra = {
        gap: (number + 1) * missing // len(gaps) - number * missing // len(gaps)
        for number, gap in enumerate(gaps)
    }
    position = before = 0
    added: list[tuple[int, int]] = []
    for gap, cells in extra.items():
        added.append((gap + 1 + before, gap + 1 + before + cells))
        before += cells
    widened: list[Run] = []
    for run in runs:
        parts = [character + " " * extra.get(position + place, 0) for place, character in enumerate(run.text)]
        widened.append(Run("".join(parts), run.paint))
        position += len(run.text)
    return tuple(widened), tuple(added)


def blank(cells: int) -> Run:
    """Empty cells."""
    return Run(" " * cells, Paint(Role.BODY))


def _with_link_numbers(runs: Iterable[Run]) -> Iterator[Run]:
    """Put each link's number behind its last run."""
    previous = -1
    for run in runs:
        if previous >= 0 and run.paint.link != previous:
            yield link_number(previous)
        previous = run.paint.link
        yield run
    if previous >= 0:
        yield link_number(previous)


def link_number(index: int) -> Run:
    """A link's number as the reader types it, from 1."""
    return Run(f"[{index + 1}]", Paint(Role.LINK_NUMBER))
