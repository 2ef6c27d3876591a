"""How a person gets from article to article: back and forth, on to the next feed, in another order."""

from __future__ import annotations

from textual.timer import Timer

from reader.tui.places import Place
from reader.tui.render.tree import feeds_in_order
from reader.tui.screens.marking import MarkingScreen
from storage.model import Feed, Order, View, ViewKind

_VISITS_KEPT = 200
ORDER_AFTER_SECONDS = 0.15


class WanderingScreen(MarkingScreen):
    """Actions that go elsewhere."""

    _visits: tuple[tuple[int, Place], ...] = ()
    _visit = -1
    _is_returning = False
    _asked_order: Order | None = None
    _order_timer: Timer | None = None

    # --- back and forth ---------------------------------------------------------------------

    async def enter_article(self, article_id: int) -> None:
        """Open an article to read it, and keep that it was visited."""
        if not self._is_returning and (not self._visits or self._visits[self._visit][0] != article_id):
            # As in an editor, what lay ahead is forgotten when one goes another way.
            kept = self._visits[: self._visit + 1][-_VISITS_KEPT + 1 :]
            self._visits = (*kept, (article_id, self.place))
            self._visit = len(self._visits) - 1
        await super().enter_article(article_id)

    async def action_jump(self, step: int) -> None:
        if self.article_pane.display and self.article_pane.retrace(step):
            return
        shown = self.open_article.article.row.article_id if self.open_article is not None else 0
        # From an article that was only looked at, back leads to the one that was read last.
        is_aside = bool(self._visits) and self._visits[self._visit][0] != shown
        target = self._visit if is_aside and step < 0 else self._visit + step
        if not 0 <= target < len(self._visits):
            self.say("No article before this one" if step < 0 else "No article after this one")
            return
        self._visit = target
        article_id, place = self._visits[target]
        self._is_returning = True
        try:
            await self._go_to(article_id, place)
        finally:
            self._is_returning = False

    async def _go_to(self, article_id: int, place: Place) -> None:
        index = await self.place_of(article_id)
        if index is not None:
            self.list_pane.move_to(index)
        else:
            await self.show_place(place, article_id=article_id)
        await self.enter_article(article_id)

    # --- on to the next feed ----------------------------------------------------------------

    async def no_more_unread(self, step: int) -> None:
        """Go on to the next feed with unread articles, in the order of the tree."""
        feed = self._next_feed() if step > 0 else None
        if feed is None:
            await super().no_more_unread(step)
            return
        crumb = (*(part for part in feed.folder.split("/") if part), feed.title)
        self.tree_pane.select(f"feed:{feed.feed_id}")
        await self.show_place(Place(View(ViewKind.FEED, feed.feed_id), crumb))
        if self.listing is None:
            return
        index = await self.library.read(self.listing.next_unread, -1, 1)
        if index is None:
            await super().no_more_unread(step)
            return
        self.list_pane.move_to(index)
        if row := self.list_pane.cursor_row:
            self.say(f"On to {feed.title}")
            await self.enter_article(row.article_id)

    def _next_feed(self) -> Feed | None:
        """The first feed with unread articles after this place, round the tree; None where there is none."""
        view = self.place.view
        feeds = feeds_in_order(self.shelf.feeds) if self.shelf is not None else []
        if view.kind is ViewKind.FEED:
            here = [index for index, feed in enumerate(feeds) if feed.feed_id == view.item_id]
        elif view.kind is ViewKind.FOLDER:
            here = [i for i, feed in enumerate(feeds) if f"{feed.folder}/".startswith(f"{view.name}/")]
        else:
            return None
        if self.place.query_text or not here:
            return None
        after = [*feeds[here[-1] + 1 :], *feeds[: here[0]]]
        return next((feed for feed in after if feed.unread_count), None)

    # --- order ------------------------------------------------------------------------------

    def action_cycle_order(self) -> None:
        """Another order, which is made as soon as the key rests: each of many would be sorted for nothing."""
        orders = self.place.orders
        asked = self._asked_order
        here = asked if asked in orders else self.place.shown_order
        order = self._asked_order = orders[(orders.index(here) + 1) % len(orders)]
        self.list_pane.announce(f"by {order.straight}{', reversed' if order.is_reversed else ''} …")
        if self._order_timer is not None:
            self._order_timer.stop()
        self._order_timer = self.set_timer(
            ORDER_AFTER_SECONDS, lambda: self.later(lambda: self._show_order(order), "order")
        )

    async def _show_order(self, order: Order) -> None:
        # The best are looked for at the top; in other orders one looks on from where one is.
        row = self.list_pane.cursor_row if order is not Order.RELEVANCE else None
        try:
            await self.show_place(
                self.place.ordered(order),
                article_id=row.article_id if row else 0,
                is_quiet=order is not Order.RELEVANCE,
            )
        finally:
            if self._asked_order is order:
                self._asked_order = None
