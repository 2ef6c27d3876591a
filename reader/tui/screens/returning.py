"""Coming back to the place where the reader was left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader import paths
from reader.tui.controllers.whereabouts import Whereabouts, WhereaboutsFile
from reader.tui.places import HOME, Place
from reader.tui.render.lines import Place as PagePlace
from reader.tui.screens.widths import WidthsScreen
from reader.tui.widgets.article_view import WIDE_MEASURE, ArticleView
from storage.errors import QueryError
from storage.model import Order, View, ViewKind

if TYPE_CHECKING:
    from storage.query import Query


class ReturningScreen(WidthsScreen):
    """Keeps where a person is, and begins there the next time."""

    _whereabouts_file: WhereaboutsFile | None = None

    async def begin(self) -> None:
        """Show the place that was left; without one, all articles."""
        archive_path = self.library.archive.path
        self._whereabouts_file = WhereaboutsFile(paths.state_path() / "places.json", archive_path)
        left = await self.library.read(self._whereabouts_file.read)
        if left is None:
            await super().begin()
            return
        self._folded = set(left.folded)
        self._page_places.update({key: PagePlace(*place) for key, place in left.pages.items()})
        self.pane_widths.update(left.widths)
        if left.is_wide:
            self.article_pane.set_reactive(ArticleView.measure, WIDE_MEASURE)
        if left.is_justified is not None:
            self.article_pane.set_reactive(ArticleView.is_justified, left.is_justified)
        await self.load_shelf()
        self.call_after_refresh(self.apply_widths)
        await self.show_place(self._place_of(left), article_id=left.article_id)
        self._select_row()
        self.call_after_refresh(self.load_keywords)
        if left.is_reading and left.article_id:
            self.show_panes(is_reading=True)
            self.article_pane.focus()
            await self.show_article(left.article_id)

    def _select_row(self) -> None:
        """Put the tree's cursor on the place that is open: a saved search before its view."""
        place = self.place
        found = [row for row in self.tree_pane.rows if row.view == place.view]
        for row in sorted(found, key=lambda row: row.query_text != place.query_text):
            if row.query_text in ("", place.query_text):
                self.tree_pane.select(row.key)
                return

    async def keep_whereabouts(self) -> None:
        """Write down where the reader is; called when it is left."""
        if self._whereabouts_file is None:
            return
        self._keep_page_place()
        place = self.place
        is_reading = self.has_class("-reading") and self.open_article is not None
        row = self.list_pane.cursor_row
        article_id = row.article_id if row is not None else 0
        if is_reading and self.open_article is not None:
            article_id = self.open_article.article.row.article_id
        is_justified = self.article_pane.is_justified
        left = Whereabouts(
            view=(place.view.kind.value, place.view.item_id, place.view.name),
            crumb=place.crumb,
            query_text=place.query_text,
            is_unread_only=place.is_unread_only,
            order=place.order.value,
            article_id=article_id,
            is_reading=is_reading,
            folded=tuple(self._folded),
            pages={key: (page.piece, page.offset) for key, page in self._page_places.items()},
            widths=self.pane_widths,
            is_wide=self.article_pane.measure == WIDE_MEASURE,
            is_justified=is_justified if is_justified != self.settings.interface.justify else None,
        )
        await self.library.change(self._whereabouts_file.write, left)

    def _place_of(self, left: Whereabouts) -> Place:
        """The place that was left, or all articles where it is no more."""
        kind, item_id, name = left.view
        try:
            place = Place(
                View(ViewKind(kind), item_id, name),
                left.crumb,
                is_unread_only=left.is_unread_only,
                order=Order(left.order),
            )
            query = self._query_of(left.query_text)
        except (ValueError, QueryError):
            return HOME
        if self.shelf is None or not self.shelf.has(place.view) or not place.crumb:
            return HOME
        return place.searched(query, left.query_text)

    def _query_of(self, text: str) -> Query | None:
        if not text:
            return None
        from reader.query.parse import parse_query

        return parse_query(text, now=self.clock().astimezone())
