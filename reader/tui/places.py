"""Places: what a listing shows, and what it is called."""

from __future__ import annotations

from dataclasses import dataclass, replace

from storage.model import Order, View, ViewKind
from storage.query import All, Flag, Is, Query

_EMPTY = {
    ViewKind.ALL: ("No articles yet", "Press a to add a feed, or R to refresh."),
    ViewKind.UNREAD: ("All caught up", "Nothing unread here. Press f for the feeds."),
    ViewKind.TODAY: ("Nothing from today yet", "Press R to refresh."),
    ViewKind.STARRED: ("No stars yet", "Press s on an article to keep it here."),
    ViewKind.PICTURES: ("No pictures yet", "Articles with pictures show up here."),
    ViewKind.FEED: ("Nothing here yet", "Press r to refresh this feed."),
    ViewKind.FOLDER: ("Nothing here yet", "Press R to refresh."),
    ViewKind.TAG: ("No article has this tag", ""),
    ViewKind.GROUP: ("Not found in any article", "Its keywords are looked for in all that arrive."),
    ViewKind.KEYWORD: ("Not found in any article", "It is looked for in all that arrive."),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A view, narrowed by a search or to what is unread.

    Attributes:
        crumb: Where it is, outermost first: ("World", "Reuters").
        query: What was searched for, as a tree; ``query_text`` as it was typed.
        is_hidden: What keywords hide is shown, in the place of what they leave.
        query_order: The order that the search asks for, None where it asks for none.
        is_saved: The search has a name of its own, which ends the crumb.
    """

    view: View
    crumb: tuple[str, ...]
    query: Query | None = None
    query_text: str = ""
    is_unread_only: bool = False
    order: Order = Order.NEWEST
    is_hidden: bool = False
    query_order: Order | None = None
    is_saved: bool = False

    @property
    def shown_order(self) -> Order:
        """The order of the search, else the place's own."""
        return self.query_order or self.order

    @property
    def title(self) -> str:
        """What the list's pane is called."""
        name = f"/{self.query_text}" if self.query_text and not self.is_saved else self.crumb[-1]
        parts = [name, "hidden by keywords"] if self.is_hidden else [name]
        if self.is_unread_only:
            parts.append("unread")
        order = self.shown_order
        if order is Order.OLDEST:
            parts.append("oldest first")
        elif order is not Order.NEWEST:
            parts.append(f"by {order.straight}{', reversed' if order.is_reversed else ''}")
        return " · ".join(parts)

    @property
    def whole_query(self) -> Query | None:
        """The search together with the wish for unread articles only."""
        parts = [part for part in (self.query, Is(Flag.UNREAD) if self.is_unread_only else None) if part]
        return All(tuple(parts)) if len(parts) > 1 else (parts[0] if parts else None)

    @property
    def empty(self) -> tuple[str, str]:
        """A line and a hint for the case that nothing is here."""
        if self.query_text:
            return "Nothing found", self.query_text
        if self.is_hidden:
            return "Nothing is hidden here", "Keywords hide only where they are told to."
        if self.is_unread_only:
            return "All caught up", "Nothing unread here. Press U to show read articles."
        return _EMPTY[self.view.kind]

    def searched(self, query: Query | None, query_text: str, query_order: Order | None = None) -> Place:
        """The same place, narrowed by another search; a saved search is left for all articles."""
        here = replace(HOME, order=self.order) if self.is_saved else self
        return replace(here, query=query, query_text=query_text, query_order=query_order)

    def ordered(self, order: Order) -> Place:
        """The same place in an order that was chosen by hand."""
        return replace(self, order=order, query_order=None)


HOME = Place(View(), ("All articles",))
NO_FEEDS = ("No feeds yet", "Press a to add one, or type :import FILE to bring your OPML.")
