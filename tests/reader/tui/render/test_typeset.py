"""Spans set as lines: links, emphasis, justification, alignment."""

from __future__ import annotations

import pytest

from reader.feeds.bodies.blocks import Span
from reader.feeds.emphasis import Emphasis
from reader.tui.render.lines import Paint, Role, Run, runs_width
from reader.tui.render.typeset import Indent, Typesetting, blank, justify, set_lines


def body(text: str) -> tuple[Run, ...]:
    return (Run(text, Paint(Role.BODY)),)


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (Span("10⁶ m"), "10⁶ m"),
        (Span("👍🏽"), "👍"),
        (Span("bold", Emphasis.BOLD), "bold"),
    ],
)
def test_spans_as_they_are_drawn(span: Span, expected: str) -> None:
    (run,) = Typesetting(measure=40).span_runs([span], Role.BODY)
    assert run.text == expected
    assert run.paint.emphasis is span.emphasis


def test_links_know_their_place_among_the_links() -> None:
    setting = Typesetting(measure=40, link_indexes={"https://a.example/": 0, "https://b.example/": 1})
    runs = setting.span_runs([Span("see "), Span("this", url="https://b.example/")], Role.BODY)
    assert [run.paint.link for run in runs] == [-1, 1]


def test_a_numbered_link_has_its_number_once_behind_its_last_run() -> None:
    url = "https://a.example/"
    setting = Typesetting(measure=40, link_indexes={url: 0}, shows_link_numbers=True)
    spans = [
        Span("see "),
        Span("this ", url=url),
        Span("page", Emphasis.BOLD, url),
        Span(", and "),
        Span("it", url=url),
    ]
    runs = setting.span_runs(spans, Role.BODY)
    assert "".join(run.text for run in runs) == "see this page‹1›, and it‹1›"


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("one two three", 13, "one two three"),
        ("one two three", 15, "one  two  three"),
        ("one two three", 14, "one two  three"),
        ("one two three", 18, "one two three"),
        ("single", 10, "single"),
        ("日本 首相", 10, "日本  首相"),
        ("café  au lait", 15, "café   au  lait"),
    ],
)
def test_justified_lines_reach_the_edge_without_holes(text: str, width: int, expected: str) -> None:
    assert "".join(run.text for run in justify(body(text), width)[0]) == expected


def test_only_wrapped_lines_are_justified() -> None:
    setting = Typesetting(measure=12, is_justified=True)
    lines = list(set_lines(body("one two three\nfour five"), setting, Indent(), piece=1))
    assert [line.text for line in lines] == ["one two", "three", "four five"]
    wide = Typesetting(measure=8, is_justified=True)
    assert next(set_lines(body("one two three"), wide, Indent(), piece=1)).text == "one  two"


def test_a_justified_line_keeps_its_styles() -> None:
    runs = (Run("one ", Paint(Role.BODY)), Run("two three", Paint(Role.BODY, Emphasis.BOLD)))
    widened, added = justify(runs, 15)
    assert [(run.text, run.paint.emphasis) for run in widened] == [
        ("one  ", Emphasis.NONE),
        ("two  three", Emphasis.BOLD),
    ]
    assert added == ((4, 5), (9, 10))


def test_what_only_widens_a_line_is_not_written_in_it() -> None:
    setting = Typesetting(measure=15, is_justified=True)
    line = next(set_lines(body("one two three four"), setting, Indent(), piece=1))
    assert (line.text, line.written(0, 15)) == ("one  two  three", "one two three")
    assert line.written(4, 11) == "two t"


def test_the_first_line_has_an_indent_of_its_own() -> None:
    indent = Indent(body("• "), (blank(2),))
    lines = set_lines(body("one two three"), Typesetting(measure=9), indent, piece=1)
    assert [line.painted for line in lines] == ["• one two", "  three"]


def test_lines_at_the_right_end_at_the_measure() -> None:
    lines = list(set_lines(body("AFP/路透社"), Typesetting(measure=20), Indent(), piece=1, is_right=True))
    assert [runs_width((*line.prefix, *line.runs)) for line in lines] == [20]
    assert lines[0].text == "AFP/路透社"
