"""The picture desk."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from reader.keywords.matcher import KeywordMatch
from reader.tui.screens.picture_desk import PictureDeskScreen
from storage.archive import Archive
from storage.fetched import ChangedArticle, FeedChanges, FetchRecord
from storage.model import ArticleData, FeedData, View, ViewKind
from storage.rules import Rule
from storage.watch.keywords import KeywordWishes

Open = Any


async def test_the_desk_shows_captions_and_credits(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (100, 40)) as reader:
        await reader.press("C")
        assert isinstance(reader.app.screen, PictureDeskScreen)
        text = reader.text()
        assert "Marit Aalto checks the teeth" in text
        assert "Tomas Lindqvist for The Morning Ledger" in text
        await reader.press("escape")
        assert reader.app.screen is reader.screen


async def test_the_desk_filters_by_agency_and_opens_the_article(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (100, 40)) as reader:
        await reader.press("C", "slash")
        await reader.type("reuters")
        await reader.settle(0.3)
        assert reader.app.screen._list.row_count == 3
        await reader.press("enter", "Y")
        assert reader.app.clipboard.endswith("(REUTERS/Idrissa Ba)")
        await reader.press("j", "enter")
        assert reader.app.screen is reader.screen
        assert reader.screen.article_pane.has_focus
        assert "Ali Hankir" in reader.text()


async def test_an_empty_desk_and_every_key_on_it(empty_archive: Archive, open_reader: Open) -> None:
    async with open_reader(empty_archive, (40, 12)) as reader:
        await reader.press("C", "j", "enter", "Y", "O")
        assert "No pictures here" in reader.text()
        await reader.press("escape")
        assert reader.app.screen is reader.screen


async def test_the_article_says_that_a_caption_was_corrected(archive: Archive, open_reader: Open) -> None:
    article_id = archive.open_listing().article_ids[7]
    stored = archive.article(article_id)
    pictures = tuple(replace(picture, caption="Another caption.") for picture in stored.pictures)
    row = stored.row
    data = ArticleData(row.guid, row.url, row.title, published_at=row.published_at, pictures=pictures)
    now = datetime(2025, 1, 26, 9, 0, tzinfo=UTC)
    archive.store_feed(
        FetchRecord(stored.row.feed_id, now, now + timedelta(hours=1)),
        FeedChanges(
            FeedData(""),
            changed=(ChangedArticle(article_id, data),),
            keywords_version=archive.keywords_version(),
        ),
    )
    async with open_reader(archive) as reader:
        await reader.press(*"j" * 7)
        assert "caption corrected 26 Jan 09:00" in reader.text()


async def test_a_keyword_of_one_feed_lights_no_pictures_of_others(
    archive: Archive, open_reader: Open
) -> None:
    (naqoura,) = archive.watched_keywords()
    feeds = {
        row.feed_id for row in archive.open_listing(View(ViewKind.KEYWORD, naqoura.keyword.keyword_id))[:]
    }
    elsewhere = next(feed.feed_id for feed in archive.feeds() if feed.feed_id not in feeds)
    async with open_reader(archive, (120, 40)) as reader:

        async def lit() -> int:
            await reader.screen.load_keywords()
            await reader.press("C")
            pictures = reader.app.screen._list
            runs = [
                run
                for index in range(pictures.row_count)
                for line in pictures.layout_row(pictures._listing.row(index), 100)
                for run in line
            ]
            await reader.press("escape")
            return sum(bool(run.paint.hit) for run in runs)

        assert await lit() > 0
        archive.add_keyword(
            "Naqoura", match=KeywordMatch(), wishes=KeywordWishes(rule=Rule(feed_ids=(elsewhere,)))
        )
        assert await lit() == 0


async def test_a_keyword_is_lit_also_in_a_caption_that_is_cut(archive: Archive, open_reader: Open) -> None:
    archive.add_keyword("bridge", match=KeywordMatch())
    async with open_reader(archive, (60, 20)) as reader:
        await reader.press("C", "j")
        rows = reader.app.screen._list
        picture = rows.layout_row(rows.cursor_row, 58)
        assert "".join(run.text for run in picture[2]).endswith("…")
        assert "Bridge" in [run.text for run in picture[2] if run.paint.hit]


async def test_the_desk_follows_the_width_and_keeps_the_cursors_picture(
    archive: Archive, open_reader: Open
) -> None:
    async with open_reader(archive, (120, 30)) as reader:
        await reader.press("C", "G", "k")
        pictures = reader.app.screen._list
        row = pictures.cursor_row
        for width, lines in ((200, 4), (160, 4), (80, 5)):
            await reader.pilot.resize_terminal(width, 30)
            await reader.settle()
            assert pictures.cursor_row == row
            assert pictures.virtual_size.height == lines * pictures.row_count
            assert row.picture.credit in reader.text()


async def test_the_cursor_lights_no_blank_line_below_a_short_caption(
    archive: Archive, open_reader: Open
) -> None:
    async with open_reader(archive, (120, 40)) as reader:
        await reader.press("C")
        lines = reader.text().splitlines()
        assert lines[3].startswith("▎  No caption")
        assert lines[4].startswith("▎")
        assert not lines[5].startswith("▎")
