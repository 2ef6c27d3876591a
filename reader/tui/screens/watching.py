"""What a person does with watched words: the desk of them, why an article is lit, adding one."""

from __future__ import annotations

import shlex
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.tui.places import Place
from reader.tui.screens.finding import FindingScreen
from reader.tui.widgets.prompt import COMMAND
from storage.archive import Archive

if TYPE_CHECKING:
    from reader.keywords.explain import Explanation


class WatchingScreen(FindingScreen):
    """Actions about watched words."""

    _told_id = 0

    async def on_mount(self) -> None:
        self._told_id = await self.library.read(self.library.archive.last_article_id)

    def action_watch_desk(self) -> None:
        from reader.tui.screens.watch_desk import WatchDeskScreen

        self.app.push_screen(WatchDeskScreen(self.library, self.clock), self._leave_watch_desk)

    async def _leave_watch_desk(self, place: Place | None) -> None:
        """Light the words that are watched now, and show the articles that were asked for."""
        await self.load_keywords()
        await self.rows_changed(None)
        if place is not None:
            self.tree_pane.select(f"keyword:{place.view.item_id}")
            await self.show_place(place)
            self.list_pane.focus()

    async def action_show_hidden(self) -> None:
        """Show what keywords hide in this place; once more, what they leave."""
        row = self.list_pane.cursor_row
        place = replace(self.place, is_hidden=not self.place.is_hidden)
        await self.show_place(place, article_id=row.article_id if row else 0)

    async def announce_new(self) -> None:
        await super().announce_new()
        await self.tell_hidden()
        await self._toast_hits()

    async def _toast_hits(self) -> None:
        """Tell which keywords stand in the articles that came since this was told of last."""
        from reader.keywords.news import describe_news

        after_id = self._told_id
        news = await self.attempt(self.library.read(self.library.archive.keyword_news, after_id))
        if news is None:
            return
        self._told_id = max(news.last_id, after_id)
        sentence = describe_news(news.keywords)
        if sentence:
            self.notify(sentence, title="Keywords", markup=False, timeout=8)

    async def action_explain(self) -> None:
        from reader.tui.screens.explain import ExplainScreen

        row = self.current_row
        if row is None:
            return
        work = self.library.read(_explain_article, self.library.archive, row.article_id)
        explanations = await self.attempt(work)
        if explanations:
            self.app.push_screen(ExplainScreen(row.title, explanations))
        elif explanations is not None:
            self.say("No keyword stands in this article")

    def action_jump_hit(self, step: int) -> None:
        if not self.article_pane.jump_hit(step):
            self.say("No further keyword" if step > 0 else "No keyword above")

    async def action_watch_selection(self) -> None:
        """Watch what is selected; where nothing is, ask for a word."""
        selected = " ".join((self.get_selected_text() or "").split())
        if not selected:
            self.prompt.open(COMMAND, "keyword add ")
            return
        self.clear_selection()
        await self.run_line(shlex.join(["keyword", "add", "--", selected]))


def _explain_article(archive: Archive, article_id: int) -> tuple[Explanation, ...]:
    from reader.keywords.explain import explain, texts_of

    article = archive.article(article_id)
    inside = [keyword for keyword in archive.keywords() if keyword.rule.reaches(article.row.feed_id)]
    return explain(inside, texts_of(article))
