"""Reading: what keys do with articles."""

from typing import Any

import pytest

from storage.archive import Archive

Open = Any


async def go_to(reader: Any, words: str) -> None:
    await reader.press("slash")
    await reader.type(words)
    await reader.press("enter")


async def test_the_cursor_shows_articles_and_reads_those_it_stays_on(
    archive: Archive, open_reader: Open
) -> None:
    async with open_reader(archive) as reader:
        first = reader.screen.open_article.article.row
        assert first.title in reader.text()
        await reader.settle(1.2)
        # The first row of a fresh list was not chosen by anybody.
        assert archive.counts().unread_count == archive.counts().article_count
        await reader.press("j")
        await reader.until(lambda: archive.counts().unread_count == archive.counts().article_count - 1)


async def test_what_is_read_stays_in_its_place(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        before = list(reader.screen.listing.article_ids)
        await reader.press("enter")
        await reader.press("n", "n")
        assert list(reader.screen.listing.article_ids) == before
        assert archive.counts().unread_count == archive.counts().article_count - 3
        assert f"{archive.counts().unread_count} unread" in reader.text()


async def test_caption_and_credit_show_once_with_the_keyword_lit(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (160, 45)) as reader:
        await go_to(reader, "caption:naqoura")
        await reader.press("enter")
        article = reader.text()
        assert article.count("A car drives past buildings damaged in the war") == 1
        assert article.count("REUTERS/Ali Hankir") == 1
        assert "file photo" in article
        assert "◆ Naqoura ×2" in reader.text()


async def test_space_pages_and_then_goes_on_to_the_next_unread(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (120, 14)) as reader:
        await go_to(reader, "feed:levant")
        await reader.press("enter")
        first = reader.screen.open_article.article.row.article_id
        for _ in range(20):
            await reader.press("space")
            if reader.screen.open_article.article.row.article_id != first:
                break
        assert reader.screen.article_pane.scroll_offset.y == 0
        assert reader.screen.open_article.article.row.article_id != first


async def test_next_and_previous_unread(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        ids = reader.screen.listing.article_ids
        archive.set_read([ids[1], ids[2]], True)
        await reader.press("enter")
        await reader.press("n")
        assert reader.screen.open_article.article.row.article_id == ids[3]
        archive.set_read([ids[1]], False)
        await reader.press("N")
        assert reader.screen.open_article.article.row.article_id == ids[1]
        archive.set_read(list(ids), True)
        await reader.press("n")
        assert "No more unread articles here" in reader.notices


async def test_star_and_read_marks_and_undo(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        article_id = reader.screen.listing.article_ids[0]
        await reader.press("s")
        assert "★" in reader.text()
        await reader.press("m")
        row = archive.article(article_id).row
        assert (row.is_starred, row.is_read) == (True, True)
        await reader.press("u", "u")
        row = archive.article(article_id).row
        assert (row.is_starred, row.is_read) == (False, False)
        await reader.press("ctrl+r")
        assert archive.article(article_id).row.is_starred


async def test_all_read_takes_one_key_and_one_undo(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        count = archive.counts().unread_count
        await reader.press("A")
        assert archive.counts().unread_count == 0
        assert f"Marked {count} read · u takes it back" in reader.notices
        assert reader.screen.list_pane.row_count == count
        await reader.press("u")
        assert archive.counts().unread_count == count
        assert f"Taken back: Marked {count} read" in reader.notices


async def test_captions_cycle_and_pictures_are_jumped_to(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (120, 24)) as reader:
        await go_to(reader, "five frames")
        await reader.press("enter")
        await reader.press("p", "p")
        assert reader.screen.article_pane.current_picture.position == 1
        await reader.press("c")
        assert reader.screen.article_pane.caption_mode == "page"
        assert "Izmir" in reader.text()
        await reader.press("c")
        assert "Izmir" not in "\n".join(line[52:] for line in reader.text().splitlines())


async def test_copying_the_caption_gives_it_as_published(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        await go_to(reader, "caption:kadhimi")
        await reader.press("enter", "Y")
        copied = (
            "Iraqi Prime Minister Mustafa al-Kadhimi in his office in Baghdad, Iraq, June 4, 2020. (Reuters)"
        )
        assert reader.app.clipboard == copied
        await reader.press("y")
        assert reader.app.clipboard == "https://levant-wire.example/2021/11/07/baghdad-drones"


async def test_the_browser_gets_the_address_and_nothing_else(
    archive: Archive, open_reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    class Browser:
        name = "browser"

        def open(self, url: str) -> bool:
            opened.append(url)
            return True

    monkeypatch.setattr("webbrowser.get", Browser)
    async with open_reader(archive) as reader:
        await go_to(reader, "caption:kadhimi")
        await reader.press("o", "O")
    assert opened == [
        "https://levant-wire.example/2021/11/07/baghdad-drones",
        "https://pictures.levant-wire.example/kadhimi-office.jpg",
    ]


async def test_each_article_is_left_where_it_was(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (120, 14)) as reader:
        await go_to(reader, "feed:levant")
        await reader.press("enter")
        await reader.press(*"j" * 14)
        assert reader.screen.article_pane.scroll_offset.y == 14
        await reader.press("escape", "j")
        assert reader.screen.article_pane.scroll_offset.y == 0
        await reader.press("k")
        assert reader.screen.article_pane.scroll_offset.y == 14
