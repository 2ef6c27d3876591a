"""What a parse worker is asked and what it answers."""

from __future__ import annotations

from dataclasses import dataclass

from reader.feeds.job import ParseJob
from storage.model import FeedData, HitData, Keyword


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """What a worker answers: the feed, and the keyword hits of each of its articles in order."""

    feed: FeedData
    hits: tuple[tuple[HitData, ...], ...]


@dataclass(frozen=True, slots=True)
class WorkOrder:
    """A document to parse and the keywords to look for in its articles."""

    job: ParseJob
    keywords: tuple[Keyword, ...] = ()
    cpu_seconds: int = 10
