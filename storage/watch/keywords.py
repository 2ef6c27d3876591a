"""Watched keywords: their list, and matching a new one over the whole archive."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from storage.later import Later
from storage.listings import counts
from storage.model import Keyword, Scope
from storage.rules import PLAIN_RULE, Rule
from storage.sqlite.values import id_list, seconds, seconds_or_none, time_or_none
from storage.watch import reach

if TYPE_CHECKING:
    from storage.model import ArticleTexts, HitData
    from storage.watch import acting

    Match = Callable[[Keyword, ArticleTexts], HitData | None]
else:
    acting = Later("storage.watch.acting")

_COLUMNS = (
    "keyword_id, pattern, is_regex, color, scopes, article_count, unread_count, group_name, glyph,"
    f" is_paused OR ifnull(expires_at <= ?, 0), {reach.COLUMNS}"
)
"""The one with a question mark asks for the time."""

_NO_TIME = 0
"""Before every last day."""

_KEPT_COLUMNS = (
    "keyword_id, pattern, is_regex, color, scopes, added_at, is_matched,"
    f" group_name, glyph, is_paused, expires_at, {reach.COLUMNS}"
)
"""What a removal keeps for its undoing; older removals kept fewer, in this order."""


class KeywordWishes(NamedTuple):
    """What else may be decided about a keyword.

    Attributes:
        group: The heading it stands under, "" for none.
        glyph: Stands before it wherever its colour does, "" for the usual one.
        expires_at: When it is looked for no longer, None for never.
        rule: What it does with articles, and in which feeds it is looked for.
        is_step: Its addition is a change of its own, and no part of another one.
        is_paused: It is not looked for yet: its hits are found, and it does nothing.
    """

    group: str = ""
    glyph: str = ""
    expires_at: datetime | None = None
    rule: Rule = PLAIN_RULE
    is_step: bool = True
    is_paused: bool = False


PLAIN = KeywordWishes()


class KeywordFacts(NamedTuple):
    """What a person decides about a keyword."""

    pattern: str
    is_regex: bool
    color: str
    scopes: tuple[Scope, ...]
    wishes: KeywordWishes = PLAIN


def all_keywords(connection: sqlite3.Connection, now: datetime) -> list[Keyword]:
    """By pattern, without regard to case."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM keywords", (seconds(now),))
    keywords = [_keyword(connection, row) for row in rows.fetchall()]
    return sorted(keywords, key=lambda keyword: (keyword.pattern.casefold(), keyword.pattern))


def find_keyword(connection: sqlite3.Connection, pattern: str) -> Keyword | None:
    """The keyword with exactly this pattern, paused or not; its last day is not asked for."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM keywords WHERE pattern = ?", (_NO_TIME, pattern)
    ).fetchone()
    return None if row is None else _keyword(connection, row)


def facts_of(connection: sqlite3.Connection, pattern: str) -> KeywordFacts | None:
    """What was decided about the keyword with exactly this pattern; None where it is not watched."""
    row = connection.execute(
        "SELECT is_regex, color, scopes, group_name, glyph, expires_at, is_paused, "
        f"{reach.COLUMNS} FROM keywords WHERE pattern = ?",
        (pattern,),
    ).fetchone()
    if row is None:
        return None
    is_regex, color, scopes, group, glyph, expires_at, is_paused = row[:7]
    wishes = KeywordWishes(
        group, glyph, time_or_none(expires_at), reach.rule_of(row[7:]), is_paused=bool(is_paused)
    )
    return KeywordFacts(pattern, bool(is_regex), color, _scopes(scopes), wishes)


def keywords_version(connection: sqlite3.Connection) -> int:
    """Grows with every change of the keywords."""
    (version,) = connection.execute(
        "SELECT value FROM archive_facts WHERE name = 'keywords_version'"
    ).fetchone()
    return int(version)


def begin_keyword(connection: sqlite3.Connection, facts: KeywordFacts, now: datetime) -> Keyword:
    """Write the keyword without hits; from here on every refresh has to match it."""
    scopes = ",".join(scope.value for scope in Scope if scope in facts.scopes)
    wishes = facts.wishes
    values = {
        "pattern": facts.pattern,
        "is_regex": facts.is_regex,
        "color": facts.color,
        "scopes": scopes,
        "added_at": seconds(now),
        "group_name": wishes.group,
        "glyph": wishes.glyph,
        "expires_at": seconds_or_none(wishes.expires_at),
        "is_paused": wishes.is_paused,
        **dict(zip(reach.COLUMNS.split(", "), reach.columns_of(wishes.rule), strict=True)),
    }
    changed = [f"{name} = excluded.{name}" for name in values if name not in ("pattern", "added_at")]
    replaced = find_keyword(connection, facts.pattern)
    found = acting.found_ids(connection, replaced.keyword_id) if replaced is not None else []
    counts.touch_ids(connection, found)
    with counts.groups_kept_true(connection):
        connection.execute(
            f"INSERT INTO keywords ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})"
            f" ON CONFLICT (pattern) DO UPDATE SET {', '.join(changed)},"
            " is_matched = 0, article_count = 0, unread_count = 0",
            tuple(values.values()),
        )
        if replaced is not None:
            connection.execute("DELETE FROM hits WHERE keyword_id = ?", (replaced.keyword_id,))
    keyword = find_keyword(connection, facts.pattern)
    if keyword is None:  # pragma: no cover - the row was written a moment earlier
        raise AssertionError(facts.pattern)
    acting.show_unfounded(connection, found)
    raise_version(connection)
    return keyword


def match_chunk(
    connection: sqlite3.Connection, keyword: Keyword, match: Match, article_ids: Sequence[int]
) -> int:
    """Match some articles and write their hits; gives how many were found. Feeds out of reach are passed by.

    Texts are read in the writing transaction, so that no refresh changes them in between.
    """
    from storage.articles.prepared import hit_columns

    found: list[tuple[Any, ...]] = []
    for texts in read_texts(connection, reach.within(connection, keyword.rule, article_ids)):
        hit = match(keyword, texts)
        if hit is not None and hit.counts:
            found.append((texts.article_id, *hit_columns(hit)))
    _write_hits(connection, found, keyword.keyword_id)
    return len(found)


def finish_keyword(connection: sqlite3.Connection, keyword: Keyword) -> Keyword:
    """Note that the whole archive was matched; gives the keyword with its counts."""
    connection.execute("UPDATE keywords SET is_matched = 1 WHERE keyword_id = ?", (keyword.keyword_id,))
    return find_keyword(connection, keyword.pattern) or keyword


def unmatched_ids(connection: sqlite3.Connection) -> frozenset[int]:
    """The keywords that were not looked for in the whole archive."""
    rows = connection.execute("SELECT keyword_id FROM keywords WHERE is_matched = 0")
    return frozenset(row[0] for row in rows)


def kept_facts(connection: sqlite3.Connection, pattern: str) -> dict[str, Any] | None:
    """What it takes to restore a keyword and its hits, None where there is none."""
    from storage.articles.prepared import LIST_COLUMNS

    row = connection.execute(f"SELECT {_KEPT_COLUMNS} FROM keywords WHERE pattern = ?", (pattern,)).fetchone()
    if row is None:
        return None
    hits = connection.execute(
        f"SELECT article_id, {LIST_COLUMNS['hits']} FROM hits INDEXED BY hits_by_keyword"
        " WHERE keyword_id = ?",
        (row[0],),
    ).fetchall()
    return {"keyword": row, "hits": hits}


def drop_keyword(connection: sqlite3.Connection, pattern: str) -> dict[str, Any] | None:
    """Remove a keyword and its hits; gives the facts to restore both, None where there is none.

    Articles that only it hid are shown again.
    """
    facts = kept_facts(connection, pattern)
    if facts is None:
        return None
    keyword_id, found = facts["keyword"][0], [hit[0] for hit in facts["hits"]]
    counts.touch_ids(connection, found)
    with counts.groups_kept_true(connection):
        connection.execute("DELETE FROM hits WHERE keyword_id = ?", (keyword_id,))
        connection.execute("DELETE FROM keywords WHERE keyword_id = ?", (keyword_id,))
    raise_version(connection)
    return {**facts, "hidden": acting.show_unfounded(connection, found)}


def restore_keyword(connection: sqlite3.Connection, facts: Mapping[str, Any]) -> None:
    """Bring a removed keyword back with its hits; a keyword added since with its pattern stays instead.

    What came while it was away it has yet to be looked for in.
    """
    kept = facts["keyword"]
    keyword_id, pattern = kept[:2]
    if find_keyword(connection, pattern) is not None:
        return
    columns = ", ".join(_KEPT_COLUMNS.split(", ")[: len(kept)])
    places = ", ".join("?" * len(kept))
    counts.touch_ids(connection, ())
    with counts.groups_kept_true(connection):
        connection.execute(f"INSERT INTO keywords ({columns}) VALUES ({places})", kept)
        connection.execute("UPDATE keywords SET is_matched = 0 WHERE keyword_id = ?", (keyword_id,))
    _write_hits(connection, [tuple(hit) for hit in facts["hits"]], keyword_id)
    acting.set_hidden(connection, facts.get("hidden", ()), True)
    raise_version(connection)


def _write_hits(connection: sqlite3.Connection, hits: Sequence[tuple[Any, ...]], keyword_id: int) -> None:
    """Write hits of one keyword in articles that have none of it yet; articles gone since are left out."""
    from storage.articles.prepared import LIST_COLUMNS

    counts.touch_ids(connection, [hit[0] for hit in hits])
    connection.execute(
        "DELETE FROM temp.touched WHERE article_id NOT IN"
        " (SELECT s.article_id FROM temp.touched AS t CROSS JOIN article_states AS s"
        " ON s.article_id = t.article_id)"
    )
    stored = set(counts.touched_ids(connection))
    with counts.kept_true(connection):
        connection.executemany(
            f"INSERT OR REPLACE INTO hits (article_id, {LIST_COLUMNS['hits']})"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            # Removals that were recorded by older versions know no place of the first one.
            [(*hit, None)[:8] for hit in hits if hit[0] in stored and hit[1] == keyword_id],
        )


def read_texts(connection: sqlite3.Connection, article_ids: Sequence[int]) -> list[ArticleTexts]:
    """The texts of these articles, in this order; ids that are not stored are left out."""
    rows = connection.execute(
        "SELECT t.article_id, t.title, t.text, t.captions, t.credits, t.author FROM json_each(?) AS wanted"
        " CROSS JOIN article_texts AS t ON t.article_id = wanted.value",
        (id_list(article_ids),),
    )
    from storage.model import ArticleTexts

    return [ArticleTexts(*row) for row in rows]


def raise_version(connection: sqlite3.Connection) -> None:
    """Tell refreshes under way that they look for the wrong words."""
    connection.execute("UPDATE archive_facts SET value = value + 1 WHERE name = 'keywords_version'")


def _keyword(connection: sqlite3.Connection, row: tuple[Any, ...]) -> Keyword:
    scopes = _scopes(row[4])
    rule = reach.with_reach(connection, reach.rule_of(row[10:]))
    return Keyword(
        row[0], row[1], bool(row[2]), row[3], scopes, row[5], row[6], row[7], row[8], bool(row[9]), rule
    )


def _scopes(stored: str) -> tuple[Scope, ...]:
    return tuple(Scope(scope) for scope in stored.split(",") if scope)
