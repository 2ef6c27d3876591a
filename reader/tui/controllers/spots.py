"""Spots of a list that a person names: a date, a letter, a row, a part of the whole."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from reader.query.times import EXAMPLES, read_distance, read_span
from storage.listings.listing import Listing
from storage.listings.placing import Placed
from storage.model import Order

_START, _END = "start", "end"
_ROW = re.compile(r"#?(\d{1,9})")
_SHARE = re.compile(r"(\d{1,3}(?:[.,]\d+)?)\s?%")
_ANYWHERE = f"{_START}, {_END}, 50% or a row as #120"
_BY_TIME = frozenset({Order.NEWEST, Order.OLDEST})
_BY_LETTER = frozenset({Order.TITLE, Order.FEED})
_TIME_WORDS = (
    "yesterday",
    "today",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)


@dataclass(frozen=True, slots=True)
class RowSpot:
    """A row by its number, which counts from 1."""

    number: int


@dataclass(frozen=True, slots=True)
class ShareSpot:
    """A part of the whole, between 0 (the first row) and 1 (the last one)."""

    share: float


@dataclass(frozen=True, slots=True)
class TimeSpot:
    """A time, ``is_moment`` where it has no length; ``words`` are how it was named."""

    words: str
    start: datetime
    end: datetime
    is_moment: bool


@dataclass(frozen=True, slots=True)
class LetterSpot:
    """How a title or a feed's name begins."""

    letters: str


Spot = RowSpot | ShareSpot | TimeSpot | LetterSpot


@dataclass(frozen=True, slots=True)
class Arrival:
    """Where a spot is. ``remark`` says what was not there, "" where it was."""

    index: int
    remark: str = ""


def read_spot(text: str, order: Order, now: datetime) -> Spot | None:
    """The spot that is named; None where nothing is that such a list has.

    A number is a row, unless it is a year in a list by time. What stands in quotation marks is letters.

    Args:
        now: Aware; its zone is the one in which days begin.
    """
    word = text.strip()
    has_letters = order.straight in _BY_LETTER
    if has_letters and word.startswith('"'):
        return _letters(word)
    lowered = word.lower()
    if lowered in (_START, _END):
        return ShareSpot(0.0 if lowered == _START else 1.0)
    if share := _SHARE.fullmatch(word):
        percent = float(share[1].replace(",", "."))
        return ShareSpot(percent / 100) if percent <= 100 else None
    if order in _BY_TIME and (time := _time(word, now)):
        return time
    if row := _ROW.fullmatch(word):
        return RowSpot(int(row[1])) if int(row[1]) else None
    return _letters(word) if has_letters else None


def _time(word: str, now: datetime) -> TimeSpot | None:
    moment = now if word.lower() == "now" else read_distance(word, now)
    if moment is not None:
        return TimeSpot(word, moment, moment + timedelta(seconds=1), is_moment=True)
    span = read_span(word, now)
    return TimeSpot(word, *span, is_moment=False) if span is not None else None


def _letters(word: str) -> LetterSpot | None:
    # Completion puts a backslash before a blank, and the quotation marks are not looked for in titles.
    letters = word.strip('"').replace("\\", "").strip()
    return LetterSpot(letters) if letters else None


def describe_spots(order: Order) -> str:
    """What can be named in a list of this order, for whoever named something else."""
    if order in _BY_TIME:
        return f"write a time ({EXAMPLES}), {_ANYWHERE}"
    if order.straight in _BY_LETTER:
        return f"write the first letters of a {order.straight}, {_ANYWHERE}"
    return f"a list by {order.straight} has neither dates nor letters: write {_ANYWHERE}"


def spot_words(order: Order | None, titles: Iterable[str]) -> tuple[str, ...]:
    """Words that name spots, for completion; ``titles`` are the feeds'."""
    if order in _BY_TIME:
        return (*_TIME_WORDS, _START, _END)
    if order is not None and order.straight is Order.FEED:
        return (_START, _END, *titles)
    return (_START, _END)


def find_spot(listing: Listing, spot: Spot) -> Arrival:
    """Where a spot is in a list that has rows. It may wait until all of that is read: call it in a thread."""
    match spot:
        case RowSpot(number):
            count = _count(listing)
            return Arrival(number - 1) if number <= count else Arrival(count - 1, f"There are {count:,} rows")
        case ShareSpot(share):
            return Arrival(round((_count(listing) - 1) * share))
        case TimeSpot():
            return _arrive(listing, listing.place_of_time(spot.start, spot.end), _time_remarks(listing, spot))
        case LetterSpot(letters):
            missing = f"No {listing.order.straight} begins with {letters}"
            placed = listing.place_of_letters(letters)
            return _arrive(listing, placed, (f"{missing}: this is the next", f"{missing}: this is the last"))
        case unknown:
            assert_never(unknown)


def _count(listing: Listing) -> int:
    return len(listing) if listing.is_counted else len(listing.article_ids)


def _time_remarks(listing: Listing, spot: TimeSpot) -> tuple[str, str]:
    """What is said where nothing is of that time: on the row that comes next, and where none does."""
    beyond, last = ("before", "oldest") if listing.order is Order.NEWEST else ("after", "newest")
    next_one = "" if spot.is_moment else f"Nothing from {spot.words}: this is the next {beyond} it"
    return next_one, f"Nothing from {spot.words} or {beyond}: this is the {last}"


def _arrive(listing: Listing, placed: Placed, remarks: tuple[str, str]) -> Arrival:
    if placed.is_meant:
        return Arrival(placed.index)
    is_beyond = placed.index >= len(listing)
    return Arrival(min(placed.index, len(listing) - 1), remarks[is_beyond])
