"""The article view on a screen: size, place, pictures, captions, long articles."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from reader.feeds.bodies.content import ArticleContent
from reader.tui.render.lines import Place
from storage.model import Article

Opener = Callable[..., tuple[Article, ArticleContent]]

FILLER = "<p>" + "The harbour was quiet and the bridge was open again. " * 12 + "</p>"


async def test_an_article_is_centred_at_its_measure(app: Any, open_article: Opener) -> None:
    async with app.run_test(size=(101, 20)) as pilot:
        app.view.show_article(*open_article())
        await pilot.pause()
        assert app.painted()[1:3] == [" " * 13 + "HARBOUR NEWS", " " * 13 + "Bridge opens a week late"]
        assert max(len(line) for line in app.painted()) == 13 + 74


@pytest.mark.parametrize(
    ("width", "left"),
    [(20, 2), (40, 2), (76, 2), (79, 2), (90, 7), (113, 19), (114, 19), (115, 20), (180, 52)],
)
async def test_alone_on_the_screen_it_is_centred(
    app: Any, open_article: Opener, width: int, left: int
) -> None:
    async with app.run_test(size=(width, 20)) as pilot:
        app.view.show_article(*open_article())
        await pilot.pause()
        assert app.painted()[1] == " " * left + "HARBOUR NEWS"


async def test_space_pages_to_the_end_and_then_says_so(app: Any, open_article: Opener) -> None:
    async with app.run_test(size=(80, 20)) as pilot:
        app.view.show_article(*open_article())
        await pilot.pause()
        pages = 0
        while app.view.page_down():
            pages += 1
            await pilot.pause()
        assert pages >= 2
        assert any("◆" in line for line in app.painted())
        assert not app.view.page_down()


async def test_a_page_down_leaves_two_lines_in_sight(app: Any, open_article: Opener) -> None:
    async with app.run_test(size=(80, 20)) as pilot:
        app.view.show_article(*open_article())
        await pilot.pause()
        last_two = app.painted()[-2:]
        app.view.page_down()
        await pilot.pause()
        assert app.painted()[:2] == last_two


async def test_a_short_article_has_no_further_page(app: Any, open_article: Opener) -> None:
    async with app.run_test(size=(80, 20)) as pilot:
        app.view.show_article(*open_article("<p>Short.</p>"))
        await pilot.pause()
        assert not app.view.page_down()


async def test_pictures_are_jumped_to_one_by_one(app: Any, open_article: Opener) -> None:
    async with app.run_test(size=(80, 20)) as pilot:
        app.view.show_article(*open_article())
        await pilot.pause()
        seen: list[str] = []
        for step in (1, 1, 1, 1, -1, -1, -1):
            jumped = app.view.jump_picture(step)
            await pilot.pause()
            picture = app.view.current_picture
            assert picture is not None
            seen.append(picture.caption.split()[1] if jumped else "-")
        assert seen == ["crane", "quay", "lighthouse", "-", "quay", "crane", "-"]


async def test_the_figure_that_was_jumped_to_is_in_sight(app: Any, open_article: Opener) -> None:
    async with app.run_test(size=(80, 20)) as pilot:
        app.view.show_article(*open_article())
        await pilot.pause()
        app.view.jump_picture(1)
        app.view.jump_picture(1)
        await pilot.pause()
        assert "▣ Picture 2 of 3" in app.painted()[1]


async def test_scrolling_after_a_jump_counts_from_what_is_seen(app: Any, open_article: Opener) -> None:
    async with app.run_test(size=(80, 20)) as pilot:
        app.view.show_article(*open_article())
        await pilot.press("G")
        assert app.view.jump_picture(-1)
        await pilot.pause()
        assert "▣ Picture 2 of 3" in app.painted()[1]


async def test_an_article_without_pictures_has_none_to_jump_to(app: Any, open_article: Opener) -> None:
    async with app.run_test(size=(80, 20)) as pilot:
        app.view.show_article(*open_article(FILLER))
        await pilot.pause()
        assert not app.view.jump_picture(1)
        assert app.view.current_picture is None


async def test_captions_go_from_inline_to_page_to_hidden(app: Any, open_article: Opener) -> None:
    async with app.run_test(size=(80, 30)) as pilot:
        app.view.show_article(*open_article())
        await pilot.pause()
        views = {}
        for _ in range(3):
            mode = app.view.cycle_captions()
            await pilot.pause()
            text = "\n".join(app.painted())
            views[mode] = (text.count("in the morning."), "opened late" in text, text.count("▣"))
        assert list(views) == ["page", "hidden", "inline"]
        assert views["page"] == (3, False, 4)
        assert views["hidden"][:2] == (0, True)
        assert views["inline"][:2] == (1, True)


async def test_the_captions_page_and_the_text_keep_their_places(app: Any, open_article: Opener) -> None:
    async with app.run_test(size=(80, 20)) as pilot:
        app.view.show_article(*open_article())
        await pilot.press("pagedown", "pagedown")
        before = app.painted()
        app.view.caption_mode = "page"
        await pilot.pause()
        assert app.first_words() == "HARBOUR NEWS"
        app.view.caption_mode = "inline"
        await pilot.pause()
        assert app.painted() == before


async def test_a_resize_keeps_the_top_words(app: Any, open_article: Opener) -> None:
    body = "".join(f"<p>Paragraph {number} " + "has some words in it. " * 9 + "</p>" for number in range(60))
    async with app.run_test(size=(80, 20)) as pilot:
        app.view.show_article(*open_article(body))
        await pilot.press("pagedown", "pagedown", "pagedown", "j")
        place = app.view.place
        for width in (40, 120, 60, 80):
            await pilot.resize_terminal(width, 20)
            await pilot.pause()
            assert app.view.place.piece == place.piece


async def test_the_same_article_shown_again_stays_where_it_is(app: Any, open_article: Opener) -> None:
    async with app.run_test(size=(80, 20)) as pilot:
        app.view.show_article(*open_article())
        await pilot.press("pagedown")
        place = app.view.place
        app.view.show_article(*open_article(is_starred=True))
        await pilot.pause()
        assert app.view.place == place > Place(0)
        app.view.show_article(*open_article(article_id=2))
        await pilot.pause()
        assert app.first_words() == "HARBOUR NEWS"


async def test_an_article_can_be_opened_at_a_kept_place(app: Any, open_article: Opener) -> None:
    async with app.run_test(size=(80, 20)) as pilot:
        app.view.show_article(*open_article())
        await pilot.press("pagedown")
        place, words = app.view.place, app.first_words()
        app.view.show_article(*open_article(article_id=2))
        await pilot.pause()
        app.view.show_article(*open_article(), place=place)
        await pilot.pause()
        assert app.first_words() == words


async def test_a_long_article_is_there_at_once_and_whole_soon(app: Any, open_article: Opener) -> None:
    opened = open_article(
        "".join(f"<p>Paragraph {number}. " + "word " * 60 + "</p>" for number in range(2000))
    )
    async with app.run_test(size=(80, 20)) as pilot:
        began = time.perf_counter()
        app.view.show_article(*opened)
        seconds = time.perf_counter() - began
        assert "Paragraph 0." in "\n".join(app.painted())
        assert 100 < app.view.virtual_size.height < 500
        for _ in range(500):
            if app.view.virtual_size.height > 7_000:
                break
            await pilot.pause()
        assert app.view.virtual_size.height > 7_000
        assert seconds < 0.15


async def test_going_to_the_end_of_a_long_article_finds_it(app: Any, open_article: Opener) -> None:
    async with app.run_test(size=(80, 20)) as pilot:
        app.view.show_article(*open_article(FILLER * 300))
        await pilot.press("G")
        assert any("◆" in line for line in app.painted())


async def test_the_setting_of_measure_and_justification_is_followed(
    app: Any,
    open_article: Opener,
) -> None:
    async with app.run_test(size=(80, 20)) as pilot:
        app.view.show_article(*open_article(FILLER))
        app.view.measure = 40
        app.view.is_justified = True
        await pilot.pause()
        wrapped = [line.strip() for line in app.painted()[5:10]]
        assert {len(line) for line in wrapped} == {40}


async def test_a_view_that_was_not_shown_comes_back_at_its_place(app: Any, open_article: Opener) -> None:
    async with app.run_test(size=(80, 20)) as pilot:
        app.view.show_article(*open_article())
        await pilot.press("pagedown")
        place, lines = app.view.place, app.painted()
        app.view.display = False
        await pilot.pause()
        await pilot.resize_terminal(80, 21)
        await pilot.resize_terminal(80, 20)
        app.view.display = True
        await pilot.pause()
        assert (app.view.place, app.painted()) == (place, lines)


async def test_an_article_shown_while_the_view_is_hidden_appears_with_it(
    app: Any,
    open_article: Opener,
) -> None:
    app.view.display = False
    async with app.run_test(size=(80, 20)) as pilot:
        app.view.show_article(*open_article())
        await pilot.pause()
        app.view.display = True
        await pilot.pause()
        assert app.first_words() == "HARBOUR NEWS"
