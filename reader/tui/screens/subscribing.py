"""What a person does with feeds: adding, removing, refreshing."""

from __future__ import annotations

import time
from collections.abc import Sequence
from math import inf
from typing import TYPE_CHECKING

from reader.tui.controllers.refresher import Refresher
from reader.tui.places import HOME, Place
from reader.tui.screens.finding import FindingScreen
from reader.tui.screens.marking import MarkingScreen
from storage.listings.listing import Listing
from storage.model import Change, Feed, View, ViewKind
from storage.sentences import counted

if TYPE_CHECKING:
    from reader.commands import BeginNews
    from reader.ingest.events import AddedFeed
    from reader.tui.controllers.progress import Progress, RefreshEnded

_SHOWN_SECONDS = 4.0
_ROWS_TRIED = 500
"""Rows below the cursor, one of which takes it when its own has gone."""


class SubscribingScreen(MarkingScreen, FindingScreen):
    """Actions on feeds."""

    begin_news: BeginNews | None = None
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
                begin_news=self.begin_news,
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
        feeds = counted(progress.feeds_with_news, "feed")
        sentence = f"{progress.added:,} new in {feeds}" if progress.added else "Nothing new"
        if ended.error:
            sentence = ended.error
        elif ended.summary is None:
            sentence = f"Stopped · {sentence}"
        self.refresh_line.show_end(sentence, _SHOWN_SECONDS)
        if progress.failures:
            self._tell_failures(progress)
        if ended.hook_failures:
            self.complain(ended.hook_failures)
        self.later(self._show_news, "news")

    def _tell_failures(self, progress: Progress) -> None:
        first = progress.failures[0]
        others = len(progress.failures) - 1
        more = f" And {others} more." if others else ""
        self.complain(f"{first.url}: {first.reason}. The articles you have are kept.{more}")

    async def _show_news(self) -> None:
        await self.load_shelf()
        await self.announce_new()

    # --- what is subscribed to changes ------------------------------------------------------

    async def load_shelf(self) -> None:
        """Read the shelf; where other feeds are subscribed to than before, the place is opened anew."""
        before = self.shelf
        await super().load_shelf()
        if before is not None and self.shelf is not None and self.shelf.differs_from(before):
            await self.renew_place()

    async def renew_place(self) -> None:
        """Open the place anew, or all articles where it is gone; the cursor stays where it can."""
        if self.listing is None or self.shelf is None:
            return
        cursor = self.list_pane.cursor_index
        below = tuple(self.listing.ids(cursor, cursor + _ROWS_TRIED))
        place = self.place if self.shelf.has(self.place.view) else HOME
        # What is being read stays before the eyes, though its row may have gone meanwhile.
        is_reading_on = self._is_reading_on()
        # Not prevented: what a task prevents while it waits, Textual prevents in others, and after it.
        self._deaf_until = inf
        await self.show_place(place, is_quiet=is_reading_on)
        index = await self.attempt(self.library.read(_first_place, self.listing, below))
        self.list_pane.move_to(index or 0)
        self._deaf_until = time.monotonic()
        if not is_reading_on:
            self._has_moved = False
            self.list_pane.tell_highlighted()

    def _is_reading_on(self) -> bool:
        shown = self.open_article.article.row if self.open_article is not None else None
        feeds = self.shelf.feeds if self.shelf is not None else ()
        is_there = shown is not None and any(feed.feed_id == shown.feed_id for feed in feeds)
        return is_there and self.article_pane.has_focus

    async def _show_undone(self, change: Change | None, if_none: str) -> None:
        """Show what undo did; articles that it took away or brought back leave the listing or enter it."""
        before = self.shelf
        await super()._show_undone(change, if_none)
        after = self.shelf
        if before is None or after is None or after.differs_from(before):
            return
        if after.counts.article_count != before.counts.article_count:
            await self.renew_place()

    # --- adding and removing ----------------------------------------------------------------

    async def run_words(self, words: list[str]) -> None:
        """Do what words say; a single address is looked into before it is subscribed to."""
        match words:
            case ["add", source] | ["add", source, "--folder", _] | ["add", "--folder", _, source]:
                folder = words[words.index("--folder") + 1] if len(words) > 2 else ""
                if not source.startswith("-"):
                    await self._ask_for_feed(source, folder)
                    return
        await super().run_words(words)

    async def action_add_feed(self) -> None:
        await self._ask_for_feed()

    async def _ask_for_feed(self, source: str = "", folder: str = "") -> None:
        from reader.ingest.addresses import redact
        from reader.tui.screens.add_feed import AddFeedScreen, Surroundings

        folders = await self.attempt(self.library.read(self.library.archive.folders))
        if not folder and self.place.view.kind is ViewKind.FOLDER:
            folder = self.place.view.name
        known = {redact(feed.url) for feed in self.shelf.feeds} if self.shelf is not None else set()
        around = Surroundings(tuple(folders or ()), frozenset(known))
        await self.open_for_typing(AddFeedScreen(self.refresher, around, folder, source), self._show_added)

    async def _show_added(self, added: AddedFeed | None) -> None:
        if added is None or added.feed_id is None:
            return
        from reader.commands import way_back

        await self.load_shelf()
        parts = [f"{added.title}: {counted(added.articles_added, 'article')}", added.note]
        if not added.is_known:
            parts.append(way_back(1, self.undo_key))
        self.say(" · ".join(part for part in parts if part))
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
            self.say_change(change)
            await self.load_shelf()
            await self.show_place(Place(View(), ("All articles",)))


def _first_place(listing: Listing | None, article_ids: Sequence[int]) -> int | None:
    """Where the first of these stands that a listing still has; None where it has none of them."""
    if listing is None or not article_ids:
        return None
    place = listing.index_of(article_ids[0])
    if place is not None:
        return place
    wanted = frozenset(article_ids)
    place_by_id = {found: place for place, found in enumerate(listing.article_ids) if found in wanted}
    return next((place_by_id[found] for found in article_ids if found in place_by_id), None)
