"""A page: an article's lines, laid out only as far as somebody has looked."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, takewhile

from reader.feeds.emphasis import Emphasis
from reader.tui.render.lines import Line, Place, Run, Runs

LAST_PIECE = 1_000_000_000
"""The piece of what stands below everything."""


class Page:
    """Lines of an article, made on demand: a book opens as quickly as a note.

    Attributes:
        marked_line: The number of the line that was gone to, -1 for none: its finds are underlined.
        marked_run: The number of the run in it with which the only one that is underlined begins, -1 for all.
        lit_line: The number of the line that a link within the article led to, -1 for none.
    """

    def __init__(self, lines: Iterator[Line]) -> None:
        self._coming = lines
        self.lines: list[Line] = []
        self.is_whole = False
        self.marked_line = self.marked_run = self.lit_line = -1

    def painted(self, number: int) -> Line:
        """A line as it is to be painted."""
        line = self.lines[number]
        if number == self.lit_line:
            line = line._replace(runs=tuple(_emphasised(run, Emphasis.MARK) for run in line.runs))
        if number != self.marked_line:
            return line
        marked = self._marked(line.runs)
        runs = (
            _emphasised(run, Emphasis.UNDERLINE) if place in marked and run.paint.is_lit else run
            for place, run in enumerate(line.runs)
        )
        return line._replace(runs=tuple(runs))

    def _marked(self, runs: Runs) -> range:
        """Which runs of the marked line are gone to: of a find, all that it was parted to."""
        first = self.marked_run
        if first < 0:
            return range(len(runs))
        same = takewhile(lambda run: run.paint.hit == runs[first].paint.hit, runs[first:])
        return range(first, first + len(list(same)))

    def extend(self, line_count: int) -> None:
        """Lay out that many further lines, or fewer where the article ends."""
        before = len(self.lines)
        self.lines.extend(islice(self._coming, line_count))
        self.is_whole = len(self.lines) - before < line_count

    def extend_to(self, line_number: int) -> None:
        """Lay out at least up to a line."""
        if line_number >= len(self.lines) and not self.is_whole:
            self.extend(line_number + 1 - len(self.lines))

    def finish(self) -> None:
        """Lay out all of it."""
        self.lines.extend(self._coming)
        self.is_whole = True

    def place_at(self, line_number: int) -> Place:
        """The place of a line; the nearest line's where there is none of this number."""
        if not self.lines:
            return Place(0)
        return self.lines[min(max(line_number, 0), len(self.lines) - 1)].place

    def line_at(self, place: Place) -> int:
        """The number of the line in which a place stands, as well as this layout has it."""
        found = number = 0
        while True:
            self.extend_to(number)
            if number >= len(self.lines) or self.lines[number].place > place:
                return found
            # Of the lines with the same place, a figure's for instance, the first is the one.
            if number and self.lines[number].place > self.lines[number - 1].place:
                found = number
            number += 1

    def picture_lines(self) -> list[int]:
        """The numbers of the lines where pictures begin, in order; lays out the whole page."""
        self.finish()
        return [number for number, line in enumerate(self.lines) if line.picture >= 0]

    def hit_lines(self) -> list[int]:
        """The numbers of the lines where keywords stand, in order; lays out the whole page.

        The badges in the head are none, and a hit that was wrapped counts where it begins.
        """
        self.finish()
        numbers: list[int] = []
        is_carried = False
        for number, line in enumerate(self.lines):
            hits = [run.paint.is_lit for run in line.runs]
            if any(hits[1:] if is_carried else hits):
                numbers.append(number)
            is_carried = bool(hits) and hits[-1] and line.joint != "\n"
        return numbers

    def mark_hit(self, number: int) -> str:
        """Mark one of the ``hit_lines``, and say which it is of how many: "2 of 6"."""
        self.marked_line, self.marked_run = number, -1
        lines = self.hit_lines()
        return f"{lines.index(number) + 1:,} of {len(lines):,}"

    def found_runs(self) -> list[tuple[int, int]]:
        """Where what is looked for begins, as line and run, in the lines that there are by now."""
        from reader.tui.render.find import found_runs

        return found_runs(self.lines)

    def mark_find(self, find: int) -> int:
        """Mark one of the ``found_runs`` by its place among them, and give the number of its line."""
        self.marked_line, self.marked_run = self.found_runs()[find]
        return self.marked_line

    def link_lines(self) -> list[tuple[int, int]]:
        """Each link's first line: (line number, link index), in reading order; lays out the whole page."""
        self.finish()
        first_lines: dict[int, int] = {}
        for number, line in enumerate(self.lines):
            for run in line.runs:
                if run.paint.link >= 0:
                    first_lines.setdefault(run.paint.link, number)
        return [(number, link) for link, number in first_lines.items()]

    def anchor_line(self, anchor: int) -> int:
        """The number of the line where the place of a link within the article is, -1 where there is none."""
        number = 0
        while True:
            self.extend_to(number)
            if number >= len(self.lines):
                return -1
            line = self.lines[number]
            if any(run.paint.anchor == anchor for run in line.runs):
                # A figure's place is the blank line above it.
                return number if line.text else number + 1
            number += 1

    def paragraph_lines(self, number: int) -> tuple[int, int]:
        """The first and the last of the lines that a line's text was wrapped to."""
        first = last = number
        while first > 0 and self.lines[first - 1].joint != "\n":
            first -= 1
        self.extend_to(last + 1)
        while last + 1 < len(self.lines) and self.lines[last].joint != "\n":
            last += 1
            self.extend_to(last + 1)
        return first, last

    def text(self, start: tuple[int, int] | None, end: tuple[int, int] | None) -> str:
        """The text between two points, (line number, character), without bars, indents and margins.

        Wrapped lines are joined again. None is the page's beginning or its end.
        """
        self.finish()
        if not self.lines:
            return ""
        first_line, first = start or (0, 0)
        page_end = (len(self.lines) - 1, len(self.lines[-1].text))
        last_line, last = min(end or page_end, page_end)
        parts: list[str] = []
        for number in range(max(first_line, 0), last_line + 1):
            line = self.lines[number]
            stop = max(last, 0) if number == last_line else len(line.text)
            parts.append(line.written(max(first, 0) if number == first_line else 0, stop))
            parts.append(line.joint if number < last_line else "")
        return "".join(parts)


def _emphasised(run: Run, emphasis: Emphasis) -> Run:
    return run._replace(paint=run.paint._replace(emphasis=run.paint.emphasis | emphasis))
