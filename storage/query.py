"""The tree of a query: what ``reader.query`` parses to and ``storage.listings.search`` compiles.

Nodes are immutable and compare by value. No node holds SQL or full-text syntax: the words in
it are a person's words, and the compiler quotes them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class TextField(StrEnum):
    """A part of the full-text index. ``ANY`` is all of them."""

    ANY = "any"
    TITLE = "title"
    TEXT = "text"
    CAPTION = "caption"
    CREDIT = "credit"
    AUTHOR = "author"


class Flag(StrEnum):
    """A yes-or-no property of an article."""

    UNREAD = "unread"
    READ = "read"
    STARRED = "starred"
    FILE_PHOTO = "filephoto"
    UPDATED = "updated"
    HAS_PICTURE = "picture"
    HAS_CAPTION = "caption"
    HAS_ENCLOSURE = "enclosure"
    HAS_NOTE = "note"


class Name(StrEnum):
    """What an article can be related to by name."""

    FEED = "feed"
    FOLDER = "folder"
    TAG = "tag"
    KEYWORD = "keyword"
    URL = "url"
    LANGUAGE = "lang"


NEAR_WORDS = 10
"""Words that may stand between the first and the last of ``Near``."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words in a part of the article: one word, or several as a phrase.

    ``is_prefix`` lets the last word continue. Case, diacritics and width do not matter. Signs between
    words are not compared; where there is no word at all, the signs are looked for as they are.
    """

    text: str
    field: TextField = TextField.ANY
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Near:
    """Words, parted by spaces, that stand near each other in one part of the article, in any order."""

    text: str
    field: TextField = TextField.ANY


@dataclass(frozen=True, slots=True)
class Regex:
    """Articles in a part of which a regular expression is found; ``ANY`` is title, text and captions.

    Storage has no engine for them: it calls ``is_found`` with each text, as published, that the rest of
    the query leaves. Two of them are equal by their expressions.
    """

    expression: str
    is_found: Callable[[str], bool] = field(compare=False, repr=False)
    field: TextField = TextField.ANY


@dataclass(frozen=True, slots=True)
class Is:
    """Articles that have the flag."""

    flag: Flag


@dataclass(frozen=True, slots=True)
class Named:
    """Articles of what is named so, case-blind.

    Feeds, folders and addresses are meant by any part of theirs. Tags and keywords are meant by their
    whole name, or with ``is_prefix`` by its beginning, and the name of a group means its keywords. A
    language is meant with all its regions: ``de`` finds ``de-AT``. Articles that name none have their
    feed's.
    """

    name: Name
    text: str
    is_prefix: bool = False

    def means(self, name: str) -> bool:
        """Whether a tag or a keyword of this name is meant; without a text all are that have one."""
        folded, wanted = name.casefold(), self.text.casefold()
        return bool(name) and (
            folded == wanted or not wanted or (self.is_prefix and folded.startswith(wanted))
        )


@dataclass(frozen=True, slots=True)
class Between:
    """Articles sorted at or after ``since`` and before ``before``; None leaves that end open."""

    since: datetime | None = None
    before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Not:
    """Articles that the part does not match."""

    part: Query


@dataclass(frozen=True, slots=True)
class All:
    """Articles that every part matches; no parts match every article."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Articles that at least one part matches; no parts match none."""

    parts: tuple[Query, ...]


Query = Words | Near | Regex | Is | Named | Between | Not | All | Any
"""Any node: the tree's root is one too."""
