"""Errors of the application above the archive; one sentence each for the person at the terminal."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path

from storage.errors import CutlineError


class ReaderError(CutlineError):
    """The root of what is not the archive's fault."""


class SettingsError(ReaderError):
    """A settings file that cannot be used as it is. ``line`` counts from 1, 0 where none is known."""

    def __init__(self, path: Path, key: str, problem: str, line: int = 0, /) -> None:
        super().__init__(path, key, problem, line)
        self.path = path
        self.key = key
        self.problem = problem
        self.line = line

    def __str__(self) -> str:
        place = f"{self.path}, line {self.line}" if self.line else str(self.path)
        return f"{place}: {self.key}: {self.problem}" if self.key else f"{place}: {self.problem}"


class CellError(ReaderError):
    """What is written in a field and cannot be taken; ``cell`` names the field within its form."""

    def __init__(self, cell: str, reason: str, /) -> None:
        super().__init__(cell, reason)
        self.cell = cell
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.reason[:1].upper()}{self.reason[1:]}."


class FetchProblem(StrEnum):
    """Why a fetch failed, in the words a person is shown."""

    NO_ADDRESS = "not an address that can be fetched"
    DNS = "the host name is not known"
    REFUSED = "the connection was refused"
    UNREACHABLE = "the host cannot be reached"
    TLS = "the secure connection failed"
    TIMEOUT = "the server did not answer in time"
    STATUS = "the server answered with an error"
    GONE = "the feed was closed for good"
    TOO_LARGE = "the answer is too large"
    REDIRECTS = "the server redirects without end"
    FORBIDDEN_REDIRECT = "the server leads to an address that is not allowed"
    BROKEN = "the answer broke off or cannot be decoded"
    FILE = "the file cannot be read"
    SECRET = "its password cannot be read"
    SCRIPT = "the command failed"
    SCRIPTS_OFF = "feeds that run commands are not allowed"


class ParseProblem(StrEnum):
    """Why a document gave no articles, in the words a person is shown."""

    EMPTY = "the answer is empty"
    WEB_PAGE = "this is a web page, not a feed"
    NOT_A_FEED = "this is not a feed"
    TOO_LARGE = "the document is too large"
    TOO_COMPLEX = "the document takes more time or memory than a feed may"
    MALFORMED = "the document is malformed beyond reading"


class FeedError(ReaderError):
    """Something about the feed at ``url``."""

    def __init__(self, url: str, /, *facts: object) -> None:
        super().__init__(url, *facts)
        self.url = url


class FetchError(FeedError):
    """The bytes could not be had.

    Attributes:
        detail: What the network or the server said, "" where the problem says all.
        http_status: The status of an answer that was an error, else None.
        retry_at: When the server asked to be tried again, else None.
    """

    def __init__(
        self,
        url: str,
        problem: FetchProblem,
        detail: str = "",
        http_status: int | None = None,
        retry_at: datetime | None = None,
        /,
    ) -> None:
        super().__init__(url, problem, detail, http_status, retry_at)
        self.problem = problem
        self.detail = detail
        self.http_status = http_status
        self.retry_at = retry_at

    def __str__(self) -> str:
        return f"{self.problem.value} ({self.detail})" if self.detail else self.problem.value


class ParseError(FeedError):
    """The bytes are no feed, or none that can be read."""

    def __init__(self, url: str, problem: ParseProblem, detail: str = "", /) -> None:
        super().__init__(url, problem, detail)
        self.problem = problem
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.problem.value} ({self.detail})" if self.detail else self.problem.value


class TransferError(ReaderError):
    """A file that cannot be taken in. ``line`` counts from 1, 0 where it means the whole file."""

    def __init__(self, path: Path, line: int, problem: str, /) -> None:
        super().__init__(path, line, problem)
        self.path = path
        self.line = line
        self.problem = problem

    def __str__(self) -> str:
        place = f"{self.path}, line {self.line}" if self.line else str(self.path)
        return f"{place}: {self.problem}. Nothing was imported."


class NotWritten(ReaderError):
    """A file that cannot be written."""

    def __init__(self, path: Path, problem: str, /) -> None:
        super().__init__(path, problem)
        self.path = path
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.path}: {self.problem}. Nothing was written."
