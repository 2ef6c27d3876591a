"""Errors of the archive, and the root of all errors of the application.

Every class takes its facts positionally and keeps them as attributes; ``__str__`` builds one
sentence that says what failed and what to do. That way every error survives pickling.
"""

from __future__ import annotations

from pathlib import Path


class CutlineError(Exception):
    """The root: anything the application raises on purpose. ``str()`` is one sentence for a person."""


class StorageError(CutlineError):
    """Something about the database at ``path``."""

    def __init__(self, path: Path, /, *facts: object) -> None:
        super().__init__(path, *facts)
        self.path = path

    def __str__(self) -> str:
        return f"The database {self.path} cannot be used."


class DatabaseLocked(StorageError):
    """Another process held the write lock for longer than the time-out."""

    def __str__(self) -> str:
        return f"The database {self.path} is in use by another process. Try again in a moment."


class ReadingAbandoned(StorageError):
    """Whoever wanted what was being read waits for it no more."""

    def __str__(self) -> str:
        return f"Reading from {self.path} was broken off, because something else is wanted now."


class ChangeTakenBack(StorageError):
    """Somebody undid a change while it was made; it was made no further."""

    def __init__(self, path: Path, sentence: str, /) -> None:
        super().__init__(path, sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return f"{self.sentence}: this was taken back meanwhile, and is made no further."


class DatabaseTooNew(StorageError):
    """The database was written by a newer version; it is left untouched."""

    def __init__(self, path: Path, found: int, known: int, /) -> None:
        super().__init__(path, found, known)
        self.found = found
        self.known = known

    def __str__(self) -> str:
        return (
            f"The database {self.path} has schema version {self.found}, and this Cutline knows "
            f"only up to {self.known}. It was left untouched: update Cutline, or name another database."
        )


class DatabaseDamaged(StorageError):
    """The file is no database of ours, or SQLite finds it malformed."""

    def __init__(self, path: Path, reason: str, /) -> None:
        super().__init__(path, reason)
        self.reason = reason

    def __str__(self) -> str:
        return f"The database {self.path} cannot be read: {self.reason}. It was left untouched."


class DatabaseUnwritable(StorageError):
    """The file or its directory cannot be written (permissions, full disk)."""

    def __init__(self, path: Path, reason: str, /) -> None:
        super().__init__(path, reason)
        self.reason = reason

    def __str__(self) -> str:
        return f"The database {self.path} cannot be written: {self.reason}. What it holds is kept."


class FeedNotFound(StorageError):
    """No subscription has this id or address."""

    def __init__(self, path: Path, reference: str, /) -> None:
        super().__init__(path, reference)
        self.reference = reference

    def __str__(self) -> str:
        return f"No feed has the id or address {self.reference!r}. 'cutline feeds' lists them."


class AddressTaken(StorageError):
    """Another feed has the address; ``is_removed`` where it is one that was unsubscribed from."""

    def __init__(self, path: Path, title: str, is_removed: bool, /) -> None:
        super().__init__(path, title, is_removed)
        self.title = title
        self.is_removed = is_removed

    def __str__(self) -> str:
        if self.is_removed:
            return f"{self.title} had this address until it was removed: add the address to have it back."
        return f"{self.title} has this address already: two feeds never share one."


class SearchNameTaken(StorageError):
    """Another saved search has the name."""

    def __init__(self, path: Path, name: str, /) -> None:
        super().__init__(path, name)
        self.name = name

    def __str__(self) -> str:
        return f"Another saved search is called {self.name} already: write another name."


class ArticleNotFound(StorageError):
    """No article has this id."""

    def __init__(self, path: Path, article_id: int, /) -> None:
        super().__init__(path, article_id)
        self.article_id = article_id

    def __str__(self) -> str:
        return f"No article has the id {self.article_id}. 'cutline list' shows the ids."


class QueryError(CutlineError):
    """A query that cannot be understood; ``position`` counts characters from 0."""

    def __init__(self, query: str, position: int, reason: str, /) -> None:
        super().__init__(query, position, reason)
        self.query = query
        self.position = position
        self.reason = reason

    def __str__(self) -> str:
        shown = _around(self.query, self.position)
        return f"The query '{shown}' stops making sense at character {self.position + 1}: {self.reason}."


def _around(text: str, position: int) -> str:
    """A text on one line, cut to the words around a place: what is said about it matters more."""
    start, end = max(position - _SHOWN_BEFORE, 0), position + _SHOWN_AFTER
    # A short rest is shown rather than left out.
    start = 0 if start < _SHOWN_AFTER // 4 else start
    shown = "".join(sign if sign.isprintable() else " " for sign in text[start:end])
    return f"{'…' if start else ''}{shown}{'…' if end < len(text) else ''}"


_SHOWN_BEFORE, _SHOWN_AFTER = 40, 40


class StaleKeywords(CutlineError):
    """Hits were found with an older set of keywords than the archive's: match again and retry."""

    def __init__(self, found: int, expected: int, /) -> None:
        super().__init__(found, expected)
        self.found = found
        self.expected = expected

    def __str__(self) -> str:
        return f"The hits were found with keywords of version {self.found}; the archive's is {self.expected}."
