"""A feed's settings as a dialog: what it is called, where it stands, how it is fetched."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from reader.ingest.feed_cells import FeedCells, cells_of, read_cells
from reader.keywords.undoing import catch_up
from reader.tui.controllers.library import Library
from reader.tui.render.cells import steady_text
from reader.tui.render.fetches import describe_failure, describe_fetches
from reader.tui.screens.form import Field, FormScreen, compose_field, compose_fields, compose_toggle
from reader.tui.widgets.toggle import Toggle
from storage.archive import Archive
from storage.errors import AddressTaken, CutlineError
from storage.model import Change, Feed
from storage.subscriptions.feed_settings import FeedSettings
from storage.subscriptions.feeds import SAVED_URL

_MUTED = ("in All, Unread, Today, Pictures", "not in All, Unread, Today, Pictures")
_PAUSED = ("fetched when it is due", "not fetched until you say so")
_ONE_LINE = ("title", "folder", "address", "interval", "user_agent", "proxy", "user", "password")


@dataclass(frozen=True, slots=True)
class FeedAround:
    """A feed with what its dialog shows.

    Attributes:
        folders: All there are, to choose from.
    """

    feed: Feed
    settings: FeedSettings
    folders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SavedFeed:
    """What the dialog has changed; ``has_other_address`` where the feed is to be fetched from elsewhere."""

    change: Change
    has_other_address: bool


class FeedFormScreen(FormScreen[SavedFeed]):
    """All settings of one feed, saved in one step."""

    def __init__(self, library: Library, around: FeedAround, now: datetime) -> None:
        super().__init__()
        self._library = library
        self._around = around
        self._now = now
        self._cells = cells_of(around.settings)
        self._header_count = 0
        self.title_of_form = f"Feed: {steady_text(around.feed.title)}"

    def compose_fields(self) -> ComposeResult:
        feed, cells = self._around.feed, self._cells
        yield compose_field(Field("title", "Title", cells.title, feed.feed_title or "the feed's own"))
        yield compose_field(Field("folder", "Folder", cells.folder, "none; World/Asia", self._around.folders))
        yield compose_toggle("is_muted", "Muted", is_on=cells.is_muted, meanings=_MUTED)
        # Pages that were saved are a feed that nobody fetches.
        if feed.url != SAVED_URL:
            yield from self._compose_fetching(cells)
            yield Static(self._facts(), classes="facts")

    def _compose_fetching(self, cells: FeedCells) -> ComposeResult:
        yield Static("How it is fetched", classes="section")
        yield compose_field(Field("address", "Address", cells.address, "https://"))
        yield compose_field(
            Field("interval", "Every", cells.interval, "as often as it publishes; 30m, 2h, 1d")
        )
        yield compose_toggle("is_paused", "Paused", is_on=cells.is_paused, meanings=_PAUSED)
        yield from compose_fields(
            (
                Field("user_agent", "User agent", cells.user_agent, "Cutline's own"),
                Field("proxy", "Proxy", cells.proxy, "none; http://127.0.0.1:8080"),
                Field("user", "User", cells.user, "none; for Basic authentication"),
                Field("password", "Password", cells.password, "command:pass news, keyring:service/user"),
            )
        )
        for header in (*cells.headers, ""):
            yield self._header_field(header)

    def _header_field(self, value: str) -> Horizontal:
        field = Field(f"header-{self._header_count}", "Header", value, "Cookie: name=value")
        self._header_count += 1
        return compose_field(field)

    def _facts(self) -> Content:
        feed = self._around.feed
        failure = describe_failure(feed)
        said = Content(describe_fetches(feed, self._now))
        if not failure:
            return said
        return Content.assemble(said, "\n", Content.styled(steady_text(failure), "$error"))

    @on(Input.Changed)
    async def _make_room(self, event: Input.Changed) -> None:
        """Room for one more header, as soon as there is none."""
        last = f"cell-header-{self._header_count - 1}"
        if event.input.id == last and event.value.strip():
            field = self._header_field("")
            assert isinstance(event.input.parent, Widget)
            await self.query_one(VerticalScroll).mount(field, after=event.input.parent)

    async def save(self) -> SavedFeed:
        wanted = read_cells(self._written(), self._around.settings)
        change = await self._library.change(_change, self._library.archive, self._around.feed.feed_id, wanted)
        return SavedFeed(change, wanted.url != self._around.settings.url)

    def cell_of(self, error: CutlineError) -> str:
        return "address" if isinstance(error, AddressTaken) else super().cell_of(error)

    def _written(self) -> FeedCells:
        """What the fields hold; what has no field here stays as it is."""
        shown = [cell for cell in _ONE_LINE if self.query(f"#cell-{cell}")]
        written: dict[str, Any] = {cell: self.text(cell) for cell in shown}
        for cell in ("is_muted", "is_paused"):
            if self.query(f"#cell-{cell}"):
                written[cell] = self.query_one(f"#cell-{cell}", Toggle).is_on
        if self._header_count:
            written["headers"] = tuple(self.text(f"header-{number}") for number in range(self._header_count))
        return replace(self._cells, **written)


def read_around(archive: Archive, feed_id: int) -> FeedAround:
    """A feed, its settings and the folders there are; blocks. Raises FeedNotFound."""
    return FeedAround(archive.feed(feed_id), archive.feed_settings(feed_id), tuple(archive.folders()))


def _change(archive: Archive, feed_id: int, wanted: FeedSettings) -> Change:
    change = archive.change_feeds({feed_id: wanted})
    catch_up(archive)
    return change
