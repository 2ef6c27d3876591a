"""Queries that say nothing."""

from datetime import UTC, datetime

import pytest

from reader.query.breadth import means_everything
from reader.query.parse import parse_query

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "is_everything"),
    [
        ("", True),
        ("  ", True),
        ('""', True),
        ("*", True),
        ('** ""', True),
        ('a or ""', True),
        ("(*)", True),
        ("sort:title", True),
        ('a ""', False),
        ("is:unread", False),
        ('-""', False),
        ("?", False),
    ],
)
def test_what_says_nothing_means_everything(text: str, is_everything: bool) -> None:
    assert means_everything(parse_query(text, now=NOW)) is is_everything
