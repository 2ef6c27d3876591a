"""The lines around the panes: where one is, what can be done, how the refresh goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import var
from textual.widget import Widget

from reader.tui.commands import COMMANDS, Command, shown_key
from reader.tui.render.cells import clip, steady_text, width_cells

if TYPE_CHECKING:
    from reader.tui.controllers.progress import Progress

_WIDE = 100
_NARROW = 60
# What stands in the footer where there is room for single letters only.
_SHORT = ("next", "star", "mark", "picture", "search")
_BAR_CELLS = 16
_FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"


class TopBar(Widget):
    """The first line: the reader's name, where one is, and what is unread."""

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

    DEFAULT_CSS = "FooterBar { height: 1; background: $surface; color: $foreground 66%; padding: 0 1; }"

    keys_by_id: var[Mapping[str, tuple[str, ...]]] = var({}, init=False)
    """The keys in force; those of the commands themselves where it says nothing."""

    class Chosen(Message):
        """A key of the footer was clicked."""

        def __init__(self, command: Command) -> None:
            super().__init__()
            self.command = command

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._ends: list[tuple[int, Command]] = []

    def render(self) -> Content:
        screen_width = self.app.size.width
        is_short = screen_width < _NARROW
        parts: list[Content] = []
        self._ends = []
        used = 0
        for command in COMMANDS:
            if not command.footer or (is_short and command.name not in _SHORT):
                continue
            key = self._key(command.name, command.keys)
            if not key:
                continue
            text = key if is_short else f"{key} {command.footer}"
            if used + len(text) > self.size.width:
                break
            parts.append(Content.styled(key, "bold $footer-key-foreground"))
            parts.append(Content("  " if is_short else f" {command.footer}   "))
            used += len(text) + (2 if is_short else 3)
            self._ends.append((used, command))
        hint = self._hint(screen_width)
        if used + len(hint) <= self.size.width:
            parts.append(Content(" " * (self.size.width - used - len(hint)) + hint))
        return Content.assemble(*parts)

    def watch_keys_by_id(self) -> None:
        self.refresh()

    def _key(self, name: str, usual: tuple[str, ...]) -> str:
        """The first key of a binding, "" where it has none."""
        keys = self.keys_by_id.get(name, usual)
        return shown_key(keys[0]) if keys else ""

    def _hint(self, screen_width: int) -> str:
        """How to find everything else."""
        help_key, palette_key = self._key("help", ("question_mark",)), self._key("palette", ("ctrl+p",))
        hints = [(help_key, "help"), *([(palette_key, "palette")] if screen_width >= _WIDE else [])]
        if screen_width < _NARROW:
            return help_key
        return "   ".join(f"{key} {word}" for key, word in hints if key)

    def on_click(self, event: events.Click) -> None:
        for end, command in self._ends:
            if event.x - self.gutter.left < end:
                self.post_message(self.Chosen(command))
                return


class HintBar(Widget):
    """The last line of a desk: its own keys."""

    DEFAULT_CSS = "HintBar { height: 1; background: $surface; color: $foreground 66%; padding: 0 1; }"

    def __init__(self, hints: Sequence[tuple[str, str]]) -> None:
        """``hints``: keys and the words for them, the most useful first."""
        super().__init__()
        self._hints = hints

    def render(self) -> Content:
        parts: list[Content] = []
        used = 0
        for fixed_key, word in self._hints:
            key = self._opening_key() if fixed_key == "Enter" else fixed_key
            used += len(key) + len(word) + 4
            if used > self.size.width + 3:
                break
            parts += [Content.styled(key, "bold $footer-key-foreground"), Content(f" {word}   ")]
        return Content.assemble(*parts)

    def _opening_key(self) -> str:
        """What opens a row: the one key of a desk that the settings change."""
        keys = getattr(self.app, "keys_by_id", {}).get("list.open", ("enter",))
        return shown_key(keys[0]) if keys else "Enter"


class RefreshLine(Widget):
    """The line above the footer while a refresh runs, and for a moment afterwards."""

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
        share = progress.done / max(progress.feed_count, 1)
        filled = round(share * _BAR_CELLS)
        head = f"Refreshing {progress.done:,} of {progress.feed_count:,} feeds "
        tail = _tail(progress)
        end = f"{self.back_key} cancels"
        room = width - 2 - len(head) - _BAR_CELLS - 2 - width_cells(end) - 1
        tail = clip(tail, max(room, 0))
        gap = " " * max(room - width_cells(tail) + 1, 1)
        return Content.assemble(
            (
                "·" if self.app.has_class("-reduced-motion") else _FRAMES[self._frame % len(_FRAMES)],
                "$primary",
            ),
            " ",
            head,
            ("━" * filled, "$primary"),
            ("─" * (_BAR_CELLS - filled), "$foreground 25%"),
            "  ",
            Content(tail),
            (gap + end, "$foreground 60%"),
        )


def _tail(progress: Progress) -> str:
    parts: Sequence[str] = (
        steady_text(progress.last_title),
        f"{progress.added:,} new",
        f"{progress.failed} failed" if progress.failed else "",
    )
    return " · ".join(part for part in parts if part)
