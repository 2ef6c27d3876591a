"""A keyword's cells: read, refused with a sentence, and written as they were read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from reader.keywords.pattern import PatternError
from reader.keywords.writing import (
    COLUMNS,
    Surroundings,
    WritingError,
    cells_of,
    facts_of,
    read_cells,
    unique_titles,
)
from storage.model import Feed, Keyword, Scope
from storage.rules import Action, Rule
from storage.watch.watching import WatchedKeyword


def feed(feed_id: int, title: str, folder: str = "") -> Feed:
    fields: dict[str, Any] = dict.fromkeys(Feed.__slots__)
    return Feed(
        **{
            **fields,
            "feed_id": feed_id,
            "url": f"https://{feed_id}.example/",
            "title": title,
            "folder": folder,
        }
    )


FEEDS = (feed(1, "Wire, Levant", "World/Asia"), feed(2, "Twice"), feed(3, "Twice"))
NAMED = Keyword(9, "other", color="accent", group="Roads", glyph="⚑")
AROUND = Surroundings(FEEDS, (NAMED,))


def test_all_that_is_written_is_read() -> None:
    written = read_cells(
        4,
        {
            "pattern": " br*  ",
            "scope": "Caption, title",
            "group": "Roads",
            "until": "2030-01-01T00:00:00+00:00",
            "actions": "hide, star",
            "tag": "later",
            "feeds": "wire, levant | 3",
            "folders": "World | /World/Asia/",
            "quiet": "Yes",
            "unknown": "x",
        },
    )
    facts = facts_of(written, AROUND)
    assert (facts.pattern, facts.color, facts.scopes) == ("br*", "accent", (Scope.TITLE, Scope.CAPTION))
    assert (facts.wishes.group, facts.wishes.glyph) == ("Roads", "⚑")
    assert facts.wishes.expires_at == datetime(2030, 1, 1, tzinfo=UTC)
    assert facts.wishes.rule == Rule(
        (Action.STAR, Action.TAG, Action.HIDE), "later", (1, 3), ("World", "World/Asia"), is_quiet=True
    )
    assert facts_of(read_cells(0, {"pattern": "x"}), AROUND).color == "warning"


def test_what_is_written_comes_back() -> None:
    keyword = Keyword(
        1,
        "br.dge",
        is_regex=True,
        color="error",
        scopes=(Scope.TEXT,),
        group="Roads",
        glyph="⚑",
        rule=Rule((Action.TAG, Action.HIDE), "later", (1, 2), ("World",), is_quiet=True),
    )
    watched = WatchedKeyword(keyword, expires_at=datetime(2030, 1, 2, tzinfo=UTC))
    for names in ({one.feed_id: one.url for one in FEEDS}, unique_titles(FEEDS)):
        cells = cells_of(watched, names)
        assert tuple(cells) == COLUMNS
        facts = facts_of(read_cells(1, cells), AROUND)
        assert (facts.pattern, facts.is_regex, facts.color, facts.scopes) == (
            "br.dge",
            True,
            "error",
            (Scope.TEXT,),
        )
        assert facts.wishes.rule == keyword.rule
        assert (facts.wishes.expires_at, facts.wishes.glyph) == (watched.expires_at, "⚑")


def test_a_day_alone_is_its_end() -> None:
    end = read_cells(1, {"pattern": "x", "until": "2026-12-31"}).expires_at
    assert end is not None
    assert end.replace(tzinfo=None) == datetime(2027, 1, 1)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"scope": "body"}, "'body' is no part of an article: write title"),
        ({"actions": "burn"}, "'burn' is nothing that a keyword can do: write star"),
        ({"actions": "tag"}, "needs a tag"),
        ({"color": "mauve"}, "'mauve' is no colour"),
        ({"glyph": "ab"}, "not one sign"),
        ({"until": "soon"}, "'soon' is no date: write 2026-12-31"),
        ({"feeds": "nowhere"}, "There is no feed nowhere"),
        ({"feeds": "Twice"}, "2 feeds are called Twice"),
        ({"folders": "Sport"}, "There is no folder Sport: there are World, World/Asia"),
    ],
)
def test_what_cannot_be_meant_gets_a_sentence(cells: dict[str, str], words: str) -> None:
    with pytest.raises(WritingError) as caught:
        facts_of(read_cells(1, {"pattern": "x", **cells}), AROUND)
    assert words.lower() in str(caught.value).lower()
    assert str(caught.value).endswith(".")


def test_a_bad_pattern_is_refused_as_everywhere() -> None:
    with pytest.raises(PatternError):
        read_cells(1, {"pattern": "/a(/"})
    with pytest.raises(PatternError):
        read_cells(1, {})
