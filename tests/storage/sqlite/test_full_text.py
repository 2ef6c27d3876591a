"""The full-text index holds the words of the texts, whoever writes these, and is told when it does not."""

from __future__ import annotations

import importlib
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from storage.archive import Archive
from storage.articles.rebuild import RebuiltArticle, write_rebuilt
from storage.fetched import ChangedArticle
from storage.migrations import APPLICATION_ID, MODULES, m011_prefixes
from storage.model import Picture
from storage.query import TextField, Words
from storage.sqlite.folding import index_form
from storage.sqlite.full_text import (
    TEXT_COLUMNS,
    add_articles,
    create_index,
    has_prefixes,
    is_index_true,
    rebuild_index,
    write_texts,
)

_ALL_SCRIPTS = "東京都のＴｏｋｙｏ、น้ำใจ。ソニー 한국은 Łódź TROMSØ"
EMPTY = ("", "", "", "", "", "")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Old-port C++", ["Old-port", "C++"]),
        ("Élysée’s ½™", ["elysee", "s", "1", "2tm"]),
        ("東京港a橋", ["東", "京", "港", "a", "橋"]),
        ("が゛か", ["か\u3099", "\u3099", "か"]),
        ("น้ำใจ", ["น้ํ", "า", "ใ", "จ"]),
        ("हिन्दी", ["हिन्दी"]),
        ("بَيْـروت", ["بيروت"]),
        ("한국어 a은", ["한", "국", "어", "a", "은"]),
        ("Łódź", ["lodz"]),
        ("é\x01\x02\ud800b", ["e", "b"]),
    ],
)
def test_words_are_parted_where_they_end(text: str, words: list[str]) -> None:
    assert index_form(text).split() == words


@pytest.mark.parametrize(
    ("word", "finds"),
    [
        ("الأنباء", True),
        ("الانباء", True),
        ("انباء", False),
        ("東京", True),
        ("京都", True),
        ("京東", False),
        ("ＴＯＫＹＯ", True),
        ("tokyo", True),
        ("ใจ", True),
        ("น", False),
        ("ソニー", True),
        ("ｿﾆｰ", True),
        ("한국", True),
        ("국은", True),
        ("은한", False),
        ("lodz", True),
        ("tromso", True),
    ],
)
def test_words_of_all_scripts_are_found_in_the_index(
    archive: Archive, fill: Any, word: str, finds: bool
) -> None:
    fill.store(fill.feed(), [fill.article("a", title="الانباء", text=_ALL_SCRIPTS)])
    assert len(archive.open_listing(query=Words(word))) == finds


def test_a_changed_text_is_found_by_its_new_words_alone(archive: Archive, fill: Any) -> None:
    feed_id = fill.feed()
    fill.store(feed_id, [fill.article("a", text="Alte Brücke"), fill.article("b", text="Hafen")])
    fill.store(feed_id, changed=[ChangedArticle(2, fill.article("a", text="新しい橋"))])
    found = {
        word: list(archive.open_listing(query=Words(word)).article_ids) for word in ("brucke", "橋", "hafen")
    }
    assert found == {"brucke": [], "橋": [2], "hafen": [1]}
    assert archive.check().problems == ()


def test_rebuilt_captions_are_indexed(archive: Archive, fill: Any, picture: Picture) -> None:
    fill.store(fill.feed(), [fill.article("a", pictures=(picture,), author="Jane")])
    plain = Picture("https://example.org/b.jpg", caption="Die Brücke")
    rebuilt = RebuiltArticle(1, (plain,), "New text", "New text")
    assert archive._writer.run(lambda connection: write_rebuilt(connection, [rebuilt], 0)) == 1
    found = [
        len(archive.open_listing(query=Words(word, field)))
        for word, field in [
            ("brucke", TextField.CAPTION),
            ("naqoura", TextField.CAPTION),
            ("jane", TextField.AUTHOR),
            ("title", TextField.TITLE),
        ]
    ]
    assert found == [1, 0, 1, 1]
    assert archive.check().problems == ()


def test_an_archive_of_before_is_indexed_anew(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        database = Database(connection, recursive_triggers=False, execute_plugins=False)
        for module in MODULES[:4]:
            importlib.import_module(module).apply(database)
        connection.executescript(
            f"""
            PRAGMA application_id = {APPLICATION_ID};
            PRAGMA user_version = 4;
            INSERT INTO feeds (feed_id, url, added_at) VALUES (1, 'https://a.example', 0);
            INSERT INTO feed_counts VALUES (1, 1, 1, 0);
            INSERT INTO articles VALUES (1, 1, 'a', '', '東京', '', NULL, NULL, 0, NULL, '', '', 0, 0, '', 0);
            INSERT INTO article_states (article_id, feed_id, sorted_at) VALUES (1, 1, 0);
            INSERT INTO article_texts VALUES (1, '東京港', 'أنباء', '', '', '', '');
            INSERT INTO article_texts_fts (rowid, title, text) VALUES (1, '東京港', 'أنباء');
            INSERT INTO bodies VALUES (1, '', 1, x'789c030000000001', NULL);
            """
        )
    with Archive.open(path) as archive:
        assert [len(archive.open_listing(query=Words(word))) for word in ("京港", "انباء", "港京")] == [
            1,
            1,
            0,
        ]
        assert archive.check().problems == ()


TEXT = st.text(st.sampled_from("aBéł東京한국น้ أ.-"), max_size=8)
TEXTS = st.tuples(*[TEXT] * len(TEXT_COLUMNS))


@settings(max_examples=60, deadline=None)
@given(before=st.lists(TEXTS, min_size=1, max_size=4), after=TEXTS, number=st.integers(1, 4), other=TEXTS)
def test_the_index_is_true_after_changes_and_only_then(
    before: list[tuple[str, ...]], after: tuple[str, ...], number: int, other: tuple[str, ...]
) -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.execute(
            f"CREATE TABLE article_texts (article_id INTEGER PRIMARY KEY, {', '.join(TEXT_COLUMNS)})"
        )
        connection.execute("CREATE TABLE archive_facts (name TEXT PRIMARY KEY, value INTEGER)")
        create_index(connection)
        rows = list(enumerate(before, 1))
        connection.executemany(
            "INSERT INTO article_texts VALUES (?, ?, ?, ?, ?, ?, ?)", [(key, *texts) for key, texts in rows]
        )
        add_articles(connection, rows)
        assert is_index_true(connection)
        is_stored = number <= len(before)
        assert write_texts(connection, number, after) == (is_stored and before[number - 1] != after)
        assert is_index_true(connection)
        connection.execute("UPDATE article_texts SET title = ?, text = ? WHERE article_id = 1", other[:2])
        row = connection.execute("SELECT title, text FROM article_texts WHERE article_id = 1").fetchone()
        stored = after if number == 1 else before[0]
        is_same = [index_form(text).lower().split() for text in row] == [
            index_form(text).lower().split() for text in stored[:2]
        ]
        if not any("-" in text or "." in text for text in (*row, *stored[:2])):
            assert is_index_true(connection) == is_same
        rebuild_index(connection)
        assert is_index_true(connection)


@pytest.fixture
def old_path(path: Path, filler_of: Callable[[Archive], Any]) -> Path:
    """An archive whose index does not hold the beginnings of words, as before migration 11."""
    columns = ", ".join(TEXT_COLUMNS)
    with Archive.open(path) as archive:
        filler_of(archive).feed(count=2)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("DROP TABLE article_texts_fts")
        connection.execute(
            f"CREATE VIRTUAL TABLE article_texts_fts USING fts5({columns}, content = '', tokenize = 'ascii')"
        )
        rows = connection.execute(f"SELECT article_id, {columns} FROM article_texts ORDER BY 1").fetchall()
        add_articles(connection, [(row[0], row[1:]) for row in rows])
        connection.execute("PRAGMA user_version = 10")
    return path


def test_a_small_archive_gets_the_beginnings_of_words_when_it_is_opened(old_path: Path) -> None:
    with Archive.open(old_path) as archive:
        assert not archive.check().problems
        assert len(archive.open_listing(query=Words("tit", is_prefix=True))) == 2
    with closing(sqlite3.connect(old_path)) as connection:
        assert has_prefixes(connection)


def test_a_large_archive_opens_at_once_and_a_repair_gives_them(
    old_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(m011_prefixes, "QUICK_ARTICLES", 0)
    with Archive.open(old_path) as archive:
        assert len(archive.open_listing(query=Words("tit", is_prefix=True))) == 2
        (problem,) = archive.check().problems
        assert "beginning of a word" in problem
        report = archive.check(repair=True)
        assert not report.problems
        assert report.repaired == ("The full-text index is of this version.",)
        assert len(archive.open_listing(query=Words("tit", is_prefix=True))) == 2


def test_an_index_of_an_older_form_is_told_of_and_a_repair_makes_it_anew(
    path: Path, filler_of: Callable[[Archive], Any]
) -> None:
    with Archive.open(path) as archive:
        fill = filler_of(archive)
        fill.store(fill.feed(), [fill.article("a", text="Łódź")])
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("DELETE FROM archive_facts WHERE name = 'index_form'")
        connection.execute("INSERT INTO article_texts_fts (article_texts_fts) VALUES ('delete-all')")
        connection.execute("INSERT INTO article_texts_fts (rowid, text) VALUES (1, 'łodz')")
    with Archive.open(path) as archive:
        assert len(archive.open_listing(query=Words("lodz"))) == 0
        (problem,) = archive.check().problems
        assert "Korean" in problem
        assert archive.check(repair=True).problems == ()
        assert len(archive.open_listing(query=Words("lodz"))) == 1
        assert archive.check().problems == ()


def test_an_article_too_many_or_too_few_in_the_index_is_noticed() -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.execute(
            f"CREATE TABLE article_texts (article_id INTEGER PRIMARY KEY, {', '.join(TEXT_COLUMNS)})"
        )
        create_index(connection)
        connection.execute("INSERT INTO article_texts VALUES (1, 'a', '', '', '', '', '')")
        assert not is_index_true(connection)
        add_articles(connection, [(1, ("a", *EMPTY[1:])), (2, EMPTY)])
        assert not is_index_true(connection)
