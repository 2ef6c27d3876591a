"""What a query lights in a text, and the snippet around its first find."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.query.finder import BEFORE_CHARS, SNIPPET_CHARS, QueryFinder
from reader.query.parse import parse_query
from storage.errors import QueryError
from storage.model import ArticleTexts, Scope

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def finder(text: str) -> QueryFinder:
    return QueryFinder(parse_query(text, now=NOW))


@pytest.mark.parametrize(
    ("query", "text", "lit"),
    [
        ("port", "The Pórt and the PORT, not airport", ["Pórt", "PORT"]),
        ("por*", "ports portal", ["por", "por"]),
        ('"old port"', "an old  port, an old port", ["old port"]),
        ('~"bridge car"', "the car on the bridge", ["car", "bridge"]),
        ("/tr[uo]ce/", "Truce, troce, trace", ["Truce", "troce"]),
        ("port -sea", "port and sea", ["port"]),
        ("port or sea", "port and sea", ["port", "sea"]),
        ("title:port", "port", []),
        ("text:port", "port", ["port"]),
        ("(text:port or title:sea)", "port sea", ["port"]),
        ("東京", "今日東京で", ["東京"]),
        ("c++", "C, c++ and c", ["C", "c", "c"]),
        ("is:unread tag:port", "port", []),
        ('port "old port"', "old port", ["old port"]),
    ],
)
def test_what_is_looked_for_is_lit(query: str, text: str, lit: list[str]) -> None:
    assert [text[place.start : place.end] for place in finder(query).spans(text, Scope.TEXT)] == lit


def test_neighbours_are_told_apart() -> None:
    colors = [place.color for place in finder("a").spans("a a a", Scope.TEXT)]
    assert colors == ["find-0", "find-1", "find-0"]


def test_a_query_without_words_lights_nothing() -> None:
    assert QueryFinder(None).is_empty
    assert finder("is:unread since:2d").is_empty
    assert not finder("a").is_empty


def test_the_snippet_begins_shortly_before_the_find() -> None:
    texts = ArticleTexts(
        1, "Title", "First line.\nWords and more words before the port of call.\nLast", "", "", ""
    )
    snippet = finder("port").snippet(texts)
    assert snippet is not None
    assert snippet.text == "… before the port of call."
    assert snippet.scope is Scope.TEXT
    assert finder("title:title").snippet(texts) is None
    assert finder("title").snippet(texts) is None


def test_a_caption_comes_before_the_text() -> None:
    texts = ArticleTexts(1, "", "the port", "A ship\nA port", "", "Ann Port")
    snippet = finder("port").snippet(texts)
    assert snippet is not None
    assert (snippet.text, snippet.scope) == ("A port", Scope.CAPTION)
    author = finder("author:port").snippet(texts)
    assert author is not None
    assert author.scope is Scope.AUTHOR


@given(st.text(alphabet='ab "*-/()~é東+', max_size=12), st.text(alphabet="ab é\u0301ß東京\n-+", max_size=80))
def test_places_ascend_and_snippets_hold_a_find(query: str, text: str) -> None:
    try:
        found = finder(query)
    except QueryError:
        return
    places = found.spans(text, Scope.TEXT)
    assert all(before.end <= after.start for before, after in pairwise(places))
    assert all(0 <= place.start < place.end <= len(text) for place in places)
    snippet = found.snippet(ArticleTexts(1, "", text, "", "", ""))
    assert (snippet is None) == (not places)
    if snippet is not None:
        first = text[places[0].start : places[0].end]
        assert snippet.text.find(first) <= BEFORE_CHARS + 2
        assert first.split("\n")[0] in snippet.text
        assert len(snippet.text) <= SNIPPET_CHARS + 2
