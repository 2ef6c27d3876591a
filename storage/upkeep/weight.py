"""What the archive weighs, and where."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from dataclasses import dataclass

from storage.upkeep.course import BYTES, Course

FREE = "free"
FULL_TEXT = "article_texts_fts"
_SHADOW = f"{FULL_TEXT}_"


@dataclass(frozen=True, slots=True)
class Weight:
    """A table's weight; ``FREE`` is what deletions left and new articles will fill.

    Attributes:
        index_bytes: Of its indexes together.
        is_estimated: Whether only the contents of the largest columns could be summed up.
    """

    table: str
    table_bytes: int
    index_bytes: int = 0
    is_estimated: bool = False

    @property
    def all_bytes(self) -> int:
        """Table and indexes."""
        return self.table_bytes + self.index_bytes


def weigh(connection: sqlite3.Connection, course: Course) -> list[Weight]:
    """The weight of every table, the heaviest first; reads the whole file once.

    Raises:
        ReadingAbandoned: The ``course`` was given up.
    """
    (free_pages,) = connection.execute("PRAGMA freelist_count").fetchone()
    (page_bytes,) = connection.execute("PRAGMA page_size").fetchone()
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    course.plan(1)
    course.begin("Weighing", pages * page_bytes, BYTES)
    try:
        with course.working_on(connection):
            weights = _weigh_pages(connection, course)
    except sqlite3.OperationalError as error:
        if "dbstat" not in str(error):
            raise
        weights = estimate(connection)
    weights.append(Weight(FREE, free_pages * page_bytes))
    return sorted(weights, key=lambda weight: (-weight.all_bytes, weight.table))


def estimate(connection: sqlite3.Connection) -> list[Weight]:
    """Where SQLite was built without dbstat: the contents of what is heavy, without SQLite's own part."""
    weights: list[Weight] = []
    for table, columns in (
        ("article_texts", ("title", "text", "captions", "credits", "alts", "author")),
        ("bodies", ("html", "feed_pictures")),
        (f"{_SHADOW}data", ("block",)),
        ("articles", ("guid", "url", "title", "author", "excerpt", "lead_caption")),
        ("pictures", ("url", "alt", "caption", "credit", "caption_raw")),
        ("journal", ("sentence", "facts")),
    ):
        # As a BLOB, since the length of a text is in characters.
        lengths = " + ".join(f"ifnull(length(CAST({column} AS BLOB)), 0)" for column in columns)
        (content_bytes,) = connection.execute(f"SELECT ifnull(sum({lengths}), 0) FROM {table}").fetchone()
        weights.append(Weight(_known_as(table), int(content_bytes), is_estimated=True))
    return weights


def _weigh_pages(connection: sqlite3.Connection, course: Course) -> list[Weight]:
    tables: defaultdict[str, int] = defaultdict(int)
    indexes: defaultdict[str, int] = defaultdict(int)
    total = course.step.total
    done = 0
    trees = connection.execute(
        "SELECT 'sqlite_schema', 'sqlite_schema' UNION ALL"
        " SELECT name, tbl_name FROM sqlite_schema WHERE rootpage > 0"
    ).fetchall()
    for name, table in trees:
        # Page by page, since what sums up by itself cannot be broken off: the bodies alone are gigabytes.
        (tree_bytes,) = connection.execute(
            "SELECT ifnull(sum(pgsize), 0) FROM dbstat WHERE name = ?", (name,)
        ).fetchone()
        part = tables if name == table else indexes
        part[_known_as(table)] += tree_bytes
        done += tree_bytes
        course.reach(done, total, BYTES)
    return [Weight(table, tables[table], indexes[table]) for table in {**tables, **indexes}]


def _known_as(table: str) -> str:
    """The full-text index keeps several tables, and all are it."""
    return FULL_TEXT if table.startswith(_SHADOW) else table
