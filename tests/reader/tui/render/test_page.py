"""A page finds its places again, and gives its text back as it was before wrapping."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from reader.feeds.bodies.blocks import Span
from reader.feeds.emphasis import Emphasis
from reader.keywords.matcher import Matcher
from reader.tui.render.lines import Line, Paint, Place, Role, Run
from reader.tui.render.page import Page
from reader.tui.render.typeset import Indent, Typesetting, blank, set_lines
from storage.model import Keyword

TEXTS = ("The bridge opened a week late.", "Two storms\nhad come.", "The end")


def lines_of(measure: int) -> Iterator[Line]:
    for piece, text in enumerate(TEXTS):
        runs = (Run(text, Paint(Role.BODY)),)
        yield from set_lines(runs, Typesetting(measure=measure), Indent((), (blank(2),)), piece=piece)


def whole_page(measure: int) -> Page:
    page = Page(lines_of(measure))
    page.finish()
    return page


def test_lines_are_made_only_as_far_as_asked() -> None:
    made: list[int] = []

    def coming() -> Iterator[Line]:
        for number in range(100):
            made.append(number)
            yield Line(place=Place(number))

    page = Page(coming())
    page.extend_to(9)
    assert (len(made), page.is_whole) == (10, False)
    page.extend(1000)
    assert (len(made), page.is_whole) == (100, True)


@pytest.mark.parametrize("first_measure", [8, 12, 40])
@pytest.mark.parametrize("second_measure", [8, 12, 40])
def test_a_place_is_found_at_any_width(first_measure: int, second_measure: int) -> None:
    first, second = whole_page(first_measure), whole_page(second_measure)
    for number in range(len(first.lines)):
        place = first.place_at(number)
        found = second.lines[second.line_at(place)]
        following = [line.place for line in second.lines if line.place > found.place]
        assert found.place <= place
        assert all(later > place for later in following)


def test_the_first_of_lines_with_the_same_place_is_found() -> None:
    page = Page(
        iter([Line(place=Place(0)), Line(place=Place(1)), Line(place=Place(1)), Line(place=Place(2))])
    )
    assert page.line_at(Place(1)) == 1


@pytest.mark.parametrize("measure", [8, 12, 40])
def test_selected_text_is_joined_as_it_was(measure: int) -> None:
    assert whole_page(measure).text(None, None) == "\n".join(TEXTS)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ((0, 4), (0, 10), "bridge"),
        ((0, 4), (1, 6), "bridge opened"),
        ((0, -3), (0, 3), "The"),
        ((5, 0), (5, 99), "The end"),
        ((5, 4), None, "end"),
        (None, (0, 3), "The"),
        ((5, 4), (99, 0), "end"),
        ((0, 8), (0, -2), ""),
    ],
)
def test_parts_of_the_text(start: tuple[int, int] | None, end: tuple[int, int] | None, expected: str) -> None:
    assert whole_page(16).text(start, end) == expected


def test_an_empty_page_has_no_text_and_no_pictures() -> None:
    page = Page(iter(()))
    assert (page.text(None, None), page.picture_lines(), page.link_lines()) == ("", [], [])
    assert page.place_at(3) == Place(0)


def test_pictures_and_links_are_found_in_order() -> None:
    def link(index: int) -> Run:
        return Run("x", Paint(Role.BODY, link=index))

    lines = [Line((link(1),)), Line(picture=0), Line((link(0), link(1))), Line(picture=1)]
    page = Page(iter(lines))
    assert page.picture_lines() == [1, 3]
    assert page.link_lines() == [(0, 1), (2, 0)]


def test_the_place_of_an_inner_link_is_its_first_line() -> None:
    def coming() -> Iterator[Line]:
        yield Line((Run("One", Paint(Role.BODY)),))
        yield Line((Run("Two ", Paint(Role.BODY)), Run("begins", Paint(Role.BODY, anchor=1))))
        yield Line((Run("and ends", Paint(Role.BODY, anchor=1)),))
        yield Line((Run("", Paint(Role.BODY, anchor=2)),))
        yield Line((Run("Figure", Paint(Role.FIGURE)),))

    page = Page(coming())
    assert [page.anchor_line(anchor) for anchor in (1, 2, 3)] == [1, 4, -1]


def test_only_the_lit_line_is_painted_as_marked() -> None:
    page = whole_page(40)
    page.lit_line = 1
    marked = [
        all(Emphasis.MARK in run.paint.emphasis for run in page.painted(number).runs)
        for number in range(len(page.lines))
    ]
    assert marked == [number == 1 for number in range(len(page.lines))]


TEXT = "The port of Naqoura lies by the sea, south of Tyre: a port where ships of peace put in. " * 4
SIGNS = {1: "◆", 2: "▲", 3: "◆"}


def signed_page(signs: Mapping[int, str], measure: int, *, is_justified: bool = False) -> Page:
    keywords = (Keyword(1, "port"), Keyword(2, "Naqoura", color="accent"), Keyword(3, "ships of peace"))
    setting = Typesetting(measure, Matcher(keywords, signs), is_justified=is_justified)
    page = Page(set_lines(setting.span_runs([Span(TEXT)], Role.BODY), setting, Indent(), piece=1))
    page.finish()
    return page


def first_words(page: Page) -> list[str]:
    """The first word of each line, where its place says that it stands."""
    return [TEXT[line.place.offset :].split()[0] for line in page.lines]


@pytest.mark.parametrize("measure", range(12, 74, 3))
def test_the_signs_of_keywords_are_no_part_of_the_text(measure: int) -> None:
    signed = signed_page(SIGNS, measure)
    assert "◆port of ▲Naqoura" in " ".join(line.text for line in signed.lines)
    for page in (signed, signed_page({}, measure), signed_page(SIGNS, measure, is_justified=True)):
        assert page.text(None, None) == TEXT.rstrip()
        assert first_words(page) == [line.text.lstrip("◆▲").split()[0] for line in page.lines]
        assert not any(line.text.endswith(("◆", "▲")) for line in page.lines)


@pytest.mark.parametrize("measure", [14, 24, 60])
def test_hits_with_signs_are_gone_through_like_those_without(measure: int) -> None:
    for page in (signed_page(SIGNS, measure), signed_page({}, measure)):
        # Two lines that go on with the ships of peace are not gone to.
        begun = [
            number
            for number, line in enumerate(page.lines)
            if any(run.text in ("port", "Naqoura") or run.text.startswith("ships") for run in line.runs)
        ]
        assert page.hit_lines() == begun
