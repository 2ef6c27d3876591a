"""What a keyword would find and do, before it does it: a look at the last thirty days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from reader.keywords.candidates import candidate_query
from reader.keywords.matcher import Matcher
from storage.query import All, Between
from storage.rules import Action

if TYPE_CHECKING:
    from storage.archive import Archive
    from storage.model import ArticleRow, Keyword

DAYS = 30
_READ_AT_ONCE = 200
_VERBS = {Action.STAR: "star", Action.TAG: "tag", Action.READ: "mark read", Action.HIDE: "hide"}


@dataclass(frozen=True, slots=True)
class DryRun:
    """What would happen to the articles of the last thirty days; nothing did.

    Attributes:
        articles: Those in which the keyword stands, the newest first, as they are.
        changed_counts: How many of them each action would change, in the order of the actions.
    """

    keyword: Keyword
    articles: tuple[ArticleRow, ...]
    changed_counts: tuple[tuple[Action, int], ...]

    @property
    def sentence(self) -> str:
        """All in one: "In the last 30 days: 12 articles in 3 feeds; it would hide 12 and star 4"."""
        feeds = Counter(row.feed_title for row in self.articles)
        found = f"{_number(len(self.articles), 'article')} in {_number(len(feeds), 'feed')}"
        deeds = [f"{_VERBS[action]} {count:,}" for action, count in self.changed_counts]
        end = f"; it would {_listed(deeds)}" if deeds else "; it would light them"
        return f"In the last {DAYS} days: {found}{end if self.articles else ''}"


def dry_run(archive: Archive, keyword: Keyword, now: datetime) -> DryRun:
    """Look through what is shown of the last thirty days; reads, and changes nothing.

    Args:
        keyword: Its id is not asked for, and its rule's reach is followed.

    Raises:
        PatternError: The pattern cannot be read.
    """
    found = tuple(_found(archive, keyword, now))
    return DryRun(
        keyword,
        found,
        tuple(
            (action, sum(_would_change(action, keyword.rule.tag, row) for row in found))
            for action in keyword.rule.actions
        ),
    )


def _found(archive: Archive, keyword: Keyword, now: datetime) -> Iterator[ArticleRow]:
    matcher = Matcher([keyword])
    recent = Between(since=now - timedelta(days=DAYS))
    candidates = candidate_query(keyword.pattern, is_regex=keyword.is_regex)
    query = recent if candidates is None else All((candidates, recent))
    article_ids = archive.open_listing(query=query).article_ids
    for start in range(0, len(article_ids), _READ_AT_ONCE):
        texts = archive.article_texts(article_ids[start : start + _READ_AT_ONCE])
        ids = [text.article_id for text in texts if matcher.match_texts(text)]
        yield from (row for row in archive.rows(ids) if keyword.rule.reaches(row.feed_id))


def _would_change(action: Action, tag: str, row: ArticleRow) -> bool:
    match action:
        case Action.STAR:
            return not row.is_starred
        case Action.READ:
            return not row.is_read
        case Action.TAG:
            return tag not in row.tags
        case Action.HIDE:
            return True


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _listed(parts: list[str]) -> str:
    return " and ".join([part for part in (", ".join(parts[:-1]), parts[-1]) if part])
