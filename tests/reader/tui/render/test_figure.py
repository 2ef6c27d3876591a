"""The figure block, line by line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.tui.render.figure import layout_figure
from reader.tui.render.lines import Line, Role, runs_width
from reader.tui.render.typeset import Indent, Typesetting
from storage.model import Picture

CRANE = Picture(
    "https://example.org/crane.jpg",
    caption="A crane lifts the last deck of the bridge.",
    credit="Reuters/Mona Diab",
    width=1200,
    height=800,
)
BARE = Picture("https://example.org/quay.jpg", width=640, height=427)


def figure(*pictures: Picture, count: int = 0, measure: int = 30, shows_captions: bool = True) -> list[Line]:
    placed = [replace(picture, position=number) for number, picture in enumerate(pictures)]
    setting = Typesetting(
        measure=measure, picture_count=count or len(pictures), shows_captions=shows_captions
    )
    return list(layout_figure(placed, setting, Indent(), piece=1))


def painted(lines: list[Line]) -> list[str]:
    return [line.painted.replace("\u00a0", " ") for line in lines]


@pytest.mark.parametrize(
    ("pictures", "count", "expected"),
    [
        (
            (CRANE,),
            1,
            [
                "▌ ▣ Picture · 1200×800",
                "▌ A crane lifts the last deck",
                "▌ of the bridge.",
                "▌            Reuters/Mona Diab",
            ],
        ),
        (
            (replace(CRANE, is_file_photo=True, caption="At the quay.", credit="AFP"),),
            3,
            [
                "▌ ▣ Picture 1 of 3 ·",
                "▌ 1200×800 · file photo",
                "▌ At the quay.",
                "▌                          AFP",
            ],
        ),
        ((replace(CRANE, caption="", width=None),), 1, ["▌ ▣ Picture", "▌            Reuters/Mona Diab"]),
        (
            (replace(CRANE, caption="", credit="", alt="A tall crane"),),
            1,
            ["▌ ▣ Picture · 1200×800", "▌ alt: A tall crane"],
        ),
        (
            (replace(CRANE, caption="A tall crane, at noon", credit="", alt="a tall crane"),),
            1,
            ["▌ ▣ Picture · 1200×800", "▌ A tall crane, at noon"],
        ),
        ((BARE,), 1, ["▣ Picture · 640×427"]),
        ((BARE,), 2, ["▣ Picture 1 of 2 · 640×427"]),
        ((BARE, BARE, BARE), 5, ["▣ Pictures 1–3 of 5"]),
        (
            (BARE, replace(CRANE, caption="Three views.")),
            2,
            ["▌ ▣ Pictures 1–2 of 2", "▌ Three views.", "▌            Reuters/Mona Diab"],
        ),
        (
            (
                replace(CRANE, caption="The crane."),
                replace(CRANE, caption="The deck.", width=640, height=427),
            ),
            2,
            [
                "▌ ▣ Picture 1 of 2 · 1200×800",
                "▌ The crane.",
                "▌ ",
                "▌ ▣ Picture 2 of 2 · 640×427",
                "▌ The deck.",
                "▌            Reuters/Mona Diab",
            ],
        ),
        (
            (
                replace(CRANE, caption="The crane.", credit="AFP"),
                replace(CRANE, caption="The deck.", credit="AP"),
            ),
            2,
            [
                "▌ ▣ Picture 1 of 2 · 1200×800",
                "▌ The crane.",
                "▌                          AFP",
                "▌ ",
                "▌ ▣ Picture 2 of 2 · 1200×800",
                "▌ The deck.",
                "▌                           AP",
            ],
        ),
        (
            (replace(CRANE, caption="起重機吊起橋面", credit="路透社"),),
            1,
            ["▌ ▣ Picture · 1200×800", "▌ 起重機吊起橋面", "▌                       路透社"],
        ),
    ],
)
def test_figures(pictures: tuple[Picture, ...], count: int, expected: list[str]) -> None:
    assert painted(figure(*pictures, count=count)) == expected


def test_hidden_captions_leave_one_line_to_jump_to() -> None:
    lines = figure(CRANE, CRANE, shows_captions=False)
    assert painted(lines) == ["▣ Pictures 1–2 of 2"]
    assert lines[0].picture == 0


def test_each_picture_with_words_of_its_own_can_be_jumped_to() -> None:
    lines = figure(BARE, CRANE, replace(CRANE, caption="Another."))
    assert [line.picture for line in lines if line.picture >= 0] == [0, 2]


def test_parts_have_their_roles() -> None:
    lines = figure(replace(CRANE, alt="Two workers in orange"))
    roles = [line.runs[-1].paint.role for line in lines]
    assert roles == [Role.FIGURE_META, Role.CAPTION, Role.CAPTION, Role.ALT, Role.CREDIT]


def test_bars_and_margins_are_no_text() -> None:
    assert [line.text for line in figure(CRANE)][-1] == "Reuters/Mona Diab"


@pytest.mark.parametrize("measure", [4, 8, 20, 74])
def test_no_line_is_wider_than_the_measure(measure: int) -> None:
    picture = replace(CRANE, caption="起重機 رافعة cafe\u0301 👍 " * 9, credit="Photographer " * 5)
    lines = figure(picture, measure=measure)
    assert all(runs_width((*line.prefix, *line.runs)) <= measure for line in lines)
