"""Saving what can be read of a file with damaged pages."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from storage.archive import Archive
from storage.errors import DatabaseDamaged, DatabaseUnwritable
from storage.model import HitData, Picture, Scope, View, ViewKind
from storage.query import Flag, Is, Words
from storage.upkeep.salvage import salvage

ARTICLES = 300


@pytest.fixture
def stocked(path: Path, filler_of: Callable[[Archive], Any], picture: Picture) -> Path:
    """An archive with all that a reader adds, closed."""
    with Archive.open(path) as archive:
        fill = filler_of(archive)
        keyword_id = archive.add_keyword("text", match=lambda keyword, texts: None).keyword_id
        hit = HitData(keyword_id, ((Scope.TEXT, 1),))
        for name in "abc":
            articles = [
                fill.article(
                    f"{name}{number}", number, pictures=(picture,), text=f"The text of {name}{number}. " * 20
                )
                for number in range(ARTICLES // 3)
            ]
            fill.store(fill.feed(name), articles, hits=[[hit]] * len(articles))
        archive.set_read(range(1, ARTICLES, 2), True)
        archive.set_starred(range(1, ARTICLES, 5), True)
        archive.set_tag([7, 8], "keep", True)
        archive.set_note(9, "a note")
        archive.save_search("Mine", "text")
    return path


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "saved.db"


def pages_of(path: Path, name: str) -> list[int]:
    """The leaf pages of a table or an index, in their order."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(
            "SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY path", (name,)
        )
        return [page for (page,) in rows]


def spoil(path: Path, pages: list[int], content: bytes = b"") -> None:
    """Overwrite pages of the file."""
    with closing(sqlite3.connect(path)) as connection:
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with path.open("r+b") as file:
        for page in pages:
            file.seek((page - 1) * size)
            file.write((content or b"\xa5" * size)[:size])


def test_a_sound_archive_is_saved_whole(stocked: Path, target: Path) -> None:
    saved = salvage(stocked, target)
    assert (saved.article_count, saved.feed_count, saved.lost, saved.problems) == (ARTICLES, 3, (), ())
    with Archive.open(stocked) as before, Archive.open(target) as after:
        assert after.open_listing()[:] == before.open_listing()[:]
        assert after.counts() == before.counts()
        assert after.article(9) == before.article(9)
        assert after.article(9).note == "a note"
        assert [search.name for search in after.searches()] == ["Mine"]
        assert after.undo() == before.undo()


@pytest.mark.parametrize(
    "table", ["articles", "article_states", "article_texts", "bodies", "pictures", "hits", "feeds", "journal"]
)
def test_a_broken_page_costs_its_rows_only(stocked: Path, target: Path, table: str) -> None:
    pages = pages_of(stocked, table)
    spoil(stocked, [pages[len(pages) // 2]])
    before = stocked.read_bytes()
    saved = salvage(stocked, target)
    assert stocked.read_bytes() == before
    assert saved.problems == ()
    assert dict(saved.lost)[table] > 0
    with Archive.open(target) as archive:
        # A row of articles that is lost is made again from its text and its state.
        assert len(archive.open_listing()) >= ARTICLES * 3 // 4
        assert [archive.article(row.article_id).row.title for row in archive.open_listing()[:50]]
        assert len(archive.open_listing(query=Words("title"))) >= ARTICLES * 3 // 4
        assert len(archive.open_listing(View(ViewKind.STARRED))) > 20
        assert archive.check().problems == ()


@pytest.mark.parametrize("percent", [98, 50])
def test_of_a_file_that_was_cut_off_its_beginning_is_saved(stocked: Path, target: Path, percent: int) -> None:
    content = stocked.read_bytes()
    cut = content[: len(content) * percent // 100 + 1]
    stocked.write_bytes(cut)
    saved = salvage(stocked, target)
    assert stocked.read_bytes() == cut
    assert saved.problems == ()
    assert saved.article_count >= ARTICLES * percent // 200
    with Archive.open(target) as archive:
        assert len(archive.open_listing()[:]) == saved.article_count
    assert sorted(file.name for file in target.parent.iterdir() if file.name.startswith(".")) == []


def test_what_cannot_be_saved_is_said_of_the_file_that_a_person_named(stocked: Path, target: Path) -> None:
    stocked.write_bytes(stocked.read_bytes()[:5000])
    with pytest.raises(DatabaseDamaged) as damaged:
        salvage(stocked, target)
    assert damaged.value.path == stocked
    with pytest.raises(DatabaseUnwritable) as unwritable:
        salvage(stocked, target.parent / "nowhere" / "saved.db")
    assert unwritable.value.path == target.parent / "nowhere" / "saved.db"


def test_broken_indexes_cost_nothing(stocked: Path, target: Path) -> None:
    for index in ("states_shown", "states_unread", "article_texts_fts_data", "articles_by_url"):
        spoil(stocked, pages_of(stocked, index))
    saved = salvage(stocked, target)
    assert (saved.article_count, saved.problems) == (ARTICLES, ())
    with Archive.open(target) as archive:
        assert len(archive.open_listing(query=Is(Flag.HAS_NOTE))) == 1
        assert len(archive.open_listing(query=Words("text"))) == ARTICLES


@pytest.mark.parametrize("seed", range(6))
def test_whatever_pages_are_broken_the_new_file_is_sound(
    stocked: Path, target: Path, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    copy = tmp_path / "damaged.db"
    shutil.copy(stocked, copy)
    with closing(sqlite3.connect(copy)) as connection:
        pages = connection.execute("SELECT pageno FROM dbstat WHERE name <> 'sqlite_schema'").fetchall()
    chosen = [page for (page,) in chance.sample(pages, len(pages) // 10)]
    spoil(copy, chosen, chance.choice([b"", bytes(4096), chance.randbytes(4096)]))
    saved = salvage(copy, target)
    assert saved.problems == ()
    with Archive.open(target) as archive:
        for row in archive.open_listing()[:]:
            archive.article(row.article_id)


def test_where_nothing_can_be_read_it_is_said(stocked: Path, target: Path, tmp_path: Path) -> None:
    spoil(stocked, [1])
    with pytest.raises(DatabaseDamaged):
        salvage(stocked, target)
    with pytest.raises(DatabaseDamaged, match="no such file"):
        salvage(tmp_path / "nothing.db", target)
    assert sorted(file.name for file in tmp_path.iterdir() if "saved" in file.name) == []


def test_no_file_is_overwritten(stocked: Path, target: Path) -> None:
    target.write_text("mine")
    with pytest.raises(DatabaseUnwritable, match="already"):
        salvage(stocked, target)
    assert target.read_text() == "mine"
