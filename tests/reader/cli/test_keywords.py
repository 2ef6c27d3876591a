from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Cutline = Callable[..., Any]


@pytest.fixture
def filled(cutline: Cutline, wire: Path) -> Cutline:
    cutline("add", str(wire))
    return cutline


def test_a_keyword_is_matched_over_the_whole_archive_at_once(filled: Cutline) -> None:
    assert filled("keyword", "add", "BRIDGE").out == "Watching BRIDGE: 1 article, 1 unread\n"
    assert filled("keyword", "list", "--json").json == [
        {
            "pattern": "BRIDGE",
            "is_regex": False,
            "color": "warning",
            "scopes": ["title", "text", "caption", "credit", "author"],
            "article_count": 1,
            "unread_count": 1,
            "group": "",
            "glyph": "",
            "is_paused": False,
            "expires_at": None,
            "hits_by_day": [0] * 28 + [1, 0],
            "first_seen_at": "2025-01-25T10:00:00Z",
            "last_seen_at": "2025-01-25T10:00:00Z",
        }
    ]
    (hit,) = filled("list", "--json", "keyword:bridge").json[0]["keywords"]
    assert hit == {"pattern": "BRIDGE", "count": 3, "scopes": ["title", "text", "caption"]}


def test_scopes_and_colours(filled: Cutline) -> None:
    filled("keyword", "add", "hankir", "--scope", "credit,title", "--color", "accent")
    (keyword,) = filled("keyword", "list", "--json").json
    assert (keyword["scopes"], keyword["color"]) == (["title", "credit"], "accent")
    assert "in title, credit" in filled("keyword", "list").out


def test_regular_expressions(filled: Cutline) -> None:
    filled("keyword", "add", "br.dge|rain", "--regex")
    assert filled("keyword", "list", "--json").json[0]["article_count"] == 2


def test_articles_that_arrive_are_matched_too(filled: Cutline, wire: Path) -> None:
    filled("keyword", "add", "tunnel")
    wire.write_text(wire.read_text().replace("It stopped.", "The tunnel is dry."))
    filled("refresh", "--force")
    assert filled("keyword", "list", "--json").json[0]["article_count"] == 1


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("add", ""), "no word"),
        (("add", "/a(/"), "character 2"),
        (("add", "x", "--scope", "body"), "title, text"),
        (("add", "x", "--color", "mauve"), "mauve"),
    ],
)
def test_wrong_patterns_and_options_are_wrong_use(
    filled: Cutline, words: tuple[str, ...], reason: str
) -> None:
    answer = filled("keyword", *words)
    assert answer.code == 2
    assert reason in answer.err
    assert filled("keyword", "list", "--json").json == []


def test_remove_and_undo(filled: Cutline) -> None:
    filled("keyword", "add", "bridge")
    assert filled("keyword", "remove", "bridge").code == 0
    assert filled("list", "--json", "keyword:bridge").json == []
    filled("undo")
    assert len(filled("list", "--json", "keyword:bridge").json) == 1
    assert filled("keyword", "remove", "nope").code == 1
