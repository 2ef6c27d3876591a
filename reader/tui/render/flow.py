"""Blocks flowing down a page: each set in its own way, with one blank line between neighbours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import NamedTuple, assert_never
from urllib.parse import urlsplit

from reader.feeds.bodies.blocks import (
    Block,
    Code,
    Embed,
    Figure,
    Heading,
    ListBlock,
    Paragraph,
    Quote,
    Rule,
    Table,
)
from reader.feeds.emphasis import Emphasis
from reader.tui.render.cells import TAB_CELLS, fitting_chars
from reader.tui.render.figure import layout_figure
from reader.tui.render.lines import Line, Paint, Place, Role, Run, Runs
from reader.tui.render.table import layout_table
from reader.tui.render.typeset import MIN_TEXT_CELLS, Indent, Typesetting, blank, set_lines
from storage.model import Scope

_BULLETS = "•◦▪"
_QUOTE_BAR = Run("┃ ", Paint(Role.QUOTE_BAR))
_CODE_EDGE = Run("  ", Paint(Role.CODE))
_CODE_GOES_ON = Run("↳ ", Paint(Role.HINT, Emphasis.CODE))
_FEWEST_CODE_CELLS = 8
"""In fewer there is hardly a word: code is cut where it must be."""
_EMBED_NAMES = {"video": "Video", "audio": "Audio", "frame": "Page"}


class _Waiting(NamedTuple):
    """A block that is still to be set.

    ``gap`` is what stands in the blank line above it, None for no such line; ``depth`` counts lists.
    """

    block: Block
    indent: Indent
    gap: Runs | None
    role: Role
    depth: int


class Flow:
    """Sets blocks one after another, numbering the pieces that places refer to.

    The numbers depend on the blocks alone, so that a place means the same at every width.
    """

    def __init__(self, setting: Typesetting) -> None:
        self._setting = setting
        self._pieces = count(1)

    def next_piece(self) -> int:
        """The number for the next piece, for those who set lines of their own between blocks."""
        return next(self._pieces)

    def lay_out(self, blocks: Sequence[Block]) -> Iterator[Line]:
        """Set blocks as lines; each block has a blank line above it."""
        waiting = [_Waiting(block, Indent(), (), Role.BODY, 0) for block in reversed(blocks)]
        while waiting:
            item = waiting.pop()
            if isinstance(item.block, Quote):
                waiting.extend(reversed(self._open_quote(item, item.block)))
            elif isinstance(item.block, ListBlock):
                waiting.extend(reversed(self._open_list(item, item.block)))
            else:
                yield from self._set(item)

    def _open_quote(self, item: _Waiting, quote: Quote) -> list[_Waiting]:
        indent = self._indented(item.indent, (_QUOTE_BAR,), (_QUOTE_BAR,))
        opened: list[_Waiting] = []
        for block in quote.blocks:
            own_indent, gap = (indent.later(), indent.rest) if opened else (indent, item.gap)
            opened.append(_Waiting(block, own_indent, gap, Role.QUOTE, item.depth))
        return opened

    def _open_list(self, item: _Waiting, block: ListBlock) -> list[_Waiting]:
        is_tight = all(_is_short(list_item) for list_item in block.items)
        labels = _labels(block, item.depth)
        label_cells = max(map(len, labels), default=0)
        opened: list[_Waiting] = []
        for number, list_item in enumerate(block.items):
            label = labels[number].rjust(label_cells)
            bullet = (Run(label + " ", Paint(Role.BULLET)),)
            outer = item.indent.later() if opened else item.indent
            indent = self._indented(outer, bullet, (blank(len(label) + 1),))
            gap = item.gap if not opened else (None if is_tight else item.indent.rest)
            for inner in list_item:
                opened.append(_Waiting(inner, indent, gap, item.role, item.depth + 1))
                indent = indent.later()
                gap = None if isinstance(inner, Paragraph) and is_tight else indent.rest
        return opened

    def _indented(self, outer: Indent, first: Runs, rest: Runs) -> Indent:
        inner = outer.inner(first, rest)
        return inner if self._setting.measure - inner.width >= MIN_TEXT_CELLS else outer

    def _set(self, item: _Waiting) -> Iterator[Line]:
        piece = self.next_piece()
        if item.gap is not None:
            block = item.block
            anchor = block.anchor if isinstance(block, (Code, Figure, Table)) else 0
            mark = (Run("", Paint(item.role, anchor=anchor)),) if anchor else ()
            yield Line(mark, item.gap, Place(piece))
        yield from self._set_block(item, piece)

    def _set_block(self, item: _Waiting, piece: int) -> Iterator[Line]:
        block, indent, setting = item.block, item.indent, self._setting
        match block:
            case Paragraph():
                yield from set_lines(setting.span_runs(block.spans, item.role), setting, indent, piece=piece)
            case Heading():
                role = Role.HEADING if block.level <= 2 else Role.SUBHEADING
                yield from set_lines(setting.span_runs(block.spans, role), setting, indent, piece=piece)
            case Code():
                yield from self._set_code(block, indent, piece)
            case Table():
                yield from layout_table(block, setting, indent, piece=piece)
            case Figure():
                if block.pictures:
                    yield from layout_figure(block.pictures, setting, indent, piece=piece)
            case Embed():
                yield from self._set_embed(block, indent, piece)
            case Rule():
                yield _rule(setting, indent, piece)
            case Quote() | ListBlock():  # opened before: their own blocks come here
                return
            case _:
                assert_never(block)

    def _set_code(self, code: Code, indent: Indent, piece: int) -> Iterator[Line]:
        """Code keeps its spaces; a line wider than the measure goes on in the next, behind a sign."""
        width = max(self._setting.measure - indent.width, 4)
        prefix = indent.first
        for number, line in enumerate(code.text.expandtabs(TAB_CELLS).split("\n")):
            text = self._setting.steady(line)
            before = _CODE_EDGE
            while True:
                cut = _code_cut(text, width - 4)
                run = Run(text[:cut], Paint(Role.CODE))
                joint = "" if text[cut:] else "\n"
                yield Line((run,), (*prefix, before), Place(piece, number), joint=joint, fill=width - 2)
                prefix, before, text = indent.rest, _CODE_GOES_ON, text[cut:]
                if not text:
                    break
        if code.caption:
            runs = self._setting.text_runs(code.caption, Role.CAPTION, Scope.CAPTION)
            yield from set_lines(runs, self._setting, Indent(prefix, indent.rest), piece=piece)

    def _set_embed(self, embed: Embed, indent: Indent, piece: int) -> Iterator[Line]:
        name = _EMBED_NAMES.get(embed.kind, "Page")
        title = self._setting.steady(embed.title)
        label = name if not title else title if title.startswith(name) else f"{name}: {title}"
        link = self._setting.link_indexes.get(embed.url, -1)
        host = urlsplit(embed.url).netloc.removeprefix("www.")
        name_run = Run(label, Paint(Role.BODY, link=link))
        runs: list[Run] = [Run("▶ ", Paint(Role.BAR)), *self._setting.numbered((name_run,))]
        if host:
            runs.append(Run(f"  {host}", Paint(Role.META)))
        yield from set_lines(tuple(runs), self._setting, indent, piece=piece)
        if embed.poster is not None:
            yield from layout_figure((embed.poster,), self._setting, indent.later(), piece=piece)


def _code_cut(text: str, width: int) -> int:
    """How many characters of code stand in a line: up to a blank in its later half, else what fits.

    The blank belongs to the line, so that nothing is lost or added where both are joined again.
    """
    fitting = max(fitting_chars(text, width), 1)
    if fitting == len(text) or width < _FEWEST_CODE_CELLS:
        return fitting
    blank_at = text.rfind(" ", fitting // 2, fitting + 1)
    return blank_at + 1 if text[: max(blank_at, 0)].strip() else fitting


def _labels(block: ListBlock, depth: int) -> Sequence[str]:
    """What stands before each item."""
    if block.labels:
        return block.labels
    if block.start is None:
        return [_BULLETS[min(depth, len(_BULLETS) - 1)]] * len(block.items)
    return [f"{block.start + number}." for number in range(len(block.items))]


def _is_short(list_item: Iterable[Block]) -> bool:
    """A list of single paragraphs, with or without lists below them, needs no blank lines."""
    blocks = list(list_item)
    return all(isinstance(block, (Paragraph, ListBlock)) for block in blocks) and (
        sum(isinstance(block, Paragraph) for block in blocks) <= 1
    )


def _rule(setting: Typesetting, indent: Indent, piece: int) -> Line:
    """A short rule in the middle: it parts the text without looking like the end of a table."""
    width = setting.measure - indent.width
    cells = max(width // 3, 1)
    prefix = (*indent.first, blank((width - cells) // 2))
    return Line((Run("─" * cells, Paint(Role.RULE)),), prefix, Place(piece))
