"""How well articles fit the words of a search: bm25 over the full-text index, for the newest that hold them.

To compare an article takes more than a microsecond, and a common word stands in hundreds of thousands. So the
last arrivals that hold the words are compared, and what came before follows by date: a word that says what is
looked for stands in fewer, and those who look for one that stands everywhere look at what is new.
"""

from __future__ import annotations

import sqlite3
from array import array
from itertools import chain

from storage.listings.full_text_query import ranking_expression
from storage.listings.views import SORT_KEY, Selection
from storage.query import Query

COMPARED_ARTICLES = 10_000
"""How many articles that hold the words are compared: 50 ms for a word, two to three times that for a phrase,
of which the half is to count in how many of a million articles it stands."""

# A headline says what an article is about, a caption what is seen in it.
_WEIGHTS = {"title": 10, "text": 1, "captions": 4, "credits": 2, "alts": 2, "author": 3}
"""In the order of the index's columns."""


def has_ranks(query: Query | None) -> bool:
    """Whether a query has words by which articles can be compared; they stay by date where it has none."""
    return query is not None and ranking_expression(query) is not None


def compared_ids(
    connection: sqlite3.Connection, selection: Selection, *, is_reversed: bool, limit: int = -1
) -> array[int]:
    """Those of a selection that are compared, the best first, or the worst; equal ones by date.

    Args:
        limit: At most so many; -1 for all.
    """
    expression = ranking_expression(selection.query) if selection.query is not None else None
    if expression is None:
        return array("q")
    condition = selection.beside_words(connection)
    rows = connection.execute(
        "SELECT s.article_id FROM (SELECT rowid AS article_id,"
        f" bm25(article_texts_fts, {', '.join(map(str, _WEIGHTS.values()))}) AS score"
        " FROM article_texts_fts WHERE article_texts_fts MATCH ?"
        f" ORDER BY rowid DESC LIMIT {COMPARED_ARTICLES}) AS compared"
        # By their ids, whatever the statistics say.
        " CROSS JOIN article_states AS s NOT INDEXED ON s.article_id = compared.article_id"
        f" WHERE {condition.sql}"
        # The best scores are the lowest.
        f" ORDER BY compared.score {'DESC' if is_reversed else 'ASC'}, {SORT_KEY} DESC LIMIT ?",
        (expression, *condition.parameters, limit),
    )
    return array("q", chain.from_iterable(rows))


def with_others(compared: array[int], newest_first: array[int]) -> array[int]:
    """What is compared, and after it by date what is not."""
    if not compared:
        return newest_first
    known = frozenset(compared)
    return compared + array("q", (article_id for article_id in newest_first if article_id not in known))
