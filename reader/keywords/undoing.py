"""Keywords that return, or reach other feeds: they are looked for in what they have not seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.keywords.candidates import candidate_query
from reader.keywords.matcher import KeywordMatch

if TYPE_CHECKING:
    from storage.archive import Archive
    from storage.model import Change


def undo(archive: Archive) -> Change | None:
    """``Archive.undo``, with a keyword that it brings back matched anew."""
    change = archive.undo()
    catch_up(archive)
    return change


def redo(archive: Archive) -> Change | None:
    """``Archive.redo``, with a keyword that it brings back matched anew."""
    change = archive.redo()
    catch_up(archive)
    return change


def catch_up(archive: Archive) -> int:
    """Match the keywords that the whole archive was not searched for yet; gives how many they were."""
    unmatched = archive.unmatched_keywords()
    for keyword in unmatched:
        archive.rematch_keyword(
            keyword,
            match=KeywordMatch(),
            candidate_query=candidate_query(keyword.pattern, is_regex=keyword.is_regex),
            # A change now would end what can be done again.
            is_acting=False,
        )
    return len(unmatched)
