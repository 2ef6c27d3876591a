"""How watched keywords do: what each found day by day, and since when."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from storage.history.journal import Facts
from storage.listings import counts
from storage.rules import Action
from storage.sqlite.values import id_list, seconds, time_or_none
from storage.subscriptions.feeds import HIDDEN_BY_KEYWORD
from storage.watch import acting, keywords

if TYPE_CHECKING:
    from storage.model import Keyword

DAYS = 30
_DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class WatchedKeyword:
    """A keyword and its rhythm.

    Attributes:
        hits_by_day: Articles with it on each of the last 30 days, the oldest first; the last is today.
        first_seen_at: Time of the oldest article with it, None where none has it.
        last_seen_at: The same of the newest.
        expires_at: When it is looked for no longer, None where it always is.
        hidden_count: Articles that it hides, or hides with others; days and times count these too.
    """

    keyword: Keyword
    hits_by_day: tuple[int, ...] = (0,) * DAYS
    first_seen_at: datetime | None = None
    last_seen_at: datetime | None = None
    expires_at: datetime | None = None
    hidden_count: int = 0

    @property
    def today_count(self) -> int:
        """Articles of today."""
        return self.hits_by_day[-1]


@dataclass(slots=True)
class _Rhythm:
    """What is added up while hits are read."""

    by_day: list[int]
    first: int
    last: int
    hidden_count: int = 0


def read_watched(connection: sqlite3.Connection, now: datetime, midnight: datetime) -> list[WatchedKeyword]:
    """All keywords by pattern.

    Args:
        midnight: When today began; days are 24 hours each, counted from there.
    """
    watched = keywords.all_keywords(connection, now)
    hiding = [keyword.keyword_id for keyword in watched if _is_hiding(keyword)]
    rhythms = _read_rhythms(connection, midnight, hiding)
    expiries = dict(connection.execute("SELECT keyword_id, expires_at FROM keywords"))
    return [
        _watched(keyword, rhythms.get(keyword.keyword_id), expiries[keyword.keyword_id])
        for keyword in watched
    ]


def hidden_count(connection: sqlite3.Connection, keyword: Keyword) -> int:
    """The articles that a keyword hides, or hides with others; 0 where it hides none or rests."""
    if not _is_hiding(keyword):
        return 0
    (count,) = connection.execute(
        "SELECT count(*) FROM hits AS h INDEXED BY hits_by_keyword"
        " CROSS JOIN article_states AS s ON s.article_id = h.article_id"
        " WHERE h.keyword_id = ? AND s.hidden_by = ?",
        (keyword.keyword_id, HIDDEN_BY_KEYWORD),
    ).fetchone()
    return int(count)


def _watched(keyword: Keyword, rhythm: _Rhythm | None, expires_at: int | None) -> WatchedKeyword:
    expiry = time_or_none(expires_at)
    if rhythm is None:
        return WatchedKeyword(keyword, expires_at=expiry)
    first, last = time_or_none(rhythm.first), time_or_none(rhythm.last)
    return WatchedKeyword(keyword, tuple(rhythm.by_day), first, last, expiry, rhythm.hidden_count)


def with_found(connection: sqlite3.Connection, keyword: Keyword, candidates: array[int]) -> array[int]:
    """The candidates and all articles in which the keyword was found, each once."""
    found = connection.execute(
        "SELECT article_id FROM hits INDEXED BY hits_by_keyword WHERE keyword_id = ?", (keyword.keyword_id,)
    )
    known = set(candidates)
    return candidates + array("q", (article_id for (article_id,) in found if article_id not in known))


def rematch_chunk(
    connection: sqlite3.Connection, keyword: Keyword, match: keywords.Match, article_ids: Sequence[int]
) -> int:
    """Match some articles again, whatever was found in them; gives in how many it is found now."""
    counts.touch_ids(connection, article_ids)
    with counts.kept_true(connection):
        connection.execute(
            "DELETE FROM hits WHERE keyword_id = ? AND article_id IN (SELECT article_id FROM temp.touched)",
            (keyword.keyword_id,),
        )
    return keywords.match_chunk(connection, keyword, match, article_ids)


def finish_rematch(
    connection: sqlite3.Connection, keyword: Keyword, known: set[int], *, is_acting: bool
) -> tuple[Keyword, Facts]:
    """End a rematch: the keyword acts on articles in which it is new, and hides again what it hid.

    Args:
        known: The articles in which it was found before.
        is_acting: Otherwise it only hides.

    Returns:
        The keyword with its counts, and what it did, for ``acting.record``.
    """
    found = acting.found_ids(connection, keyword.keyword_id)
    acting.show_unfounded(connection, list(known))
    new = [article_id for article_id in found if article_id not in known] if is_acting else []
    done = acting.act(connection, {keyword.keyword_id: new})
    hide_again(connection, keyword, found)
    return keywords.finish_keyword(connection, keyword), done


def hide_again(connection: sqlite3.Connection, keyword: Keyword, found: Sequence[int]) -> None:
    """Hide what a keyword was found in, where it hides and does not rest."""
    if _is_hiding(keyword):
        acting.set_hidden(connection, found, True)


def begin_addition(
    connection: sqlite3.Connection, facts: keywords.KeywordFacts, now: datetime
) -> tuple[Keyword, Facts | None]:
    """Write a keyword without hits; gives what it takes to bring back one that it replaces."""
    before = keywords.kept_facts(connection, facts.pattern)
    if before is not None:
        hidden = acting.hidden_by(connection, before["keyword"][0])
        before = {**before, "hidden": hidden}
    return keywords.begin_keyword(connection, facts, now), before


def give_up_addition(connection: sqlite3.Connection, pattern: str, before: Facts | None) -> None:
    """Remove a keyword that was not matched to the end, and bring back the one it replaced."""
    keywords.drop_keyword(connection, pattern)
    if before is not None:
        keywords.restore_keyword(connection, before)


def finish_addition(
    connection: sqlite3.Connection, keyword: Keyword, before: Facts | None
) -> tuple[Keyword, Facts]:
    """Let the new keyword act on all that it found; gives it with its counts, and what takes it back.

    What the keyword that it replaces was found in already, it acts on no more.
    """
    known = {hit[0] for hit in before["hits"]} if before is not None else set()
    found = acting.found_ids(connection, keyword.keyword_id)
    if before is not None and tuple(before["keyword"][11:13]) != _deeds(keyword):
        known = set()
    new = [article_id for article_id in found if article_id not in known]
    done = acting.act(connection, {keyword.keyword_id: new})
    hide_again(connection, keyword, found)
    facts = {"pattern": keyword.pattern, "before": before, "done": done}
    return keywords.finish_keyword(connection, keyword), facts


def take_back_addition(connection: sqlite3.Connection, facts: Facts) -> tuple[Facts, tuple[int, ...]]:
    """Undo an addition and all that the keyword did with it; gives its facts and what changed."""
    changed = acting.take_back(connection, facts["done"])
    after = keywords.drop_keyword(connection, facts["pattern"])
    if facts["before"] is not None:
        keywords.restore_keyword(connection, facts["before"])
    return {**facts, "after": after}, changed


def add_again(connection: sqlite3.Connection, facts: Facts) -> tuple[Facts, tuple[int, ...]]:
    """Redo an addition; gives its facts and what changed."""
    # Refreshes may have found more hits of the one that it replaces.
    before = keywords.drop_keyword(connection, facts["pattern"])
    if facts["after"] is not None:
        keywords.restore_keyword(connection, facts["after"])
    return {**facts, "before": before}, acting.make_again(connection, facts["done"])


def _deeds(keyword: Keyword) -> tuple[str, str]:
    """Actions and tag as they are stored."""
    return ",".join(keyword.rule.actions), keyword.rule.tag


def _is_hiding(keyword: Keyword) -> bool:
    return Action.HIDE in keyword.rule.actions and not keyword.is_paused


def _read_rhythms(
    connection: sqlite3.Connection, midnight: datetime, hiding_ids: Sequence[int]
) -> dict[int, _Rhythm]:
    first_day = seconds(midnight - timedelta(days=DAYS - 1))
    rhythms: dict[int, _Rhythm] = {}
    values = (first_day, _DAY_SECONDS, HIDDEN_BY_KEYWORD, id_list(hiding_ids))
    for keyword_id, day, count, first, last, hidden in connection.execute(_BY_DAY, values):
        rhythm = rhythms.setdefault(keyword_id, _Rhythm([0] * DAYS, first, last))
        rhythm.hidden_count += hidden
        rhythm.first, rhythm.last = min(rhythm.first, first), max(rhythm.last, last)
        if day >= 0:
            # The clock may have been set back since an article came: what lies ahead is today's.
            rhythm.by_day[min(day, DAYS - 1)] += count
    return rhythms


# Day -1 is everything before: its time is needed, and its days are not.
_BY_DAY = """
    SELECT h.keyword_id,
        CASE WHEN s.sorted_at < ?1 THEN -1 ELSE (s.sorted_at - ?1) / ?2 END AS day,
        count(*), min(s.sorted_at), max(s.sorted_at), sum(s.hidden_by <> 0)
    FROM hits AS h INDEXED BY hits_by_keyword
    CROSS JOIN article_states AS s ON s.article_id = h.article_id
    WHERE s.hidden_by = 0
        OR s.hidden_by = ?3 AND h.keyword_id IN (SELECT value FROM json_each(?4))
    GROUP BY h.keyword_id, day
"""
