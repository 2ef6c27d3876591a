"""Drafts of pictures -> pictures: captions parted from credits, alt texts weighed, repeats joined."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reader.feeds.bodies.boilerplate import is_junk_alt
from reader.feeds.pictures.credits import MAX_CAPTION_CHARS, CaptionParts, split_caption, tidy_credit
from reader.feeds.pictures.drafts import FigureDraft, PictureDraft
from reader.feeds.pictures.images import MAX_WIDTH
from reader.feeds.pictures.picturekeys import picture_key, picture_name
from reader.feeds.pictures.similar import are_similar, is_said_by
from reader.text import clean_line, fold
from storage.model import PictureSource

_MIN_ALT_WORDS = 6
_MIN_TITLE_WORDS = 4
_MIN_SAME_CAPTION_CHARS = 24
_LONGER_ALT = 1.15
_JUNK_ALT = re.compile(
    r"https?://\S*|.*\.(?:jpe?g|png|gif|webp|svg|avif)|\S*\d{6,}\S*|[\w-]{20,}", re.IGNORECASE
)
_FILE_LABEL = re.compile(r"[a-z0-9_.-]*[a-z][a-z0-9_.-]*|[\w.-]+[-_]\d{2,}")
_MIN_TERMS = 4
_MAX_TERM_WORDS = 4
_MIN_TERM_REPEATS = 1.25
_FEED_SOURCES = frozenset({PictureSource.MEDIA, PictureSource.THUMBNAIL, PictureSource.ENCLOSURE})
_SOURCE_ORDER = tuple(PictureSource)


def finish_picture(picture: PictureDraft, headline: str) -> None:
    """Part a draft's caption and credit and decide what its alt and title are worth."""
    if picture.is_finished:
        return
    picture.is_finished = True
    _clean_texts(picture)
    picture.raw = picture.caption
    if picture.source in _FEED_SOURCES:
        picture.caption = "" if _is_label(picture.caption) else picture.caption
        picture.alt = "" if _is_label(picture.alt) else picture.alt
    parts = split_caption(picture.caption) if picture.caption else CaptionParts("")
    element_credit, is_file_credit = tidy_credit(picture.credit)
    if element_credit and fold(element_credit) not in fold(picture.raw):
        picture.raw = f"{picture.raw} {picture.credit}".strip()
    picture.caption = parts.caption
    picture.credit = join_credits(element_credit, parts.credit)
    picture.is_file_photo = picture.is_file_photo or parts.is_file_photo or is_file_credit
    if picture.caption and fold(picture.caption) == fold(headline):
        picture.caption = ""
    _weigh_title(picture, headline)
    _weigh_alt(picture, headline)


def join_credits(credit: str, other: str) -> str:
    """Give the fuller of two credits that say the same, both where each says something of its own."""
    if not credit or not other:
        return credit or other
    if is_said_by(other, credit):
        return credit
    return other if is_said_by(credit, other) else f"{credit}; {other}"


def merge_picture(kept: PictureDraft, other: PictureDraft) -> None:
    """Give ``kept`` the best of two drafts of one picture: longer caption, first credit, wider address."""
    if len(other.caption) > len(kept.caption):
        kept.caption, kept.raw = other.caption, other.raw
        kept.source = min(kept.source, other.source, key=_SOURCE_ORDER.index)
    elif not kept.raw:
        kept.raw = other.raw
    if not kept.credit and other.credit:
        kept.credit = other.credit
        if fold(other.credit) not in fold(kept.raw):
            kept.raw = f"{kept.raw} {other.credit}".strip()
    kept.alt = kept.alt or other.alt
    if kept.alt and kept.caption and are_similar(kept.alt, kept.caption):
        kept.alt = ""
    kept.is_file_photo = kept.is_file_photo or other.is_file_photo
    if _is_better_size(other, kept):
        kept.url, kept.width, kept.height = other.url, other.width, other.height


class SeenPictures:
    """The pictures of an article so far, found by address, file name or caption without comparing all."""

    def __init__(self) -> None:
        self._by_key: dict[str, PictureDraft] = {}
        self._by_name: dict[str, PictureDraft] = {}
        self._by_caption: dict[str, PictureDraft] = {}

    def find(self, picture: PictureDraft) -> PictureDraft | None:
        """Give the earlier draft of the same picture."""
        found = self._by_key.get(picture_key(picture.url)) if picture.url else None
        name = picture_name(picture.url) if found is None and picture.url else ""
        if name:
            found = self._by_name.get(name)
        folded = fold(picture.caption) if found is None else ""
        if len(folded) >= _MIN_SAME_CAPTION_CHARS:
            found = self._by_caption.get(folded)
        return found

    def add(self, picture: PictureDraft) -> None:
        """Remember a draft; one that is changed later is added again."""
        if picture.url:
            self._by_key.setdefault(picture_key(picture.url), picture)
            if name := picture_name(picture.url):
                self._by_name.setdefault(name, picture)
        folded = fold(picture.caption)
        if len(folded) >= _MIN_SAME_CAPTION_CHARS:
            self._by_caption.setdefault(folded, picture)


def merge_figure(figure: FigureDraft, seen: SeenPictures) -> PictureDraft | None:
    """Join the pictures of a figure that were there before with the earlier ones.

    The figure keeps those that are new. Gives the last earlier picture that took one in.
    """
    merged: PictureDraft | None = None
    new: list[PictureDraft] = []
    for picture in figure.pictures:
        earlier = seen.find(picture)
        if earlier is None:
            new.append(picture)
        else:
            _merge_body_picture(earlier, picture)
            merged = earlier
        seen.add(earlier or picture)
    figure.pictures = new
    return merged


def _merge_body_picture(kept: PictureDraft, other: PictureDraft) -> None:
    """Join two pictures of the text itself: of what was written under them nothing may be lost."""
    captions = (kept.caption, other.caption)
    credit = join_credits(kept.credit, other.credit)
    merge_picture(kept, other)
    kept.credit = credit
    for caption in captions:
        if caption and not is_said_by(caption, all_texts([kept])):
            kept.alt = f"{kept.alt} {caption}".strip()


def all_texts(pictures: Iterable[PictureDraft]) -> str:
    """Give everything that the captions, credits and alts of pictures say, as one text."""
    return "\n".join(
        f"{picture.raw} {picture.caption} {picture.credit} {picture.alt}" for picture in pictures
    )


def _clean_texts(picture: PictureDraft) -> None:
    picture.caption = clean_line(picture.caption, MAX_CAPTION_CHARS)
    picture.credit = clean_line(picture.credit, MAX_CAPTION_CHARS)
    picture.alt = clean_line(picture.alt, MAX_CAPTION_CHARS)


def _weigh_alt(picture: PictureDraft, headline: str) -> None:
    """An alt text repeats the caption, is one, adds to it, or is junk."""
    alt = picture.alt
    picture.alt = ""
    if not alt or is_junk_alt(alt) or _JUNK_ALT.fullmatch(alt) or fold(alt) == fold(headline):
        return
    parts = split_caption(alt)
    if picture.caption:
        if fold(parts.caption) in fold(picture.caption) or are_similar(parts.caption, picture.caption):
            picture.credit = picture.credit or parts.credit
            picture.is_file_photo = picture.is_file_photo or parts.is_file_photo
            if len(parts.caption) >= _LONGER_ALT * len(picture.caption):
                picture.caption, picture.raw = parts.caption, alt
            return
        picture.alt = alt
        return
    is_caption = bool(parts.credit) or parts.is_file_photo or len(alt.split()) >= _MIN_ALT_WORDS
    if fold(alt) == fold(picture.credit) or fold(parts.caption) == fold(headline):
        picture.credit = picture.credit or parts.credit
    elif is_caption:
        picture.caption, picture.credit = parts.caption, picture.credit or parts.credit
        picture.is_file_photo = picture.is_file_photo or parts.is_file_photo
        picture.raw = f"{alt} {picture.raw}".strip() if fold(picture.raw) not in fold(alt) else alt
    else:
        picture.alt = alt


def _is_label(caption: str) -> bool:
    """Whether a feed's text for a picture only files it: a file's name, a login, a list of search words."""
    if not caption:
        return False
    if " " not in caption:
        return _FILE_LABEL.fullmatch(caption) is not None or _JUNK_ALT.fullmatch(caption) is not None
    terms = [term.split() for term in caption.casefold().strip(" ,").split(",")]
    if len(terms) < _MIN_TERMS or caption[-1] in ".!?…":
        return False
    words = [word for term in terms for word in term]
    if len(words) > _MAX_TERM_WORDS * len(terms):
        return False
    # Search words say the same again in other words; people in a row have names of their own.
    return len(words) >= _MIN_TERM_REPEATS * len(set(words)) or any(term[-1:] == ["news"] for term in terms)


def _weigh_title(picture: PictureDraft, headline: str) -> None:
    title = picture.title
    picture.title = ""
    if picture.caption or len(title.split()) < _MIN_TITLE_WORDS or _JUNK_ALT.fullmatch(title):
        return
    if fold(title) in (fold(headline), fold(picture.alt)):
        return
    parts = split_caption(title)
    picture.caption, picture.raw = parts.caption, title
    picture.credit = picture.credit or parts.credit
    picture.is_file_photo = picture.is_file_photo or parts.is_file_photo


def _is_better_size(other: PictureDraft, kept: PictureDraft) -> bool:
    """Whether a rendition is wider without passing ``MAX_WIDTH``; a known width beats an unknown one."""
    if not other.url or not kept.url:
        return bool(other.url)
    if other.width is None:
        return False
    if kept.width is None:
        return other.width >= MAX_WIDTH // 4
    if kept.width > MAX_WIDTH:
        return other.width < kept.width and other.width >= MAX_WIDTH // 2
    return kept.width < other.width <= MAX_WIDTH
