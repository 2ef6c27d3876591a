"""What is told of a refresh while it goes, and when it has ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.ingest.events import FeedFailure, RefreshSummary


@dataclass(slots=True)
class Progress:
    """How far a refresh has come."""

    feed_count: int
    done: int = 0
    added: int = 0
    failed: int = 0
    feeds_with_news: int = 0
    last_title: str = ""
    failures: list[FeedFailure] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class RefreshEnded:
    """How a refresh ended.

    Attributes:
        summary: None where it was stopped.
        error: Why it could not be.
        hook_failures: What a person's own commands failed with, a line each.
    """

    progress: Progress
    summary: RefreshSummary | None = None
    error: str = ""
    hook_failures: str = ""
