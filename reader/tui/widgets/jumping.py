"""Links within an article: to a note and back to where one read, to a heading, to a figure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from reader.tui.render.lines import Place
from reader.tui.widgets.text_selecting import TextSelecting

if TYPE_CHECKING:
    from reader.tui.render.article import Reading
    from storage.model import Link

_SPOTS_KEPT = 100


class _Spot(NamedTuple):
    """Where one read when a link within the article was followed: the top line, and that link.

    Several lines have one place: ``further`` is how many below the first of them it was.
    """

    place: Place
    further: int
    link: int


class Jumping(TextSelecting):
    """A page with links to places in itself; the line that one led to is lit until the page moves."""

    focused_link: int
    caption_mode: str
    _back: tuple[_Spot, ...] = ()
    _on: tuple[_Spot, ...] = ()
    _lit_anchor = 0
    _reading: Reading | None = None

    @property
    def links(self) -> tuple[Link, ...]:
        """Everything in the article that can be opened, as ``render.article.all_links`` gives it."""
        return self._reading.links if self._reading is not None else ()

    @property
    def jumps(self) -> Mapping[str, int]:
        """The anchor that each address within the article leads to."""
        return self._reading.content.jumps if self._reading is not None else {}

    @property
    def _top(self) -> int:
        return int(self.scroll_offset.y)

    def jump_to(self, index: int) -> bool:
        """Go to where a link leads to in the article; False where it leads out of it."""
        anchor = self.jumps.get(self.links[index].url, 0)
        if anchor and self.caption_mode == "page":
            # The captions alone have no places in the text.
            self.caption_mode = "inline"
        target = self._page.anchor_line(anchor) if anchor else -1
        if target < 0:
            return False
        top, height = self._top, self.size.height
        before = self._back[-1] if self._back else None
        if before is not None and self._is_in_sight(target, self._line_of(before)):
            # A note's way back: one reads on where one was, and need not go back once more.
            self.retrace(-1)
            self._on = ()
        else:
            if not self._is_in_sight(target, top):
                self._back, self._on = (*self._back, self._spot(index))[-_SPOTS_KEPT:], ()
                self._scroll(target - height // 3)
            self.focused_link = self._way_back(target, top)
        self._light(anchor)
        return True

    def retrace(self, step: int) -> bool:
        """Go back to where a link within the article was followed (-1), or on again (1); False at the end."""
        spots = self._back if step < 0 else self._on
        if not spots:
            return False
        here = self._spot(self.focused_link)
        if step < 0:
            self._back, self._on = self._back[:-1], (*self._on, here)
        else:
            self._back, self._on = (*self._back, here), self._on[:-1]
        self._scroll(self._line_of(spots[-1]))
        self.focused_link = spots[-1].link
        return True

    def forget_jumps(self) -> None:
        """Begin anew: another article is shown."""
        self._back = self._on = ()
        self._lit_anchor = 0

    def _spot(self, link: int) -> _Spot:
        place = self._page.place_at(self._top)
        return _Spot(place, self._top - self._page.line_at(place), link)

    def _line_of(self, spot: _Spot) -> int:
        return self._page.line_at(spot.place) + spot.further

    def _is_in_sight(self, line: int, top: int) -> bool:
        """Whether a line can be seen while another is the top one."""
        return top <= line < top + self.size.height

    def _way_back(self, target: int, top: int) -> int:
        """The first link from a line on that leads back to what was in sight, -1 for none: Enter opens it."""
        for line in self._page.lines[target : target + self.size.height]:
            for link in (run.paint.link for run in line.runs if run.paint.link >= 0):
                anchor = self.jumps.get(self.links[link].url, 0)
                if anchor and self._is_in_sight(self._page.anchor_line(anchor), top):
                    return link
        return -1

    def _light(self, anchor: int) -> None:
        """Light the line of a place that a link led to, 0 for none."""
        self._lit_anchor = anchor
        self._page.lit_line = self._page.anchor_line(anchor) if anchor else -1
        self.paint_anew()

    def paint_anew(self) -> None:
        """Paint all lines in sight anew."""
        raise NotImplementedError

    def _scroll(self, line_number: int) -> None:
        """Have a line in the top, as far as the page goes."""
        raise NotImplementedError
