"""Rules of keywords in the archive: their columns, and the feeds they reach."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from storage.rules import PLAIN_RULE, Action, Rule
from storage.sqlite.values import id_list

COLUMNS = "actions, tag, feed_ids, folders, is_quiet"
"""Of ``keywords``; what ``rule_of`` reads and ``columns_of`` writes."""


def rule_of(columns: Sequence[Any]) -> Rule:
    """A stored rule, its reach not yet known."""
    actions, tag, feed_ids, folders, is_quiet = columns
    if not (actions or is_quiet or feed_ids != "[]" or folders != "[]"):
        return PLAIN_RULE
    done = tuple(Action(action) for action in actions.split(",") if action)
    return Rule(done, tag, tuple(json.loads(feed_ids)), tuple(json.loads(folders)), bool(is_quiet))


def columns_of(rule: Rule) -> tuple[Any, ...]:
    """The columns of a rule; actions are put in order, and a tag is kept only where it is put on."""
    actions = [action for action in Action if action in rule.actions]
    return (
        ",".join(actions),
        rule.tag if Action.TAG in actions else "",
        json.dumps(list(rule.feed_ids)),
        json.dumps(list(rule.folders), ensure_ascii=False),
        rule.is_quiet,
    )


def with_reach(connection: sqlite3.Connection, rule: Rule) -> Rule:
    """The rule with the feeds it reaches now: a feed that is moved to a folder is in its reach at once."""
    if not (rule.feed_ids or rule.folders):
        return rule
    rows = connection.execute(
        "SELECT f.feed_id FROM json_each(?) AS wanted CROSS JOIN feeds AS f"
        " ON f.folder = wanted.value OR substr(f.folder, 1, length(wanted.value) + 1) = wanted.value || '/'",
        (json.dumps(list(rule.folders)),),
    )
    return rule._replace(reach=frozenset((*rule.feed_ids, *(row[0] for row in rows))))


@contextlib.contextmanager
def kept_known(connection: sqlite3.Connection) -> Iterator[None]:
    """Note which keywords reach other articles after feeds moved inside the block: those are to be looked
    for anew, by ``Archive.rematch_keyword``."""
    before = _reaches_of_folders(connection)
    yield
    if not before:
        return
    after = _reaches_of_folders(connection)
    changed = [
        keyword_id
        for keyword_id, reach in after.items()
        if _has_articles(connection, reach ^ before[keyword_id])
    ]
    if after != before:
        # A refresh under way looks where the keywords reached when it began.
        connection.execute("UPDATE archive_facts SET value = value + 1 WHERE name = 'keywords_version'")
    connection.execute(
        "UPDATE keywords SET is_matched = 0 WHERE keyword_id IN (SELECT value FROM json_each(?))",
        (id_list(changed),),
    )


def _reaches_of_folders(connection: sqlite3.Connection) -> dict[int, frozenset[int]]:
    """The feeds in reach of each keyword that is looked for in folders."""
    rows = connection.execute(f"SELECT keyword_id, {COLUMNS} FROM keywords WHERE folders <> '[]'").fetchall()
    rules = {keyword_id: with_reach(connection, rule_of(columns)) for keyword_id, *columns in rows}
    return {keyword_id: rule.reach or frozenset() for keyword_id, rule in rules.items()}


def _has_articles(connection: sqlite3.Connection, feed_ids: frozenset[int]) -> bool:
    row = connection.execute(
        "SELECT 1 FROM json_each(?) AS wanted"
        " CROSS JOIN articles AS a INDEXED BY articles_by_feed ON a.feed_id = wanted.value LIMIT 1",
        (id_list(feed_ids),),
    ).fetchone()
    return row is not None


def out_of_reach(connection: sqlite3.Connection, feed_id: int) -> frozenset[int]:
    """The keywords that are not looked for in a feed."""
    rows = connection.execute(
        f"SELECT keyword_id, {COLUMNS} FROM keywords WHERE feed_ids <> '[]' OR folders <> '[]'"
    ).fetchall()
    return frozenset(
        keyword_id
        for keyword_id, *columns in rows
        if not with_reach(connection, rule_of(columns)).reaches(feed_id)
    )


def within(connection: sqlite3.Connection, rule: Rule, article_ids: Sequence[int]) -> Sequence[int]:
    """Those of the articles whose feeds a rule reaches, in their order."""
    if rule.reach is None:
        return article_ids
    rows = connection.execute(
        "SELECT s.article_id FROM json_each(?) AS wanted"
        " CROSS JOIN article_states AS s ON s.article_id = wanted.value"
        " WHERE s.feed_id IN (SELECT value FROM json_each(?))",
        (id_list(article_ids), id_list(rule.reach)),
    )
    return [row[0] for row in rows]
