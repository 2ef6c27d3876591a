import pytest

from reader.tui.render.sparkline import broad_sparkline, sparkline


@pytest.mark.parametrize(
    ("values", "width", "bars"),
    [
        ([], 5, ""),
        ([0, 0, 0], 5, "···"),
        ([1, 2, 4, 8], 5, "▂▃▅█"),
        ([0, 1], 5, "·█"),
        ([9, 9, 1, 2], 2, "▅█"),
        ([1], 0, ""),
    ],
)
def test_bars_are_shares_of_the_largest(values: list[float], width: int, bars: str) -> None:
    assert sparkline(values, width) == bars


@pytest.mark.parametrize(
    ("values", "room", "bars"),
    [
        ([1, 0, 8], 2, "▂·█"),
        ([1, 0, 8], 4, "▂·█"),
        ([1, 0, 8], 5, "▂ · █"),
        ([1, 0, 8], 11, "▂▂▂  ·  ███"),
        ([1, 0, 8], 200, "▂▂▂▂  ·   ████"),
        ([], 10, ""),
    ],
)
def test_bars_are_as_broad_as_their_room(values: list[float], room: int, bars: str) -> None:
    assert broad_sparkline(values, room) == bars
