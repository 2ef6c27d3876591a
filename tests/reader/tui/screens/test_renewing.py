"""A place that is open while what is subscribed to changes."""

from pathlib import Path
from typing import Any

from reader.tui.screens.desk import NOTICE_SECONDS
from sample_feeds import sample_files
from storage.archive import Archive
from storage.model import ViewKind

Open = Any
FILES = {sample.path.name: sample.path for sample in sample_files()}


async def run(reader: Any, line: str) -> None:
    await reader.press("colon")
    reader.screen.prompt.query_one("Input").value = line
    await reader.press("enter")
    await reader.settle(0.3)


def feed_named(archive: Archive, title: str) -> int:
    return next(feed.feed_id for feed in archive.feeds() if feed.title == title)


async def test_undoing_the_only_feed_brings_the_welcome_back(
    empty_archive: Archive, open_reader: Open
) -> None:
    async with open_reader(empty_archive) as reader:
        await run(reader, f"add {FILES['levant-wire.xml']} --title Wire")
        await reader.until(lambda: reader.screen.list_pane.row_count == 4)
        await reader.press("u")
        await reader.until(lambda: "Welcome. No feeds yet" in reader.text())
        assert reader.screen.list_pane.row_count == 0
        assert reader.screen.open_article is None
        await reader.press("ctrl+r")
        await reader.until(lambda: reader.screen.list_pane.row_count == 4)


async def test_a_removed_feed_brought_back_is_in_the_list_again(archive: Archive, open_reader: Open) -> None:
    everything = len(archive.open_listing())
    archive.remove_feeds([feed_named(archive, "Levant Wire")])
    async with open_reader(archive) as reader:
        assert reader.screen.list_pane.row_count < everything
        await reader.press("u")
        await reader.until(lambda: reader.screen.list_pane.row_count == everything)


async def test_what_another_process_removes_leaves_the_list(
    archive: Archive, open_reader: Open, database: Path
) -> None:
    async with open_reader(archive) as reader:
        count = reader.screen.list_pane.row_count
        with Archive.open(database) as other:
            other.remove_feeds([feed_named(archive, "Levant Wire")])
        await reader.until(lambda: reader.screen.list_pane.row_count == count - 4, NOTICE_SECONDS * 5)
        with Archive.open(database) as other:
            other.undo()
        await reader.until(lambda: reader.screen.list_pane.row_count == count, NOTICE_SECONDS * 5)


async def test_a_place_whose_feed_goes_gives_way_to_all_articles(
    archive: Archive, open_reader: Open, database: Path
) -> None:
    feed_id = feed_named(archive, "Levant Wire")
    async with open_reader(archive) as reader:
        await reader.screen.go_to_row(f"feed:{feed_id}")
        assert reader.screen.place.crumb[-1] == "Levant Wire"
        await run(reader, f"remove {feed_id}")
        await reader.until(lambda: reader.screen.place.view.kind is ViewKind.ALL)
        assert reader.screen.list_pane.row_count == len(archive.open_listing())


async def test_a_feed_that_is_muted_leaves_all_articles(archive: Archive, open_reader: Open) -> None:
    feed_id = feed_named(archive, "Levant Wire")
    async with open_reader(archive, (160, 40)) as reader:
        count = reader.screen.list_pane.row_count
        await run(reader, f"edit {feed_id} --mute")
        await reader.until(lambda: reader.screen.list_pane.row_count == count - 4)
        assert "~ Levant Wire" in reader.text()


async def test_the_cursor_stays_on_its_article_or_goes_to_the_next_one(
    archive: Archive, open_reader: Open
) -> None:
    async with open_reader(archive) as reader:
        rows = archive.open_listing()[0:100]
        index = next(
            index for index, row in enumerate(rows) if index and row.feed_title != rows[index - 1].feed_title
        )
        gone, next_row = rows[index], next(row for row in rows[index:] if row.feed_id != rows[index].feed_id)
        reader.screen.list_pane.move_to(index)
        await reader.settle(0.3)
        await run(reader, f"remove {gone.feed_id}")
        await reader.until(lambda: reader.screen.list_pane.cursor_row.article_id == next_row.article_id)
        await reader.settle(1.3)
        assert not archive.rows([next_row.article_id])[0].is_read
        await reader.press("u")
        await reader.settle(0.3)
        assert reader.screen.list_pane.cursor_row.article_id == next_row.article_id


async def test_marking_and_unmarking_leaves_rows_of_the_unread_where_they_are(
    archive: Archive, open_reader: Open
) -> None:
    async with open_reader(archive) as reader:
        await reader.screen.go_to_row("view:unread")
        shown = list(reader.screen.listing.article_ids)
        await reader.press("m", "j", "m", "u")
        await reader.settle(0.3)
        assert list(reader.screen.listing.article_ids) == shown
