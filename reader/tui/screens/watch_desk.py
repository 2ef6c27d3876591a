"""The watch desk: every keyword with its rhythm, and what can be done about it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Input

from reader.clock import Clock
from reader.keywords.undoing import undo
from reader.tui.controllers.library import Library
from reader.tui.controllers.watcher import Watcher
from reader.tui.places import Place
from reader.tui.widgets.bars import HintBar, TopBar
from reader.tui.widgets.watch_list import WatchList
from storage.errors import CutlineError
from storage.model import Keyword, View, ViewKind
from storage.watching import WatchedKeyword

_NOTICE_SECONDS = 2.0
_PROGRESS_SECONDS = 0.2
_HINTS = (
    ("Enter", "Articles"),
    ("a", "Add"),
    ("p", "Pause"),
    ("s", "Sort"),
    ("/", "Find"),
    ("D", "Remove"),
    ("u", "Undo"),
    ("Esc", "Back"),
)
_FIND, _ADD = "Find a keyword", "word, two words, prefix*, =Exact, /regex/"
_EMPTY = ("No keywords yet", "Press a to watch a word.")

_Sorting = tuple[str, Callable[[WatchedKeyword], Any]]
_SORTINGS: tuple[_Sorting, ...] = (
    ("by name", lambda row: row.keyword.pattern.casefold()),
    ("most today", lambda row: -row.today_count),
    ("most in 30 days", lambda row: -sum(row.hits_by_day)),
    ("most unread", lambda row: -row.keyword.unread_count),
    ("most in all", lambda row: -row.keyword.article_count),
    ("last seen", lambda row: -row.last_seen_at.timestamp() if row.last_seen_at else 0.0),
    ("first seen", lambda row: row.first_seen_at.timestamp() if row.first_seen_at else float("inf")),
)


class _Watched:
    """What ``RowList`` needs of a sorted list."""

    def __init__(self, rows: Sequence[WatchedKeyword]) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def row(self, index: int) -> WatchedKeyword:
        return self._rows[index]


class WatchDeskScreen(Screen[Place | None]):
    """Gives the place of the keyword whose articles were asked for, or None."""

    CSS_PATH: ClassVar = "desks.tcss"
    AUTO_FOCUS = "WatchList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,h,left", "leave", "Back", show=False),
        Binding("s", "sort", "Sort by something else", show=False),
        Binding("a", "add", "Watch a word", show=False),
        Binding("p", "pause", "Pause, or look for it again", show=False),
        Binding("D", "remove", "Stop watching", show=False),
        Binding("u", "undo", "Take back the last change", show=False),
        Binding("slash,f", "find", "Find a keyword", show=False),
    ]

    def __init__(self, library: Library, clock: Clock) -> None:
        super().__init__()
        self._library = library
        self._watcher = Watcher(library)
        self._list = WatchList(clock=clock)
        self._field = Input(compact=True)
        self._rows: list[WatchedKeyword] = []
        self._sorting = 0
        self._wanted = ""
        self._data_version = -1

    def compose(self) -> ComposeResult:
        bar = TopBar()
        bar.set_reactive(TopBar.crumb, ("Keywords",))
        yield bar
        yield self._list
        yield self._field
        yield HintBar(_HINTS)

    async def on_mount(self) -> None:
        await self.reload()
        self.set_interval(_NOTICE_SECONDS, self._notice_changes)
        self.set_interval(_PROGRESS_SECONDS, self._show_progress)

    def on_unmount(self) -> None:
        self._watcher.give_up()

    async def reload(self, pattern: str = "") -> None:
        """Read again; the cursor goes to a pattern, or stays on its keyword."""
        self._data_version = self._library.archive.data_version()
        self._rows = await self._library.read(self._library.archive.watched_keywords)
        self._show(pattern)

    async def _notice_changes(self) -> None:
        if self._data_version != self._library.archive.data_version():
            await self.reload()

    def _show(self, pattern: str = "") -> None:
        name, key = _SORTINGS[self._sorting]
        word = self._wanted.casefold()
        rows = sorted((row for row in self._rows if word in row.keyword.pattern.casefold()), key=key)
        here = self._list.cursor_row
        kept = pattern or (here.keyword.pattern if here else "")
        index = next((index for index, row in enumerate(rows) if row.keyword.pattern == kept), None)
        title = f"Keywords · {name}" + (f" · {self._wanted}" if self._wanted else "")
        empty = ("Not among the keywords", self._wanted) if self._wanted else _EMPTY
        place = self._list.cursor_index if index is None else index
        self._list.show_listing(_Watched(rows), title=title, index=place, empty=empty)

    def _show_progress(self) -> None:
        done, total = self._watcher.done, self._watcher.total
        self._list.announce(f"{done:,} of {total:,} articles · Esc gives up" if total > 1 else "")

    # --- what is typed ----------------------------------------------------------------------

    def action_find(self) -> None:
        self._ask(_FIND, self._wanted)

    def action_add(self) -> None:
        self._ask(_ADD)

    def _ask(self, question: str, text: str = "") -> None:
        self._field.placeholder = question
        self._field.value = text
        self._field.display = True
        self.set_focus(self._field)

    def on_input_changed(self, event: Input.Changed) -> None:
        if self._field.display and self._field.placeholder == _FIND:
            self._wanted = event.value.strip()
            self._show()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        typed = event.value.strip()
        is_new = self._field.placeholder == _ADD
        self._close_field()
        if is_new and typed and not self._watcher.is_running:
            self.run_worker(self._add(typed), group="watch")
        elif is_new and typed:
            self._say("One word at a time: another is still looked for")

    def _close_field(self) -> None:
        self._field.display = False
        self._list.focus()

    # --- actions ----------------------------------------------------------------------------

    def on_watch_list_opened(self, message: WatchList.Opened) -> None:
        keyword = message.row.keyword
        view = View(ViewKind.KEYWORD, keyword.keyword_id)
        self.dismiss(Place(view, ("Keywords", keyword.pattern)))

    def action_leave(self) -> None:
        if self._field.display:
            self._close_field()
        elif self._watcher.is_running:
            self._watcher.give_up()
        elif self._wanted:
            self._wanted = ""
            self._show()
        else:
            self.dismiss(None)

    def action_sort(self) -> None:
        self._sorting = (self._sorting + 1) % len(_SORTINGS)
        self._show()

    async def action_remove(self) -> None:
        row = self._list.cursor_row
        if row is not None:
            change = self._library.change(self._library.archive.remove_keyword, row.keyword.pattern)
            removed = await self._attempt(change)
            if removed is not None:
                self._say(f"{removed.sentence} · u takes it back")
            await self.reload()

    async def action_pause(self) -> None:
        row = self._list.cursor_row
        if row is None or self._watcher.is_running:
            return
        if row.keyword.is_paused:
            self.run_worker(self._resume(row.keyword), group="watch")
            return
        pause = self._library.change(self._library.archive.pause_keyword, row.keyword.pattern)
        if await self._attempt(pause) is not None:
            self._say(f"Paused {row.keyword.pattern}: its articles stay here")
        await self.reload()

    async def _resume(self, keyword: Keyword) -> None:
        if await self._attempt(self._watcher.resume(keyword)) is not None:
            self._say(f"Watching {keyword.pattern} again")
        await self.reload()

    async def action_undo(self) -> None:
        undone = await self._attempt(self._library.change(undo, self._library.archive))
        self._say(undone.sentence if undone is not None else "There is nothing to take back")
        await self.reload()

    async def _add(self, typed: str) -> None:
        keyword = await self._attempt(self._watcher.add(typed))
        if keyword is not None:
            count = keyword.article_count
            self._say(f"Watching {keyword.pattern}: {count:,} {'article' if count == 1 else 'articles'}")
        await self.reload(keyword.pattern if keyword is not None else "")

    async def _attempt(self, work: Awaitable[Any]) -> Any:
        try:
            return await work
        except CutlineError as error:
            self.notify(str(error), severity="error", markup=False, timeout=8)
            return None

    def _say(self, sentence: str) -> None:
        self.notify(sentence, markup=False, timeout=4)
