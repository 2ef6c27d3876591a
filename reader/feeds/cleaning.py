"""A body without what is no part of the article's text: repeats of headline and captions, and furniture.

Only what is a repeat, or on the list of furniture, is ever left out; a paragraph that is really a
caption or a credit moves to its picture.
"""

from __future__ import annotations

from collections import Counter

from reader.feeds.blocks import Block, Emphasis, Figure, Heading, Paragraph
from reader.feeds.boilerplate import is_feed_tail, is_strong_boilerplate, is_weak_boilerplate
from reader.feeds.captions import SeenPictures, all_texts, finish_picture, merge_figure
from reader.feeds.credits import is_credit, split_caption, tidy_credit
from reader.feeds.drafts import FigureDraft, PictureDraft
from reader.feeds.html import Body, placeholder
from reader.feeds.inline import plain_text
from reader.feeds.similar import are_similar, is_said_by
from reader.text import fold
from storage.model import PictureSource

_PROSE_CHARS = 80
_MIN_REPEAT_CHARS = 24
_MIN_CONTAINED_CHARS = 20
_MAX_CREDIT_CAPTION_CHARS = 320
_MAX_ITALIC_CAPTION_CHARS = 280
_MAX_TEXT_CAPTION_CHARS = 400
_MIN_LINES_FOR_TEXT_CAPTIONS = 3


class BodyCleaner:
    """One pass over the blocks of a body; ``blocks`` holds what is kept.

    Attributes:
        seen: The body's pictures, for joining those of the feed with them.
    """

    def __init__(self, body: Body, title: str) -> None:
        self.blocks: list[Block] = []
        self.seen = SeenPictures()
        self._body = body
        self._title = title
        self._title_fold = fold(title)
        self._has_prose = False
        self._figure: FigureDraft | None = None
        self._picture: PictureDraft | None = None
        self._captioned: list[PictureDraft] = []

    def clean(self) -> None:
        """Do the pass."""
        if not self._body.figures:
            make_text_pictures(self._body, self._title_fold)
        for index, block in enumerate(self._body.blocks):
            if isinstance(block, Figure):
                self._take_figure(block)
            elif isinstance(block, (Paragraph, Heading)):
                text = plain_text(block.spans)
                if not self._is_left_out(block, text, index):
                    self.blocks.append(block)
                    self._has_prose = self._has_prose or len(text) >= _PROSE_CHARS
                    self._figure = self._picture = None
            else:
                self.blocks.append(block)
                self._figure = self._picture = None

    def _take_figure(self, block: Figure) -> None:
        figure = self._body.figures[block.pictures[0].position]
        for picture in figure.pictures:
            finish_picture(picture, self._title)
        merged = merge_figure(figure, self.seen)
        self._captioned += figure.pictures
        self._figure = figure
        self._picture = figure.pictures[-1] if figure.pictures else merged
        if figure.pictures:
            self.blocks.append(block)

    def _is_left_out(self, block: Paragraph | Heading, text: str, index: int) -> bool:
        is_heading = isinstance(block, Heading)
        if not self._has_prose and self._repeats_title(text, is_heading):
            return True
        if is_strong_boilerplate(text):
            return True
        if is_weak_boilerplate(text) and (not self._has_prose or self._picture is not None):
            return True
        if is_heading:
            return False
        if is_feed_tail(text):
            return True
        if self._picture is not None and self._is_taken_by(self._picture, block, text, index):
            self.seen.add(self._picture)
            return True
        return bool(self._captioned) and self._repeats_caption(text)

    def _repeats_title(self, text: str, is_heading: bool) -> bool:
        if not self._title_fold:
            return False
        return fold(text) == self._title_fold or (is_heading and are_similar(text, self._title))

    def _is_taken_by(self, picture: PictureDraft, block: Block, text: str, index: int) -> bool:
        """Whether a paragraph right after a picture says what the picture says, or becomes its caption."""
        assert isinstance(block, Paragraph)
        folded = fold(text)
        for own in (picture.raw, picture.alt, picture.caption):
            if own and (folded == fold(own) or (len(folded) >= _MIN_CONTAINED_CHARS and folded in fold(own))):
                return True
        if picture.caption:
            return self._completes_credit(picture, text)
        if picture.alt and are_similar(text, picture.alt):
            picture.alt = ""
            return _become_caption(picture, text)
        parts = split_caption(text)
        looks_like_caption = (
            index in self._body.caption_like
            or (bool(parts.credit) and len(text) <= _MAX_CREDIT_CAPTION_CHARS)
            or parts.is_file_photo
            or (len(text) <= _MAX_ITALIC_CAPTION_CHARS and _is_italic(block))
        )
        return looks_like_caption and _become_caption(picture, text)

    def _completes_credit(self, picture: PictureDraft, text: str) -> bool:
        """Whether a paragraph gives the missing credit of a captioned picture, with its caption or alone."""
        parts = split_caption(text)
        is_same = bool(parts.caption) and fold(parts.caption) == fold(picture.caption)
        if not is_same and not (not picture.credit and is_credit(text)):
            return False
        credit, _ = tidy_credit(parts.credit or text)
        if not picture.credit:
            picture.credit = credit
            picture.raw = f"{picture.raw} {text}" if not is_same else text
        picture.is_file_photo = picture.is_file_photo or parts.is_file_photo
        return fold(credit) in fold(all_texts([picture]))

    def _repeats_caption(self, text: str) -> bool:
        if len(fold(text)) < _MIN_REPEAT_CHARS:
            return False
        return any(picture.caption and repeats(text, picture) for picture in self._captioned)


def repeats(text: str, picture: PictureDraft) -> bool:
    """Whether a paragraph only says again what a picture's caption and credit say."""
    return (are_similar(text, picture.caption) and is_said_by(text, all_texts([picture]))) or (
        bool(picture.raw) and are_similar(text, picture.raw) and is_said_by(text, all_texts([picture]))
    )


def make_text_pictures(body: Body, title_fold: str) -> None:
    """Turn lines before the text that can only be captions into pictures without an address.

    That is the shape of scraped articles: a short line that stands twice (the alt text and the
    caption of an image that is gone), or one that carries a credit, among at least three lines.
    """
    texts = [plain_text(block.spans) if isinstance(block, Paragraph) else "" for block in body.blocks]
    if len(texts) < _MIN_LINES_FOR_TEXT_CAPTIONS:
        return
    counts = Counter(fold(text) for text in texts if text)
    taken: set[str] = set()
    kept: list[Block] = []
    is_before_prose = True
    for block, text in zip(body.blocks, texts, strict=True):
        folded = fold(text)
        if is_before_prose and text and folded != title_fold and _is_text_caption(text, counts[folded]):
            if folded not in taken:
                taken.add(folded)
                body.figures.append(FigureDraft([PictureDraft("", caption=text, source=PictureSource.TEXT)]))
                kept.append(Figure((placeholder(len(body.figures) - 1),)))
            continue
        is_before_prose = is_before_prose and (len(text) < _PROSE_CHARS or folded == title_fold)
        if folded in taken:
            continue
        kept.append(block)
    if taken:
        body.blocks[:] = kept
        body.caption_like.clear()


def _is_text_caption(text: str, count: int) -> bool:
    if len(text) >= _MAX_TEXT_CAPTION_CHARS or len(fold(text)) < _MIN_CONTAINED_CHARS:
        return False
    parts = split_caption(text)
    return count > 1 or (bool(parts.caption) and (bool(parts.credit) or parts.is_file_photo))


def _become_caption(picture: PictureDraft, text: str) -> bool:
    parts = split_caption(text)
    picture.caption, picture.raw = parts.caption, f"{text} {picture.raw}".strip()
    picture.credit = picture.credit or parts.credit
    picture.is_file_photo = picture.is_file_photo or parts.is_file_photo
    return True


def _is_italic(block: Paragraph) -> bool:
    return all(Emphasis.ITALIC in span.emphasis or not span.text.strip() for span in block.spans)
