"""How watched words do, and letting them rest."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from storage.facade.base import ArchiveBase
from storage.later import Later
from storage.listings.abandoning import IsAbandoned, abandonable
from storage.sqlite.portions import portions

if TYPE_CHECKING:
    from storage.listings import views
    from storage.model import ArticleTexts, Keyword
    from storage.query import Query
    from storage.rules import Rule
    from storage.watch import acting, keywords, news, pausing, reach, watching
    from storage.watch.keywords import Match
    from storage.watch.news import News
    from storage.watch.watching import WatchedKeyword
else:
    acting = Later("storage.watch.acting")
    keywords = Later("storage.watch.keywords")
    news = Later("storage.watch.news")
    pausing = Later("storage.watch.pausing")
    reach = Later("storage.watch.reach")
    views = Later("storage.listings.views")
    watching = Later("storage.watch.watching")


class WatchingMethods(ArchiveBase):
    """How watched words do, and letting them rest."""

    def watched_keywords(self, is_abandoned: IsAbandoned | None = None) -> list[WatchedKeyword]:
        """All keywords by pattern, with what each found day by day.

        Args:
            is_abandoned: Asked meanwhile, on this thread, whether nobody waits for it any more.

        Raises:
            ReadingAbandoned: ``is_abandoned`` said so.
        """
        with self._reading() as connection, abandonable(connection, self._path, is_abandoned):
            return watching.read_watched(connection, self._clock(), self._midnight())

    def keyword_news(self, after_id: int) -> News:
        """Which keywords stand in the articles that came after the one with this id."""
        with self._reading() as connection:
            return news.read_news(connection, after_id)

    def article_texts(self, article_ids: Sequence[int]) -> list[ArticleTexts]:
        """What keywords are looked for in, of these articles in this order."""
        with self._reading() as connection:
            return keywords.read_texts(connection, article_ids)

    def with_reach(self, rule: Rule) -> Rule:
        """A rule with the feeds it reaches now."""
        with self._reading() as connection:
            return reach.with_reach(connection, rule)

    def hidden_by_keyword(self, keyword: Keyword) -> int:
        """The articles that a keyword hides, or hides with others; 0 where it hides none or rests."""
        with self._reading() as connection:
            return watching.hidden_count(connection, keyword)

    def pause_keyword(self, pattern: str) -> Keyword | None:
        """Look for a keyword no longer, as a change; its hits stay. None where it is not watched."""
        return self._writer.run(lambda connection: pausing.pause(connection, self._clock(), pattern))

    def resume_keyword(
        self,
        pattern: str,
        *,
        match: Match,
        candidate_query: Query | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Keyword | None:
        """Look for a paused or expired keyword again, also in what came meanwhile; with all that it does
        with articles this is one change, also where the process was killed in the midst of it.

        The arguments are those of ``add_keyword``. Whatever ``match`` or ``progress`` raises leaves
        the keyword paused.

        Raises:
            ChangeTakenBack: It was undone while it was made.
        """
        step = pausing.OpenResumption(self._path, pattern)

        def match_chunk(article_ids: Sequence[int], connection: sqlite3.Connection) -> None:
            step.require(connection)
            watching.rematch_chunk(connection, woken, match, article_ids)

        def finish(connection: sqlite3.Connection) -> Keyword:
            step.require(connection)
            resumed, done = watching.finish_rematch(connection, woken, known, is_acting=True)
            step.finish(connection, self._clock(), done)
            return resumed

        try:
            keyword = self._writer.run(lambda connection: step.begin(connection, self._clock()))
            if keyword is None:
                return None
            woken = keyword
            known = self._rematch(woken, match_chunk, candidate_query, progress)
            return self._writer.run(finish)
        except BaseException:
            self._writer.run(step.give_up)
            raise

    def end_keywords(self) -> int:
        """Let keywords rest whose last day is over: what only they hid is shown. Gives how many they were."""
        with self._reading() as connection:
            if not pausing.has_ended(connection, self._clock()):
                return 0
        return self._writer.run(lambda connection: pausing.end_keywords(connection, self._clock()))

    def rematch_keyword(
        self,
        keyword: Keyword,
        *,
        match: Match,
        candidate_query: Query | None = None,
        progress: Callable[[int, int], None] | None = None,
        is_acting: bool = True,
    ) -> Keyword:
        """Look for a keyword anew where it was found and where it may be: hits that are stale go.

        The arguments are those of ``add_keyword``.

        Args:
            is_acting: It acts on articles in which it is new, as a change; otherwise it only hides.
        """

        def match_chunk(article_ids: Sequence[int], connection: sqlite3.Connection) -> None:
            watching.rematch_chunk(connection, keyword, match, article_ids)

        known = self._rematch(keyword, match_chunk, candidate_query, progress)

        def finish(connection: sqlite3.Connection) -> Keyword:
            matched, done = watching.finish_rematch(connection, keyword, known, is_acting=is_acting)
            acting.record(connection, self._clock(), done, 0)
            return matched

        return self._writer.run(finish)

    def _rematch(
        self,
        keyword: Keyword,
        match_chunk: Callable[[Sequence[int], sqlite3.Connection], None],
        candidate_query: Query | None,
        progress: Callable[[int, int], None] | None,
    ) -> set[int]:
        """Write a keyword's hits anew, a portion of articles in each transaction.

        Returns:
            The articles in which it was found before.
        """
        with self._reading() as connection:
            candidates = views.all_ids(connection, candidate_query)
            known = set(acting.found_ids(connection, keyword.keyword_id))
            article_ids = watching.with_found(connection, keyword, candidates)
        done = 0
        for portion in portions(article_ids):
            self._writer.run(partial(match_chunk, portion))
            done += len(portion)
            if progress is not None:
                progress(done, len(article_ids))
        return known
