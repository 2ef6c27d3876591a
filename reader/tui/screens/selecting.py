"""Several articles at once: a range of rows, marked, starred or tagged in one step."""

from __future__ import annotations

from collections.abc import Callable, Collection

from reader.tui.screens.marking import MarkingScreen
from reader.tui.widgets.prompt import TAG, Prompt
from storage.model import ArticleRow, Change

SetState = Callable[[Collection[int], bool], Change]


class SelectingScreen(MarkingScreen):
    """Actions on selected rows, or on the one article where none are."""

    _tagged_ids: tuple[int, ...] = ()
    _is_in_article = False

    def action_select_rows(self) -> None:
        if self.list_pane.selected_from is not None:
            self.end_selection()
        elif self.list_pane.row_count:
            self.show_panes(is_reading=False)
            self.list_pane.focus()
            # Rows that the cursor passes to be selected are not read.
            self._stop_timers()
            self.list_pane.selected_from = self.list_pane.cursor_index

    def end_selection(self) -> bool:
        """Select nothing; False where nothing was selected."""
        was_selecting = self.list_pane.selected_from is not None
        self.list_pane.selected_from = None
        return was_selecting

    def _selected_ids(self) -> tuple[int, ...]:
        selected = self.list_pane.selected
        return tuple(self.listing.ids(selected.start, selected.stop)) if self.listing else ()

    async def _selected_rows(self) -> list[ArticleRow]:
        return await self.library.read(self.library.archive.rows, self._selected_ids())

    # --- what is done with them -------------------------------------------------------------

    async def action_toggle_read(self) -> None:
        """Mark all selected read, or unread where all are read."""
        if self.list_pane.selected_from is None:
            await super().action_toggle_read()
            return
        self._stop_timers()
        is_read = not all(row.is_read for row in await self._selected_rows())
        await self._change_selected(is_read, self.library.archive.set_read)

    async def action_toggle_star(self) -> None:
        """Star all selected, or take the stars off where all have one."""
        if self.list_pane.selected_from is None:
            await super().action_toggle_star()
            return
        is_starred = not all(row.is_starred for row in await self._selected_rows())
        await self._change_selected(is_starred, self.library.archive.set_starred)

    async def _change_selected(self, wish: bool, change: SetState) -> None:
        article_ids = self._selected_ids()
        self.end_selection()
        await self._show_change(await self.attempt(self.library.change(change, article_ids, wish)))

    def action_tag(self) -> None:
        """Ask for a tag; a minus sign before it takes it off."""
        row = self.current_row
        self._tagged_ids = self._selected_ids() or ((row.article_id,) if row is not None else ())
        self._is_in_article = self.article_pane.has_focus
        if self._tagged_ids:
            self.prompt.open(TAG)

    # --- the prompt -------------------------------------------------------------------------

    async def on_prompt_submitted(self, message: Prompt.Submitted) -> None:
        if message.sign != TAG:
            return
        self._leave_prompt()
        from reader.text import clean_line

        tag = clean_line(message.text.removeprefix("-")).strip().lstrip("#")
        if tag:
            is_tagged = not message.text.startswith("-")
            self.end_selection()
            set_tag = self.library.archive.set_tag
            work = self.library.change(set_tag, self._tagged_ids, tag, is_tagged)
            await self._show_change(await self.attempt(work))

    async def on_prompt_cancelled(self, message: Prompt.Cancelled) -> None:
        if message.sign == TAG:
            self._leave_prompt()

    def _leave_prompt(self) -> None:
        self.prompt.close()
        (self.article_pane if self._is_in_article else self.list_pane).focus()
