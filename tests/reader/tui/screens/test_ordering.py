"""The order of a list: chosen by key, by word and within a search."""

from typing import Any

from storage.archive import Archive
from storage.model import Order
from storage.query import Any as AnyOf
from storage.query import Words

Open = Any


async def test_a_search_says_its_order_and_the_key_changes_it(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        await reader.press("slash")
        await reader.type("sort:-title")
        await reader.press("enter")
        titles = [row.title.casefold() for row in reader.screen.listing[:3]]
        assert "by title, reversed" in reader.text()
        assert titles == sorted(titles, reverse=True)
        await reader.press("S")
        assert "reversed" in reader.screen.place.title
        assert reader.screen.place.query_order is None


async def test_a_search_is_compared_by_relevance_as_it_is_typed_and_by_a_key(
    archive: Archive, open_reader: Open
) -> None:
    query = AnyOf((Words("naqoura"), Words("a")))
    newest = list(archive.open_listing(query=query).article_ids)
    best = list(archive.open_listing(query=query, order=Order.RELEVANCE).article_ids)
    assert best != newest
    async with open_reader(archive) as reader:
        await reader.press("slash")
        await reader.type("naqoura or a sort:relevance")
        await reader.until(lambda: "by relevance" in reader.screen.place.title)
        assert list(reader.screen.listing.article_ids) == best
        await reader.press("escape", "slash")
        await reader.type("naqoura or a")
        await reader.press("enter")
        assert list(reader.screen.listing.article_ids) == newest
        # The first press in a search; the same order holds for what is searched for next.
        await reader.press("G", "S")
        await reader.until(lambda: "by relevance" in reader.screen.place.title)
        assert list(reader.screen.listing.article_ids) == best
        # The best are looked at, from wherever the cursor was.
        assert reader.screen.list_pane.cursor_row.article_id == best[0]
        await reader.until(lambda: reader.screen.open_article.article.row.article_id == best[0])
        await reader.press("slash", "ctrl+u")
        await reader.type("naqoura")
        await reader.until(lambda: reader.screen.place.query_text == "naqoura")
        assert reader.screen.place.shown_order is Order.RELEVANCE


async def test_relevance_is_offered_only_where_words_are_searched_for(
    archive: Archive, open_reader: Open
) -> None:
    async with open_reader(archive) as reader:
        assert Order.RELEVANCE not in reader.screen.place.orders
        await reader.press("slash")
        await reader.type("is:unread sort:relevance")
        await reader.press("enter")
        assert Order.RELEVANCE not in reader.screen.place.orders
        # What is shown is by date, and nothing else is said.
        assert reader.screen.place.shown_order is Order.NEWEST
        assert "by relevance" not in reader.screen.place.title
        await reader.press("S")
        assert reader.screen.place.shown_order is Order.OLDEST


async def test_a_list_is_sorted_by_a_word(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        await reader.press("colon")
        await reader.type("sort -title")
        await reader.press("enter")
        titles = [row.title.casefold() for row in reader.screen.listing[:3]]
        assert titles == sorted(titles, reverse=True)
        await reader.press("colon")
        await reader.type("sort colour")
        await reader.press("enter")
        assert any("Nothing is sorted by colour" in notice for notice in reader.notices)
        assert reader.screen.place.shown_order.is_reversed
