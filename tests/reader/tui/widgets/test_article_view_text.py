"""What can be done with an article's text: links, selection, keywords; and what stands where none is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from textual.geometry import Offset
from textual.selection import SELECT_ALL, Selection

from reader.feeds.bodies.content import ArticleContent
from reader.tui.widgets.article_view import ArticleView
from storage.model import Article, Scope

Opener = Callable[..., tuple[Article, ArticleContent]]

MIXED = '<p>A <a href="https://example.org/b">bridge</a> 港 الميناء 👨\u200d👩\u200d👧 cafe\u0301</p>' * 9


@dataclass(frozen=True)
class FoundPlace:
    start: int
    end: int
    color: str = "warning"
    sign: str = ""


class BridgeFinder:
    """Finds the word bridge."""

    def inside(self, feed_id: int) -> BridgeFinder:
        return self

    def spans(self, text: str, scope: Scope) -> list[FoundPlace]:
        return [FoundPlace(*match.span()) for match in re.finditer("bridge", text, re.IGNORECASE)]


async def test_links_are_walked_and_opened_by_key(app: Any, open_article: Opener) -> None:
    async with app.run_test(size=(80, 20)) as pilot:
        app.view.show_article(*open_article())
        await pilot.press("enter")
        assert app.links_opened == []
        await pilot.press("right_square_bracket", "enter", "right_square_bracket", "enter")
        assert app.links_opened == [0, 1]
        assert any("See the quay." in line for line in app.painted())
        await pilot.press("right_square_bracket", "enter", "left_square_bracket", "enter")
        assert app.links_opened == [0, 1, 0, 1]
        assert app.view.links[1].url == "https://example.org/quay"


async def test_a_click_on_a_link_opens_it(app: Any, open_article: Opener) -> None:
    async with app.run_test(size=(80, 20)) as pilot:
        app.view.show_article(*open_article())
        await pilot.pause()
        y, line = next((y, line) for y, line in enumerate(app.painted()) if "bridge opened" in line)
        await pilot.click(ArticleView, offset=(line.index("bridge") + 2, y))
        await pilot.click(ArticleView, offset=(line.index("opened"), y))
        assert app.links_opened == [0]


async def test_a_link_is_offered_to_the_terminal_too(app: Any, open_article: Opener) -> None:
    async with app.run_test(size=(80, 20)) as pilot:
        app.view.show_article(*open_article())
        await pilot.pause()
        strips = [app.view.render_line(y) for y in range(app.view.size.height)]
        links = {segment.style.link for strip in strips for segment in strip if segment.style is not None}
        assert links == {None, "https://example.org/bridge"}


async def test_selected_text_is_the_articles_own(app: Any, open_article: Opener) -> None:
    async with app.run_test(size=(60, 30)) as pilot:
        app.view.show_article(*open_article())
        await pilot.pause()
        app.screen.selections = {app.view: SELECT_ALL}
        text = app.screen.get_selected_text()
        assert text is not None
        assert (
            "The crane in the morning.\nReuters\n\nThe bridge opened late.\n\nThe harbour was quiet" in text
        )
        assert "open again. The harbour" in text
        assert "▌" not in text


async def test_a_selection_by_mouse_counts_from_the_text(app: Any, open_article: Opener) -> None:
    async with app.run_test(size=(80, 30)) as pilot:
        app.view.show_article(*open_article())
        await pilot.pause()
        y, line = next((y, line) for y, line in enumerate(app.painted()) if "bridge opened" in line)
        x = line.index("bridge")
        await pilot.mouse_down(ArticleView, offset=(x, y))
        await pilot.hover(ArticleView, offset=(x + 5, y))
        await pilot.mouse_up(ArticleView, offset=(x + 5, y))
        assert app.screen.get_selected_text() == "bridge"
        plain = app.view.render_line(y - 2)
        selected = [segment for segment in app.view.render_line(y) if segment.text.startswith("bridge")]
        assert selected[0].style is not None
        assert selected[0].style.bgcolor != next(iter(plain)).style.bgcolor


async def test_a_selection_ends_at_the_line_it_ends_in(app: Any, open_article: Opener) -> None:
    async with app.run_test(size=(80, 30)) as pilot:
        app.view.show_article(*open_article())
        await pilot.pause()
        app.screen.selections = {app.view: Selection(Offset(-2, 1), Offset(6, 2))}
        await pilot.pause()
        assert app.screen.get_selected_text() == "HARBOUR NEWS\nBridge"
        assert app.painted()[2].strip() == "Bridge opens a week late"


async def test_keywords_are_lit_in_headline_and_text(app: Any, open_article: Opener) -> None:
    async with app.run_test(size=(80, 20)) as pilot:
        app.view.show_article(*open_article())
        await pilot.pause()
        plain = [app.view.render_line(y) for y in range(20)]
        app.view.matcher = BridgeFinder()
        await pilot.pause()
        lit = [app.view.render_line(y) for y in range(20)]
        assert [strip.text for strip in lit] == [strip.text for strip in plain]
        changed = [
            strip.text for strip, before in zip(lit, plain, strict=True) if list(strip) != list(before)
        ]
        assert changed
        assert all("ridge" in text for text in changed)
        assert "Bridge opens" in changed[0]


async def test_an_empty_view_says_what_to_do(app: Any, open_article: Opener) -> None:
    async with app.run_test(size=(60, 12)) as pilot:
        app.view.show_article(*open_article())
        app.view.show_empty("Pick an article to read", "Enter opens it")
        await pilot.press("j", "G", "pagedown", "right_square_bracket", "enter")
        lines = [line.strip() for line in app.painted()]
        assert lines[3:5] == ["Pick an article to read", "Enter opens it"]
        assert not app.view.page_down()
        assert not app.view.jump_picture(1)
        assert app.view.links == ()


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "ansi-dark", "dracula"])
@pytest.mark.parametrize("width", [24, 61, 130])
async def test_every_line_fills_its_width_in_every_theme(
    app: Any, open_article: Opener, theme: str, width: int
) -> None:
    async with app.run_test(size=(width, 40)) as pilot:
        app.theme = theme
        app.view.matcher = BridgeFinder()
        app.view.show_article(*open_article(MIXED))
        await pilot.pause()
        expected = app.view.scrollable_content_region.width
        assert {app.view.render_line(y).cell_length for y in range(40)} == {expected}
