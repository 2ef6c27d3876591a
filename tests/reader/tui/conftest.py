"""Articles and rows for the tests of the interface's rendering."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from storage.model import ArticleRow

RowMaker = Callable[..., ArticleRow]

_MORNING = datetime(2025, 1, 24, 6, 46, tzinfo=UTC)


@pytest.fixture
def make_row() -> RowMaker:
    """Makes a row from what a test wants to be special in it."""
    plain = ArticleRow(
        article_id=1,
        feed_id=1,
        feed_title="Harbour News",
        guid="guid",
        url="https://example.org/story",
        title="Bridge opens a week late",
        author="",
        published_at=_MORNING,
        updated_at=None,
        first_seen_at=_MORNING,
        sorted_at=_MORNING,
        is_read=False,
        is_starred=False,
        tags=(),
        picture_count=0,
        lead_caption="",
        excerpt="",
        word_count=0,
        hits=(),
    )
    return lambda **changes: plain._replace(**changes)
