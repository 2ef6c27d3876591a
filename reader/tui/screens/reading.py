"""What a person does within an article: finding text, opening links by number, setting the lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.timer import Timer

from reader.tui.screens.finding import SEARCH_AFTER_SECONDS, FindingScreen
from reader.tui.screens.marking import MarkingScreen
from reader.tui.widgets.article_view import WIDE_MEASURE, ArticleView
from reader.tui.widgets.prompt import FIND, LINK, Prompt

if TYPE_CHECKING:
    from reader.setting_groups import Settings
    from reader.tui.render.find import TextFinder

_COUNT_AGAIN_SECONDS = 0.05
_TITLE_EDGES = 4
"""Cells of the rule beside a title."""
_CAPTIONS_TITLES = {"page": "Captions alone", "hidden": "Captions hidden"}


class ReadingScreen(MarkingScreen, FindingScreen):
    """Actions within an article."""

    _find_timer: Timer | None = None
    _match = 0

    async def on_mount(self) -> None:
        self.watch(self.article_pane, "caption_mode", self._show_usual_title)

    # --- finding ----------------------------------------------------------------------------

    def action_search(self) -> None:
        """Find in the article where it has the focus, else search the list."""
        if not self.article_pane.has_focus or not self.article_pane.has_article:
            super().action_search()
            return
        finder = self.article_pane.finder
        self.prompt.open(FIND, finder.wanted if finder is not None else "")

    def action_find_match(self, step: int) -> None:
        matches = self.article_pane.match_lines()
        if self.article_pane.finder is None:
            self.say(f"Nothing is looked for: {self.key_of('search')} in the article begins")
        elif not matches:
            self.say("Not found in this article")
        else:
            self._show_match((self._match + step) % len(matches), matches)

    async def action_next_unread(self, step: int) -> None:
        """Go through what is found in the article as long as something is looked for there."""
        if self.article_pane.has_focus and self.article_pane.finder is not None:
            self.action_find_match(step)
        else:
            await super().action_next_unread(step)

    def end_find(self) -> bool:
        """Light the keywords again; False where nothing was looked for."""
        if self.article_pane.finder is None:
            return False
        self._stop_finding()
        self.article_pane.finder = None
        self._show_usual_title()
        return True

    async def show_article(self, article_id: int, *, is_again: bool = False) -> None:
        """Show an article; what was looked for in the one before is looked for no longer."""
        if not is_again and article_id != self._shown_id():
            self.end_find()
            self._show_usual_title()
        await super().show_article(article_id, is_again=is_again)

    def _show_usual_title(self) -> None:
        """Say what of an article is left out, so that nobody takes the rest for all of it."""
        words = _CAPTIONS_TITLES.get(self.article_pane.caption_mode, "")
        if self.article_pane.finder is None:
            title = Content(f"{words} · {self.key_of('captions')} changes it") if words else None
            self.article_pane.show_title(title)

    def _shown_id(self) -> int:
        return self.open_article.article.row.article_id if self.open_article is not None else 0

    def _find(self, text: str) -> None:
        self._stop_finding()
        self._match = -1
        if not text.strip():
            self.end_find()
            return
        from reader.tui.render.find import TextFinder

        self.article_pane.finder = TextFinder(text)
        self._count()

    def _count(self) -> None:
        """Show how many there are, and the first from here on, once all of the article is laid out."""
        finder = self.article_pane.finder
        if finder is None:
            return
        if not self.article_pane.is_laid_out:
            self._title(finder, "…")
            self._find_timer = self.set_timer(_COUNT_AGAIN_SECONDS, self._count)
            return
        matches = self.article_pane.match_lines()
        if not matches:
            self._title(finder, "not found")
            return
        top = int(self.article_pane.scroll_offset.y)
        self._show_match(next((n for n, line in enumerate(matches) if line >= top), 0), matches)

    def _show_match(self, match: int, matches: list[int]) -> None:
        finder = self.article_pane.finder
        assert finder is not None
        self._match = match
        self.article_pane.show_match(match)
        self._title(finder, f"{match + 1:,} of {len(matches):,}", self._keys_in_finds())

    def _keys_in_finds(self) -> list[tuple[str]]:
        """How to go on, from the longest words to the shortest."""
        are_own = self.key_of("find-next") == "n"
        names = ("find-next", "find-previous") if are_own else ("next", "previous")
        keys = " ".join(self.key_of(name) for name in names)
        # While something is typed, the keys are letters of it.
        before = "Enter, then " if self.prompt.is_open else ""
        ends = f" · {self.key_of('back')} ends"
        return [(f"{before}{keys} go through them{ends}",), (f"{before}{keys}{ends}",), (f"{before}{keys}",)]

    def _title(self, finder: TextFinder, words: str, notes: Sequence[tuple[str]] = ()) -> None:
        from reader.tui.render.cells import steady_text, title_line

        title = f"/{steady_text(finder.wanted)}  {words}"
        room = self.article_pane.outer_size.width - _TITLE_EDGES
        self.article_pane.show_title(Content(title_line(title, [*notes, ("",)], room)))

    def _stop_finding(self) -> None:
        if self._find_timer is not None:
            self._find_timer.stop()

    # --- links ------------------------------------------------------------------------------

    def action_open_by_number(self) -> None:
        if not self.article_pane.links:
            self.say("This article has no links")
            return
        self.show_panes(is_reading=True)
        if self.article_pane.caption_mode == "page":
            # The numbers stand in the text.
            self.article_pane.caption_mode = "inline"
        self.article_pane.shows_link_numbers = True
        count = len(self.article_pane.links)
        self.prompt.open(LINK, hint=f"link {f'1 to {count}' if count > 1 else 1}; y behind it copies")

    def _open_number(self, text: str) -> bool:
        links = self.article_pane.links
        number = text.removesuffix("y").strip()
        if not number.isdecimal() or not 1 <= int(number) <= len(links):
            self.prompt.show_problem(f"no such link: a number from 1 to {len(links)}")
            return False
        if text.endswith("y"):
            self.copy_address(links[int(number) - 1].url)
        else:
            self.article_pane.post_message(ArticleView.LinkOpened(int(number) - 1))
        return True

    # --- the prompt -------------------------------------------------------------------------

    def on_prompt_typed(self, message: Prompt.Typed) -> None:
        if message.sign == FIND:
            self._stop_finding()
            self._find_timer = self.set_timer(SEARCH_AFTER_SECONDS, lambda: self._find(message.text))

    async def on_prompt_submitted(self, message: Prompt.Submitted) -> None:
        if message.sign == FIND:
            finder = self.article_pane.finder
            if finder is None or finder.wanted != message.text:
                self._find(message.text)
            self._back_to_article()
        elif message.sign == LINK and (not message.text or self._open_number(message.text)):
            self._back_to_article()

    async def on_prompt_cancelled(self, message: Prompt.Cancelled) -> None:
        if message.sign == FIND:
            self.end_find()
        if message.sign in (FIND, LINK):
            self._back_to_article()

    def on_prompt_closed(self, message: Prompt.Closed) -> None:
        if message.sign == LINK:
            self.article_pane.shows_link_numbers = False
        elif message.sign == FIND and self.article_pane.finder is not None and self._match >= 0:
            self.action_find_match(0)

    def _back_to_article(self) -> None:
        self.prompt.close()
        self.article_pane.focus()

    # --- how the lines are set --------------------------------------------------------------

    def use_settings(self, settings: Settings) -> None:
        """Take other rows and lines, as far as the settings changed them."""
        old, new = self.settings.interface, settings.interface
        self.settings = settings
        self.list_pane.rows_setting = new.rows
        if new.measure != old.measure:
            self.article_pane.measure = new.measure
        if new.justify != old.justify:
            self.article_pane.is_justified = new.justify

    def action_toggle_measure(self) -> None:
        usual = self.settings.interface.measure
        is_usual = self.article_pane.measure == usual
        self.article_pane.measure = WIDE_MEASURE if is_usual else usual
        self.say("Lines as long as the pane" if is_usual else f"Lines of {usual} cells")

    def action_toggle_justified(self) -> None:
        self.article_pane.is_justified = not self.article_pane.is_justified
        self.say("Both edges straight" if self.article_pane.is_justified else "The right edge ragged")
