"""What passes between the reader's own command line and the commands: words there, output back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from reader.effects import Effect as Effect

if TYPE_CHECKING:
    from storage.archive import Archive


@dataclass(frozen=True, slots=True)
class CommandOutput:
    """What a command wrote, and how it ended: 0 is well.

    Attributes:
        sentences: Each change that it made and undo takes back, in their order.
    """

    data: str
    narration: str
    exit_code: int
    sentences: tuple[str, ...] = ()


def way_back(change_count: int, undo: str) -> str:
    """How changes are taken back: "u takes it back". ``undo`` is the key, or what is typed."""
    return f"{undo} takes it back" if change_count == 1 else f"{undo} takes back one after the other"


Progress = Callable[[int, int], None]
"""Is told how much of long work is done, and of how much."""


class GivenUpError(Exception):
    """Raised by who is told of progress: the work is to end, and to leave nothing."""


class RunCommand(Protocol):
    """Runs a command's words (without "cutline") on an open archive. Blocks; called in a thread."""

    def __call__(
        self, words: Sequence[str], archive: Archive, tell_progress: Progress | None = None
    ) -> CommandOutput:
        """Raises GivenUpError where ``tell_progress`` does, from its own thread."""


TellNews = Callable[[], str]
"""Tells of the articles that came meanwhile; gives what failed, "" for nothing. Blocks."""


class BeginNews(Protocol):
    """Notes where an archive ends before a refresh; gives who tells of what came. Called in a thread."""

    def __call__(self, archive: Archive) -> TellNews: ...


class Kind(StrEnum):
    """What of the archive stands in a place of a command's line."""

    FEED = "feed"
    FOLDER = "folder"
    TAG = "tag"
    KEYWORD = "keyword"
    QUERY = "query"
    FILE = "file"
    ANYTHING = "anything"


Wanted = Kind | tuple[str, ...]
"""What may stand in a place: something of a kind, or one of some words."""


@dataclass(frozen=True, slots=True)
class CommandWords:
    """What may follow a command's name.

    Attributes:
        options: Each option and what its value is; None for one without a value.
        arguments: What the arguments are, in order.
        is_endless: The last argument may be repeated.
        summary: What it does, in a sentence.
    """

    commands: Mapping[str, CommandWords] = field(default_factory=dict)
    options: Mapping[str, Wanted | None] = field(default_factory=dict)
    arguments: tuple[Wanted, ...] = ()
    is_endless: bool = False
    summary: str = ""


ListWords = Callable[[], CommandWords]
"""Lists all commands of the command line; takes its time, so it is called in a thread."""
