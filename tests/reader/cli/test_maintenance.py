from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from storage.archive import Archive

Cutline = Callable[..., Any]


@pytest.fixture
def filled(cutline: Cutline, wire: Path) -> Cutline:
    cutline("add", str(wire))
    return cutline


def test_check_says_what_weighs_how_much(filled: Cutline) -> None:
    lines = filled("check").out.splitlines()
    assert "2 articles of 1 feeds" in lines[0]
    assert any(line.endswith(" MiB  article_texts_fts") for line in lines)
    assert lines[-1] == "The database is sound."


def test_check_as_json(filled: Cutline) -> None:
    shape = filled("check", "--json").json
    assert set(shape) == {
        "is_sound",
        "problems",
        "repaired",
        "article_count",
        "feed_count",
        "size_bytes",
        "weights",
        "failing_feeds",
    }
    assert (shape["is_sound"], shape["article_count"], shape["failing_feeds"]) == (True, 2, [])
    assert set(shape["weights"][0]) == {"table", "table_bytes", "index_bytes", "is_estimated"}


def test_backup_copies_and_never_overwrites_by_itself(filled: Cutline, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    answer = filled("backup", str(copy))
    assert (answer.code, answer.err) == (0, "")
    with Archive.open(copy) as opened:
        assert opened.counts().article_count == 2
    copy.write_text("mine")
    again = filled("backup", str(copy))
    assert (again.code, again.err.count("\n")) == (1, 1)
    assert copy.read_text() == "mine"
    assert filled("backup", "--force", str(copy)).code == 0
