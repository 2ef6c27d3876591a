"""The feed health screen: which feeds fail, which are silent, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from reader.clock import Clock
from reader.tui.behind import run_behind
from reader.tui.controllers.library import Library
from reader.tui.render.health import HEALTH_LINES, layout_health_row
from reader.tui.render.lines import Runs
from reader.tui.screens.telling import Telling
from reader.tui.widgets.bars import HintBar, TopBar
from reader.tui.widgets.row_list import RowList
from storage.errors import CutlineError
from storage.model import Feed
from storage.subscriptions.health import FeedHealth

if TYPE_CHECKING:
    from reader.tui.screens.feed_form import SavedFeed

_HINTS = (
    ("Enter", "Articles"),
    ("r", "Retry"),
    ("e", "Edit"),
    ("p", "Pause"),
    ("m", "Follow"),
    ("s", "Sort"),
    ("Esc", "Back"),
)

Sorting = tuple[str, Callable[[FeedHealth], Any]]
_SORTINGS: tuple[Sorting, ...] = (
    ("trouble first", lambda _: 0),
    ("by title", lambda feed: feed.title.casefold()),
    ("most articles", lambda feed: -sum(feed.articles_by_day)),
    ("slowest", lambda feed: -(feed.latency_ms or 0)),
    ("largest", lambda feed: -(feed.size_bytes or 0)),
    ("longest silent", lambda feed: feed.newest_at.timestamp() if feed.newest_at else 0),
)

RefreshFeeds = Callable[[Sequence[Feed]], object]
"""Begins to refresh feeds in the background."""


class _Health:
    """What ``RowList`` needs of a sorted list."""

    def __init__(self, rows: Sequence[FeedHealth]) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def row(self, index: int) -> FeedHealth:
        return self._rows[index]


class HealthList(RowList):
    """Shows feeds with their rhythm and their troubles."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock

    @property
    def cursor_row(self) -> FeedHealth | None:
        """The feed under the cursor; None in an empty list."""
        row = super().cursor_row
        return row if isinstance(row, FeedHealth) else None

    def layout_row(self, row: FeedHealth, width: int) -> tuple[Runs, ...]:
        return layout_health_row(row, width, self._clock())

    def lines_per_row(self) -> int:
        return HEALTH_LINES

    def action_open(self) -> None:
        if isinstance(self.screen, HealthScreen):
            self.screen.action_open_feed()


class HealthScreen(Telling, Screen[int | None]):
    """Gives the feed whose articles were asked for, or None."""

    CSS_PATH: ClassVar = "desks.tcss"
    AUTO_FOCUS = "HealthList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,h,left", "leave", "Back", show=False),
        Binding("r", "retry", "Fetch it now", show=False),
        Binding("e", "edit", "Settings of the feed", show=False),
        Binding("p", "pause", "Pause, or fetch again", show=False),
        Binding("m", "follow", "Take the address that the server names", show=False),
        Binding("s", "sort", "Sort by something else", show=False),
        Binding("u", "undo", "Take back the last change", show=False),
    ]

    def __init__(self, library: Library, clock: Clock, refresh_feeds: RefreshFeeds) -> None:
        super().__init__()
        self._library = library
        self._clock = clock
        self._refresh_feeds = refresh_feeds
        self._list = HealthList(clock)
        self._rows: list[FeedHealth] = []
        self._sorting = 0

    def compose(self) -> ComposeResult:
        bar = TopBar()
        bar.set_reactive(TopBar.crumb, ("Feed health",))
        yield bar
        yield self._list
        yield HintBar(_HINTS)

    def on_mount(self) -> None:
        self._list.announce("Feed health …")
        run_behind(self, self.reload, "health")
        self.set_interval(2.0, self.reload)

    async def reload(self) -> None:
        """Read again and keep the cursor on its feed."""
        self._rows = await self._library.read(self._library.archive.health)
        self._show()

    def _show(self) -> None:
        name, key = _SORTINGS[self._sorting]
        rows = sorted(self._rows, key=key)
        here = self._list.cursor_row
        index = next((i for i, row in enumerate(rows) if here and row.feed_id == here.feed_id), 0)
        troubled = sum(row.error is not None for row in rows)
        title = "Feed health" + (f" · {troubled} failing" if troubled else "") + f" · {name}"
        self._list.show_listing(_Health(rows), title=title, index=index, empty=("No feeds yet", ""))

    def action_open_feed(self) -> None:
        """Show the articles of the feed under the cursor."""
        row = self._list.cursor_row
        if row is not None:
            self.dismiss(row.feed_id)

    def action_leave(self) -> None:
        self.dismiss(None)

    def action_sort(self) -> None:
        self._sorting = (self._sorting + 1) % len(_SORTINGS)
        self._show()

    async def action_retry(self) -> None:
        row = self._list.cursor_row
        if row is not None:
            feed = await self._library.read(self._library.archive.feed, row.feed_id)
            self._refresh_feeds([feed])

    async def action_edit(self) -> None:
        from reader.tui.screens.feed_form import FeedFormScreen, read_around

        row = self._list.cursor_row
        if row is None:
            return
        try:
            around = await self._library.read(read_around, self._library.archive, row.feed_id)
        except CutlineError as error:
            self.notify(str(error), severity="error", markup=False)
            return
        form = FeedFormScreen(self._library, around, self._clock())
        self.app.push_screen(form, partial(self._show_saved, row.feed_id))

    async def _show_saved(self, feed_id: int, saved: SavedFeed | None) -> None:
        if saved is None or not saved.change.change_id:
            return
        self.say_done(saved.change.sentence)
        if saved.has_other_address:
            feed = await self._library.read(self._library.archive.feed, feed_id)
            if not feed.is_paused:
                self._refresh_feeds([feed])
        await self.reload()

    async def action_pause(self) -> None:
        row = self._list.cursor_row
        if row is not None:
            await self._change(self._library.archive.pause_feeds, [row.feed_id], not row.is_paused)
            done = "Fetched again from now on" if row.is_paused else f"Paused {row.title}"
            self.say_done(done)

    async def action_follow(self) -> None:
        row = self._list.cursor_row
        if row is None:
            return
        is_moved = await self._change(self._library.archive.follow_move, row.feed_id)
        if is_moved:
            self.say_done("Took the new address")
        else:
            self.say("The server names no other address")

    async def action_undo(self) -> None:
        from reader.keywords.undoing import undo

        undone = await self._change(undo, self._library.archive)
        self.say(undone.sentence if undone is not None else "There is nothing to take back")

    async def _change(self, function: Callable[..., Any], *arguments: object) -> Any:
        try:
            return await self._library.change(function, *arguments)
        except CutlineError as error:
            self.notify(str(error), severity="error", markup=False)
        finally:
            await self.reload()
