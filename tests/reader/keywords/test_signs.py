"""Signs tell keywords apart where colours are not seen."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from reader.keywords.matcher import Matcher
from reader.keywords.signs import COLORS, USUAL_SIGNS, sign_of, signs_in_texts
from storage.model import Keyword, Scope
from storage.rules import Rule


def test_every_colour_has_a_sign_of_its_own_in_one_cell() -> None:
    assert len(set(USUAL_SIGNS.values())) == len(COLORS)
    assert [cell_len(sign) for sign in USUAL_SIGNS.values()] == [1] * len(COLORS)


@pytest.mark.parametrize(
    ("glyph", "color", "sign"),
    [("", "warning", "◆"), ("", "error", "▼"), ("⚑", "error", "⚑"), ("", "no colour of ours", "◆")],
)
def test_a_keywords_own_glyph_stands_in_its_colours_place(glyph: str, color: str, sign: str) -> None:
    assert sign_of(glyph, color) == sign


def test_signs_stand_in_texts_only_where_there_is_something_to_tell_apart() -> None:
    alike = [Keyword(1, "port"), Keyword(2, "quay")]
    assert signs_in_texts(alike) == {}
    assert signs_in_texts([*alike, Keyword(3, "sea", color="accent")]) == {1: "◆", 2: "◆", 3: "▲"}
    assert signs_in_texts([*alike, Keyword(3, "sea", glyph="⚑")]) == {1: "◆", 2: "◆", 3: "⚑"}


def test_places_have_the_signs_of_their_keywords_in_every_feed() -> None:
    keywords = [Keyword(1, "port"), Keyword(2, "quay", color="accent", rule=Rule(reach=frozenset({7})))]
    matcher = Matcher(keywords, signs_in_texts(keywords))
    assert [span.sign for span in matcher.inside(7).spans("port, quay", Scope.TEXT)] == ["◆", "▲"]
    assert [span.sign for span in matcher.inside(8).spans("port, quay", Scope.TEXT)] == ["◆"]
    assert [span.sign for span in Matcher(keywords).spans("port, quay", Scope.TEXT)] == ["", ""]
