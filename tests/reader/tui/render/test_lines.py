"""Runs of characters, cut to a width."""

import pytest

from reader.tui.render.lines import Paint, Role, Run, clip_runs

TITLE, BADGE = Paint(Role.TITLE), Paint(Role.BADGE)


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (23, "the Old Customs ■Bridge"),
        (20, "the Old Customs ■Br…"),
        (17, "the Old Customs…"),
        (8, "the Old…"),
    ],
)
def test_an_ellipsis_follows_a_word_and_no_blank(width: int, shown: str) -> None:
    runs = (Run("the Old Customs ", TITLE), Run("■", BADGE), Run("Bridge", BADGE))
    assert "".join(run.text for run in clip_runs(runs, width)) == shown
