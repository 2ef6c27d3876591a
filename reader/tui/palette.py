"""The palette: every command of the reader and of the command line, and every place in the feed tree."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from reader.commands import CommandWords
from reader.tui.commands import COMMANDS, find_command
from reader.tui.render.cells import steady_text
from reader.tui.screens.finding import TAKES_ITS_LINE
from reader.tui.screens.main import MainScreen

_MOST_PLACES = 2_000
"""Rows of the tree that are looked through: a key should be answered within a frame."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """Something to be chosen: what it is called, what is said of it, what it does."""

    title: str
    help: str
    run: Callable[[], Any]


class ReaderProvider(Provider):
    """Finds commands by their sentences and names, places by their titles."""

    _entries: tuple[_Entry, ...] = ()

    async def startup(self) -> None:
        main = self._main
        if main is not None:
            words = await main.load_words()
            self._entries = (*_command_entries(main), *_word_entries(main, words), *_place_entries(main))

    async def discover(self) -> Hits:
        main = self._main
        for entry in _command_entries(main) if main is not None else ():
            yield DiscoveryHit(
                Content(entry.title), entry.run, text=entry.title, help=_unread_markup(entry.help)
            )

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for entry in self._entries:
            score = max(matcher.match(entry.title), matcher.match(entry.help) * 0.8)
            score += _word_bonus(query, entry)
            if score > 0:
                # Titles of feeds are foreign: the matcher's own highlighting would read them as markup.
                title = Content(entry.title)
                yield Hit(score, title, entry.run, text=entry.title, help=_unread_markup(entry.help))

    @property
    def _main(self) -> MainScreen | None:
        return next((screen for screen in self.app.screen_stack if isinstance(screen, MainScreen)), None)


def _unread_markup(text: str) -> str:
    """Names of feeds, folders and tags as they are: Textual reads a help as markup, unless it is none.

    What it declares as a string may be content, and no escaping keeps all strings.
    """
    return Content(text)  # type: ignore[return-value]


def _word_bonus(query: str, entry: _Entry) -> float:
    """Whole words stand above letters that are only strewn; a command's own name above all."""
    wanted = query.strip().casefold()
    if wanted and f":{wanted}" in entry.help.casefold().split():
        return 300.0
    words = re.findall(r"[\w-]+", f"{entry.title} {entry.help}".casefold())
    if wanted in words:
        return 200.0
    return 100.0 if wanted and any(word.startswith(wanted) for word in words) else 0.0


def _command_entries(main: MainScreen) -> Iterator[_Entry]:
    for command in COMMANDS:

        def run(action: str = command.action) -> None:
            main.call_later(main.run_action, action)

        key = main.key_of(command.name)
        named = f":{command.name}" if key.startswith(":") and len(key) > 1 else f"{key}   :{command.name}"
        yield _Entry(command.sentence, named, run)


def _word_entries(main: MainScreen, words: CommandWords) -> Iterator[_Entry]:
    """The command line's own commands: chosen, they wait on the ``:`` line for the rest."""
    for name, found in words.commands.items():
        if _is_the_readers_own(name, found):
            continue
        if found.commands:
            inner = CommandWords({f"{name} {part}": below for part, below in found.commands.items()})
            yield from _word_entries(main, inner)
            continue

        def run(name: str = name) -> None:
            main.call_later(main.begin_line, f"{name} ")

        yield _Entry(found.summary or name, f":{name} …", run)


def _is_the_readers_own(name: str, found: CommandWords) -> bool:
    """Typed on the ``:`` line, this name never means the command line's command."""
    if name in TAKES_ITS_LINE:
        return True
    return find_command(name) is not None and not (found.commands or found.arguments or found.options)


def _place_entries(main: MainScreen) -> Iterator[_Entry]:
    for row in main.tree_pane.rows[:_MOST_PLACES]:
        if row.view is not None:

            def run(key: str = row.key) -> None:
                main.call_later(main.go_to_row, key)

            yield _Entry(steady_text(row.label), steady_text(" › ".join(row.crumb)), run)
