"""What a refresh and an addition tell while they run, and what they sum up to in the end.

Addresses in these values are made for showing: passwords and tokens are left out.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FeedFailure:
    """A feed that could not be refreshed, and why, as a phrase that follows "URL: "."""

    feed_id: int
    url: str
    reason: str


@dataclass(frozen=True, slots=True)
class RefreshSummary:
    """What a whole refresh did.

    Attributes:
        feeds_checked: Every feed that was asked for, failed ones included.
        feeds_unchanged: Feeds without a new or changed article, failed ones not included.
    """

    feeds_checked: int = 0
    feeds_unchanged: int = 0
    feeds_failed: int = 0
    articles_added: int = 0
    articles_updated: int = 0
    seconds: float = 0.0
    failures: tuple[FeedFailure, ...] = ()


@dataclass(frozen=True, slots=True)
class RefreshStarted:
    """Sent once, before anything is fetched."""

    feed_count: int


@dataclass(frozen=True, slots=True)
class FeedFetched:
    """A feed was fetched and what it brought is stored."""

    feed_id: int
    url: str
    title: str
    added: int
    updated: int
    is_unchanged: bool


@dataclass(frozen=True, slots=True)
class FeedFailed:
    """A feed brought nothing this time; what it brought before is untouched."""

    feed_id: int
    url: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class RefreshFinished:
    """Sent once, after everything is stored."""

    summary: RefreshSummary


RefreshEvent = RefreshStarted | FeedFetched | FeedFailed | RefreshFinished


@dataclass(frozen=True, slots=True)
class AddedFeed:
    """How one addition ended.

    Attributes:
        source: What was asked for, without passwords.
        feed_id: None where nothing was subscribed.
        url: The feed's address, "" where none was found.
        error: Why nothing was subscribed, None where something was.
        note: What is worth knowing besides: other feeds of the page, an empty feed; "" for nothing.
        is_known: It was subscribed to before.
    """

    source: str
    feed_id: int | None = None
    url: str = ""
    title: str = ""
    articles_added: int = 0
    error: str | None = None
    note: str = ""
    is_known: bool = False
