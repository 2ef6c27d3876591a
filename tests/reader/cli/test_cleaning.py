from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from storage.archive import Archive

Cutline = Callable[..., Any]


@pytest.fixture
def filled(cutline: Cutline, wire: Path, tmp_path: Path) -> Cutline:
    cutline("add", str(wire))
    cutline("mark", "read", "--query", "is:unread")
    (tmp_path / "config.toml").write_text("[retention]\nafter_days = 2\nkeep_per_feed = 0\n")
    return cutline


def test_without_a_rule_nothing_is_deleted(cutline: Cutline, wire: Path) -> None:
    cutline("add", str(wire))
    answer = cutline("clean", "--yes")
    assert (answer.code, answer.out) == (0, "")
    assert "retention.after_days is 0" in answer.err
    assert len(cutline("list", "--json").json) == 2


def test_a_dry_run_says_what_would_go(filled: Cutline) -> None:
    answer = filled("clean", "--dry-run")
    assert answer.out.splitlines() == [
        "1 article would be deleted, from 2025-01-24 to 2025-01-24",
        "        1  Wire",
    ]
    assert len(filled("list", "--json").json) == 2


def test_nobody_is_asked_where_nobody_can_answer(filled: Cutline) -> None:
    answer = filled("clean")
    assert answer.code == 2
    assert "cannot be taken back" in answer.err
    assert len(filled("list", "--json").json) == 2


def test_it_deletes_after_a_copy_and_the_feed_does_not_bring_it_back(
    filled: Cutline, wire: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    answer = filled("clean", "--yes", "--backup", str(copy))
    assert answer.out.splitlines()[-1] == "Deleted 1 article"
    assert [row["title"] for row in filled("list", "--json").json] == ["Bridge opens"]
    wire.write_text(wire.read_text() + "<!-- touched -->")
    filled("refresh", "--force")
    assert [row["title"] for row in filled("list", "--json").json] == ["Bridge opens"]
    assert filled("check").out.splitlines()[-1] == "The database is sound."
    with Archive.open(copy) as kept:
        assert kept.counts().article_count == 2


def test_as_json(filled: Cutline) -> None:
    shape = filled("clean", "--dry-run", "--json").json
    assert (shape["expired_count"], shape["deleted_count"]) == (1, 0)
    assert shape["feeds"] == [{"title": "Wire", "article_count": 1}]
    assert filled("clean", "--yes", "--json").json["deleted_count"] == 1
    assert filled("clean", "--yes", "--json").json["expired_count"] == 0


def test_without_a_rule_it_can_still_shrink(cutline: Cutline, wire: Path) -> None:
    cutline("add", str(wire))
    answer = cutline("clean", "--shrink")
    assert answer.code == 0
    assert answer.out.startswith("The file takes ")
    assert len(cutline("list", "--json").json) == 2


def test_what_is_free_is_told_and_given_back(filled: Cutline, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("reader.cli.cleaning._WORTH_BYTES", 0)
    monkeypatch.setattr("reader.cli.cleaning._WORTH_SHARE", 0.0)
    answer = filled("clean", "--yes")
    assert "are free and wait for new articles; cutline clean --shrink gives them back" in answer.err
    shape = filled("clean", "--yes", "--shrink", "--json").json
    assert (shape["free_bytes"], shape["shrunk_bytes"] >= 0) == (0, True)
    assert filled("check").out.splitlines()[-1] == "The database is sound."


def test_a_dry_run_shrinks_nothing(filled: Cutline) -> None:
    assert filled("clean", "--dry-run", "--shrink", "--json").json["shrunk_bytes"] == 0
