"""Feeds: adding, refreshing, removing from within the reader."""

import json
import shlex
import sys
from pathlib import Path
from typing import Any

import pytest

from sample_feeds import sample_files
from storage.archive import Archive

Open = Any
FILES = {sample.path.name: sample.path for sample in sample_files()}


async def add(reader: Any, feed: Path) -> None:
    await reader.press("a")
    reader.app.screen.query_one("#source").value = str(feed)
    await reader.press("enter")
    await reader.until(lambda: "Enter subscribes" in reader.text())
    await reader.press("enter")
    await reader.until(lambda: reader.screen.list_pane.row_count == 3)


async def test_the_dialog_adds_a_feed_and_shows_it(empty_archive: Archive, open_reader: Open) -> None:
    async with open_reader(empty_archive) as reader:
        await reader.press("a")
        reader.app.screen.query_one("#source").value = str(FILES["levant-wire.xml"])
        await reader.press("enter")
        await reader.until(lambda: "Levant Wire — 4 articles · newest 24 Jan 2025" in reader.text())
        assert "· Drones strike the Baghdad residence" in reader.text()
        assert empty_archive.feeds() == []
        await reader.press("enter")
        await reader.until(lambda: reader.screen.list_pane.row_count == 4)
        assert reader.screen.place.crumb == ("Levant Wire",)
        assert "Levant Wire: 4 articles · u takes it back" in reader.notices
        await reader.press("a")
        reader.app.screen.query_one("#source").value = str(FILES["levant-wire.xml"])
        await reader.press("enter")
        await reader.until(lambda: "subscribed already" in reader.text())
        await reader.press("escape")
        assert len(empty_archive.feeds()) == 1


@pytest.mark.parametrize("size", [(40, 12), (60, 20), (80, 24), (120, 40)])
async def test_the_dialog_shows_what_it_found_at_every_size(
    empty_archive: Archive, open_reader: Open, size: tuple[int, int]
) -> None:
    async with open_reader(empty_archive, size) as reader:
        await reader.press("a")
        for word in ("Address of a site, feed or file", "Folder", "Cancel", "Look"):
            assert word in reader.text()
        reader.app.screen.query_one("#source").value = str(FILES["levant-wire.xml"])
        await reader.press("enter")
        await reader.until(lambda: "Enter subscribes" in reader.text())
        for word in ("Levant Wire — 4", "· Drones strike", "Cancel", "Add"):
            assert word in reader.text()


@pytest.mark.parametrize("options", ["", " --folder Wires"])
async def test_an_address_on_the_line_is_looked_into_first(
    empty_archive: Archive, open_reader: Open, options: str
) -> None:
    async with open_reader(empty_archive) as reader:
        await reader.press("colon")
        reader.screen.prompt.query_one("Input").value = f"add {FILES['levant-wire.xml']}{options}"
        await reader.press("enter")
        await reader.until(lambda: "Enter subscribes" in reader.text())
        assert empty_archive.feeds() == []
        await reader.press("enter")
        await reader.until(lambda: reader.screen.list_pane.row_count == 4)
        assert empty_archive.feeds()[0].folder == options.rpartition(" ")[2]


@pytest.mark.parametrize("size", [(40, 12), (60, 20), (80, 24)])
async def test_the_dialog_shows_what_is_wrong_at_every_size(
    empty_archive: Archive, open_reader: Open, size: tuple[int, int]
) -> None:
    async with open_reader(empty_archive, size) as reader:
        await reader.press("a")
        reader.app.screen.query_one("#source").value = "no such thing"
        await reader.press("enter")
        await reader.until(lambda: "neither an" in reader.text())


async def test_the_dialog_says_what_is_wrong_and_stays(empty_archive: Archive, open_reader: Open) -> None:
    async with open_reader(empty_archive) as reader:
        await reader.press("a")
        reader.app.screen.query_one("#source").value = "no such [bold]thing[/]"
        await reader.press("enter")
        await reader.settle(0.3)
        assert "neither an address nor a file" in reader.text()
        await reader.press("escape")
        assert reader.app.screen is reader.screen
        assert empty_archive.feeds() == []


async def test_a_refresh_announces_and_shows_when_asked(
    empty_archive: Archive, open_reader: Open, tmp_path: Path
) -> None:
    feed = tmp_path / "lantern.xml"
    text = FILES["paper-lantern.xml"].read_text()
    feed.write_text(text)
    async with open_reader(empty_archive) as reader:
        await add(reader, feed)
        new = "<item><title>On gates</title><guid>lantern-4</guid></item>"
        feed.write_text(text.replace("<item>", f"{new}<item>", 1))
        shown = list(reader.screen.listing.article_ids)
        await reader.press("R")
        await reader.until(lambda: "1 new" in reader.text())
        await reader.until(lambda: "1 new · press ." in reader.text())
        assert list(reader.screen.listing.article_ids) == shown
        await reader.press("full_stop")
        assert reader.screen.list_pane.row_count == 4
        assert "On gates" in reader.text()


async def test_hooks_are_run_for_what_the_reader_brings(
    empty_archive: Archive, open_reader: Open, tmp_path: Path
) -> None:
    feed, target = tmp_path / "lantern.xml", tmp_path / "got.json"
    text = FILES["paper-lantern.xml"].read_text()
    feed.write_text(text)
    keep = "import sys; open(sys.argv[1], 'wb').write(sys.stdin.buffer.read()); sys.exit('no paper')"
    command = shlex.join([sys.executable, "-c", keep, str(target)])
    (tmp_path / "config.toml").write_text(f"[hooks]\non_new_articles = {json.dumps(command)}\n")
    async with open_reader(empty_archive) as reader:
        await add(reader, feed)
        assert not target.exists()
        new = "<item><title>On gates</title><guid>lantern-4</guid></item>"
        feed.write_text(text.replace("<item>", f"{new}<item>", 1))
        await reader.press("R")
        await reader.until(lambda: any("(no paper)" in notice for notice in reader.notices))
        assert [row["title"] for row in json.loads(target.read_text())] == ["On gates"]


async def test_a_failing_feed_is_told_once_and_marked(
    empty_archive: Archive, open_reader: Open, tmp_path: Path
) -> None:
    feed = tmp_path / "gone.xml"
    feed.write_text(FILES["paper-lantern.xml"].read_text())
    async with open_reader(empty_archive, (160, 40)) as reader:
        await add(reader, feed)
        feed.unlink()
        await reader.press("R")
        await reader.until(lambda: any("articles you have are kept" in text for text in reader.notices))
        await reader.settle()
        assert "! Paper Lantern" in reader.text()
        assert reader.screen.list_pane.row_count == 3


async def test_unsubscribing_can_be_taken_back(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (160, 40)) as reader:
        count = len(archive.feeds())
        reader.screen.tree_pane.select("feed:1")
        reader.screen.tree_pane.focus()
        await reader.press("D")
        assert len(archive.feeds()) == count - 1
        await reader.press("u")
        assert len(archive.feeds()) == count


async def test_what_another_process_writes_is_noticed(
    archive: Archive, open_reader: Open, database: Path, tmp_path: Path
) -> None:
    async with open_reader(archive) as reader:
        unread = archive.counts().unread_count
        with Archive.open(database) as other:
            other.set_read(reader.screen.listing.article_ids[:5], True)
        await reader.until(lambda: f"{unread - 5} unread" in reader.text())
