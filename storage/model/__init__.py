"""The vocabulary: every value that passes between the archive and the application.

Only the standard library is imported here and in ``rules``: parse workers load both, and neither
SQLite nor the interface. All values are immutable. Times are aware ``datetime`` in UTC; SQLite holds
integer seconds. Text has passed the gate for foreign text (``reader.text``) before it gets here.

What no first screen shows is loaded when it is asked for: to make a frozen dataclass takes a third of
a millisecond.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from storage.model.shown import (
    ArticleRow,
    Change,
    Counts,
    Feed,
    Hit,
    Keyword,
    Scope,
    Validators,
    View,
    ViewKind,
)
from storage.order import Order

if TYPE_CHECKING:
    from storage.model.held import (
        Article,
        ArticleTexts,
        CheckReport,
        HitData,
        RevisedField,
        Revision,
    )
    from storage.model.said import (
        ArticleData,
        Enclosure,
        FeedData,
        Link,
        Picture,
        PictureSource,
    )
else:
    _MODULES = {
        **dict.fromkeys(
            ("Article", "ArticleTexts", "CheckReport", "HitData", "RevisedField", "Revision"),
            "storage.model.held",
        ),
        **dict.fromkeys(
            ("ArticleData", "Enclosure", "FeedData", "Link", "Picture", "PictureSource"), "storage.model.said"
        ),
    }

    def __getattr__(name: str) -> object:
        """A name of the vocabulary whose module is not loaded yet; any thread may be the first to ask."""
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = globals()[name] = getattr(import_module(_MODULES[name]), name)
        return found


__all__ = [
    "Article",
    "ArticleData",
    "ArticleRow",
    "ArticleTexts",
    "Change",
    "CheckReport",
    "Counts",
    "Enclosure",
    "Feed",
    "FeedData",
    "Hit",
    "HitData",
    "Keyword",
    "Link",
    "Order",
    "Picture",
    "PictureSource",
    "RevisedField",
    "Revision",
    "Scope",
    "Validators",
    "View",
    "ViewKind",
]
