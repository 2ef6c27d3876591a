"""Taking changes back: a keyword that returns is looked for in what came while it was away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.keywords.candidates import candidate_query
from reader.keywords.matcher import KeywordMatch

if TYPE_CHECKING:
    from storage.archive import Archive
    from storage.model import Change


def undo(archive: Archive) -> Change | None:
    """``Archive.undo``, with a keyword that it brings back matched anew."""
    before = {keyword.pattern for keyword in archive.all_keywords()}
    change = archive.undo()
    for keyword in archive.keywords():
        if keyword.pattern not in before:
            archive.rematch_keyword(
                keyword,
                match=KeywordMatch(),
                candidate_query=candidate_query(keyword.pattern, is_regex=keyword.is_regex),
            )
    return change
