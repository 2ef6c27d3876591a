"""Time what is asked of an archive without a screen: searches and marks."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from benchmarks.vocabulary import SCRIPTS
from reader.query.parse import parse_query
from storage.archive import Archive
from storage.model import Order, View
from storage.query import Query

FIRST_ROWS = 100
_SAMPLE_ARTICLES = 300
_QUERIES = 15
_ROUNDS = 3
_MARKS = 5
_SINGLE_MARKS = 60
_LATIN_WORD = re.compile(r"\b[a-z]+\b", re.IGNORECASE)


def time_searches(database: Path) -> dict[str, list[float]]:
    """Seconds to the first 100 rows, by date and by relevance, by the kind of query; each several times."""
    with Archive.open(database) as archive:
        times: dict[str, list[float]] = {}
        queries_by_name = _queries(archive)
        for kind, order in (("search", Order.NEWEST), ("ranked", Order.RELEVANCE)):
            for name, queries in queries_by_name.items():
                for text in queries * _ROUNDS:
                    query = parse_query(text, now=datetime.now(UTC))
                    seconds = _seconds(partial(_first_rows, archive, query, order))
                    times.setdefault(f"{kind}, {name}", []).append(seconds)
        return times


def time_marks(database: Path, largest: View) -> dict[str, list[float]]:
    """Seconds to mark a whole feed read, to take that back, and to mark one article."""
    with Archive.open(database) as archive:
        article_ids = archive.open_listing(largest).article_ids
        archive.set_read(article_ids, False)
        whole, back = [], []
        for _ in range(_MARKS):
            whole.append(_seconds(lambda: archive.mark_listing_read(largest)))
            back.append(_seconds(archive.undo))
        singles = [
            _seconds(partial(archive.set_read, [article_id], True))
            for article_id in article_ids[:_SINGLE_MARKS]
        ]
        # As most of an archive is.
        archive.mark_listing_read(largest)
    return {"mark a feed read": whole, "  and take it back": back, "mark one": singles}


def _first_rows(archive: Archive, query: Query | None, order: Order) -> None:
    listing = archive.open_listing(query=query, order=order, reads_behind=True)
    assert listing[:FIRST_ROWS]
    # As the interface does when another search is typed.
    listing.abandon()


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _queries(archive: Archive) -> dict[str, list[str]]:
    """Words that stand in the archive: the same archive gives the same ones."""
    ids = archive.open_listing().article_ids
    step = max(len(ids) // _SAMPLE_ARTICLES, 1)
    sample = [archive.article(article_id) for article_id in ids[::step]]
    # The first script's words are written with these letters alone, so that they stand side by side.
    texts = [_words(article.text) for article in sample if article.language == SCRIPTS[0].language]
    articles_by_word = Counter(word for text in texts for word in set(text))
    common = [word for word, _ in articles_by_word.most_common(_QUERIES)]
    # At the head of a title stands a name that is made on the spot.
    heads = [word for article in sample for word in _words(article.row.title)[:1]]
    captions = [word for article in sample for word in _words(article.row.lead_caption)[1:2]]
    return {
        "rare word": [word for word in heads if articles_by_word[word] <= 1][:_QUERIES],
        "common word": common,
        "phrase": [f'"{text[3]} {text[4]}"' for text in texts if len(text) > 5][:_QUERIES],
        "prefix": [f"{word[:4]}*" for word in common],
        "caption:": [f"caption:{word}" for word in captions[:_QUERIES]],
    }


def _words(text: str) -> list[str]:
    return [word.lower() for word in _LATIN_WORD.findall(text)]
