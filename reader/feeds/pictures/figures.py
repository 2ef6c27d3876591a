"""An element that holds pictures -> the pictures with the caption and credit that belong to them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from reader.feeds.bodies.subtree import TEXT_TAG, climb, iterate_subtree, read_text
from reader.feeds.pictures.credits import MAX_CAPTION_CHARS, is_credit
from reader.feeds.pictures.drafts import FigureDraft, PictureDraft
from reader.feeds.pictures.images import read_image
from reader.feeds.pictures.picturekeys import picture_key
from reader.text import fold
from storage.model import PictureSource

_MAX_CREDIT_CHARS = 200
_MAX_CREDITS = 64
_MAX_BUTTON_CHARS = 40
_MAX_ROOT_CHARS = 600
_MAX_REST_CHARS = 10_000
_MAX_ROOT_IMAGES = 3
_MAX_CLIMB = 6
# Several times the pictures of an article, since one image may stand in many sizes.
_MAX_IMAGES = 256

_FIGURE_CLASS = re.compile(
    r"wp-caption(?!-)|wp-block-image|image-container|article-image|captioned-image|photo-block|(?:^|\s)figure",
    re.IGNORECASE,
)
_CAPTION_CLASS = re.compile(r"caption|cutline", re.IGNORECASE)
_NO_CAPTION_CLASS = re.compile(r"(?:hide|toggle)-caption", re.IGNORECASE)
_CREDIT_CLASS = re.compile(
    r"credit(?!-caption)|copyright|photographer|attribution|image-source|img-author|foto-autor|foto-firma"
    r"|(?:^|[-_\s])(?:source|quelle|firma|byline|legal|rights)(?:$|[-_\s])|__(?:byline|source|credit)",
    re.IGNORECASE,
)
_ROOT_CLASS = re.compile(r"caption|credit|cutline", re.IGNORECASE)
_CREDIT_ITEMS = frozenset({"copyrightHolder", "creditText", "author", "creator"})
_ROOT_STOPS = frozenset("body article main figure td li blockquote html".split())
_ROOT_FOREIGN = frozenset("h1 h2 h3 h4 h5 h6 ul ol table".split())
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_TIME = re.compile(r"\b\d{1,2}:\d{2}\b")
_CAPTION_PREFIX = re.compile(r"^(?:image|media|photo|picture)\s+caption\s*[,:]?\s+", re.IGNORECASE)
_SOURCE_PREFIX = re.compile(r"^image\s+source\s*[,:]\s*", re.IGNORECASE)
_CAPTION_FURNITURE = re.compile(
    r"\s*\b(?:hide caption|toggle caption|enlarge this image|view image in fullscreen)\b\s*", re.IGNORECASE
)
_IMAGE_TAGS = frozenset({"img", "amp-img"})
_EMBED_TAGS = frozenset({"iframe", "video", "audio", "embed", "amp-video", "amp-youtube"})


@dataclass(slots=True)
class _Parts:
    """The elements of a figure by what they are."""

    images: list[LexborNode] = field(default_factory=list)
    captions: list[LexborNode] = field(default_factory=list)
    classed_captions: list[LexborNode] = field(default_factory=list)
    credits: list[LexborNode] = field(default_factory=list)
    small: list[LexborNode] = field(default_factory=list)
    buttons: list[LexborNode] = field(default_factory=list)
    has_embed: bool = False


def is_figure(node: LexborNode, tag: str, classes: str) -> bool:
    """Whether an element says by its name or class that it is a figure."""
    return tag == "figure" or (bool(classes) and _FIGURE_CLASS.search(classes) is not None)


def may_have_captions(html: str) -> bool:
    """Whether a body can hold captions outside figures at all; a cheap test before a dear one."""
    return "<img" in html and _ROOT_CLASS.search(html) is not None


def find_figure_roots(images: list[LexborNode]) -> set[int]:
    """Give the ``mem_id`` of elements that belong together with an image by a caption inside them."""
    roots: set[int] = set()
    for image in images:
        root: LexborNode | None = None
        for parent in climb(image, _MAX_CLIMB):
            if parent.tag in _ROOT_STOPS or not _is_small(parent):
                break
            if _holds_caption(parent):
                root = parent
        if root is not None:
            roots.add(root.mem_id)
    return roots


def read_figure(node: LexborNode, base_url: str) -> FigureDraft | None:
    """Give the figure that an element is; None where it is none and has to be read as what it holds."""
    is_named = node.tag == "figure"
    parts = _sort_parts(node)
    pictures = _read_pictures(parts.images, base_url)
    caption_node = _choose_caption(parts)
    if not pictures or parts.has_embed or (caption_node is not None and _is_teaser(caption_node)):
        return None
    credit_nodes = _outermost(_credit_nodes(parts, caption_node))
    left_out_ids = {left_out.mem_id for left_out in credit_nodes + parts.buttons}
    caption = read_text(caption_node, left_out_ids, MAX_CAPTION_CHARS) if caption_node is not None else ""
    caption = _CAPTION_FURNITURE.sub(" ", _CAPTION_PREFIX.sub("", caption)).strip()
    credit = "; ".join(dict.fromkeys(read_text(credit) for credit in credit_nodes))
    rest = read_text(node, _used_ids(parts, caption_node, left_out_ids), 2 * _MAX_REST_CHARS)
    rest = _CAPTION_FURNITURE.sub(" ", rest).strip()
    if len(caption) >= MAX_CAPTION_CHARS or len(rest) > (_MAX_REST_CHARS if is_named else _MAX_ROOT_CHARS):
        # A whole article in an element that is called a figure, or under a picture: read on as text.
        return None
    if not credit:
        credit, rest = _credit_in_rest(rest)
    _give_texts(pictures, caption, credit)
    return FigureDraft(pictures, rest)


def read_caption(node: LexborNode) -> tuple[LexborNode | None, str]:
    """Give the caption of a figure that holds no picture (a table, code, a video) and its text."""
    caption = _choose_caption(_sort_parts(node))
    return caption, read_text(caption) if caption is not None else ""


def _sort_parts(node: LexborNode) -> _Parts:
    parts = _Parts()
    for element in iterate_subtree(node):
        tag = element.tag
        if tag == TEXT_TAG:
            continue
        if tag in _IMAGE_TAGS:
            parts.images.append(element)
            continue
        attributes = element.attributes
        classes = attributes.get("class") or ""
        item = attributes.get("itemprop") or ""
        parts.has_embed = parts.has_embed or tag in _EMBED_TAGS
        if tag == "figcaption" or "wp-caption-text" in classes:
            parts.captions.append(element)
        elif classes and _NO_CAPTION_CLASS.search(classes) and len(read_text(element)) <= _MAX_BUTTON_CHARS:
            parts.buttons.append(element)
        elif item in _CREDIT_ITEMS or (classes and _CREDIT_CLASS.search(classes)):
            parts.credits.append(element)
        elif item == "caption" or (classes and _CAPTION_CLASS.search(classes)):
            if element.css_first("img") is None:
                parts.classed_captions.append(element)
        elif tag in ("small", "cite"):
            parts.small.append(element)
    return parts


def _choose_caption(parts: _Parts) -> LexborNode | None:
    """The last figcaption, else the first element that is called a caption."""
    if parts.captions:
        return parts.captions[-1]
    return parts.classed_captions[0] if parts.classed_captions else None


def _read_pictures(images: list[LexborNode], base_url: str) -> list[PictureDraft]:
    pictures: dict[str, PictureDraft] = {}
    for image in images[:_MAX_IMAGES]:
        picture = read_image(image, base_url)
        if isinstance(picture, PictureDraft):
            picture.source = PictureSource.FIGURE
            pictures.setdefault(picture_key(picture.url), picture)
    return list(pictures.values())


def _credit_nodes(parts: _Parts, caption_node: LexborNode | None) -> list[LexborNode]:
    small = [
        node
        for node in parts.small[:_MAX_CREDITS]
        if caption_node is not None and (node.tag == "cite" or _is_within(node, caption_node))
    ]
    found = []
    for node in (parts.credits + small)[:_MAX_CREDITS]:
        text = read_text(node, max_chars=_MAX_CREDIT_CHARS + 1)
        is_whole_caption = caption_node is not None and _is_within(caption_node, node)
        is_small_prose = node in small and not is_credit(text) and len(text) > 60
        if (
            0 < len(text) <= _MAX_CREDIT_CHARS
            and _TIME.search(text) is None
            and not is_whole_caption
            and not is_small_prose
            and node.css_first("img") is None
        ):
            found.append(node)
    return found


def _outermost(nodes: list[LexborNode]) -> list[LexborNode]:
    return [
        node for node in nodes if not any(node is not other and _is_within(node, other) for other in nodes)
    ]


def _is_within(node: LexborNode, container: LexborNode) -> bool:
    container_id = container.mem_id
    return any(parent.mem_id == container_id for parent in climb(node, 12))


def _used_ids(parts: _Parts, caption_node: LexborNode | None, credit_ids: set[int]) -> set[int]:
    """Give what the rest of a figure is without: caption and credit, and a second copy of the caption."""
    if caption_node is None:
        return credit_ids
    said = fold(read_text(caption_node)) if parts.captions and parts.classed_captions else ""
    copies = {
        node.mem_id
        for node in parts.classed_captions[:_MAX_CREDITS]
        if said and fold(read_text(node)) in said
    }
    return credit_ids | copies | {caption_node.mem_id}


def _credit_in_rest(rest: str) -> tuple[str, str]:
    """Give credit and remaining text of what a figure says outside its caption."""
    shorter = _SOURCE_PREFIX.sub("", rest)
    if rest and (shorter != rest or is_credit(rest)) and len(shorter) <= _MAX_CREDIT_CHARS:
        return shorter, ""
    return "", rest


def _give_texts(pictures: list[PictureDraft], caption: str, credit: str) -> None:
    """A caption is printed under the last of several pictures; a credit means all of them."""
    if caption:
        pictures[-1].caption = caption
    for picture in pictures:
        if credit:
            picture.credit = credit


def _is_teaser(caption: LexborNode) -> bool:
    tags = {node.tag for node in iterate_subtree(caption)}
    return "a" in tags and bool(tags & _HEADINGS)


def _is_small(node: LexborNode) -> bool:
    images = 0
    characters = 0
    for element in iterate_subtree(node):
        tag = element.tag
        if tag == TEXT_TAG:
            characters += len((element.text_content or "").strip())
        elif tag in _ROOT_FOREIGN:
            return False
        else:
            images += tag in _IMAGE_TAGS
        if characters > _MAX_ROOT_CHARS or images > _MAX_ROOT_IMAGES:
            return False
    return True


def _holds_caption(node: LexborNode) -> bool:
    for element in iterate_subtree(node):
        if element.tag == TEXT_TAG or element.tag in _IMAGE_TAGS:
            continue
        attributes = element.attributes
        if _ROOT_CLASS.search(attributes.get("class") or "") or attributes.get("itemprop") == "caption":
            return True
    return False
