from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from storage.archive import Archive
from storage.errors import QueryError, SearchNameTaken
from storage.query import All, Query, Words


class Reading:
    """Reads a query as words, and remembers what it was asked to read."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def __call__(self, text: str) -> Query | None:
        self.read.append(text)
        if text == "((":
            raise QueryError(text, 0, "it is not closed")
        return All(()) if text == "all" else Words(text)


@pytest.fixture
def reading() -> Reading:
    return Reading()


def counts(archive: Archive, reading: Reading) -> dict[str, tuple[int, int]]:
    return {
        search.name: (search.article_count, search.unread_count) for search in archive.count_searches(reading)
    }


def test_searches_are_counted_and_listed_by_name(archive: Archive, fill: Any, reading: Reading) -> None:
    fill.feed("a", count=3)
    archive.set_read([1], True)
    archive.save_search(" the  port ", " a1 ")
    archive.save_search("Everything", "all")
    before = archive.searches()
    assert [(search.name, search.query_text, search.is_counted) for search in before] == [
        ("Everything", "all", False),
        ("the port", "a1", False),
    ]
    assert counts(archive, reading) == {"Everything": (3, 2), "the port": (1, 1)}
    assert [search.is_counted for search in archive.searches()] == [True, True]


def test_counts_are_kept_until_something_changes(archive: Archive, fill: Any, reading: Reading) -> None:
    feed_id = fill.feed("a", count=3)
    archive.save_search("all", "all")
    assert counts(archive, reading) == counts(archive, reading) == {"all": (3, 3)}
    assert reading.read == ["all"]
    archive.set_read([1, 2], True)
    assert archive.searches()[0].unread_count == 3
    assert counts(archive, reading) == {"all": (3, 1)}
    archive.undo()
    assert counts(archive, reading) == {"all": (3, 3)}
    archive.redo()
    fill.store(feed_id, [fill.article("new")])
    assert counts(archive, reading) == {"all": (4, 2)}
    archive.remove_feeds([feed_id])
    assert counts(archive, reading) == {"all": (0, 0)}


def test_a_search_that_cannot_be_read_has_no_articles(archive: Archive, fill: Any, reading: Reading) -> None:
    fill.feed("a", count=1)
    archive.save_search("torn", "((")
    assert counts(archive, reading) == {"torn": (0, 0)}


def test_saving_and_removing_can_be_taken_back(archive: Archive) -> None:
    def texts() -> dict[str, str]:
        return {search.name: search.query_text for search in archive.searches()}

    assert archive.save_search("port", "ships").sentence == "Saved search port"
    archive.save_search("port", "boats")
    assert archive.remove_search("port").sentence == "Removed search port"
    assert texts() == {}
    archive.undo()
    assert texts() == {"port": "boats"}
    archive.undo()
    assert texts() == {"port": "ships"}
    archive.undo()
    assert texts() == {}
    archive.redo()
    archive.redo()
    assert texts() == {"port": "boats"}


@pytest.mark.parametrize(("name", "text"), [("", "port"), ("port", " "), (" ", " ")])
def test_blank_names_and_queries_change_nothing(archive: Archive, name: str, text: str) -> None:
    assert archive.save_search(name, text).change_id == 0
    assert archive.remove_search("port").change_id == 0
    assert archive.searches() == []


def test_people_read_articles_and_pictures_with_sqlite3(
    archive: Archive, fill: Any, path: Path, picture: Any
) -> None:
    feed_id = fill.feed("a", folder="World")
    fill.store(feed_id, [fill.article("y", 2), fill.article("x", pictures=(picture,))])
    archive.set_tag([1], "later", True)
    archive.set_tag([1], "again", True)
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        article = connection.execute("SELECT * FROM readable_articles WHERE title = 'Title of x'").fetchone()
        shown = connection.execute("SELECT * FROM readable_pictures").fetchone()
    assert article["folder"] == "World"
    assert sorted(article["tags"].split(", ")) == ["again", "later"]
    assert shown["caption"] in article["captions"]
    assert (shown["article_id"], shown["credit"], shown["is_file_photo"]) == (
        article["article_id"],
        "Reuters",
        1,
    )
    archive.set_tag([1], "later", False)
    archive.set_tag([1], "again", False)
    archive.remove_feeds([feed_id])
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM readable_articles").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM readable_pictures").fetchone() == (0,)


def test_a_search_is_renamed_and_keeps_its_place(archive: Archive) -> None:
    archive.save_search("port", "harbour")
    (before,) = archive.searches()
    change = archive.change_search("port", " The  port ", " harbour or quay ")
    assert change.sentence == "Renamed search port to The port"
    (after,) = archive.searches()
    assert (after.search_id, after.name, after.query_text) == (
        before.search_id,
        "The port",
        "harbour or quay",
    )
    archive.undo()
    (again,) = archive.searches()
    assert (again.name, again.query_text) == ("port", "harbour")
    archive.redo()
    assert archive.searches() == [after]
    assert archive.change_search("The port", "The port", "quay").sentence == "Changed search The port"


def test_a_search_never_takes_the_name_of_another(archive: Archive) -> None:
    archive.save_search("port", "harbour")
    archive.save_search("rain", "storm")
    with pytest.raises(SearchNameTaken, match="rain"):
        archive.change_search("port", "rain", "harbour")
    assert [search.name for search in archive.searches()] == ["port", "rain"]


@pytest.mark.parametrize(
    ("old", "name", "text"),
    [("port", "", "x"), ("port", "x", " "), ("none", "x", "y"), ("port", "port", "harbour")],
)
def test_what_changes_no_search(archive: Archive, old: str, name: str, text: str) -> None:
    archive.save_search("port", "harbour")
    assert archive.change_search(old, name, text).change_id == 0
