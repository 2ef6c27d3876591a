import sqlite3
from collections.abc import Callable
from contextlib import closing
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
    assert "2 articles of 1 feed" in lines[0]
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


def test_what_can_be_read_is_saved_into_a_new_file(filled: Cutline, tmp_path: Path) -> None:
    target = tmp_path / "saved.db"
    answer = filled("check", "--salvage", str(target))
    assert answer.code == 0
    assert answer.out.splitlines()[0].startswith(f"{target}: 2 articles of 1 feed")
    with Archive.open(target) as saved:
        assert len(saved.open_listing()) == 2
    again = filled("check", "--salvage", str(target))
    assert again.code == 2
    assert "already" in again.err


def test_salvage_as_json(filled: Cutline, tmp_path: Path) -> None:
    shape = filled("check", "--json", "--salvage", str(tmp_path / "saved.db")).json
    assert (shape["article_count"], shape["lost"], shape["problems"]) == (2, {}, [])


def test_damage_is_said_with_the_way_out(filled: Cutline, tmp_path: Path) -> None:
    path = tmp_path / "cutline.db"
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'article_texts'"
        ).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    content = bytearray(path.read_bytes())
    content[(page - 1) * size : page * size] = b"\xa5" * size
    path.write_bytes(content)
    answer = filled("check")
    assert answer.code == 1
    assert "SQLite: " in answer.err
    assert "--salvage FILE" in answer.err
    assert "2 articles of 1 feed" in answer.out
