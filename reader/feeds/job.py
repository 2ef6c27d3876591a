"""What a parse worker is given. Apart from the parser, which whoever gives the work need not load."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

MAX_DOCUMENT_BYTES = 16 * 1024 * 1024
"""Largest document that is read: the largest feed seen in the wild has about 10 MB."""

MAX_ENTRIES = 5_000
"""Items kept of one document, the first ones; archives of podcasts reach about 3,000."""


@dataclass(frozen=True, slots=True)
class ParseJob:
    """What a parse worker is given.

    Attributes:
        url: Where the bytes really came from (after redirects): relative links are resolved against it.
        content_type: The Content-Type header, "" where there was none.
        known_hashes: Entry hash by guid of what is stored of this feed.
        now: The present, by which dates in no standard form are judged; None judges none.
        max_bytes: A longer body is refused.
        max_entries: Items after these are not read.
    """

    url: str
    body: bytes
    content_type: str = ""
    known_hashes: Mapping[str, int] = field(default_factory=dict)
    now: datetime | None = None
    max_bytes: int = MAX_DOCUMENT_BYTES
    max_entries: int = MAX_ENTRIES
