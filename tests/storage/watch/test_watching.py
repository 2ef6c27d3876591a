"""What each keyword finds, day by day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from storage.archive import Archive
from storage.model import ArticleTexts, HitData, Keyword, Scope
from storage.watch.keywords import KeywordWishes
from storage.watch.watching import DAYS

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def match(keyword: Keyword, texts: ArticleTexts) -> HitData | None:
    """Count the pattern as written in the text."""
    count = texts.text.count(keyword.pattern)
    return HitData(keyword.keyword_id, ((Scope.TEXT, count),)) if count else None


def test_articles_are_counted_on_their_days(archive: Archive, fill: Any, now: Any) -> None:
    local = now.astimezone()
    hours_today = local.hour
    hours_ago = [0, hours_today, hours_today + 1, hours_today + 25, 24 * 29 + hours_today, 24 * 60]
    texts = [fill.article(f"a{hours}", hours, text="port port") for hours in hours_ago]
    fill.store(fill.feed(), [*texts, fill.article("other", 1)])
    archive.add_keyword("port", match=match)
    archive.add_keyword("ship", match=match)
    port, ship = archive.watched_keywords()
    assert port.keyword == archive.keywords()[0]
    assert len(port.hits_by_day) == DAYS
    assert port.hits_by_day[-3:] == (1, 1, 2)
    assert port.today_count == 2
    assert (port.hits_by_day[0], sum(port.hits_by_day)) == (1, 5)
    assert (port.first_seen_at, port.last_seen_at) == (now - timedelta(days=60), now)
    assert (sum(ship.hits_by_day), ship.first_seen_at, ship.last_seen_at) == (0, None, None)


def test_what_is_hidden_is_not_counted(archive: Archive, fill: Any) -> None:
    feed_id = fill.feed(count=3)
    archive.add_keyword("text", match=match)
    archive.remove_feeds([feed_id])
    assert archive.watched_keywords()[0].last_seen_at is None
    archive.undo()
    assert sum(archive.watched_keywords()[0].hits_by_day) == 3


def test_a_paused_keyword_is_not_among_those_looked_for(archive: Archive, fill: Any) -> None:
    fill.feed(count=2)
    archive.add_keyword("text", match=match)
    version = archive.keywords_version()
    paused = archive.pause_keyword("text")
    assert paused is not None
    assert paused.is_paused
    assert archive.keywords_version() > version
    assert archive.keywords() == []
    assert [(keyword.is_paused, keyword.article_count) for keyword in archive.all_keywords()] == [(True, 2)]
    fill.store(1, [fill.article("late")])
    resumed = archive.resume_keyword("text", match=match, progress=lambda done, total: None)
    assert resumed is not None
    assert (resumed.is_paused, resumed.article_count) == (False, 3)
    assert archive.check().problems == ()
    assert archive.pause_keyword("none") is None
    assert archive.resume_keyword("none", match=match) is None


def test_an_interrupted_resumption_leaves_the_keyword_paused(archive: Archive, fill: Any) -> None:
    fill.feed(count=2)
    archive.add_keyword("text", match=match)
    archive.pause_keyword("text")

    def interrupt(keyword: Keyword, texts: ArticleTexts) -> HitData | None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        archive.resume_keyword("text", match=interrupt)
    assert archive.keywords() == []
    assert archive.all_keywords()[0].article_count == 2


def test_a_keyword_rests_after_its_last_day(path: Path, filler_of: Any) -> None:
    moments = [NOW]
    with Archive.open(path, clock=lambda: moments[0]) as archive:
        filler_of(archive).feed(count=1)
        archive.add_keyword("text", match=match, wishes=KeywordWishes(expires_at=NOW + timedelta(days=1)))
        assert len(archive.keywords()) == 1
        moments[0] += timedelta(days=1)
        assert archive.keywords() == []
        archive.end_keywords()
        assert archive.open_listing()[:][0].hits == ()
        assert archive.watched_keywords()[0].expires_at == moments[0]
        archive.resume_keyword("text", match=match)
        assert len(archive.keywords()) == 1
        assert archive.watched_keywords()[0].expires_at is None


def test_a_removed_keyword_comes_back_with_group_glyph_and_rest(archive: Archive, fill: Any) -> None:
    fill.feed(count=1)
    archive.add_keyword("text", match=match, wishes=KeywordWishes("Ports", "⚑"))
    archive.pause_keyword("text")
    before = archive.watched_keywords()
    archive.remove_keyword("text")
    archive.undo()
    assert archive.watched_keywords() == before
    assert archive.open_listing()[:][0].hits == ()
    archive.resume_keyword("text", match=match)
    assert archive.open_listing()[:][0].hits[0].glyph == "⚑"
