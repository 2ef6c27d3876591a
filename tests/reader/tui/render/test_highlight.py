"""Keyword hits are laid over runs without changing a character."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from reader.feeds.emphasis import Emphasis
from reader.tui.render.highlight import highlight
from reader.tui.render.lines import Paint, Role, Run
from storage.model import Scope


@dataclass(frozen=True)
class FoundPlace:
    start: int
    end: int
    color: str
    sign: str = ""


class WordFinder:
    """Finds given words, in all scopes but the author's."""

    def __init__(self, *words: str, sign: str = "") -> None:
        self._pattern = re.compile("|".join(words))
        self._sign = sign

    def spans(self, text: str, scope: Scope) -> list[FoundPlace]:
        if scope is Scope.AUTHOR:
            return []
        return [FoundPlace(*match.span(), "accent", self._sign) for match in self._pattern.finditer(text)]


def runs_of(*texts: str) -> tuple[Run, ...]:
    """Runs that alternate between plain and bold."""
    emphases = (Emphasis.NONE, Emphasis.BOLD)
    return tuple(Run(text, Paint(Role.BODY, emphases[number % 2])) for number, text in enumerate(texts))


@pytest.mark.parametrize(
    ("texts", "words", "expected"),
    [
        (("a car in Naqoura today",), ("Naqoura",), ["a car in ", "*Naqoura", " today"]),
        (("Naqoura",), ("Naqoura",), ["*Naqoura"]),
        (("Naq", "oura now"), ("Naqoura",), ["*Naq", "*oura", " now"]),
        (("x one y", " two z"), ("one", "two"), ["x ", "*one", " y", " ", "*two", " z"]),
        (("one", "", "two"), ("two",), ["one", "*two"]),
        (("onetwo",), ("one", "two"), ["*one", "*two"]),
        (("cafe\u0301s",), ("cafe",), ["*cafe\u0301", "s"]),
        (("nothing",), ("Naqoura",), ["nothing"]),
        (("",), ("Naqoura",), [""]),
    ],
)
def test_hits_part_the_runs(texts: tuple[str, ...], words: tuple[str, ...], expected: list[str]) -> None:
    marked = highlight(runs_of(*texts), WordFinder(*words), Scope.TEXT)
    assert [("*" if run.paint.hit else "") + run.text for run in marked] == expected
    assert "".join(run.text for run in marked) == "".join(texts)


@pytest.mark.parametrize(
    ("texts", "words", "expected"),
    [
        (("a car in Naqoura today",), ("Naqoura",), "a car in ▲Naqoura today"),
        (("Naq", "oura now"), ("Naqoura",), "▲Naqoura now"),
        (("in", "Naq", "oura"), ("Naqoura",), "in▲Naqoura"),
        (("onetwo",), ("one", "two"), "▲one▲two"),
    ],
)
def test_a_sign_stands_once_before_its_hit(
    texts: tuple[str, ...], words: tuple[str, ...], expected: str
) -> None:
    marked = highlight(runs_of(*texts), WordFinder(*words, sign="▲"), Scope.TEXT)
    assert "".join(run.text for run in marked) == expected
    assert "".join(run.text for run in marked if run.paint.role is not Role.SIGN) == "".join(texts)
    assert not any(run.paint.is_lit for run in marked if run.paint.role is Role.SIGN)


def test_a_sign_in_a_link_belongs_to_the_link() -> None:
    runs = (Run("see Naqoura now", Paint(Role.BODY, link=3)),)
    marked = highlight(runs, WordFinder("Naqoura", sign="▲"), Scope.TEXT)
    assert {run.paint.link for run in marked} == {3}


def test_a_hit_keeps_the_emphasis_under_it() -> None:
    marked = highlight(runs_of("in Naq", "oura"), WordFinder("Naqoura"), Scope.TEXT)
    assert [run.paint.emphasis for run in marked if run.paint.hit] == [Emphasis.NONE, Emphasis.BOLD]


def test_the_scope_reaches_the_finder() -> None:
    assert highlight(runs_of("Naqoura"), WordFinder("Naqoura"), Scope.AUTHOR) == runs_of("Naqoura")


def test_without_a_finder_nothing_changes() -> None:
    assert highlight(runs_of("Naqoura"), None, Scope.TEXT) == runs_of("Naqoura")


def test_thousands_of_runs_and_hits_are_marked_in_one_walk() -> None:
    marked = highlight(runs_of(*["word link "] * 20_000), WordFinder("link"), Scope.TEXT)
    assert sum(1 for run in marked if run.paint.hit) == 20_000
