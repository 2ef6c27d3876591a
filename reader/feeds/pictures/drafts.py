"""Pictures and figures while they are being put together."""

from __future__ import annotations

from dataclasses import dataclass, field

from storage.model import Picture, PictureSource


@dataclass(slots=True)
class PictureDraft:
    """What is known of a picture so far; texts are clean lines as published.

    Attributes:
        caption: Caption and credit as they stood, not parted yet.
        credit: What an element or attribute of its own named as the credit.
        title: The ``title`` attribute, which is a caption at best.
        raw: Caption and credit as published, kept when the two are parted; "" before that.
        is_finished: Caption and credit are parted, alt and title weighed.
    """

    url: str
    alt: str = ""
    title: str = ""
    caption: str = ""
    credit: str = ""
    width: int | None = None
    height: int | None = None
    source: PictureSource = PictureSource.BODY
    is_file_photo: bool = False
    raw: str = ""
    is_finished: bool = False


@dataclass(slots=True)
class FigureDraft:
    """Pictures that stand together; ``rest`` is what the element said besides and may not be lost."""

    pictures: list[PictureDraft] = field(default_factory=list)
    rest: str = ""


def to_draft(picture: Picture) -> PictureDraft:
    """Give a draft of a picture that stood outside the body; its caption and credit are as published."""
    return PictureDraft(
        url=picture.url,
        alt=picture.alt,
        caption=picture.caption,
        credit=picture.credit,
        width=picture.width,
        height=picture.height,
        source=picture.source,
    )


def to_picture(draft: PictureDraft, position: int = 0) -> Picture:
    """Give the picture as far as it is known."""
    return Picture(
        url=draft.url,
        alt=draft.alt,
        caption=draft.caption,
        credit=draft.credit,
        width=draft.width,
        height=draft.height,
        source=draft.source,
        position=position,
        is_file_photo=draft.is_file_photo,
        caption_raw=draft.raw,
    )
