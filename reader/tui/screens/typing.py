"""What helps while a line is typed: how it may go on, and what was typed before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader import paths
from reader.tui.commands import COMMANDS
from reader.tui.screens.desk import DeskScreen
from reader.tui.widgets.prompt import COMMAND, SEARCH, Prompt

if TYPE_CHECKING:
    from reader.commands import CommandWords, ListWords
    from reader.tui.controllers.completing import Vocabulary
    from reader.tui.controllers.history import History
    from reader.tui.controllers.library import Shelf
    from storage.model import Order


class TypingScreen(DeskScreen):
    """Completion and history of the prompt."""

    list_words: ListWords | None = None
    _words: CommandWords | None = None
    _vocabulary: tuple[tuple[Shelf | None, CommandWords | None, Order | None], Vocabulary] | None = None
    _history_file: History | None = None

    async def on_mount(self) -> None:
        self.prompt.completer = self.complete_line
        self.prompt.tag_completer = self.complete_tag
        self.call_after_refresh(self._read_history)

    async def _read_history(self) -> None:
        from reader.tui.controllers.history import History

        self._history_file = History(paths.state_path() / "history", (COMMAND, SEARCH))
        self.prompt.use_history(await self.library.read(self._history_file.read))

    async def on_prompt_opened(self, message: Prompt.Opened) -> None:
        if message.sign == COMMAND:
            await self.load_words()

    async def load_words(self) -> CommandWords:
        """The command line's own commands; they lie in modules that nobody else has needed so far."""
        from reader.commands import CommandWords

        if self._words is None and self.list_words is not None:
            self._words = CommandWords()
            self._words = await self.library.read(self.list_words)
        return self._words or CommandWords()

    def begin_line(self, text: str) -> None:
        """Open the ``:`` line with the beginning of a command."""
        self.prompt.open(COMMAND, text)

    async def on_prompt_submitted(self, message: Prompt.Submitted) -> None:
        if message.text and self._history_file is not None and message.sign in (COMMAND, SEARCH):
            await self.library.change(self._history_file.add, message.sign, message.text)

    def complete_line(self, text: str, history: list[str]) -> str | None:
        """How a line of the command line may go on."""
        from reader.tui.controllers.completing import complete

        return complete(text, self._current_vocabulary(), history)

    def complete_tag(self, text: str) -> str | None:
        """How a tag may go on that is to be put on, or with a minus before it taken off."""
        word = text.removeprefix("-").lstrip("#").casefold()
        tags = (tag for tag, _ in self.shelf.tags) if self.shelf is not None and word else ()
        found = next((tag for tag in tags if tag.casefold().startswith(word)), None)
        return text + found[len(word) :] if found is not None else None

    def _current_vocabulary(self) -> Vocabulary:
        from reader.commands import CommandWords
        from reader.ingest.addresses import redact
        from reader.tui.controllers.completing import Vocabulary
        from reader.tui.controllers.spots import spot_words

        shelf, words = self.shelf, self._words
        order = self.listing.order if self.listing is not None else None
        known = self._vocabulary
        if known is not None and known[0][0] is shelf and known[0][1:] == (words, order):
            return known[1]
        feeds = shelf.feeds if shelf is not None else ()
        titles = tuple(feed.title for feed in feeds)
        vocabulary = Vocabulary(
            names=tuple(sorted(command.name for command in COMMANDS)),
            words=words or CommandWords(),
            # An address with a secret in it is not shown, and its redacted form names no feed.
            feeds=tuple(feed.url for feed in feeds if redact(feed.url) == feed.url),
            own={"goto": CommandWords(arguments=(spot_words(order, titles),))},
            titles=titles,
            folders=tuple(sorted({feed.folder for feed in feeds if feed.folder})),
            tags=tuple(tag for tag, _ in shelf.tags) if shelf is not None else (),
            keywords=tuple(keyword.pattern for keyword in shelf.keywords) if shelf is not None else (),
        )
        self._vocabulary = ((shelf, words, order), vocabulary)
        return vocabulary
