"""A row's lines: what stands where, always exactly as wide as the list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from reader.query.finder import QueryFinder
from reader.query.parse import parse_query
from reader.tui.render.dates import LONGEST_AGE_CELLS
from reader.tui.render.lines import Role, Runs, runs_width
from reader.tui.render.rows import RowHeight, RowStyle, layout_row, row_height
from storage.model import ArticleRow, Hit, Scope

RowMaker = Callable[..., ArticleRow]

NOW = datetime(2025, 1, 24, 9, 50, tzinfo=UTC)


def texts_of(lines: tuple[Runs, ...]) -> list[str]:
    return ["".join(run.text for run in line) for line in lines]


def text_of_role(line: Runs, role: Role) -> str:
    return "".join(run.text for run in line if run.paint.role is role)


def style_of(width: int, height: RowHeight = RowHeight.COMPACT) -> RowStyle:
    return RowStyle(width=width, height=height, now=NOW, zone=UTC)


def hits(*patterns: str) -> tuple[Hit, ...]:
    return tuple(Hit(number, name, "accent", 2, (Scope.TEXT,)) for number, name in enumerate(patterns))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ["● Bridge opens a week late            3h", "  Harbour News                          "]),
        (
            {"is_read": True},
            ["  Bridge opens a week late            3h", "  Harbour News                          "],
        ),
        (
            {"is_starred": True, "excerpt": "The first words."},
            ["● Bridge opens a week late            3h", "★ Harbour News  The first words.        "],
        ),
        (
            {"picture_count": 1, "lead_caption": "A crane at the quay"},
            ["● Bridge opens a week late            3h", "  Harbour News  ▣ A crane at the quay   "],
        ),
        (
            {"picture_count": 12, "lead_caption": "A crane at the quay", "excerpt": "Not shown"},
            ["● Bridge opens a week late            3h", "  Harbour News  ▣ 12 A crane at the quay"],
        ),
        (
            {"picture_count": 2, "excerpt": "The first words."},
            ["● Bridge opens a week late            3h", "  Harbour News  ▣ 2 The first words.    "],
        ),
        (
            {"title": "Bridge opens a week late after two storms"},
            ["● Bridge opens a week late after two… 3h", "  Harbour News                          "],
        ),
        (
            {"feed_title": "The Harbour and Island Gazette", "excerpt": "Words that want all the room"},
            ["● Bridge opens a week late            3h", "  The Harbour…  Words that want all the…"],
        ),
        (
            {"feed_title": "The Harbour and Island Gazette", "excerpt": "Words"},
            ["● Bridge opens a week late            3h", "  The Harbour and Island Gazette  Words "],
        ),
        (
            {"feed_title": "The Harbour and Island Gazette", "hits": hits("storm")},
            ["● Bridge opens a week late            3h", "  The Harbour and Island Gazette ▲ storm"],
        ),
        (
            {"hits": hits("bridge", "storm")},
            ["● Bridge opens a week late            3h", "  Harbour News               ▲ bridge +1"],
        ),
        (
            {"hits": hits("ceasefire"), "excerpt": "The first words of the text"},
            ["● Bridge opens a week late            3h", "  Harbour News  The first w… ▲ ceasefire"],
        ),
        (
            {"title": "橋の開通は一週間遅れ、嵐のため延期された", "feed_title": "港新聞"},
            ["● 橋の開通は一週間遅れ、嵐のため延期… 3h", "  港新聞                                "],
        ),
        (
            {"title": "افتتاح الجسر بعد أسبوع", "lead_caption": "رافعة على الرصيف", "picture_count": 1},
            ["● افتتاح الجسر بعد أسبوع              3h", "  Harbour News  ▣ رافعة على الرصيف      "],
        ),
        (
            {"title": "Votes 👨\u200d👩\u200d👧 ❤\ufe0f cafe\u0301"},
            ["● Votes 👨 ❤ cafe\u0301                     3h", "  Harbour News                          "],
        ),
    ],
)
def test_two_lines_at_forty_cells(
    make_row: RowMaker, changes: dict[str, object], expected: list[str]
) -> None:
    lines = layout_row(make_row(**changes), style_of(40))
    assert texts_of(lines) == expected


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (60, "  Harbour News  … said the harbour master on Monday"),
        (40, "  Harbour News  … said the harbour mast…"),
        (32, "  Harbour N…  … harbour master…"),
        (24, "  Harbou…  … harbour ma…"),
        (16, "  Har…  … harbo…"),
    ],
)
def test_a_snippet_shows_what_was_found(make_row: RowMaker, width: int, shown: str) -> None:
    finder = QueryFinder(parse_query("harbour", now=NOW))
    row = make_row(excerpt="… said the harbour master on Monday")
    line = layout_row(row, style_of(width)._replace(finder=finder))[1]
    assert "".join(run.text for run in line).rstrip() == shown
    assert any(run.paint.hit for run in line)


@pytest.mark.parametrize(
    ("title", "excerpt", "shown"),
    [
        ("The quay is closed and the…", "The quay is closed and the ferry waits.", "… ferry waits."),
        (
            "The quay is closed, said the harbour master…",
            "The quay is closed, said the harbour masters.",
            "… harbour masters.",
        ),
        ("The quay is closed.", "The quay is closed. The ferry waits.", "The ferry waits."),
        ("The quay is closed", "The quay is closed: the ferry waits.", "the ferry waits."),
        ("The quay is closed", "The quay is closed", ""),
        (
            "橋の開通は一週間遅れ、嵐のため延期され…",
            "橋の開通は一週間遅れ、嵐のため延期された。",
            "… された。",
        ),
        ("The quay", "The quay is closed.", "The quay is closed."),
        ("On", "Only the ferry waits.", "Only the ferry waits."),
    ],
)
def test_a_row_says_nothing_twice(make_row: RowMaker, title: str, excerpt: str, shown: str) -> None:
    detail = layout_row(make_row(title=title, excerpt=excerpt, feed_title="News"), style_of(40))[1]
    assert text_of_role(detail, Role.SUMMARY) == shown


@pytest.mark.parametrize("height", list(RowHeight))
@pytest.mark.parametrize("width", [*range(8, 40), 57, 72, 100, 199])
def test_every_line_is_exactly_as_wide_as_the_list(make_row: RowMaker, height: RowHeight, width: int) -> None:
    row = make_row(
        title="橋 bridge 👍 الجسر " * 5,
        feed_title="港 Harbour الميناء News " * 3,
        lead_caption="A crane — 起重機 — رافعة " * 4,
        picture_count=7,
        is_starred=True,
        tags=("sea", "海"),
        hits=hits("الجسر", "bridge", "橋"),
    )
    lines = layout_row(row, style_of(width, height))
    assert len(lines) == height
    # The third of an airy row only parts it from the next.
    assert [runs_width(line) for line in lines] == [width, width, 0][:height]


def test_a_dense_row_is_one_line_with_the_feed_in_its_column(make_row: RowMaker) -> None:
    row = make_row(is_starred=True, picture_count=2)
    (line,) = layout_row(row, style_of(80, RowHeight.DENSE))
    text = "".join(run.text for run in line)
    assert text.startswith("●★ Bridge opens a week late  ")
    assert text.split() == ["●★", "Bridge", "opens", "a", "week", "late", "▣", "2", "Harbour", "News", "3h"]
    assert text.index("Harbour News") == 80 - 1 - LONGEST_AGE_CELLS - 80 // 5


def test_a_narrow_dense_row_has_no_feed(make_row: RowMaker) -> None:
    (line,) = layout_row(make_row(), style_of(40, RowHeight.DENSE))
    assert "".join(run.text for run in line) == "●  Bridge opens a week late           3h"


def test_an_airy_row_ends_with_a_blank_line(make_row: RowMaker) -> None:
    lines = layout_row(make_row(), style_of(40, RowHeight.AIRY))
    assert lines[2] == ()


def test_read_and_unread_titles_have_their_own_roles(make_row: RowMaker) -> None:
    unread, read = (layout_row(make_row(is_read=is_read), style_of(40))[0] for is_read in (False, True))
    assert text_of_role(unread, Role.TITLE).strip() == text_of_role(read, Role.TITLE_READ).strip()
    assert not text_of_role(read, Role.TITLE)


def test_tags_stand_beside_the_feed_where_there_is_room(make_row: RowMaker) -> None:
    row = make_row(tags=("port", "sea"))
    assert "Harbour News #port #sea" in texts_of(layout_row(row, style_of(70)))[1]
    assert "Harbour News #port +1" in texts_of(layout_row(row, style_of(40)))[1]


@pytest.mark.parametrize(
    ("tags", "shown"),
    [
        (("sea",), "#sea"),
        (("a long read",), "#a long…"),
        (("politics", "sea"), "#poli… +1"),
        (("politics", *"abcdefghijk"), "#pol… +11"),
        (("politics", *map(str, range(111))), "#112"),
        (("海の話と港の話",), "#海の話…"),
    ],
)
def test_a_narrow_row_shows_the_first_tag_in_short(
    make_row: RowMaker, tags: tuple[str, ...], shown: str
) -> None:
    full = make_row(tags=tags, excerpt="The first words of the text", hits=hits("ceasefire"), is_starred=True)
    detail = layout_row(full, style_of(38))[1]
    assert text_of_role(detail, Role.TAG).strip() == shown


@pytest.mark.parametrize("width", [*range(30, 70), 100])
@pytest.mark.parametrize("height", [RowHeight.DENSE, RowHeight.COMPACT])
def test_a_tagged_row_is_told_from_an_untagged_one_without_colour(
    make_row: RowMaker, height: RowHeight, width: int
) -> None:
    title = "Bridgeopenedaweeklate" * 9
    hit = hits("ceasefire", "storm")
    untagged, tagged = (
        layout_row(
            make_row(title=title, tags=tags, hits=hit, excerpt=title, picture_count=3),
            style_of(width, height),
        )
        for tags in ((), ("harbour",))
    )
    assert not any("#" in text for text in texts_of(untagged))
    assert any("#" in text for text in texts_of(tagged))
    kept = [len(text_of_role(lines[0], Role.TITLE)) for lines in (untagged, tagged)]
    assert kept[0] - kept[1] == (2 if height is RowHeight.DENSE else 0)


def test_a_dense_row_counts_its_tags(make_row: RowMaker) -> None:
    shown = texts_of(layout_row(make_row(tags=("sea", "port")), style_of(40, RowHeight.DENSE)))
    assert shown == ["●  Bridge opens a week late        #2 3h"]


@pytest.mark.parametrize(
    ("setting", "terminal_rows", "expected"),
    [
        ("auto", 24, RowHeight.COMPACT),
        ("auto", 35, RowHeight.COMPACT),
        ("auto", 36, RowHeight.AIRY),
        ("1", 50, RowHeight.DENSE),
        ("2", 50, RowHeight.COMPACT),
        ("3", 12, RowHeight.AIRY),
    ],
)
def test_row_height(setting: str, terminal_rows: int, expected: RowHeight) -> None:
    assert row_height(setting, terminal_rows) is expected
