from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from storage.archive import Archive
from storage.model import HitData, Scope, View, ViewKind
from storage.query import Words


@pytest.fixture
def filled(archive: Archive, fill: Any) -> Archive:
    """Three articles, one keyword with hits."""
    keyword = archive.add_keyword("text", match=lambda keyword, texts: None)
    hit = HitData(keyword.keyword_id, ((Scope.TEXT, 1),))
    fill.store(fill.feed(), [fill.article(guid) for guid in "abc"], hits=[[hit]] * 3)
    return archive


def spoil(path: Path, *statements: str) -> None:
    """Do to the file what no part of the program does."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def test_a_sound_archive_has_no_problems(filled: Archive, path: Path) -> None:
    report = filled.check()
    assert (report.problems, report.repaired) == ((), ())
    assert (report.article_count, report.feed_count) == (3, 1)
    assert report.size_bytes >= path.stat().st_size


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE feed_counts SET unread_count = 9", "1 rows of feed_counts do not agree with a recount."),
        ("DELETE FROM feed_counts", "1 rows of feed_counts do not agree with a recount."),
        ("UPDATE keywords SET article_count = 0", "1 rows of keywords do not agree with a recount."),
        (
            "INSERT INTO article_texts_fts (article_texts_fts, rowid, title, text, captions, credits, alts,"
            " author) SELECT 'delete', article_id, title, text, captions, credits, alts, author"
            " FROM article_texts WHERE article_id = 2",
            "The full-text index does not agree with the texts.",
        ),
        (
            "UPDATE article_states SET hidden_by = 1 WHERE article_id = 2",
            "1 articles are hidden, or shown, against their feed's removal.",
        ),
        ("DELETE FROM article_states WHERE article_id = 2", "1 article has no row in article_states."),
        ("DELETE FROM bodies WHERE article_id < 3", "2 articles have no row in bodies."),
        ("DELETE FROM article_texts WHERE article_id = 3", "1 article has no row in article_texts."),
    ],
)
def test_what_can_be_computed_anew_is_found_and_mended(
    filled: Archive, path: Path, statement: str, problem: str
) -> None:
    spoil(path, statement)
    assert problem in filled.check().problems
    report = filled.check(repair=True)
    assert report.problems == ()
    assert report.repaired != ()
    assert filled.check().problems == ()
    assert filled.counts().article_count == 3
    assert [filled.article(article_id).row.title for article_id in (1, 2, 3)]
    assert len(filled.open_listing(query=Words("title"))) == 3


def test_a_reference_to_nothing_is_reported(filled: Archive, path: Path) -> None:
    spoil(path, "INSERT INTO categories VALUES (99, 0, 'World')")
    assert filled.check().problems == ("1 rows of categories belong to no row of articles.",)


def test_a_keyword_whose_matching_was_cut_off_is_reported(filled: Archive, path: Path) -> None:
    spoil(path, "UPDATE keywords SET is_matched = 0")
    (problem,) = filled.check(repair=True).problems
    assert problem == "Keyword text was not matched over the whole archive: add it again."


def test_a_torn_index_is_reported_and_built_anew(filled: Archive, path: Path, fill: Any) -> None:
    filled.close()
    _tear_index(path, "states_unread")
    with Archive.open(path) as torn:
        assert any(problem.startswith("SQLite: ") for problem in torn.check().problems)
        report = torn.check(repair=True)
        assert (report.problems, report.repaired) == ((), ("All indexes were built anew.",))
        assert len(torn.open_listing(View(ViewKind.UNREAD))) == 3


def _tear_index(path: Path, name: str) -> None:
    """Exchange the places of the first two cells of the index's only page, so that its order is wrong."""
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (name,)).fetchone()
        (page_size,) = connection.execute("PRAGMA page_size").fetchone()
    content = bytearray(path.read_bytes())
    # A leaf's header takes eight bytes, each place two.
    cells = (page - 1) * page_size + 8
    content[cells : cells + 4] = content[cells + 2 : cells + 4] + content[cells : cells + 2]
    path.write_bytes(content)
