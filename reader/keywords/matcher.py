"""Keywords -> hits: how often they occur in an article, and where in a text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from reader.keywords.pattern import Pattern, SearchedText, parse_pattern
from storage.model import ArticleData, ArticleTexts, HitData, Keyword, Scope

if TYPE_CHECKING:
    from reader.keywords.narrowing import Narrowing

NO_SIGNS: Mapping[int, str] = MappingProxyType({})

FEW_KEYWORDS = 8
"""So many are looked for one by one sooner than a text is taken apart into words."""


@dataclass(frozen=True, slots=True)
class HitSpan:
    """A keyword's place in a text: character offsets, the end not included, and what tells it from others."""

    start: int
    end: int
    keyword_id: int
    color: str
    sign: str = ""


class Matcher:
    """Finds many keywords at once. Safe to share between threads; holds no state but its patterns."""

    def __init__(self, keywords: Iterable[Keyword], signs: Mapping[int, str] = NO_SIGNS) -> None:
        """Raises PatternError for a pattern that cannot be read.

        Args:
            signs: Those that ``spans`` gives, by keyword id.
        """
        self._watched: list[tuple[Keyword, Pattern]] = [
            (keyword, parse_pattern(keyword.pattern, is_regex=keyword.is_regex)) for keyword in keywords
        ]
        self._signs = signs
        self._narrowing = _narrow([pattern for _, pattern in self._watched])
        # Where all keywords look everywhere, all feeds share this matcher.
        self._by_feed: dict[int, Matcher] = {}
        self._has_reach = any(keyword.rule.reach is not None for keyword, _ in self._watched)

    def inside(self, feed_id: int) -> Matcher:
        """What finds the keywords that are looked for in this feed."""
        if not self._has_reach:
            return self
        if feed_id not in self._by_feed:
            reaching = [keyword for keyword, _ in self._watched if keyword.rule.reaches(feed_id)]
            self._by_feed[feed_id] = Matcher(reaching, self._signs)
        return self._by_feed[feed_id]

    def match_article(self, article: ArticleData) -> tuple[HitData, ...]:
        """What occurs in an article that is about to be stored."""
        if not self._watched:
            return ()
        return self._match(
            {
                Scope.TITLE: article.title,
                Scope.TEXT: article.text,
                Scope.CAPTION: "\n".join(picture.caption for picture in article.pictures if picture.caption),
                Scope.CREDIT: "\n".join(picture.credit for picture in article.pictures if picture.credit),
                Scope.AUTHOR: article.author,
            }
        )

    def match_texts(self, texts: ArticleTexts) -> tuple[HitData, ...]:
        """What occurs in an article that is stored."""
        return self._match(
            {
                Scope.TITLE: texts.title,
                Scope.TEXT: texts.text,
                Scope.CAPTION: texts.captions,
                Scope.CREDIT: texts.credits,
                Scope.AUTHOR: texts.author,
            }
        )

    def spans(self, text: str, scope: Scope) -> Sequence[HitSpan]:
        """Where keywords stand in a text: ascending, without overlap; of two that begin together
        the longer is given."""
        searched = SearchedText(text)
        found = [
            HitSpan(start, end, keyword.keyword_id, keyword.color, self._signs.get(keyword.keyword_id, ""))
            for keyword, pattern in self._candidates((searched,))
            if scope in keyword.scopes
            for start, end in pattern.spans(searched)
        ]
        if len(found) < 2:
            return found
        found.sort(key=lambda span: (span.start, -span.end))
        apart: list[HitSpan] = []
        for span in found:
            if not apart or span.start >= apart[-1].end:
                apart.append(span)
        return apart

    def _match(self, texts: dict[Scope, str]) -> tuple[HitData, ...]:
        searched = {scope: SearchedText(text) for scope, text in texts.items() if text}
        hits: list[HitData] = []
        for keyword, pattern in self._candidates(searched.values()):
            counts = tuple(
                (scope, count)
                for scope in keyword.scopes
                if scope in searched and (count := pattern.count(searched[scope]))
            )
            if counts:
                first = pattern.first(searched[counts[0][0]])
                hits.append(HitData(keyword.keyword_id, counts, first))
        return tuple(hits)

    def _candidates(self, texts: Iterable[SearchedText]) -> Iterable[tuple[Keyword, Pattern]]:
        if self._narrowing is None:
            return self._watched
        return [self._watched[index] for index in self._narrowing.candidates(texts)]


class KeywordMatch:
    """What one keyword finds in stored articles, for ``Archive.add_keyword``: the pattern is read once."""

    def __init__(self) -> None:
        self._keyword: Keyword | None = None
        self._matcher = Matcher(())

    def __call__(self, keyword: Keyword, texts: ArticleTexts) -> HitData | None:
        """What the keyword finds in the article."""
        if keyword is not self._keyword:
            self._keyword, self._matcher = keyword, Matcher([keyword])
        hits = self._matcher.match_texts(texts)
        return hits[0] if hits else None


class KeptMatcher:
    """The matcher of the last keywords that were asked for: reading thousands of patterns takes its time."""

    def __init__(self) -> None:
        self._keywords: tuple[Keyword, ...] = ()
        self._matcher = Matcher(())

    def of(self, keywords: tuple[Keyword, ...]) -> Matcher:
        """What finds these keywords. Raises PatternError."""
        if keywords != self._keywords:
            self._keywords, self._matcher = keywords, Matcher(keywords)
        return self._matcher


def _narrow(patterns: Sequence[Pattern]) -> Narrowing | None:
    """What sorts out most of many patterns; None where there are few."""
    if len(patterns) <= FEW_KEYWORDS:
        return None
    from reader.keywords.narrowing import Narrowing

    return Narrowing(patterns)
