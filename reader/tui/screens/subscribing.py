"""What a person does with feeds: adding, removing, refreshing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.tui.controllers.refresher import Refresher
from reader.tui.places import Place
from reader.tui.screens.desk import DeskScreen
from storage.model import Feed, View, ViewKind

if TYPE_CHECKING:
    from reader.ingest.events import AddedFeed
    from reader.tui.controllers.progress import Progress, RefreshEnded

_SHOWN_SECONDS = 4.0


class SubscribingScreen(DeskScreen):
    """Actions on feeds."""

    _refresher: Refresher | None = None

    @property
    def refresher(self) -> Refresher:
        """The refresh service of this reader."""
        if self._refresher is None:
            self._refresher = Refresher(
                self.library.archive,
                self.settings.refresh,
                self.clock,
                on_progress=self._show_progress,
                on_end=self._show_end,
            )
        return self._refresher

    def start_schedule(self) -> None:
        """Refresh what is due now and then, where the settings want it."""
        minutes = self.settings.refresh.every_minutes
        if minutes:
            self.set_interval(minutes * 60, self._refresh_due)

    async def _refresh_due(self) -> None:
        if not self.refresher.is_running:
            due = await self.attempt(self.library.read(self.library.archive.due_feeds, self.clock()))
            if due:
                self.refresher.start(due)

    # --- refreshing -------------------------------------------------------------------------

    def action_refresh_all(self) -> None:
        self._refresh(self.shelf.feeds if self.shelf else ())

    def action_refresh_feed(self) -> None:
        self._refresh(self._feeds_here())

    def _refresh(self, feeds: Sequence[Feed]) -> None:
        if not feeds:
            self.say("There is no feed to refresh")
        elif not self.refresher.start(feeds):
            self.say("A refresh is under way already")

    def _feeds_here(self) -> list[Feed]:
        """The feeds of this place; in a place of many feeds that of the article under the cursor."""
        feeds = self.shelf.feeds if self.shelf else ()
        view = self.place.view
        if view.kind is ViewKind.FEED:
            return [feed for feed in feeds if feed.feed_id == view.item_id]
        if view.kind is ViewKind.FOLDER:
            return [feed for feed in feeds if f"{feed.folder}/".startswith(f"{view.name}/")]
        row = self.current_row
        return [feed for feed in feeds if row is not None and feed.feed_id == row.feed_id]

    def _show_progress(self, progress: Progress) -> None:
        self.refresh_line.show_progress(progress)

    def _show_end(self, ended: RefreshEnded) -> None:
        if not self.is_attached:
            return
        progress = ended.progress
        feeds = "1 feed" if progress.feeds_with_news == 1 else f"{progress.feeds_with_news} feeds"
        sentence = f"{progress.added:,} new in {feeds}" if progress.added else "Nothing new"
        if ended.error:
            sentence = ended.error
        elif ended.summary is None:
            sentence = f"Stopped · {sentence}"
        self.refresh_line.show_end(sentence, _SHOWN_SECONDS)
        if progress.failures:
            self._tell_failures(progress)
        self.later(self._show_news, "news")

    def _tell_failures(self, progress: Progress) -> None:
        first = progress.failures[0]
        others = len(progress.failures) - 1
        more = f" And {others} more." if others else ""
        self.complain(f"{first.url}: {first.reason}. The articles you have are kept.{more}")

    async def _show_news(self) -> None:
        await self.load_shelf()
        await self.announce_new()

    # --- adding and removing ----------------------------------------------------------------

    async def action_add_feed(self) -> None:
        from reader.tui.screens.add_feed import AddFeedScreen

        folders = await self.attempt(self.library.read(self.library.archive.folders))
        here = self.place.view.name if self.place.view.kind is ViewKind.FOLDER else ""
        self.app.push_screen(AddFeedScreen(self.refresher, folders or [], here), self._show_added)

    async def _show_added(self, added: AddedFeed | None) -> None:
        if added is None or added.feed_id is None:
            return
        await self.load_shelf()
        note = f" · {added.note}" if added.note else ""
        self.say(f"{added.title}: {added.articles_added} articles{note}")
        row = next((row for row in self.tree_pane.rows if row.key == f"feed:{added.feed_id}"), None)
        crumb = row.crumb if row else (added.title,)
        self.tree_pane.select(f"feed:{added.feed_id}")
        await self.show_place(Place(View(ViewKind.FEED, added.feed_id), crumb))
        self.list_pane.focus()

    def action_feed_health(self) -> None:
        from reader.tui.screens.health import HealthScreen

        self.app.push_screen(HealthScreen(self.library, self.clock, self._refresh), self._show_feed)

    async def _show_feed(self, feed_id: int | None) -> None:
        await self.load_shelf()
        row = next((row for row in self.tree_pane.rows if row.key == f"feed:{feed_id}"), None)
        if row is not None and row.view is not None:
            self.tree_pane.select(row.key)
            await self.show_place(Place(row.view, row.crumb))
            self.list_pane.focus()

    async def action_remove_feed(self) -> None:
        row = self.tree_pane.cursor_row if self.tree_pane.has_focus else None
        view = row.view if row is not None else self.place.view
        if view is None or view.kind is not ViewKind.FEED:
            self.say(f"Pick a feed first: {self.key_of('feed-tree')} shows them")
            return
        change = await self.attempt(self.library.change(self.library.archive.remove_feeds, [view.item_id]))
        if change is not None:
            self.say(f"{change.sentence} · {self.key_of('undo')} takes it back")
            await self.load_shelf()
            await self.show_place(Place(View(), ("All articles",)))
