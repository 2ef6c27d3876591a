"""Notes: what the text refers to by a number stands under that number, wherever the publisher left it out.

Publishers number their notes by a list, by a link back to the text, or not at all. A note whose text does
not begin with its number gets it from the reference.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeGuard

from reader.feeds.bodies.blocks import Block, Code, Figure, ListBlock, Paragraph, Quote, Span, Table
from reader.feeds.bodies.inline import plain_text

_WAY_BACK = re.compile(r"back-?(?:link|ref)|reverse-?footnote|footnote-?(?:back|return)", re.IGNORECASE)
_WAY_BACK_ATTRIBUTES = ("class", "role", "epub:type", "rev")
_LABEL = re.compile(r"\[?(?:\d{1,4}|[a-z]|[*†‡§¶]{1,3})\]?\.?", re.IGNORECASE)
_REFERENCE = re.compile(r"\[?(\w{1,8})[\],]?|([*†‡§¶]{1,3})")
_SIGNS_BEFORE_NUMBERS = " [(^"


def is_way_back(attributes: Mapping[str, str | None]) -> bool:
    """Whether an element says that it leads from a note back to the text."""
    for name in _WAY_BACK_ATTRIBUTES:
        value = attributes.get(name)
        if value and (_WAY_BACK.search(value) or (name == "rev" and value == "footnote")):
            return True
    return False


def is_lone_label(block: Block) -> TypeGuard[Paragraph]:
    """Whether a paragraph holds nothing but a note's number, which leads back: the note's text follows it."""
    if not isinstance(block, Paragraph) or len(block.spans) != 1:
        return False
    span = block.spans[0]
    return bool(span.url) and span.anchor > 0 and _LABEL.fullmatch(span.text) is not None


def name_notes(blocks: Iterable[Block], jumps: Mapping[str, int]) -> list[Block]:
    """Give the notes their numbers, where they have none of their own.

    Args:
        jumps: The anchor that each address within the article leads to.
    """
    blocks = list(blocks)
    marks = _marks(blocks, jumps)
    return _named(blocks, marks) if marks else blocks


def iterate_spans(blocks: Iterable[Block]) -> Iterator[Span]:
    """Give the running text of blocks, in reading order."""
    for block in iterate_leaves(blocks):
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row:
                    yield from cell.spans
        else:
            yield from getattr(block, "spans", ())


def iterate_anchors(blocks: Iterable[Block]) -> Iterator[int]:
    """Give the anchors that blocks and their text have, and 0 for those that have none."""
    blocks = list(blocks)
    for block in iterate_leaves(blocks):
        if isinstance(block, (Code, Table, Figure)):
            yield block.anchor
    yield from (span.anchor for span in iterate_spans(blocks))


def iterate_leaves(blocks: Iterable[Block]) -> Iterator[Block]:
    """Give all blocks that hold no other blocks, in reading order."""
    return (block for _, block in labelled_leaves(blocks))


def labelled_leaves(blocks: Iterable[Block]) -> Iterator[tuple[str, Block]]:
    """The same, each with the number of the note that begins with it, "" for none."""
    waiting = [("", block) for block in blocks][::-1]
    while waiting:
        label, block = waiting.pop()
        if isinstance(block, Quote):
            waiting += [("", inner) for inner in block.blocks[::-1]]
        elif isinstance(block, ListBlock):
            labels = block.labels or ("",) * len(block.items)
            for own, item in zip(reversed(labels), reversed(block.items), strict=True):
                waiting += [("", inner) for inner in item[:0:-1]]
                waiting += [(own, inner) for inner in item[:1]]
        else:
            yield label, block


def _marks(blocks: Iterable[Block], jumps: Mapping[str, int]) -> dict[int, str]:
    """What the text calls its notes, by their anchors: "[3]" or "*"."""
    marks: dict[int, str] = {}
    passed: set[int] = set()
    for span in iterate_spans(blocks):
        if span.anchor:
            passed.add(span.anchor)
        anchor = jumps.get(span.url, 0) if span.url else 0
        # What stands above its reference is no note: the link leads back.
        if not anchor or span.is_return or anchor in passed or anchor in marks:
            continue
        text = span.text.strip()
        found = _REFERENCE.fullmatch(text)
        # A number in running text ("see section 2") has no brackets, and calls nothing a note.
        if found is not None and (found[2] or text[0] == "[" or text[-1] == "]"):
            marks[anchor] = found[2] or f"[{found[1]}]"
    return marks


def _named(blocks: Iterable[Block], marks: Mapping[int, str]) -> list[Block]:
    """Recursion is as deep as containers may be."""
    named: list[Block] = []
    for block in blocks:
        if isinstance(block, Paragraph) and (mark := _missing_mark(block, marks)):
            named.append(Paragraph((Span(f"{mark} "), *block.spans)))
        elif isinstance(block, Quote):
            named.append(Quote(tuple(_named(block.blocks, marks))))
        elif isinstance(block, ListBlock):
            named.append(_named_list(block, marks))
        else:
            named.append(block)
    return named


def _named_list(block: ListBlock, marks: Mapping[int, str]) -> ListBlock:
    """An ordered list is numbered anew by its references; items of others begin with their numbers."""
    found = [
        _missing_mark(item[0], marks) if item and block.start is not None else "" for item in block.items
    ]
    if not any(found):
        return ListBlock(tuple(tuple(_named(item, marks)) for item in block.items), block.start)
    items = tuple((*item[:1], *_named(item[1:], marks)) for item in block.items)
    start = block.start or 1
    labels = tuple(mark or f"{start + number}." for number, mark in enumerate(found))
    return ListBlock(items, block.start, labels)


def _missing_mark(block: Block, marks: Mapping[int, str]) -> str:
    """What a paragraph is called, where it is a note and does not begin so itself."""
    if not isinstance(block, Paragraph):
        return ""
    mark = next((marks[span.anchor] for span in block.spans[:2] if span.anchor in marks), "")
    begins = plain_text(block.spans).lstrip(_SIGNS_BEFORE_NUMBERS).startswith(mark.strip("[]"))
    return "" if begins else mark
