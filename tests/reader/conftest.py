"""Calls the command line within the test's process, on an archive of its own."""

import io
import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from reader.cli.run import run
from reader.cli.session import Console, Session

NOW = datetime(2025, 1, 26, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Answer:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Cutline = Callable[..., Answer]


@pytest.fixture
def cutline(tmp_path: Path) -> Cutline:
    """Runs ``cutline`` with these words."""

    def call(*words: str) -> Answer:
        out, err = io.StringIO(), io.StringIO()
        session = Session(
            tmp_path / "cutline.db", tmp_path / "config.toml", Console(out, err), clock=lambda: NOW
        )
        code = run(words, session)
        return Answer(code, out.getvalue(), err.getvalue())

    return call


@pytest.fixture
def wire(tmp_path: Path) -> Path:
    """A feed of two articles, one of them with a captioned picture."""
    path = tmp_path / "wire.xml"
    path.write_text(
        '<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Wire</title>'
        "<link>https://wire.example/</link>"
        "<item><title>Bridge opens</title><guid>w1</guid><link>https://wire.example/1</link>"
        "<author>Ann Lee</author><pubDate>Sat, 25 Jan 2025 10:00:00 GMT</pubDate>"
        "<description>The bridge in Naqoura is open. See &lt;a href='/map'>the map&lt;/a>.</description>"
        '<media:content url="https://wire.example/1.jpg" medium="image" width="800" height="600">'
        "<media:description>FILE PHOTO: The bridge at dawn. REUTERS/Ali Hankir/File Photo"
        "</media:description></media:content></item>"
        "<item><title>Rain ends</title><guid>w2</guid><link>https://wire.example/2</link>"
        "<pubDate>Fri, 24 Jan 2025 10:00:00 GMT</pubDate><description>It stopped.</description></item>"
        "</channel></rss>"
    )
    return path


# The reader's own data: subscriptions, marks, tags, keywords, saved searches.
_STATE = (
    "SELECT feed_id, url, user_title, folder, removed_at IS NULL, is_paused, is_muted, options FROM feeds"
    " WHERE removed_at IS NULL ORDER BY 1",
    "SELECT article_id, is_read, is_starred, hidden_by FROM article_states WHERE hidden_by = 0 ORDER BY 1",
    "SELECT g.article_id, tag FROM article_tags AS g JOIN article_states AS s USING (article_id)"
    " WHERE s.hidden_by = 0 ORDER BY 1, 2",
    "SELECT pattern, is_paused FROM keywords ORDER BY 1",
    "SELECT name, query FROM searches ORDER BY 1",
)


def _state(database: Path) -> list[Any]:
    connection = sqlite3.connect(database)
    try:
        return [connection.execute(statement).fetchall() for statement in _STATE]
    finally:
        connection.close()


def _last_change(database: Path) -> int:
    connection = sqlite3.connect(database)
    try:
        (change_id,) = connection.execute(
            "SELECT ifnull(max(change_id), 0) FROM journal WHERE undone_at IS NULL"
        ).fetchone()
        return int(change_id)
    finally:
        connection.close()


@dataclass(frozen=True)
class Data:
    """The reader's own data in a database, and how far its journal has come."""

    state: list[Any]
    last_change: int


@pytest.fixture
def look_at() -> Callable[[Path], Data]:
    """Reads the reader's own data out of a database."""
    return lambda database: Data(_state(database), _last_change(database))
