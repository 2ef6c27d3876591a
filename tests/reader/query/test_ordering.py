from __future__ import annotations

from datetime import UTC, datetime

import pytest

from reader.query.ordering import NAMES, complete_order
from reader.query.parse import parse_search
from storage.model import Order


@pytest.mark.parametrize(
    ("text", "completed"),
    [
        ("sort:", "sort:relevance"),
        ("iraq sort:-", "iraq sort:-relevance"),
        ("iraq SORT:Re", "iraq SORT:Relevance"),
        ("sort:h", "sort:hits"),
        ("sort:-t", "sort:-title"),
        ("sort:title", None),
        ("sort:x", None),
        ("sort:title iraq", None),
        ("resort:", None),
        ("(sort:", None),
        ("sor", None),
        ("", None),
    ],
)
def test_an_order_is_completed_at_the_end_of_a_query(text: str, completed: str | None) -> None:
    assert complete_order(text) == completed


@pytest.mark.parametrize("name", NAMES)
def test_every_order_is_completed_from_some_of_its_letters_and_understood(name: str) -> None:
    completed = {complete_order(f"sort:{name[:letters]}") for letters in range(len(name))}
    assert f"sort:{name}" in completed
    assert parse_search(f"a sort:{name}", now=datetime.now(UTC)).order is Order(name)
