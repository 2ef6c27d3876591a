"""Batches of made-up articles over many feeds, as refreshes would bring them over ten years."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from multiprocessing.connection import Connection

from benchmarks.made_articles import ArticleMaker
from storage.fetched import FeedChanges, FetchRecord
from storage.model import ArticleData, ArticleTexts, FeedData, HitData, Keyword, Scope

BATCH_ARTICLES = 2_000
"""Bounds memory to some tens of megabytes; larger batches are not faster."""

FIRST_DAY = datetime(2016, 1, 1, tzinfo=UTC)
ALL_SECONDS = 10 * 365 * 86_400

Batch = list[tuple[FetchRecord, FeedChanges | None]]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be made, and for which feeds and keywords of the archive."""

    article_count: int
    feed_ids: tuple[int, ...]
    keywords: tuple[Keyword, ...]
    keywords_version: int
    seed: int

    @property
    def batch_count(self) -> int:
        """How many batches ``send_batches`` sends."""
        return -(-self.article_count // BATCH_ARTICLES)


def send_batches(plan: Plan, sender: Connection) -> None:
    """Make all batches and send them one after the other; stops where nobody listens any more."""
    maker = _BatchMaker(plan)
    try:
        for start in range(0, plan.article_count, BATCH_ARTICLES):
            sender.send(maker.batch(start, min(start + BATCH_ARTICLES, plan.article_count)))
    except BrokenPipeError:
        return
    finally:
        sender.close()


def match_word(keyword: Keyword, texts: ArticleTexts) -> HitData | None:
    """Find a keyword in an article's text, as it is written."""
    count = texts.text.count(keyword.pattern)
    return HitData(keyword.keyword_id, ((Scope.TEXT, count),)) if count else None


class _BatchMaker:
    """Spreads articles over the feeds."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._articles = ArticleMaker(plan.seed)
        self._chance = random.Random(f"spread {plan.seed}")
        # The largest feed has a tenth of all articles, the others fall off with their rank.
        shares = [1 / (rank + 10) for rank in range(len(plan.feed_ids))]
        shares[0] = sum(shares[1:]) / 9 or 1.0
        self._shares = list(accumulate(shares))

    def batch(self, start: int, end: int) -> Batch:
        """Make the articles of these numbers, by feed, as one refresh finds them."""
        articles: defaultdict[int, list[ArticleData]] = defaultdict(list)
        for number in range(start, end):
            (feed_number,) = self._chance.choices(range(len(self._shares)), cum_weights=self._shares)
            articles[feed_number].append(self._articles.article(feed_number, number, self._time(number)))
        fetched_at = self._time(end) + timedelta(minutes=1)
        next_fetch_at = fetched_at + timedelta(hours=1)
        return [
            (
                FetchRecord(self._plan.feed_ids[feed_number], fetched_at, next_fetch_at),
                self._changes(feed_number, found),
            )
            for feed_number, found in articles.items()
        ]

    def _time(self, number: int) -> datetime:
        return FIRST_DAY + timedelta(seconds=ALL_SECONDS * number // max(self._plan.article_count, 1))

    def _changes(self, feed_number: int, articles: Sequence[ArticleData]) -> FeedChanges:
        newest_first = tuple(reversed(articles))
        return FeedChanges(
            FeedData(f"The Daily {feed_number}"),
            new=newest_first,
            hits=tuple(self._hits(article) for article in newest_first),
            keywords_version=self._plan.keywords_version,
        )

    def _hits(self, article: ArticleData) -> tuple[HitData, ...]:
        texts = ArticleTexts(0, article.title, article.text, "", "", article.author)
        found = (match_word(keyword, texts) for keyword in self._plan.keywords)
        return tuple(hit for hit in found if hit is not None)
