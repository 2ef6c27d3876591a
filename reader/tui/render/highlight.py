"""Keyword hits laid over runs of text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Protocol

from reader.tui.render.cells import grapheme_end
from reader.tui.render.lines import Role, Run, Runs

if TYPE_CHECKING:
    from storage.model import Scope


class HitPlace(Protocol):
    """A place where a keyword was found: character offsets, the keyword's colour name, and the sign that is
    to stand before it, "" for none."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def color(self) -> str: ...
    @property
    def sign(self) -> str: ...


class HitFinder(Protocol):
    """What finds keywords in a text: the places ascend and do not overlap."""

    def spans(self, text: str, scope: Scope) -> Sequence[HitPlace]:
        """Find the keywords that are looked for in this scope."""

    def inside(self, feed_id: int) -> HitFinder:
        """What finds the keywords that are looked for in a feed."""


def inside(finder: HitFinder | None, feed_id: int) -> HitFinder | None:
    """What finds the keywords that are looked for in a feed."""
    return finder.inside(feed_id) if finder is not None else None


def highlight(runs: Iterable[Run], finder: HitFinder | None, scope: Scope) -> Runs:
    """Part the runs where hits begin and end, mark the hits, and put their signs before them.

    A hit may reach over several runs. One that ends before a combining mark takes the mark along.
    """
    runs = tuple(runs)
    if finder is None:
        return runs
    text = "".join(run.text for run in runs)
    places = finder.spans(text, scope) if text else ()
    if not places:
        return runs
    hits = [(place.start, grapheme_end(text, place.end), place.color, place.sign) for place in places]
    marked: list[Run] = []
    position = first_hit = 0
    for run in runs:
        while first_hit < len(hits) and hits[first_hit][1] <= position:
            first_hit += 1
        end = position + len(run.text)
        marked.extend(_mark_run(run, position, islice(hits, first_hit, None)))
        position = end
    return tuple(marked)


def _mark_run(run: Run, position: int, hits: Iterable[tuple[int, int, str, str]]) -> Iterable[Run]:
    end = position + len(run.text)
    done = position
    for hit_start, hit_end, color, sign in hits:
        if hit_start >= end:
            break
        first, last = max(hit_start, done), min(hit_end, end)
        if first > done:
            yield Run(run.text[done - position : first - position], run.paint)
        if first < last:
            # One that began in the run before has its sign there.
            if sign and first == hit_start:
                yield Run(sign, run.paint._replace(role=Role.SIGN, hit=color))
            yield Run(run.text[first - position : last - position], run.paint._replace(hit=color))
            done = last
    if done < end:
        yield Run(run.text[done - position :], run.paint)


class LayeredFinder:
    """Two finders at once: where both find something, the upper one's place is lit."""

    def __init__(self, upper: HitFinder, lower: HitFinder | None) -> None:
        self._upper = upper
        self._lower = lower

    def inside(self, feed_id: int) -> LayeredFinder:
        """The two as they look in a feed."""
        below = inside(self._lower, feed_id)
        return self if below is self._lower else LayeredFinder(self._upper, below)

    def spans(self, text: str, scope: Scope) -> Sequence[HitPlace]:
        """The places of both, ascending and without overlap."""
        above = self._upper.spans(text, scope)
        below = self._lower.spans(text, scope) if self._lower is not None else ()
        if not above or not below:
            return above or below
        free = [
            place
            for place in below
            if not any(place.start < other.end and other.start < place.end for other in above)
        ]
        return sorted([*above, *free], key=lambda place: place.start)
