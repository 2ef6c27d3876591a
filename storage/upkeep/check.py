"""Checking and repairing the database: integrity, references, counts, full-text index."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from storage.listings import counts
from storage.model import CheckReport
from storage.sqlite.database import write_transaction
from storage.sqlite.full_text import has_prefixes, is_current, is_index_true, rebuild_index
from storage.sqlite.values import pack_text
from storage.subscriptions.feeds import hide_removed
from storage.upkeep.course import Course

_MAX_PROBLEMS = 20
"""SQLite lists every broken page; nobody reads more than the first."""


@dataclass(frozen=True, slots=True)
class _Examination:
    """One thing that can be wrong: how it is found and how it is mended.

    Attributes:
        name: What is done while it is looked for, and ``mending`` while it is mended.
        mended: What is said afterwards.
    """

    name: str
    find: Callable[[sqlite3.Connection, Course], list[str]]
    mend: Callable[[sqlite3.Connection, Course], None] | None = None
    mending: str = ""
    mended: str = ""


def check(connection: sqlite3.Connection, path: Path, course: Course, *, repair: bool) -> CheckReport:
    """Examine everything; with ``repair`` mend what can be computed anew, without losing anything.

    Raises:
        ReadingAbandoned: The ``course`` was given up; what was mended by then stays.
    """
    problems: list[str] = []
    repaired: list[str] = []
    course.plan(len(_EXAMINATIONS))
    with course.working_on(connection):
        for examination in _EXAMINATIONS:
            course.begin(examination.name)
            found = _find(connection, examination, course)
            if found and repair and _mend(connection, examination, course):
                repaired.append(examination.mended)
                course.rename(examination.name)
                found = _find(connection, examination, course)
            problems.extend(found)
    return CheckReport(
        problems=tuple(dict.fromkeys(problems)),
        repaired=tuple(repaired),
        article_count=_count(connection, "article_states"),
        feed_count=_count(connection, "feeds WHERE removed_at IS NULL"),
        size_bytes=_size_bytes(path),
    )


def _count(connection: sqlite3.Connection, rows: str) -> int:
    """Count rows; 0 where the table is torn, which the problems tell."""
    try:
        (count,) = connection.execute(f"SELECT count(*) FROM {rows}").fetchone()
    except sqlite3.DatabaseError as error:
        _raise_unless_damaged(error)
        return 0
    return int(count)


def _find(connection: sqlite3.Connection, examination: _Examination, course: Course) -> list[str]:
    try:
        return examination.find(connection, course)
    except sqlite3.DatabaseError as error:
        _raise_unless_damaged(error)
        return [f"SQLite: {error}."]


def _mend(connection: sqlite3.Connection, examination: _Examination, course: Course) -> bool:
    """Mend, where there is a way and the file is not too damaged for it."""
    if examination.mend is None:
        return False
    course.rename(examination.mending)
    try:
        with write_transaction(connection):
            examination.mend(connection, course)
    except sqlite3.DatabaseError as error:
        _raise_unless_damaged(error)
        return False
    return True


def _raise_unless_damaged(error: sqlite3.DatabaseError) -> None:
    if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_CORRUPT:
        raise error


def _integrity(connection: sqlite3.Connection, _: Course) -> list[str]:
    return [
        f"SQLite: {message}."
        for (message,) in connection.execute(f"PRAGMA integrity_check({_MAX_PROBLEMS})")
        if message != "ok"
    ]


def _reindex(connection: sqlite3.Connection, course: Course) -> None:
    indexes = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'index'").fetchall()
    for done, (name,) in enumerate(indexes):
        course.reach(done, len(indexes), "indexes")
        connection.execute(f'REINDEX "{name}"')


def _lost_rows(connection: sqlite3.Connection, _: Course) -> list[str]:
    broken = Counter((row[0], row[2]) for row in connection.execute("PRAGMA foreign_key_check"))
    return [
        f"{count} rows of {table} belong to no row of {parent}." for (table, parent), count in broken.items()
    ]


def _full_text_problems(connection: sqlite3.Connection, course: Course) -> list[str]:
    if not is_current(connection):
        # Said by itself: such an index agrees with the texts in their older form.
        return []
    try:
        connection.execute("INSERT INTO article_texts_fts (article_texts_fts) VALUES ('integrity-check')")
        is_true = is_index_true(connection, course.reach)
    except sqlite3.DatabaseError as error:
        _raise_unless_damaged(error)
        is_true = False
    return [] if is_true else ["The full-text index does not agree with the texts."]


def _old_index(connection: sqlite3.Connection, _: Course) -> list[str]:
    if is_current(connection):
        return []
    lack = (
        "Words with ł, ø or đ and words inside Korean ones are not found"
        if has_prefixes(connection)
        else "Searching for the beginning of a word takes long"
    )
    return [f"{lack}, since the full-text index is of an older version: a repair builds it anew."]


def _missing_parts(connection: sqlite3.Connection, course: Course) -> list[str]:
    problems: list[str] = []
    tables = ("article_states", "article_texts", "bodies")
    for done, table in enumerate(tables):
        course.reach(done, len(tables), "tables")
        (missing,) = connection.execute(
            f"SELECT count(*) FROM articles WHERE article_id NOT IN (SELECT article_id FROM {table})"
        ).fetchone()
        if missing:
            articles = "1 article has" if missing == 1 else f"{missing:,} articles have"
            problems.append(f"{articles} no row in {table}.")
    return problems


def _fill_parts(connection: sqlite3.Connection, _: Course) -> None:
    """Give articles that lost a part an empty one, so that what is left can be read."""
    connection.execute(
        "INSERT OR IGNORE INTO article_states (article_id, feed_id, sorted_at)"
        " SELECT article_id, feed_id, min(ifnull(published_at, first_seen_at), first_seen_at) FROM articles"
    )
    connection.execute(
        "INSERT OR IGNORE INTO article_texts (article_id, title, text, captions, credits, alts, author)"
        " SELECT article_id, title, excerpt, lead_caption, '', '', author FROM articles"
    )
    connection.execute(
        "INSERT OR IGNORE INTO bodies (article_id, base_url, is_plain_text, html)"
        " SELECT article_id, url, 1, ? FROM articles",
        (pack_text(""),),
    )


def _wrongly_hidden(connection: sqlite3.Connection, _: Course) -> list[str]:
    (wrong,) = connection.execute(
        "SELECT count(*) FROM article_states AS s JOIN feeds AS f ON f.feed_id = s.feed_id"
        " WHERE (s.hidden_by & 1) <> (f.removed_at IS NOT NULL AND s.is_starred = 0 AND NOT EXISTS"
        " (SELECT 1 FROM article_tags AS g WHERE g.article_id = s.article_id))"
    ).fetchone()
    return [f"{wrong} articles are hidden, or shown, against their feed's removal."] if wrong else []


def _hide_rightly(connection: sqlite3.Connection, _: Course) -> None:
    counts.touch(connection, "SELECT article_id FROM article_states")
    hide_removed(connection)
    counts.recount(connection)


def _wrong_counts(connection: sqlite3.Connection, _: Course) -> list[str]:
    problems: list[str] = []
    for table, key, columns, counted in (
        ("feed_counts", "feed_id", "article_count, unread_count, starred_count", counts.COUNTED_FEEDS),
        ("keywords", "keyword_id", "article_count, unread_count", counts.COUNTED_KEYWORDS),
        ("group_counts", "group_name", "article_count, unread_count", counts.COUNTED_GROUPS),
    ):
        kept = f"SELECT {key}, {columns} FROM {table}"
        (wrong,) = connection.execute(
            f"SELECT count(*) FROM (SELECT {key}, {columns} FROM ({counted}) EXCEPT {kept})"
        ).fetchone()
        if wrong:
            problems.append(f"{wrong} rows of {table} do not agree with a recount.")
    return problems


def _unmatched_keywords(connection: sqlite3.Connection, _: Course) -> list[str]:
    rows = connection.execute("SELECT pattern FROM keywords WHERE is_matched = 0 ORDER BY pattern")
    return [f"Keyword {pattern} was not matched over the whole archive: add it again." for (pattern,) in rows]


def _size_bytes(path: Path) -> int:
    files = (path, path.with_name(path.name + "-wal"))
    return sum(file.stat().st_size for file in files if file.exists())


def _rebuild_index(connection: sqlite3.Connection, course: Course) -> None:
    rebuild_index(connection, course.reach)


def _recount(connection: sqlite3.Connection, _: Course) -> None:
    counts.recount(connection)


_INDEXING = "Building the full-text index anew"

# In this order: what a later one reads, an earlier one has mended.
_EXAMINATIONS = (
    _Examination(
        "Reading every page",
        _integrity,
        _reindex,
        "Building all indexes anew",
        "All indexes were built anew.",
    ),
    _Examination("Following references", _lost_rows),
    _Examination(
        "Looking for lost parts of articles",
        _missing_parts,
        _fill_parts,
        "Filling in lost parts of articles",
        "Articles that lost a part can be read again.",
    ),
    _Examination(
        "Looking at the full-text index's age",
        _old_index,
        _rebuild_index,
        _INDEXING,
        "The full-text index is of this version.",
    ),
    _Examination(
        "Comparing the full-text index",
        _full_text_problems,
        _rebuild_index,
        _INDEXING,
        "The full-text index was built anew.",
    ),
    _Examination(
        "Looking at what is hidden",
        _wrongly_hidden,
        _hide_rightly,
        "Hiding and showing by the rule",
        "Articles are hidden by the rule again.",
    ),
    _Examination(
        "Counting", _wrong_counts, _recount, "Writing the counts anew", "All counts were counted anew."
    ),
    _Examination("Looking at the keywords", _unmatched_keywords),
)
