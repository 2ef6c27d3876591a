from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from storage.archive import Archive
from storage.errors import DatabaseUnwritable
from storage.upkeep import backup, weight


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "copies" / "copy.db"


@pytest.fixture(autouse=True)
def copies(target: Path) -> None:
    target.parent.mkdir()


def test_a_copy_is_whole_and_sound(archive: Archive, fill: Any, target: Path) -> None:
    fill.feed(count=20)
    assert archive.back_up(target) == target.stat().st_size
    assert list(target.parent.iterdir()) == [target]
    with Archive.open(target) as copy:
        assert copy.check().problems == ()
        assert [row.guid for row in copy.open_listing()[:]] == [row.guid for row in archive.open_listing()[:]]


def test_what_is_written_meanwhile_is_not_in_it(
    archive: Archive, fill: Any, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "_STEP_PAGES", 5)
    feed_id = fill.feed(count=20)
    seen: list[tuple[int, int]] = []

    def write_meanwhile(done_bytes: int, all_bytes: int) -> None:
        fill.store(feed_id, [fill.article(f"late {len(seen)}")])
        seen.append((done_bytes, all_bytes))

    archive.back_up(target, progress=write_meanwhile)
    assert len(seen) > 3
    assert seen == sorted(seen)
    assert seen[-1][0] == seen[-1][1]
    with Archive.open(target) as copy:
        assert copy.counts().article_count == 20
    assert archive.counts().article_count == 20 + len(seen)


@pytest.mark.parametrize("is_overwriting", [False, True])
def test_a_file_is_overwritten_only_when_told(archive: Archive, target: Path, is_overwriting: bool) -> None:
    target.write_text("mine")
    if is_overwriting:
        archive.back_up(target, is_overwriting=True)
        assert target.read_bytes().startswith(b"SQLite format 3")
    else:
        with pytest.raises(DatabaseUnwritable, match="already"):
            archive.back_up(target)
        assert target.read_text() == "mine"


def _no_folder(path: Path, target: Path) -> Path:
    return target.parent / "missing" / "copy.db"


@pytest.mark.parametrize(
    "place",
    [lambda path, target: path, lambda path, target: target.parent, _no_folder],
    ids=["itself", "a directory", "nowhere"],
)
def test_places_where_no_copy_can_be_are_refused(
    archive: Archive, path: Path, target: Path, place: Callable[[Path, Path], Path]
) -> None:
    with pytest.raises(DatabaseUnwritable):
        archive.back_up(place(path, target), is_overwriting=True)
    assert archive.check().problems == ()


def test_nothing_is_left_of_a_copy_that_was_interrupted(archive: Archive, fill: Any, target: Path) -> None:
    fill.feed(count=5)

    def interrupt(done_bytes: int, all_bytes: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        archive.back_up(target, progress=interrupt)
    assert list(target.parent.iterdir()) == []


def test_the_weights_are_the_file(archive: Archive, fill: Any, path: Path) -> None:
    fill.feed(count=50)
    weights = archive.weigh()
    with closing(sqlite3.connect(path)) as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        (page_bytes,) = connection.execute("PRAGMA page_size").fetchone()
    assert sum(one.all_bytes for one in weights) == pages * page_bytes
    assert {weight.FULL_TEXT, weight.FREE, "articles", "bodies"} <= {one.table for one in weights}
    assert not any(one.table.startswith("article_texts_fts_") for one in weights)


def test_without_dbstat_the_contents_are_summed_up(archive: Archive, fill: Any, path: Path) -> None:
    fill.feed(count=50)
    with closing(sqlite3.connect(path)) as connection:
        estimated = {one.table: one for one in weight.estimate(connection)}
    exact = {one.table: one for one in archive.weigh()}
    assert all(one.is_estimated for one in estimated.values())
    for table, one in estimated.items():
        assert 0 <= one.table_bytes <= exact[table].table_bytes
    assert estimated["article_texts"].table_bytes > 0


def test_a_directory_that_does_not_exist_is_told_with_the_name_that_was_given(
    archive: Archive, tmp_path: Path
) -> None:
    target = tmp_path / "nowhere" / "copy.db"
    with pytest.raises(DatabaseUnwritable) as failure:
        archive.back_up(target)
    assert failure.value.path == target
