"""The application: opens the archive, the main screen and the palette, and closes all again."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.command import Provider
from textual.driver import Driver
from textual.filter import LineFilter, Monochrome, NoColor
from textual.screen import ModalScreen
from textual.selection import Selection
from textual.widget import Widget

from reader.clock import Clock, system_clock
from reader.errors import SettingsError
from reader.tui.controllers.library import Library
from reader.tui.controllers.settings_file import LOOK_SECONDS, SettingsFile
from reader.tui.idle import read_style_sheets
from reader.tui.keymap import for_textual, resolve_keys
from reader.tui.screens.main import MainScreen
from reader.tui.style_sheets import LastingStylesheet
from reader.tui.theme import THEMES, check_theme, choose_theme
from storage.archive import Archive

if TYPE_CHECKING:
    from reader.commands import BeginNews, ListWords, RunCommand
    from reader.setting_groups import Settings
    from reader.tui.screens.palette import PaletteKind

_SWITCH_SECONDS = 0.001

_GARBAGE_THRESHOLDS = (10_000, 20, 50)
"""Screens that come and go leave thousands of objects: at Python's own thresholds a key in twenty waits
50 ms until all of them were looked at."""


def _collect_again() -> None:
    """Let Python look for garbage again, but no more among what the start has made and the end needs."""
    gc.freeze()
    gc.set_threshold(*_GARBAGE_THRESHOLDS)
    gc.enable()


def _palette() -> type[Provider]:
    """What the palette finds, loaded when it is opened."""
    from reader.tui.palette import ReaderProvider

    return ReaderProvider


class CutlineApp(App[int]):
    """The reader."""

    TITLE = "Cutline"
    # That of the bottom screen is not read by itself.
    CSS_PATH: ClassVar = ["cutline.tcss", "screens/main.tcss"]
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = "ctrl+p"
    COMMANDS: ClassVar = {_palette}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "quit", "Quit", show=False, priority=True),
        Binding("ctrl+p", "command_palette", "Palette", id="palette", show=False, priority=True),
    ]

    def __init__(
        self,
        archive: Archive,
        settings: Settings,
        *,
        clock: Clock = system_clock,
        run_command: RunCommand | None = None,
        list_words: ListWords | None = None,
        begin_news: BeginNews | None = None,
        config: Path | None = None,
    ) -> None:
        """The archive is open already and is not closed here.

        Args:
            run_command: Runs what the ``:`` line does not know itself; ``list_words`` lists it.
            begin_news: Has a person's own commands told of what a refresh brings.
            config: The settings' file, None where there is none to look at again.

        Raises:
            SettingsError: The settings name bindings or keys that do not exist, or that clash.
        """
        super().__init__()
        self.stylesheet = LastingStylesheet(self.theme_variables)
        self.settings = settings
        self.keys_by_id = resolve_keys(settings, config or Path("config.toml"))
        self.library = Library(archive)
        self._clock = clock
        self._run_command = run_command
        self._list_words = list_words
        self._begin_news = begin_news
        self._main: MainScreen | None = None
        self._copied: dict[Widget, Selection] = {}
        self._settings_file = SettingsFile(config) if config is not None else None
        for theme in THEMES:
            self.register_theme(theme)
        self._wanted_theme = choose_theme(settings.interface.theme, os.environ)
        is_known = self._wanted_theme in self.available_themes
        self._begin_with(self._wanted_theme if is_known else THEMES[0].name)

    def _begin_with(self, name: str) -> None:
        """Take a theme before the style sheets are read: a change would have them all read once more."""
        theme = self.available_themes[name]
        if theme not in THEMES:
            self.theme = name
            return
        self.set_reactive(App.theme, name)
        self.set_class(theme.dark, "-dark-mode", update=False)
        self.set_class(not theme.dark, "-light-mode", update=False)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_default_screen(self) -> MainScreen:
        """The main screen, at the bottom of the stack."""
        screen = MainScreen(self.library, self.settings, self._clock)
        screen.run_command = self._run_command
        screen.list_words = self._list_words
        screen.begin_news = self._begin_news
        screen.use_keys(self.keys_by_id)
        # Textual sets these when it tells the screen its size, and then styles all of it once more.
        screen.add_class(
            _widest(screen.HORIZONTAL_BREAKPOINTS, self.size.width),
            _widest(screen.VERTICAL_BREAKPOINTS, self.size.height),
        )
        self._main = screen
        return screen

    def on_mount(self) -> None:
        if self.settings.interface.motion == "reduced":
            self.animation_level = "none"
            self.add_class("-reduced-motion")
        self._leave_on_signals()
        self.set_keymap(for_textual(self.keys_by_id))
        self.call_after_refresh(_collect_again)
        if self._wanted_theme not in self.available_themes:
            self.notify(f"There is no theme {self._wanted_theme!r}", severity="warning", markup=False)
        if self._settings_file is not None:
            self.set_interval(LOOK_SECONDS, self._look_at_settings)

    async def _look_at_settings(self) -> None:
        """Take what the file changed of theme, keys, rows and lines; the rest holds from the next start."""
        assert self._settings_file is not None
        path = self._settings_file.path
        try:
            settings = await asyncio.to_thread(self._settings_file.read_if_changed)
            if settings is None or settings == self.settings:
                return
            check_theme(settings, path)
            self.keys_by_id = resolve_keys(settings, path)
        except SettingsError as error:
            self.notify(str(error), severity="error", markup=False, timeout=8)
            return
        if settings.interface.theme != self.settings.interface.theme:
            self.theme = choose_theme(settings.interface.theme, os.environ)
        self.settings = settings
        self.set_keymap(for_textual(self.keys_by_id))
        for screen in self.screen_stack:
            if isinstance(screen, MainScreen):
                screen.use_keys(self.keys_by_id)
                screen.use_settings(settings)
        self.notify("The settings were read again", markup=False, timeout=4)

    def action_command_palette(self) -> None:
        """Open the palette, with the style sheet of the dialogs, which may not be read yet."""
        from reader.tui.screens.palette import PaletteKind

        self._open_palette(PaletteKind("Commands", "Search for commands…", "runs", lines=2))

    def search_themes(self) -> None:
        """Open the palette of themes, with the cursor on the one in use."""
        from reader.tui.screens.palette import PaletteKind
        from reader.tui.theme_palette import ThemeProvider

        kind = PaletteKind("Themes", "Search for themes…", "takes it", providers=(ThemeProvider,))
        self._open_palette(kind, self.theme)

    def _open_palette(self, kind: PaletteKind, first: str = "") -> None:
        from reader.tui.screens.palette import PaletteScreen

        if not isinstance(self.screen, PaletteScreen):
            read_style_sheets(self.stylesheet)
            self.push_screen(PaletteScreen(kind, first))

    def on_text_selected(self) -> None:
        """Copy what was selected by mouse, as terminals do: theirs is out of reach while we listen to it."""
        selections = dict(self.screen.selections)
        if selections == self._copied:
            return
        self._copied = selections
        text = self.screen.get_selected_text()
        if text and text.strip():
            self.copy_to_clipboard(text)
            count = len(text.split())
            self.notify(f"Copied {count:,} {'word' if count == 1 else 'words'}", markup=False, timeout=2)

    def on_key(self, event: events.Key) -> None:
        """Whatever else steps back closes what lies over the reader, too, unless it is a sign to be typed."""
        is_back = event.key.startswith("ctrl+") and event.key in self.keys_by_id["back"]
        if is_back and isinstance(self.screen, ModalScreen):
            event.stop()
            self.simulate_key("escape")

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Let no cursor blink where nothing shall move, whatever screen it is on."""
        from textual.widgets import Input

        if isinstance(event.widget, Input) and self.has_class("-reduced-motion"):
            event.widget.cursor_blink = False

    def get_driver_class(self) -> type[Driver]:
        """The driver that reads Esc without delay, where the terminal is read by Textual's own."""
        # Imported here, where it is known that there is a terminal: Windows has none of its kind.
        driver = super().get_driver_class()
        if sys.platform == "win32":
            return driver
        from reader.tui.driver import prompt

        return prompt(driver)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's own, but under NO_COLOR the terminal's default colours stay what they are.

        Textual chooses before the theme is known, and its greys of a terminal's colours are black on black.
        """
        filters = super().get_line_filters()
        if not (self.no_color and self.native_ansi_color):
            return filters
        return [NoColor() if isinstance(one, Monochrome) else one for one in filters]

    async def on_unmount(self) -> None:
        # By now the stack of screens is empty.
        if self._main is not None:
            await self._main.refresher.stop()
            await self._main.keep_whereabouts()
        await asyncio.to_thread(self.library.close)

    def _leave_on_signals(self) -> None:
        # Textual leaves the terminal in its own mode when it is ended by these.
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            with contextlib.suppress(ValueError, RuntimeError, NotImplementedError):
                loop.add_signal_handler(number, self.exit, 128 + number)


def _widest(breakpoints: Sequence[tuple[int, str]], cells: int) -> str:
    """The class of the largest breakpoint that is reached."""
    return max((least, name) for least, name in breakpoints if cells >= least)[1]


def run_app(
    database: Path,
    settings: Settings,
    *,
    run_command: RunCommand | None = None,
    list_words: ListWords | None = None,
    begin_news: BeginNews | None = None,
    config: Path | None = None,
) -> int:
    """Open the reader and give its exit code when it is left.

    Raises:
        SettingsError: The keys that the settings name cannot be used.
        StorageError: The archive cannot be used; nothing was drawn.
    """
    # The event loop gets its turn within a millisecond of asking, whatever a refresh's threads compute.
    sys.setswitchinterval(_SWITCH_SECONDS)
    with Archive.open(database) as archive:
        app = CutlineApp(
            archive,
            settings,
            run_command=run_command,
            list_words=list_words,
            begin_news=begin_news,
            config=config,
        )
        app.run(mouse=settings.interface.mouse)
        return app.return_value or app.return_code or 0
