"""What Media RSS said about one item, as a tree: the parser fills it, ``media`` reads it.

feedparser's own handling of the media namespace loses which caption belongs to which picture
(its issue 53), so the parser keeps the elements as they stood. Texts are raw: the gate and
the splitting of captions come later.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class MediaText:
    """The text of a description, title, text, credit or copyright, with the attributes that explain it."""

    text: str
    type: str = ""
    role: str = ""


@dataclass(slots=True)
class MediaNode:
    """One ``media:content``, ``media:group`` or ``media:thumbnail``, or the item itself.

    Attributes:
        kind: "item", "group", "content" or "thumbnail".
        attributes: As published, names in lower case without prefix (url, type, medium, width …).
        children: Nested nodes in document order; thumbnails nest where they stood.
    """

    kind: str
    attributes: dict[str, str] = field(default_factory=dict)
    titles: list[MediaText] = field(default_factory=list)
    descriptions: list[MediaText] = field(default_factory=list)
    texts: list[MediaText] = field(default_factory=list)
    credits: list[MediaText] = field(default_factory=list)
    copyrights: list[MediaText] = field(default_factory=list)
    children: list[MediaNode] = field(default_factory=list)
