"""Walking a part of a document without recursion, and its text as a reader would see it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from selectolax.lexbor import LexborNode

from reader.feeds.bodies.blocks import Span
from reader.feeds.bodies.raised import write_raised
from reader.feeds.emphasis import Emphasis
from reader.text import clean_line

TEXT_TAG = "-text"
SKIPPED_TAGS = frozenset(
    "script style noscript template head title meta link svg form input button select textarea option"
    " param dialog rp annotation annotation-xml -comment !doctype".split()
)
_INLINE_TAGS = frozenset(
    "a abbr b bdi bdo code em font i kbd mark q s samp strong sub sup tt u var wbr time".split()
)
_RAISED = {"sup": Emphasis.SUPERSCRIPT, "sub": Emphasis.SUBSCRIPT}
_RAISED_DEPTH = 3
# Whatever it leads to: a number that is raised and a link is a note's.
_SOME_LINK = "#"


def iterate_subtree(node: LexborNode, skipped_ids: Collection[int] = ()) -> Iterator[LexborNode]:
    """Give the nodes below ``node`` in document order, without those that no reader sees.

    Args:
        skipped_ids: ``mem_id`` of elements that are left out with all that is in them.
    """
    waiting = [node.first_child]
    while waiting:
        current = waiting.pop()
        if current is None:
            continue
        waiting.append(current.next)
        if current.tag in SKIPPED_TAGS or (skipped_ids and current.mem_id in skipped_ids):
            continue
        yield current
        if current.tag != TEXT_TAG:
            waiting.append(current.first_child)


def read_text(node: LexborNode, skipped_ids: Collection[int] = (), max_chars: int = 2_000) -> str:
    """Give the text below ``node`` as one clean line.

    A blank is put in where two words of different elements would grow together, as they do in
    ``California.<span>Credit…</span>``; elements that set letters within words put in none.
    """
    pieces: list[str] = []
    raised: dict[int, Span] = {}
    length = 0
    is_apart = is_raised = False
    for current in iterate_subtree(node, skipped_ids):
        if current.tag != TEXT_TAG:
            is_apart = is_apart or current.tag not in _INLINE_TAGS
            is_raised = is_raised or current.tag in _RAISED
            continue
        text = current.text_content or ""
        previous = current.prev
        after_block = previous is not None and previous.tag not in _INLINE_TAGS and previous.tag != TEXT_TAG
        if pieces and (is_apart or after_block):
            pieces.append(" ")
        is_apart = False
        if is_raised and (span := _raised_span(current, text)):
            raised[len(pieces)] = span
        pieces.append(text)
        length += len(text)
        if length > max_chars * 2:
            break
    if raised:
        spans = [raised.get(place) or Span(piece) for place, piece in enumerate(pieces)]
        pieces = [span.text for span in write_raised(spans, lambda url: False)]
    return clean_line("".join(pieces), max_chars)


def _raised_span(node: LexborNode, text: str) -> Span | None:
    """A text that is raised or lowered, None for any other."""
    url = ""
    for element in climb(node, _RAISED_DEPTH):
        if element.tag == "a":
            url = _SOME_LINK
        elif element.tag in _RAISED:
            return Span(text, _RAISED[element.tag], url)
    return None


def climb(node: LexborNode, steps: int) -> Iterator[LexborNode]:
    """Give the elements around ``node``, the nearest first."""
    parent = node.parent
    for _ in range(steps):
        if parent is None:
            return
        yield parent
        parent = parent.parent
