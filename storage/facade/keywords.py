"""Watched words."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from storage.facade.base import ArchiveBase
from storage.later import Later
from storage.listings import views
from storage.model import Change, Keyword, Scope
from storage.sqlite.portions import portions
from storage.watch import keywords
from storage.watch.keywords import PLAIN, KeywordFacts, KeywordWishes

if TYPE_CHECKING:
    from storage.history import changes
    from storage.model import ArticleTexts, HitData
    from storage.query import Query
    from storage.watch import keyword_steps, open_steps, watching
    from storage.watch.keyword_steps import KeywordPlan
    from storage.watch.keywords import Match
else:
    changes = Later("storage.history.changes")
    keyword_steps = Later("storage.watch.keyword_steps")
    open_steps = Later("storage.watch.open_steps")
    watching = Later("storage.watch.watching")


class KeywordMethods(ArchiveBase):
    """Watched words."""

    def keywords(self) -> list[Keyword]:
        """What is looked for now, by pattern: paused and expired keywords are left out."""
        return [keyword for keyword in self.all_keywords() if not keyword.is_paused]

    def all_keywords(self) -> list[Keyword]:
        """By pattern, paused and expired ones too."""
        with self._reading() as connection:
            return keywords.all_keywords(connection, self._clock())

    def keyword_facts(self, pattern: str) -> KeywordFacts | None:
        """What was decided about the keyword with exactly this pattern; None where it is not watched."""
        with self._reading() as connection:
            return keywords.facts_of(connection, pattern)

    def unmatched_keywords(self) -> list[Keyword]:
        """Those that are looked for, but were not yet in the whole archive: they came back by an undo,
        a feed moved into their reach, or their first search was broken off."""
        with self._reading() as connection:
            unmatched = keywords.unmatched_ids(connection)
            return [
                keyword
                for keyword in keywords.all_keywords(connection, self._clock())
                if keyword.keyword_id in unmatched and not keyword.is_paused
            ]

    def keywords_version(self) -> int:
        """Grows with every change of the keywords, whichever process made it."""
        with self._reading() as connection:
            return keywords.keywords_version(connection)

    def add_keyword(
        self,
        pattern: str,
        *,
        is_regex: bool = False,
        color: str = "warning",
        scopes: Sequence[Scope] = tuple(Scope),
        match: Callable[[Keyword, ArticleTexts], HitData | None],
        candidate_query: Query | None = None,
        wishes: KeywordWishes = PLAIN,
        progress: Callable[[int, int], None] | None = None,
    ) -> Keyword:
        """Watch a keyword and match it over the whole archive. An existing pattern is replaced.

        What its rule wants is done with all articles it is found in; the addition and all this are one
        change that can be taken back, also where the process was killed in the midst of it.

        Articles that arrive meanwhile are not missed: from the first moment on a refresh has to
        match the new keyword. Whatever ``match`` or ``progress`` raises stops it, removes the
        keyword again and brings back the one that it replaced.

        Args:
            match: Called on the writing thread; it must not write to the archive.
            wishes: Group, glyph, last day and rule.
            candidate_query: Only what it finds is matched; it must find all that ``match`` would.
            progress: Called with the number of articles done and of all, from the calling thread.

        Raises:
            ChangeTakenBack: It was undone while it was made.
        """
        facts = KeywordFacts(pattern, is_regex, color, tuple(scopes), wishes)
        if wishes.is_step:
            plan = keyword_steps.KeywordPlan("", (facts,))
            (added,) = self.change_keywords(
                plan, match=match, candidate_query=lambda _: candidate_query, progress=progress
            )
            return added
        keyword, before = self._writer.run(
            lambda connection: watching.begin_addition(connection, facts, self._clock())
        )
        try:
            self._match_all(
                lambda ids, connection: keywords.match_chunk(connection, keyword, match, ids),
                candidate_query,
                progress,
            )
        except BaseException:
            self._writer.run(lambda connection: watching.give_up_addition(connection, facts.pattern, before))
            raise
        return self._writer.run(lambda connection: watching.finish_addition(connection, keyword, before))[0]

    def change_keywords(
        self,
        plan: KeywordPlan,
        *,
        match: Match,
        candidate_query: Callable[[KeywordFacts], Query | None],
        progress: Callable[[int, int], None] | None = None,
    ) -> list[Keyword]:
        """Add keywords and remove others, as one change that can be taken back; gives the added ones.

        As with ``add_keyword``, whatever ``match`` or ``progress`` raises leaves everything as it was. What a
        process leaves that is killed is that change, too.

        Args:
            candidate_query: What ``add_keyword`` takes, for each addition.
            progress: With one addition the numbers of articles done and of all, with several those of
                keywords; called after each portion of articles, with several also after each keyword.

        Raises:
            ChangeTakenBack: It was undone while it was made.
        """
        step = open_steps.OpenStep(self._path, plan)
        finished: list[Keyword] = []

        def tell(done: int, total: int) -> None:
            if progress is not None and len(plan.added) > 1:
                done, total = len(finished), len(plan.added)
            if progress is not None:
                progress(done, total)

        def add(index: int, facts: KeywordFacts) -> Keyword:
            keyword, before = self._writer.run(
                lambda connection: step.begin(connection, self._clock(), index)
            )

            def match_chunk(article_ids: Sequence[int], connection: sqlite3.Connection) -> int:
                step.require(connection)
                return keywords.match_chunk(connection, keyword, match, article_ids)

            self._match_all(match_chunk, candidate_query(facts), tell)
            return self._writer.run(
                lambda connection: step.finish_addition(connection, index, keyword, before)
            )

        try:
            for index, facts in enumerate(plan.added):
                finished.append(add(index, facts))
                if progress is not None and len(plan.added) > 1:
                    progress(len(finished), len(plan.added))
            self._writer.run(lambda connection: step.finish(connection, self._clock()))
        except BaseException:
            self._writer.run(step.give_up)
            raise
        return finished

    def _match_all(
        self,
        match_chunk: Callable[[Sequence[int], sqlite3.Connection], int],
        candidate_query: Query | None,
        progress: Callable[[int, int], None] | None,
    ) -> None:
        """Write a new keyword's hits, a portion of articles in each transaction."""
        with self._reading() as connection:
            candidates = views.all_ids(connection, candidate_query)
        done = 0
        for portion in portions(candidates):
            self._writer.run(partial(match_chunk, portion))
            done += len(portion)
            if progress is not None:
                progress(done, len(candidates))

    def remove_keyword(self, pattern: str) -> Change:
        """Stop watching a keyword."""
        return self._change(changes.remove_keyword, pattern)
