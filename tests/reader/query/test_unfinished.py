"""What is looked for while a query is still being typed."""

from datetime import UTC, datetime

import pytest

from reader.query.parse import parse_query
from reader.query.unfinished import read_unfinished

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ('"north kor', '"north kor"*'),
        ('levant "', "levant"),
        ('levant ~"', "levant"),
        ('(levant or "north kor', '(levant or "north kor"*)'),
        ("(trump", "(trump)"),
        ("a (b or (c", "a (b or (c))"),
        ('a "b" "c d', 'a "b" "c d"*'),
    ],
)
def test_what_is_open_is_closed(text: str, means: str) -> None:
    unfinished = read_unfinished(text, now=NOW)
    assert unfinished is not None
    assert unfinished[0] == means
    assert unfinished[1].query == parse_query(means, now=NOW)


@pytest.mark.parametrize("text", ['"', "(", "", "a or", "is:happy", ")", "(" * 40 + "a"])
def test_what_means_nothing_yet_is_none(text: str) -> None:
    assert read_unfinished(text, now=NOW) is None
