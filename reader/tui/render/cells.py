"""Text measured in terminal cells: width, clipping, and what is left out so that terminals agree.

Widths are Rich's, which are those that Textual paints with; they agree with common terminals for
all scripts that were measured, once joined emoji are drawn as single ones (``steady_text``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rich.cells import cell_len, get_character_cell_size, split_graphemes

ELLIPSIS = "…"

TAB_CELLS = 4

# Keycaps, skin tones and joined emoji: terminals count their cells in two to four different ways,
# and one that counts more than Rich wraps the row over the start of the next.
_UNSTEADY = re.compile(
    "[\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff]|\u200d(?:[\u2190-\u2bff\U0001f000-\U0001faff])?"
)

# A soft hyphen is one cell for Rich and none on most screens; the others are marks without a width
# that a terminal may draw. Directional marks stay: they are the text's own.
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")

_STEADY_EVERYWHERE = re.compile(r"[ -~\u00a1-\u00ac\u00ae-\u02ff\n]*")


def steady_text(text: str, *, is_full_emoji: bool = False) -> str:
    """Give the text as it is drawn: tabs expanded, marks dropped on whose width terminals differ.

    ``is_full_emoji`` leaves joined emoji alone, for terminals that draw them as one.
    """
    if _STEADY_EVERYWHERE.fullmatch(text):
        return text
    if "\t" in text:
        text = text.expandtabs(TAB_CELLS)
    text = _INVISIBLE.sub("", text)
    return text if is_full_emoji else _UNSTEADY.sub("", text)


def width_cells(text: str) -> int:
    """How many cells the text takes."""
    return cell_len(text)


def clip(text: str, width: int) -> str:
    """Cut a line to at most ``width`` cells, with an ellipsis where something was cut off."""
    if cell_len(text) <= width:
        return text
    if width <= 0:
        return ""
    return text[: fitting_chars(text, width - 1)].rstrip() + ELLIPSIS


def join_fitting(facts: Sequence[str], width: int) -> str:
    """As many facts as fit whole into ``width`` cells, with dots between them; the first one is clipped."""
    shown = clip(facts[0], width) if facts else ""
    for fact in facts[1:]:
        longer = f"{shown} · {fact}"
        if cell_len(longer) > width:
            break
        shown = longer
    return shown


def title_line(title: str, notes: Iterable[Sequence[str]], width: int) -> str:
    """A pane's title with the first of some sets of notes that fits beside it into ``width`` cells.

    ``notes`` come from the longest to the shortest; where not even the last set fits, the title is clipped.
    """
    rest = ""
    for kept in notes:
        line = "  ".join(filter(None, (title, *kept)))
        if cell_len(line) <= width:
            return line
        rest = "".join(f"  {note}" for note in kept if note)
    return clip(title, width - cell_len(rest)) + rest


def before_dot(note: str) -> str:
    """What a note says first."""
    return note.partition(" · ")[0]


def fitting_chars(text: str, width: int) -> int:
    """How many characters from the start fit into ``width`` cells, never parting a grapheme."""
    if len(text) <= width and cell_len(text) <= width:
        return len(text)
    spans, _ = split_graphemes(text)
    used = 0
    for start, _end, size in spans:
        if used + size > width:
            return start
        used += size
    return len(text)


def grapheme_end(text: str, index: int) -> int:
    """The next place at or after ``index`` where a grapheme ends: marks stay with their base."""
    while 0 < index < len(text) and (
        text[index - 1] == "\u200d" or get_character_cell_size(text[index]) == 0
    ):
        if text[index] == "\n":
            break
        index += 1
    return index
