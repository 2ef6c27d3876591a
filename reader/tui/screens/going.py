"""Going to a spot of the list that a person names: a date, a letter, a row."""

from __future__ import annotations

from functools import partial

from reader.tui.screens.finding import FindingScreen
from reader.tui.widgets.prompt import COMMAND

_GO_TO = "goto "


class GoingScreen(FindingScreen):
    """Moving the cursor far."""

    def action_go_to(self) -> None:
        self.prompt.open(COMMAND, _GO_TO)

    async def run_line(self, line: str) -> None:
        """Go where the words after ``goto`` say, quotation marks and all; else as any command."""
        if line.startswith(_GO_TO):
            self.later(partial(self._go_to_spot, line.removeprefix(_GO_TO).strip()), "goto")
        else:
            await super().run_line(line)

    async def _go_to_spot(self, words: str) -> None:
        from reader.tui.controllers.spots import describe_spots, find_spot, read_spot

        listing = self.listing
        if listing is None or not len(listing):
            self.say("This list is empty")
            return
        spot = read_spot(words, listing.order, self.clock().astimezone())
        if spot is None:
            self.complain(f"'{words}' is no place in this list: {describe_spots(listing.order)}")
            return
        is_waited_for = not listing.is_complete
        if is_waited_for:
            self.list_pane.announce("…")
        arrival = await self.attempt(self.library.read(find_spot, listing, spot))
        # Meanwhile another list may have been opened.
        if listing is not self.listing:
            return
        if is_waited_for:
            self.list_pane.complete_listing()
            await self.announce_new()
        if arrival is not None:
            self.show_panes(is_reading=False, has_feeds=False, is_zoomed=False)
            self.list_pane.go_to(arrival.index)
            if arrival.remark:
                self.say(arrival.remark)
