"""Lines: styled runs of text that a widget paints; the roles name what a run is, never its colour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from reader.feeds.emphasis import Emphasis
from reader.tui.render.cells import ELLIPSIS, clip, fitting_chars, width_cells


class Role(StrEnum):
    """What a run is; a widget's shades say what it looks like."""

    TITLE = "title"
    TITLE_READ = "title-read"
    FEED = "feed"
    META = "meta"
    SUMMARY = "summary"
    CAPTION = "caption"
    CREDIT = "credit"
    ALT = "alt"
    FIGURE = "figure"
    FIGURE_META = "figure-meta"
    BAR = "bar"
    UNREAD = "unread"
    STAR = "star"
    TAG = "tag"
    BADGE = "badge"
    SIGN = "sign"
    KICKER = "kicker"
    HEADLINE = "headline"
    BODY = "body"
    QUOTE = "quote"
    QUOTE_BAR = "quote-bar"
    BULLET = "bullet"
    HEADING = "heading"
    SUBHEADING = "subheading"
    CODE = "code"
    MARK = "mark"
    RULE = "rule"
    LINK = "link"
    LINK_NUMBER = "link-number"
    HINT = "hint"


_TELLING = frozenset({Role.BADGE, Role.SIGN})
"""What tells of a keyword that stands elsewhere."""

ADDED = frozenset({Role.LINK_NUMBER, Role.SIGN})
"""What stands in a text and is not of it."""


class Paint(NamedTuple):
    """How a run is painted.

    Attributes:
        link: Index into the article's links, -1 where the run is none.
        hit: The colour name of the keyword that is found here, or whose badge or sign it is, "" for none.
        anchor: Number of a place that links within the article lead to, 0 where there is none.
    """

    role: Role
    emphasis: Emphasis = Emphasis.NONE
    link: int = -1
    hit: str = ""
    anchor: int = 0

    @property
    def is_lit(self) -> bool:
        """Whether a keyword stands here, and not what only tells of one."""
        return bool(self.hit) and self.role not in _TELLING


class Run(NamedTuple):
    """Characters painted alike, without newlines."""

    text: str
    paint: Paint


Runs = tuple[Run, ...]


class Place(NamedTuple):
    """Where a line stands in its article, whatever the width: a piece and a character in it."""

    piece: int
    offset: int = 0


_BEGINNING = Place(0)


class Line(NamedTuple):
    """One line of an article.

    Attributes:
        runs: The text, which selection copies.
        prefix: What stands before it: indents, bars and bullets, which selection leaves out.
        place: For finding the same text again after another layout.
        picture: Index of the picture whose figure begins here, -1 elsewhere.
        joint: What joins the next line when both are copied: "" or " " where the text was only
            wrapped, a newline where it ended.
        fill: Cells that the last role's background is stretched to, 0 for none.
        gaps: Characters of the text, from where to where, that only widen it to the right edge.
    """

    runs: Runs = ()
    prefix: Runs = ()
    place: Place = _BEGINNING
    picture: int = -1
    joint: str = "\n"
    fill: int = 0
    gaps: tuple[tuple[int, int], ...] = ()

    def written(self, start: int, end: int) -> str:
        """What the article itself says among these characters: no widened gaps, nothing added."""
        unwritten = [*self.gaps, *self._added()]
        if not unwritten:
            return self.text[start:end]
        text = self.text
        kept = (index for index in range(start, min(end, len(text))))
        return "".join(
            text[index] for index in kept if not any(first <= index < last for first, last in unwritten)
        )

    def _added(self) -> Iterator[tuple[int, int]]:
        position = 0
        for run in self.runs:
            if run.paint.role in ADDED:
                yield position, position + len(run.text)
            position += len(run.text)

    @property
    def text(self) -> str:
        """The text without the prefix."""
        return "".join(run.text for run in self.runs)

    @property
    def painted(self) -> str:
        """Everything that stands in the line, for tests and plain output."""
        return "".join(run.text for run in (*self.prefix, *self.runs))


def runs_width(runs: Iterable[Run]) -> int:
    """How many cells the runs take."""
    return sum(width_cells(run.text) for run in runs)


def cut_runs(runs: Sequence[Run], cuts: Iterable[tuple[int, int]]) -> Iterator[Runs]:
    """Give the runs of each stretch of characters, from where to where; the stretches must ascend.

    One walk over the runs serves all stretches: a paragraph may have thousands of both.
    """
    index = position = 0
    for start, end in cuts:
        cut: list[Run] = []
        while index < len(runs):
            run = runs[index]
            next_position = position + len(run.text)
            if next_position > start and position < end:
                cut.append(Run(run.text[max(start - position, 0) : end - position], run.paint))
            if next_position > end:
                break
            position = next_position
            index += 1
        yield tuple(cut)


def clip_runs(runs: Sequence[Run], width: int) -> Runs:
    """Cut the runs to at most ``width`` cells; an ellipsis takes the style of what it cuts."""
    if runs_width(runs) <= width:
        return tuple(runs)
    kept: list[Run] = []
    left = width
    for run in runs:
        size = width_cells(run.text)
        if size < left:
            kept.append(run)
            left -= size
            continue
        text = clip(run.text, left) if size > left else _end_with_ellipsis(run.text, left)
        if text == ELLIPSIS and kept:
            kept[-1] = Run(kept[-1].text.rstrip(), kept[-1].paint)
        kept.append(Run(text, run.paint))
        break
    return tuple(kept)


def _end_with_ellipsis(text: str, width: int) -> str:
    """Give up the end of a text that would fit, because what follows it does not."""
    return text[: fitting_chars(text, width - 1)].rstrip() + ELLIPSIS if width > 0 else ""
