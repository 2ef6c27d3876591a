"""An article's body and its feed's pictures -> blocks, pictures, text and links.

The same function serves twice: when an article arrives, for what is stored (pictures and text), and
when it is opened, for its blocks. It is pure, so both times agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from reader.feeds.bodies.blocks import (
    Block,
    Code,
    Embed,
    Figure,
    Heading,
    ListBlock,
    Paragraph,
    Quote,
    Table,
)
from reader.feeds.bodies.cleaning import BodyCleaner, repeats
from reader.feeds.bodies.html import MAX_PICTURES, Body, placeholder, read_body
from reader.feeds.bodies.inline import plain_text
from reader.feeds.bodies.notes import iterate_anchors, iterate_spans, labelled_leaves, name_notes
from reader.feeds.bodies.plain import read_plain_text
from reader.feeds.pictures.captions import finish_picture, merge_picture
from reader.feeds.pictures.drafts import FigureDraft, PictureDraft, to_draft, to_picture
from reader.text import MAX_TEXT_CHARS
from storage.model import Article, Link, Picture

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
        links: The body's links in order, each address once, but for those within the article.
        jumps: The links within the article: address -> anchor of the place that it leads to.
    """

    blocks: tuple[Block, ...] = ()
    pictures: tuple[Picture, ...] = ()
    text: str = ""
    links: tuple[Link, ...] = ()
    jumps: Mapping[str, int] = field(default_factory=dict)


def build_content(
    *,
    body: str,
    is_plain_text: bool,
    base_url: str,
    title: str,
    feed_pictures: Sequence[Picture],
    page_url: str = "",
) -> ArticleContent:
    """Take an article's body apart and join it with the pictures that its feed named outside it.

    Args:
        body: As published, or plain text; what is longer than the gate lets through is cut.
        base_url: What relative addresses are resolved against, "" refuses them.
        title: The headline, which is left out where the body repeats it.
        feed_pictures: As ``media.feed_pictures`` gives them.
        page_url: The article's own address, "" where it has none or that is ``base_url``.
    """
    # The gate has cut it already; whoever comes past the gate pays no more either.
    body = body[:MAX_TEXT_CHARS]
    raw = read_plain_text(body) if is_plain_text else read_body(body, base_url, page_url)
    cleaner = BodyCleaner(raw, title)
    cleaner.clean()
    blocks = cleaner.blocks
    if feed_pictures:
        _join_feed_pictures(blocks, raw, cleaner, [to_draft(picture) for picture in feed_pictures], title)
    blocks, pictures = _resolve(blocks, raw) if raw.figures else (blocks, [])
    jumps: dict[str, int] = {}
    if raw.links.has_targets:
        jumps = raw.links.jumps({anchor for anchor in iterate_anchors(blocks) if anchor})
        blocks = name_notes(blocks, jumps)
    links = tuple(link for link in _read_links(blocks) if link.url not in jumps)[:_MAX_LINKS]
    text = _read_text(blocks, without_returns=bool(jumps))
    return ArticleContent(tuple(blocks), tuple(pictures), text, links, jumps)


def content_of(article: Article) -> ArticleContent:
    """Take a stored article's body apart."""
    return build_content(
        body=article.body_html,
        is_plain_text=article.is_body_plain_text,
        base_url=article.base_url,
        title=article.row.title,
        feed_pictures=article.feed_pictures,
        page_url=article.row.url,
    )


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
                    resolved.append(Figure(own, block.anchor))
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


def _read_text(blocks: Iterable[Block], *, without_returns: bool) -> str:
    parts: list[str] = []
    for label, block in labelled_leaves(blocks):
        if isinstance(block, (Paragraph, Heading)):
            if said := plain_text(block.spans, without_returns=without_returns):
                parts.append(f"{label} {said}" if label else said)
        elif isinstance(block, Code):
            parts += [text for text in (block.caption, block.text) if text]
        elif isinstance(block, Table):
            rows = ("\t".join(plain_text(cell.spans) for cell in row) for row in block.rows)
            parts.append("\n".join(([block.caption] if block.caption else []) + list(rows)))
    return "\n\n".join(parts)


def _read_links(blocks: Iterable[Block]) -> tuple[Link, ...]:
    texts: dict[str, str] = {}
    for span in iterate_spans(blocks):
        # A name alone leads nowhere but to a place in the article.
        if span.url and span.url[0] != "#":
            texts[span.url] = texts.get(span.url, "") + span.text
    return tuple(Link(" ".join(text.split()) or url, url) for url, text in texts.items())
