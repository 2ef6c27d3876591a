"""Blocks as lines: indents, blank lines, bullets, bars, tables, code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.feeds.bodies.blocks import (
    Block,
    Cell,
    Code,
    Embed,
    Figure,
    Heading,
    ListBlock,
    Paragraph,
    Quote,
    Rule,
    Span,
    Table,
)
from reader.tui.render.flow import Flow
from reader.tui.render.lines import Line, Role, runs_width
from reader.tui.render.typeset import Typesetting
from storage.model import Picture

VIDEO = "https://www.videos.example/watch"


def paragraph(text: str) -> Paragraph:
    return Paragraph((Span(text),))


def bulleted(*texts: str) -> ListBlock:
    return ListBlock(tuple((paragraph(text),) for text in texts))


def table(*rows: tuple[str, ...], caption: str = "", has_head: bool = True) -> Table:
    cells = (
        tuple(Cell((Span(text),), is_header=has_head and number == 0) for text in row)
        for number, row in enumerate(rows)
    )
    return Table(tuple(cells), caption)


def flow(*blocks: Block, measure: int = 30) -> list[Line]:
    return list(Flow(Typesetting(measure=measure, link_indexes={VIDEO: 0})).lay_out(blocks))


def painted(*blocks: Block, measure: int = 30) -> list[str]:
    """What is painted, without the blank line above the first block."""
    return [line.painted.replace("\u00a0", " ").rstrip() for line in flow(*blocks, measure=measure)][1:]


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        ((paragraph("One."), paragraph("Two.")), ["One.", "", "Two."]),
        ((paragraph("Line\nbreak"),), ["Line", "break"]),
        ((Heading(2, (Span("What now"),)), paragraph("One.")), ["What now", "", "One."]),
        (
            (Quote((paragraph("I am well."), paragraph("— A minister"))),),
            ["┃ I am well.", "┃", "┃ — A minister"],
        ),
        ((bulleted("one", "two"),), ["• one", "• two"]),
        (
            (bulleted("a longer item that is wrapped at its end"),),
            ["• a longer item that is", "  wrapped at its end"],
        ),
        (
            (ListBlock(((paragraph("one"), bulleted("in", "out")), (paragraph("two"),))),),
            ["• one", "  ◦ in", "  ◦ out", "• two"],
        ),
        (
            (ListBlock(((paragraph("one"), paragraph("more")), (paragraph("two"),))),),
            ["• one", "", "  more", "", "• two"],
        ),
        (
            (ListBlock(tuple((paragraph(str(number)),) for number in range(9, 11)), start=9),),
            [" 9. 9", "10. 10"],
        ),
        ((ListBlock(((Quote((paragraph("said"),)),),)),), ["• ┃ said"]),
        (
            (ListBlock(tuple((paragraph(text),) for text in ("one", "two")), 1, ("[9]", "[10]")),),
            [" [9] one", "[10] two"],
        ),
        ((Quote((bulleted("one", "two"),)),), ["┃ • one", "┃ • two"]),
        ((Quote((Quote((paragraph("deep"),)), paragraph("up"))),), ["┃ ┃ deep", "┃", "┃ up"]),
        ((ListBlock(((bulleted("inner"),),)),), ["• ◦ inner"]),
        ((Code("if x:\n\tprint(x)"),), ["  if x:", "      print(x)"]),
        ((Code("x" * 30),), ["  " + "x" * 26, "↳ xxxx"]),
        ((Code("first.merge(both).query(x == 0)"),), ["  first.merge(both).query(x", "↳ == 0)"]),
        ((Code("return " + "x" * 30),), ["  return " + "x" * 19, "↳ " + "x" * 11]),
        ((Code(" " * 28 + "x"),), ["", "↳   x"]),
        ((Code("a = 1", "Listing 1"),), ["  a = 1", "Listing 1"]),
        ((Code("a\n\nb"),), ["  a", "", "  b"]),
        ((Rule(),), [" " * 10 + "─" * 10]),
        ((Embed("video", "After the storm", VIDEO),), ["▶ Video: After the storm", "videos.example"]),
        ((Embed("audio", "", ""),), ["▶ Audio"]),
        ((Embed("video", "Video of it", ""),), ["▶ Video of it"]),
        ((Figure(()), paragraph("One.")), ["", "One."]),
    ],
)
def test_blocks(blocks: tuple[Block, ...], expected: list[str]) -> None:
    assert painted(*blocks) == expected


@pytest.mark.parametrize(
    ("block", "measure", "expected"),
    [
        (
            table(("Bloc", "Seats"), ("Sadr", "73"), ("Fatah", "−17")),
            30,
            ["Bloc  │ Seats", "──────┼──────", "Sadr  │    73", "Fatah │   −17"],
        ),
        (table(("a", "b"), ("c", "d"), has_head=False), 30, ["a │ b", "c │ d"]),
        (table(("a", "b"), ("c",), caption="Votes"), 30, ["Votes", "a │ b", "──┼──", "c │"]),
        (
            table(("Name", "What"), ("Quay", "a long wall of stone beside the water")),
            24,
            [
                "Name │ What",
                "─────┼" + "─" * 18,
                "Quay │ a long wall of",
                "     │ stone beside the",
                "     │ water",
            ],
        ),
        (
            table(("Port", "Ships", "Tonnes"), ("Tripoli", "twelve", "nine hundred"), ("Tyre", "two", "")),
            16,
            [
                "Port: Tripoli",
                "Ships: twelve",
                "Tonnes: nine",
                "hundred",
                "",
                "Port: Tyre",
                "Ships: two",
            ],
        ),
        (table(("港", "船"), ("東京", "12")), 30, ["港   │ 船", "─────┼───", "東京 │ 12"]),
        (Table(()), 30, []),
    ],
)
def test_tables(block: Table, measure: int, expected: list[str]) -> None:
    assert painted(block, measure=measure) == [line.rstrip() for line in expected]


def test_a_cell_over_two_columns_leaves_the_second_empty() -> None:
    head = (Cell((Span("Votes"),), is_header=True, column_span=2),)
    body = (Cell((Span("for"),)), Cell((Span("12"),)))
    assert painted(Table((head, body))) == ["Votes │", "──────┼───", "for   │ 12"]


def test_code_is_filled_to_the_measure() -> None:
    lines = flow(Code("a" * 50), measure=40)[1:]
    assert [runs_width(line.prefix) + line.fill for line in lines] == [40, 40]


@pytest.mark.parametrize("code", ["first.merge(second, how='left').query(x == 0)", "if x:\n    y", "x" * 99])
def test_copied_code_is_what_was_written(code: str) -> None:
    lines = flow(Code(code))[1:]
    assert "".join(line.text + line.joint for line in lines) == code + "\n"


def test_a_quote_has_its_own_role_and_no_bar_in_its_text() -> None:
    (line,) = flow(Quote((paragraph("I am well."),)))[1:]
    assert (line.text, line.runs[0].paint.role) == ("I am well.", Role.QUOTE)


def test_an_embeds_still_picture_is_a_figure_below_it() -> None:
    still = Picture("https://example.org/still.jpg", caption="The quay.")
    assert painted(Embed("video", "Film", "", still)) == ["▶ Video: Film", "▌ ▣ Picture", "▌ The quay."]


def test_indents_end_before_the_text_is_squeezed_out() -> None:
    block: Block = paragraph("deep words")
    for _ in range(40):
        block = Quote((block,))
    assert all(runs_width((*line.prefix, *line.runs)) <= 30 for line in flow(block))
    assert painted(block)[0].endswith("deep words")


def test_places_do_not_depend_on_the_width() -> None:
    blocks = (paragraph("one two three four"), bulleted("five", "six"), Rule(), paragraph("seven"))
    wide = {
        line.place.piece: line.text.split(" ")[0] for line in reversed(flow(*blocks, measure=60)) if line.text
    }
    narrow = {
        line.place.piece: line.text.split(" ")[0] for line in reversed(flow(*blocks, measure=9)) if line.text
    }
    assert {piece: word for piece, word in wide.items() if word[0] != "─"} == {
        piece: word for piece, word in narrow.items() if word[0] != "─"
    }


WORDS = st.text(alphabet="ab 字م👍é\u0301-", min_size=0, max_size=40)
PARAGRAPHS = st.builds(paragraph, WORDS)
LEAVES = st.one_of(
    PARAGRAPHS,
    st.builds(lambda text: Code(text), WORDS),
    st.builds(lambda rows: table(*rows), st.lists(st.tuples(WORDS, WORDS, WORDS), max_size=3)),
    st.just(Rule()),
)
BLOCKS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(lambda blocks: Quote(tuple(blocks)), st.lists(inner, max_size=3)),
        st.builds(
            lambda items, start: ListBlock(tuple(tuple(item) for item in items), start),
            st.lists(st.lists(inner, max_size=2), max_size=3),
            st.sampled_from([None, 1, 99]),
        ),
    ),
    max_leaves=8,
)


@given(st.lists(BLOCKS, max_size=4), st.integers(min_value=4, max_value=60))
def test_no_line_of_any_blocks_is_wider_than_the_measure(blocks: list[Block], measure: int) -> None:
    for line in flow(*blocks, measure=measure):
        assert runs_width((*line.prefix, *line.runs)) <= measure
        assert "\n" not in line.painted


def test_many_blocks_are_laid_out_as_they_are_asked_for() -> None:
    asked: list[int] = []

    class Spans(tuple[Span, ...]):
        """Spans that tell when they are set."""

        def __iter__(self):  # type: ignore[no-untyped-def]
            asked.append(1)
            return super().__iter__()

    blocks = [Paragraph(Spans((Span("words"),))) for _ in range(1000)]
    lines = Flow(Typesetting(measure=40)).lay_out(blocks)
    for _ in range(10):
        next(lines)
    assert len(asked) <= 10
