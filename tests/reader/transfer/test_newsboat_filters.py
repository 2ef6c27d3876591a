"""Newsboat's filters become queries that mean the same, or are refused with the reason."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.query.parse import parse_query
from reader.transfer.newsboat_filters import FilterError, translate_filter

NOW = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.mark.parametrize(
    ("expression", "query"),
    [
        ('unread = "yes"', "is:unread"),
        ('unread != "yes"', "-is:unread"),
        ('unread == "no"', "is:read"),
        ('title =~ "truce|peace"', "title:/truce|peace/"),
        ('title !~ "sport"', "-title:/sport/"),
        ('title = "A (b)"', r"title:/^A \(b\)$/"),
        ('content =~ "a/b"', r"text:/a\/b/"),
        (r'title =~ "\\<bank\\>"', r"title:/\bbank\b/"),
        ('author # "Ann"', "author:/(^|[ ])Ann([ ]|$)/"),
        ('link =~ "example.org/news"', 'url:"example.org/news"'),
        ('feedtitle = "Levant Wire"', 'feed:"Levant Wire"'),
        ('tags # "world"', 'folder:"world"'),
        ('flags =~ "s"', "tag:newsboat-s"),
        ('enclosure_url != ""', "has:enclosure"),
        ("age < 3", "since:3d"),
        ("age <= 3", "since:4d"),
        ("age > 3", "before:4d"),
        ("age >= 3", "before:3d"),
        ("age = 0", "since:1d"),
        ("age between 2:5", "(since:6d before:2d)"),
        ('unread = "yes" and age < 2', "is:unread since:2d"),
        ('unread = "yes" or age < 2 and flags # "a"', "(is:unread or since:2d tag:newsboat-a)"),
        ('(unread = "yes" or age < 2) and flags # "a"', "(is:unread or since:2d) tag:newsboat-a"),
        ('((unread="yes"))', "is:unread"),
    ],
)
def test_filters_become_queries(expression: str, query: str) -> None:
    translated = translate_filter(expression)
    assert translated == query
    assert parse_query(translated, now=NOW) is not None


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("", "comparison"),
        ('rssurl =~ "x"', "rssurl has no equal"),
        ("unread_count > 3", "unread_count has no equal"),
        ('title < "x"', "title < has no equal"),
        ('link =~ "a.*b"', "not with a regular expression"),
        ('unread = "maybe"', "no equal"),
        ('(unread = "yes"', "never closed"),
        ('unread = "yes" flags', "not expected"),
        ("unread", "comparison"),
        ('unread = "yes', "cannot be read"),
        ("age < 0", "younger"),
        ('flags =~ "ab"', "one by one"),
        ("(" * 50 + 'unread = "yes"' + ")" * 50, "too deeply"),
    ],
)
def test_what_has_no_equal_is_refused_with_the_reason(expression: str, reason: str) -> None:
    with pytest.raises(FilterError, match=reason):
        translate_filter(expression)


@given(
    st.lists(
        st.sampled_from(
            [
                *(
                    "unread",
                    "title",
                    "age",
                    "=",
                    "=~",
                    "!~",
                    "#",
                    "<",
                    '"yes"',
                    '"a/b"',
                    "3",
                    "2:4",
                    "between",
                ),
                *("(", ")", "and", "or", '"', "\\", "é"),
            ]
        ),
        max_size=12,
    ).map(" ".join)
    | st.text(max_size=30)
)
def test_whatever_is_written_gives_a_query_that_can_be_read_or_a_reason(expression: str) -> None:
    try:
        query = translate_filter(expression)
    except FilterError as error:
        query = "a" if str(error) else ""
    assert parse_query(query, now=NOW) is not None
