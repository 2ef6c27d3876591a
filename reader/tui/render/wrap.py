"""Where a text is broken into lines: at spaces, after hyphens, between ideographs, never in a grapheme."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from rich.cells import cell_len, split_graphemes

from reader.tui.render.cells import fitting_chars

# Not the no-break spaces: they hold words together.
_BLANKS = " \u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f\u3000"

_WORD = re.compile(f"[^{_BLANKS}]+")

# Two letters before a hyphen: "e-mail" and "X-ray" stay whole, "al-Kadhimi" may part.
_INNER_BREAK = re.compile(r"(?<=\w\w[-‐])(?=\w)|(?<=\w[–—/])(?=\w)")

# Kana, Chinese characters and full-width forms break anywhere; Hangul has spaces and keeps its words.
_IDEOGRAPHIC = re.compile(
    "[\u2e80-\u30ff\u3100-\u312f\u31a0-\u4dbf\u4e00-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff01-\uffef\U00020000-\U0003fffd]"
)

# Kinsoku: the characters that may not begin, and those that may not end a line; a no-break space neither.
_NEVER_FIRST = frozenset(
    "\u00a0、。，．・：；？！ー…‥」』）］｝】〕〉》〗〙〟’”,.!?:;)]}%％°℃々〻ヽヾゝゞ"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ｡｣､･ｧｨｩｪｫｬｭｮｯｰ"
)
# Nor may the signs of keywords, which belong to the word after them.
_NEVER_LAST = frozenset("\u00a0「『（［｛【〔〈《〖〘〝‘“([{｢◆▲■◇□▼")


class Span(NamedTuple):
    """One line: from where to where its text goes, and whether the text went on after it.

    ``joint`` is "" or " " for a wrapped line, and a newline where the text itself broke.
    """

    start: int
    end: int
    joint: str


def wrap(text: str, width: int) -> list[Span]:
    """Break text into lines of at most ``width`` cells; newlines in it always break.

    Blanks at a break belong to no line. A word wider than a line is cut where it must be. An empty
    text is one empty line. ``width`` below 2 counts as 2, so that a wide character always fits.
    """
    width = max(width, 2)
    lines: list[Span] = []
    start = 0
    for hard_line in text.split("\n"):
        lines.extend(_wrap_line(text, start, start + len(hard_line), width))
        start += len(hard_line) + 1
    return lines


def _wrap_line(text: str, start: int, end: int, width: int) -> Iterator[Span]:
    if end - start <= width and cell_len(text[start:end]) <= width:
        yield Span(start, start + len(text[start:end].rstrip(_BLANKS)), "\n")
        return
    # Most prose is ASCII, where a character is a cell.
    size_of = len if text.isascii() else cell_len
    line_start = line_end = start
    used = 0
    for match in _WORD.finditer(text, start, end):
        word_start, word_end = match.span()
        gap = size_of(text[line_end:word_start])
        size = size_of(text[word_start:word_end])
        if used + gap + size <= width:
            line_end, used = word_end, used + gap + size
            continue
        for piece_start, piece_end in _pieces(text, word_start, word_end, width):
            gap = size_of(text[line_end:piece_start])
            size = size_of(text[piece_start:piece_end])
            if used + gap + size > width:
                if line_end > line_start:
                    yield Span(line_start, line_end, " " if piece_start > line_end else "")
                line_start, used, gap = piece_start, 0, 0
            line_end, used = piece_end, used + gap + size
    yield Span(line_start, line_end, "\n")


def _pieces(text: str, start: int, end: int, width: int) -> Iterator[tuple[int, int]]:
    """Part a word where it may break; a piece wider than a line is cut hard."""
    word = text[start:end]
    if _IDEOGRAPHIC.search(word):
        breaks = _ideographic_breaks(word)
    else:
        breaks = [match.start() for match in _INNER_BREAK.finditer(word)]
    piece_start = 0
    for piece_end in [*breaks, len(word)]:
        while cell_len(word[piece_start:piece_end]) > width:
            cut = piece_start + max(fitting_chars(word[piece_start:piece_end], width), 1)
            yield start + piece_start, start + cut
            piece_start = cut
        yield start + piece_start, start + piece_end
        piece_start = piece_end


def _ideographic_breaks(word: str) -> list[int]:
    spans, _ = split_graphemes(word)
    breaks: list[int] = []
    for (start, end, _), (next_start, next_end, _) in pairwise(spans):
        before, after = word[start:end], word[next_start:next_end]
        is_between_ideographs = _IDEOGRAPHIC.match(before) or _IDEOGRAPHIC.match(after)
        if is_between_ideographs and before[0] not in _NEVER_LAST and after[0] not in _NEVER_FIRST:
            breaks.append(next_start)
    return breaks
