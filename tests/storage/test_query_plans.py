"""Every read of the application is looked up, on an archive with and without statistics."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from storage import heads
from storage.archive import Archive
from storage.model import HitData, Order, Picture, Scope, View, ViewKind
from storage.query import All, Between, Flag, Is, Name, Named, Near, Regex, TextField, Words

VIEWS = {
    ViewKind.ALL: ("states_shown", View()),
    ViewKind.UNREAD: ("states_unread", View(ViewKind.UNREAD)),
    ViewKind.TODAY: ("states_shown", View(ViewKind.TODAY)),
    ViewKind.STARRED: ("states_starred", View(ViewKind.STARRED)),
    ViewKind.PICTURES: ("states_pictures", View(ViewKind.PICTURES)),
    ViewKind.FEED: ("states_feed", View(ViewKind.FEED, 1)),
    ViewKind.FOLDER: ("states_feed", View(ViewKind.FOLDER, name="World")),
}


@pytest.fixture(params=[False, True], ids=["without statistics", "analysed"])
def grown(archive: Archive, fill: Any, path: Path, picture: Picture, request: Any) -> Archive:
    """Some hundred articles over several feeds, with everything a reader adds."""
    keyword_id = archive.add_keyword("text", match=lambda keyword, texts: None).keyword_id
    hit = HitData(keyword_id, ((Scope.TEXT, 1),))
    for name in "abcdef":
        feed_id = fill.feed(name, folder="World")
        articles = [
            fill.article(f"{name}{number}", number, pictures=(picture,) * (number % 2))
            for number in range(60)
        ]
        fill.store(feed_id, articles, hits=[[hit]] * 20)
    archive.set_read(range(1, 300), True)
    archive.set_starred(range(1, 300, 7), True)
    archive.set_tag(range(1, 300, 9), "later", True)
    if request.param:
        connection = sqlite3.connect(path)
        connection.execute("ANALYZE")
        connection.close()
        archive.feeds()
    return archive


def plans(archive: Archive, read: Callable[[], object]) -> list[str]:
    """The steps of all queries that ``read`` makes on this thread's connection."""
    statements: list[str] = []
    connection = archive._readers.connection()
    connection.set_trace_callback(statements.append)
    try:
        read()
    finally:
        connection.set_trace_callback(None)
    # The full-text index asks its own tables, too.
    queries = [
        statement
        for statement in statements
        if statement.lstrip().startswith("SELECT") and "article_texts_fts_" not in statement
    ]
    assert queries
    return [
        str(step[3])
        for statement in queries
        for step in connection.execute(f"EXPLAIN QUERY PLAN {statement}")
    ]


def scans(steps: list[str]) -> list[str]:
    """The steps that read a whole table; arrays of ids, kept counts and parts of an index are none."""
    return [
        step
        for step in steps
        if re.match(r"SCAN (?!wanted|json_each|feed_counts|\(subquery|.*VIRTUAL TABLE)", step)
    ]


@pytest.mark.parametrize("order", [Order.NEWEST, Order.OLDEST])
@pytest.mark.parametrize("kind", list(VIEWS))
def test_every_view_is_read_in_order_from_its_own_index_alone(
    grown: Archive, kind: ViewKind, order: Order
) -> None:
    index, view = VIEWS[kind]
    steps = [
        step
        for step in plans(grown, lambda: grown.open_listing(view, order=order))
        if re.search(r"\bs\b", step)
    ]
    assert len(steps) >= 1
    assert all(f"USING COVERING INDEX {index}" in step for step in steps)
    all_steps = plans(grown, lambda: grown.open_listing(view, order=order))
    assert not any("TEMP B-TREE" in step for step in all_steps)


@pytest.mark.parametrize("order", [Order.NEWEST, Order.OLDEST])
@pytest.mark.parametrize("kind", list(VIEWS))
def test_the_first_rows_of_every_view_come_in_order_from_its_own_index_alone(
    grown: Archive, kind: ViewKind, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heads, "HEAD_ROWS", 4)
    index, view = VIEWS[kind]
    steps = plans(grown, lambda: grown.open_listing(view, order=order, reads_behind=True))
    assert not any("TEMP B-TREE" in step for step in steps)
    used = re.compile(f"USING COVERING INDEX ({index}|states_shown)")
    assert all(used.search(step) for step in steps if re.search(r"\bs\b", step))
    assert set(scans(steps)) <= {"SCAN feeds"}


@pytest.mark.parametrize("order", [Order.FEED, Order.TITLE, Order.LENGTH, Order.HITS])
def test_other_orders_read_what_they_compare_once(grown: Archive, order: Order) -> None:
    steps = plans(grown, lambda: grown.open_listing(View(ViewKind.FEED, 1), order=order))
    assert any("USING COVERING INDEX states_feed" in step for step in steps)
    assert set(scans(steps)) <= {"SCAN feeds", "SCAN hits"}
    assert not any("TEMP B-TREE" in step for step in steps)


@pytest.mark.parametrize(
    "view", [View(ViewKind.TAG, name="later"), View(ViewKind.KEYWORD, 1)], ids=["tag", "keyword"]
)
def test_tags_and_keywords_start_from_their_own_articles(grown: Archive, view: View) -> None:
    steps = plans(grown, lambda: grown.open_listing(view))
    assert scans(steps) == []
    assert not any("TEMP B-TREE" in step for step in steps)


@pytest.mark.parametrize(
    "query",
    [
        Words("text"),
        All((Words("text"), Is(Flag.UNREAD))),
        All((Words("text"), Between())),
        Words("文", TextField.TITLE),
        Near("text of"),
        All((Words("text"), Regex("a1", lambda text: "a1" in text))),
    ],
    ids=["words", "words and flag", "words and time", "unspaced", "near", "words and regex"],
)
def test_searches_start_from_the_full_text_index(grown: Archive, query: Any) -> None:
    steps = plans(grown, lambda: grown.open_listing(query=query))
    assert any("VIRTUAL TABLE INDEX" in step for step in steps)
    assert scans(steps) == []
    assert not any("TEMP B-TREE" in step for step in steps)


def test_languages_are_looked_up_in_their_index(grown: Archive) -> None:
    query = All((Words("text"), Named(Name.LANGUAGE, "de")))
    steps = plans(grown, lambda: grown.open_listing(query=query))
    assert any("COVERING INDEX articles_by_language" in step for step in steps)
    # Feeds and languages are few; all articles that say a language may be left out of a feed's.
    small = re.compile(r"SCAN (feeds|spoken)|.*COVERING INDEX articles_by_language")
    assert [step for step in scans(steps) if not small.match(step)] == []


def test_corrected_articles_come_from_their_own_indexes(grown: Archive) -> None:
    steps = plans(grown, lambda: grown.open_listing(query=All((Words("text"), Is(Flag.UPDATED)))))
    assert any("COVERING INDEX articles_updated" in step for step in steps)
    assert [step for step in scans(steps) if "COVERING INDEX" not in step] == []


WRITES: dict[str, Callable[[Archive], object]] = {
    "set_read": lambda archive: archive.set_read([301], True),
    "set_starred": lambda archive: archive.set_starred([301], True),
    "set_tag": lambda archive: archive.set_tag([301], "later", True),
    "untag": lambda archive: archive.set_tag([1], "later", False),
    "undo": lambda archive: archive.undo(),
    "mark a feed read": lambda archive: archive.mark_listing_read(View(ViewKind.FEED, 6)),
    "remove a feed": lambda archive: archive.remove_feeds([6]),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES.keys())
def test_writes_touch_only_what_they_change(grown: Archive, write: Callable[[Archive], object]) -> None:
    writer = grown._writer
    statements: list[str] = []
    writer.run_outside_transaction(lambda connection: connection.set_trace_callback(statements.append))
    write(grown)
    writer.run_outside_transaction(lambda connection: connection.set_trace_callback(None))
    changing = [text for text in statements if text.split()[0] in ("SELECT", "INSERT", "UPDATE", "DELETE")]
    assert any("article_states" in text for text in changing)
    for text in changing:
        steps = writer.run_outside_transaction(partial(_explain, text=text))
        assert [step for step in scans(steps) if not WHOLE_IN_WRITES.match(step)] == [], text
        assert not any("BLOOM" in step for step in steps)


def _explain(connection: sqlite3.Connection, text: str) -> list[str]:
    return [str(step[3]) for step in connection.execute(f"EXPLAIN QUERY PLAN {text}")]


# The set of what is touched, sums per feed and keyword, and tables that are short by their nature.
WHOLE_IN_WRITES = re.compile(r"SCAN (t|temp\.touched|shift|rule|feeds|keywords|journal)\b")


READS: dict[str, Callable[[Archive], object]] = {
    "rows": lambda archive: archive.open_listing()[:],
    "next_unread": lambda archive: archive.open_listing().next_unread(-1, 1),
    "article": lambda archive: archive.article(5),
    "feed": lambda archive: archive.feed(1),
    "find_feed": lambda archive: archive.find_feed("https://a.example/rss"),
    "recent_entry_hashes": lambda archive: archive.recent_entry_hashes(1),
    "identities": lambda archive: archive.identities(1, ["a1"], ["https://example.org/a2"]),
    "new_count": lambda archive: archive.open_listing().new_count(),
    "new_count of a feed": lambda archive: archive.open_listing(View(ViewKind.FEED, 1)).new_count(),
    "due_feeds": lambda archive: archive.due_feeds(archive.article(1).row.first_seen_at),
}

# Tables that have a row per feed, keyword or tag, not per article: reading them whole is meant.
SMALL = re.compile(r"SCAN (f|c|k)\b")


@pytest.mark.parametrize("read", READS.values(), ids=READS.keys())
def test_every_other_read_looks_up_what_it_needs(grown: Archive, read: Callable[[Archive], object]) -> None:
    steps = scans(plans(grown, lambda: read(grown)))
    assert [step for step in steps if not SMALL.match(step) and "COVERING INDEX states_" not in step] == []


def test_counts_are_read_and_not_counted(grown: Archive) -> None:
    steps = plans(grown, grown.counts)
    assert not any("article" in step or "states" in step or "hits" in step for step in steps)


def test_tags_are_counted_on_their_own_index(grown: Archive) -> None:
    assert plans(grown, grown.tags) == ["SCAN article_tags USING COVERING INDEX tags_by_name"]
