"""New articles with watched words, in one sentence."""

from __future__ import annotations

from collections.abc import Sequence

from reader.keywords.signs import sign_of
from storage.watch.news import KeywordNews

_NAMED = 4


def describe_news(news: Sequence[KeywordNews]) -> str:
    """The keywords with the number of new articles each, "" for none. One alone shows a headline."""
    if not news:
        return ""
    if len(news) == 1 and len(news[0].article_ids) == 1:
        return f"{_name(news[0])}: {news[0].newest_title}"
    named = [f"{_name(one)} {len(one.article_ids):,}" for one in news[:_NAMED]]
    more = len(news) - _NAMED
    return " · ".join([*named, f"and {more:,} more"] if more > 0 else named)


def _name(one: KeywordNews) -> str:
    return f"{sign_of(one.glyph, one.color)} {one.pattern}"
