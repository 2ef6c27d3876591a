"""The article: one widget over wrapped lines, of which only those in sight are painted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.cache import LRUCache
from textual.message import Message
from textual.reactive import var
from textual.strip import Strip

from reader.tui.render.empty import layout_empty
from reader.tui.render.highlight import HitFinder, inside
from reader.tui.render.lines import Line, Place
from reader.tui.render.page import LAST_PIECE, Page
from reader.tui.widgets.inks import Inks
from reader.tui.widgets.jumping import Jumping
from reader.tui.widgets.line_painter import Canvas, paint_line
from reader.tui.widgets.pane import SCROLLING
from reader.tui.widgets.shades import ARTICLE_SHADES

if TYPE_CHECKING:
    from reader.feeds.bodies.content import ArticleContent
    from reader.tui.render.find import TextFinder
    from storage.model import Article, Picture

CAPTION_MODES = ("inline", "page", "hidden")

LINES_AT_ONCE = 80
"""Lines laid out in one go, about 3 ms of work: the rest of a long article follows between keys."""

WIDE_MEASURE = 10_000
"""More cells than any pane has: the lines are as long as the pane."""

PAINTED_LINES_KEPT = 2048

OVERLAP_LINES = 2
"""What a page down leaves in sight, for the eye to go on from."""

_NARROWEST_MARGIN, _WIDEST_MARGIN = 2, 20


class ArticleView(Jumping):
    """Shows one article, or what to do where there is none."""

    DEFAULT_CSS = f"ArticleView {{ {SCROLLING} }}"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "scroll_lines(1)", "Line down", id="article.down", show=False),
        Binding("k,up", "scroll_lines(-1)", "Line up", id="article.up", show=False),
        Binding("g,home", "scroll_to_start", "Beginning", id="article.start", show=False),
        Binding("G,end", "scroll_to_end", "End", id="article.end", show=False),
        Binding("pagedown,ctrl+f", "scroll_page(1)", "Page down", id="article.page_down", show=False),
        Binding("pageup,ctrl+b", "scroll_page(-1)", "Page up", id="article.page_up", show=False),
        Binding("ctrl+d", "scroll_half_page(1)", "Half a page down", id="article.half_down", show=False),
        Binding("ctrl+u", "scroll_half_page(-1)", "Half a page up", id="article.half_up", show=False),
        Binding("right_square_bracket", "focus_link(1)", "Next link", id="article.next_link", show=False),
        Binding(
            "left_square_bracket", "focus_link(-1)", "Previous link", id="article.previous_link", show=False
        ),
        Binding("enter", "open_link", "Open the link", id="article.open_link", show=False),
        Binding(
            "v", "screen.open_picture", "Show the picture, in the browser", id="article.picture", show=False
        ),
    ]

    caption_mode: var[str] = var("inline")
    """Captions in the text ("inline"), all of them instead of the text ("page"), or "hidden"."""

    matcher: var[HitFinder | None] = var(None)
    """Finds the keywords to be lit, None lights none."""

    finder: var[TextFinder | None] = var(None)
    """Finds what is looked for in the article: lit in the place of the keywords, None lights them."""

    measure: var[int] = var(74)
    """Longest line in cells."""

    is_justified: var[bool] = var(False)
    """Whether wrapped lines reach the right edge."""

    shows_link_numbers: var[bool] = var(False)
    """Whether links carry their numbers and are listed at the end."""

    focused_link: var[int] = var(-1)
    """Index of the link that Enter opens, -1 for none."""

    class LinkOpened(Message):
        """The reader asked for a link; ``index`` is its place in ``ArticleView.links``."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(
        self,
        *,
        measure: int = 74,
        captions: str = "inline",
        is_full_emoji: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._is_full_emoji = is_full_emoji
        self._empty = ("", "")
        self._page = Page(iter(()))
        self._first_place = Place(0)
        self._places: dict[str, Place] = {}
        self._jumped_to: tuple[int, int] | None = None
        self._inks = Inks(self, ARTICLE_SHADES)
        self._painted: LRUCache[int, Strip] = LRUCache(PAINTED_LINES_KEPT)
        self.set_reactive(ArticleView.measure, measure)
        self.set_reactive(ArticleView.caption_mode, captions)

    # --- what is shown ----------------------------------------------------------------------

    def show_article(self, article: Article, content: ArticleContent, *, place: Place | None = None) -> None:
        """Show an article from its beginning, or from ``place``.

        Shown again (after a star, for instance), the same article stays where it is.
        """
        from reader.tui.render.article import Reading, all_links

        is_same = self._reading is not None and self._reading.article.row.article_id == article.row.article_id
        if not is_same:
            self._places.clear()
            self._select_nothing()
            self.forget_jumps()
            self.set_reactive(ArticleView.focused_link, -1)
        with self._selection_kept():
            self._reading = Reading(article, content, all_links(article, content))
            self._lay_out(self.place if is_same and place is None else place or Place(0))

    def show_empty(self, headline: str, hint: str) -> None:
        """Show no article, but what there is to do."""
        self._reading = None
        self.forget_jumps()
        self._empty = (headline, hint)
        self._lay_out(Place(0))

    @property
    def has_article(self) -> bool:
        """Whether an article is shown, and not what to do without one."""
        return self._reading is not None

    @property
    def is_laid_out(self) -> bool:
        """Whether the article has all its lines; those of a long one come between keys."""
        return self._page.is_whole

    def match_lines(self) -> list[int]:
        """The line on which each place of what is looked for begins, of the lines there are by now."""
        return [line for line, _ in self._page.found_runs()]

    @property
    def place(self) -> Place:
        """Where the top line stands; it means the same at any width, and may be kept."""
        return self._page.place_at(self._top) if self._page.lines else self._first_place

    @property
    def current_picture(self) -> Picture | None:
        """The picture that was jumped to, else the first in sight, else the lead; None without pictures."""
        if self._reading is None or not self._reading.content.pictures:
            return None
        pictures = self._reading.content.pictures
        first = self._jumped_to[1] if self._is_where_it_jumped() and self._jumped_to else self._top
        in_sight = self._page.lines[first : self._top + self.size.height]
        index = next((line.picture for line in in_sight if line.picture >= 0), 0)
        return pictures[min(index, len(pictures) - 1)]

    # --- moving -----------------------------------------------------------------------------

    def page_down(self) -> bool:
        """Go a page down; False, and nothing done, where the end is in sight."""
        if self._top + self.size.height >= self.virtual_size.height and self._page.is_whole:
            return False
        self.action_scroll_page(1)
        return True

    def jump_picture(self, step: int) -> bool:
        """Go to the next picture (1) or the one before (-1); False where there is no further one."""
        return self._jump(self._page.picture_lines(), step) >= 0

    def jump_hit(self, step: int) -> str:
        """Go to the next line with a keyword (1) or the one before (-1); gives "2 of 6", "" for none."""
        line = self._jump(self._page.hit_lines(), step)
        if line < 0:
            return ""
        self.watch_focused_link()
        return self._page.mark_hit(line)

    def _jump(self, lines: Sequence[int], step: int) -> int:
        """Go to the next of some lines, and give it; -1 where there is none."""
        self._show_size()
        top = self._top - (step > 0)
        here = self._jumped_to[1] if self._is_where_it_jumped() and self._jumped_to else top
        further = [line for line in lines if (line > here if step > 0 else line < here)]
        if not further:
            return -1
        target = further[0] if step > 0 else further[-1]
        self._scroll(target - 1)
        self._jumped_to = (self._top, target)
        return target

    def show_line(self, number: int) -> None:
        """Have a line in sight, in the upper third where it was not."""
        if not self._top <= number < self._top + self.size.height:
            self._scroll(number - self.size.height // 3)

    def show_match(self, match: int) -> None:
        """Have a place of what is looked for in sight, and tell it from the others."""
        self.show_line(self._page.mark_find(match))
        self.paint_anew()

    def cycle_captions(self) -> str:
        """Go to the next caption mode, and give its name."""
        self.caption_mode = CAPTION_MODES[(CAPTION_MODES.index(self.caption_mode) + 1) % len(CAPTION_MODES)]
        return self.caption_mode

    def action_scroll_lines(self, step: int) -> None:
        self._scroll(self._top + step)

    def action_scroll_page(self, step: int) -> None:
        self._scroll(self._top + step * max(self.size.height - OVERLAP_LINES, 1))

    def action_scroll_half_page(self, step: int) -> None:
        self._scroll(self._top + step * max(self.size.height // 2, 1))

    def action_scroll_to_start(self) -> None:
        self._scroll(0)

    def action_scroll_to_end(self) -> None:
        self._page.finish()
        self._show_size()
        self._scroll(len(self._page.lines))

    def action_focus_link(self, step: int) -> None:
        """Go to the next link from the focused one, or from the first in sight."""
        link_lines = self._page.link_lines()
        self._show_size()
        if not link_lines:
            return
        indexes = [link for _, link in link_lines]
        if self.focused_link in indexes:
            position = (indexes.index(self.focused_link) + step) % len(indexes)
        else:
            below = [number for number, (line, _) in enumerate(link_lines) if line >= self._top]
            position = below[0] if below and step > 0 else len(indexes) - 1
        line, self.focused_link = link_lines[position]
        self.show_line(line)

    def action_open_link(self) -> None:
        if self.focused_link >= 0:
            self.open_link(self.focused_link)

    def open_link(self, index: int) -> None:
        self.post_message(self.LinkOpened(index))

    # --- painting ---------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        if self._inks.renew():
            self._painted.clear()
        number = self._top + y
        if self._reading is None:
            return self._paint_empty(y)
        self._page.extend_to(number)
        if number >= len(self._page.lines):
            return Strip.blank(self._width, self._inks.style(None))
        selection = self.text_selection
        selected = selection.get_span(number) if selection is not None else None
        strip = self._painted.get(number) if selected is None else None
        if strip is None:
            canvas = Canvas(self._width, self._margin, self.links, self.focused_link)
            strip = paint_line(
                self._page.painted(number), self._inks, canvas, number=number, selected=selected
            )
            if selected is None:
                self._painted[number] = strip
        return strip

    def watch_focused_link(self) -> None:
        self.paint_anew()

    def paint_anew(self) -> None:
        self._painted.clear()
        self.refresh()

    def watch_caption_mode(self, old_mode: str, new_mode: str) -> None:
        """The text and the captions page each keep their own place."""
        self._select_nothing()
        old_kind, new_kind = (mode == "page" for mode in (old_mode, new_mode))
        self._places[str(old_kind)] = self.place
        self._lay_out(self.place if old_kind == new_kind else self._places.get(str(new_kind), Place(0)))

    def watch_matcher(self) -> None:
        self._lay_out(self.place)

    def watch_finder(self) -> None:
        self._lay_out(self.place)

    def watch_measure(self) -> None:
        self._lay_out_anew()

    def watch_is_justified(self) -> None:
        self._lay_out_anew()

    def watch_shows_link_numbers(self) -> None:
        self._lay_out_anew()

    def on_resize(self) -> None:
        self._lay_out_anew()

    # --- layout -----------------------------------------------------------------------------

    @property
    def _width(self) -> int:
        return self.scrollable_content_region.width

    @property
    def _measure(self) -> int:
        return max(min(self.measure, self._width - 2 * _NARROWEST_MARGIN), 4)

    @property
    def _margin(self) -> int:
        """Centred, but in a very wide pane beside the list near it, where the eye comes from."""
        centred = max((self._width - self._measure) // 2, 0)
        is_alone = self.outer_size.width >= self.app.size.width
        return centred if is_alone else min(centred, _WIDEST_MARGIN)

    def _paint_empty(self, y: int) -> Strip:
        lines = layout_empty(*self._empty, self._width, self.size.height)
        segments = self._inks.segments(lines[y]) if y < len(lines) else []
        return Strip(segments).extend_cell_length(self._width, self._inks.style(None))

    def _lay_out_anew(self) -> None:
        """The same in other lines: those that a selection names are no more."""
        self._select_nothing()
        self._lay_out(self.place)

    def _lay_out(self, place: Place) -> None:
        """Begin the page anew with ``place`` in the top line; what is below the window follows later."""
        self._painted.clear()
        self._jumped_to, lit_anchor = None, self._lit_anchor
        self._first_place = place
        # A pane that is not shown has no width: its page is made when it gets one.
        self._page = Page(self._lines() if self._width else iter(()))
        top = self._page.line_at(place) if place > Place(0) else 0
        self._page.extend_to(top + self.size.height + LINES_AT_ONCE)
        self._show_size()
        self._scroll(top)
        self._light(lit_anchor)
        self._lay_out_further(self._page)

    def _lines(self) -> Iterator[Line]:
        from reader.tui.render.article import layout_article, layout_captions
        from reader.tui.render.typeset import Typesetting

        if self._reading is None:
            return iter(())
        setting = Typesetting(
            measure=self._measure,
            finder=self.finder or inside(self.matcher, self._reading.article.row.feed_id),
            link_indexes={link.url: index for index, link in enumerate(self.links)},
            picture_count=len(self._reading.content.pictures),
            shows_captions=self.caption_mode != "hidden",
            shows_link_numbers=self.shows_link_numbers,
            is_justified=self.is_justified,
            is_full_emoji=self._is_full_emoji,
        )
        lay_out = layout_captions if self.caption_mode == "page" else layout_article
        # A blank line above and below: the head needs air under the pane's rule.
        return chain((Line(),), lay_out(self._reading, setting), (Line(place=Place(LAST_PIECE)),))

    def _lay_out_further(self, page: Page) -> None:
        if page is self._page and not page.is_whole:
            page.extend(LINES_AT_ONCE)
            self._show_size()
            self.call_later(self._lay_out_further, page)

    def _show_size(self) -> None:
        self.set_extent(len(self._page.lines))

    def _scroll(self, line_number: int) -> None:
        if self._lit_anchor:
            self._light(0)
        self._page.extend_to(line_number + self.size.height)
        self._show_size()
        self.scroll_to(y=max(line_number, 0), animate=False, force=True)

    def _is_where_it_jumped(self) -> bool:
        return self._jumped_to is not None and self._jumped_to[0] == self._top
