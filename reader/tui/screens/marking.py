"""What a person does with articles: going from one to the next, marking, starring, undoing, opening."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.tui.screens.desk import DeskScreen

if TYPE_CHECKING:
    from reader.tui.widgets.article_view import ArticleView
    from storage.model import Change


class MarkingScreen(DeskScreen):
    """Actions on articles."""

    # --- from article to article ------------------------------------------------------------

    async def action_next_unread(self, step: int) -> None:
        if self.listing is None:
            return
        start = self.list_pane.cursor_index
        row = self.list_pane.cursor_row
        is_first_unseen = row is not None and not row.is_read and self.open_article is None
        index = start if is_first_unseen else await self.library.read(self.listing.next_unread, start, step)
        if index is None:
            await self.no_more_unread(step)
            return
        self.list_pane.move_to(index)
        if row := self.list_pane.cursor_row:
            await self.enter_article(row.article_id)

    async def no_more_unread(self, step: int) -> None:
        """What is done at the end of a listing, or at its beginning (-1)."""
        self.say("No more unread articles here" if step > 0 else "No unread articles above")

    async def action_page_on(self) -> None:
        shown = self.open_article if self.article_pane.display else None
        is_paged = shown is not None and self.article_pane.page_down()
        if shown is not None:
            # Whoever turns its pages reads it, also the first article, which opened by itself.
            await self._read(shown.article.row.article_id)
        if not is_paged:
            await self.action_next_unread(1)

    def action_jump_picture(self, step: int) -> None:
        if not self.article_pane.jump_picture(step):
            self.say("No further picture" if step > 0 else "No picture above")

    def action_cycle_captions(self) -> None:
        if not self.article_pane.has_article:
            self.say("Pick an article to see its captions")
            return
        words = {
            "inline": "Captions in their places",
            "page": "All captions of the article",
            "hidden": "Captions hidden",
        }
        self.say(words[self.article_pane.cycle_captions()])

    # --- marking ----------------------------------------------------------------------------

    async def action_toggle_read(self) -> None:
        row = self.current_row
        if row is not None:
            self._stop_timers()
            change = await self.attempt(self.library.set_read(row.article_id, not row.is_read))
            await self._show_change(change, is_quiet=True)

    async def action_toggle_star(self) -> None:
        row = self.current_row
        if row is not None:
            change = await self.attempt(self.library.set_starred(row.article_id, not row.is_starred))
            await self._show_change(change, is_quiet=True)

    async def action_mark_all_read(self) -> None:
        if self.listing is None or not len(self.listing):
            return
        marking = self.library.mark_all_read(self.place, self.listing.newest_id)
        await self._show_change(await self.attempt(marking))

    async def action_undo(self) -> None:
        from reader.keywords.undoing import undo

        change = await self.attempt(self.library.change(undo, self.library.archive))
        await self._show_undone(change, "There is nothing to take back")

    async def action_redo(self) -> None:
        from reader.keywords.undoing import redo

        change = await self.attempt(self.library.change(redo, self.library.archive))
        await self._show_undone(change, "There is nothing to make again")

    async def _show_undone(self, change: Change | None, if_none: str) -> None:
        self.say(change.sentence if change is not None else if_none)
        if change is not None:
            await self.rows_changed(None)
            await self.load_keywords()

    async def _show_change(self, change: Change | None, *, is_quiet: bool = False) -> None:
        if change is None:
            return
        # A key's work is seen where it was pressed.
        if not is_quiet or self.is_typed:
            self.say_change(change)
        await self.rows_changed(change.article_ids)

    # --- out of the reader ------------------------------------------------------------------

    async def action_open_in_browser(self) -> None:
        row = self.current_row
        if row is None:
            return
        if not row.url:
            self.say("This article has no address")
            return
        await self._open(row.url)
        if not row.is_read:
            await self._show_change(
                await self.attempt(self.library.set_read(row.article_id, True)), is_quiet=True
            )

    async def action_open_picture(self) -> None:
        picture = self.article_pane.current_picture
        if picture is None or not picture.url:
            self.say("There is no picture to open")
        else:
            await self._open(picture.url)

    async def on_article_view_link_opened(self, message: ArticleView.LinkOpened) -> None:
        if not self.article_pane.jump_to(message.index):
            await self._open(self.article_pane.links[message.index].url)

    async def _open(self, url: str) -> None:
        if url.startswith("#"):
            # A place that the article has no line for, as where a long one is cut.
            self.say("This article has no address")
            return
        from reader.tui.controllers.browser import open_address

        if not await open_address(self.app, url):
            self.app.copy_to_clipboard(url)
            self.say("No browser was found: the address was copied")

    def action_copy_link(self) -> None:
        """Copy the address of the link that was gone to, else that of the article."""
        link = self.article_pane.focused_link
        if link >= 0 and self.article_pane.has_focus:
            self.copy_address(self.article_pane.links[link].url)
            return
        row = self.current_row
        if row is None or not row.url:
            self.say("This article has no address")
        else:
            self.app.copy_to_clipboard(row.url)
            self.say("Copied the article's address")

    def copy_address(self, url: str) -> None:
        """Copy a link's address, and say which."""
        self.app.copy_to_clipboard(url)
        self.say(f"Copied {url}")

    def action_copy_caption(self) -> None:
        picture = self.article_pane.current_picture
        if picture is None or not (picture.caption or picture.credit):
            self.say("There is no caption to copy")
            return
        credit = f"({picture.credit})" if picture.credit else ""
        self.app.copy_to_clipboard(" ".join(part for part in (picture.caption, credit) if part))
        self.say("Copied the caption")
