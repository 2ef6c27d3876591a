"""Empty panes."""

from __future__ import annotations

from reader.tui.render.empty import layout_empty
from reader.tui.render.lines import Role


def test_a_headline_and_a_hint_stand_a_third_down_in_the_middle() -> None:
    lines = layout_empty("All caught up", "Press u", 30, 20)
    assert ["".join(run.text for run in line) for line in lines] == [
        *[""] * 6,
        " " * 8 + "All caught up",
        " " * 11 + "Press u",
    ]
    assert [line[-1].paint.role for line in lines[6:]] == [Role.HEADING, Role.HINT]


def test_a_long_hint_is_wrapped_and_a_missing_one_left_out() -> None:
    assert len(layout_empty("Nothing found", "A long hint that needs more than one line", 20, 3)) == 4
    assert len(layout_empty("Nothing found", "", 20, 3)) == 1
