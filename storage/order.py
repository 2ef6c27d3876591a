"""How a listing can be ordered."""

from __future__ import annotations

from enum import StrEnum

_SIGN = "-"


class Order(StrEnum):
    """How a listing is ordered; ties fall to the newer article, and in ``OLDEST`` to the older one.

    Titles and feeds ascend, length and hits begin with the most, relevance with what fits the words of a
    search best; a value with "-" is the reverse.
    """

    NEWEST = "newest"
    OLDEST = "oldest"
    FEED = "feed"
    TITLE = "title"
    LENGTH = "length"
    HITS = "hits"
    RELEVANCE = "relevance"
    FEED_REVERSED = "-feed"
    TITLE_REVERSED = "-title"
    LENGTH_REVERSED = "-length"
    HITS_REVERSED = "-hits"
    RELEVANCE_REVERSED = "-relevance"

    @property
    def is_reversed(self) -> bool:
        """Whether it is another order turned round."""
        return self.startswith(_SIGN)

    @property
    def straight(self) -> Order:
        """The order that this one turns round, or itself."""
        return Order(self.removeprefix(_SIGN))

    @property
    def reverse(self) -> Order:
        """The order turned round."""
        if self in (Order.NEWEST, Order.OLDEST):
            return Order.OLDEST if self is Order.NEWEST else Order.NEWEST
        return self.straight if self.is_reversed else Order(f"{_SIGN}{self}")
