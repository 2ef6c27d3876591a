"""The list while most of a long listing is still being read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from textual.app import App, ComposeResult

from reader.tui.widgets.article_list import ArticleList
from storage.model import ArticleRow

RowMaker = Callable[..., ArticleRow]

NOW = datetime(2025, 1, 24, 9, 50, tzinfo=UTC)


class Arriving:
    """A listing of which the first rows are known, then all; of one row of the middle nobody asks before."""

    def __init__(self, make_row: RowMaker, known: int, count: int, *, is_counted: bool) -> None:
        self._make_row = make_row
        self._known = known
        self._count = count
        self.is_counted = is_counted

    def __len__(self) -> int:
        return self._count if self.is_counted else self._known

    def has_row(self, index: int) -> bool:
        return index < self._known

    def row(self, index: int) -> ArticleRow:
        assert self.has_row(index), "the event loop would wait for this row"
        return self._make_row(article_id=index + 100, title=f"Story {index}")

    def complete(self) -> None:
        self._known = self._count
        self.is_counted = True


class ListApp(App[None]):
    """A screen with nothing but the list."""

    def __init__(self) -> None:
        super().__init__()
        self.list = ArticleList(clock=lambda: NOW, rows="1")
        self.highlighted: list[int] = []

    def compose(self) -> ComposeResult:
        yield self.list

    def on_article_list_highlighted(self, message: ArticleList.Highlighted) -> None:
        self.highlighted.append(message.article_id)

    def painted(self) -> str:
        return "\n".join(self.list.render_line(y).text for y in range(self.list.size.height))


async def test_a_search_that_is_not_counted_says_so_until_it_is(make_row: RowMaker) -> None:
    app = ListApp()
    async with app.run_test(size=(60, 12)) as pilot:
        listing = Arriving(make_row, known=50, count=5_000, is_counted=False)
        app.list.show_listing(listing, title="/port")
        await pilot.pause()
        assert "1 of 50+" in str(app.list.border_title)
        height = app.list.virtual_size.height
        listing.complete()
        app.list.complete_listing()
        await pilot.pause()
        assert "1 of 5,000" in str(app.list.border_title)
        assert "+" not in str(app.list.border_title)
        assert app.list.virtual_size.height == height * 100


async def test_rows_that_are_not_known_stay_blank_and_come_when_they_are(make_row: RowMaker) -> None:
    app = ListApp()
    async with app.run_test(size=(60, 12)) as pilot:
        listing = Arriving(make_row, known=50, count=5_000, is_counted=True)
        app.list.show_listing(listing, title="All")
        app.list.move_to(2_500)
        await pilot.pause()
        assert "2,501 of 5,000" in str(app.list.border_title)
        assert app.painted().strip() == ""
        assert app.highlighted == [100]
        listing.complete()
        app.list.complete_listing()
        await pilot.pause()
        assert "Story 2500" in app.painted()
        assert app.highlighted == [100, 2_600]


async def test_completing_tells_nothing_of_a_row_that_was_told(make_row: RowMaker) -> None:
    app = ListApp()
    async with app.run_test(size=(60, 12)) as pilot:
        listing = Arriving(make_row, known=50, count=5_000, is_counted=True)
        app.list.show_listing(listing, title="All", index=3)
        await pilot.pause()
        listing.complete()
        app.list.complete_listing()
        await pilot.pause()
        assert app.highlighted == [103]
