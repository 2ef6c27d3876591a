"""What helps while a line is typed: how it may go on, and what was typed before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from reader import paths
from reader.tui.commands import COMMANDS
from reader.tui.screens.desk import DeskScreen
from reader.tui.screens.finding import KEEPS_OWN_SCREEN, TAKES_ITS_LINE
from reader.tui.widgets.prompt import COMMAND, SEARCH, TAG, Prompt

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
            words = await self.library.read(self.list_words)
            runnable = {name: one for name, one in words.commands.items() if name not in KEEPS_OWN_SCREEN}
            self._words = CommandWords(runnable)
        return self._words or CommandWords()

    def begin_line(self, text: str) -> None:
        """Open the ``:`` line with the beginning of a command."""
        self.prompt.open(COMMAND, text)

    async def on_prompt_submitted(self, message: Prompt.Submitted) -> None:
        # A command is kept as soon as it is known to be one.
        if message.sign == SEARCH:
            await self._keep(SEARCH, message.text)

    async def on_prompt_remembered(self, message: Prompt.Remembered) -> None:
        await self._keep(message.sign, message.text)

    async def _keep(self, sign: str, text: str) -> None:
        if text and self._history_file is not None:
            await self.library.change(self._history_file.add, sign, text)

    def complete_line(self, sign: str, text: str, history: Sequence[str], is_asked: bool) -> Iterator[str]:
        """How what is typed may go on."""
        from reader.tui.controllers.completing import continuations
        from reader.tui.controllers.completing_queries import search_continuations, tag_continuations

        vocabulary = self._current_vocabulary()
        if sign == SEARCH:
            return search_continuations(text, vocabulary, is_asked=is_asked)
        if sign == TAG:
            return tag_continuations(text, vocabulary, is_asked=is_asked)
        return continuations(text, vocabulary, history, is_asked=is_asked)

    def _current_vocabulary(self) -> Vocabulary:
        from reader.commands import CommandWords
        from reader.ingest.addresses import redact
        from reader.query.ordering import NAMES
        from reader.tui.controllers.completing import Vocabulary
        from reader.tui.controllers.paths_on_disk import list_files
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
            own={
                "goto": CommandWords(arguments=(spot_words(order, titles),)),
                "sort": CommandWords(options=dict.fromkeys(f"-{name}" for name in NAMES), arguments=(NAMES,)),
                **dict.fromkeys(TAKES_ITS_LINE, CommandWords()),
            },
            titles=titles,
            references=tuple(
                feed.url if redact(feed.url) == feed.url else str(feed.feed_id) for feed in feeds
            ),
            list_files=list_files,
            folders=tuple(sorted({feed.folder for feed in feeds if feed.folder})),
            tags=tuple(tag for tag, _ in shelf.tags) if shelf is not None else (),
            keywords=tuple(keyword.pattern for keyword in shelf.keywords) if shelf is not None else (),
        )
        self._vocabulary = ((shelf, words, order), vocabulary)
        return vocabulary
