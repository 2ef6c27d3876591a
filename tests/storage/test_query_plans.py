"""Every read of the application is looked up, on an archive with and without statistics."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from storage.archive import Archive
from storage.listings import first_found, heads, relevance, views
from storage.model import HitData, Order, Picture, Scope, View, ViewKind
from storage.query import All, Between, Flag, Is, Name, Named, Near, Not, Query, Regex, TextField, Words
from storage.query import Any as AnyOf
from storage.rules import Action, Rule
from storage.upkeep.retention import RetentionRule
from storage.watch.keywords import KeywordWishes

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
def test_other_orders_read_what_they_compare_once_and_sort_it_once(grown: Archive, order: Order) -> None:
    steps = plans(grown, lambda: grown.open_listing(View(ViewKind.FEED, 1), order=order))
    assert any("USING COVERING INDEX states_feed" in step for step in steps)
    assert set(scans(steps)) <= {"SCAN feeds"}
    assert [step for step in steps if "TEMP B-TREE" in step] == ["USE TEMP B-TREE FOR ORDER BY"]


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


@pytest.mark.parametrize("order", [Order.RELEVANCE, Order.RELEVANCE_REVERSED])
@pytest.mark.parametrize("view", [View(), View(ViewKind.FEED, 1), View(ViewKind.TAG, name="later")])
@pytest.mark.parametrize(
    "query",
    [
        Words("text"),
        Words("te", TextField.CAPTION, is_prefix=True),
        All((Words("text"), Is(Flag.READ), Not(Words("nowhere")))),
        AnyOf((Words("text"), Is(Flag.STARRED))),
    ],
    ids=["words", "prefix", "words and flags", "words or flag"],
)
def test_what_is_compared_comes_from_the_full_text_index_and_is_sorted_once(
    grown: Archive, query: Any, view: View, order: Order
) -> None:
    steps = plans(grown, lambda: compared(grown, view, query, order))
    assert "SCAN article_texts_fts VIRTUAL TABLE INDEX" in "".join(steps)
    assert [step for step in scans(steps) if step != "SCAN compared"] == []
    assert "SEARCH s USING INTEGER PRIMARY KEY (rowid=?)" in steps
    assert [step for step in steps if "TEMP B-TREE" in step] == ["USE TEMP B-TREE FOR ORDER BY"]


def compared(archive: Archive, view: View, query: Query, order: Order) -> None:
    """Only what is compared: the rest is a listing by date."""
    selection = views.select(archive._readers.connection(), view, query, archive._midnight())
    ids = relevance.compared_ids(
        archive._readers.connection(), selection, is_reversed=order.is_reversed, limit=10
    )
    assert ids or query == Words("te", TextField.CAPTION, is_prefix=True)


@pytest.mark.parametrize("order", [Order.NEWEST, Order.OLDEST])
@pytest.mark.parametrize(
    "query",
    [Words("text"), Words("a5"), All((Words("text"), Is(Flag.UNREAD))), Near("text of")],
    ids=["common", "rare", "words and flag", "near"],
)
@pytest.mark.parametrize("view", [View(), View(ViewKind.FEED, 1), View(ViewKind.FOLDER, name="World")])
def test_the_first_that_a_search_finds_are_looked_up_by_their_ids(
    grown: Archive, query: Any, view: View, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heads, "FEW_ARTICLES", 2)
    monkeypatch.setattr(first_found, "ENOUGH_ROWS", 3)
    monkeypatch.setattr(first_found, "LOOKS", (5, 100))
    steps = plans(grown, lambda: grown.open_listing(view, query=query, order=order, reads_behind=True))
    assert "SCAN article_texts_fts VIRTUAL TABLE INDEX" in "".join(steps)
    walked = re.compile("SCAN feeds|.*COVERING INDEX states_")
    assert [step for step in scans(steps) if not walked.match(step)] == []
    assert not any("TEMP B-TREE" in step for step in steps)


def test_languages_and_corrections_are_looked_up_in_their_indexes(grown: Archive) -> None:
    query = All((Words("text"), Named(Name.LANGUAGE, "de")))
    steps = plans(grown, lambda: grown.open_listing(query=query))
    assert any("COVERING INDEX articles_by_language" in step for step in steps)
    # Feeds and languages are few; all articles that say a language may be left out of a feed's.
    small = re.compile(r"SCAN (feeds|spoken)|.*COVERING INDEX articles_by_language")
    assert [step for step in scans(steps) if not small.match(step)] == []
    steps = plans(grown, lambda: grown.open_listing(query=All((Words("text"), Is(Flag.UPDATED)))))
    assert any("COVERING INDEX articles_updated" in step for step in steps)
    assert [step for step in scans(steps) if "COVERING INDEX" not in step] == []


def written(archive: Archive, write: Callable[[], object]) -> list[str]:
    """The statements with which ``write`` reads and changes tables on the writing thread."""
    statements: list[str] = []
    writer = archive._writer
    writer.run_outside_transaction(lambda connection: connection.set_trace_callback(statements.append))
    write()
    writer.run_outside_transaction(lambda connection: connection.set_trace_callback(None))
    return [text for text in statements if text.split()[0] in ("SELECT", "INSERT", "UPDATE", "DELETE")]


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
    changing = written(grown, lambda: write(grown))
    assert any("article_states" in text for text in changing)
    for text in changing:
        steps = grown._writer.run_outside_transaction(partial(_explain, text=text))
        assert [step for step in scans(steps) if not WHOLE_IN_WRITES.match(step)] == [], text
        assert not any("BLOOM" in step for step in steps)


def _explain(connection: sqlite3.Connection, text: str) -> list[str]:
    return [str(step[3]) for step in connection.execute(f"EXPLAIN QUERY PLAN {text}")]


# The set of what is touched, sums per feed and keyword (k), and tables that are short by their nature.
WHOLE_IN_WRITES = re.compile(r"SCAN (t|temp\.touched|shift|rule|feeds|keywords|journal|sqlite_sequence|k)\b")


LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)

READS: dict[str, Callable[[Archive], object]] = {
    "rows": lambda archive: archive.open_listing()[:],
    "next_unread": lambda archive: archive.open_listing().next_unread(-1, 1),
    "place of a time": lambda archive: archive.open_listing().place_of_time(LONG_AGO, LONG_AGO),
    "place of a title": lambda archive: archive.open_listing(
        View(ViewKind.FEED, 1), order=Order.TITLE
    ).place_of_letters("t"),
    "place of a feed": lambda archive: archive.open_listing(
        View(ViewKind.FEED, 1), order=Order.FEED
    ).place_of_letters("a"),
    "article": lambda archive: archive.article(5),
    "feed": lambda archive: archive.feed(1),
    "find_feed": lambda archive: archive.find_feed("https://a.example/rss"),
    "recent_entry_hashes": lambda archive: archive.recent_entry_hashes(1),
    "identities": lambda archive: archive.identities(1, ["a1"], ["https://example.org/a2"]),
    "new_count": lambda archive: archive.open_listing().new_count(),
    "new_count of a feed": lambda archive: archive.open_listing(View(ViewKind.FEED, 1)).new_count(),
    "hidden_count": lambda archive: archive.hidden_count(),
    "hidden_count of a feed": lambda archive: archive.hidden_count(View(ViewKind.FEED, 1)),
    "keyword_news": lambda archive: archive.keyword_news(350),
    "due_feeds": lambda archive: archive.due_feeds(archive.article(1).row.first_seen_at),
}

# Tables that have a row per feed, keyword or tag, not per article: reading them whole is meant.
SMALL = re.compile(r"SCAN (f|feeds|c|k)\b")


@pytest.mark.parametrize("read", READS.values(), ids=READS.keys())
def test_every_other_read_looks_up_what_it_needs(grown: Archive, read: Callable[[Archive], object]) -> None:
    steps = scans(plans(grown, lambda: read(grown)))
    assert [step for step in steps if not SMALL.match(step) and "COVERING INDEX states_" not in step] == []


def test_counts_are_read_and_not_counted_and_tags_counted_on_their_own_index(grown: Archive) -> None:
    steps = plans(grown, grown.counts)
    assert not any("article" in step or "states" in step or "hits" in step for step in steps)
    assert plans(grown, grown.tags) == ["SCAN article_tags USING COVERING INDEX tags_by_name"]


@pytest.fixture
def used(grown: Archive, fill: Any) -> Archive:
    """The same after years: groups of keywords, one that hides, notes, a muted feed, deleted articles."""
    hiding = KeywordWishes(group="war", rule=Rule(actions=(Action.HIDE,)))
    keyword_id = grown.add_keyword("shelling", match=lambda keyword, texts: None, wishes=hiding).keyword_id
    hit = HitData(keyword_id, ((Scope.TEXT, 1),))
    fill.store(1, [fill.article(f"h{number}", number) for number in range(9)], hits=[[hit]] * 9)
    for article_id in range(5, 50, 5):
        grown.set_note(article_id, "to be asked")
    grown.save_search("texts", "text")
    grown.mute_feeds([2], True)
    rule = a_rule(grown, hours=55)
    assert grown.delete_expired(grown.expired(rule), rule) > 0
    return grown


def a_rule(archive: Archive, *, hours: int) -> RetentionRule:
    """Lets go what is so much older than the newest article."""
    return RetentionRule(before=archive.article(1).row.first_seen_at - timedelta(hours=hours))


LATER_READS: dict[str, Callable[[Archive], object]] = {
    "an article with a note": lambda archive: archive.article(5),
    "articles with notes": lambda archive: archive.open_listing(query=Is(Flag.HAS_NOTE)),
    "words and notes": lambda archive: archive.open_listing(query=All((Words("text"), Is(Flag.HAS_NOTE)))),
    "what keywords hide": lambda archive: archive.open_listing(is_hidden=True),
    "number of hidden": lambda archive: archive.hidden_count(),
    "number of hidden in a feed": lambda archive: archive.hidden_count(View(ViewKind.FEED, 1)),
    "number of hidden of a tag": lambda archive: archive.hidden_count(View(ViewKind.TAG, name="later")),
    "number of hidden found": lambda archive: archive.hidden_count(query=Words("text")),
    "muted feeds": lambda archive: archive.muted_feeds(),
    "all but muted": lambda archive: archive.open_listing(),
    "unread but muted": lambda archive: archive.open_listing(View(ViewKind.UNREAD)),
    "a group of keywords": lambda archive: archive.open_listing(View(ViewKind.GROUP, name="war")),
    "keyword news": lambda archive: archive.keyword_news(300),
    "arrivals": lambda archive: archive.arrived_ids(300),
    "rows by id": lambda archive: archive.rows([1, 2, 3]),
    "tally": lambda archive: archive.open_listing(query=Words("text")).tally(),
    "feed tally": lambda archive: archive.open_listing(View(ViewKind.FEED, 1), query=Words("text")).tally(),
    "kept counts of searches": lambda archive: archive.searches(),
    "counting a search": lambda archive: archive.count_searches(lambda text: Words(text)),
    "the last change": lambda archive: archive.last_change_id(),
    "changes since": lambda archive: archive.changes_since(3),
    "identities of deleted articles": lambda archive: archive.identities(1, ["a55"], []),
}

# Rows per feed, per keyword, per saved search and per month; changes that were taken back; single rows.
SHORT = re.compile(r"SCAN (feeds|k|searches|archive_facts|found|CONSTANT ROW|journal USING INDEX)\b")


@pytest.mark.parametrize("read", LATER_READS.values(), ids=LATER_READS.keys())
def test_what_came_later_looks_up_what_it_needs_too(used: Archive, read: Callable[[Archive], object]) -> None:
    steps = plans(used, lambda: read(used))
    assert [step for step in scans(steps) if not SHORT.match(step)] == []
    assert not any("AUTOMATIC" in step for step in steps)


LATER_WRITES: dict[str, Callable[[Archive, Any], object]] = {
    "write a note": lambda archive, fill: archive.set_note(301, "to be asked"),
    "remove a note": lambda archive, fill: archive.set_note(5, ""),
    "take a note back": lambda archive, fill: (archive.set_note(301, "to be asked"), archive.undo()),
    "store beside deleted ones": lambda archive, fill: fill.store(
        1, [fill.article("new"), fill.article("a55")]
    ),
    "mute": lambda archive, fill: archive.mute_feeds([3], True),
    "save a search": lambda archive, fill: archive.save_search("other", "words"),
    "keep counts": lambda archive, fill: archive.count_searches(lambda text: Words(text)),
    "delete by a rule": lambda archive, fill: archive.delete_expired(
        archive.expired(a_rule(archive, hours=50)), a_rule(archive, hours=50)
    ),
    "pause a keyword that hides": lambda archive, fill: archive.pause_keyword("shelling"),
    "remove a keyword that hides": lambda archive, fill: archive.remove_keyword("shelling"),
}


@pytest.mark.parametrize("write", LATER_WRITES.values(), ids=LATER_WRITES.keys())
def test_later_writes_touch_only_what_they_change(
    used: Archive, fill: Any, write: Callable[[Archive, Any], object]
) -> None:
    changing = written(used, lambda: write(used, fill))
    assert changing
    for text in changing:
        steps = used._writer.run_outside_transaction(partial(_explain, text=text))
        assert [step for step in scans(steps) if not WHOLE_IN_WRITES.match(step)] == [], text
        assert not any("AUTOMATIC" in step for step in steps), text


def test_what_belongs_to_an_article_is_found_by_it(archive: Archive, path: Path) -> None:
    # No plan shows what SQLite does for ON DELETE CASCADE: without an index it reads each table whole.
    connection = sqlite3.connect(path)
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    asked = 0
    for table in tables:
        for key in connection.execute(f"PRAGMA foreign_key_list({table})").fetchall():
            if key[2] != "articles":
                continue
            steps = _explain(connection, f"DELETE FROM {table} WHERE {key[3]} = 1")
            assert [step[:6] for step in steps] == ["SEARCH"], table
            asked += 1
    connection.close()
    assert asked >= 9
