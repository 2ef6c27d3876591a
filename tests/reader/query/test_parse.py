from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.query.parse import MAX_DEPTH, Search, parse_query, parse_search
from storage.errors import QueryError
from storage.model import Order
from storage.query import (
    All,
    Any,
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

NOW = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)  # a Tuesday
TODAY = datetime(2026, 11, 24, tzinfo=UTC)
DAY = timedelta(days=1)


def regex(expression: str, field: TextField = TextField.ANY) -> Regex:
    return Regex(expression, bool, field)


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("truce", Words("truce")),
        ("truce lebanon", All((Words("truce"), Words("lebanon")))),
        ('"four in the morning"', Words("four in the morning")),
        ("hezb*", Words("hezb", is_prefix=True)),
        ('"south leb"*', Words("south leb", is_prefix=True)),
        ("-sport", Not(Words("sport"))),
        ("NOT sport", Not(Words("sport"))),
        ("a or b", Any((Words("a"), Words("b")))),
        ("a b OR c", Any((All((Words("a"), Words("b"))), Words("c")))),
        ("a (b or c)", All((Words("a"), Any((Words("b"), Words("c")))))),
        ("a AND b", All((Words("a"), Words("b")))),
        ("caption:naqoura", Words("naqoura", TextField.CAPTION)),
        ('credit:"Ali Hankir"', Words("Ali Hankir", TextField.CREDIT)),
        ("title:(a or -b)", Any((Words("a", TextField.TITLE), Not(Words("b", TextField.TITLE))))),
        ("feed:reuters", Named(Name.FEED, "reuters")),
        ('folder:"World/Near East"', Named(Name.FOLDER, "World/Near East")),
        ("tag:later", Named(Name.TAG, "later")),
        ("tag:lat*", Named(Name.TAG, "lat", is_prefix=True)),
        ('keyword:"south leb"*', Named(Name.KEYWORD, "south leb", is_prefix=True)),
        ("keyword:iraq", Named(Name.KEYWORD, "iraq")),
        ("is:unread", Is(Flag.UNREAD)),
        ("is:FilePhoto", Is(Flag.FILE_PHOTO)),
        ("has:caption", Is(Flag.HAS_CAPTION)),
        ("has:note", Is(Flag.HAS_NOTE)),
        ("-is:read", Not(Is(Flag.READ))),
        ("https://example.org/a", Words("https://example.org/a")),
        ("16:30", Words("16:30")),
        ("c++", Words("c++")),
        ("-", Words("-")),
        ("al-Kadhimi", Words("al-Kadhimi")),
        ('~"ceasefire talks"', Near("ceasefire talks")),
        ('caption:~"car bridge"', Near("car bridge", TextField.CAPTION)),
        ('-~"a b"', Not(Near("a b"))),
        ("~", Words("~")),
        ("~a", Words("~a")),
        ("/hez?bollah/", regex("hez?bollah")),
        (r"/and\/or x/ b", All((regex(r"and\/or x"), Words("b")))),
        ("title:/a b/", regex("a b", TextField.TITLE)),
        ("(/a/)", regex("a")),
        ("caption:(/a/ or b)", Any((regex("a", TextField.CAPTION), Words("b", TextField.CAPTION)))),
        ("/usr/bin", Words("/usr/bin")),
        ("//", Words("//")),
        ("/pol", Words("/pol")),
        ("/etc/hosts.d", Words("/etc/hosts.d")),
        ("/ (a)", All((Words("/"), Words("a")))),
        ("url:/news/", Named(Name.URL, "/news/")),
        ("lang:de", Named(Name.LANGUAGE, "de")),
        ("is:updated", Is(Flag.UPDATED)),
        ("CAPTION:x", Words("x", TextField.CAPTION)),
    ],
)
def test_words_fields_and_connectives(text: str, tree: Query) -> None:
    assert parse_query(text, now=NOW) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("since:2d", Between(since=NOW - 2 * DAY)),
        ("since:today", Between(since=TODAY)),
        ("before:2026-01-01", Between(before=day("2026-01-01"))),
        ("on:yesterday", Between(TODAY - DAY, TODAY)),
        ("on:2026-02", Between(day("2026-02-01"), day("2026-03-01"))),
        ("on:2025", Between(day("2025-01-01"), day("2026-01-01"))),
        ("on:monday", Between(TODAY - DAY, TODAY)),
        ("on:tue", Between(TODAY, TODAY + DAY)),
        ("between:2026-01..2026-03", Between(day("2026-01-01"), day("2026-04-01"))),
        ("between:2d..1d", Between(NOW - 2 * DAY, NOW - DAY)),
        ("between:2026-11..now", Between(day("2026-11-01"), NOW)),
        ("since:99999y", Between(since=day("1900-01-01"))),
    ],
)
def test_times(text: str, tree: Query) -> None:
    assert parse_query(text, now=NOW) == tree


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_a_blank_query_means_everything(text: str) -> None:
    assert parse_query(text, now=NOW) is None


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ('a "b', 2, "never closed"),
        ("(a", 0, "never closed"),
        ("a /tr.mp", 2, "never closed: a slash ends it"),
        ("/(a|b) c", 0, "never closed"),
        ("title:/[ab]x", 6, "never closed"),
        ("a)", 1, "never opened"),
        ("()", 1, "expected"),
        ("a or", 4, "expected"),
        ("or a", 0, "expected"),
        ("captoin:x", 0, "did you mean caption:"),
        ("caption:", 8, "expected after caption:"),
        ("is:happy", 3, "unread"),
        ("since:soon", 6, "2026-01-31"),
        ("on:2026-13-01", 3, "no time"),
        ("between:2026", 8, "two times"),
        ("a -(", 4, "expected"),
        ("between:2026-03..2026-01", 8, "earlier"),
        ("between:1d..2d", 8, "earlier"),
        ("sort:", 5, "newest, oldest, feed, title, length, hits, relevance"),
        ("sort:size", 5, "newest"),
        ("sort:-", 5, "newest"),
        ("a (b sort:title)", 5, "outside brackets"),
        ("sort:title sort:feed", 11, "once"),
        ("-sort:title", 1, "turns an order round"),
        ("title:sort:feed", 6, "turns an order round"),
        ("a or sort:title", 15, "expected"),
        ("NOT", 0, "leave out"),
        ('a ~"b', 3, "never closed"),
        ("a /b(c/", 3, "missing"),
        ("/b(?=c)/", 2, "look-around"),
        (f"/{'a' * 501}/", 0, "at most 500"),
        ('tag:~"a b"', 4, "expected after tag:"),
    ],
)
def test_errors_point_at_the_place(text: str, position: int, words: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_query(text, now=NOW)
    assert caught.value.position == position
    assert words in str(caught.value)


def test_nesting_has_an_end() -> None:
    with pytest.raises(QueryError, match="nested too deeply"):
        parse_query("(" * (MAX_DEPTH + 1) + "a" + ")" * (MAX_DEPTH + 1), now=NOW)
    with pytest.raises(QueryError, match="nested too deeply"):
        parse_query("-" * 5000 + "a", now=NOW)


def test_a_regular_expression_is_found_whatever_the_case() -> None:
    query = parse_query("/tr[uo]ce$/", now=NOW)
    assert isinstance(query, Regex)
    assert [query.is_found(text) for text in ("A TRUCE", "truces", "")] == [True, False, False]


@pytest.mark.parametrize(
    ("text", "search"),
    [
        ("sort:title", Search(None, Order.TITLE)),
        ("a sort:-title b", Search(All((Words("a"), Words("b"))), Order.TITLE_REVERSED)),
        ("SORT:Hits a or b", Search(Any((Words("a"), Words("b"))), Order.HITS)),
        ("a sort:-newest", Search(Words("a"), Order.OLDEST)),
        ("a sort:-oldest", Search(Words("a"), Order.NEWEST)),
        ("(a) sort:length", Search(Words("a"), Order.LENGTH)),
        ("a sort:relevance", Search(Words("a"), Order.RELEVANCE)),
        (
            "sort:-Relevance (a or b) is:unread",
            Search(All((Any((Words("a"), Words("b"))), Is(Flag.UNREAD))), Order.RELEVANCE_REVERSED),
        ),
        ("is:unread sort:relevance", Search(Is(Flag.UNREAD), Order.RELEVANCE)),
        ("sort", Search(Words("sort"), None)),
    ],
)
def test_the_order_stands_anywhere_outside_brackets(text: str, search: Search) -> None:
    assert parse_search(text, now=NOW) == search


PIECES = st.sampled_from(
    [
        *(
            "a",
            "é",
            "字",
            " ",
            "  ",
            "-",
            "!",
            "or",
            "|",
            "AND",
            "NOT",
            "(",
            ")",
            '"',
            "~",
            '~"',
            "/",
            "*",
            "\\",
        ),
        *("title:", "text:", "tag:", "lang:", "url:", "is:", "has:", "since:", "between:", "sort:", "x:"),
        *(
            "unread",
            "note",
            "2d",
            "2026-01",
            "..",
            "yesterday",
            "hits",
            "relevance",
            "[",
            "?",
            "\0",
            "\ud800",
            "１",
        ),
    ]
)


@given(st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=60))
def test_no_text_raises_anything_but_a_query_error(text: str) -> None:
    position = 0
    try:
        parse_search(text, now=NOW)
    except QueryError as error:
        position = error.position
    assert 0 <= position <= len(text)


@example("/\ud800/")
@given(st.text(alphabet=st.sampled_from('ab -()":*|!~/[?\\\0\ud800éא字since:ishas2d'), max_size=40))
def test_whatever_is_typed_gives_a_tree_or_a_query_error(text: str) -> None:
    position = 0
    try:
        parse_query(text, now=NOW)
    except QueryError as error:
        position = error.position
    assert 0 <= position <= len(text)
