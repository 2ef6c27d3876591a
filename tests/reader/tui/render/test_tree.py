"""Watched words in the feed tree."""

from reader.tui.render.tree import build_rows, layout_tree_row
from storage.model import Counts, Keyword

COUNTS = Counts(0, 0, 0, {}, {}, {"Ports": 2})
KEYWORDS = (
    Keyword(1, "alone", unread_count=1),
    Keyword(2, "port", unread_count=2, group="Ports", glyph="⚑"),
    Keyword(3, "quay", group="Ports", is_paused=True),
)


def shown(*folded: str) -> list[str]:
    rows = build_rows((), KEYWORDS, (), COUNTS, folded)
    return ["".join(run.text for run in layout_tree_row(row, 20)) for row in rows[5:]]


def test_groups_are_headings_with_their_unread_counts() -> None:
    assert [line.rstrip() for line in shown()] == [
        "▾ Keywords",
        "  ◆ alone         1",
        "  ▾ Ports         2",
        "    ⚑ port        2",
        "    ◦ quay",
    ]


def test_a_folded_group_hides_its_words() -> None:
    assert [line.strip() for line in shown("group:Ports")][-1].startswith("▸ Ports")
    assert len(shown("section:keywords")) == 1


def test_every_row_fits() -> None:
    for row in build_rows((), KEYWORDS, (), COUNTS, ()):
        for width in (8, 12, 30):
            assert sum(len(run.text) for run in layout_tree_row(row, width)) <= max(width, 14)
