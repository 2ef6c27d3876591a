"""What keywords cost: per article at ingest, and to find a new one in a whole archive.

    python -m benchmarks.keywords [--articles N] [--archive FILE [--word WORD]]

Without an archive only the cost at ingest is measured: with 10, 200 and 2,000 keywords of all kinds but
regular expressions, which cost what they cost. FILE is written to: the word is added and taken back.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import time
import tracemalloc
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.figures import milliseconds
from benchmarks.made_articles import ArticleMaker
from reader.keywords.candidates import candidate_query
from reader.keywords.matcher import KeywordMatch, Matcher
from storage.archive import Archive
from storage.model import ArticleData, Keyword
from storage.sqlite.folding import is_unspaced

_NOW = datetime(2026, 11, 1, tzinfo=UTC)
_KEYWORD_COUNTS = (10, 200, 2_000)
_ROUNDS = 5
_LIMIT_MS, _LIMIT_AT, _LIMIT_GROWTH = 0.3, 200, 3.0
_LIMIT_BACKFILL_SECONDS, _LIMIT_PORTION_MS = 60.0, 25.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--archive", type=Path)
    parser.add_argument("--word", default="Naqoura")
    options = parser.parse_args()
    maker = ArticleMaker(seed=1)
    articles = [maker.article(1, number, _NOW) for number in range(options.articles)]
    _measure_ingest(articles)
    if options.archive is not None:
        _measure_backfill(options.archive, options.word)


def made_keywords(articles: Sequence[ArticleData], count: int) -> list[Keyword]:
    """Keywords of words that stand in the articles and of words that do not, half and half."""
    chance = random.Random(7)
    words = sorted({word for article in articles[:400] for word in article.text.split() if len(word) > 3})
    chance.shuffle(words)
    patterns: dict[str, None] = {}
    for number in range(10 * count):
        word = words[number % len(words)].strip(".,;:!?()\"'“”„«»、。")
        if not word:
            continue
        if is_unspaced(word[0]):
            word = word[:3]
        elif number % 2:
            word = f"{word}{chance.choice('qxzw')}{number}"
        patterns[f"{word}*" if number % 10 == 9 else word] = None
        if len(patterns) == count:
            break
    return [Keyword(number, pattern) for number, pattern in enumerate(patterns, 1)]


def _measure_ingest(articles: Sequence[ArticleData]) -> None:
    print(f"ingest, {len(articles):,} articles, milliseconds per article")
    for article in articles:
        # Folding tables are filled as characters are met: not this keyword's cost.
        Matcher([Keyword(1, "warm")]).match_article(article)
    at_limit = 1.0
    for count in _KEYWORD_COUNTS:
        keywords = made_keywords(articles, count)
        tracemalloc.start()
        matcher = Matcher(keywords)
        memory = tracemalloc.get_traced_memory()[0] / 2**20
        tracemalloc.stop()
        costs: list[float] = []
        hit_count = 0
        for _ in range(_ROUNDS):
            begun = time.perf_counter()
            hit_count = sum(len(matcher.match_article(article)) for article in articles)
            costs.append((time.perf_counter() - begun) / len(articles))
        cost = statistics.median(costs)
        hits = hit_count / len(articles)
        limit = f"  (limit {_LIMIT_MS} ms)" if count == _LIMIT_AT else ""
        if count > _LIMIT_AT:
            limit = f"  ({cost / at_limit:.1f} times that of {_LIMIT_AT}; limit {_LIMIT_GROWTH:g})"
        at_limit = cost if count == _LIMIT_AT else at_limit
        print(
            f"  {len(keywords):>5,} keywords  {cost * 1000:6.3f} ms  {hits:5.2f} hits"
            f"  {memory:6.2f} MiB{limit}"
        )


def _measure_backfill(path: Path, word: str) -> None:
    with Archive.open(path) as archive:
        article_count = archive.counts().article_count
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        waits: list[float] = []
        last = begun = time.perf_counter()

        def progress(done: int, total: int) -> None:
            nonlocal last
            now = time.perf_counter()
            waits.append(now - last)
            last = now

        keyword = archive.add_keyword(
            word, match=KeywordMatch(), candidate_query=candidate_query(word), progress=progress
        )
        seconds = time.perf_counter() - begun
        memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        archive.undo()
    print(
        f"{word!r} in {article_count:,} articles: {keyword.article_count:,} found in {seconds:.2f} s"
        f"  (limit {_LIMIT_BACKFILL_SECONDS:g} s at 1,000,000)"
    )
    print(
        f"  a portion {milliseconds(waits or [0.0])}  (limit {_LIMIT_PORTION_MS:g} ms),"
        f" peak memory {memory:+.0f} MiB"
    )


if __name__ == "__main__":
    main()
