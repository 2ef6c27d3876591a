"""The reader on the sample feeds, driven by keys."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input, Static

from reader.cli.interface import list_words, news_in, run_in
from reader.cli.session import Session
from reader.ingest.ingest import Ingest
from reader.keywords.matcher import KeywordMatch
from reader.setting_groups import RefreshSettings, Settings
from reader.tui.app import CutlineApp
from reader.tui.screens.main import MainScreen
from sample_feeds import sample_files
from storage.archive import Archive

NOW = datetime(2025, 1, 26, 9, 30, tzinfo=UTC)


_MOST_TYPED = 16
_MOST_ROUNDS, _ROUND_SECONDS = 20, 0.1


def clock() -> datetime:
    return NOW


class Reader:
    """A running reader and what a test asks of it."""

    def __init__(self, app: CutlineApp, pilot: Pilot[int], asked: set[asyncio.Future[Any]]) -> None:
        """``asked``: What the archive's threads are asked for and have not answered yet."""
        self.app = app
        self.pilot = pilot
        self._asked = asked

    @property
    def screen(self) -> MainScreen:
        return next(screen for screen in self.app.screen_stack if isinstance(screen, MainScreen))

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.settle()

    async def type(self, text: str) -> None:
        """Type into the field that has the focus; a long text is pasted, since each key takes its time."""
        if len(text) > _MOST_TYPED and isinstance(self.app.focused, Input):
            self.app.focused.post_message(events.Paste(text))
            await self.settle()
            return
        names = {" ": "space", ":": "colon", "/": "slash", ".": "full_stop", "-": "minus"}
        await self.pilot.press(*(names.get(character, character) for character in text))
        await self.settle()

    async def settle(self, seconds: float = 0.12) -> None:
        """Let debounced work and the archive's threads come to rest."""
        await self.pilot.pause(seconds)
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()
        for _ in range(_MOST_ROUNDS):
            if not self._asked:
                return
            await asyncio.wait(self._asked, timeout=_ROUND_SECONDS)
            await self.app.workers.wait_for_complete()
            await self.pilot.pause()

    async def until(self, is_true: Callable[[], bool], seconds: float = 30.0) -> None:
        """Wait for something that takes its time."""
        for _ in range(int(seconds / 0.05)):
            if is_true():
                return
            await self.pilot.pause(0.05)
        raise AssertionError(f"did not come true within {seconds} s")

    def text(self) -> str:
        """What the terminal shows, line by line."""
        width, height = self.app.size
        lines = self.app.screen._compositor.render_strips()
        shown = "\n".join("".join(segment.text for segment in line)[: width * 2] for line in lines[:height])
        return shown.replace("\u00a0", " ")

    def where(self, text: str, *, below: int = 0) -> tuple[int, int]:
        """The cell at which a text begins on the screen, in the first line with it from a row on."""
        lines = self.text().split("\n")
        y = next(y for y, line in enumerate(lines) if y >= below and text in line)
        return cell_len(lines[y][: lines[y].index(text)]), y

    async def click(self, x: int, y: int, *, times: int = 1) -> None:
        # The pilot takes what it is given for what was clicked, which only the terminal's own way finds out.
        widget, region = self.app.screen.get_widget_at(x, y)
        await self.pilot.click(widget, offset=(x - region.x, y - region.y), times=times)
        await self.settle()

    async def wheel(self, x: int, y: int, steps: int) -> None:
        """Turn the wheel over a cell, down or (below zero) up."""
        kind = events.MouseScrollDown if steps > 0 else events.MouseScrollUp
        await self.pilot._post_mouse_events([kind] * abs(steps), offset=(x, y))
        await self.settle()

    async def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Press the button on one cell and let it go on another."""
        await self.pilot.mouse_down(offset=start)
        await self.pilot.hover(offset=end)
        await self.pilot.mouse_up(offset=end)
        await self.settle()

    async def edit(self, key: str) -> None:
        """Open the dialog of a row of the tree."""
        self.screen.show_panes(has_feeds=True)
        self.screen.tree_pane.focus()
        self.screen.tree_pane.select(key)
        await self.settle()
        await self.press("e")
        assert self.app.screen is not self.screen

    def field(self, cell: str) -> Input:
        """A field of the dialog that is open."""
        return self.app.screen.query_one(f"#cell-{cell}", Input)

    def put(self, **values: str) -> None:
        """Write into fields of the dialog."""
        for cell, value in values.items():
            self.field(cell.replace("header_", "header-")).value = value

    def said(self) -> str:
        """What the dialog says is wrong; "" where it says nothing."""
        message = self.app.screen.query_one("#message", Static)
        return str(message.content) if message.display else ""

    @property
    def notices(self) -> list[str]:
        return [notice.message for notice in self.app._notifications]


class Browser:
    """Is given what the reader was to open outside."""

    name = "none"

    def __init__(self) -> None:
        self.urls: list[str] = []

    def open(self, url: str) -> bool:
        self.urls.append(url)
        return True


def count_what_is_asked() -> set[asyncio.Future[Any]]:
    """What threads of this loop work on from now on: on a loaded machine they take their time."""
    loop, asked = asyncio.get_running_loop(), set[asyncio.Future[Any]]()
    run = loop.run_in_executor

    def run_counted(*arguments: Any) -> Any:
        future = run(*arguments)
        asked.add(future)
        future.add_done_callback(asked.discard)
        return future

    loop.run_in_executor = run_counted  # type: ignore[method-assign]
    return asked


OpenReader = Callable[..., AbstractAsyncContextManager[Reader]]


@pytest.fixture(scope="session")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of all sample feeds, made once and copied by each test."""
    path = tmp_path_factory.mktemp("stocked") / "cutline.db"

    async def fill() -> None:
        with Archive.open(path, clock=clock) as archive:
            async with Ingest(archive, RefreshSettings(), clock=clock) as ingest:
                for sample in sample_files():
                    await ingest.add(str(sample.path), folder=sample.folder)
            archive.add_keyword("Naqoura", match=KeywordMatch())

    asyncio.run(fill())
    return path


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "cutline.db"


@pytest.fixture
def archive(stocked: Path, database: Path) -> Iterator[Archive]:
    shutil.copy(stocked, database)
    with Archive.open(database, clock=clock) as opened:
        yield opened


@pytest.fixture
def empty_archive(database: Path) -> Iterator[Archive]:
    with Archive.open(database, clock=clock) as opened:
        yield opened


@pytest.fixture
def fetched(empty_archive: Archive, tmp_path: Path) -> Callable[[str], Awaitable[Archive]]:
    """Gives an archive with the articles of one feed, whose document it is handed."""

    async def fetch(text: str) -> Archive:
        feed = tmp_path / "quay.xml"
        feed.write_text(text, encoding="utf-8")
        async with Ingest(empty_archive, RefreshSettings()) as ingest:
            await ingest.add(str(feed))
        return empty_archive

    return fetch


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Browser:
    opened = Browser()
    monkeypatch.setattr("reader.tui.controllers.browser.webbrowser.get", lambda: opened)
    return opened


@pytest.fixture
def open_reader(database: Path) -> OpenReader:
    """Opens the reader on an archive at a size."""

    @asynccontextmanager
    async def opened(
        archive: Archive, size: tuple[int, int] = (120, 40), settings: Settings | None = None
    ) -> AsyncIterator[Reader]:
        session = Session(database, database.with_name("config.toml"), clock=clock)
        app = CutlineApp(
            archive,
            settings or Settings(),
            clock=clock,
            run_command=run_in(session),
            list_words=list_words,
            begin_news=news_in(session),
            config=session.config,
        )
        asked = count_what_is_asked()
        async with app.run_test(size=size, notifications=True) as pilot:
            reader = Reader(app, pilot, asked)
            await reader.settle(0.2)
            yield reader

    return opened
