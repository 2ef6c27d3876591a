"""Keys about the keywords of the article that is read."""

from typing import Any

from reader.keywords.matcher import KeywordMatch
from reader.tui.screens.explain import ExplainScreen
from storage.archive import Archive
from storage.fetched import FeedChanges, FetchRecord
from storage.keywords import KeywordWishes
from storage.model import ArticleData, FeedData, HitData, Order, Scope, View, ViewKind

Open = Any


async def go_to(reader: Any, words: str) -> None:
    await reader.press("slash")
    await reader.type(words)
    await reader.press("enter")


async def test_why_an_article_is_lit(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (120, 40)) as reader:
        await go_to(reader, "caption:naqoura")
        await reader.press("W")
        assert isinstance(reader.app.screen, ExplainScreen)
        text = reader.text()
        assert "◆ Naqoura ×2" in text
        assert "whole words, whatever case and accents" in text
        assert "in the caption" in text
        await reader.press("j", "k", "W")
        assert reader.app.screen is reader.screen


async def test_an_article_without_keywords_says_so(archive: Archive, open_reader: Open) -> None:
    archive.remove_keyword("Naqoura")
    async with open_reader(archive, (80, 24)) as reader:
        await reader.press("W")
        assert "No keyword stands in this article" in reader.notices


async def test_without_an_article_no_key_does_harm(empty_archive: Archive, open_reader: Open) -> None:
    async with open_reader(empty_archive, (80, 24)) as reader:
        await reader.press("W", "left_curly_bracket", "right_curly_bracket", "escape")
        assert reader.app.screen is reader.screen


async def test_braces_go_from_hit_to_hit(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (120, 12)) as reader:
        await go_to(reader, "caption:naqoura")
        await reader.press("enter")
        pane = reader.screen.article_pane
        lines = pane._page.hit_lines()
        assert len(lines) >= 2
        await reader.press("right_curly_bracket")
        assert pane._jumped_to[1] == lines[0]
        await reader.press("right_curly_bracket")
        assert pane._jumped_to[1] == lines[1]
        await reader.press("left_curly_bracket")
        assert pane._jumped_to[1] == lines[0]
        await reader.press("left_curly_bracket")
        assert "No keyword above" in reader.notices
        await reader.press(*["right_curly_bracket"] * len(lines))
        assert "No further keyword" in reader.notices


async def test_a_star_asks_for_a_word_and_lights_it_at_once(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (120, 40)) as reader:
        await go_to(reader, "caption:naqoura")
        await reader.press("enter", "asterisk")
        assert reader.screen.prompt.is_open
        await reader.type("damaged")
        await reader.press("enter")
        await reader.settle(0.3)
        assert [keyword.pattern for keyword in archive.keywords()] == ["damaged", "Naqoura"]
        assert "◆ damaged" in reader.text()
        await reader.press("asterisk", "asterisk")
        assert reader.screen.prompt.query_one("Input").value == "keyword add *"


async def test_a_star_watches_the_selected_text(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (120, 40)) as reader:
        await go_to(reader, "caption:naqoura")
        await reader.press("enter")
        reader.screen.get_selected_text = lambda: "buildings\ndamaged"
        await reader.press("asterisk")
        await reader.settle(0.3)
        assert "buildings damaged" in [keyword.pattern for keyword in archive.keywords()]


async def test_what_a_keyword_hides_is_shown_by_a_key(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (120, 30)) as reader:
        shown = reader.screen.list_pane.row_count
        await reader.press("colon")
        await reader.type("keyword add Naqoura --action hide")
        await reader.press("enter")
        await reader.until(lambda: archive.hidden_count() > 0)
        all_orders = ["S"] * len(Order)
        await reader.press("2", *all_orders)
        count = archive.hidden_count()
        await reader.until(lambda: f"{count} hidden · X shows them" in reader.text())
        await reader.press("X")
        assert reader.screen.list_pane.row_count == count
        assert "hidden by keywords" in reader.text()
        await reader.press("X", "u")
        assert archive.hidden_count() == 0
        await reader.press(*all_orders)
        assert reader.screen.list_pane.row_count == shown
        assert "shows them" not in reader.text()


async def test_new_articles_with_a_keyword_are_announced(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (120, 30)) as reader:
        feed_id = archive.feeds()[0].feed_id
        (keyword,) = archive.keywords()
        article = ArticleData("news", "", "A quiet day in Naqoura", entry_hash=1)
        hits = ((HitData(keyword.keyword_id, ((Scope.TITLE, 1),), 15),),)
        now = reader.screen.clock()
        archive.store_feed(
            FetchRecord(feed_id, now, now),
            FeedChanges(FeedData(""), new=(article,), hits=hits, keywords_version=archive.keywords_version()),
        )
        await reader.screen.announce_new()
        await reader.settle()
        assert "◆ Naqoura: A quiet day in Naqoura" in reader.notices
        told = len(reader.notices)
        await reader.screen.announce_new()
        await reader.settle()
        assert len(reader.notices) == told


async def test_a_group_in_the_tree_opens_its_articles(archive: Archive, open_reader: Open) -> None:
    archive.add_keyword("Naqoura", match=KeywordMatch(), wishes=KeywordWishes(group="Coast"))
    async with open_reader(archive, (160, 40)) as reader:
        await reader.press("1")
        reader.screen.tree_pane.select("group:Coast")
        await reader.press("enter")
        assert reader.screen.place.view == View(ViewKind.GROUP, name="Coast")
        assert reader.screen.list_pane.row_count == archive.keywords()[0].article_count
