"""Searching, narrowing, and the command line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.timer import Timer

from reader.tui.commands import find_command
from reader.tui.screens.desk import DeskScreen
from reader.tui.widgets.found_line import FoundLine
from reader.tui.widgets.prompt import COMMAND, SEARCH, Prompt
from storage.errors import QueryError

if TYPE_CHECKING:
    from reader.commands import CommandOutput, RunCommand
    from reader.query.parse import Search
    from reader.tui.places import Place
    from storage.listings.listing import Listing
    from storage.query import Query

SEARCH_AFTER_SECONDS = 0.15
"""A search begins when typing pauses for so long."""

_KEEPS_OWN_SCREEN = frozenset({"demo"})


class FindingScreen(DeskScreen):
    """Actions that look for something, and the command line."""

    run_command: RunCommand | None = None
    _search_timer: Timer | None = None
    _searched_from: Place | None = None

    def compose(self) -> ComposeResult:
        self.found_line = FoundLine(id="found")
        for widget in super().compose():
            if widget is self.refresh_line:
                yield self.found_line
            yield widget

    # --- what was found ---------------------------------------------------------------------

    async def show_place(self, place: Place, *, article_id: int = 0, is_quiet: bool = False) -> None:
        """Open a place's listing; below a search's stands how its finds are spread."""
        await super().show_place(place, article_id=article_id, is_quiet=is_quiet)
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
        place = replace(self.place, is_unread_only=not self.place.is_unread_only)
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
            await self.run_line(message.text)

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
        self.list_pane.focus()

    async def _search(self, text: str) -> bool:
        """Show what a query finds in this place; False where it cannot be understood."""
        place = self._searched_place(text)
        if place is not None and place.query_text != self.place.query_text:
            await self.show_place(place)
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
        import shlex

        try:
            words = shlex.split(line)
        except ValueError as error:
            self.complain(f"The command cannot be read: {error}.")
            return
        if not words:
            return
        own = find_command(words[0]) if len(words) == 1 else None
        if own is not None:
            await self.run_action(own.action)
        elif words[0] == "sort" and len(words) == 2:
            await self._sort_by(words[1])
        elif words[0] in _KEEPS_OWN_SCREEN or self.run_command is None:
            self.complain(f"{words[0]} cannot be called from within the reader.")
        else:
            self.say(f"{words[0]} …")
            self.later(lambda: self._run_words(words), "command")

    async def _sort_by(self, typed: str) -> None:
        from reader.query.ordering import NAMES

        name = typed.lower().removeprefix("-")
        if name not in NAMES:
            self.complain(f"Nothing is sorted by {typed}: write {', '.join(NAMES)}; a - turns it round.")
            return
        from storage.model import Order

        order = Order(name).reverse if typed.startswith("-") else Order(name)
        row = self.list_pane.cursor_row
        await self.show_place(self.place.ordered(order), article_id=row.article_id if row else 0)

    async def _run_words(self, words: list[str]) -> None:
        assert self.run_command is not None
        output = await self.library.change(self.run_command, words, self.library.archive)
        await self.show_result(words, output)

    async def show_result(self, words: list[str], output: CommandOutput) -> None:
        """Show what a command wrote, and what has become of the articles."""
        self._show_output(" ".join(words), output)
        await self.load_keywords()
        await self.rows_changed(None)
        await self.announce_new()

    def _show_output(self, line: str, output: CommandOutput) -> None:
        from reader.tui.screens.output import OutputScreen

        data = output.data.rstrip("\n").expandtabs(4)
        if output.exit_code:
            narration = output.narration.strip().removeprefix("cutline: ")
            self.complain(narration or data)
            # What went well is said too.
            data = data if narration else ""
        if output.exit_code and not data:
            return
        if "\n" in data:
            self.app.push_screen(OutputScreen(line, data))
        else:
            self.say(data or output.narration.strip() or "Done")
