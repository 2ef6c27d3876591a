"""Listings equal what a plain reading of the texts finds, over random archives and queries."""

from __future__ import annotations

import unicodedata
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, assert_never

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.archive import Archive
from storage.listings import first_found, heads, relevance
from storage.model import ArticleData, Order, Picture
from storage.query import (
    NEAR_WORDS,
    All,
    Between,
    Flag,
    Is,
    Name,
    Named,
    Near,
    Not,
    Query,
    Regex,
    TextField,
    Words,
)
from storage.query import Any as AnyOf
from storage.sqlite.folding import fold, is_unspaced

NOW = datetime.fromisoformat("2026-11-23T12:00:00+00:00")
PIECES = (
    "port ",
    "Pórt",
    "old ",
    "a",
    "東",
    "京",
    "น้",
    "ำ",
    "أ",
    "ا",
    "ß",
    " - ",
    "\u3099",
    "+",
    "ａ ",
    "the " * 9,
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=5).map("".join)
ARTICLES = st.builds(
    lambda title, text, caption, language, updated, hours: {
        "title": title,
        "text": text,
        "language": language,
        "published_at": NOW - timedelta(hours=hours),
        "updated_at": NOW - timedelta(hours=hours) + timedelta(minutes=updated),
        "pictures": (Picture("https://e.org/a.jpg", caption=caption),) if caption else (),
    },
    TEXTS,
    TEXTS,
    TEXTS,
    st.sampled_from(["", "de", "DE-at", "en", "den"]),
    st.sampled_from([0, 15, 16]),
    st.integers(0, 5),
)
FIELDS = st.sampled_from([TextField.ANY, TextField.TITLE, TextField.TEXT, TextField.CAPTION])
LEAVES = (
    st.builds(Words, TEXTS, FIELDS, st.booleans())
    | st.builds(Near, st.lists(st.sampled_from(PIECES), min_size=1, max_size=3).map(" ".join), FIELDS)
    | st.builds(
        lambda letters, field: Regex(letters, lambda text: letters in text, field),
        st.sampled_from(["port", "東", "a", " "]),
        FIELDS,
    )
    | st.builds(
        Is,
        st.sampled_from(
            [
                *(Flag.UPDATED, Flag.HAS_PICTURE, Flag.HAS_CAPTION, Flag.HAS_NOTE, Flag.READ, Flag.UNREAD),
                Flag.STARRED,
            ]
        ),
    )
    | st.builds(Named, st.just(Name.LANGUAGE), st.sampled_from(["de", "DE-AT", "en", "d"]))
    | st.builds(Named, st.just(Name.TAG), st.sampled_from(["lat", "LATER", "x%", "_"]))
    | st.builds(Named, st.just(Name.FEED), st.sampled_from(["a.EXAMPLE", "b.ex", "example", "x"]))
    | st.builds(Named, st.just(Name.FOLDER), st.sampled_from(["world", "WOR", "sport"]))
    | st.builds(Named, st.just(Name.URL), st.sampled_from(["/0", "ORG/1", "%", "_"]))
    | st.builds(Between, st.none() | st.integers(0, 5).map(lambda hours: NOW - timedelta(hours=hours)))
)
QUERIES: st.SearchStrategy[Query] = st.recursive(
    LEAVES,
    lambda parts: (
        st.builds(Not, parts)
        | st.builds(All, st.lists(parts, max_size=3).map(tuple))
        | st.builds(AnyOf, st.lists(parts, max_size=3).map(tuple))
    ),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ARTICLES, max_size=6), st.lists(QUERIES, min_size=1, max_size=8), st.data())
def test_a_listing_holds_what_a_plain_reading_finds(
    filler_of: Any, articles: list[dict[str, Any]], queries: list[Query], data: st.DataObject
) -> None:
    with (
        TemporaryDirectory() as directory,
        Archive.open(Path(directory) / "a.db", clock=lambda: NOW) as archive,
    ):
        filler = filler_of(archive)
        stored = [filler.article(str(number), **fields) for number, fields in enumerate(articles)]
        filler.store(filler.feed("a", folder="World"), stored[::2])
        filler.store(filler.feed("b"), stored[1::2])
        id_by_guid = {row.guid: row.article_id for row in archive.open_listing()[:]}
        chosen = st.sets(st.sampled_from(sorted(id_by_guid))) if id_by_guid else st.just(set())
        marks = {name: data.draw(chosen, name) for name in ("read", "starred", "later", "noted")}
        ids = {name: [id_by_guid[guid] for guid in guids] for name, guids in marks.items()}
        archive.set_read(ids["read"], True)
        archive.set_starred(ids["starred"], True)
        archive.set_tag(ids["later"], "Later", True)
        for article_id in ids["noted"]:
            archive.set_note(article_id, "a note")
        for query in queries:
            expected = [one for one in stored if holds(query, one, known_of(marks, one.guid))]
            expected.sort(key=lambda article: (article.published_at or NOW, id_by_guid[article.guid]))
            listing = archive.open_listing(query=query, order=Order.OLDEST)
            assert [row.guid for row in listing[:]] == [article.guid for article in expected], query
            longest = [row.word_count for row in archive.open_listing(query=query, order=Order.LENGTH)[:]]
            shortest = archive.open_listing(query=query, order=Order.LENGTH_REVERSED)
            assert longest == sorted((row.word_count for row in listing[:]), reverse=True)
            assert [row.word_count for row in shortest[:]] == longest[::-1]
            check_heads(archive, query, [id_by_guid[article.guid] for article in expected])


def check_heads(archive: Archive, query: Query, oldest_first: list[int]) -> None:
    """What is known at once, where a few articles are taken for many; in every order nothing is missing."""
    with pytest.MonkeyPatch.context() as patch:
        for module, name, value in (
            (heads, "FEW_ARTICLES", 0),
            (heads, "HEAD_ROWS", 2),
            (first_found, "ENOUGH_ROWS", 1),
            (first_found, "LOOKS", (1, 2)),
            (first_found, "MOST_MATCHES", 3),
            (first_found, "WINDOWS", (2, 4)),
            (first_found, "_CHUNK_MATCHES", 1),
            (relevance, "COMPARED_ARTICLES", 3),
        ):
            patch.setattr(module, name, value)
        for order, ids in ((Order.NEWEST, oldest_first[::-1]), (Order.OLDEST, oldest_first)):
            listing = archive.open_listing(query=query, order=order, reads_behind=True)
            known = [index for index in range(len(listing)) if listing.has_row(index)]
            assert [listing.row(index).article_id for index in known] == [ids[index] for index in known], (
                query
            )
            assert list(listing.article_ids) == ids, query
        for order in (Order.RELEVANCE, Order.RELEVANCE_REVERSED):
            whole = archive.open_listing(query=query, order=order)
            assert sorted(whole.article_ids) == sorted(oldest_first), query
            listing = archive.open_listing(query=query, order=order, reads_behind=True)
            first = [row.article_id for row in listing[:1]]
            assert list(listing.article_ids) == list(whole.article_ids), query
            assert first == list(whole.article_ids[:1]), query


def known_of(marks: dict[str, set[str]], guid: str) -> frozenset[str]:
    """What the reader did with an article."""
    return frozenset(name for name, guids in marks.items() if guid in guids)


def holds(query: Query, article: ArticleData, marks: frozenset[str]) -> bool:
    """Whether the query finds the article."""
    match query:
        case Words(text, field, is_prefix):
            if not words(text):
                return any(text.strip() in part for part in parts_of(article, field)) or not text.strip()
            return any(places(words(text), words(part), is_prefix) for part in parts_of(article, field))
        case Near(text, field):
            phrases = [words(word) for word in text.split() if words(word)]
            if not phrases:
                return any(text in part for part in parts_of(article, field)) or not text.strip()
            return any(are_near(phrases, words(part)) for part in parts_of(article, field))
        case Regex():
            return any(map(query.is_found, parts_of(article, query.field)))
        case Is(flag):
            return is_flagged(flag, article, marks)
        case Named(name, text):
            return is_named(name, text.lower(), article, marks)
        case Between(since, before):
            at = article.published_at or NOW
            return (since is None or at >= since) and (before is None or at < before)
        case Not(part):
            return not holds(part, article, marks)
        case All(parts):
            return all(holds(part, article, marks) for part in parts)
        case AnyOf(parts):
            return any(holds(part, article, marks) for part in parts)
        case unknown:
            assert_never(unknown)


def is_named(name: Name, wanted: str, article: ArticleData, marks: frozenset[str]) -> bool:
    if name is Name.TAG:
        return wanted == "later" and "later" in marks
    if name is Name.LANGUAGE:
        language = article.language.lower()
        return language == wanted or language.startswith(wanted + "-")
    is_first = int(article.guid) % 2 == 0
    names = {
        Name.FEED: "https://a.example/rss" if is_first else "https://b.example/rss",
        Name.FOLDER: "world" if is_first else "",
        Name.URL: article.url.lower(),
    }
    return wanted in names[name]


def is_flagged(flag: Flag, article: ArticleData, marks: frozenset[str]) -> bool:
    known = {
        Flag.READ: "read" in marks,
        Flag.UNREAD: "read" not in marks,
        Flag.STARRED: "starred" in marks,
        Flag.HAS_NOTE: "noted" in marks,
        Flag.HAS_PICTURE: bool(article.pictures),
        Flag.HAS_CAPTION: any(picture.caption for picture in article.pictures),
    }
    if flag in known:
        return known[flag]
    assert article.published_at
    assert article.updated_at
    return article.updated_at - article.published_at > timedelta(minutes=15)


def parts_of(article: ArticleData, field: TextField) -> list[str]:
    part_by_field = {
        TextField.TITLE: article.title,
        TextField.TEXT: article.text,
        TextField.CAPTION: "\n".join(picture.caption for picture in article.pictures),
    }
    return list(part_by_field.values()) if field is TextField.ANY else [part_by_field[field]]


def words(text: str) -> list[str]:
    """Read from left to right: a character joins the word before it, or begins another."""
    found: list[str] = []
    last = " "
    for character in fold(text):
        is_mark = unicodedata.category(character)[0] == "M"
        if character.isalnum() or is_mark:
            has_edge = not is_mark and (is_unspaced(last) or is_unspaced(character))
            if last == " " or has_edge:
                found.append(character)
            else:
                found[-1] += character
            last = character
        else:
            last = " "
    return found


def places(phrase: list[str], text: list[str], is_prefix: bool = False) -> list[int]:
    *first, last = phrase
    return [
        start
        for start in range(len(text) - len(first))
        if text[start : start + len(first)] == first
        and (text[start + len(first)] == last or (is_prefix and text[start + len(first)].startswith(last)))
    ]


def are_near(phrases: list[list[str]], text: list[str]) -> bool:
    for starts in product(*(places(phrase, text) for phrase in phrases)):
        ends = [start + len(phrase) for start, phrase in zip(starts, phrases, strict=True)]
        if all(max(starts) - end <= NEAR_WORDS for end in ends):
            return True
    return False
