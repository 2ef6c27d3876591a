"""Pictures that a feed names outside an article's body: Media RSS, enclosures, thumbnails."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reader.feeds.documents.medianode import MediaNode, MediaText
from reader.feeds.pictures.drafts import PictureDraft, to_picture
from reader.feeds.pictures.images import MAX_WIDTH, is_no_picture, read_pixels
from reader.feeds.pictures.picturekeys import picture_key
from reader.feeds.titles import resolve_references
from reader.text import clean_line
from storage.model import Enclosure, Picture, PictureSource

_MAX_PICTURES = 64
_MAX_CAPTION_CHARS = 2_000
_TAG = re.compile(r"<[^<>]*>")
_PICTURE_ENDING = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|heic|bmp)$", re.IGNORECASE)
_FILM_ENDING = re.compile(r"\.(?:mp[34]|m4[av]|mov|webm|ogg|m3u8|swf|pdf)(?:[?#]|$)", re.IGNORECASE)
_OTHER_ROLES = frozenset(
    "author publisher uploader owner actor director producer editor writer"
    " distribution_company anchor_person".split()
)
_STOPS = (".", "!", "?", "…", ")")
_NAMELESS = frozenset({"none", "null", "n/a", "-", "unknown", ""})


def feed_pictures(
    media: MediaNode | None, *, enclosures: Sequence[Enclosure], image_url: str
) -> tuple[Picture, ...]:
    """Give the pictures of one entry that stand outside its body, each once.

    Captions and credits are as published and not parted yet; ``content`` does that when it joins
    them with the body's own.

    Args:
        image_url: A picture that stands for the entry as a whole, "" for none.
    """
    if media is None and not enclosures and not image_url:
        return ()
    drafts = list(_media_pictures(media)) if media is not None else []
    has_pictures = any(draft.source is PictureSource.MEDIA for draft in drafts)
    attached = [file for file in enclosures if _is_picture(file.type, file.url)]
    if has_pictures or attached:
        drafts = [draft for draft in drafts if draft.source is not PictureSource.THUMBNAIL]
    drafts += [PictureDraft(file.url, source=PictureSource.ENCLOSURE) for file in attached]
    if image_url and not drafts:
        drafts.append(PictureDraft(image_url, source=PictureSource.THUMBNAIL))
    return tuple(to_picture(draft) for draft in _join_renditions(drafts)[:_MAX_PICTURES])


def _media_pictures(item: MediaNode) -> Iterator[PictureDraft]:
    """Give a draft per picture in the tree, in document order; thumbnails last."""
    thumbnails: list[PictureDraft] = []
    keys = {
        picture_key(node.attributes.get("url", "")) for node in _contents(item) if _is_image_content(node)
    }
    item_texts = item if len(keys - {""}) <= 1 else MediaNode("item")
    for child in item.children:
        group = child if child.kind == "group" else MediaNode("group")
        members = child.children if child.kind == "group" else [child]
        group_pictures = []
        for node in members:
            if node.kind == "thumbnail":
                thumbnails.append(_draft(node, PictureSource.THUMBNAIL, (node, *_captioned(group, members))))
            elif node.kind == "content" and _is_image_content(node):
                group_pictures.append(_draft(node, PictureSource.MEDIA, (node, group, item_texts)))
            elif node.kind == "content":
                # A video is not shown, its still picture is; the description tells the video's story.
                thumbnails += [_draft(still, PictureSource.POSTER, (still,)) for still in _thumbnails(node)]
        yield from _widest(group_pictures) if child.kind == "group" else group_pictures
    if len(thumbnails) == 1 and not keys and not thumbnails[0].caption:
        lone = next((child for child in item.children if child.kind == "thumbnail"), None)
        if lone is not None:
            thumbnails = [_draft(lone, PictureSource.THUMBNAIL, (lone, item))]
    yield from (draft for draft in thumbnails if draft.url)


def _captioned(group: MediaNode, members: list[MediaNode]) -> tuple[MediaNode, ...]:
    """A group's texts belong to its thumbnail only where the group is not a video's."""
    is_video = any(node.kind == "content" and not _is_image_content(node) for node in members)
    return () if is_video else (group,)


def _contents(item: MediaNode) -> Iterator[MediaNode]:
    for child in item.children:
        if child.kind == "content":
            yield child
        elif child.kind == "group":
            yield from (node for node in child.children if node.kind == "content")


def _thumbnails(node: MediaNode) -> list[MediaNode]:
    return [child for child in node.children if child.kind == "thumbnail"]


def _is_image_content(node: MediaNode) -> bool:
    url = node.attributes.get("url", "")
    medium = node.attributes.get("medium", "").lower()
    if not url or (medium and medium != "image"):
        return False
    kind = node.attributes.get("type", "").lower()
    if medium == "image":
        return True
    return _is_picture(kind, url) if kind else _FILM_ENDING.search(url) is None


def _is_picture(kind: str, url: str) -> bool:
    if kind and not kind.startswith(("application/octet-stream", "binary/")):
        return kind.startswith("image") and "djvu" not in kind
    return _PICTURE_ENDING.search(url.partition("?")[0].partition("#")[0]) is not None


def _draft(node: MediaNode, source: PictureSource, holders: tuple[MediaNode, ...]) -> PictureDraft:
    """Build a draft with the nearest texts: its own, its group's, its item's."""
    title = _first(holders, "titles")
    # "Northland Snow Storm" only files a picture: that is an alt text at best, a sentence is a caption.
    is_subject = all(word[0].isupper() for word in title.split()) and title[-1:] not in _STOPS
    return PictureDraft(
        url=node.attributes.get("url", ""),
        alt=title if is_subject else "",
        caption=_first(holders, "descriptions") or ("" if is_subject else title),
        credit=_first_credit(holders),
        width=read_pixels(node.attributes.get("width")),
        height=read_pixels(node.attributes.get("height")),
        source=source,
    )


def _first(holders: tuple[MediaNode, ...], name: str) -> str:
    for holder in holders:
        for media_text in getattr(holder, name):
            if text := _read(media_text):
                return text
    return ""


def _first_credit(holders: tuple[MediaNode, ...]) -> str:
    for holder in holders:
        names = [
            text
            for credit in holder.credits
            if credit.role.lower() not in _OTHER_ROLES and (text := _read(credit)).casefold() not in _NAMELESS
        ]
        if names:
            return "; ".join(dict.fromkeys(names))
    for holder in holders:
        for notice in holder.copyrights:
            if (text := _read(notice)).casefold() not in _NAMELESS:
                return text
    return ""


def _read(media_text: MediaText) -> str:
    text = media_text.text
    if "<" in text:
        text = _TAG.sub(" ", text)
    if "&" in text:
        text = resolve_references(text)
    return clean_line(text, _MAX_CAPTION_CHARS)


def _widest(renditions: list[PictureDraft]) -> list[PictureDraft]:
    """Keep one of a group's renditions, unless their captions say that they are different pictures."""
    captions = {draft.caption for draft in renditions if draft.caption}
    if len(captions) > 1 or not renditions:
        return renditions
    return [_best(renditions)]


def _join_renditions(drafts: list[PictureDraft]) -> list[PictureDraft]:
    """Join drafts of one address key, and runs of equal texts in different widths (as the Guardian has)."""
    joined: dict[str, list[PictureDraft]] = {}
    for draft in drafts:
        if not draft.url or is_no_picture(draft.url):
            continue
        key = picture_key(draft.url)
        previous = next(reversed(joined), "")
        if key not in joined and previous and _is_rendition(joined[previous][-1], draft):
            key = previous
        joined.setdefault(key, []).append(draft)
    return [_best(renditions) for renditions in joined.values()]


def _is_rendition(one: PictureDraft, other: PictureDraft) -> bool:
    has_same_texts = bool(one.credit or one.caption) and (one.caption, one.credit) == (
        other.caption,
        other.credit,
    )
    are_sized = one.width is not None and other.width is not None and one.width != other.width
    return has_same_texts and are_sized


def _best(renditions: list[PictureDraft]) -> PictureDraft:
    """Give the widest up to ``MAX_WIDTH`` with the first caption and credit of them all."""
    fitting = [draft for draft in renditions if draft.width is not None and draft.width <= MAX_WIDTH]
    sized = [draft for draft in renditions if draft.width is not None]
    if fitting:
        best = max(fitting, key=lambda draft: draft.width or 0)
    else:
        best = min(sized, key=lambda draft: draft.width or 0) if sized else renditions[0]
    best.caption = next((draft.caption for draft in renditions if draft.caption), "")
    best.alt = next((draft.alt for draft in renditions if draft.alt), "")
    best.credit = next((draft.credit for draft in renditions if draft.credit), "")
    return best
