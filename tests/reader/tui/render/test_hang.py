"""Long lines of what a command wrote."""

from __future__ import annotations

import pytest

from reader.tui.render.cells import width_cells
from reader.tui.render.hang import hang


@pytest.mark.parametrize(
    ("text", "width", "broken"),
    [
        ("short", 20, "short"),
        ("  Prose that goes on and on", 20, "  Prose that goes on\n  and on"),
        ("  --tag  The tag for the action", 26, "  --tag  The tag for the\n         action"),
        ("  7  2 of 2  World/Asia/Harbour", 24, "  7  2 of 2\n     World/Asia/Harbour"),
        (" 17  2 of 2  World/Asia/Harbour", 24, " 17  2 of 2\n     World/Asia/Harbour"),
        ("  Sea  2 of 2  World/Asia/Harbour", 24, "  Sea  2 of 2\n      World/Asia/Harbour"),
        (
            "  7  2 of 2  Photo Wire  https://photo-wire",
            26,
            "  7  2 of 2  Photo Wire\n     https://photo-wire",
        ),
        ("  7  2 of 2  the address of a feed  new", 24, "  7  2 of 2\n     the address of a\n     feed  new"),
        ("                    a deep margin", 20, "a deep margin"),
        ("first\n\nlast", 20, "first\n\nlast"),
        (
            "Sizes\n        0.1 MiB  articles, half of it indexes\n       10.2 MiB  free",
            28,
            "Sizes\n   0.1 MiB  articles, half\n            of it indexes\n  10.2 MiB  free",
        ),
    ],
)
def test_long_lines_go_on_where_they_belong(text: str, width: int, broken: str) -> None:
    assert hang(text, width) == broken


@pytest.mark.parametrize("width", [4, 16, 17, 30, 60])
def test_no_line_is_wider_than_the_page(width: int) -> None:
    text = (
        "   18   8 of 8  港町  Curiosities/[bold]The Trapdoor[/bold] Review  file:///a/very/long/address.xml"
    )
    assert max(map(width_cells, hang(text, width).split("\n"))) <= width
