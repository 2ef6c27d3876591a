"""What a fetch is asked and what it answers; the HTTP client behind it is in ``http_fetcher``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from reader.errors import FetchError, FetchProblem
from storage.model import Validators
from storage.options import PLAIN, FeedOptions


@dataclass(frozen=True, slots=True)
class Fetched:
    """Bytes that came.

    Attributes:
        url: Where they came from in the end, without credentials: what relative addresses in them mean;
            "" for what a command wrote.
        body: Decompressed.
        content_type: The header as received, "" where there was none.
        permanent_url: The address to ask from now on, credentials included; "" where the feed has
            not moved, or not all redirects on the way were permanent ones.
        fresh_until: Until when the server promises nothing new, None where it does not say.
        is_public: Whether they came from the public internet: what they name is then not to be asked
            on this machine and its network.
    """

    url: str
    body: bytes
    content_type: str = ""
    validators: Validators = Validators()
    permanent_url: str = ""
    fresh_until: datetime | None = None
    is_public: bool = False


@dataclass(frozen=True, slots=True)
class NotModified:
    """The server says, or the file's date shows, that nothing changed since the validators were given."""

    permanent_url: str = ""
    fresh_until: datetime | None = None


FetchOutcome = Fetched | NotModified | FetchError


def too_large(url: str, max_bytes: int) -> FetchError:
    """What is said of an answer that is longer than it may be."""
    return FetchError(url, FetchProblem.TOO_LARGE, f"more than {max_bytes / 2**20:.3g} MiB")


class Fetcher(Protocol):
    """Gets the bytes behind an address."""

    async def fetch(
        self,
        url: str,
        validators: Validators,
        options: FeedOptions = PLAIN,
        *,
        may_be_private: bool = True,
    ) -> FetchOutcome:
        """Errors come back as values; nothing but cancellation is raised.

        Args:
            may_be_private: Whether the address may be on this machine or in its network: a person may
                name one that is, a document from the public internet may not.
        """

    async def close(self) -> None:
        """Let go of all connections."""
