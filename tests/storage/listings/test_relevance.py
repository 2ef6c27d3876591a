"""Articles stand as their words say, for as many as are compared, and by date after them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.archive import Archive
from storage.listings import first_found, heads, relevance
from storage.model import HitData, Order, Picture, Scope
from storage.query import All, Flag, Is, Not, Query, Regex, TextField, Words
from storage.query import Any as AnyOf
from storage.rules import Action, Rule
from storage.watch.keywords import KeywordWishes


def titles(archive: Archive, query: Query | None, order: Order = Order.RELEVANCE) -> list[str]:
    return [row.title for row in archive.open_listing(query=query, order=order)[:]]


@pytest.fixture
def press(archive: Archive, fill: Any) -> Archive:
    """Each article an hour older than the one before."""
    pictures = (Picture("https://e.org/a.jpg", caption="The port at night"),)
    articles = [
        fill.article("a", 0, title="Rain", text="Rain, and more rain, and a port in the rain."),
        fill.article(
            "b", 1, title="Bridge", text="A bridge, and more of it, and some rain.", pictures=pictures
        ),
        fill.article("c", 2, title="Old port", text="A town, and more of it, and no rain at all."),
        fill.article("d", 3, title="Snow", text="Rain, and more rain, and a port in the rain."),
        fill.article("e", 4, title="Fog", text="Nothing to be seen."),
    ]
    fill.store(fill.feed(), articles)
    return archive


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Words("port"), ["Old port", "Bridge", "Rain", "Snow"]),
        (Words("port", TextField.TEXT), ["Rain", "Snow"]),
        (Words("por", is_prefix=True), ["Old port", "Bridge", "Rain", "Snow"]),
        (All((Words("port"), Not(Words("snow")))), ["Old port", "Bridge", "Rain"]),
        (All((Words("port"), Is(Flag.HAS_CAPTION))), ["Bridge"]),
        (All((Words("port"), Regex("n", lambda text: "n" in text))), ["Old port", "Bridge", "Rain", "Snow"]),
        (AnyOf((Words("snow"), Words("fog"))), ["Fog", "Snow"]),
        # What only the other half finds has no words to be compared.
        (
            AnyOf((Words("port", TextField.TITLE), Is(Flag.UNREAD))),
            ["Old port", "Rain", "Bridge", "Snow", "Fog"],
        ),
        (All((AnyOf((Words("fog"), Is(Flag.UNREAD))), Not(Words("old")))), ["Fog", "Rain", "Bridge", "Snow"]),
    ],
    ids=["field by field", "ties", "prefix", "not", "flag", "regex", "or", "or a flag", "deep inside"],
)
def test_what_fits_the_words_best_comes_first(press: Archive, query: Query, expected: list[str]) -> None:
    assert titles(press, query) == expected


def test_turned_round_the_worst_comes_first_and_what_is_not_compared_still_last(press: Archive) -> None:
    assert titles(press, Words("port"), Order.RELEVANCE_REVERSED) == ["Rain", "Snow", "Bridge", "Old port"]
    either = AnyOf((Words("port"), Is(Flag.UNREAD)))
    assert titles(press, either, Order.RELEVANCE_REVERSED)[-1] == "Fog"


@pytest.mark.parametrize(
    "query",
    [None, Is(Flag.UNREAD), Not(Words("port")), Words("+"), Regex("R", lambda text: "R" in text), AnyOf(())],
    ids=["everything", "flag", "not", "signs", "regex", "nothing"],
)
@pytest.mark.parametrize("order", [Order.RELEVANCE, Order.RELEVANCE_REVERSED])
def test_without_words_the_newest_comes_first(press: Archive, query: Query | None, order: Order) -> None:
    assert titles(press, query, order) == titles(press, query, Order.NEWEST)
    assert not relevance.has_ranks(query)


def test_only_the_last_arrivals_are_compared_and_the_others_follow_by_date(
    press: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relevance, "COMPARED_ARTICLES", 2)
    assert titles(press, Words("port")) == ["Bridge", "Rain", "Old port", "Snow"]
    assert titles(press, Words("port"), Order.RELEVANCE_REVERSED) == ["Rain", "Bridge", "Old port", "Snow"]


def test_what_keywords_hide_is_compared_too(archive: Archive, fill: Any) -> None:
    hiding = KeywordWishes(rule=Rule(actions=(Action.HIDE,)))
    keyword = archive.add_keyword("port", match=lambda keyword, texts: None, wishes=hiding)
    hit = HitData(keyword.keyword_id, ((Scope.TEXT, 1),))
    articles = [
        fill.article("a", 0, title="Sea", text="A port."),
        fill.article("b", 1, title="Port", text="A port."),
    ]
    fill.store(fill.feed(), articles, hits=[[hit]] * 2)
    listing = archive.open_listing(query=Words("port"), order=Order.RELEVANCE, is_hidden=True)
    assert [row.title for row in listing[:]] == ["Port", "Sea"]


# --- against a plain reading ----------------------------------------------------------------

WORDS = ("port", "bridge", "rain", "snow", "fog")
FIELDS = {TextField.TITLE: 10, TextField.TEXT: 1, TextField.CAPTION: 4}
TEXTS = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
LEAVES: st.SearchStrategy[Query] = st.builds(
    Words,
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(" ".join),
    st.sampled_from([TextField.ANY, *FIELDS]),
) | st.sampled_from([Is(Flag.HAS_CAPTION), Is(Flag.UNREAD), Not(Words("snow")), Not(Is(Flag.HAS_CAPTION))])
QUERIES: st.SearchStrategy[Query] = st.recursive(
    LEAVES,
    lambda parts: (
        st.builds(All, st.lists(parts, min_size=1, max_size=3).map(tuple))
        | st.builds(AnyOf, st.lists(parts, min_size=1, max_size=3).map(tuple))
    ),
    max_leaves=5,
)
Parts = dict[TextField, list[str]]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(TEXTS, TEXTS, TEXTS, st.integers(0, 3)), min_size=1, max_size=8),
    st.lists(QUERIES, min_size=1, max_size=6),
    st.integers(1, 9),
    st.booleans(),
)
def test_relevance_is_what_a_plain_reading_says(
    filler_of: Any,
    tmp_path_factory: pytest.TempPathFactory,
    texts: list[tuple[str, str, str, int]],
    queries: list[Query],
    compared: int,
    reads_behind: bool,
) -> None:
    with (
        pytest.MonkeyPatch.context() as patch,
        Archive.open(tmp_path_factory.mktemp("ranked") / "a.db") as archive,
    ):
        patch.setattr(relevance, "COMPARED_ARTICLES", compared)
        patch.setattr(heads, "FEW_ARTICLES", 1)
        patch.setattr(heads, "HEAD_ROWS", 3)
        patch.setattr(first_found, "ENOUGH_ROWS", 2)
        patch.setattr(first_found, "LOOKS", (1, 3))
        fill = filler_of(archive)
        stored = [
            fill.article(
                str(number),
                hours,
                title=title,
                text=text,
                pictures=(Picture("https://e.org/a.jpg", caption=caption),) if caption else (),
            )
            for number, (title, text, caption, hours) in enumerate(texts)
        ]
        fill.store(fill.feed(), stored)
        newest_first = archive.open_listing()[:]
        parts_by_id: dict[int, Parts] = {
            row.article_id: dict(zip(FIELDS, map(str.split, texts[int(row.guid)][:3]), strict=True))
            for row in newest_first
        }
        for query in queries:
            for order in (Order.RELEVANCE, Order.RELEVANCE_REVERSED):
                expected = plain_order(query, parts_by_id, compared, sign=-1 if order.is_reversed else 1)
                listing = archive.open_listing(query=query, order=order, reads_behind=reads_behind)
                assert list(listing.article_ids) == expected, (query, order)


def plain_order(query: Query, parts_by_id: dict[int, Parts], compared: int, *, sign: int) -> list[int]:
    """``parts_by_id`` is by date, the newest first."""
    found = [article_id for article_id, parts in parts_by_id.items() if holds(query, parts)]
    words = words_of(query)
    if words is None:
        return found
    with_words = sorted((one for one, parts in parts_by_id.items() if holds(words, parts)), reverse=True)
    in_reach = frozenset(with_words[:compared])
    ranked = [article_id for article_id in found if article_id in in_reach]
    score = partial(bm25, words, everything=list(parts_by_id.values()))
    ranked.sort(key=lambda article_id: -sign * score(parts_by_id[article_id]))
    return [*ranked, *(article_id for article_id in found if article_id not in in_reach)]


def words_of(query: Query) -> Query | None:
    """The words that articles are compared by: what all hold, else what some hold."""
    match query:
        case Words():
            return query
        case All() if kept := tuple(part for part in demands_of(query) if is_wordy(part)):
            return All(kept)
        case AnyOf(parts) | All(parts):
            some = tuple(words for part in parts if (words := words_of(part)) is not None)
            return AnyOf(some) if some else None
        case _:
            return None


def demands_of(query: Query) -> list[Query]:
    return [one for part in query.parts for one in demands_of(part)] if isinstance(query, All) else [query]


def is_wordy(query: Query) -> bool:
    return isinstance(query, Words) or (isinstance(query, All | AnyOf) and all(map(is_wordy, query.parts)))


def holds(query: Query, parts: Parts) -> bool:
    match query:
        case Words():
            return bool(counts_of(query, parts))
        case Is(flag):
            return flag is Flag.UNREAD or bool(parts[TextField.CAPTION])
        case Not(part):
            return not holds(part, parts)
        case All(inner):
            return all(holds(part, parts) for part in inner)
        case AnyOf(inner):
            return any(holds(part, parts) for part in inner)
        case _:
            raise AssertionError(query)


def counts_of(words: Words, parts: Parts) -> dict[TextField, int]:
    """How often they stand in the parts in which they are looked for, but for those where they do not."""
    wanted = words.text.split()
    counts = {
        field: sum(part[start : start + len(wanted)] == wanted for start in range(len(part)))
        for field, part in parts.items()
        if words.field in (TextField.ANY, field)
    }
    return {field: count for field, count in counts.items() if count}


def bm25(query: Query, parts: Parts, *, everything: Sequence[Parts]) -> float:
    """As SQLite documents it, added in its order: otherwise a last bit may differ."""
    lengths = [sum(map(len, one.values())) for one in everything]
    length, mean = sum(map(len, parts.values())), sum(lengths) / len(lengths)
    score = 0.0
    for words in matching_words(query, parts):
        holders = sum(holds(words, one) for one in everything)
        rarity = math.log((len(everything) - holders + 0.5) / (holders + 0.5))
        # A word that half of all have still counts, if next to nothing.
        rarity = rarity if rarity > 0 else 1e-6
        frequency = float(sum(FIELDS[field] * count for field, count in counts_of(words, parts).items()))
        score += rarity * ((frequency * 2.2) / (frequency + 1.2 * (1 - 0.75 + 0.75 * length / mean)))
    return score


def matching_words(query: Query, parts: Parts) -> Iterator[Words]:
    """The words for which an article is found, in the order in which they were typed."""
    if isinstance(query, All | AnyOf) and holds(query, parts):
        for part in query.parts:
            yield from matching_words(part, parts)
    elif isinstance(query, Words) and holds(query, parts):
        yield query
