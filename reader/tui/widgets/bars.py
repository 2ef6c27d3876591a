"""The lines around the panes: where one is, what can be done, how the refresh goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import var
from textual.widget import Widget

from reader.tui.commands import COMMANDS, shown_key
from reader.tui.render.cells import clip, join_fitting, steady_text, width_cells

if TYPE_CHECKING:
    from reader.tui.commands import Command
    from reader.tui.controllers.progress import Progress

_WIDE = 100
_NARROW = 60
# What stands in the footer where there is room for single letters only.
_SHORT = ("next", "star", "mark", "picture", "search")
# And what stands there while there are no feeds: the others have nothing to do yet.
_FIRST_START = {"add-feed": "Add", "command": "Command", "quit": "Quit"}
_GAP, _SMALL_GAP = 3, 2
_BAR_CELLS, _SHORT_BAR_CELLS = 16, 8
_LEAST_TITLE_CELLS = 4
_HINT_GAP = "   "
_WAY_OUT = "Esc"
_FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"


def _gap(texts: Sequence[str], room: int) -> int:
    """How many cells part what stands in a bar: fewer where all of it fits in then."""
    return _GAP if sum(len(text) + _GAP for text in texts) <= room else _SMALL_GAP


class TopBar(Widget):
    """The first line: the reader's name, where one is, and what is unread."""

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    TopBar { height: 1; background: $surface; color: $foreground 66%; padding: 0 1; }
    TopBar:ansi { text-style: dim; }
    """

    crumb: var[tuple[str, ...]] = var((), init=False)
    """Where one is, outermost first."""

    status: var[str] = var("", init=False)
    """What is said at the right edge of a wide screen."""

    def watch_crumb(self) -> None:
        self.refresh()

    def watch_status(self) -> None:
        self.refresh()

    def render(self) -> Content:
        width = self.size.width
        status = self.status if self.app.size.width >= _WIDE else ""
        room = max(width - width_cells(status) - 12, 8)
        crumb = clip(steady_text(" › ".join(self.crumb)), room)
        gap = " " * max(width - 9 - width_cells(crumb) - width_cells(status), 1)
        return Content.assemble(("Cutline", "bold $primary"), "  ", Content(crumb), gap, Content(status))


class FooterBar(Widget):
    """The last line: the keys to begin with. A click does what its key does."""

    ALLOW_SELECT = False

    DEFAULT_CSS = "FooterBar { height: 1; background: $surface; color: $foreground 66%; padding: 0 1; }"

    keys_by_id: var[Mapping[str, tuple[str, ...]]] = var({}, init=False)
    """The keys in force; those of the commands themselves where it says nothing."""

    has_feeds: var[bool] = var(True, init=False)
    """Whether there is anything to read, mark or search."""

    class Chosen(Message):
        """A key of the footer was clicked."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._places: list[tuple[range, str]] = []

    def render(self) -> Content:
        screen_width = self.app.size.width
        is_short = screen_width < _NARROW
        parts: list[Content] = []
        self._places = []
        hints = self._hints(screen_width)
        hint = _HINT_GAP.join(text for text, _ in hints)
        room = self.size.width - len(hint)
        shown = [
            (command, key, word)
            for command in COMMANDS
            if (word := self._word(command, is_short=is_short))
            if (key := self._key(command.name, command.keys))
        ]
        texts = [key if is_short else f"{key} {word}" for _, key, word in shown]
        gap = _gap(texts, room)
        used = 0
        for (command, key, _), text in zip(shown, texts, strict=True):
            if used + len(text) + gap > room:
                break
            self._places.append((range(used, used + len(text)), command.action))
            parts.append(Content.styled(key, "bold $footer-key-foreground"))
            parts.append(Content(text[len(key) :] + " " * gap))
            used += len(text) + gap
        start = max(room, used)
        parts.append(Content(" " * (start - used) + hint))
        for text, action in hints:
            self._places.append((range(start, start + len(text)), action))
            start += len(text) + len(_HINT_GAP)
        return Content.assemble(*parts)

    def watch_keys_by_id(self) -> None:
        self.refresh()

    def watch_has_feeds(self) -> None:
        self.refresh()

    def _word(self, command: Command, *, is_short: bool) -> str:
        """What stands beside a command's key, "" where it is left out."""
        if not self.has_feeds:
            return _FIRST_START.get(command.name, "")
        return "" if is_short and command.name not in _SHORT else command.footer

    def _key(self, name: str, usual: tuple[str, ...]) -> str:
        """The first key of a binding, "" where it has none."""
        keys = self.keys_by_id.get(name, usual)
        return shown_key(keys[0]) if keys else ""

    def _hints(self, screen_width: int) -> list[tuple[str, str]]:
        """How to find everything else: what is written, and the action of it."""
        help_key, palette_key = self._key("help", ("question_mark",)), self._key("palette", ("ctrl+p",))
        if screen_width < _NARROW:
            return [(help_key, "help")]
        hints = [(help_key, "help", "help")]
        if screen_width >= _WIDE:
            hints.append((palette_key, "palette", "app.command_palette"))
        return [(f"{key} {word}", action) for key, word, action in hints if key]

    def on_click(self, event: events.Click) -> None:
        x = event.x - self.gutter.left
        for place, action in self._places:
            if x in place:
                self.post_message(self.Chosen(action))


class HintBar(Widget):
    """The last line of a desk: its own keys. A click does what its key does."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "HintBar { height: 1; background: $surface; color: $foreground 66%; padding: 0 1; }"

    def __init__(self, hints: Sequence[tuple[str, str]]) -> None:
        """``hints``: keys and the words for them, the most useful first; Esc always finds room."""
        super().__init__()
        self._hints = hints
        self._places: list[tuple[range, str]] = []

    def render(self) -> Content:
        hints = [
            (shown_key(self._opening_key()) if fixed_key == "Enter" else fixed_key, word)
            for fixed_key, word in self._hints
        ]
        gap = _gap([f"{key} {word}" for key, word in hints], self.size.width + _GAP)
        parts: list[Content] = []
        self._places = []
        used = 0
        kept = sum(gap + len(f"{key} {word}") for key, word in self._hints if key == _WAY_OUT)
        for (fixed_key, _), (key, word) in zip(self._hints, hints, strict=True):
            cells = len(key) + 1 + len(word)
            if fixed_key == _WAY_OUT:
                kept = 0
            if used + cells + kept <= self.size.width:
                self._places.append((range(used, used + cells), fixed_key))
                parts += [Content.styled(key, "bold $footer-key-foreground"), Content(f" {word}{' ' * gap}")]
                used += cells + gap
        return Content.assemble(*parts)

    def _opening_key(self) -> str:
        """What opens a row: the one key of a desk that the settings change."""
        keys = getattr(self.app, "keys_by_id", {}).get("list.open", ("enter",))
        return str(keys[0]) if keys else "enter"

    async def on_click(self, event: events.Click) -> None:
        x = event.x - self.gutter.left
        for place, key in self._places:
            if x in place:
                await self._press(key)

    async def _press(self, shown: str) -> None:
        """Do what a key of this line does, also while something else has the focus."""
        key = {"Enter": self._opening_key(), "Esc": "escape", "/": "slash"}.get(shown, shown)
        bound = self.screen.active_bindings.get(key)
        if bound is not None:
            await self.app.run_action(bound.binding.action, bound.node)


class RefreshLine(Widget):
    """The line above the footer while a refresh runs, and for a moment afterwards."""

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    RefreshLine { height: 1; background: $surface; color: $foreground 80%; padding: 0 1; display: none; }
    RefreshLine.-shown { display: block; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._progress: Progress | None = None
        self._sentence = ""
        self.back_key = "Esc"
        self._frame = 0

    def on_mount(self) -> None:
        self.set_interval(1 / 8, self._turn)

    @property
    def is_running(self) -> bool:
        """Whether a refresh is under way."""
        return self._progress is not None

    def show_progress(self, progress: Progress) -> None:
        """Show how far a refresh has come."""
        self._progress = progress
        self.add_class("-shown")
        self.refresh()

    def show_end(self, sentence: str, seconds: float) -> None:
        """Say how it ended, for a while."""
        self._progress, self._sentence = None, sentence
        self.add_class("-shown")
        self.refresh()
        self.set_timer(seconds, self._hide)

    def _hide(self) -> None:
        if self._progress is None:
            self.remove_class("-shown")

    def _turn(self) -> None:
        if self._progress is not None and not self.app.has_class("-reduced-motion"):
            self._frame += 1
            self.refresh()

    def render(self) -> Content:
        progress = self._progress
        if progress is None:
            return Content(self._sentence)
        width = self.size.width
        is_short = self.app.size.width < _NARROW
        bar_cells = 0 if is_short else (_BAR_CELLS if self.app.size.width >= _WIDE else _SHORT_BAR_CELLS)
        filled = round(progress.done / max(progress.feed_count, 1) * bar_cells)
        of_all = f"{progress.done:,} of {progress.feed_count:,}"
        head = f"{of_all}  " if is_short else f"Refreshing {of_all} feeds "
        gap_cells = 2 if bar_cells else 0
        end = self.back_key if is_short else f"{self.back_key} cancels"
        room = width - 2 - len(head) - bar_cells - gap_cells - width_cells(end) - 1
        tail = _tail(progress, max(room, 0))
        gap = " " * max(room - width_cells(tail) + 1, 1)
        return Content.assemble(
            (
                "·" if self.app.has_class("-reduced-motion") else _FRAMES[self._frame % len(_FRAMES)],
                "$primary",
            ),
            " ",
            head,
            ("━" * filled, "$primary"),
            ("─" * (bar_cells - filled), "$foreground 25%"),
            " " * gap_cells,
            Content(tail),
            (gap + end, "$foreground 66%"),
        )


def _tail(progress: Progress, room: int) -> str:
    """The feed and the counts in ``room`` cells; the counts matter more than the feed's whole title."""
    counts = [f"{progress.added:,} new"]
    if progress.failed:
        counts.append(f"{progress.failed} failed")
    title = clip(steady_text(progress.last_title), room - sum(width_cells(f" · {count}") for count in counts))
    shown = [title, *counts] if width_cells(title) >= _LEAST_TITLE_CELLS else counts
    return join_fitting(shown, room)
