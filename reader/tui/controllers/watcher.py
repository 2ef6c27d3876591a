"""Adding a keyword while one reads on: matched over the archive in the background, told of, given up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

from reader.keywords.candidates import candidate_query
from reader.keywords.matcher import KeywordMatch
from reader.keywords.pattern import parse_pattern
from reader.text import clean_line
from reader.tui.controllers.library import Library
from storage.model import Keyword


class _GivenUpError(Exception):
    """Stops the matching from within; the archive then removes the keyword again."""


class Watcher:
    """Adds one keyword at a time."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._is_given_up = threading.Event()
        self.done = self.total = 0

    @property
    def is_running(self) -> bool:
        """Whether articles are still to be matched."""
        return self.done < self.total

    async def add(self, typed: str) -> Keyword | None:
        """Watch a word; None where it was given up meanwhile.

        Raises:
            PatternError: It cannot be read.
            StorageError: The archive cannot be written.
        """
        pattern = clean_line(typed)
        parse_pattern(pattern)
        return await self._run(self._library.archive.add_keyword, pattern, is_regex=False)

    async def resume(self, keyword: Keyword) -> Keyword | None:
        """Look for a paused word again; None where it was given up and rests on.

        Raises:
            StorageError: The archive cannot be written.
        """
        archive = self._library.archive
        return await self._run(archive.resume_keyword, keyword.pattern, is_regex=keyword.is_regex)

    async def _run(
        self, function: Callable[..., Keyword | None], pattern: str, *, is_regex: bool
    ) -> Keyword | None:
        self._is_given_up.clear()
        # Until the archive was counted, all of it is still to be done.
        self.done, self.total = 0, 1
        try:
            # Among the reads: what is marked meanwhile must not wait for a million articles.
            return await self._library.read(
                partial(
                    function,
                    pattern,
                    match=KeywordMatch(),
                    candidate_query=candidate_query(pattern, is_regex=is_regex),
                    progress=self._progress,
                )
            )
        except _GivenUpError:
            return None
        finally:
            self.done = self.total = 0

    def give_up(self) -> None:
        """Stop at the next portion of articles."""
        self._is_given_up.set()

    def _progress(self, done: int, total: int) -> None:
        """Called from the matching's own thread."""
        self.done, self.total = done, total
        if self._is_given_up.is_set():
            raise _GivenUpError
