"""Places: what a listing shows, and what it is called."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from storage.model import Order, View, ViewKind

if TYPE_CHECKING:
    from storage.query import Query

KeyOf = Callable[[str], str]
"""The key of a command as it is written."""

_ALL_READ = "Nothing unread here. Press {unread-only} to show read articles."
_EMPTY = {
    ViewKind.ALL: ("No articles yet", "Press {add-feed} to add a feed, or {refresh} to refresh."),
    ViewKind.UNREAD: ("All caught up", "Nothing unread here. Press {feed-tree} for the feeds."),
    ViewKind.TODAY: ("Nothing from today yet", "Press {refresh} to refresh."),
    ViewKind.STARRED: ("No stars yet", "Press {star} on an article to keep it here."),
    ViewKind.PICTURES: ("No pictures yet", "Articles with pictures show up here."),
    ViewKind.FEED: ("Nothing here yet", "Press {refresh-feed} to refresh this feed."),
    ViewKind.FOLDER: ("Nothing here yet", "Press {refresh} to refresh."),
    ViewKind.TAG: ("No article has this tag", ""),
    ViewKind.GROUP: ("Not found in any article", "Its keywords are looked for in all that arrive."),
    ViewKind.KEYWORD: ("Not found in any article", "It is looked for in all that arrive."),
}


class Place(NamedTuple):
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
        """The order of the search, else the place's own; without words to compare, relevance is by date."""
        order = self.query_order or self.order
        return Order.NEWEST if order.straight is Order.RELEVANCE and not self._has_ranks else order

    @property
    def orders(self) -> tuple[Order, ...]:
        """Those that are offered here, in the order in which the key goes round."""
        others = tuple(order for order in Order if order.straight is not Order.RELEVANCE)
        if not self._has_ranks:
            return others
        # What a search is for comes with the first press.
        return (others[0], Order.RELEVANCE, *others[1:], Order.RELEVANCE_REVERSED)

    @property
    def _has_ranks(self) -> bool:
        if self.query is None:
            return False
        from storage.listings.relevance import has_ranks

        return has_ranks(self.query)

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
        if not self.is_unread_only:
            return self.query
        # Imported here: most starts search for nothing.
        from storage.query import All, Flag, Is

        return Is(Flag.UNREAD) if self.query is None else All((self.query, Is(Flag.UNREAD)))

    def empty(self, key_of: KeyOf) -> tuple[str, str]:
        """A line and a hint for the case that nothing is here."""
        if self.query_text:
            return "Nothing found", "\n".join(self._looked_for(key_of))
        if self.is_hidden:
            return "Nothing is hidden here", "Keywords hide only where they are told to."
        if self.is_unread_only:
            return "All caught up", _fill(_ALL_READ, key_of)
        headline, hint = _EMPTY[self.view.kind]
        return headline, _fill(hint, key_of)

    def _looked_for(self, key_of: KeyOf) -> Iterator[str]:
        """What was searched for, and what the search left out: that it is nowhere at all is not said."""
        yield self.query_text
        if self.view.kind is not ViewKind.ALL:
            yield f"Looked for in {' › '.join(self.crumb)} alone."
        if self.is_unread_only:
            yield _fill("Read articles are left out: {unread-only} shows them.", key_of)

    def searched(self, query: Query | None, query_text: str, query_order: Order | None = None) -> Place:
        """The same place, narrowed by another search; a saved search is left for all articles."""
        here = HOME._replace(order=self.order) if self.is_saved else self
        return here._replace(query=query, query_text=query_text, query_order=query_order)

    def ordered(self, order: Order) -> Place:
        """The same place in an order that was chosen by hand."""
        return self._replace(order=order, query_order=None)


def no_feeds(key_of: KeyOf, importable: str = "") -> tuple[str, str]:
    """What is said where nothing is subscribed to. ``importable`` names what was found to import."""
    bring = (
        f"{{import}}\timports {importable}" if importable else "{command}\tthen import FILE adds your OPML"
    )
    hint = f"{{add-feed}}\tadds a feed: the address of any site will do\n{bring}\n{{help}}\tshows every key"
    return "Welcome. No feeds yet", _fill(hint, key_of)


def _fill(hint: str, key_of: KeyOf) -> str:
    """Name the keys in force in the places of their commands."""
    return re.sub(r"\{([\w.-]+)\}", lambda match: key_of(match[1]), hint)


HOME = Place(View(), ("All articles",))
