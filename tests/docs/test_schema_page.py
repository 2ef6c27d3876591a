"""docs/schema.md: what it says of tables, views and indexes is so, and its commands do what they show."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.archive import Archive
from storage.fetched import FeedChanges, FetchRecord
from storage.model import ArticleData, FeedData, Picture

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "schema.md").read_text(encoding="utf-8")
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
COMMANDS = re.findall(r'^sqlite3 -readonly cutline\.db "([^"]+)"$', PAGE, re.MULTILINE)
SHADOWS = re.compile(r"article_texts_fts_|sqlite_")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with one article and all that the views show of it."""
    path = tmp_path_factory.mktemp("archive") / "cutline.db"
    with Archive.open(path, clock=lambda: NOW) as archive:
        feed_id = archive.add_feed("https://wire.example/rss", user_title="Wire", folder="World").feed_id
        article = ArticleData(
            guid="1",
            url="https://wire.example/1",
            title="Die Brücke",
            text="Two words.",
            author="Ann",
            published_at=NOW,
            entry_hash=1,
            language="de",
            pictures=(Picture("https://wire.example/1.jpg", caption="A bridge", credit="Reuters", width=9),),
        )
        record = FetchRecord(feed_id, NOW, NOW)
        archive.store_feed(record, FeedChanges(FeedData("Wire"), new=(article,)))
        archive.set_tag([1], "later", True)
        archive.set_note(1, "to be asked")
    return path


@pytest.fixture
def connection(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as opened:
        yield opened


def names(connection: sqlite3.Connection, kind: str) -> set[str]:
    rows = connection.execute("SELECT name FROM sqlite_schema WHERE type = ?", (kind,))
    return {name for (name,) in rows if not SHADOWS.match(name)}


def documented_columns(view: str) -> list[str]:
    """The columns that the page names of a view, without what brackets say of them."""
    (row,) = re.findall(rf"^\| `{view}` \| .* \| (.*) \|$", PAGE, re.MULTILINE)
    return re.findall(r"`(\w+)`", re.sub(r"\([^)]*\)", "", row))


def test_every_table_is_described(connection: sqlite3.Connection) -> None:
    assert {name for name in names(connection, "table") if f"`{name}`" not in PAGE} == set()


def test_every_described_index_is_there(connection: sqlite3.Connection) -> None:
    described = set(re.findall(r"`((?:states|articles|pictures|hits|tags|feeds)_\w+)`", PAGE))
    assert described >= {"states_shown", "states_feed"}
    assert described - names(connection, "index") - names(connection, "table") == set()


@pytest.mark.parametrize("view", ["readable_articles", "readable_pictures"])
def test_a_view_has_the_columns_that_are_described(connection: sqlite3.Connection, view: str) -> None:
    columns = [column[0] for column in connection.execute(f"SELECT * FROM {view}").description]
    assert sorted(columns) == sorted(documented_columns(view))


def test_the_views_show_all_that_is_known_of_an_article(connection: sqlite3.Connection) -> None:
    connection.row_factory = sqlite3.Row
    article = dict(connection.execute("SELECT * FROM readable_articles").fetchone())
    assert [column for column, value in article.items() if value is None] == ["keywords"]
    assert (article["note"], article["noted"]) == ("to be asked", "2026-11-24 10:00:00")
    assert (article["tags"], article["credits"]) == ("later", "Reuters")
    picture = dict(connection.execute("SELECT * FROM readable_pictures").fetchone())
    assert [column for column, value in picture.items() if value is None] == ["height"]


@pytest.mark.parametrize("sql", COMMANDS)
def test_a_command_of_the_page_finds_the_article(connection: sqlite3.Connection, sql: str) -> None:
    assert len(connection.execute(sql).fetchall()) == 1


@pytest.mark.skipif(shutil.which("sqlite3") is None, reason="the program sqlite3 is not installed")
@pytest.mark.parametrize("sql", COMMANDS)
def test_the_program_sqlite3_answers_too(path: Path, sql: str) -> None:
    answer = subprocess.run(
        ["sqlite3", "-readonly", str(path), sql], capture_output=True, text=True, check=False, timeout=60
    )
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout.count("\n") == 1


def test_a_folded_word_is_found_by_hand(connection: sqlite3.Connection) -> None:
    (sql,) = re.findall(r"`(SELECT rowid FROM article_texts_fts [^`]*)`", PAGE)
    assert connection.execute(sql).fetchall() == [(1,)]


def test_commands_were_found() -> None:
    assert len(COMMANDS) >= 3
