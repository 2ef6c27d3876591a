"""Searching, narrowing, and the command line."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.timer import Timer

from reader.tui.behind import run_behind
from reader.tui.commands import COMMANDS, find_command
from reader.tui.screens.desk import DeskScreen
from reader.tui.widgets.found_line import FoundLine
from reader.tui.widgets.prompt import COMMAND, SEARCH, Prompt
from storage.errors import QueryError

if TYPE_CHECKING:
    from reader.commands import CommandOutput, CommandWords, RunCommand
    from reader.query.parse import Search
    from reader.tui.places import Place
    from storage.listings.listing import Listing
    from storage.query import Query

SEARCH_AFTER_SECONDS = 0.15
"""A search begins when typing pauses for so long."""

KEEPS_OWN_SCREEN = frozenset({"demo"})
"""Commands that need the terminal for themselves."""

TAKES_ITS_LINE = frozenset({"note"})
"""Commands of the reader to which all of the line belongs, whatever the command line means by them."""

_WRONG_USE = 2
_PROGRESS_SECONDS = 0.2


class FindingScreen(DeskScreen):
    """Actions that look for something, and the command line."""

    run_command: RunCommand | None = None
    _search_timer: Timer | None = None
    _searched_from: Place | None = None
    running: list[str]
    """The commands that were typed and are not done, the oldest first."""

    _line = ""
    """What was typed as a command, until it is known whether it is one."""

    def compose(self) -> ComposeResult:
        self.running = []
        self.found_line = FoundLine(id="found")
        for widget in super().compose():
            if widget is self.refresh_line:
                yield self.found_line
            yield widget

    # --- what was found ---------------------------------------------------------------------

    async def show_place(self, place: Place, *, article_id: int = 0, is_quiet: bool = False) -> None:
        """Open a place's listing; below a search's stands how its finds are spread."""
        await super().show_place(place, article_id=article_id, is_quiet=is_quiet)
        self._tell_spread()

    def _tell_spread(self) -> None:
        listing = self.listing
        if listing is None or not self.place.query_text or not len(listing):
            self.found_line.hide()
        else:
            self.later(lambda: self._show_tally(listing), "tally")

    async def _show_tally(self, listing: Listing) -> None:
        tally = await self.attempt(self.library.read(listing.tally))
        # Meanwhile another search may have been shown, whose own tally comes.
        if tally is not None and listing is self.listing:
            # Of a long listing only the first rows may be known by now.
            count = len(listing) if listing.is_counted else tally.article_count
            self.found_line.show_tally(tally, count)

    async def load_shelf(self) -> None:
        """Read the shelf; saved searches show their last known counts until they are counted anew."""
        await super().load_shelf()
        is_stale = self.shelf is not None and any(not search.is_counted for search in self.shelf.searches)
        # While a refresh writes they would be counted at each of its steps.
        if is_stale and not self.refresh_line.is_running:
            self.later(self._count_searches, "count-searches")

    async def _count_searches(self) -> None:
        await self.attempt(self.library.count_searches(self._read_query))
        await super().load_shelf()

    def _read_query(self, text: str) -> Query | None:
        from reader.query.parse import parse_search

        return parse_search(text, now=self.clock().astimezone()).query

    # --- looking for something --------------------------------------------------------------

    def action_search(self) -> None:
        self._searched_from = self.place
        self.prompt.open(SEARCH, self.place.query_text)

    def action_command_line(self) -> None:
        self.prompt.open(COMMAND)

    async def action_toggle_unread_only(self) -> None:
        row = self.list_pane.cursor_row
        place = self.place._replace(is_unread_only=not self.place.is_unread_only)
        await self.show_place(place, article_id=row.article_id if row else 0)

    async def action_show_new(self) -> None:
        row = self.list_pane.cursor_row
        await self.show_place(self.place, article_id=row.article_id if row else 0, is_quiet=True)

    # --- the prompt -------------------------------------------------------------------------

    def on_prompt_typed(self, message: Prompt.Typed) -> None:
        if self._search_timer is not None:
            self._search_timer.stop()
        if message.sign == SEARCH:
            self._search_timer = self.set_timer(
                SEARCH_AFTER_SECONDS, lambda: self._search_behind(message.text)
            )

    async def on_prompt_submitted(self, message: Prompt.Submitted) -> None:
        if self._search_timer is not None:
            self._search_timer.stop()
        if message.sign == SEARCH:
            self.workers.cancel_group(self, "search")
            if await self._search(message.text):
                self._close_prompt()
        elif message.sign == COMMAND:
            self._close_prompt()
            self._line = message.text
            await self.run_line(message.text)
            if line := self.take_line():
                self.prompt.remember(COMMAND, line)

    async def on_prompt_cancelled(self, message: Prompt.Cancelled) -> None:
        if self._search_timer is not None:
            self._search_timer.stop()
        if message.sign in (SEARCH, COMMAND):
            self._close_prompt()
        if message.sign == SEARCH:
            self.workers.cancel_group(self, "search")
            self.list_pane.announce("")
        if message.sign == SEARCH and self._searched_from not in (None, self.place):
            assert self._searched_from is not None
            await self.show_place(self._searched_from)

    def _close_prompt(self) -> None:
        self.prompt.close()
        # At once: the line may be given back before the list would have come to it.
        self.set_focus(self.list_pane)

    async def _search(self, text: str) -> bool:
        """Show what a query finds in this place; False where it cannot be understood."""
        place = self._searched_place(text)
        if place is not None and place.query_text != self.place.query_text:
            await self.show_place(place)
        elif place is not None:
            # The search behind the typing may have been broken off when its rows were just shown.
            self._tell_spread()
        return place is not None

    def _search_behind(self, text: str) -> None:
        """The same while typing goes on: a search that is still under way is broken off by the next one."""
        place = self._searched_place(text) or self._unfinished_place(text)
        if place is not None:
            self.later(lambda: self._show_searched(place), "search")

    async def _show_searched(self, place: Place) -> None:
        if place.query_text == self.place.query_text:
            # Back at what is shown, from a search that was broken off.
            self.list_pane.announce("")
        else:
            await self.show_place(place)

    def _searched_place(self, text: str) -> Place | None:
        """This place, narrowed by a query; None where that cannot be understood, which is said."""
        from reader.query.parse import parse_search

        try:
            search = parse_search(text, now=self.clock().astimezone())
        except QueryError as error:
            self.prompt.show_problem(error.reason, text, error.position)
            return None
        self.prompt.show_problem("")
        return self._narrowed(text.strip(), search)

    def _unfinished_place(self, text: str) -> Place | None:
        """The same with what is open closed: a phrase narrows the list while it is typed."""
        from reader.query.unfinished import read_unfinished

        unfinished = read_unfinished(text, now=self.clock().astimezone())
        return self._narrowed(*unfinished) if unfinished is not None else None

    def _narrowed(self, text: str, search: Search) -> Place:
        if text != self.place.query_text:
            self.show_panes(is_reading=False)
        return self.place.searched(search.query, text, search.order)

    # --- commands ---------------------------------------------------------------------------

    async def run_line(self, line: str) -> None:
        """Do what a line says: a command of the reader by its name, or one of the command line's."""

        try:
            words = split_line(line)
        except ValueError as error:
            self._refuse(self.take_line(), f"cannot be read: {str(error)[:1].lower()}{str(error)[1:]}")
            return
        if words:
            await self.run_words(words)

    async def run_words(self, words: list[str]) -> None:
        """Do what words say, the first of which names a command."""
        own = find_command(words[0]) if len(words) == 1 else None
        if own is not None:
            await self.run_action(own.action)
            return
        if words[0] == "sort" and len(words) == 2:
            await self._sort_by(words[1])
            return
        refusal = await self._why_not(words)
        if refusal:
            self._refuse(self.take_line(), refusal)
        else:
            line = self.take_line()
            # Not in the place of one that still runs: what that did is told, too.
            run_behind(self, partial(self._run_words, words, line), "command")

    async def _sort_by(self, typed: str) -> None:
        from reader.query.ordering import NAMES
        from storage.model import Order

        name = typed.lower().removeprefix("-")
        if name not in NAMES:
            self.complain(f"Nothing is sorted by {typed}: write {', '.join(NAMES)}; a - turns it round.")
            return
        order = Order(name).reverse if typed.startswith("-") else Order(name)
        row = self.list_pane.cursor_row
        await self.show_place(self.place.ordered(order), article_id=row.article_id if row else 0)

    async def _why_not(self, words: list[str]) -> str:
        """Why words are no command that can be run here; "" where they are."""
        name = words[0]
        if name in KEEPS_OWN_SCREEN or words[:2] == ["config", "--edit"] or self.run_command is None:
            return f"{name} cannot be called from within the reader"
        known = (await self.load_words()).commands
        if not known or name in known:
            return ""
        if find_command(name) is not None:
            return f"{name} takes no arguments"
        return f"no such command: {name}{_nearest((*known, *(command.name for command in COMMANDS)), name)}"

    async def load_words(self) -> CommandWords:
        """The command line's own commands, as far as they are known."""
        from reader.commands import CommandWords

        return CommandWords()

    @property
    def is_typed(self) -> bool:
        """A command is done whose line was not asked for yet."""
        return bool(self._line)

    def take_line(self) -> str:
        """The line that was typed for what is done now, "" for what nobody typed; it is asked for once."""
        line, self._line = self._line, ""
        return line

    def _refuse(self, line: str, reason: str) -> None:
        """Say why a line was not run, and give it back to be mended."""
        is_given_back = bool(line) and self.app.screen is self
        has_room = self.prompt.has_room(reason)
        if not is_given_back or not has_room:
            self.complain(f"{reason[:1].upper()}{reason[1:]}.")
        if is_given_back:
            self.prompt.open(COMMAND, line)
            self.prompt.show_problem(reason if has_room else "not run")

    async def _run_words(self, words: list[str], line: str = "") -> None:
        assert self.run_command is not None
        loop, told_at = asyncio.get_running_loop(), 0.0

        def tell(done: int, total: int) -> None:
            """Called from the command's own thread."""
            nonlocal told_at
            if time.monotonic() > told_at + _PROGRESS_SECONDS:
                told_at = time.monotonic()
                sentence = f"{words[0]} · {done:,} of {total:,}"
                loop.call_soon_threadsafe(self.list_pane.announce, sentence)

        self.running.append(words[0])
        try:
            with self.saying(f"{words[0]} …"):
                output = await self.library.command(self.run_command, words, self.library.archive, tell)
        finally:
            self.running.remove(words[0])
        self.list_pane.announce("")
        await self.show_result(words, output, line)

    async def show_result(self, words: list[str], output: CommandOutput, line: str = "") -> None:
        """Show what a command wrote, and what has become of the articles.

        Args:
            line: What was typed: where it could not be understood it is given back, else kept.
        """
        if output.exit_code == _WRONG_USE and line:
            self._refuse(line, output.narration.strip().removeprefix("cutline: "))
            return
        if line:
            self.prompt.remember(COMMAND, line)
        self._show_output(" ".join(words), output)
        await self.load_keywords()
        await self.rows_changed(None)
        await self.announce_new()

    def _show_output(self, line: str, output: CommandOutput) -> None:
        from reader.tui.screens.output import OutputScreen

        data = output.data.rstrip("\n").expandtabs(4)
        report = f"{data}\n{output.narration}".strip().replace("cutline: ", "")
        changes = output.sentences
        if line.startswith("import ") and (output.exit_code or report.count("\n") > 1):
            # What could not come along is read in peace.
            self.app.push_screen(OutputScreen(line, self._with_way_back_below(report, changes)))
            return
        if output.exit_code:
            narration = output.narration.strip().removeprefix("cutline: ")
            self.complain(narration or data)
            # What went well is said too.
            data = data if narration else ""
        if changes and (not data or ("\t" in output.data and "\n" not in data)):
            # Cells for scripts are no sentence.
            data = "; ".join(changes)
        if output.exit_code and not data:
            return
        if "\n" in data:
            self.app.push_screen(OutputScreen(line, self._with_way_back_below(data, changes)))
        else:
            self.say(self.with_way_back(data or output.narration.strip() or "Done", len(changes)))

    def _with_way_back_below(self, page: str, changes: Sequence[str]) -> str:
        return f"{page}\n\n{self.with_way_back('; '.join(changes), len(changes))}" if changes else page


def split_line(line: str) -> list[str]:
    """The words of a line, as a shell parts them; "~/" at the beginning of one is the home directory.

    Raises:
        ValueError: A quotation mark is not closed.
    """
    import shlex

    return [str(Path(word).expanduser()) if word.startswith("~/") else word for word in shlex.split(line)]


def _nearest(names: Sequence[str], word: str) -> str:
    import difflib

    near = difflib.get_close_matches(word, names, n=1)
    return f"; did you mean {near[0]}?" if near else ""
