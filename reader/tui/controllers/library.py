"""What the screens ask of the archive: always off the event loop, never a widget in sight."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from reader.tui.render.tree import TreeRow, build_rows
from storage.model import ViewKind

if TYPE_CHECKING:
    from reader.feeds.bodies.content import ArticleContent
    from reader.keywords.matcher import Matcher
    from reader.tui.places import Place
    from storage.archive import Archive
    from storage.listings.abandoning import IsAbandoned
    from storage.listings.listing import Listing
    from storage.model import Article, Change, Counts, Feed, Keyword, View
    from storage.searches import ReadQuery, SavedSearch

_T = TypeVar("_T")

_LASTING = frozenset((ViewKind.ALL, ViewKind.UNREAD, ViewKind.TODAY, ViewKind.STARRED, ViewKind.PICTURES))


class OpenArticle(NamedTuple):
    """An article with everything that its pane shows."""

    article: Article
    content: ArticleContent


class Shelf(NamedTuple):
    """What the feed tree and the bars show."""

    feeds: tuple[Feed, ...]
    keywords: tuple[Keyword, ...]
    tags: tuple[tuple[str, int], ...]
    counts: Counts
    rows: tuple[TreeRow, ...]
    searches: tuple[SavedSearch, ...] = ()

    def has(self, view: View) -> bool:
        """Whether what a view shows is still there: its feed, its folder, its keyword."""
        if view.kind in _LASTING:
            return True
        if view.kind is ViewKind.FEED:
            return any(feed.feed_id == view.item_id for feed in self.feeds)
        if view.kind is ViewKind.FOLDER:
            return any(f"{feed.folder}/".startswith(f"{view.name}/") for feed in self.feeds)
        if view.kind is ViewKind.TAG:
            return any(tag == view.name for tag, _ in self.tags)
        if view.kind is ViewKind.KEYWORD:
            return any(keyword.keyword_id == view.item_id for keyword in self.keywords)
        return any(keyword.group == view.name for keyword in self.keywords)

    def differs_from(self, earlier: Shelf) -> bool:
        """Whether a listing opened then shows what it should not, or lacks what stood in the archive already.

        What a feed brings that is subscribed to for the first time arrives as all new articles do.
        """
        here, then = _subscribed(self), _subscribed(earlier)
        newest_id = max(then, default=0)
        known = {feed_id: how for feed_id, how in here.items() if feed_id <= newest_id}
        return known != then or (not then and bool(here))


class Library:
    """Asks the archive in threads: several that read, one that changes, so that changes keep their order.

    What is typed as a command has a thread of its own: it may fetch or write for minutes, and what is
    marked meanwhile must not wait for it.
    """

    def __init__(self, archive: Archive) -> None:
        """The archive is not closed here."""
        self.archive = archive
        self._readers = ThreadPoolExecutor(3, thread_name_prefix="cutline-read")
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="cutline-change")
        self._commands = ThreadPoolExecutor(1, thread_name_prefix="cutline-command")

    def close(self) -> None:
        """Wait for what is under way."""
        self._readers.shutdown(cancel_futures=True)
        self._commands.shutdown(cancel_futures=True)
        self._writer.shutdown()

    async def read(self, function: Callable[..., _T], *arguments: object) -> _T:
        """Ask something of the archive in a thread."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, partial(function, *arguments))

    async def change(self, function: Callable[..., _T], *arguments: object) -> _T:
        """Change something, after all changes that were asked for before."""
        return await asyncio.get_running_loop().run_in_executor(self._writer, partial(function, *arguments))

    async def command(self, function: Callable[..., _T], *arguments: object) -> _T:
        """Do what was typed, after all that was typed before."""
        return await asyncio.get_running_loop().run_in_executor(self._commands, partial(function, *arguments))

    async def read_while_wanted(self, read: Callable[[IsAbandoned], _T]) -> _T:
        """Ask something that takes its time: whoever is cancelled while it waits stops the thread, too.

        Args:
            read: Is called in a thread, with what says whether nobody waits any more.
        """
        is_given_up = threading.Event()
        try:
            return await self.read(read, is_given_up.is_set)
        except asyncio.CancelledError:
            is_given_up.set()
            raise

    async def open_listing(self, place: Place) -> Listing:
        """The articles of a place; of many, the rest is read while the first ones are shown."""

        def read(is_abandoned: IsAbandoned) -> Listing:
            listing = self.archive.open_listing(
                place.view,
                query=place.whole_query,
                order=place.shown_order,
                is_hidden=place.is_hidden,
                reads_behind=True,
                is_abandoned=is_abandoned,
            )
            if is_abandoned():
                listing.abandon()
            return listing

        return await self.read_while_wanted(read)

    async def hidden_count(self, place: Place) -> int:
        """How many articles of a place keywords hide."""
        return await self.read(partial(self.archive.hidden_count, place.view, query=place.whole_query))

    async def open_article(self, article_id: int) -> OpenArticle:
        """An article, its body taken apart. Raises ArticleNotFound."""
        return await self.read(_open_article, self.archive, article_id)

    async def shelf(self, folded: Collection[str]) -> Shelf:
        """Feeds, keywords, tags and counts, and the rows of the feed tree made of them.

        The rows of a thousand feeds take several milliseconds, which the event loop must not.

        Args:
            folded: Keys of the tree's rows whose contents are not shown.
        """
        return await self.read(_read_shelf, self.archive, frozenset(folded))

    async def count_searches(self, read_query: ReadQuery) -> None:
        """Have the counts of the saved searches be those of this moment, when the shelf is read next."""
        await self.read(self.archive.count_searches, read_query)

    async def matcher(self) -> Matcher | None:
        """What finds the keywords to be lit; None where there are none."""
        keywords = await self.read(self.archive.keywords)
        if not keywords:
            return None
        from reader.keywords.matcher import Matcher
        from reader.keywords.signs import signs_in_texts

        return Matcher(keywords, signs_in_texts(keywords))

    async def set_read(self, article_id: int, is_read: bool) -> Change:
        """Mark one article."""
        return await self.change(self.archive.set_read, [article_id], is_read)

    async def set_starred(self, article_id: int, is_starred: bool) -> Change:
        """Star one article, or take its star off."""
        return await self.change(self.archive.set_starred, [article_id], is_starred)

    async def mark_all_read(self, place: Place, newest_id: int) -> Change:
        """Mark all of a place read, but for articles that arrived after ``newest_id``."""
        mark = partial(
            self.archive.mark_listing_read, place.view, query=place.whole_query, up_to_article_id=newest_id
        )
        return await self.change(mark)


def _subscribed(shelf: Shelf) -> dict[int, tuple[str, bool]]:
    """The feeds there are, and what of them decides where their articles are shown."""
    return {feed.feed_id: (feed.folder, feed.is_muted) for feed in shelf.feeds}


def _open_article(archive: Archive, article_id: int) -> OpenArticle:
    # Loaded here, in a thread: it brings the HTML parser, which the first screen does not wait for.
    from reader.feeds.bodies.content import content_of

    article = archive.article(article_id)
    return OpenArticle(article, content_of(article))


def _read_shelf(archive: Archive, folded: frozenset[str]) -> Shelf:
    feeds, keywords = tuple(archive.feeds()), tuple(archive.all_keywords())
    tags, counts = tuple(archive.tags()), archive.counts()
    searches = tuple(archive.searches())
    rows = tuple(build_rows(feeds, keywords, tags, counts, folded, searches))
    return Shelf(feeds, keywords, tags, counts, rows, searches)
