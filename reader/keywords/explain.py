"""Why an article is lit: which keyword stands in which part of it, and the words around each place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reader.keywords.matcher import HitSpan, Matcher
from storage.model import Article, ArticleTexts, Keyword, Scope

AROUND_CHARS = 48
"""What is shown on each side of a hit: with the hit itself a line of 110 cells."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A hit with the text around it; a side that was cut begins or ends with "…"."""

    before: str
    hit: str
    after: str

    @property
    def text(self) -> str:
        """All three as they stand together."""
        return f"{self.before}{self.hit}{self.after}"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a keyword found in one part of an article, in order."""

    scope: Scope
    excerpts: tuple[Excerpt, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What one keyword found in an article: at least one finding, in the order of the scopes."""

    keyword: Keyword
    findings: tuple[Finding, ...]

    @property
    def count(self) -> int:
        """How often it stands in the article."""
        return sum(len(finding.excerpts) for finding in self.findings)


def explain(keywords: Iterable[Keyword], texts: ArticleTexts) -> tuple[Explanation, ...]:
    """What each keyword finds, those that find most first; keywords that find nothing are left out.

    Raises:
        PatternError: A pattern cannot be read.
    """
    explanations = [_explain(keyword, texts) for keyword in keywords]
    found = [explanation for explanation in explanations if explanation.findings]
    return tuple(sorted(found, key=lambda explanation: (-explanation.count, explanation.keyword.pattern)))


def texts_of(article: Article) -> ArticleTexts:
    """The parts of a whole article in which keywords are looked for."""
    return ArticleTexts(
        article_id=article.row.article_id,
        title=article.row.title,
        text=article.text,
        captions="\n".join(picture.caption for picture in article.pictures if picture.caption),
        credits="\n".join(picture.credit for picture in article.pictures if picture.credit),
        author=article.row.author,
    )


def describe_pattern(pattern: str, *, is_regex: bool = False) -> str:
    """Say what a pattern finds."""
    if is_regex or (len(pattern) > 2 and pattern.startswith("/") and pattern.endswith("/")):
        return "a regular expression, whatever the case"
    if pattern.startswith("=") and len(pattern) > 1:
        return "whole words, letter by letter"
    if pattern.rstrip().endswith("*"):
        return "words that begin so, whatever case and accents"
    return "whole words, whatever case and accents"


def excerpt(text: str, span: HitSpan) -> Excerpt:
    """The text around a place, within its line."""
    line_start = text.rfind("\n", 0, span.start) + 1
    line_end = text.find("\n", span.end)
    line_end = len(text) if line_end < 0 else line_end
    start = _word_border(text, max(line_start, span.start - AROUND_CHARS), span.start)
    end = min(line_end, span.end + AROUND_CHARS)
    if end < line_end:
        # Back to the last space, where there is one: scripts without spaces are cut where they are.
        end = max(text.rfind(" ", span.end, end), span.end) if " " in text[span.end : end] else end
    before = ("…" if start > line_start else "") + text[start : span.start]
    after = text[span.end : end] + ("…" if end < line_end else "")
    return Excerpt(before, text[span.start : span.end].replace("\n", " "), after)


def _word_border(text: str, start: int, end: int) -> int:
    """The first place from ``start`` on where a word begins."""
    if start == 0 or text[start - 1].isspace():
        return start
    space = text.find(" ", start, end)
    return start if space < 0 else space + 1


def _explain(keyword: Keyword, texts: ArticleTexts) -> Explanation:
    return Explanation(keyword, tuple(_findings(Matcher([keyword]), texts)))


def _findings(matcher: Matcher, texts: ArticleTexts) -> Iterator[Finding]:
    parts = {
        Scope.TITLE: texts.title,
        Scope.TEXT: texts.text,
        Scope.CAPTION: texts.captions,
        Scope.CREDIT: texts.credits,
        Scope.AUTHOR: texts.author,
    }
    for scope, text in parts.items():
        spans = matcher.spans(text, scope) if text else ()
        if spans:
            yield Finding(scope, tuple(excerpt(text, span) for span in spans))
