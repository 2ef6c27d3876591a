"""Long work in short transactions, so that others may write in between."""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable, Iterator, Sequence

AIM_SECONDS = 0.012
"""Half of what may pass before a mark that waits behind a portion is felt: one that is slower than those
before it stays within 25 ms."""

FIRST_ARTICLES, FEWEST_ARTICLES, MOST_ARTICLES = 64, 8, 2_048
"""Of one portion. Articles take from 0.02 ms to some milliseconds each, by their length."""


def portions(article_ids: array[int], clock: Callable[[], float] = time.monotonic) -> Iterator[Sequence[int]]:
    """All ids in their order, as many at once as the time of the portion before suggests.

    What is waited for other writers counts as well: where many write, portions are small.
    """
    start, count = 0, FIRST_ARTICLES
    while start < len(article_ids):
        begun = clock()
        yield article_ids[start : start + count]
        start += count
        taken_seconds = max(clock() - begun, 1e-6)
        # One quick portion promises little about the next: it may hold the long articles.
        wanted = min(count * AIM_SECONDS / taken_seconds, count * 2)
        count = int(min(max(wanted, FEWEST_ARTICLES), MOST_ARTICLES))
