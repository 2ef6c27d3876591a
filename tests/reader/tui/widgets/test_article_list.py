"""The article list on a screen: what it paints, where the cursor goes, what it says."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from textual.app import App, ComposeResult

from reader.tui.widgets.article_list import ArticleList
from reader.tui.widgets.row_list import Rows
from storage.archive import Archive
from storage.errors import DatabaseLocked
from storage.fetched import FeedChanges, FetchRecord
from storage.model import ArticleData, ArticleRow, FeedData

RowMaker = Callable[..., ArticleRow]

NOW = datetime(2025, 1, 24, 9, 50, tzinfo=UTC)


class ManyRows:
    """A listing without an archive: as many numbered rows as a test wants."""

    def __init__(self, make_row: RowMaker, count: int) -> None:
        self._make_row = make_row
        self._count = count
        self.asked: list[int] = []
        self.forgotten: list[Collection[int] | None] = []
        self.read_ids: set[int] = set()
        self.is_locked = False

    def __len__(self) -> int:
        return self._count

    def row(self, index: int) -> ArticleRow:
        if self.is_locked:
            raise DatabaseLocked(Path("cutline.db"))
        self.asked.append(index)
        article_id = index + 100
        is_read = article_id in self.read_ids
        return self._make_row(article_id=article_id, title=f"Story {index}", is_read=is_read)

    def forget_rows(self, article_ids: Collection[int] | None = None) -> None:
        self.forgotten.append(article_ids)


class ListApp(App[None]):
    """A screen with nothing but the list."""

    def __init__(self, rows: str = "auto") -> None:
        super().__init__()
        self.list = ArticleList(clock=lambda: NOW, rows=rows)
        self.highlighted: list[tuple[int, int]] = []
        self.opened: list[int] = []

    def compose(self) -> ComposeResult:
        yield self.list

    def on_article_list_highlighted(self, message: ArticleList.Highlighted) -> None:
        self.highlighted.append((message.index, message.article_id))

    def on_article_list_opened(self, message: ArticleList.Opened) -> None:
        self.opened.append(message.article_id)

    def painted(self) -> list[str]:
        """The list's lines as they are on the screen."""
        return [self.list.render_line(y).text.rstrip() for y in range(self.list.size.height)]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "cutline.db", clock=lambda: NOW) as opened:
        yield opened


async def test_only_the_rows_in_sight_are_asked_for(make_row: RowMaker) -> None:
    app, rows = ListApp(), ManyRows(make_row, 1_000_000)
    async with app.run_test(size=(60, 20)) as pilot:
        began = time.perf_counter()
        app.list.show_listing(rows, title="All")
        seconds = time.perf_counter() - began
        await pilot.pause()
        assert app.list.virtual_size.height == 2_000_000
        assert max(rows.asked) <= 10
        rows.asked.clear()
        await pilot.press("G")
        assert min(rows.asked) >= 1_000_000 - 11
        assert app.highlighted[-1] == (999_999, 1_000_099)
        assert "Story 999999" in app.painted()[-2]
        assert seconds < 0.1


@pytest.mark.parametrize(
    ("keys", "index"),
    [
        (["j"], 1),
        (["down", "down", "up"], 1),
        (["k"], 0),
        (["G"], 99),
        (["G", "g"], 0),
        (["end", "j"], 99),
        (["home"], 0),
        (["pagedown"], 9),
        (["pagedown", "pageup"], 0),
        (["ctrl+d"], 5),
        (["ctrl+d", "ctrl+u"], 0),
    ],
)
async def test_keys_move_the_cursor_and_keep_it_in_sight(
    make_row: RowMaker, keys: list[str], index: int
) -> None:
    app = ListApp()
    async with app.run_test(size=(60, 20)) as pilot:
        app.list.show_listing(ManyRows(make_row, 100), title="All")
        await pilot.press(*keys)
        assert app.list.cursor_index == index
        assert app.highlighted[-1] == (index, index + 100)
        assert any(line.startswith(f"▎● Story {index} ") for line in app.painted())


async def test_the_title_tells_place_number_and_news(make_row: RowMaker) -> None:
    app = ListApp()
    async with app.run_test() as pilot:
        app.list.show_listing(ManyRows(make_row, 44_966), title="[Unread]")
        app.list.move_to(1_499)
        app.list.announce("▲ 38 new")
        await pilot.pause()
        assert str(app.list._border_title) == "[Unread]  1,500 of 44,966  ▲ 38 new"


async def test_enter_opens_the_cursors_row(make_row: RowMaker) -> None:
    app = ListApp()
    async with app.run_test() as pilot:
        app.list.show_listing(ManyRows(make_row, 9), title="All", index=3)
        await pilot.press("enter", "j", "l")
        assert app.opened == [103, 104]


async def test_a_click_moves_the_cursor_and_a_second_opens(make_row: RowMaker) -> None:
    app = ListApp()
    async with app.run_test(size=(60, 20)) as pilot:
        app.list.show_listing(ManyRows(make_row, 9), title="All")
        await pilot.pause()
        await pilot.click(ArticleList, offset=(10, 5))
        assert (app.list.cursor_index, app.opened) == (2, [])
        await pilot.click(ArticleList, offset=(10, 5), times=2)
        assert app.opened == [102]


async def test_a_click_below_the_last_row_does_nothing(make_row: RowMaker) -> None:
    app = ListApp()
    async with app.run_test(size=(60, 20)) as pilot:
        app.list.show_listing(ManyRows(make_row, 2), title="All")
        await pilot.click(ArticleList, offset=(10, 15))
        assert app.list.cursor_index == 0


async def test_changed_rows_are_read_and_painted_again(make_row: RowMaker) -> None:
    app, rows = ListApp(), ManyRows(make_row, 5)
    async with app.run_test() as pilot:
        app.list.show_listing(rows, title="All")
        await pilot.pause()
        assert "● Story 0" in app.painted()[0]
        rows.read_ids.add(100)
        app.list.refresh_rows([100])
        await pilot.pause()
        assert rows.forgotten == [[100]]
        assert "●" not in app.painted()[0]


async def test_an_empty_listing_says_so(make_row: RowMaker) -> None:
    app = ListApp()
    async with app.run_test(size=(40, 12)) as pilot:
        app.list.show_listing(
            ManyRows(make_row, 0), title="Unread", empty=("All caught up", "Press u to show read articles.")
        )
        await pilot.press("j", "enter", "G")
        lines = [line.strip() for line in app.painted()]
        assert lines[3:5] == ["All caught up", "Press u to show read articles."]
        assert app.list.cursor_row is None
        assert (app.highlighted, app.opened) == ([], [])


async def test_a_resize_keeps_the_cursor_where_it_was(make_row: RowMaker) -> None:
    app = ListApp()
    async with app.run_test(size=(60, 20)) as pilot:
        app.list.show_listing(ManyRows(make_row, 500), title="All", index=250)
        await pilot.press("k", "k")
        before = next(y for y, line in enumerate(app.painted()) if line.startswith("▎"))
        await pilot.resize_terminal(90, 22)
        await pilot.pause()
        after = next(y for y, line in enumerate(app.painted()) if line.startswith("▎"))
        assert app.list.cursor_index == 248
        assert after == before
        await pilot.resize_terminal(90, 40)
        await pilot.pause()
        assert any(line.startswith("▎● Story 248 ") for line in app.painted())
        assert app.list.virtual_size.height == 1500


@pytest.mark.parametrize(("rows", "lines"), [("1", 1), ("2", 2), ("3", 3), ("auto", 2)])
async def test_the_setting_decides_the_height_of_rows(make_row: RowMaker, rows: str, lines: int) -> None:
    app = ListApp(rows)
    async with app.run_test(size=(60, 20)) as pilot:
        app.list.show_listing(ManyRows(make_row, 50), title="All")
        await pilot.pause()
        assert "Story 1 " in app.painted()[lines]
        app.list.rows_setting = "1"
        await pilot.pause()
        assert "Story 1 " in app.painted()[1]


async def test_a_locked_archive_leaves_rows_blank_until_it_answers(make_row: RowMaker) -> None:
    app, rows = ListApp(), ManyRows(make_row, 5)
    rows.is_locked = True
    async with app.run_test() as pilot:
        app.list.show_listing(rows, title="All")
        await pilot.press("j")
        assert app.painted()[0] == ""
        rows.is_locked = False
        app.list.refresh()
        await pilot.pause()
        assert "Story 0" in app.painted()[0]


async def test_foreign_text_is_shown_as_it_is(make_row: RowMaker) -> None:
    class HostileRows(ManyRows):
        def row(self, index: int) -> ArticleRow:
            return make_row(title="[bold]AC[/] [@click=app.quit]x[/]", feed_title="[red]F[/]")

    app = ListApp()
    async with app.run_test(size=(60, 20)) as pilot:
        app.list.show_listing(HostileRows(make_row, 3), title="All")
        await pilot.pause()
        assert "[bold]AC[/] [@click=app.quit]x[/]" in app.painted()[0]
        assert "[red]F[/]" in app.painted()[1]


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "ansi-dark", "dracula"])
async def test_every_row_fills_its_width_in_every_theme(make_row: RowMaker, theme: str) -> None:
    app = ListApp()
    async with app.run_test(size=(61, 20)) as pilot:
        app.theme = theme
        app.list.show_listing(ManyRows(make_row, 50), title="All")
        await pilot.pause()
        width = app.list.scrollable_content_region.width
        assert {app.list.render_line(y).cell_length for y in range(app.list.size.height)} == {width}


async def test_the_focused_cursor_differs_from_the_one_that_is_not(make_row: RowMaker) -> None:
    app = ListApp()
    async with app.run_test(size=(60, 20)) as pilot:
        app.list.show_listing(ManyRows(make_row, 5), title="All")
        await pilot.pause()
        focused, plain = app.list.render_line(0), app.list.render_line(2)
        app.screen.set_focus(None)
        await pilot.pause()
        blurred = app.list.render_line(0)
        styles = [list(strip)[2].style for strip in (focused, blurred, plain)]
        assert len({style.bgcolor for style in styles if style is not None}) == 3


async def test_a_real_listing_is_shown(archive: Archive) -> None:
    feed_id = archive.add_feed("https://example.org/feed").feed_id
    articles = [
        ArticleData(f"g{number}", "", f"Story {number}", published_at=NOW - timedelta(hours=number))
        for number in range(200)
    ]
    record = FetchRecord(feed_id, NOW, NOW + timedelta(hours=1))
    archive.store_feed(record, FeedChanges(FeedData("Harbour News"), new=tuple(articles)))
    listing: Rows = archive.open_listing()
    app = ListApp()
    async with app.run_test(size=(60, 20)) as pilot:
        app.list.show_listing(listing, title="All")
        await pilot.pause()
        assert app.painted()[0].startswith("▎● Story 0 ")
        archive.set_read([listing.row(0).article_id], True)
        app.list.refresh_rows()
        await pilot.press("G")
        await pilot.press("g")
        assert app.painted()[0].startswith("▎  Story 0 ")
