"""An article's body and its feed's pictures -> blocks, pictures, text and links.

The same function serves twice: when an article arrives, for what is stored (pictures and text), and
when it is opened, for its blocks. It is pure, so both times agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from reader.feeds.bodies.blocks import (
    Block,
    Code,
    Embed,
    Figure,
    Heading,
    ListBlock,
    Paragraph,
    Quote,
    Span,
    Table,
)
from reader.feeds.bodies.cleaning import BodyCleaner, repeats
from reader.feeds.bodies.html import MAX_PICTURES, Body, placeholder, read_body
from reader.feeds.bodies.inline import plain_text
from reader.feeds.bodies.plain import read_plain_text
from reader.feeds.pictures.captions import finish_picture, merge_picture
from reader.feeds.pictures.drafts import FigureDraft, PictureDraft, to_draft, to_picture
from reader.text import MAX_TEXT_CHARS
from storage.model import Link, Picture

_LEADING_BLOCKS = 2
_REPEATING_BLOCKS = 3
_MAX_LINKS = 500


@dataclass(frozen=True, slots=True)
class ArticleContent:
    """What an article says and shows.

    Attributes:
        blocks: The body in reading order, the feed's pictures in their places.
        pictures: All pictures in reading order, each once.
        text: The body as plain text, paragraphs parted by a blank line, without captions.
        links: The body's links in order, each address once.
    """

    blocks: tuple[Block, ...] = ()
    pictures: tuple[Picture, ...] = ()
    text: str = ""
    links: tuple[Link, ...] = ()


def build_content(
    *, body: str, is_plain_text: bool, base_url: str, title: str, feed_pictures: Sequence[Picture]
) -> ArticleContent:
    """Take an article's body apart and join it with the pictures that its feed named outside it.

    Args:
        body: As published, or plain text; what is longer than the gate lets through is cut.
        base_url: What relative addresses are resolved against, "" refuses them.
        title: The headline, which is left out where the body repeats it.
        feed_pictures: As ``media.feed_pictures`` gives them.
    """
    # The gate has cut it already; whoever comes past the gate pays no more either.
    body = body[:MAX_TEXT_CHARS]
    raw = read_plain_text(body) if is_plain_text else read_body(body, base_url)
    cleaner = BodyCleaner(raw, title)
    cleaner.clean()
    blocks = cleaner.blocks
    if feed_pictures:
        _join_feed_pictures(blocks, raw, cleaner, [to_draft(picture) for picture in feed_pictures], title)
    blocks, pictures = _resolve(blocks, raw) if raw.figures else (blocks, [])
    return ArticleContent(tuple(blocks), tuple(pictures), _read_text(blocks), _read_links(blocks))


def _join_feed_pictures(
    blocks: list[Block], body: Body, cleaner: BodyCleaner, drafts: list[PictureDraft], title: str
) -> None:
    new: list[PictureDraft] = []
    for draft in drafts:
        finish_picture(draft, title)
        earlier = cleaner.seen.find(draft)
        if earlier is not None:
            merge_picture(earlier, draft)
        else:
            new.append(draft)
        cleaner.seen.add(earlier or draft)
    _drop_repeats(blocks, drafts)
    room = MAX_PICTURES - sum(len(figure.pictures) for figure in body.figures)
    new = new[: max(room, 0)]
    if not new:
        return
    if not any(isinstance(block, Figure) for block in blocks[:_LEADING_BLOCKS]):
        blocks.insert(0, _add_figure(body, new[:1]))
        new = new[1:]
    if new:
        blocks.append(_add_figure(body, new))


def _add_figure(body: Body, pictures: list[PictureDraft]) -> Figure:
    body.figures.append(FigureDraft(pictures))
    return Figure((placeholder(len(body.figures) - 1),))


def _drop_repeats(blocks: list[Block], drafts: list[PictureDraft]) -> None:
    """Leave out a caption of the feed that is also one of the first paragraphs."""
    captioned = [draft for draft in drafts if draft.caption]
    paragraphs = [block for block in blocks if isinstance(block, Paragraph)][:_REPEATING_BLOCKS]
    for block in paragraphs:
        text = plain_text(block.spans)
        if any(repeats(text, draft) for draft in captioned):
            blocks.remove(block)


def _resolve(blocks: Iterable[Block], body: Body) -> tuple[list[Block], list[Picture]]:
    """Put finished pictures where the drafts' places are held; recursion is as deep as containers may be."""
    pictures: list[Picture] = []

    def finish(index: int) -> tuple[Picture, ...]:
        start = len(pictures)
        drafts = body.figures[index].pictures
        for draft in drafts:
            finish_picture(draft, "")
        pictures.extend(to_picture(draft, start + number) for number, draft in enumerate(drafts))
        return tuple(pictures[start:])

    def resolve(some: Iterable[Block]) -> list[Block]:
        resolved: list[Block] = []
        for block in some:
            if isinstance(block, Figure):
                if own := finish(block.pictures[0].position):
                    resolved.append(Figure(own))
            elif isinstance(block, Embed) and block.poster is not None:
                poster = finish(block.poster.position)
                resolved.append(replace(block, poster=poster[0] if poster else None))
            elif isinstance(block, Quote):
                resolved.append(Quote(tuple(resolve(block.blocks))))
            elif isinstance(block, ListBlock):
                resolved.append(ListBlock(tuple(tuple(resolve(item)) for item in block.items), block.start))
            else:
                resolved.append(block)
        return resolved

    return resolve(blocks), pictures


def _leaves(blocks: Iterable[Block]) -> Iterator[Block]:
    """Give all blocks that hold no other blocks, in reading order."""
    waiting = list(blocks)[::-1]
    while waiting:
        block = waiting.pop()
        if isinstance(block, Quote):
            waiting += block.blocks[::-1]
        elif isinstance(block, ListBlock):
            waiting += [inner for item in reversed(block.items) for inner in reversed(item)]
        else:
            yield block


def _read_text(blocks: Iterable[Block]) -> str:
    parts: list[str] = []
    for block in _leaves(blocks):
        if isinstance(block, (Paragraph, Heading)):
            parts.append(plain_text(block.spans))
        elif isinstance(block, Code):
            parts += [text for text in (block.caption, block.text) if text]
        elif isinstance(block, Table):
            rows = ("\t".join(plain_text(cell.spans) for cell in row) for row in block.rows)
            parts.append("\n".join(([block.caption] if block.caption else []) + list(rows)))
    return "\n\n".join(parts)


def _spans(blocks: Iterable[Block]) -> Iterator[Span]:
    for block in _leaves(blocks):
        if isinstance(block, (Paragraph, Heading)):
            yield from block.spans
        elif isinstance(block, Table):
            for row in block.rows:
                for cell in row:
                    yield from cell.spans


def _read_links(blocks: Iterable[Block]) -> tuple[Link, ...]:
    texts: dict[str, str] = {}
    for span in _spans(blocks):
        if span.url:
            texts[span.url] = texts.get(span.url, "") + span.text
    links = (Link(" ".join(text.split()) or url, url) for url, text in texts.items())
    return tuple(links)[:_MAX_LINKS]
