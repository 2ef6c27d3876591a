"""What another reader's archive brings: feeds and articles with what was done with them there.

Standard library only, immutable, and under the same rules as ``storage.model``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.model import ArticleData, HitData


@dataclass(frozen=True, slots=True)
class NewFeed:
    """A feed to subscribe to: ``title`` is the reader's own, ``folder`` "/"-separated; "" for none.

    Attributes:
        is_muted: It is left out of the views of everything.
    """

    url: str
    title: str = ""
    folder: str = ""
    is_muted: bool = False


@dataclass(frozen=True, slots=True)
class ImportedArticle:
    """An article with its state in the other reader.

    Attributes:
        article: Its ``entry_hash`` is stored as 0: no feed has said this yet, so the next refresh
            compares everything.
        first_seen_at: When the other reader got it.
        hits: What the watched keywords find in it.
        is_deleted: It was deleted there: its guid is kept, so that no refresh brings it back.
    """

    article: ArticleData
    first_seen_at: datetime
    is_read: bool = False
    is_starred: bool = False
    tags: tuple[str, ...] = ()
    hits: tuple[HitData, ...] = ()
    is_deleted: bool = False
