"""Finding within an article, links by number, how the lines are set."""

from typing import Any

import pytest

from reader.setting_groups import InterfaceSettings, Settings
from reader.tui.widgets.article_view import WIDE_MEASURE
from storage.archive import Archive

Open = Any


async def go_to(reader: Any, words: str) -> None:
    await reader.press("2", "slash")
    await reader.type(words)
    await reader.press("enter", "enter")


async def test_what_is_looked_for_is_lit_and_counted(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (120, 16)) as reader:
        await go_to(reader, "feed:levant")
        article = reader.screen.article_pane
        rows = reader.screen.list_pane.row_count
        await reader.press("slash")
        await reader.type("THE")
        await reader.until(lambda: "/THE  1 of" in str(article.border_title))
        count = len(article.match_lines())
        assert count > 2
        assert "Enter, then n N go through them · Esc ends" in str(article.border_title)
        await reader.press("enter")
        assert article.has_focus
        await reader.until(lambda: "Enter" not in str(article.border_title))
        assert reader.screen.list_pane.row_count == rows
        await reader.press("greater_than_sign")
        assert f"/THE  2 of {count}" in reader.text()
        assert "n N go through them · Esc ends" in str(article.border_title)
        await reader.press("N", "less_than_sign")
        assert f"/THE  {count} of {count}" in reader.text()
        shown = reader.screen.open_article.article.row.article_id
        await reader.press("n")
        assert f"/THE  1 of {count}" in reader.text()
        assert reader.screen.open_article.article.row.article_id == shown
        await reader.press("N")
        last = article.match_lines()[-1]
        assert article.scroll_offset.y <= last < article.scroll_offset.y + article.size.height
        await reader.press("escape")
        assert article.finder is None
        assert article.has_focus
        assert "/THE" not in reader.text()
        await reader.press("escape")
        assert reader.screen.list_pane.has_focus


async def test_the_find_that_was_gone_to_is_told_from_the_others(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (120, 60)) as reader:
        await go_to(reader, "feed:levant")
        article = reader.screen.article_pane

        def underlined() -> list[tuple[int, str]]:
            return [
                (y, segment.text)
                for y in range(article.size.height)
                for segment in article.render_line(y)
                if segment.style.underline and not segment.style.link
            ]

        await reader.press("slash")
        await reader.type("the")
        await reader.press("enter")
        await reader.until(lambda: len(underlined()) == 1)
        first = underlined()
        await reader.press("n")
        assert len(underlined()) == 1
        assert underlined() != first
        await reader.press("escape")
        assert not underlined()


async def test_a_narrow_title_keeps_how_many_there_are_and_the_keys(
    archive: Archive, open_reader: Open
) -> None:
    async with open_reader(archive, (40, 12)) as reader:
        await go_to(reader, "feed:levant")
        article = reader.screen.article_pane
        await reader.press("slash")
        await reader.type("the")
        await reader.until(lambda: "Enter, then n N" in reader.text().splitlines()[1])
        await reader.press("enter")
        await reader.until(lambda: "n N · Esc ends" in reader.text().splitlines()[1])
        assert f"of {len(article.match_lines())}" in reader.text().splitlines()[1]


async def test_esc_on_the_line_ends_it_and_another_article_too(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        await reader.press("enter", "slash")
        await reader.type("e")
        await reader.settle(0.3)
        await reader.press("escape")
        assert reader.screen.article_pane.finder is None
        await reader.press("slash")
        await reader.type("e")
        await reader.press("enter")
        await reader.press("2", "j")
        await reader.until(lambda: reader.screen.article_pane.finder is None)
        assert reader.screen.article_pane.border_title in (None, "")
        await reader.press("greater_than_sign")
        assert any("Nothing is looked for" in notice for notice in reader.notices)


async def test_what_is_not_there_is_said(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        await reader.press("enter", "slash")
        await reader.type("zzzz")
        await reader.press("enter")
        await reader.until(lambda: "/zzzz  not found" in reader.text())
        await reader.press("greater_than_sign")
        assert "Not found in this article" in reader.notices


async def test_a_link_is_opened_by_its_number(
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
        screen = reader.screen
        for index in range(len(screen.listing)):
            await screen.show_article(screen.listing.article_ids[index])
            if len(screen.article_pane.links) > 1:
                break
        urls = [link.url for link in screen.article_pane.links]
        await reader.pilot.press("L", "9", "9")
        await reader.settle()
        assert screen.article_pane.shows_link_numbers
        await reader.press("enter")
        assert f"a number from 1 to {len(urls)}" in reader.text()
        await reader.press("backspace", "backspace", "2", "enter")
        assert opened == [urls[1]]
        assert not screen.article_pane.shows_link_numbers
        assert screen.article_pane.has_focus
        await reader.press("L", "1", "y", "enter")
        assert (reader.app.clipboard, opened) == (urls[0], [urls[1]])
        assert f"Copied {urls[0]}" in reader.notices
        await reader.press("L", "escape")
        assert not screen.article_pane.shows_link_numbers
        screen.article_pane.focused_link = 1
        await reader.press("y")
        assert reader.app.clipboard == urls[1]


async def test_captions_alone_and_hidden_are_told_on_every_article(
    archive: Archive, open_reader: Open
) -> None:
    async with open_reader(archive, (120, 24)) as reader:
        article = reader.screen.article_pane
        await go_to(reader, "is:unread")
        await reader.press("c")
        assert "Captions alone · c changes it" in reader.text()
        await reader.press("2", "j")
        await reader.settle(0.3)
        assert "Captions alone" in reader.text()
        await reader.press("enter", "slash")
        await reader.type("the")
        await reader.press("enter")
        await reader.until(lambda: "Captions alone" not in reader.text())
        await reader.press("escape")
        assert "Captions alone" in reader.text()
        await reader.press("c")
        assert "Captions hidden · c changes it" in reader.text()
        await reader.press("c")
        assert not article.border_title


async def test_no_captions_are_asked_for_where_no_article_is(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (120, 24)) as reader:
        await go_to(reader, "zzzz")
        await reader.press("c")
        assert "Pick an article to see its captions" in reader.notices
        assert reader.screen.article_pane.caption_mode == "inline"


async def test_numbers_of_links_bring_the_text_back(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (120, 40)) as reader:
        screen = reader.screen
        for article_id in screen.listing.article_ids:
            await screen.show_article(article_id)
            if screen.article_pane.links:
                break
        screen.article_pane.caption_mode = "page"
        await reader.press("L")
        assert screen.article_pane.caption_mode == "inline"
        assert "‹1›" in reader.text()
        count = len(screen.article_pane.links)
        numbers = f"1 to {count}" if count > 1 else "1"
        assert f"link {numbers}; y behind it copies" in reader.text()


async def test_an_article_without_links_says_so(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        screen = reader.screen
        for article_id in screen.listing.article_ids:
            await screen.show_article(article_id)
            if not screen.article_pane.links:
                break
        await reader.press("L")
        assert "This article has no links" in reader.notices


async def test_measure_and_justification_are_switched(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (180, 40)) as reader:
        article = reader.screen.article_pane
        usual = article._measure
        await reader.press("enter", "i")
        assert article._measure > usual
        await reader.press("i", "J")
        assert article._measure == usual
        assert article.is_justified
        await reader.press("J")
        assert not article.is_justified
        assert reader.notices[-2:] == ["Both edges straight", "The right edge ragged"]


async def test_how_the_lines_were_set_is_kept(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (180, 40)) as reader:
        await reader.press("i", "J")
    for _ in range(2):
        async with open_reader(archive, (180, 40)) as reader:
            article = reader.screen.article_pane
            assert article.measure == WIDE_MEASURE
            assert article.is_justified
    async with open_reader(archive, (180, 40)) as reader:
        await reader.press("i", "J")
    async with open_reader(archive, (180, 40)) as reader:
        assert reader.screen.article_pane.measure == 74
        assert not reader.screen.article_pane.is_justified


async def test_the_settings_say_how_the_edges_are(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, settings=Settings(interface=InterfaceSettings(justify=True))) as reader:
        assert reader.screen.article_pane.is_justified
        await reader.press("J")
    async with open_reader(archive, settings=Settings(interface=InterfaceSettings(justify=True))) as reader:
        assert not reader.screen.article_pane.is_justified
