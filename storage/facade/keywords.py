"""Watched words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from storage import changes, keywords, views
from storage.facade.base import ArchiveBase
from storage.keywords import PLAIN, KeywordFacts, KeywordWishes
from storage.model import (
    ArticleTexts,
    Change,
    HitData,
    Keyword,
    Scope,
)
from storage.query import Query


class KeywordMethods(ArchiveBase):
    """Watched words."""

    def keywords(self) -> list[Keyword]:
        """What is looked for now, by pattern: paused and expired keywords are left out."""
        return [keyword for keyword in self.all_keywords() if not keyword.is_paused]

    def all_keywords(self) -> list[Keyword]:
        """By pattern, paused and expired ones too."""
        with self._reading() as connection:
            return keywords.all_keywords(connection, self._clock())

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

        Articles that arrive meanwhile are not missed: from the first moment on a refresh has to
        match the new keyword. Whatever ``match`` or ``progress`` raises stops it and removes the
        keyword again.

        Args:
            match: Called on the writing thread; it must not write to the archive.
            wishes: Group, glyph and last day.
            candidate_query: Only what it finds is matched; it must find all that ``match`` would.
            progress: Called with the number of articles done and of all, from the calling thread.
        """
        facts = KeywordFacts(pattern, is_regex, color, tuple(scopes), wishes)
        keyword = self._writer.run(
            lambda connection: keywords.begin_keyword(connection, facts, self._clock())
        )
        try:
            with self._reading() as connection:
                candidates = views.all_ids(connection, candidate_query)
            done = 0
            for chunk in keywords.chunks(candidates):
                self._writer.run(
                    partial(keywords.match_chunk, keyword=keyword, match=match, article_ids=chunk)
                )
                done += len(chunk)
                if progress is not None:
                    progress(done, len(candidates))
        except BaseException:
            self._writer.run(lambda connection: keywords.drop_keyword(connection, pattern))
            raise
        return self._writer.run(lambda connection: keywords.finish_keyword(connection, keyword))

    def remove_keyword(self, pattern: str) -> Change:
        """Stop watching a keyword."""
        return self._change(changes.remove_keyword, pattern)
