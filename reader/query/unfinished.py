"""A query as far as it is typed: what it looks for already. Pure."""

from __future__ import annotations

from datetime import datetime

from reader.query.parse import Search, parse_search
from storage.errors import QueryError

_MOST_BRACKETS = 8
"""More open brackets are no query that somebody is typing."""


def read_unfinished(text: str, *, now: datetime) -> tuple[str, Search] | None:
    """The query with its open quotation mark and brackets closed, and what it means; a phrase that is
    still being typed may go on. None where that means nothing yet.

    Args:
        now: As for ``parse_search``.
    """
    is_in_phrase = text.count('"') % 2 == 1
    completed = f'{text}"*' if is_in_phrase else text.rstrip()
    if is_in_phrase and text.rstrip().endswith('"'):
        # Nothing stands in the phrase yet.
        completed = text.rstrip().removesuffix('"').removesuffix("~").rstrip()
    for closing in range(_MOST_BRACKETS):
        candidate = completed + ")" * closing
        try:
            search = parse_search(candidate, now=now)
        except QueryError:
            continue
        return (candidate, search) if search.query is not None else None
    return None
