"""A body of HTML -> blocks: one walk over the parsed tree, without recursion and with every depth limited.

Nothing that a reader would see is lost: an element of no known meaning is read as what it holds.
Scripts, hidden elements and the like are left out; addresses come out absolute and safe, texts
pass the gate once more, because character references turn into characters only here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

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
from reader.feeds.bodies.depth import limit_depth
from reader.feeds.bodies.elements import join_caption, read_code, read_start
from reader.feeds.bodies.embeds import EMBED_TAGS, read_embed
from reader.feeds.bodies.hidden import is_hidden
from reader.feeds.bodies.inline import EMPHASIS_TAGS, SpanBuffer
from reader.feeds.bodies.inner_links import InnerLinks
from reader.feeds.bodies.mathml import read_math
from reader.feeds.bodies.notes import is_lone_label, is_way_back
from reader.feeds.bodies.subtree import SKIPPED_TAGS, TEXT_TAG
from reader.feeds.bodies.tables import read_tables
from reader.feeds.emphasis import Emphasis
from reader.feeds.pictures.drafts import FigureDraft, PictureDraft
from reader.feeds.pictures.figures import (
    find_figure_roots,
    is_figure,
    may_have_captions,
    read_caption,
    read_figure,
)
from reader.feeds.pictures.images import read_image
from storage.model import Picture, PictureSource

MAX_PICTURES = 64
"""Pictures of one article; the rest of a longer gallery is left out."""

_MAX_NESTING = 40
# Each level of figures is walked once more.
_MAX_FIGURE_DEPTH = 4
_MAX_BLOCKS = 20_000
# Many more than pictures, because signs in a line (emoji, flags) are images too.
_MAX_IMAGES_READ = 5_000
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCK_TAGS = frozenset(
    "p div section article main header footer aside center address fieldset details summary dl dt dd hgroup"
    " nav table tbody thead tfoot tr td th caption figure figcaption body html noindex amp-story form".split()
)
_LISTS = frozenset({"ul", "ol", "menu"})
_IMAGES = frozenset({"img", "amp-img"})
# What browsers put around quotations in a line, and here around the reading of a Japanese word.
_FRAMES = {"q": ("“", "”"), "rt": ("(", ")")}
_BOLD_BLOCKS = frozenset({"dt", "summary"})
_CAPTION_WORDS = ("caption", "credit", "cutline")


@dataclass(slots=True)
class Body:
    """A body taken apart.

    Attributes:
        blocks: In reading order; a ``Figure`` in them holds one picture whose ``position`` is the
            index of its draft in ``figures``, and so does an ``Embed``'s poster.
        links: Knows which links lead to a place in the body.
        caption_like: Indexes of blocks whose class says that they are captions or credits.
    """

    blocks: list[Block] = field(default_factory=list)
    figures: list[FigureDraft] = field(default_factory=list)
    caption_like: set[int] = field(default_factory=set)
    links: InnerLinks = field(default_factory=lambda: InnerLinks(""))


@dataclass(slots=True)
class _Frame:
    """A container being filled: the body itself, a quote, a list or one of its items."""

    kind: str
    blocks: list[Block] = field(default_factory=list)
    items: list[tuple[Block, ...]] = field(default_factory=list)
    start: int | None = None


def read_body(html: str, base_url: str, page_url: str = "") -> Body:
    """Take a body of HTML apart. ``page_url`` is the address of the article itself, "" for ``base_url``."""
    tree = LexborHTMLParser(limit_depth(html))
    links = InnerLinks(base_url, page_url)
    if "#" in html:
        links.look_for(tree)
    builder = _Builder(links)
    if may_have_captions(html):
        builder.figure_roots = find_figure_roots(tree.css("img"))
    if tree.body is not None:
        builder.walk(tree.body)
    return builder.body


def placeholder(index: int) -> Picture:
    """The picture that stands in a block for the figure draft of that index."""
    return Picture("", position=index)


class _Builder:
    """The walk's state. ``walk`` drives; an ``_enter_…`` method says what an element means and
    gives what is to be done when its children are through, or None for nothing."""

    def __init__(self, links: InnerLinks) -> None:
        self.body = Body(links=links)
        self.figure_roots: set[int] = set()
        self._links = links
        self._base_url = links.base_url
        self._spans = SpanBuffer(links)
        self._frames = [_Frame("body", self.body.blocks)]
        self._heading_level = 0
        self._has_caption_class = False
        self._picture_count = 0
        self._image_count = 0
        self._figure_depth = 0

    def walk(self, root: LexborNode) -> None:
        """Read everything below an element."""
        waiting: list[LexborNode | Callable[[], None] | None] = [self._flush, root.first_child]
        # Behind the last block that is kept, nothing more is read.
        while waiting and len(self.body.blocks) < _MAX_BLOCKS:
            current = waiting.pop()
            if current is None:
                continue
            if not isinstance(current, LexborNode):
                current()
                continue
            waiting.append(current.next)
            tag = current.tag or ""
            if tag == TEXT_TAG:
                self._spans.add(current.text_content or "")
            elif tag not in SKIPPED_TAGS:
                is_descended, leave = self._enter(current, tag)
                if is_descended:
                    waiting.append(leave)
                    waiting.append(current.first_child)

    def _enter(self, node: LexborNode, tag: str) -> tuple[bool, Callable[[], None] | None]:
        """Give whether the children are to be read, and what follows them."""
        if tag == "br":
            self._spans.break_line()
            return False, None
        attributes = node.attributes
        if attributes and self._links.has_targets:
            self._links.meet(attributes, self._spans)
        if attributes and is_hidden(attributes):
            return False, None
        if tag in EMPHASIS_TAGS:
            return True, self._set_inline(self._spans.emphasis | EMPHASIS_TAGS[tag], self._spans.url)
        if tag == "a":
            url = self._links.url(attributes.get("href") or "")
            return True, self._set_link(url or self._spans.url, attributes)
        if tag in _FRAMES:
            opening, closing = _FRAMES[tag]
            self._spans.add(opening)
            return True, lambda: self._spans.add(closing)
        if tag in _IMAGES:
            self._add_image(node)
            return False, None
        if tag == "math":
            self._spans.add(read_math(node))
            return False, None
        classes = attributes.get("class") or ""
        if is_figure(node, tag, classes) or (self.figure_roots and node.mem_id in self.figure_roots):
            return self._enter_figure(node)
        return self._enter_block(node, tag, classes)

    def _enter_block(
        self, node: LexborNode, tag: str, classes: str
    ) -> tuple[bool, Callable[[], None] | None]:
        if tag in _HEADINGS:
            return True, self._enter_heading(_HEADINGS[tag])
        if tag == "table":
            return self._enter_table(node)
        if tag == "pre":
            self._flush()
            self._links.meet_all(node, self._spans)
            if code := read_code(node):
                self._add(Code(code, anchor=self._take_anchor()))
            return False, None
        if tag == "hr":
            self._flush()
            self._add(Rule())
            return False, None
        if tag in EMBED_TAGS:
            return self._enter_embed(node, tag)
        if tag == "blockquote" or tag in _LISTS or tag == "li":
            return True, self._enter_container(node, tag)
        if tag in _BLOCK_TAGS:
            self._flush()
            before = self._has_caption_class
            self._has_caption_class = before or any(word in classes.lower() for word in _CAPTION_WORDS)
            return True, self._leave_block(before, is_bold=tag in _BOLD_BLOCKS)
        return True, self._set_link(self._spans.url, node.attributes) if self._links.has_targets else None

    # --- running text -----------------------------------------------------------------------

    def _set_inline(self, emphasis: Emphasis, url: str) -> Callable[[], None]:
        spans = self._spans
        before = (spans.emphasis, spans.url, spans.is_return)
        spans.emphasis, spans.url = emphasis, url

        def leave() -> None:
            spans.emphasis, spans.url, spans.is_return = before

        return leave

    def _set_link(self, url: str, attributes: Mapping[str, str | None]) -> Callable[[], None]:
        leave = self._set_inline(self._spans.emphasis, url)
        if self._links.has_targets and is_way_back(attributes):
            self._spans.is_return = True
        return leave

    def _leave_block(self, had_caption_class: bool, *, is_bold: bool) -> Callable[[], None]:
        restore = self._set_inline(self._spans.emphasis | Emphasis.BOLD, self._spans.url) if is_bold else None

        def leave() -> None:
            self._flush()
            self._has_caption_class = had_caption_class
            if restore is not None:
                restore()

        return leave

    def _enter_heading(self, level: int) -> Callable[[], None]:
        self._flush()
        before, self._heading_level = self._heading_level, level

        def leave() -> None:
            self._flush()
            self._heading_level = before

        return leave

    def _flush(self) -> None:
        """Make paragraphs, or a heading, of the running text so far."""
        for spans in self._spans.take():
            if self._heading_level:
                self._add(Heading(self._heading_level, spans))
            else:
                self._add(Paragraph(spans))

    def _add(self, block: Block) -> None:
        frame = self._frames[-1]
        if len(frame.blocks) + len(frame.items) >= _MAX_BLOCKS:
            return
        label = frame.blocks[-1] if frame.blocks else None
        if isinstance(block, Paragraph) and label is not None and is_lone_label(label):
            frame.blocks.pop()
            block = Paragraph((*label.spans, Span(" "), *block.spans))
        if frame.kind == "list":
            # Text that stands in a list outside its items is an item too.
            frame.items.append((block,))
            return
        frame.blocks.append(block)
        if self._has_caption_class and len(self._frames) == 1 and isinstance(block, Paragraph):
            self.body.caption_like.add(len(frame.blocks) - 1)

    def _take_anchor(self) -> int:
        """The place that waits for the next text: what comes is no text."""
        anchor, self._spans.anchor = self._spans.anchor, 0
        return anchor

    # --- containers -------------------------------------------------------------------------

    def _enter_container(self, node: LexborNode, tag: str) -> Callable[[], None]:
        self._flush()
        inside = self._frames[-1].kind
        if len(self._frames) > _MAX_NESTING or (tag == "li") != (inside == "list"):
            # Too deep, an item outside any list, or a list's direct child that is no item.
            return self._flush
        if tag == "li":
            self._frames.append(_Frame("item"))
        elif tag == "blockquote":
            self._frames.append(_Frame("quote"))
        else:
            self._frames.append(_Frame("list", start=read_start(node) if tag == "ol" else None))
        return self._leave_container

    def _leave_container(self) -> None:
        self._flush()
        frame = self._frames.pop()
        if frame.kind == "item":
            if frame.blocks:
                self._frames[-1].items.append(tuple(frame.blocks))
            return
        if frame.kind == "quote":
            if frame.blocks:
                self._add(Quote(tuple(frame.blocks)))
            return
        items = frame.items
        if items and all(isinstance(block, Figure) for item in items for block in item):
            # A gallery made of a list: its pictures are figures, not points.
            for item in items:
                for block in item:
                    self._add(block)
        elif items:
            self._add(ListBlock(tuple(items), frame.start))

    def _enter_table(self, node: LexborNode) -> tuple[bool, Callable[[], None] | None]:
        self._flush()
        tables = read_tables(node, self._links)
        if tables is None:
            return True, self._flush
        anchor = self._take_anchor()
        for table in tables:
            self._add(Table(table.rows, table.caption, anchor))
            anchor = 0
        return False, None

    # --- pictures ---------------------------------------------------------------------------

    def _enter_figure(self, node: LexborNode) -> tuple[bool, Callable[[], None] | None]:
        self._flush()
        if self._figure_depth >= _MAX_FIGURE_DEPTH:
            return True, self._flush
        figure = read_figure(node, self._base_url)
        if figure is None:
            return True, self._leave_captioned(node)
        self._links.meet_all(node, self._spans)
        self._add_figure(figure)
        if figure.rest:
            self._add(Paragraph((Span(figure.rest),)))
        return False, None

    def _leave_captioned(self, node: LexborNode) -> Callable[[], None]:
        """Join the caption of a table or of code with it, once both are read."""
        blocks = self._frames[-1].blocks
        start = len(blocks)
        self._figure_depth += 1

        def leave() -> None:
            self._flush()
            self._figure_depth -= 1
            if len(blocks) == start + 2 and node.css_first("figcaption") is not None:
                blocks[start:] = join_caption(blocks[start:], read_caption(node)[1])

        return leave

    def _add_image(self, node: LexborNode) -> None:
        self._image_count += 1
        if self._image_count > _MAX_IMAGES_READ:
            return
        image = read_image(node, self._base_url)
        if isinstance(image, str):
            self._spans.add(image)
        elif image is not None:
            self._flush()
            self._add_figure(FigureDraft([image]))

    def _add_figure(self, figure: FigureDraft) -> None:
        room = MAX_PICTURES - self._picture_count
        left_out = figure.pictures[room:]
        figure.pictures = figure.pictures[:room]
        if figure.pictures:
            self._picture_count += len(figure.pictures)
            self.body.figures.append(figure)
            self._add(Figure((placeholder(len(self.body.figures) - 1),), self._take_anchor()))
        # A picture too many is left out, not what was written under it.
        for text in dict.fromkeys(f"{picture.caption} {picture.credit}".strip() for picture in left_out):
            if text:
                self._add(Paragraph((Span(text),)))

    def _enter_embed(self, node: LexborNode, tag: str) -> tuple[bool, Callable[[], None] | None]:
        self._flush()
        embed, poster_url = read_embed(node, tag, self._base_url)
        if embed is None:
            return True, self._flush
        poster: Picture | None = None
        if poster_url and self._picture_count < MAX_PICTURES:
            self._picture_count += 1
            self.body.figures.append(_poster(poster_url))
            poster = placeholder(len(self.body.figures) - 1)
        self._add(Embed(embed.kind, embed.title, embed.url, poster))
        return False, None


def _poster(url: str) -> FigureDraft:
    return FigureDraft([PictureDraft(url, source=PictureSource.POSTER)])
