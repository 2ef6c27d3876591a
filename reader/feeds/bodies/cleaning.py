"""A body without what is no part of the article's text: repeats of headline and captions, and furniture.

Only what is a repeat, or on the list of furniture, is ever left out; a paragraph that is really a
caption or a credit moves to its picture.
"""

from __future__ import annotations

from reader.feeds.bodies.blocks import Block, Figure, Heading, Paragraph
from reader.feeds.bodies.boilerplate import is_feed_tail, is_strong_boilerplate, is_weak_boilerplate
from reader.feeds.bodies.html import Body, placeholder
from reader.feeds.bodies.inline import plain_text
from reader.feeds.emphasis import Emphasis
from reader.feeds.pictures.captions import SeenPictures, all_texts, finish_picture, join_credits, merge_figure
from reader.feeds.pictures.credits import CaptionParts, is_credit, split_caption, tidy_credit
from reader.feeds.pictures.drafts import FigureDraft, PictureDraft
from reader.feeds.pictures.similar import are_similar, is_said_by
from reader.text import fold
from storage.model import PictureSource

_PROSE_CHARS = 80
_MIN_REPEAT_CHARS = 24
_MIN_CONTAINED_CHARS = 20
_MIN_REPEATED_PARAGRAPH_CHARS = 40
_MAX_CREDIT_CAPTION_CHARS = 320
_MAX_ITALIC_CAPTION_CHARS = 280
_MAX_TEXT_CAPTION_CHARS = 400
_MIN_LINES_FOR_TEXT_CAPTIONS = 3
# A page's head is no longer; a list of a thousand lines has no captions in it.
_MAX_LINES_BEFORE_TEXT = 24
_MAX_LENGTH_DIFFERENCE = 8
_MOST_CAPTION_REPEATS = 3
"""Alt text, caption, and the caption once more in a list of the pictures."""

_MAX_REPEAT_RATIO = 3
_REPEAT_PROBE_CHARS = 120


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
        self._last_text = -1

    def clean(self) -> None:
        """Do the pass."""
        if not self._body.figures:
            make_text_pictures(self._body, self._title_fold)
        texts = [index for index, block in enumerate(self._body.blocks) if isinstance(block, Paragraph)]
        self._last_text = texts[-1] if texts else -1
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
        self._take_last_credit()

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
        # A line twice as long as the headline is not it: most prose need not be folded.
        is_near = len(text) <= 2 * len(self._title) + _MIN_CONTAINED_CHARS
        return (is_near and fold(text) == self._title_fold) or (is_heading and are_similar(text, self._title))

    def _is_taken_by(self, picture: PictureDraft, block: Block, text: str, index: int) -> bool:
        """Whether a paragraph right after a picture says what the picture says, or becomes its caption."""
        assert isinstance(block, Paragraph)
        said = (picture.raw, picture.alt, picture.caption)
        # Prose that is far longer than all that is said of the picture repeats none of it.
        is_near = len(text) <= _MAX_REPEAT_RATIO * max(map(len, said))
        folded = fold(text) if is_near else ""
        for own in said if is_near else ():
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
            or parts.is_file_photo
            # The only text of an article is no caption: "(Google)" behind it names what it is about.
            or (index < self._last_text and self._looks_set_apart(block, text, parts))
        )
        return looks_like_caption and _become_caption(picture, text)

    @staticmethod
    def _looks_set_apart(block: Paragraph, text: str, parts: CaptionParts) -> bool:
        return (bool(parts.credit) and len(text) <= _MAX_CREDIT_CAPTION_CHARS) or (
            len(text) <= _MAX_ITALIC_CAPTION_CHARS and _is_italic(block)
        )

    def _take_last_credit(self) -> None:
        """Give an article's only picture the credit that is the last line: "(Image credit: Name/AP)"."""
        block = self.blocks[-1] if self.blocks else None
        if len(self._captioned) != 1 or self._captioned[0].credit or not isinstance(block, Paragraph):
            return
        text = plain_text(block.spans)
        if text[:1] == "(" and text[-1:] == ")" and is_credit(text[1:-1]):
            credit, is_file_photo = tidy_credit(text)
            if credit:
                picture = self._captioned[0]
                picture.credit, picture.is_file_photo = credit, picture.is_file_photo or is_file_photo
                picture.raw = f"{picture.raw} {text}".strip()
                self.blocks.pop()

    def _completes_credit(self, picture: PictureDraft, text: str) -> bool:
        """Whether a paragraph gives the missing credit of a captioned picture, with its caption or alone."""
        if len(text) > len(picture.caption) + _MAX_CREDIT_CAPTION_CHARS:
            return False
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
        if len(text) < _MIN_REPEAT_CHARS or len(fold(text[:_REPEAT_PROBE_CHARS])) < _MIN_REPEAT_CHARS:
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
    Where there are such lines, a long paragraph that stands twice is kept once.
    """
    texts = [plain_text(block.spans) if isinstance(block, Paragraph) else "" for block in body.blocks]
    captions = _find_text_captions(texts, title_fold)
    if not captions:
        return
    said: set[str] = set()
    kept: list[Block] = []
    for index, (block, text) in enumerate(zip(body.blocks, texts, strict=True)):
        folded = fold(text)
        is_repeat = folded in said
        if folded in captions.values() or len(folded) > _MIN_REPEATED_PARAGRAPH_CHARS:
            said.add(folded)
        if is_repeat:
            continue
        if index in captions:
            body.figures.append(FigureDraft([PictureDraft("", caption=text, source=PictureSource.TEXT)]))
            kept.append(Figure((placeholder(len(body.figures) - 1),)))
        else:
            kept.append(block)
    body.blocks[:] = kept
    body.caption_like.clear()


def _find_text_captions(texts: list[str], title_fold: str) -> dict[int, str]:
    """Give index and fold of the lines before the prose that can only be captions."""
    if len(texts) < _MIN_LINES_FOR_TEXT_CAPTIONS:
        return {}
    captions: dict[int, str] = {}
    for index, text in enumerate(texts[:_MAX_LINES_BEFORE_TEXT]):
        folded = fold(text) if _MIN_CONTAINED_CHARS <= len(text) < _MAX_TEXT_CAPTION_CHARS else ""
        is_title = bool(folded) and folded == title_fold
        if len(folded) >= _MIN_CONTAINED_CHARS and not is_title:
            parts = split_caption(text)
            # "Things to read (archive)" is a line with a link: only a marker in front makes a file photo.
            is_marked = parts.is_file_photo and not text.startswith(parts.caption)
            has_name = bool(parts.credit) and not parts.credit.casefold().startswith("via ")
            has_credit = bool(parts.caption) and (has_name or is_marked)
            if has_credit or _stands_twice(text, folded, texts):
                captions[index] = folded
                continue
        if len(text) >= _PROSE_CHARS and not is_title:
            break
    return captions


def _stands_twice(text: str, folded: str, texts: list[str]) -> bool:
    # Only lines of about its length are compared: folding all of an article takes longer than the rest.
    alike = (other for other in texts if abs(len(other) - len(text)) <= _MAX_LENGTH_DIFFERENCE)
    count = sum(fold(other) == folded for other in alike)
    # What stands more often is a refrain; and where there is nothing else, it is the text itself.
    return 1 < count <= _MOST_CAPTION_REPEATS and sum(map(bool, texts)) > count


def _become_caption(picture: PictureDraft, text: str) -> bool:
    parts = split_caption(text)
    picture.caption, picture.raw = parts.caption, f"{text} {picture.raw}".strip()
    picture.credit = join_credits(picture.credit, parts.credit)
    picture.is_file_photo = picture.is_file_photo or parts.is_file_photo
    return True


def _is_italic(block: Paragraph) -> bool:
    return all(Emphasis.ITALIC in span.emphasis or not span.text.strip() for span in block.spans)
