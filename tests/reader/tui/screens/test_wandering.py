"""Getting from article to article, and lists in another order."""

from typing import Any

from storage.archive import Archive
from storage.model import Order

Open = Any


def shown(reader: Any) -> int:
    return int(reader.screen.open_article.article.row.article_id)


async def test_back_and_on_again_through_what_was_read(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        ids = list(reader.screen.listing.article_ids)
        await reader.press("ctrl+o")
        assert "No article before this one" in reader.notices
        await reader.press("enter", "n", "n")
        assert shown(reader) == ids[2]
        await reader.press("ctrl+o", "ctrl+o")
        assert shown(reader) == ids[0]
        assert reader.screen.list_pane.cursor_index == 0
        await reader.press("ctrl+l")
        assert shown(reader) == ids[1]
        await reader.press("ctrl+l", "ctrl+l")
        assert shown(reader) == ids[2]
        assert "No article after this one" in reader.notices


async def test_back_leads_to_another_list_where_the_article_stood_there(
    archive: Archive, open_reader: Open
) -> None:
    async with open_reader(archive, (160, 50)) as reader:
        await reader.press("enter")
        first = shown(reader)
        reader.screen.tree_pane.select("feed:2")
        await reader.press("1", "enter", "enter")
        assert shown(reader) != first
        await reader.press("ctrl+o")
        if first not in list(reader.screen.listing.article_ids):
            raise AssertionError("the list does not hold the article")
        assert shown(reader) == first


async def test_after_a_feeds_last_unread_comes_the_next_feed_of_the_tree(
    archive: Archive, open_reader: Open
) -> None:
    async with open_reader(archive, (160, 50)) as reader:
        tree = reader.screen.tree_pane
        keys = [row.key for row in tree.rows if row.key.startswith("feed:") and row.number]
        tree.select(keys[0])
        await reader.press("1", "enter")
        archive.set_read(list(reader.screen.listing.article_ids), True)
        await reader.press("n")
        assert reader.screen.place.view.item_id == int(keys[1].removeprefix("feed:"))
        assert tree.cursor_row.key == keys[1]
        assert sum(notice.startswith("On to ") for notice in reader.notices) == 1
        assert reader.screen.article_pane.has_focus
        # After the last feed of the tree it goes on at its top.
        tree.select(keys[-1])
        await reader.press("1", "enter")
        archive.set_read(list(reader.screen.listing.article_ids), True)
        await reader.press("n")
        assert reader.screen.place.view.item_id == int(keys[1].removeprefix("feed:"))


async def test_the_orders_go_round_and_are_named(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive) as reader:
        newest = list(reader.screen.listing.article_ids)
        await reader.press("j", "S")
        assert list(reader.screen.listing.article_ids) == newest[::-1]
        assert "oldest first" in reader.text()
        assert reader.screen.list_pane.cursor_row.article_id == newest[1]
        await reader.press("U")
        assert reader.screen.place.order is Order.OLDEST
        await reader.press("U", *"S" * (len(reader.screen.place.orders) - 1))
        assert reader.screen.place.order is Order.NEWEST
        assert list(reader.screen.listing.article_ids) == newest
