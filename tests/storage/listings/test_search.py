from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.archive import Archive
from storage.errors import QueryError
from storage.listings.full_text_query import MAX_DEPTH
from storage.model import HitData, Picture, Scope
from storage.query import All, Between, Flag, Is, Name, Named, Not, Query, TextField, Words
from storage.query import Any as AnyOf
from storage.watch.keywords import KeywordWishes


@pytest.fixture
def filled(archive: Archive, fill: Any, picture: Picture) -> Archive:
    """Seven articles in several scripts, in two feeds."""
    press = archive.add_feed(
        "https://press.example", user_title="Élysée Press", folder="World/Levant"
    ).feed_id
    kiosk = archive.add_feed("https://kiosk.example", user_title="新聞 Kiosk").feed_id
    archive.add_keyword(
        "Ceasefire talks", match=lambda keyword, texts: None, wishes=KeywordWishes("Politics")
    )
    hit = HitData(1, ((Scope.TEXT, 1),))
    plain = Picture("https://e.org/b.jpg", alt="bridge at night", credit="Ali Hankir")
    fill.store(
        press,
        [
            fill.article(
                "port", 0, title="Beyrouth: the old port", text="Talks on a ceasefire. It's C++ day."
            ),
            fill.article("car", 1, title="South", pictures=(picture,), author="Jane Müller"),
            fill.article("bridge", 2, title="Brücke", pictures=(plain,), url="https://e.org/a_b%20c"),
        ],
        hits=[[hit]],
    )
    fill.store(
        kiosk,
        [
            fill.article("tokyo", 3, title="東京港の新しい橋", text="東京都は新しい橋を公開した。"),
            fill.article("arabic", 4, title="بيروت: المرفأ القديم", text="محادثات"),
            fill.article("russian", 5, title="Старый порт Бейрута", text="Переговоры о прекращении огня"),
            fill.article("wide", 6, title="ＮＨＫ news", text="100% of the snake_case words"),
        ],
    )
    archive.set_read([archive.open_listing().article_ids[0]], True)
    archive.set_starred([archive.open_listing().article_ids[1]], True)
    archive.set_tag([archive.open_listing().article_ids[2]], "Später lesen", True)
    return archive


def found(archive: Archive, query: Query) -> list[str]:
    return [row.guid for row in archive.open_listing(query=query)[:]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Words("PORT"), ["port"]),
        (Words("brucke"), ["bridge"]),
        (Words("old port"), ["port"]),
        (Words("port old"), []),
        (Words("cease"), []),
        (Words("cease", is_prefix=True), ["port"]),
        (Words("a ceas", is_prefix=True), ["port"]),
        (Words("naqoura"), ["car"]),
        (Words("naqoura", TextField.CAPTION), ["car"]),
        (Words("naqoura", TextField.TITLE), []),
        (Words("hankir", TextField.CREDIT), ["bridge"]),
        (Words("night"), ["bridge"]),
        (Words("muller", TextField.AUTHOR), ["car"]),
        (Words("muller", TextField.TEXT), []),
        (Words("talks", TextField.TEXT), ["port"]),
        (Words("порт"), ["russian"]),
        (Words("بيروت"), ["arabic"]),
        (Words("東京"), ["tokyo"]),
        (Words("新しい橋", TextField.TITLE), ["tokyo"]),
        (Words("公開", TextField.TITLE), []),
        (Words("nhk"), ["wide"]),
        (Words("ｐｏｒｔ"), ["port"]),
        (Words("C++"), ["port"]),
        (Words("it's"), ["port"]),
        (Words("100%"), ["wide"]),
        (Words("++"), ["port"]),
        (Words("%"), ["wide"]),
        (Words("_", TextField.TEXT), ["wide"]),
        (Words('"'), []),
        (Words('port" OR "naqoura'), []),
        (Words("title : port"), []),
        (Words("NOT"), []),
    ],
)
def test_words_are_found_as_people_mean_them(filled: Archive, query: Query, expected: list[str]) -> None:
    assert found(filled, query) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Is(Flag.READ), ["port"]),
        (Is(Flag.UNREAD), ["car", "bridge", "tokyo", "arabic", "russian", "wide"]),
        (Is(Flag.STARRED), ["car"]),
        (Is(Flag.HAS_PICTURE), ["car", "bridge"]),
        (Is(Flag.HAS_CAPTION), ["car"]),
        (Is(Flag.FILE_PHOTO), ["car"]),
        (Is(Flag.HAS_ENCLOSURE), []),
        (Named(Name.FEED, "élysée"), ["port", "car", "bridge"]),
        (Named(Name.FEED, "新聞"), ["tokyo", "arabic", "russian", "wide"]),
        (Named(Name.FEED, "%"), []),
        (Named(Name.FOLDER, "levant"), ["port", "car", "bridge"]),
        (Named(Name.TAG, "SPÄTER LESEN"), ["bridge"]),
        (Named(Name.TAG, "SPÄTER"), []),
        (Named(Name.TAG, "lesen"), []),
        (Named(Name.TAG, "SPÄTER", is_prefix=True), ["bridge"]),
        (Named(Name.TAG, ""), ["bridge"]),
        (Named(Name.KEYWORD, "ceasefire TALKS"), ["port"]),
        (Named(Name.KEYWORD, "ceasefire"), []),
        (Named(Name.KEYWORD, "ceasefire", is_prefix=True), ["port"]),
        (Named(Name.KEYWORD, "politics"), ["port"]),
        (Named(Name.URL, "a_b%20"), ["bridge"]),
        (Named(Name.URL, "_"), ["bridge"]),
    ],
)
def test_flags_and_names_narrow(filled: Archive, query: Query, expected: list[str]) -> None:
    assert found(filled, query) == expected


def test_times_include_their_begin_and_not_their_end(filled: Archive, now: datetime) -> None:
    two, four = now - timedelta(hours=2), now - timedelta(hours=4)
    assert found(filled, Between(four, two)) == ["tokyo", "arabic"]
    assert found(filled, Between(since=two)) == ["port", "car", "bridge"]
    assert found(filled, Between(before=four)) == ["russian", "wide"]
    assert len(found(filled, Between())) == 7


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (All((Words("port"), Words("beyrouth"))), ["port"]),
        (All((Words("port"), Words("naqoura"))), []),
        (All((Words("port"), Is(Flag.UNREAD))), []),
        (All((Words("東京"), Words("tokyo"), Is(Flag.UNREAD))), []),
        (AnyOf((Words("port"), Words("naqoura"))), ["port", "car"]),
        (AnyOf((Words("port"), Words("東京"), Is(Flag.STARRED))), ["port", "car", "tokyo"]),
        (Not(Is(Flag.HAS_PICTURE)), ["port", "tokyo", "arabic", "russian", "wide"]),
        (Not(Not(Words("port"))), ["port"]),
        (
            Not(AnyOf((Words("port"), Words("naqoura"), Words("東京")))),
            ["bridge", "arabic", "russian", "wide"],
        ),
        (All((Not(Words("naqoura")), Is(Flag.HAS_PICTURE))), ["bridge"]),
        (AnyOf(()), []),
        (All((AnyOf(()), Words("port"))), []),
        (AnyOf((All(()), Words("port"))), ["port", "car", "bridge", "tokyo", "arabic", "russian", "wide"]),
        (Not(All(())), []),
    ],
)
def test_parts_combine(filled: Archive, query: Query, expected: list[str]) -> None:
    assert found(filled, query) == expected


@pytest.mark.parametrize("combine", [All, AnyOf])
def test_very_many_parts_are_no_matter(filled: Archive, combine: Any) -> None:
    words = tuple(Words(f"port {number}") for number in range(2_000))
    flags = tuple(Is(Flag.STARRED) if number % 2 else Is(Flag.FILE_PHOTO) for number in range(2_000))
    assert found(filled, combine(words)) == []
    assert found(filled, combine(flags)) == ["car"]


def test_a_tree_too_deep_is_a_query_error(filled: Archive) -> None:
    query: Query = Words("port")
    for _ in range(MAX_DEPTH + 1):
        query = Not(query)
    with pytest.raises(QueryError):
        filled.open_listing(query=query)


WORDS = st.builds(
    Words,
    st.text(st.characters(codec=None), max_size=12)
    | st.sampled_from(['"', "AND", "a*", "NEAR(a b)", "\0", "\ud800", "^a", "{title}:a", "-a", "(", "'"]),
    st.sampled_from(TextField),
    st.booleans(),
)
QUERIES: st.SearchStrategy[Query] = st.recursive(
    WORDS
    | st.builds(Is, st.sampled_from(Flag))
    | st.builds(Named, st.sampled_from(Name), st.text(max_size=5)),
    lambda parts: (
        st.builds(Not, parts)
        | st.builds(All, st.lists(parts, max_size=4).map(tuple))
        | st.builds(AnyOf, st.lists(parts, max_size=4).map(tuple))
    ),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=QUERIES)
def test_no_query_raises_and_what_it_finds_and_its_contrary_make_up_everything(
    filled: Archive, query: Query
) -> None:
    every_id = set(filled.open_listing().article_ids)
    matching = set(filled.open_listing(query=query).article_ids)
    others = set(filled.open_listing(query=Not(query)).article_ids)
    assert matching | others == every_id
    assert not matching & others
