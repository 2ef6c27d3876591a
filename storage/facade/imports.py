"""Bringing in what another reader kept: one undoable change however many calls it takes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from storage.facade.base import ArchiveBase
from storage.later import Later
from storage.model import Change

if TYPE_CHECKING:
    from storage.imports import imports
    from storage.imports.imported import ImportedArticle, NewFeed
else:
    imports = Later("storage.imports.imports")

_NEW_STEP = Change(0, "")


class ImportMethods(ArchiveBase):
    """Bringing in what another reader kept.

    Each method gives the step as it is by then; handed on as ``into``, the next call adds to it, and
    one ``undo`` takes it back: feeds are unsubscribed, articles hidden, keywords and searches
    removed.
    """

    def import_feeds(self, feeds: Sequence[NewFeed]) -> Change:
        """Subscribe to those that are not subscribed to; the others are left as they are."""
        return self._change(imports.import_feeds, feeds)

    def import_articles(
        self,
        url: str,
        articles: Sequence[ImportedArticle],
        *,
        keywords_version: int,
        into: Change = _NEW_STEP,
    ) -> Change:
        """Store articles of a subscribed feed with their state, in one transaction; stored guids are skipped.

        Args:
            url: The feed's address.
            articles: The newest first; some hundreds, because other writers wait meanwhile.
            keywords_version: The archive's version of the keywords that the hits were found with.

        Returns:
            The step; its ``article_ids`` are those that this call added.

        Raises:
            FeedNotFound: The feed is not subscribed to.
            StaleKeywords: ``keywords_version`` is not the stored one: match again and retry.
        """
        from storage.articles.prepared import prepare_article

        prepared = [
            (imported, prepare_article(replace(imported.article, entry_hash=0), imported.hits))
            for imported in articles
        ]
        return self._writer.run(
            lambda connection: imports.import_articles(
                connection, self._path, self._clock(), url, prepared, keywords_version, into.change_id
            )
        )

    def import_keywords(self, patterns: Collection[str], *, into: Change = _NEW_STEP) -> Change:
        """Make keywords that ``add_keyword`` adds for the import, then or before, a part of its step."""
        return self._change(imports.import_keywords, patterns, into.change_id)

    def import_searches(self, found: Sequence[tuple[str, str]], *, into: Change = _NEW_STEP) -> Change:
        """Save searches, (name, query), as a part of the step; names that are taken stay as they are."""
        return self._change(imports.import_searches, found, into.change_id)
