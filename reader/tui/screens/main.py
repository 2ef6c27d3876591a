"""The main screen: the desk with all its actions, and how the panes share the width."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Input

from reader.tui.commands import COMMANDS, EXTRA_BINDINGS
from reader.tui.idle import IDLE_SECONDS, load_the_rest, prepare_themes, read_style_sheets, spare_what_stays
from reader.tui.places import Place
from reader.tui.screens.editing import EditingScreen
from reader.tui.screens.going import GoingScreen
from reader.tui.screens.noting import NotingScreen
from reader.tui.screens.reading import ReadingScreen
from reader.tui.screens.returning import ReturningScreen
from reader.tui.screens.selecting import SelectingScreen
from reader.tui.screens.wandering import WanderingScreen
from reader.tui.screens.welcoming import WelcomingScreen
from reader.tui.theme import THEMES

if TYPE_CHECKING:
    from reader.tui.widgets.bars import FooterBar

_TYPING_ACTIONS = frozenset(command.action for command in COMMANDS if command.takes_typing)


class MainScreen(
    NotingScreen,
    GoingScreen,
    ReadingScreen,
    WanderingScreen,
    SelectingScreen,
    EditingScreen,
    WelcomingScreen,
    ReturningScreen,
):
    """Where one reads."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(command.binding() for command in COMMANDS),
        *(binding for binding in EXTRA_BINDINGS if binding.id != "palette"),
    ]

    _is_leaving = False

    async def on_mount(self) -> None:
        self.start_schedule()
        self.set_timer(IDLE_SECONDS, self._make_ready)

    async def _make_ready(self) -> None:
        await asyncio.to_thread(load_the_rest)
        read_style_sheets(self.app.stylesheet)
        await self.load_words()
        await prepare_themes(self.app)
        spare_what_stays()

    async def on_footer_bar_chosen(self, message: FooterBar.Chosen) -> None:
        await self.run_action(message.action)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A sign that is typed into a field is no command."""
        if isinstance(self.focused, Input):
            return action not in _TYPING_ACTIONS
        return super().check_action(action, parameters)

    # --- panes ------------------------------------------------------------------------------

    def action_show_feeds(self) -> None:
        if self.has_class("-three") or not self.has_class("-feeds"):
            self.show_panes(has_feeds=True, is_zoomed=False)
            self.tree_pane.focus()
        else:
            self.show_panes(has_feeds=False)
            self.list_pane.focus()

    def action_focus_pane(self, name: str) -> None:
        panes: dict[str, Widget] = {
            "feeds": self.tree_pane,
            "list": self.list_pane,
            "article": self.article_pane,
        }
        if self.has_class("-unfed") and name == "article":
            name = "list"
        is_reading = None if name == "feeds" else name == "article"
        self.show_panes(is_reading=is_reading, has_feeds=name == "feeds", is_zoomed=False)
        panes[name].focus()

    async def action_back(self) -> None:
        if self.prompt.is_open:
            self.prompt.action_cancel()
            return
        if self.give_up_watching():
            return
        if self.end_find() if self.article_pane.has_focus else self.end_selection():
            return
        if self.has_class("-feeds") and not self.has_class("-three"):
            self.show_panes(has_feeds=False)
            self.list_pane.focus()
        elif self.has_class("-zoomed"):
            self.show_panes(is_zoomed=False)
        elif self.article_pane.has_focus:
            self.show_panes(is_reading=False)
            self.list_pane.focus()
        elif self.place.query_text:
            await self.show_place(self.place.searched(None, ""))
        elif self.refresher.is_running:
            await self.refresher.stop()
        elif self.has_class("-three"):
            self.tree_pane.focus()

    def action_picture_desk(self) -> None:
        from reader.tui.screens.picture_desk import PictureDeskScreen

        matcher = self.list_pane.matcher
        self.app.push_screen(
            PictureDeskScreen(self.library, self.place, matcher, self.clock), self._show_chosen
        )

    async def _show_chosen(self, article_id: int | None) -> None:
        """Open the article that was chosen on a desk, in the list where it stands there."""
        if article_id is None:
            return
        index = await self.place_of(article_id)
        if index is not None:
            self.list_pane.move_to(index)
        await self.enter_article(article_id)

    async def go_to_row(self, key: str) -> None:
        """Open a row of the feed tree by its key, where it still stands there."""
        row = next((row for row in self.tree_pane.rows if row.key == key), None)
        if row is not None and row.view is not None:
            self.tree_pane.select(key)
            await self.show_place(Place(row.view, row.crumb))
            self.show_panes(is_reading=False, has_feeds=False)
            self.list_pane.focus()

    def action_zoom(self) -> None:
        is_zoomed = not self.has_class("-zoomed")
        self.show_panes(is_zoomed=is_zoomed, is_reading=is_zoomed or None)
        if self.has_class("-zoomed"):
            self.article_pane.focus()

    # --- the reader -------------------------------------------------------------------------

    def action_next_theme(self) -> None:
        names = [theme.name for theme in THEMES]
        here = names.index(self.app.theme) if self.app.theme in names else -1
        self.app.theme = names[(here + 1) % len(names)]

    async def action_help(self) -> None:
        from reader.tui.screens.help import HelpScreen

        await self.open_for_typing(HelpScreen(self.keys_by_id))

    def action_quit_reader(self) -> None:
        if self.running and not self._is_leaving:
            self._is_leaving = True
            self.say(f"{self.running[0]} is not done yet · {self.key_of('quit')} leaves as soon as it is")
        else:
            self.app.exit()
