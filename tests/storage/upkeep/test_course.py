"""Long maintenance tells how far it is, and ends when it is given up."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from storage.archive import Archive
from storage.errors import ReadingAbandoned
from storage.upkeep.course import BYTES, Course, Step
from storage.upkeep.salvage import salvage


class Recorded(Course):
    """Keeps all that was told; gives itself up at the step that begins with some words."""

    def __init__(self, path: Path, last: str = "") -> None:
        self.steps: list[Step] = []
        self._last = last
        super().__init__(path)

    def _go_on(self, step: Step) -> None:
        super()._go_on(step)
        self.steps.append(step)
        if self._last and step.name.startswith(self._last):
            self.give_up()

    @property
    def names(self) -> list[str]:
        return list(dict.fromkeys(step.name for step in self.steps))


@pytest.fixture
def filled(archive: Archive, fill: Any) -> Archive:
    fill.feed(count=30)
    return archive


def test_a_check_tells_its_steps(filled: Archive, path: Path) -> None:
    course = Recorded(path)
    assert filled.check(along=course).problems == ()
    count = course.steps[0].count
    assert [step.number for step in course.steps] == sorted(step.number for step in course.steps)
    assert {step.number for step in course.steps} == set(range(1, count + 1))
    assert len(course.names) == count
    assert all(course.names)
    assert (30, 30, "articles") in [(step.done, step.total, step.noun) for step in course.steps]


def test_weighing_tells_how_much_of_the_file_is_read(filled: Archive, path: Path) -> None:
    course = Recorded(path)
    weights = filled.weigh(along=course)
    assert {step.noun for step in course.steps} == {BYTES}
    done = [step.done for step in course.steps]
    assert done == sorted(done)
    assert 0 < done[-1] <= course.steps[-1].total == sum(weight.all_bytes for weight in weights)


def test_a_repair_tells_what_it_mends(filled: Archive, path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("DELETE FROM feed_counts")
        connection.execute("INSERT INTO article_texts_fts (article_texts_fts) VALUES ('delete-all')")
    course = Recorded(path)
    report = filled.check(repair=True, along=course)
    assert len(report.repaired) == 2
    assert {"Building the full-text index anew", "Writing the counts anew"} <= set(course.names)
    assert {step.number for step in course.steps} == set(range(1, course.steps[0].count + 1))


def test_saving_what_can_be_read_tells_each_table(filled: Archive, path: Path, tmp_path: Path) -> None:
    filled.close()
    course = Recorded(path)
    assert salvage(path, tmp_path / "saved.db", course).article_count == 30
    assert course.names[:2] == ["Saving feeds", "Saving keywords"]
    assert "Saving articles" in course.names
    assert course.names[-1] == "Looking at the keywords"


@pytest.mark.parametrize("last", ["Reading", "Comparing", "Counting"])
def test_a_check_that_is_given_up_ends_and_leaves_the_archive_usable(
    filled: Archive, path: Path, last: str
) -> None:
    course = Recorded(path, last)
    with pytest.raises(ReadingAbandoned):
        filled.check(along=course)
    assert course.names[-1].startswith(last)
    assert filled.check().problems == ()


def test_a_repair_that_is_given_up_mends_nothing_by_halves(filled: Archive, path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("INSERT INTO article_texts_fts (article_texts_fts) VALUES ('delete-all')")
    with pytest.raises(ReadingAbandoned):
        filled.check(repair=True, along=Recorded(path, "Building"))
    assert filled.check().problems == ("The full-text index does not agree with the texts.",)
    assert filled.check(repair=True).problems == ()


@pytest.mark.parametrize("last", ["Saving articles", "Joining", "Building", "Comparing"])
def test_nothing_is_left_of_a_new_file_that_was_given_up(
    filled: Archive, path: Path, tmp_path: Path, last: str
) -> None:
    filled.close()
    with pytest.raises(ReadingAbandoned):
        salvage(path, tmp_path / "saved.db", Recorded(path, last))
    assert [file.name for file in tmp_path.iterdir() if "saved" in file.name] == []


def test_a_statement_that_never_ends_is_broken_off(path: Path) -> None:
    course = Course(path)
    is_running = threading.Event()
    errors: list[Exception] = []

    def work() -> None:
        with closing(sqlite3.connect(":memory:")) as connection, course.working_on(connection):
            connection.create_function("seen", 1, lambda number: is_running.set())
            try:
                connection.execute(
                    "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers)"
                    " SELECT count(seen(n)) FROM numbers"
                ).fetchone()
            except sqlite3.OperationalError as error:
                errors.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    assert is_running.wait(60)
    course.give_up()
    thread.join(60)
    assert not thread.is_alive()
    assert [error.sqlite_errorcode for error in errors] == [sqlite3.SQLITE_INTERRUPT]
    with pytest.raises(ReadingAbandoned):
        course.begin("more")
