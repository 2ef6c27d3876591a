"""How much a query asks for. Pure."""

from __future__ import annotations

from storage.query import All, Any, Near, Query, Words


def means_everything(query: Query | None) -> bool:
    """Whether a query says nothing that an article could lack: a blank one, "" or a lone star."""
    match query:
        case None:
            return True
        case Words(text) | Near(text):
            return not text.strip()
        case All(parts):
            return all(map(means_everything, parts))
        case Any(parts):
            return any(map(means_everything, parts))
        case _:
            return False
