"""The rows of the desks: pictures, watched keywords and feeds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from reader.tui.render.health import HEALTH_LINES, layout_health_row
from reader.tui.render.lines import Runs, runs_width
from reader.tui.render.pictures import layout_picture_row, picture_lines
from reader.tui.render.watch import WATCH_LINES, layout_watch_row
from storage.listings.picture_listing import PictureRow
from storage.model import Keyword, Picture
from storage.subscriptions.health import DAYS, FeedHealth
from storage.watch.watching import WatchedKeyword

NOW = datetime(2025, 1, 26, 9, 30, tzinfo=UTC)
WIDTHS = [8, 38, 58, 78, 98, 118, 149, 150, 158, 189, 190, 198, 297]
LONG = "A crane lifts a span of the bridge, 起重機, while الجسر stays shut to all but the ferry. "

PICTURE = PictureRow(
    article_id=1,
    picture=Picture(
        "https://x.example/1.jpg", "A man at work", LONG * 6, "Ida Berg for Harbour News", 1200, 800
    ),
    feed_title="Harbour News 港",
    title="Bridge opens a week late, and nobody on either bank can say why it took the port so long",
    article_url="",
    sorted_at=NOW - timedelta(hours=3),
    is_read=False,
)
KEYWORD = WatchedKeyword(
    Keyword(1, "harbour*", color="accent", article_count=1_234, unread_count=56, group="海 Sea"),
    tuple(day % 4 for day in range(DAYS)),
    first_seen_at=datetime(2021, 11, 3, tzinfo=UTC),
    last_seen_at=NOW - timedelta(hours=3),
)
FEED = FeedHealth(
    feed_id=1,
    url="https://x.example/feed",
    title="Harbour News 港",
    folder="",
    is_paused=False,
    error=None,
    failure_count=0,
    last_success_at=NOW,
    fetched_at=NOW,
    next_fetch_at=NOW + timedelta(minutes=40),
    latency_ms=321,
    size_bytes=1_234_567,
    moved_to="",
    article_count=80,
    newest_at=NOW - timedelta(hours=3),
    articles_by_day=tuple(day % 4 for day in range(DAYS)),
    latencies_ms=(100, 200, 321),
    fetch_count=3,
    failed_fetch_count=0,
)


def texts_of(lines: tuple[Runs, ...]) -> list[str]:
    return ["".join(run.text for run in line).rstrip() for line in lines]


@pytest.mark.parametrize("width", WIDTHS)
def test_every_line_of_a_desk_fits_and_the_last_is_empty(width: int) -> None:
    for lines, count in (
        (layout_picture_row(PICTURE, width, NOW, zone=UTC), picture_lines(width)),
        (layout_watch_row(KEYWORD, width, NOW, UTC), WATCH_LINES),
        (layout_health_row(FEED, width, NOW), HEALTH_LINES),
    ):
        assert len(lines) == count
        assert lines[-1] == ()
        if width >= 38:
            assert max(map(runs_width, lines)) <= width


@pytest.mark.parametrize("width", [150, 198, 297])
def test_wide_screens_are_filled(width: int) -> None:
    assert width - runs_width(layout_picture_row(PICTURE, width, NOW)[0]) == 0
    assert width - runs_width(layout_watch_row(KEYWORD, width, NOW)[0]) == 0
    assert width - runs_width(layout_health_row(FEED, width, NOW)[0]) == 0


def test_a_wide_picture_has_its_caption_and_its_credit_beside_it() -> None:
    head, second, third, blank = texts_of(layout_picture_row(PICTURE, 198, NOW, zone=UTC))
    assert head.startswith("▣ Harbour News 港 · 1200×800")
    assert " 3h   A crane lifts a span" in head
    assert head.endswith("Ida Berg for Harbour News")
    assert second.startswith("  Bridge opens a week late")
    assert second.endswith("alt: A man at work")
    assert third.endswith("…")
    assert blank == ""
    repeated = replace(PICTURE, picture=replace(PICTURE.picture, alt="a crane lifts a span"))
    assert "alt:" not in " ".join(texts_of(layout_picture_row(repeated, 198, NOW, zone=UTC)))


def test_a_picture_below_two_columns_of_room_has_its_credit_below_its_title() -> None:
    short = replace(PICTURE, picture=replace(PICTURE.picture, caption="A crane lifts a span."))
    head, title, credit, _ = texts_of(layout_picture_row(short, 158, NOW, zone=UTC))
    assert head.endswith(" 3h   A crane lifts a span.")
    assert title.startswith("  Bridge opens")
    assert title.endswith("…")
    assert credit == "  Ida Berg for Harbour News"


@pytest.mark.parametrize(("caption", "filled"), [("", 3), ("Short.", 3), (LONG * 3, 4)])
def test_the_cursor_has_no_more_lines_of_a_picture_than_are_written(caption: str, filled: int) -> None:
    row = replace(PICTURE, picture=replace(PICTURE.picture, caption=caption, alt=""))
    lines = layout_picture_row(row, 78, NOW, zone=UTC)
    assert all(lines[:filled])
    assert not any(lines[filled:])


def test_on_a_wide_screen_what_is_known_of_a_keyword_stands_in_columns() -> None:
    head, foot, _ = texts_of(layout_watch_row(KEYWORD, 198, NOW, UTC))
    for text in ("56 unread", "1,234 in all   last 3h", "first Nov 2021   海 Sea"):
        assert text in head
    assert foot == '  colour "accent"'
    assert "· ▃ ▆ █ · ▃" in head
    unseen = replace(KEYWORD, first_seen_at=None, last_seen_at=None)
    assert texts_of(layout_watch_row(unseen, 198, NOW, UTC))[0].index("海 Sea") == head.index("海 Sea")


def test_on_a_wide_screen_what_is_known_of_a_feed_stands_in_columns() -> None:
    head, foot, _ = texts_of(layout_health_row(FEED, 198, NOW))
    assert "▃▅█ 321 ms    1,206 KiB   next in 40m    newest 3h" in head
    assert head.endswith("/week")
    assert foot == "  well"


def test_a_silent_feed_says_once_since_when() -> None:
    silent = replace(FEED, newest_at=datetime(2004, 5, 1, tzinfo=UTC))
    foot = texts_of(layout_health_row(silent, 100, NOW))[1]
    assert foot.startswith("  silent since May 2004 · next in 40m · 1,206 KiB ")
