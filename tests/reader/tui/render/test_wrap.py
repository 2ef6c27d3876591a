"""Lines break where readers of the script expect it, and always fit."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.tui.render.wrap import wrap


def lines_of(text: str, width: int) -> list[str]:
    return [text[span.start : span.end] for span in wrap(text, width)]


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("", 10, [""]),
        ("one two three", 20, ["one two three"]),
        ("one two three", 8, ["one two", "three"]),
        ("one two three", 7, ["one two", "three"]),
        ("one\ntwo", 20, ["one", "two"]),
        ("港太郎\u00a0· 日", 7, ["港太", "郎\u00a0· 日"]),
        ("1\u00a0日本", 4, ["1\u00a0日", "本"]),
        ("one\n\ntwo", 20, ["one", "", "two"]),
        ("one two  ", 20, ["one two"]),
        ("  indented line here", 10, ["  indented", "line here"]),
        ("the al-Kadhimi home", 10, ["the al-", "Kadhimi", "home"]),
        ("an e-mail", 6, ["an", "e-mail"]),
        ("east–west trade", 8, ["east–", "west", "trade"]),
        ("Reuters/Hankir", 9, ["Reuters/", "Hankir"]),
        ("4\u00a0June 2020", 7, ["4\u00a0June", "2020"]),
        ("incomprehensible", 6, ["incomp", "rehens", "ible"]),
        ("日本の首相", 4, ["日本", "の首", "相"]),
        ("日本の首相", 5, ["日本", "の首", "相"]),
        ("新しい、対策", 6, ["新し", "い、対", "策"]),
        ("物価「対策」を", 6, ["物価", "「対", "策」を"]),
        ("物価◆対策を", 6, ["物価", "◆対策", "を"]),
        ("東京 大阪", 5, ["東京", "大阪"]),
        ("Tokyo東京で会見", 9, ["Tokyo東京", "で会見"]),
        ("서울에서 회담", 9, ["서울에서", "회담"]),
        ("نجا رئيس الوزراء", 9, ["نجا رئيس", "الوزراء"]),
        ("cafe\u0301cafe\u0301", 4, ["cafe\u0301", "cafe\u0301"]),
        ("👍👍👍", 4, ["👍👍", "👍"]),
        ("字", 1, ["字"]),
    ],
)
def test_breaks(text: str, width: int, expected: list[str]) -> None:
    assert lines_of(text, width) == expected


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("one two", 4, [" ", "\n"]),
        ("al-Kadhimi", 6, ["", "", "\n"]),
        ("日本語", 4, ["", "\n"]),
        ("one\ntwo", 9, ["\n", "\n"]),
    ],
)
def test_each_break_says_what_joins_the_lines_again(text: str, width: int, expected: list[str]) -> None:
    assert [span.joint for span in wrap(text, width)] == expected


SCRIPTS = st.text(alphabet=st.sampled_from("ab -/–é\u0301字、「」のمرחש👍ไ한\u200d\ufe0f\n"), max_size=80)


@given(SCRIPTS, st.integers(min_value=2, max_value=30))
def test_no_line_is_wider_than_the_width(text: str, width: int) -> None:
    assert all(cell_len(line) <= width for line in lines_of(text, width))


@given(SCRIPTS, st.integers(min_value=2, max_value=30))
def test_nothing_but_blanks_is_lost(text: str, width: int) -> None:
    assert "".join("".join(lines_of(text, width)).split()) == "".join(text.split())


@given(SCRIPTS, st.integers(min_value=2, max_value=30))
def test_lines_ascend_without_overlap(text: str, width: int) -> None:
    spans = wrap(text, width)
    assert all(before.end <= after.start for before, after in pairwise(spans))


def test_a_long_paragraph_is_wrapped_in_linear_time() -> None:
    text = "word " * 100_000
    assert len(wrap(text, 74)) == 100_000 * 5 // 75 + 1
