"""Archive: the facade through which the application sees what is stored.

Methods may be called from any thread and block until they are done; reads use a connection of
the calling thread, writes go one after the other through the writer's thread and are committed
when the method returns. Every method can raise ``StorageError``.
"""

from __future__ import annotations

from storage.facade.feeds import FeedMethods
from storage.facade.imports import ImportMethods
from storage.facade.keywords import KeywordMethods
from storage.facade.maintenance import MaintenanceMethods
from storage.facade.marks import MarkMethods
from storage.facade.pictures import PictureMethods
from storage.facade.reading import ReadingMethods
from storage.facade.refresh import RefreshMethods
from storage.facade.searches import SearchMethods
from storage.facade.watching import WatchingMethods


class Archive(
    FeedMethods,
    RefreshMethods,
    ReadingMethods,
    MarkMethods,
    KeywordMethods,
    WatchingMethods,
    SearchMethods,
    PictureMethods,
    ImportMethods,
    MaintenanceMethods,
):
    """All subscriptions, articles and what the reader did with them."""
