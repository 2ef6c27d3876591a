"""The desk: the three panes of the reader, what they show, and how one moves between them.

What is done with articles and feeds is added by ``marking``, ``finding`` and ``subscribing``.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.timer import Timer
from textual.widgets import Static

from reader.tui.behind import run_behind
from reader.tui.controllers.finders import find_words_of, rows_of
from reader.tui.keymap import KeysById, default_keys
from reader.tui.places import HOME, Place, no_feeds
from reader.tui.render.dates import how_long
from reader.tui.render.highlight import HitFinder, LayeredFinder
from reader.tui.screens.telling import TellingScreen
from reader.tui.widgets.article_list import ArticleList
from reader.tui.widgets.article_view import ArticleView
from reader.tui.widgets.bars import FooterBar, RefreshLine, TopBar
from reader.tui.widgets.feed_tree import FeedTree
from reader.tui.widgets.panes import Panes
from reader.tui.widgets.prompt import Prompt
from storage.errors import ArticleNotFound, CutlineError
from storage.listings.following import HEAD_START_SECONDS

if TYPE_CHECKING:
    from reader.clock import Clock
    from reader.query.finder import QueryFinder
    from reader.setting_groups import Settings
    from reader.tui.controllers.library import Library, OpenArticle, Shelf
    from reader.tui.render.lines import Place as PagePlace
    from reader.tui.render.tree import TreeRow
    from storage.listings.listing import Listing
    from storage.model import ArticleRow

OPEN_AFTER_SECONDS = 0.04
"""While a key repeats (30 times a second) no article is opened: an eye sees none that stays for less."""

READ_AFTER_SECONDS = 1.0
"""An article that the cursor stays on for so long has been looked at."""

FOLLOW_TREE_SECONDS = 0.15
NOTICE_SECONDS = 2.0
"""How often it is asked whether another process wrote to the archive."""

_PLACES_KEPT = 500


class DeskScreen(TellingScreen):
    """The panes and the bars."""

    CSS_PATH: ClassVar = "main.tcss"
    AUTO_FOCUS = "#list"

    def __init__(self, library: Library, settings: Settings, clock: Clock) -> None:
        super().__init__()
        interface = settings.interface
        is_full_emoji = interface.emoji == "full"
        self.library = library
        self.settings = settings
        self.clock = clock
        self.tree_pane = FeedTree(id="feeds")
        self.list_pane = ArticleList(clock=clock, rows=interface.rows, is_full_emoji=is_full_emoji, id="list")
        self.article_pane = ArticleView(
            measure=interface.measure, captions=interface.captions, is_full_emoji=is_full_emoji, id="article"
        )
        self.article_pane.set_reactive(ArticleView.is_justified, interface.justify)
        self.top_bar = TopBar(id="top")
        self.refresh_line = RefreshLine(id="refresh")
        self.footer = FooterBar(id="footer")
        self.prompt = Prompt(id="prompt", covers=self.footer)
        self.keys_by_id = default_keys()
        self.place: Place = HOME
        self.listing: Listing | None = None
        self.shelf: Shelf | None = None
        self.open_article: OpenArticle | None = None
        self._listing_number = 0
        self._wanted_article_id = 0
        self._folded: set[str] = set()
        self._page_places: dict[int, PagePlace] = {}
        self._open_timer: Timer | None = None
        self._read_timer: Timer | None = None
        self._tree_timer: Timer | None = None
        self._data_version = 0
        self._has_moved = False
        self._moved_at = self._deaf_until = 0.0
        self._keywords: HitFinder | None = None
        self.importable = ""
        self.pane_widths: dict[str, int] = {}

    def compose(self) -> ComposeResult:
        yield self.top_bar
        with Panes(id="panes"):
            yield self.tree_pane
            yield self.list_pane
            yield self.article_pane
        yield self.refresh_line
        yield self.prompt
        yield self.footer
        yield Static("Terminal too small", id="too-small")

    async def on_mount(self) -> None:
        self.list_pane.border_title = ""
        await self.begin()
        self._data_version = self.library.archive.data_version()
        self.set_interval(NOTICE_SECONDS, self._notice_changes)

    async def begin(self) -> None:
        """Show what is seen first."""
        await self.load_shelf()
        await self.show_place(self.place)
        self.call_after_refresh(self.load_keywords)

    # --- the panes' contents ----------------------------------------------------------------

    async def load_shelf(self) -> None:
        """Read feeds, keywords, tags and counts again."""
        self.shelf = await self.library.shelf(self._folded)
        self.tree_pane.show_rows(self.shelf.rows)
        self.show_first_start(not self.shelf.feeds)
        self.footer.has_feeds = bool(self.shelf.feeds)
        unread = self.shelf.counts.unread_count
        self.top_bar.status = f"{unread:,} unread{self._last_fetch()}"

    async def load_keywords(self) -> None:
        """Have the panes light the keywords there are now."""
        self._keywords = await self.library.matcher()
        self._light(find_words_of(self.place.query))

    def _light(self, finder: QueryFinder | None) -> None:
        """Have the panes light what is searched for, and the keywords elsewhere."""
        lit = self._keywords if finder is None else LayeredFinder(finder, self._keywords)
        self.list_pane.matcher = lit
        self.article_pane.matcher = lit

    async def show_place(self, place: Place, *, article_id: int = 0, is_quiet: bool = False) -> None:
        """Open a place's listing, with the cursor on an article where it is in it.

        Of several that were asked for, the last one is shown.

        Args:
            is_quiet: Do not open the article under the cursor anew.
        """
        self._listing_number += 1
        number = self._listing_number
        # Sorting a million articles takes its time: that the key was heard is seen at once.
        self.list_pane.announce("…")
        listing = await self.attempt(self.library.open_listing(place))
        if number != self._listing_number:
            if listing is not None:
                listing.abandon()
            return
        self.list_pane.announce("")
        if listing is None:
            return
        index = await self.place_of(article_id, listing) or 0
        if number != self._listing_number:
            listing.abandon()
            return
        if self.listing is not None:
            self.listing.abandon()
        self.place, self.listing = place, listing
        has_feeds = self.shelf is None or self.shelf.feeds
        empty = place.empty(self.key_of) if has_feeds else no_feeds(self.key_of, self.importable)
        self._has_moved = is_quiet
        finder = find_words_of(place.query)
        self._light(finder)
        self.list_pane.show_listing(
            rows_of(listing, self.library.archive, finder), title=place.title, index=index, empty=empty
        )
        self.top_bar.crumb = place.crumb
        if not listing.is_complete:
            self.set_timer(HEAD_START_SECONDS, lambda: self.later(lambda: self._complete(listing), "listing"))
        await self.tell_hidden()
        if listing is self.listing and not len(listing) and not is_quiet:
            self._wanted_article_id = 0
            self.open_article = None
            self.article_pane.show_empty("", "")

    async def place_of(self, article_id: int, listing: Listing | None = None) -> int | None:
        """Where an article stands in a listing, this one by default; None where it does not, or for 0."""
        listing = listing or self.listing
        if listing is None or not article_id:
            return None
        return await self.attempt(self.library.read(listing.index_of, article_id))

    async def _complete(self, listing: Listing) -> None:
        """Show that all of a listing is known, as soon as it is."""
        await self.attempt(self.library.read(lambda: listing.article_ids))
        if listing is self.listing:
            self.list_pane.complete_listing()

    async def tell_hidden(self) -> None:
        """Say on the list's title how many articles keywords hide here."""
        number, key = self._listing_number, self.key_of("show-hidden")
        count = await self.attempt(self.library.hidden_count(self.place))
        if number != self._listing_number:
            return
        if self.place.is_hidden:
            self.list_pane.remark(f"{key} goes back")
        else:
            self.list_pane.remark(f"{count:,} hidden · {key} shows them" if count else "")

    async def show_article(self, article_id: int, *, is_again: bool = False) -> None:
        """Show an article in its pane, where it was left."""
        self._wanted_article_id = article_id
        try:
            opened = await self.library.open_article(article_id)
        except ArticleNotFound:
            return
        except CutlineError as error:
            self.complain(str(error))
            return
        if article_id != self._wanted_article_id:
            return
        if not is_again:
            self._keep_page_place()
        self.open_article = opened
        place = None if is_again else self._page_places.get(article_id)
        self.article_pane.show_article(opened.article, opened.content, place=place)

    def _keep_page_place(self) -> None:
        if self.open_article is not None:
            article_id = self.open_article.article.row.article_id
            self._page_places.pop(article_id, None)
            self._page_places[article_id] = self.article_pane.place
            if len(self._page_places) > _PLACES_KEPT:
                del self._page_places[next(iter(self._page_places))]

    async def rows_changed(self, article_ids: tuple[int, ...] | None) -> None:
        """Show what changed of articles (None: of any), and the counts."""
        self.list_pane.refresh_rows(article_ids)
        shown = self.open_article
        if shown is not None and (article_ids is None or shown.article.row.article_id in article_ids):
            await self.show_article(shown.article.row.article_id, is_again=True)
        await self.load_shelf()
        await self.tell_hidden()
        self._data_version = self.library.archive.data_version()

    async def _notice_changes(self) -> None:
        """See what another process, or a refresh, wrote meanwhile."""
        version = self.library.archive.data_version()
        if version == self._data_version:
            return
        self._data_version = version
        # What our own refresh writes is announced; the rows that are shown need not be read again for it.
        if not self.refresh_line.is_running:
            self.list_pane.refresh_rows()
        await self.load_shelf()
        await self.announce_new()

    async def announce_new(self) -> None:
        """Say on the list's title how many articles wait to be shown; an empty list shows them."""
        if self.listing is None:
            return
        new_count = await self.library.read(self.listing.new_count)
        if new_count and not len(self.listing):
            await self.show_place(self.place)
        else:
            self.list_pane.announce(
                f"▲ {new_count:,} new · press {self.key_of('show-new')}" if new_count else ""
            )

    # --- what the cursor does ---------------------------------------------------------------

    def on_article_list_highlighted(self, message: ArticleList.Highlighted) -> None:
        if message.time < self._deaf_until:
            return
        self._stop_timers()
        # The first row of a fresh listing was not chosen: it is shown, and stays unread.
        is_chosen, self._has_moved = self._has_moved and not self.list_pane.selected, True
        shown_id = self.open_article.article.row.article_id if self.open_article else 0
        # One that was wanted and is not shown yet may have been given up with the timers.
        if not self.article_pane.display or message.article_id == self._wanted_article_id == shown_id:
            return
        # A step after a rest is no repetition.
        is_rested, self._moved_at = message.time > self._moved_at + 3 * OPEN_AFTER_SECONDS, message.time
        open_it = partial(self._open_highlighted, message.article_id, is_chosen=is_chosen)
        self._open_timer = self.set_timer(0.001 if is_rested else OPEN_AFTER_SECONDS, open_it)

    async def _open_highlighted(self, article_id: int, *, is_chosen: bool) -> None:
        await self.show_article(article_id)
        if is_chosen:
            self._read_timer = self.set_timer(READ_AFTER_SECONDS, lambda: self._read(article_id))

    async def on_article_list_opened(self, message: ArticleList.Opened) -> None:
        await self.enter_article(message.article_id)

    async def enter_article(self, article_id: int) -> None:
        """Open an article to read it: its pane gets the focus, and it counts as read."""
        self._stop_timers()
        self.show_panes(is_reading=True)
        self.article_pane.focus()
        if self.open_article is None or self.open_article.article.row.article_id != article_id:
            await self.show_article(article_id)
        await self._read(article_id)

    async def _read(self, article_id: int) -> None:
        shown = self.open_article
        if shown is None or shown.article.row.article_id != article_id or shown.article.row.is_read:
            return
        change = await self.attempt(self.library.set_read(article_id, True))
        if change is not None:
            await self.rows_changed((article_id,))

    def _stop_timers(self) -> None:
        for timer in (self._open_timer, self._read_timer):
            if timer is not None:
                timer.stop()

    async def on_feed_tree_opened(self, message: FeedTree.Opened) -> None:
        await self._follow(message.row)
        self.show_panes(has_feeds=False)
        self.list_pane.focus()

    def on_feed_tree_highlighted(self, message: FeedTree.Highlighted) -> None:
        if self._tree_timer is not None:
            self._tree_timer.stop()
        self._tree_timer = self.set_timer(FOLLOW_TREE_SECONDS, lambda: self._follow(message.row))

    async def _follow(self, row: TreeRow) -> None:
        from reader.query.parse import parse_search

        if self._tree_timer is not None:
            self._tree_timer.stop()
        here = (self.place.view, self.place.query_text)
        if row.view is None or (row.view, row.query_text) == here:
            return
        try:
            search = parse_search(row.query_text, now=self.clock().astimezone())
        except CutlineError as error:
            self.complain(str(error))
            return
        self.show_panes(is_reading=False)
        await self.show_place(
            Place(
                row.view,
                row.crumb,
                search.query,
                row.query_text,
                query_order=search.order,
                is_saved=bool(row.query_text),
            )
        )

    async def on_feed_tree_fold_asked(self, message: FeedTree.FoldAsked) -> None:
        self._folded ^= {message.key}
        await self.load_shelf()

    def use_keys(self, keys_by_id: KeysById) -> None:
        """Take the keys in force, to name them where they help."""
        self.keys_by_id = self.footer.keys_by_id = keys_by_id
        self.refresh_line.back_key = self.key_of("back")

    @property
    def current_row(self) -> ArticleRow | None:
        """The article that keys act on: the one being read, else the list's; None behind the feeds."""
        if self.article_pane.has_focus and self.open_article is not None:
            return self.open_article.article.row
        if not self.list_pane.display and not self.article_pane.display:
            # Nobody sees which one it is.
            return None
        return self.list_pane.cursor_row

    def later(self, work: Callable[[], Awaitable[None]], group: str) -> None:
        """Do something that takes time; what the same group did before is given up."""
        run_behind(self, work, group, is_alone=True)

    def _last_fetch(self) -> str:
        fetched = [feed.fetched_at for feed in self.shelf.feeds if feed.fetched_at] if self.shelf else []
        if not fetched:
            return ""
        minutes = int((self.clock() - max(fetched)).total_seconds() // 60)
        if minutes < 1:
            return " · updated just now"
        return f" · updated {how_long(minutes)} ago"
