from reader.tui.render.cells import width_cells
from reader.tui.render.tally import tally_line
from storage.listings.tally import Tally

TALLY = Tally(
    (("Levant Wire", 40), ("Reuters: World", 31), ("東京新聞", 2), ("x", 1)), "2020-01", tuple(range(71))
)


def text(tally: Tally, count: int, width: int) -> str:
    return "".join(run.text for run in tally_line(tally, count, width))


def test_number_months_and_feeds() -> None:
    line = text(TALLY, 1_074, 120)
    assert line.startswith(" 1,074 found  Jan 2020 ·▁")
    assert "█ Nov 2025   Levant Wire 40 · Reuters: World 31" in line


def test_it_never_is_wider_than_the_screen() -> None:
    for width in (60, 80, 100, 120, 200):
        assert width_cells(text(TALLY, 1_074, width)) <= width


def test_a_single_month_needs_no_bars() -> None:
    assert text(Tally((("A", 3),), "2026-11", (3,)), 3, 80) == " 3 found  Nov 2026   A 3"


def test_a_narrow_screen_names_a_feed_before_a_single_month() -> None:
    tally = Tally((("The Northern Post", 2), ("Data Bureau", 1)), "2025-01", (3,))
    assert text(tally, 3, 40) == " 3 found   The Northern Post 2 · 1 more"


def test_nothing_known_yet_is_a_number() -> None:
    assert text(Tally(), 5, 80) == " 5 found"
