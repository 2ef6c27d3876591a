"""Finding keywords in the archive while one reads on: in the background, told of, given up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from reader.commands import GivenUpError, Progress
from reader.keywords.candidates import candidate_query, candidates_of
from reader.keywords.matcher import KeywordMatch
from reader.keywords.pattern import check_pattern, clean_pattern
from reader.tui.controllers.library import Library
from storage.model import Keyword
from storage.watch.keyword_steps import KeywordPlan

_T = TypeVar("_T")


class Watcher:
    """Does one thing at a time."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._is_given_up = threading.Event()
        self.noun = "articles"
        self.done = self.total = 0

    @property
    def is_running(self) -> bool:
        """Whether something is still to be done."""
        return self.done < self.total

    @property
    def sentence(self) -> str:
        """How far it came, "" where nothing is to be done or nothing is known yet."""
        if self.total <= 1:
            return ""
        # What to do first: narrow titles are cut at their end.
        return f"Esc gives up · {self.done:,} of {self.total:,} {self.noun}"

    async def add(self, typed: str) -> Keyword | None:
        """Watch a word; None where it was given up meanwhile. One that is watched already stays as it is.

        Raises:
            PatternError: It cannot be read.
            StorageError: The archive cannot be written.
        """
        pattern = clean_pattern(typed)
        known = {keyword.pattern: keyword for keyword in self._library.archive.all_keywords()}
        if pattern in known:
            return known[pattern]
        check_pattern(pattern)
        add = partial(
            self._library.archive.add_keyword,
            pattern,
            match=KeywordMatch(),
            candidate_query=candidate_query(pattern),
        )
        return await self.run(lambda tell: add(progress=tell))

    async def resume(self, keyword: Keyword) -> Keyword | None:
        """Look for a paused word again; None where it was given up and rests on.

        Raises:
            StorageError: The archive cannot be written.
        """
        resume = partial(
            self._library.archive.resume_keyword,
            keyword.pattern,
            match=KeywordMatch(),
            candidate_query=candidate_query(keyword.pattern, is_regex=keyword.is_regex),
        )
        return await self.run(lambda tell: resume(progress=tell))

    async def change(self, plan: KeywordPlan) -> list[Keyword] | None:
        """Do what a plan says; None where it was given up, and nothing changed.

        Raises:
            StorageError: The archive cannot be written.
        """
        change = partial(
            self._library.archive.change_keywords,
            plan,
            match=KeywordMatch(),
            candidate_query=candidates_of,
        )
        noun = "keywords" if len(plan.added) > 1 else "articles"
        return await self.run(lambda tell: change(progress=tell), noun=noun)

    async def run(self, work: Callable[[Progress], _T], *, noun: str = "articles") -> _T | None:
        """Do any long work that tells its progress; None where it was given up."""
        self._is_given_up.clear()
        # Until the archive was counted, all of it is still to be done.
        self.noun, self.done, self.total = noun, 0, 1
        try:
            # Among the reads: what is marked meanwhile must not wait for a million articles.
            return await self._library.read(work, self._progress)
        except GivenUpError:
            return None
        finally:
            self.done = self.total = 0

    def give_up(self) -> None:
        """Stop at the next portion of articles."""
        self._is_given_up.set()

    def _progress(self, done: int, total: int) -> None:
        """Called from the work's own thread."""
        if self._is_given_up.is_set():
            raise GivenUpError
        # The last portion is written, and the work not yet at its end.
        self.done, self.total = min(done, total - 1), total
