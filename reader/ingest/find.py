"""Finding: an address -> the feed behind it, which may be the one of a web page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from reader.errors import FetchError, FetchProblem, ParseError, ParseProblem
from reader.feeds.finding.discover import FeedCandidate, discover_feeds
from reader.feeds.finding.providers import feed_addresses, feeds_in_page, well_known_addresses
from reader.ingest.addresses import host_of, is_plainly_private, with_credentials_of
from reader.ingest.fetch import Fetched
from reader.ingest.reading import FeedReading, WatchedWords
from reader.ingest.scripts import is_script_address
from reader.ingest.work import ParsedDocument
from storage.model import Validators

MAX_REQUESTS = 8
"""Requests that one address may cost, the one for the page included."""

# More announced feeds than these that all fail mean that the page is out of date.
_TRIED_ANNOUNCED = 4


class Origin(StrEnum):
    """How a page's feed was found, in words that its address follows."""

    ANNOUNCED = "the page announces"
    DERIVED = "the address stands for"
    GUESSED = "the page announces no feed, but there is"


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed that was found behind an address.

    Attributes:
        url: The feed's own address, to be subscribed to.
        origin: None where the address itself is the feed's.
        others: Feeds of the same page that were not tried.
        may_be_private: Whether the others may be on this machine or in its network.
    """

    url: str
    fetched: Fetched
    parsed: ParsedDocument
    origin: Origin | None = None
    others: tuple[FeedCandidate, ...] = ()
    may_be_private: bool = True


@dataclass(frozen=True, slots=True)
class _Guess:
    candidate: FeedCandidate
    origin: Origin


class FeedFinder:
    """Finds feeds."""

    def __init__(self, reading: FeedReading) -> None:
        """``reading`` does the fetching and parsing."""
        self._reading = reading

    async def find(
        self, url: str, words: WatchedWords, *, may_be_private: bool = True
    ) -> FoundFeed | FetchError | ParseError:
        """The feed at the address, or else the first that works of those which the page announces,
        which follow from the address, or which stand at a usual place.

        When nothing is found, the error is that of the address itself, or that of the first feed
        which the page announces. What a page from the public internet names is connected to there only.

        Args:
            may_be_private: Whether the address may be on this machine or in its network: a person named it.
        """
        fetched = await self._fetch(url, may_be_private=may_be_private)
        if isinstance(fetched, FetchError):
            return await self._find_despite(fetched, url, words, may_be_private=may_be_private)
        parsed = await self._reading.parse(fetched, {}, words)
        if isinstance(parsed, ParsedDocument):
            return FoundFeed(fetched.permanent_url or url, fetched, parsed)
        if parsed.problem is not ParseProblem.WEB_PAGE or is_script_address(url):
            return parsed
        named = await self._reading.run(discover_feeds, fetched.body, fetched.url, fetched.content_type)
        announced = [candidate for candidate in named if _may_lead(fetched, candidate.url)]
        derived = await self._reading.run(_derive, url, fetched)
        guesses = _in_turn(announced, derived, well_known_addresses(fetched.url))
        found = await self._try(guesses, url, words, may_be_private=may_be_private and not fetched.is_public)
        if isinstance(found, FoundFeed) or announced:
            return found
        return ParseError(url, ParseProblem.WEB_PAGE, "and it names no feed")

    async def _find_despite(
        self, error: FetchError, url: str, words: WatchedWords, *, may_be_private: bool
    ) -> FoundFeed | FetchError | ParseError:
        """Some services refuse their pages to programs and still give their feeds."""
        derived = feed_addresses(url)
        if error.problem is not FetchProblem.STATUS or error.retry_at is not None or not derived:
            return error
        found = await self._try(_in_turn((), derived, ()), url, words, may_be_private=may_be_private)
        return found if isinstance(found, FoundFeed) else error

    async def _try(
        self, guesses: list[_Guess], url: str, words: WatchedWords, *, may_be_private: bool
    ) -> FoundFeed | FetchError | ParseError:
        first_error: FetchError | ParseError | None = None
        for guess in guesses[: MAX_REQUESTS - 1]:
            # Announced by the page or guessed, one origin's credentials go to that origin only.
            address = with_credentials_of(guess.candidate.url, url)
            fetched = await self._fetch(address, may_be_private=may_be_private)
            parsed = (
                fetched if isinstance(fetched, FetchError) else await self._reading.parse(fetched, {}, words)
            )
            if isinstance(fetched, Fetched) and isinstance(parsed, ParsedDocument):
                others = tuple(_others(guess, guesses))
                return FoundFeed(
                    fetched.permanent_url or address, fetched, parsed, guess.origin, others, may_be_private
                )
            if isinstance(parsed, (FetchError, ParseError)):
                first_error = first_error or parsed
            if guess.origin is Origin.GUESSED and _says_stop(parsed):
                break
        return first_error or ParseError(url, ParseProblem.WEB_PAGE)

    async def _fetch(self, url: str, *, may_be_private: bool) -> Fetched | FetchError:
        outcome = await self._reading.fetcher.fetch(url, Validators(), may_be_private=may_be_private)
        if isinstance(outcome, (Fetched, FetchError)):
            return outcome
        raise AssertionError("a request without validators cannot be answered with 'not modified'")


def _may_lead(page: Fetched, url: str) -> bool:
    """Whether a page may name this address: one from the internet not what is plainly on this machine or
    in its network. What a host's name stands for is looked at when it is connected to."""
    return not page.is_public or not is_plainly_private(host_of(url))


def _derive(url: str, page: Fetched) -> tuple[FeedCandidate, ...]:
    """What follows from the address as it was named, or as the page's server spells it."""
    return feed_addresses(url) or feed_addresses(page.url) or feeds_in_page(page.url, page.body)


def _in_turn(
    announced: Iterable[FeedCandidate], derived: Iterable[FeedCandidate], guessed: Iterable[FeedCandidate]
) -> list[_Guess]:
    """Each address once, in the order in which they are tried; announced ones beyond those that are
    tried come last, where they are only listed."""
    named = [_Guess(candidate, Origin.ANNOUNCED) for candidate in announced]
    guesses = [
        *named[:_TRIED_ANNOUNCED],
        *(_Guess(candidate, Origin.DERIVED) for candidate in derived),
        *(_Guess(candidate, Origin.GUESSED) for candidate in guessed),
        *named[_TRIED_ANNOUNCED:],
    ]
    first: dict[str, _Guess] = {}
    for guess in guesses:
        first.setdefault(guess.candidate.url, guess)
    return list(first.values())


def _others(taken: _Guess, guesses: list[_Guess]) -> Iterator[FeedCandidate]:
    for guess in guesses:
        # What is only guessed may not exist, so it is not offered.
        if guess is not taken and guess.origin is not Origin.GUESSED:
            yield guess.candidate


def _says_stop(outcome: object) -> bool:
    """Whether more guesses at the same host would only cost time, or be rude."""
    if not isinstance(outcome, FetchError):
        return False
    is_busy = outcome.retry_at is not None or outcome.http_status in {429, 503}
    return is_busy or outcome.problem not in {FetchProblem.STATUS, FetchProblem.GONE}
