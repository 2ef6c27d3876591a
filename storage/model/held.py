"""What the archive holds of one article, whole, and what a check of it found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storage.model.said import Enclosure, Picture
from storage.model.shown import ArticleRow, Scope


class RevisedField(StrEnum):
    """What of an article was corrected."""

    TITLE = "title"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True)
class Revision:
    """A correction that a publisher made. ``position`` is the picture's, 0 for a title."""

    field: RevisedField
    old_text: str
    new_text: str
    changed_at: datetime
    position: int = 0


@dataclass(frozen=True, slots=True)
class Article:
    """One article, whole: its row and what only the article view needs.

    Attributes:
        revisions: The oldest first.
        note: What the reader wrote about it, "" for nothing.
    """

    row: ArticleRow
    text: str
    body_html: str
    is_body_plain_text: bool
    base_url: str
    feed_pictures: tuple[Picture, ...]
    pictures: tuple[Picture, ...]
    enclosures: tuple[Enclosure, ...]
    categories: tuple[str, ...]
    language: str
    revisions: tuple[Revision, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class ArticleTexts:
    """The parts of a stored article that keywords are looked for in; one text per scope, ``captions``
    and ``credits`` those of all pictures, joined with newlines."""

    article_id: int
    title: str
    text: str
    captions: str
    credits: str
    author: str


@dataclass(frozen=True, slots=True)
class HitData:
    """What a matcher found: occurrences per scope, zero-free; where the first stands in the first part."""

    keyword_id: int
    counts: tuple[tuple[Scope, int], ...]
    first_offset: int | None = None


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check of the database found; ``problems`` holds sentences and is empty where all is well."""

    problems: tuple[str, ...]
    repaired: tuple[str, ...]
    article_count: int
    feed_count: int
    size_bytes: int
