"""Pictures and figures while they are being put together."""

from __future__ import annotations

from dataclasses import dataclass, field

from storage.model import PictureSource


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
