"""Running text being gathered: white space as browsers collapse it, line breaks, emphasis, links."""

from __future__ import annotations

from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from reader.feeds.bodies.blocks import Span
from reader.feeds.bodies.inner_links import InnerLinks
from reader.feeds.bodies.mathml import read_math
from reader.feeds.bodies.raised import write_raised
from reader.feeds.bodies.subtree import SKIPPED_TAGS, TEXT_TAG
from reader.feeds.emphasis import Emphasis
from reader.feeds.pictures.images import read_image
from reader.text import clean_text

EMPHASIS_TAGS = {
    "b": Emphasis.BOLD,
    "strong": Emphasis.BOLD,
    "i": Emphasis.ITALIC,
    "em": Emphasis.ITALIC,
    "cite": Emphasis.ITALIC,
    "dfn": Emphasis.ITALIC,
    "var": Emphasis.ITALIC,
    "code": Emphasis.CODE,
    "kbd": Emphasis.CODE,
    "samp": Emphasis.CODE,
    "tt": Emphasis.CODE,
    "s": Emphasis.STRIKE,
    "strike": Emphasis.STRIKE,
    "del": Emphasis.STRIKE,
    "u": Emphasis.UNDERLINE,
    "ins": Emphasis.UNDERLINE,
    "mark": Emphasis.MARK,
    "sup": Emphasis.SUPERSCRIPT,
    "sub": Emphasis.SUBSCRIPT,
}
_RAISED = Emphasis.SUPERSCRIPT | Emphasis.SUBSCRIPT


@dataclass(slots=True)
class _Run:
    pieces: list[str]
    emphasis: Emphasis
    url: str
    is_return: bool
    anchor: int = 0


class SpanBuffer:
    """Collects runs of text; two line breaks in a row part paragraphs.

    Attributes:
        anchor: What the next text that is seen will have, 0 for none.
    """

    def __init__(self, links: InnerLinks) -> None:
        self.emphasis = Emphasis.NONE
        self.url = ""
        self.is_return = False
        self.anchor = 0
        self._links = links
        # Pieces of text that are set alike, joined at the end: adding to a string copies it each time.
        self._runs: list[_Run] = []
        self._ends_blank = True
        self._has_breaks = False
        self._has_raised = False

    def add(self, text: str) -> None:
        """Add text as it stands in a document."""
        if not text.isprintable():
            text = clean_text(text)
        words = text.split()
        if not words:
            self._add_blank(text)
            return
        collapsed = " ".join(words)
        if text[0].isspace() and not self._ends_blank:
            collapsed = " " + collapsed
        self._ends_blank = text[-1].isspace()
        if self._ends_blank:
            collapsed += " "
        self._append(collapsed, self.anchor)
        self.anchor = 0

    def break_line(self) -> None:
        """Add a line break."""
        self._append("\n")
        self._has_breaks = True
        self._ends_blank = True

    def is_empty(self) -> bool:
        """Whether nothing to be seen was added since the last ``take``."""
        return not any(piece.strip() for run in self._runs for piece in run.pieces)

    def take(self) -> list[tuple[Span, ...]]:
        """Give the paragraphs gathered so far and begin anew."""
        if not self._runs:
            return []
        runs = [
            Span("".join(run.pieces), run.emphasis, run.url, run.anchor, run.is_return) for run in self._runs
        ]
        self._runs = []
        if self._has_raised:
            self._has_raised = False
            runs = write_raised(runs, self._links.is_inner)
        has_breaks, self._has_breaks, self._ends_blank = self._has_breaks, False, True
        paragraphs = _part(runs) if has_breaks else [runs]
        trimmed = [_trim(paragraph) for paragraph in paragraphs]
        return [spans for spans in trimmed if spans]

    def _add_blank(self, text: str) -> None:
        if text and not self._ends_blank and self._runs:
            self._append(" ")
            self._ends_blank = True

    def _append(self, text: str, anchor: int = 0) -> None:
        last = self._runs[-1] if self._runs else None
        if (
            last is not None
            and last.emphasis == self.emphasis
            and last.url == self.url
            and not anchor
            and last.is_return == self.is_return
        ):
            last.pieces.append(text)
            return
        self._runs.append(_Run([text], self.emphasis, self.url, self.is_return, anchor))
        is_raised = self.emphasis is not Emphasis.NONE and bool(self.emphasis & _RAISED)
        self._has_raised |= is_raised or (self._links.has_targets and self._links.is_inner(self.url))


def read_spans(node: LexborNode, links: InnerLinks, anchor: int = 0) -> tuple[Span, ...]:
    """Give the running text below an element; paragraphs in it are parted by a line break.

    Args:
        anchor: Of a place that ends up on the first text.
    """
    buffer = SpanBuffer(links)
    buffer.anchor = anchor
    if links.has_targets:
        links.meet(node.attributes, buffer)
    waiting: list[LexborNode | tuple[Emphasis, str] | None] = [node.first_child]
    while waiting:
        current = waiting.pop()
        if current is None:
            continue
        if isinstance(current, tuple):
            buffer.emphasis, buffer.url = current
            continue
        waiting.append(current.next)
        tag = current.tag
        if tag == TEXT_TAG:
            buffer.add(current.text_content or "")
        elif tag == "br":
            buffer.break_line()
        elif tag == "img":
            # Where running text alone is read, a picture is a sign in it: a flag, an emoji.
            sign = read_image(current, links.base_url)
            buffer.add(sign if isinstance(sign, str) else "")
        elif tag == "math":
            buffer.add(read_math(current))
        elif tag not in SKIPPED_TAGS:
            waiting.append((buffer.emphasis, buffer.url))
            waiting.append(current.first_child)
            _enter(current, buffer, links)
    spans: list[Span] = []
    for paragraph in buffer.take():
        spans += [Span("\n"), *paragraph] if spans else paragraph
    return tuple(spans)


def _enter(node: LexborNode, buffer: SpanBuffer, links: InnerLinks) -> None:
    """Set the text of an element as the element says."""
    tag = node.tag or ""
    buffer.emphasis |= EMPHASIS_TAGS.get(tag, Emphasis.NONE)
    if links.has_targets:
        links.meet(node.attributes, buffer)
    if tag == "a":
        buffer.url = links.url(node.attributes.get("href") or "") or buffer.url
    elif tag in ("p", "div", "li") and not buffer.is_empty():
        buffer.break_line()


def plain_text(spans: tuple[Span, ...], *, without_returns: bool = False) -> str:
    """Give the text of spans without what sets them, and if wanted without the ways back from notes."""
    if without_returns and any(span.is_return for span in spans):
        said = "".join(span.text for span in spans if not span.is_return)
        return said.replace("  ", " ").strip()
    return spans[0].text if len(spans) == 1 else "".join(span.text for span in spans)


def _part(runs: list[Span]) -> list[list[Span]]:
    """Part runs where two or more line breaks follow each other."""
    paragraphs: list[list[Span]] = [[]]
    breaks = 0
    for run in runs:
        anchor = run.anchor
        for index, line in enumerate(run.text.split("\n")):
            if index:
                breaks += 1
            if not line.strip():
                continue
            if breaks >= 2 and paragraphs[-1]:
                paragraphs.append([])
            elif breaks == 1 and paragraphs[-1]:
                line = "\n" + line.lstrip()
            breaks = 0
            paragraphs[-1].append(Span(line, run.emphasis, run.url, anchor, run.is_return))
            anchor = 0
    return paragraphs


def _trim(runs: list[Span]) -> tuple[Span, ...]:
    while runs and not runs[0].text.strip():
        runs = runs[1:]
    while runs and not runs[-1].text.strip():
        runs = runs[:-1]
    if not runs:
        return ()
    first, last = runs[0], runs[-1]
    if first.text[0].isspace():
        runs = [first._replace(text=first.text.lstrip()), *runs[1:]]
    if last.text[-1].isspace():
        last = runs[-1]
        runs = [*runs[:-1], last._replace(text=last.text.rstrip())]
    return tuple(runs)
