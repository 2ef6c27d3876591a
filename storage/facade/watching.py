"""How watched words do, and letting them rest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from storage.facade.base import ArchiveBase
from storage.later import Later

if TYPE_CHECKING:
    from storage import acting, keywords, news, reach, views, watching
    from storage.keywords import Match
    from storage.model import ArticleTexts, Keyword
    from storage.news import News
    from storage.query import Query
    from storage.rules import Rule
    from storage.watching import WatchedKeyword
else:
    acting = Later("storage.acting")
    keywords = Later("storage.keywords")
    news = Later("storage.news")
    reach = Later("storage.reach")
    views = Later("storage.views")
    watching = Later("storage.watching")


class WatchingMethods(ArchiveBase):
    """How watched words do, and letting them rest."""

    def watched_keywords(self) -> list[WatchedKeyword]:
        """All keywords by pattern, with what each found day by day."""
        with self._reading() as connection:
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

    def pause_keyword(self, pattern: str) -> Keyword | None:
        """Look for a keyword no longer; its hits stay. None where it is not watched."""
        return self._set_paused(pattern, True)

    def resume_keyword(
        self,
        pattern: str,
        *,
        match: Match,
        candidate_query: Query | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Keyword | None:
        """Look for a paused or expired keyword again, also in what came meanwhile.

        The arguments are those of ``add_keyword``. Whatever ``match`` or ``progress`` raises leaves
        the keyword paused.
        """
        keyword = self._set_paused(pattern, False)
        if keyword is None:
            return None
        try:
            return self.rematch_keyword(
                keyword, match=match, candidate_query=candidate_query, progress=progress
            )
        except BaseException:
            self._set_paused(pattern, True)
            raise

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
        with self._reading() as connection:
            candidates = views.all_ids(connection, candidate_query)
            known = set(acting.found_ids(connection, keyword.keyword_id))
            article_ids = watching.with_found(connection, keyword, candidates)
        done = 0
        for chunk in keywords.chunks(article_ids):
            self._writer.run(partial(watching.rematch_chunk, keyword=keyword, match=match, article_ids=chunk))
            done += len(chunk)
            if progress is not None:
                progress(done, len(article_ids))
        return self._writer.run(
            lambda connection: watching.finish_rematch(
                connection, keyword, self._clock(), known, is_acting=is_acting
            )
        )

    def _set_paused(self, pattern: str, is_paused: bool) -> Keyword | None:
        return self._writer.run(
            lambda connection: keywords.set_paused(connection, pattern, is_paused, self._clock())
        )
