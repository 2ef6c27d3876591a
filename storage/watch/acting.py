"""What keywords do with articles: star, tag, mark read, hide; one step each time, which can be taken back.

A keyword acts once on an article: when it is first found in it. What a reader does afterwards stays.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from storage.articles import state
from storage.history import journal
from storage.history.journal import Facts, Kind
from storage.listings import counts
from storage.rules import Action
from storage.sqlite.values import id_list
from storage.subscriptions.feeds import HIDDEN_BY_KEYWORD

Found = Mapping[int, Collection[int]]
"""Article ids by keyword id."""

_Setter = Callable[[sqlite3.Connection, Collection[int], bool], tuple[int, ...]]


def acting_pairs(connection: sqlite3.Connection, article_ids: Collection[int]) -> set[tuple[int, int]]:
    """(keyword id, article id) of all hits in these articles of keywords that do something."""
    rows = connection.execute(
        "SELECT h.keyword_id, h.article_id FROM json_each(?) AS wanted"
        " CROSS JOIN hits AS h ON h.article_id = wanted.value"
        " CROSS JOIN keywords AS k ON k.keyword_id = h.keyword_id WHERE k.actions <> ''",
        (id_list(article_ids),),
    )
    return set(rows)


def has_acting(connection: sqlite3.Connection) -> bool:
    """Whether any keyword does something: most archives have none, and look no further."""
    return connection.execute("SELECT 1 FROM keywords WHERE actions <> '' LIMIT 1").fetchone() is not None


def follow(
    connection: sqlite3.Connection,
    now: datetime,
    article_ids: Collection[int],
    before: set[tuple[int, int]],
    step: int,
) -> None:
    """Let keywords act on articles whose hits changed; show what no keyword has a reason to hide.

    Args:
        before: What ``acting_pairs`` gave before the change.
        step: As for ``record``.
    """
    show_unfounded(connection, article_ids)
    found = acting_pairs(connection, article_ids) - before
    if found:
        record(connection, now, act(connection, by_keyword(found)), step)


def act(connection: sqlite3.Connection, found: Found) -> dict[str, Any]:
    """Let keywords act on articles in which they are new; gives what changed, for ``take_back``."""
    wanted: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for keyword_id, actions, tag in connection.execute(
        "SELECT keyword_id, actions, tag FROM keywords WHERE actions <> '' AND is_paused = 0"
    ).fetchall():
        for action in actions.split(","):
            wanted[action, tag if action == Action.TAG else ""].update(found.get(keyword_id, ()))
    done: dict[str, Any] = {}
    tagged: dict[str, tuple[int, ...]] = {}
    for (action, tag), article_ids in wanted.items():
        if not article_ids:
            continue
        if action == Action.TAG:
            tagged[tag] = state.set_tag(connection, article_ids, tag, True)
        else:
            done[action] = _SETTERS[Action(action)](connection, article_ids, True)
    done[Action.TAG] = tagged
    return {name: changed for name, changed in done.items() if changed and any(_flat(changed))}


def record(connection: sqlite3.Connection, now: datetime, done: Facts, step: int) -> int:
    """Write down what keywords did; gives the change's id, 0 for nothing.

    Args:
        step: Batches of the same refresh have the same one, and make one change unless the reader
            changed something in between; 0 belongs to none.
    """
    if not done:
        return 0
    last = journal.last_done(connection)
    if last is not None and step and last.kind is Kind.KEYWORDS_ACTED and last.facts["step"] == step:
        both = _joined(last.facts["done"], done)
        if journal.first_undone(connection) is None:
            journal.amend(connection, last.change_id, sentence_of(both), {"step": step, "done": both})
            return last.change_id
    facts = {"step": step, "done": done}
    return journal.record(connection, now, Kind.KEYWORDS_ACTED, sentence_of(done), facts)


def take_back(connection: sqlite3.Connection, done: Facts) -> tuple[int, ...]:
    """Undo what keywords did; gives the articles that changed."""
    return _set_all(connection, done, False)


def make_again(connection: sqlite3.Connection, done: Facts) -> tuple[int, ...]:
    """Do once more what keywords did; gives the articles that changed.

    Articles that were corrected meanwhile, and hold no keyword that hides, stay shown.
    """
    changed = _set_all(connection, done, True)
    show_unfounded(connection, done.get(Action.HIDE, ()))
    return changed


def set_hidden(
    connection: sqlite3.Connection, article_ids: Collection[int], is_hidden: bool
) -> tuple[int, ...]:
    """Hide articles, or show them again; gives the ids of those that were not so before, ascending."""
    counts.touch(
        connection,
        "SELECT s.article_id FROM json_each(?) AS wanted"
        " CROSS JOIN article_states AS s ON s.article_id = wanted.value"
        " WHERE (s.hidden_by & ? <> 0) <> ? GROUP BY s.article_id",
        (id_list(article_ids), HIDDEN_BY_KEYWORD, is_hidden),
    )
    with counts.kept_true(connection):
        connection.execute(
            "UPDATE article_states SET hidden_by = CASE WHEN ?1 THEN hidden_by | ?2 ELSE hidden_by & ~?2 END"
            " WHERE article_id IN (SELECT article_id FROM temp.touched)",
            (is_hidden, HIDDEN_BY_KEYWORD),
        )
    return counts.touched_ids(connection)


def show_unfounded(connection: sqlite3.Connection, article_ids: Collection[int]) -> tuple[int, ...]:
    """Show those of the articles that no keyword has a reason to hide any more."""
    rows = connection.execute(
        "SELECT s.article_id FROM json_each(?) AS wanted"
        " CROSS JOIN article_states AS s ON s.article_id = wanted.value"
        " WHERE s.hidden_by & ? AND NOT EXISTS"
        " (SELECT 1 FROM hits AS h CROSS JOIN keywords AS k ON k.keyword_id = h.keyword_id"
        " WHERE h.article_id = s.article_id AND k.is_paused = 0"
        " AND ',' || k.actions || ',' LIKE '%,hide,%')",
        (id_list(article_ids), HIDDEN_BY_KEYWORD),
    )
    unfounded = [row[0] for row in rows]
    return set_hidden(connection, unfounded, False) if unfounded else ()


def found_ids(connection: sqlite3.Connection, keyword_id: int) -> list[int]:
    """The articles in which a keyword was found."""
    rows = connection.execute(
        "SELECT article_id FROM hits INDEXED BY hits_by_keyword WHERE keyword_id = ?", (keyword_id,)
    )
    return [row[0] for row in rows]


def hidden_by(connection: sqlite3.Connection, keyword_id: int) -> list[int]:
    """The articles with a keyword that a keyword hides: this one or another."""
    rows = connection.execute(
        "SELECT h.article_id FROM hits AS h INDEXED BY hits_by_keyword"
        " CROSS JOIN article_states AS s ON s.article_id = h.article_id"
        " WHERE h.keyword_id = ? AND s.hidden_by & ?",
        (keyword_id, HIDDEN_BY_KEYWORD),
    )
    return [row[0] for row in rows]


def by_keyword(pairs: Iterable[tuple[int, int]]) -> Found:
    """Pairs of keyword and article, gathered."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for keyword_id, article_id in pairs:
        found[keyword_id].append(article_id)
    return found


def sentence_of(done: Facts) -> str:
    """What was done: "Keywords starred 2 and hid 5"."""
    parts = [verb.format(f"{len(done[action]):,}") for action, verb in _VERBS.items() if done.get(action)]
    parts += [f"tagged {len(ids):,} with {tag}" for tag, ids in done.get(Action.TAG, {}).items()]
    return f"Keywords {', '.join(parts[:-1])}{' and ' if parts[1:] else ''}{parts[-1]}"


_VERBS = {Action.STAR: "starred {}", Action.READ: "marked {} read", Action.HIDE: "hid {}"}
_SETTERS: Mapping[Action, _Setter] = {
    Action.STAR: state.set_starred,
    Action.READ: state.set_read,
    Action.HIDE: set_hidden,
}


def _set_all(connection: sqlite3.Connection, done: Facts, is_set: bool) -> tuple[int, ...]:
    changed: set[int] = set()
    for action, setter in _SETTERS.items():
        changed.update(setter(connection, done.get(action, ()), is_set))
    for tag, article_ids in done.get(Action.TAG, {}).items():
        changed.update(state.set_tag(connection, article_ids, tag, is_set))
    return tuple(sorted(changed))


def _flat(changed: Any) -> Iterable[Any]:
    return changed.values() if isinstance(changed, dict) else changed


def _joined(before: Facts, done: Facts) -> dict[str, Any]:
    joined = dict(before)
    for action, changed in done.items():
        if action == Action.TAG:
            tags = dict(joined.get(action, {}))
            for tag, ids in changed.items():
                tags[tag] = [*tags.get(tag, ()), *ids]
            joined[action] = tags
        else:
            joined[action] = [*joined.get(action, ()), *changed]
    return joined
