"""What a person does with watched words: the desk of them, why an article is lit, adding one."""

from __future__ import annotations

import shlex
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from reader.tui.places import Place
from reader.tui.screens.finding import FindingScreen
from reader.tui.widgets.prompt import COMMAND

if TYPE_CHECKING:
    from reader.commands import RunCommand
    from reader.keywords.explain import Explanation
    from reader.tui.controllers.watcher import Watcher
    from reader.tui.places import Place
    from storage.archive import Archive

_PROGRESS_SECONDS = 0.2
_END_SECONDS = 60.0
_FIRST_END_SECONDS = 2.0
"""After the start, which has better to do."""
_MOST_SELECTED_WORDS = 5
"""More are a sentence, which stands nowhere else."""

_LONG = (["keyword", "add"], ["keyword", "resume"], ["keyword", "import"])
"""Commands that may look through the whole archive."""


class WatchingScreen(FindingScreen):
    """Actions about watched words."""

    _told_id = 0
    _watcher: Watcher | None = None

    async def on_mount(self) -> None:
        self.set_interval(_PROGRESS_SECONDS, self._show_watching)
        self.set_interval(_END_SECONDS, self._end_keywords)
        self.set_timer(_FIRST_END_SECONDS, self._end_keywords)
        self._told_id = await self.library.read(self.library.archive.last_article_id)

    def on_unmount(self) -> None:
        if self._watcher is not None:
            self._watcher.give_up()

    async def _end_keywords(self) -> None:
        """Light no longer what is not looked for any more, and show what it hid."""
        if await self.attempt(self.library.change(self.library.archive.end_keywords)):
            await self.load_keywords()
            await self.rows_changed(None)

    # --- adding while one reads on ----------------------------------------------------------

    async def run_line(self, line: str) -> None:
        words = _long_words(line)
        if not words or self.run_command is None:
            await super().run_line(line)
        elif self._watcher is not None and self._watcher.is_running:
            self.say("One at a time: a keyword is still looked for")
        else:
            from reader.tui.controllers.watcher import Watcher

            self._watcher = Watcher(self.library)
            # Not in the queue of changes: what is marked meanwhile must not wait for a million articles.
            line = self.take_line()
            self.later(partial(self._run_long, self._watcher, self.run_command, words, line), "watch")

    async def _run_long(self, watcher: Watcher, run_command: RunCommand, words: list[str], line: str) -> None:
        beginning = self.say_soon(f"{' '.join(words[:2])} …")
        output = await watcher.run(partial(run_command, words, self.library.archive))
        beginning.stop()
        self.list_pane.announce("")
        if output is not None:
            await self.show_result(words, output, line)
        else:
            self.say("Given up: nothing was changed")
            await self.rows_changed(None)

    def give_up_watching(self) -> bool:
        """End what is looked for in the archive; False where nothing is."""
        if self._watcher is None or not self._watcher.is_running:
            return False
        self._watcher.give_up()
        return True

    def _show_watching(self) -> None:
        if self._watcher is not None and self._watcher.sentence:
            self.list_pane.announce(self._watcher.sentence)

    def action_watch_desk(self) -> None:
        from reader.tui.screens.watch_desk import WatchDeskScreen

        known = self.shelf.keywords if self.shelf is not None else ()
        before = self.library.archive.data_version()
        self.app.push_screen(
            WatchDeskScreen(self.library, self.clock, known), partial(self._leave_watch_desk, before)
        )

    async def _leave_watch_desk(self, before: int, place: Place | None) -> None:
        """Light the words that are watched now, and show the articles that were asked for.

        Args:
            before: The archive's version when the desk was opened: where it is the same, all is as it was.
        """
        if self.library.archive.data_version() != before:
            await self.load_keywords()
            await self.rows_changed(None)
        if place is not None:
            self.tree_pane.select(f"keyword:{place.view.item_id}")
            await self.show_place(place)
            self.list_pane.focus()

    async def action_show_hidden(self) -> None:
        """Show what keywords hide in this place; once more, what they leave."""
        row = self.list_pane.cursor_row
        place = self.place._replace(is_hidden=not self.place.is_hidden)
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
        which = self.article_pane.jump_hit(step)
        if which:
            self.article_pane.border_title = Content(f"Keyword {which}")
        else:
            self.say("No further keyword" if step > 0 else "No keyword above")

    async def action_watch_selection(self) -> None:
        """Watch what is selected: of more than a few words the first; where nothing is, ask for a word."""
        selected = (self.get_selected_text() or "").split()
        if not selected:
            row = self.current_row
            from reader.keywords.names import likely_name

            name = self._word_at_mouse() or (likely_name(row.title) if row is not None else "")
            self.prompt.open(COMMAND, "keyword add ", proposal=shlex.quote(name) if name else "")
            return
        self.clear_selection()
        wanted = selected if len(selected) <= _MOST_SELECTED_WORDS else selected[:1]
        await self.run_line(shlex.join(["keyword", "add", "--", " ".join(wanted)]))

    def _word_at_mouse(self) -> str:
        """The word of the article that the mouse points at."""
        widget, offset = self.get_widget_and_offset_at(*self.app.mouse_position)
        if widget is not self.article_pane or offset is None or not self.article_pane.has_article:
            return ""
        return self.article_pane.word_at(offset.y, offset.x)


def _long_words(line: str) -> list[str]:
    """The words of a line that may take long; none where it does not."""
    try:
        words = shlex.split(line)
    except ValueError:
        return []
    return words if words[:2] in _LONG else []


def _explain_article(archive: Archive, article_id: int) -> tuple[Explanation, ...]:
    from reader.keywords.explain import explain, texts_of

    article = archive.article(article_id)
    inside = [keyword for keyword in archive.keywords() if keyword.rule.reaches(article.row.feed_id)]
    return explain(inside, texts_of(article))
