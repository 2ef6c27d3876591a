"""Changing what stands in the feed tree: feeds, folders, saved searches, keywords, each in its dialog."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reader.tui.render.tree import TreeRow
from reader.tui.screens.subscribing import SubscribingScreen
from reader.tui.screens.watching import WatchingScreen
from storage.archive import Archive
from storage.model import Change, View, ViewKind

if TYPE_CHECKING:
    from reader.keywords.writing import Surroundings
    from reader.tui.controllers.watcher import Watcher
    from reader.tui.screens.feed_form import SavedFeed
    from reader.tui.screens.folder_form import RenamedFolder
    from storage.searches import SavedSearch
    from storage.watch.keywords import KeywordFacts
    from storage.watch.watching import WatchedKeyword


class EditingScreen(WatchingScreen, SubscribingScreen):
    """What the key of ``edit-feed`` opens."""

    async def action_edit_feed(self) -> None:
        """Change what the cursor of the tree is on, else what the list shows; of a list of many feeds, the
        feed of its article."""
        row = self.tree_pane.cursor_row if self.tree_pane.has_focus else None
        view = row.view if row is not None else self.place.view
        search = self._search_of(row)
        if search is not None:
            await self._edit_search(search)
        elif view is not None and view.kind is ViewKind.FEED:
            await self._edit_feed(view.item_id)
        elif view is not None and view.kind is ViewKind.FOLDER:
            await self._edit_folder(view.name)
        elif view is not None and view.kind is ViewKind.KEYWORD:
            await self._edit_keyword(view.item_id)
        elif row is None and self.current_row is not None:
            await self._edit_feed(self.current_row.feed_id)
        else:
            self.say("Pick a feed, a folder, a search or a keyword first")

    # Each dialog is waited for: what is typed ahead belongs into it, and is no command.

    # --- feeds ------------------------------------------------------------------------------

    async def _edit_feed(self, feed_id: int) -> None:
        from reader.tui.screens.feed_form import FeedFormScreen, read_around

        around = await self.attempt(self.library.read(read_around, self.library.archive, feed_id))
        if around is not None:
            form = FeedFormScreen(self.library, around, self.clock())
            await self.app.push_screen(form, partial(self._show_saved_feed, feed_id))

    async def _show_saved_feed(self, feed_id: int, saved: SavedFeed | None) -> None:
        if saved is None or not saved.change.change_id:
            return
        await self._show_edited(saved.change, View(ViewKind.FEED, feed_id), View(ViewKind.FEED, feed_id))
        feeds = self.shelf.feeds if self.shelf is not None else ()
        if saved.has_other_address:
            self._refresh([feed for feed in feeds if feed.feed_id == feed_id and not feed.is_paused])

    async def _edit_folder(self, name: str) -> None:
        from reader.tui.screens.folder_form import FolderFormScreen

        folders = [feed.folder for feed in self.shelf.feeds] if self.shelf is not None else []
        form = FolderFormScreen(self.library, name, folders)
        await self.app.push_screen(form, partial(self._show_renamed_folder, name))

    async def _show_renamed_folder(self, old: str, renamed: RenamedFolder | None) -> None:
        if renamed is None or not renamed.change.change_id:
            return
        # What was folded stays so under its new name.
        self._folded = {_moved(key, f"folder:{old}", f"folder:{renamed.name}") for key in self._folded}
        here = self.place.view
        view = View()
        if here.kind is ViewKind.FOLDER:
            view = here._replace(name=_moved(here.name, old, renamed.name))
        key = f"folder:{renamed.name}"
        await self._show_edited(renamed.change, here, view if view.name else View(), key=key)

    # --- searches and keywords --------------------------------------------------------------

    def _search_of(self, row: TreeRow | None) -> SavedSearch | None:
        """The saved search that a row of the tree, or this place, stands for."""
        searches = self.shelf.searches if self.shelf is not None else ()
        if row is not None:
            return next((search for search in searches if row.key == f"search:{search.search_id}"), None)
        name = self.place.crumb[-1] if self.place.is_saved else ""
        return next((search for search in searches if search.name == name), None)

    async def _edit_search(self, search: SavedSearch) -> None:
        from reader.tui.screens.search_form import SearchFormScreen

        form = SearchFormScreen(self.library, search, self.clock().astimezone())
        await self.app.push_screen(form, partial(self._show_changed_search, search))

    async def _show_changed_search(self, old: SavedSearch, changed: tuple[Change, str] | None) -> None:
        if changed is None or not changed[0].change_id:
            return
        change, name = changed
        was_here = self.place.is_saved and self.place.crumb[-1] == old.name
        self.say_change(change)
        await self.rows_changed(None)
        row = next((row for row in self.tree_pane.rows if row.crumb == ("Searches", name)), None)
        if was_here and row is not None:
            await self._follow(row)

    async def _edit_keyword(self, keyword_id: int) -> None:
        from reader.tui.screens.keyword_form import KeywordFormScreen

        read = await self.attempt(self.library.read(_read_keyword, self.library.archive, keyword_id))
        if read is None:
            return
        around, watched = read
        if watched is None:
            return
        form = KeywordFormScreen(self.library, self.clock, around, watched)
        await self.app.push_screen(form, partial(self._keep_keyword, watched))

    def _keep_keyword(self, watched: WatchedKeyword, facts: KeywordFacts | None) -> None:
        if facts is None:
            return
        if self._watcher is not None and self._watcher.is_running:
            self.say("One at a time: a keyword is still looked for")
            return
        from reader.tui.controllers.watcher import Watcher

        self._watcher = Watcher(self.library)
        self.later(partial(self._change_keyword, self._watcher, watched, facts), "watch")

    async def _change_keyword(self, watcher: Watcher, watched: WatchedKeyword, facts: KeywordFacts) -> None:
        from reader.tui.screens.keyword_form import plan_of

        plan = plan_of(watched.keyword.pattern, facts)
        keywords = await self.attempt(watcher.change(plan))
        self.list_pane.announce("")
        if keywords is None:
            return
        await self.load_keywords()
        keyword = next((one for one in keywords if one.pattern == facts.pattern), watched.keyword)
        old, new = (View(ViewKind.KEYWORD, one.keyword_id) for one in (watched.keyword, keyword))
        self.say_done(plan.sentence)
        await self._show_again(old, new, f"keyword:{keyword.keyword_id}")

    # --- afterwards -------------------------------------------------------------------------

    async def _show_edited(self, change: Change, old: View, new: View, *, key: str = "") -> None:
        self.say_change(change)
        await self._show_again(old, new, key)

    async def _show_again(self, old: View, new: View, key: str = "") -> None:
        """Show the tree and the list as they are now; a place that was at ``old`` is at ``new``."""
        # Kept first: a place that is found no more under its name is left for all articles.
        before, shown = self.place, self.list_pane.cursor_row
        await self.rows_changed(None)
        if key:
            self.tree_pane.select(key)
        if before.view != old or before.is_saved:
            return
        row = next((row for row in self.tree_pane.rows if row.view == new and not row.query_text), None)
        crumb = row.crumb if row is not None else before.crumb
        place = before._replace(view=new, crumb=crumb)
        if place != self.place:
            await self.show_place(place, article_id=shown.article_id if shown else 0, is_quiet=True)


def _moved(path: str, old: str, new: str) -> str:
    """A path as it is called after a folder around it, or it itself, got another name."""
    return f"{new}{path[len(old) :]}".strip("/") if f"{path}/".startswith(f"{old}/") else path


def _read_keyword(archive: Archive, keyword_id: int) -> tuple[Surroundings, WatchedKeyword | None]:
    from reader.tui.screens.keyword_form import read_surroundings

    watched = archive.watched_keywords()
    found = next((one for one in watched if one.keyword.keyword_id == keyword_id), None)
    return read_surroundings(archive), found
