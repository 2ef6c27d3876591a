"""Text is measured, clipped and steadied by cells, not by characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.tui.render.cells import clip, fitting_chars, grapheme_end, join_fitting, steady_text, title_line

FAMILY = "👨\u200d👩\u200d👧"


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("harbour", 7, "harbour"),
        ("harbour", 6, "harbo…"),
        ("harbour bridge", 9, "harbour…"),
        ("harbour", 1, "…"),
        ("harbour", 0, ""),
        ("", 0, ""),
        ("首相会見", 8, "首相会見"),
        ("首相会見", 7, "首相会…"),
        ("首相会見", 6, "首相…"),
        ("مطار", 4, "مطار"),
        ("مطار بغداد", 6, "مطار…"),
        ("cafe\u0301 noir", 5, "cafe\u0301…"),
        ("ab👍cd", 4, "ab…"),
        ("ab👍cd", 5, "ab👍…"),
    ],
)
def test_clips_by_cells_and_never_inside_a_grapheme(text: str, width: int, expected: str) -> None:
    assert clip(text, width) == expected
    assert cell_len(clip(text, width)) <= width


@given(st.text(), st.integers(min_value=0, max_value=40))
def test_a_clipped_text_never_exceeds_its_width(text: str, width: int) -> None:
    assert cell_len(clip(text, width)) <= width


@given(st.text(), st.integers(min_value=0, max_value=40))
def test_what_fits_does_fit(text: str, width: int) -> None:
    assert cell_len(text[: fitting_chars(text, width)]) <= width


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        (f"A {FAMILY} votes", "A 👨 votes"),
        ("👍🏽", "👍"),
        ("❤\ufe0f", "❤"),
        ("1\ufe0f\u20e3", "1"),
        ("co\u00adopera\u200btion\ufeff", "cooperation"),
        ("a\tb", "a   b"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्ष"),
    ],
)
def test_marks_are_dropped_on_whose_width_terminals_differ(text: str, expected: str) -> None:
    assert steady_text(text) == expected


def test_full_emoji_stay_joined_where_the_reader_wants_them() -> None:
    assert steady_text(f"{FAMILY} 👍🏽", is_full_emoji=True) == f"{FAMILY} 👍🏽"


@pytest.mark.parametrize(
    ("text", "index", "expected"),
    [("cafe\u0301s", 4, 5), ("cafes", 4, 4), ("e\u0301", 0, 0), ("e\u0301", 2, 2), ("a\n\u0301", 1, 1)],
)
def test_a_grapheme_ends_after_its_marks(text: str, index: int, expected: int) -> None:
    assert grapheme_end(text, index) == expected


@pytest.mark.parametrize(
    ("width", "expected"),
    [(40, "3 today · 港町 · first 2d"), (16, "3 today · 港町"), (13, "3 today"), (5, "3 to…")],
)
def test_facts_are_left_out_whole(width: int, expected: str) -> None:
    assert join_fitting(["3 today", "港町", "first 2d"], width) == expected


def test_no_facts_are_nothing() -> None:
    assert join_fitting([], 10) == ""


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (40, "World  3 of 9  2 hidden · X shows them"),
        (24, "World  3 of 9  2 hidden"),
        (13, "World  3 of 9"),
        (11, "Wo…  3 of 9"),
    ],
)
def test_a_title_gives_up_its_notes_first(width: int, expected: str) -> None:
    notes = (("3 of 9", "2 hidden · X shows them"), ("3 of 9", "2 hidden"), ("3 of 9", ""))
    assert title_line("World", notes, width) == expected
