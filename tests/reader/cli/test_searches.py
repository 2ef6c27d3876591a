from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Cutline = Callable[..., Any]


@pytest.fixture
def filled(cutline: Cutline, wire: Path) -> Cutline:
    cutline("add", str(wire))
    return cutline


def test_a_search_is_saved_listed_and_removed(filled: Cutline) -> None:
    assert filled("search", "save", "Bridges", "bridge", "-rain").out == "Saved search Bridges\n"
    assert filled("search", "list").out == "Bridges: 1 article, 1 unread  bridge -rain\n"
    filled("mark", "read", "--query", "bridge")
    assert filled("search", "list", "--json").json == [
        {"name": "Bridges", "query": "bridge -rain", "article_count": 1, "unread_count": 0}
    ]
    assert filled("search", "remove", "Bridges").out == "Removed search Bridges\n"
    assert filled("search", "list").out == ""
    filled("undo")
    assert "Bridges" in filled("search", "list").out


def test_what_is_no_query_is_refused(filled: Cutline) -> None:
    assert filled("search", "save", "Torn", "(bridge").code == 2
    assert filled("search", "save", "Empty", " ").code == 2
    assert filled("search", "list", "--json").json == []


def test_a_name_that_none_has_is_one_line(filled: Cutline) -> None:
    answer = filled("search", "remove", "Bridges")
    assert (answer.code, answer.err.count("\n")) == (1, 1)
