"""Articles as Markdown: CommonMark, with GitHub's tables and struck text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import UTC
from typing import Any

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
    Span,
    Table,
)
from reader.feeds.bodies.content import content_of
from reader.feeds.emphasis import Emphasis
from reader.transfer.markdown_text import link, plain_line, safe_address, spans_text
from storage.model import Article, Picture

_HIGHEST_START = 999_999_999
_HIGHEST_HEADING = 6
_FENCES = re.compile(r"^\s*(`{3,})", re.MULTILINE)
_EMBED_NAMES = {"video": "Video", "audio": "Audio"}

# The other sign begins another list: two of one sign in a row would be one.
_BULLETS = ("-", "+")
_NUMBER_ENDS = (".", ")")


def to_markdown(articles: Iterable[Article]) -> Iterator[str]:
    """A section per article: headline, byline, note, then the body with its pictures in their places."""
    for article in articles:
        content = content_of(article)
        kept = _without_jumps(content.blocks, content.jumps) if content.jumps else content.blocks
        blocks: tuple[Block, ...] = kept or tuple(
            Paragraph((Span(part),)) for part in article.text.split("\n\n")
        )
        for lines in (*_head(article), *_write_blocks(blocks)):
            yield "\n".join(lines) + "\n\n"


def _head(article: Article) -> Iterator[list[str]]:
    row = article.row
    date = (row.published_at or row.first_seen_at).astimezone(UTC).strftime("%d %B %Y, %H:%M UTC")
    yield [f"# {link(plain_line(row.title), row.url)}"]
    yield [" · ".join(plain_line(part) for part in (row.feed_title, row.author, date) if part)]
    if article.note:
        yield [f"> {plain_line(line)}".rstrip() for line in article.note.splitlines()]


def _without_jumps(part: Any, jumps: Collection[str]) -> Any:
    """Blocks or what is in them without the links within the article: its Markdown has no such places."""
    if isinstance(part, Span):
        return part._replace(url="") if part.url in jumps else part
    if isinstance(part, tuple):
        return tuple(_without_jumps(inner, jumps) for inner in part)
    if is_dataclass(part) and not isinstance(part, type):
        inner = {item.name: _without_jumps(getattr(part, item.name), jumps) for item in fields(part)}
        return replace(part, **inner)
    return part


def _write_blocks(blocks: Sequence[Block]) -> Iterator[list[str]]:
    """The lines of each block that is not empty; recursion is as deep as containers may be."""
    previous: ListBlock | None = None
    turn = 0
    for block in blocks:
        if isinstance(block, ListBlock):
            is_same_kind = previous is not None and (previous.start is None) == (block.start is None)
            turn = 1 - turn if is_same_kind else 0
            written: Iterable[list[str]] = (_list(block, turn),)
        else:
            written = _write_block(block)
        for lines in written:
            if lines:
                previous = block if isinstance(block, ListBlock) else None
                yield lines


def _write_block(block: Block) -> Iterator[list[str]]:
    match block:
        case Paragraph(spans):
            yield _lines(spans_text(spans))
        case Heading(level, spans):
            text = spans_text(spans, is_one_line=True)
            # The headline of the article is the first level.
            yield [f"{'#' * min(level + 1, _HIGHEST_HEADING)} {text}"] if text else []
        case Quote(blocks):
            yield [f"> {line}".rstrip() for line in _parted(_write_blocks(blocks))]
        case Code():
            yield from _code(block)
        case Table():
            yield from _table(block)
        case Figure(pictures):
            for picture in pictures:
                yield _picture(picture)
        case Embed():
            yield [f"▶ {_EMBED_NAMES.get(block.kind, 'Page')}: {link(plain_line(block.title), block.url)}"]
            if block.poster is not None:
                yield _picture(block.poster)
        case Rule():
            # Of dashes, an item of a list could not begin with it.
            yield ["***"]


def _list(block: ListBlock, turn: int) -> list[str]:
    is_tight = all(len(item) <= 1 for item in block.items)
    # Notes are numbered as the text refers to them, which a list of Markdown cannot say.
    number = None if block.labels else block.start
    lines: list[str] = []
    labels = block.labels or ("",) * len(block.items)
    for item, label in zip(block.items, labels, strict=True):
        if number is None:
            sign = _BULLETS[turn]
        else:
            sign = f"{min(max(number, 0), _HIGHEST_START)}{_NUMBER_ENDS[turn]}"
            number += 1
        if lines and not is_tight:
            lines.append("")
        indent = " " * (len(sign) + 1)
        inner = _labelled(item, label)
        lines.append(f"{sign} {inner[0]}".rstrip())
        lines += [f"{indent}{line}" if line else "" for line in inner[1:]]
    return lines


def _labelled(item: Sequence[Block], label: str) -> list[str]:
    """The lines of a list's item behind its label, "" for none."""
    inner = _parted(_write_blocks(item)) or [""]
    if not label:
        return inner
    said = plain_line(label)
    return (
        [f"{said} {inner[0]}".rstrip(), *inner[1:]] if isinstance(item[0], Paragraph) else [said, "", *inner]
    )


def _code(block: Code) -> Iterator[list[str]]:
    yield _caption(block.caption)
    fence = "`" * (max((len(run) for run in _FENCES.findall(block.text)), default=2) + 1)
    yield [fence, *block.text.split("\n"), fence]


def _table(table: Table) -> Iterator[list[str]]:
    yield _caption(table.caption)
    rows: list[list[str]] = []
    for row in table.rows:
        cells: list[str] = []
        for cell in row:
            # Pipes part cells within code, too.
            text = re.sub(r"(?<!\\)\|", r"\\|", spans_text(cell.spans, is_one_line=True))
            cells += [text, *[""] * (cell.column_span - 1)]
        rows.append(cells)
    width = max((len(row) for row in rows), default=0)
    if not width:
        return
    has_head = any(cell.is_header for cell in table.rows[0])
    head, body = (rows[0], rows[1:]) if has_head else ([], rows)
    yield [_table_row(head, width), _table_row(["---"] * width, width), *(_table_row(r, width) for r in body)]


def _table_row(cells: Sequence[str], width: int) -> str:
    return f"| {' | '.join([*cells, *[''] * (width - len(cells))])} |"


def _picture(picture: Picture) -> list[str]:
    """A picture, and below it its caption and credit."""
    address = safe_address(picture.url)
    shown = [f"![{plain_line(picture.alt)}]({address})"] if address else []
    words = [*_caption(picture.caption), f"— {plain_line(picture.credit)}" if picture.credit else ""]
    said = " ".join(word for word in words if word)
    return [*shown, said] if said else shown


def _caption(text: str) -> list[str]:
    words = spans_text((Span(text, Emphasis.ITALIC),), is_one_line=True)
    return [words] if words else []


def _parted(blocks: Iterable[list[str]]) -> list[str]:
    """Lines with a blank one between blocks."""
    lines: list[str] = []
    for block in blocks:
        if lines:
            lines.append("")
        lines += block
    return lines


def _lines(text: str) -> list[str]:
    return text.split("\n") if text else []
