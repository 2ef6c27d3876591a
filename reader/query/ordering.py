"""``sort:`` in a query: taken out of the tokens, since it says how articles stand and not which."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.query.tokens import Kind, Token
from storage.errors import QueryError
from storage.model import Order

SORT = "sort"
"""The field's name."""

NAMES = tuple(order.value for order in Order if not order.is_reversed)
"""What may follow it; each also with "-" before it."""

_UNFINISHED = re.compile(rf"(?:^|\s){SORT}:-?(\w*)$", re.IGNORECASE)


def take_order(text: str, tokens: Sequence[Token]) -> tuple[Order | None, list[Token]]:
    """The order that is asked for (None: none is), and the tokens without it.

    Raises:
        QueryError: It is asked for twice, within brackets, or for something that nothing is sorted by.
    """
    order: Order | None = None
    kept: list[Token] = []
    depth = place = 0
    while place < len(tokens):
        token = tokens[place]
        place += 1
        if token.kind is not Kind.FIELD or token.text != SORT:
            depth += (token.kind is Kind.OPEN) - (token.kind is Kind.CLOSE)
            kept.append(token)
            continue
        _check_place(text, token, depth, kept, is_second=order is not None)
        is_reversed = tokens[place].kind is Kind.NOT
        place += is_reversed
        order = _read_order(text, tokens[place], is_reversed=is_reversed)
        place += 1
    return order, kept


def complete_order(text: str) -> str | None:
    """A query that ends in an order, as it may go on; None where it does not, or the order is complete."""
    unfinished = _UNFINISHED.search(text)
    if unfinished is None:
        return None
    typed = unfinished[1]
    # What the words of a search are there for comes first.
    for name in (Order.RELEVANCE.value, *NAMES):
        if name.startswith(typed.lower()) and name != typed.lower():
            return text + name[len(typed) :]
    return None


def _check_place(text: str, sort: Token, depth: int, before: Sequence[Token], *, is_second: bool) -> None:
    problem = ""
    if depth:
        problem = "sort: is for the whole query: it stands outside brackets"
    elif is_second:
        problem = "sort: can be said once only"
    elif before and before[-1].kind in (Kind.NOT, Kind.FIELD):
        problem = "sort: orders what is found; sort:-title turns an order round"
    if problem:
        raise QueryError(text, sort.position, problem)


def _read_order(text: str, value: Token, *, is_reversed: bool) -> Order:
    if value.kind not in (Kind.WORD, Kind.PHRASE) or value.text.lower() not in NAMES:
        raise QueryError(
            text, value.position, f"sort: takes {', '.join(NAMES)}; a - before it turns it round"
        )
    order = Order(value.text.lower())
    return order.reverse if is_reversed else order
