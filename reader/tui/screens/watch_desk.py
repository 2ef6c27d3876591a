"""The watch desk: every keyword with its rhythm, and what can be done about it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Input

from reader.clock import Clock
from reader.errors import NotWritten
from reader.keywords.undoing import undo
from reader.transfer.keywords import KeywordFile, read_file, write_keywords
from reader.tui.behind import run_behind
from reader.tui.controllers.library import Library
from reader.tui.controllers.watcher import Watcher
from reader.tui.places import Place
from reader.tui.screens.keyword_form import KeywordFormScreen, plan_of, read_surroundings
from reader.tui.screens.telling import Telling
from reader.tui.widgets.bars import HintBar, TopBar
from reader.tui.widgets.line_input import LineInput
from reader.tui.widgets.watch_list import WatchList
from storage.archive import Archive
from storage.model import Keyword, View, ViewKind
from storage.sentences import counted
from storage.watch.keyword_steps import KeywordPlan
from storage.watch.keywords import KeywordFacts
from storage.watch.watching import WatchedKeyword

_NOTICE_SECONDS = 2.0
_PROGRESS_SECONDS = 0.2
_HINTS = (
    ("Enter", "Articles"),
    ("a", "Add"),
    ("e", "Edit"),
    ("p", "Pause"),
    ("1-8", "Sort"),
    ("/", "Find"),
    ("Esc", "Back"),
    ("D", "Remove"),
    ("u", "Undo"),
    ("i", "Import"),
    ("x", "Export"),
)
_FIND, _ADD = "Find a keyword", "word, two words, prefix*, =Exact, /regex/"
_IMPORT = "File to bring in: a word per line, CSV, or newsboat's config"
_EXPORT = "File to write, as CSV"
_EMPTY = ("No keywords yet", "Press a to watch a word.")

_Sorting = tuple[str, Callable[[WatchedKeyword], Any]]
_SORTINGS: tuple[_Sorting, ...] = (
    ("name", lambda row: row.keyword.pattern.casefold()),
    ("today", lambda row: -row.today_count),
    ("30 days", lambda row: -sum(row.hits_by_day)),
    ("unread", lambda row: -row.keyword.unread_count),
    ("in all", lambda row: -row.keyword.article_count),
    ("last seen", lambda row: -row.last_seen_at.timestamp() if row.last_seen_at else 0.0),
    ("first seen", lambda row: row.first_seen_at.timestamp() if row.first_seen_at else float("inf")),
    ("group", lambda row: (not row.keyword.group, row.keyword.group.casefold())),
)
_LEGEND_FROM = 120
"""From this width on the title names the columns with their keys."""


class _Watched:
    """What ``RowList`` needs of a sorted list."""

    def __init__(self, rows: Sequence[WatchedKeyword]) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def row(self, index: int) -> WatchedKeyword:
        return self._rows[index]


class WatchDeskScreen(Telling, Screen[Place | None]):
    """Gives the place of the keyword whose articles were asked for, or None."""

    CSS_PATH: ClassVar = "desks.tcss"
    AUTO_FOCUS = "WatchList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,h,left", "leave", "Back", show=False),
        Binding("s", "sort", "Sort by the next column", show=False),
        *(
            Binding(
                str(number), f"sort_by({number - 1})", f"Sort by {name}; again, the other way", show=False
            )
            for number, (name, _) in enumerate(_SORTINGS, 1)
        ),
        Binding("a", "add", "Watch a word", show=False),
        Binding("A", "add_in_form", "Watch a word, with all that can be said of it", show=False),
        Binding("e", "edit", "Change a keyword", show=False),
        Binding("i", "import", "Bring keywords from a file", show=False),
        Binding("x", "export", "Write all keywords to a file", show=False),
        Binding("p", "pause", "Pause, or look for it again", show=False),
        Binding("D", "remove", "Stop watching", show=False),
        Binding("u", "undo", "Take back the last change", show=False),
        Binding("slash,f", "find", "Find a keyword", show=False),
    ]

    def __init__(self, library: Library, clock: Clock, keywords: Iterable[Keyword] = ()) -> None:
        """``keywords``: What is known of them by now, shown until the days of each are counted."""
        super().__init__()
        self._library = library
        self._clock = clock
        self._watcher = Watcher(library)
        self._list = WatchList(clock=clock)
        self._field = LineInput(compact=True)
        self._rows = [WatchedKeyword(keyword) for keyword in keywords]
        self._sorting = 0
        self._is_reversed = False
        self._wanted = ""
        self._data_version = -1

    def compose(self) -> ComposeResult:
        bar = TopBar()
        bar.set_reactive(TopBar.crumb, ("Keywords",))
        yield bar
        yield self._list
        yield self._field
        yield HintBar(_HINTS)

    def on_mount(self) -> None:
        if self._rows:
            self._show()
        # On a large archive the days take longer than a key may.
        run_behind(self, self.reload, "reload")
        self.set_interval(_NOTICE_SECONDS, self._notice_changes)
        self.set_interval(_PROGRESS_SECONDS, self._show_progress)

    def on_unmount(self) -> None:
        self._watcher.give_up()

    async def reload(self, pattern: str = "") -> None:
        """Read again; the cursor goes to a pattern, or stays on its keyword."""
        self._data_version = self._library.archive.data_version()
        self._rows = await self._library.read_while_wanted(self._library.archive.watched_keywords)
        self._show(pattern)

    async def _notice_changes(self) -> None:
        if self._data_version != self._library.archive.data_version():
            await self.reload()

    def _show(self, pattern: str = "") -> None:
        name, key = _SORTINGS[self._sorting]
        word = self._wanted.casefold()
        rows = sorted(
            (row for row in self._rows if word in row.keyword.pattern.casefold()),
            key=key,
            reverse=self._is_reversed,
        )
        here = self._list.cursor_row
        kept = pattern or (here.keyword.pattern if here else "")
        index = next((index for index, row in enumerate(rows) if row.keyword.pattern == kept), None)
        title = f"Keywords · by {name}{' ↑' if self._is_reversed else ''}"
        title += f" · {self._wanted}" if self._wanted else ""
        empty = ("Not among the keywords", self._wanted) if self._wanted else _EMPTY
        place = self._list.cursor_index if index is None else index
        self._list.show_listing(_Watched(rows), title=title, index=place, empty=empty)
        if self.size.width >= _LEGEND_FROM and rows:
            self._list.remark(f"1-{len(_SORTINGS)} by {', '.join(name for name, _ in _SORTINGS)}")

    def _show_progress(self) -> None:
        self._list.announce(self._watcher.sentence)

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
        typed, question = event.value.strip(), str(self._field.placeholder)
        self._close_field()
        if not typed or question == _FIND:
            return
        answers = {_ADD: self._add, _IMPORT: self._import, _EXPORT: self._export}
        self._begin(partial(answers[question], typed))

    def _begin(self, work: Callable[[], Awaitable[None]]) -> None:
        """Start work that takes its time, unless other such work is under way."""
        if self._watcher.is_running:
            self.say("One at a time: a keyword is still looked for")
        else:
            run_behind(self, work, "watch")

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
        self.action_sort_by((self._sorting + 1) % len(_SORTINGS))

    def action_sort_by(self, number: int) -> None:
        self._is_reversed = self._sorting == number and not self._is_reversed
        self._sorting = number
        self._show()

    def action_import(self) -> None:
        self._ask(_IMPORT)

    def action_export(self) -> None:
        self._ask(_EXPORT, "~/keywords.csv")

    async def action_add_in_form(self) -> None:
        await self._open_form(None)

    async def action_edit(self) -> None:
        if self._list.cursor_row is not None:
            await self._open_form(self._list.cursor_row)

    async def _open_form(self, watched: WatchedKeyword | None) -> None:
        around = await self.attempt(self._library.read(read_surroundings, self._library.archive))
        if around is not None:
            form = KeywordFormScreen(self._library, self._clock, around, watched)
            old = watched.keyword.pattern if watched is not None else ""
            self.app.push_screen(form, partial(self._keep, old))

    def _keep(self, old: str, facts: KeywordFacts | None) -> None:
        """Store what the form gave; ``old`` is the pattern that it had before, "" for a new keyword."""
        if facts is not None:
            self._begin(partial(self._change, plan_of(old, facts), facts.pattern))

    async def _change(self, plan: KeywordPlan, pattern: str = "") -> None:
        if await self.attempt(self._watcher.change(plan)) is not None:
            self.say_done(plan.sentence)
        await self.reload(pattern)

    async def _import(self, typed: str) -> None:
        brought = await self.attempt(self._library.read(_read_file, self._library.archive, typed))
        if brought is None:
            return
        if brought.refused:
            first = brought.refused[0]
            count = len(brought.refused)
            lines = "1 line is" if count == 1 else f"{count:,} lines are"
            self.complain(f"{lines} left out. Line {first.line}: {first.reason}")
        if brought.plan.added:
            await self._change(brought.plan)
        elif not brought.refused:
            self.say(f"Nothing new: {brought.known_count} were watched already")

    async def _export(self, typed: str) -> None:
        count = await self.attempt(self._library.read(_write_file, self._library.archive, typed))
        if count is not None:
            self.say(f"Wrote {count:,} keywords to {typed}")

    async def action_remove(self) -> None:
        row = self._list.cursor_row
        if row is not None:
            change = self._library.change(self._library.archive.remove_keyword, row.keyword.pattern)
            removed = await self.attempt(change)
            if removed is not None:
                self.say_done(removed.sentence)
            await self.reload()

    async def action_pause(self) -> None:
        row = self._list.cursor_row
        if row is None or self._watcher.is_running:
            return
        if row.keyword.is_paused:
            run_behind(self, partial(self._resume, row.keyword), "watch")
            return
        pause = self._library.change(self._library.archive.pause_keyword, row.keyword.pattern)
        if await self.attempt(pause) is not None:
            self.say_done(f"Paused {row.keyword.pattern}: its articles stay here")
        await self.reload()

    async def _resume(self, keyword: Keyword) -> None:
        if await self.attempt(self._watcher.resume(keyword)) is not None:
            self.say_done(f"Watching {keyword.pattern} again")
        await self.reload()

    async def action_undo(self) -> None:
        undone = await self.attempt(self._library.change(undo, self._library.archive))
        self.say(undone.sentence if undone is not None else "There is nothing to take back")
        await self.reload()

    async def _add(self, typed: str) -> None:
        known = {row.keyword.pattern for row in self._rows}
        keyword = await self.attempt(self._watcher.add(typed))
        if keyword is not None:
            count, already = keyword.article_count, " already" if keyword.pattern in known else ""
            self.say(f"Watching {keyword.pattern}{already}: {counted(count, 'article')}")
        await self.reload(keyword.pattern if keyword is not None else "")


def _read_file(archive: Archive, typed: str) -> KeywordFile:
    """Raises TransferError."""
    return read_file(Path(typed).expanduser(), read_surroundings(archive))


def _write_file(archive: Archive, typed: str) -> int:
    """Write all keywords to a file that is not there yet; gives how many they are. Raises NotWritten."""
    path, watched = Path(typed).expanduser(), archive.watched_keywords()
    lines = write_keywords(watched, {feed.feed_id: feed.url for feed in archive.feeds()})
    try:
        with path.open("x", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines)
    except FileExistsError:
        raise NotWritten(path, "it exists already: write another name") from None
    except OSError as error:
        raise NotWritten(path, f"it cannot be written ({error.strerror})") from None
    return len(watched)
