"""A keyword as a person writes it, in a file's columns or a form's fields, and what it comes to."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from reader.errors import ReaderError
from reader.keywords.pattern import check_pattern, clean_pattern
from reader.keywords.signs import COLORS
from reader.text import clean_line
from storage.model import Feed, Keyword, Scope
from storage.rules import Action, Rule
from storage.watch.keywords import KeywordFacts, KeywordWishes
from storage.watch.watching import WatchedKeyword

COLUMNS = (
    "pattern",
    "color",
    "scope",
    "group",
    "glyph",
    "until",
    "regex",
    "actions",
    "tag",
    "feeds",
    "folders",
    "quiet",
)
"""What can be written. Only the pattern is needed; a blank cell is the usual."""

_BETWEEN = "|"
"""Parts feeds and folders: titles and addresses have commas and spaces."""

_YES = frozenset({"1", "yes", "true"})
_DAY_CHARS = len("2026-12-31")


class WritingError(ReaderError):
    """A cell that means nothing; ``reason`` says which, why, and what to write."""

    def __init__(self, reason: str, /) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.reason[:1].upper()}{self.reason[1:]}."


@dataclass(frozen=True, slots=True)
class WrittenKeyword:
    """A keyword as it is written.

    Attributes:
        line: Counts from 1; 0 where it stands in no file.
        color: "" where none is said.
        feeds: Addresses, titles or ids of the feeds in which it is looked for.
    """

    line: int
    pattern: str
    color: str = ""
    scopes: tuple[Scope, ...] = tuple(Scope)
    is_regex: bool = False
    group: str = ""
    glyph: str = ""
    expires_at: datetime | None = None
    actions: tuple[Action, ...] = ()
    tag: str = ""
    feeds: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    is_quiet: bool = False


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What there is when a keyword is written: feeds by which places are named, and the other keywords."""

    feeds: Sequence[Feed]
    keywords: Sequence[Keyword]
    folders: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Every folder with those around it."""
        names = {
            "/".join(parts[: depth + 1])
            for parts in (feed.folder.split("/") for feed in self.feeds if feed.folder)
            for depth in range(len(parts))
        }
        object.__setattr__(self, "folders", frozenset(names))


def read_cells(line: int, cells: Mapping[str, str]) -> WrittenKeyword:
    """Read what is written under the names of ``COLUMNS``; others are passed by.

    Raises:
        WritingError: A cell means nothing.
        PatternError: The pattern cannot be read.
    """
    values = {name: clean_line(cells.get(name, "")) for name in COLUMNS}
    values["pattern"] = clean_pattern(cells.get("pattern", ""))
    is_regex = values["regex"].lower() in _YES
    check_pattern(values["pattern"], is_regex=is_regex)
    tag = values["tag"]
    actions = _actions(values["actions"], tag)
    if values["color"] and values["color"] not in COLORS:
        raise WritingError(f"{values['color']!r} is no colour: write one of {', '.join(COLORS)}")
    return WrittenKeyword(
        line=line,
        pattern=values["pattern"],
        color=values["color"],
        scopes=_scopes(values["scope"]),
        is_regex=is_regex,
        group=values["group"],
        glyph=_glyph(values["glyph"]),
        expires_at=_last_moment(values["until"]),
        actions=actions,
        tag=tag,
        feeds=_parted(values["feeds"]),
        folders=tuple(name.strip("/") for name in _parted(values["folders"])),
        is_quiet=values["quiet"].lower() in _YES,
    )


def cells_of(watched: WatchedKeyword, feed_names: Mapping[int, str]) -> dict[str, str]:
    """The cells of a keyword, as ``read_cells`` takes them; ``feed_names`` by id, addresses or titles."""
    keyword, rule = watched.keyword, watched.keyword.rule
    return {
        "pattern": keyword.pattern,
        "color": keyword.color,
        "scope": "" if keyword.scopes == tuple(Scope) else " ".join(keyword.scopes),
        "group": keyword.group,
        "glyph": keyword.glyph,
        "until": watched.expires_at.astimezone(UTC).isoformat() if watched.expires_at else "",
        "regex": "yes" if keyword.is_regex else "",
        "actions": " ".join(rule.actions),
        "tag": rule.tag,
        "feeds": f" {_BETWEEN} ".join(feed_names.get(feed_id, str(feed_id)) for feed_id in rule.feed_ids),
        "folders": f" {_BETWEEN} ".join(rule.folders),
        "quiet": "yes" if rule.is_quiet else "",
    }


def facts_of(written: WrittenKeyword, around: Surroundings, *, is_paused: bool = False) -> KeywordFacts:
    """What is to be stored. A colour or sign that is not said is that of the group's other keywords.

    Raises:
        WritingError: It names a feed or a folder that does not exist.
    """
    group = written.group
    like = next((one for one in around.keywords if group and one.group == group), None)
    feed_ids = tuple(_feed_id(name, around.feeds) for name in written.feeds)
    for name in written.folders:
        if name not in around.folders:
            shown = (
                f"there are {', '.join(sorted(around.folders))}" if around.folders else "no feed is in one"
            )
            raise WritingError(f"there is no folder {name}: {shown}")
    rule = Rule(written.actions, written.tag, feed_ids, written.folders, written.is_quiet)
    wishes = KeywordWishes(
        group,
        written.glyph or (like.glyph if like else ""),
        written.expires_at,
        rule,
        is_paused=is_paused,
    )
    color = written.color or (like.color if like else COLORS[0])
    return KeywordFacts(written.pattern, written.is_regex, color, written.scopes, wishes)


def unique_titles(feeds: Sequence[Feed]) -> dict[int, str]:
    """What names each feed among the others in a field: its title, or its id where others have that too."""
    titles = [feed.title for feed in feeds]
    return {
        feed.feed_id: feed.title
        if titles.count(feed.title) == 1 and _BETWEEN not in feed.title and feed.title.strip()
        else str(feed.feed_id)
        for feed in feeds
    }


def _feed_id(name: str, feeds: Iterable[Feed]) -> int:
    known = tuple(feeds)
    for found in (
        [feed for feed in known if feed.url == name],
        [feed for feed in known if str(feed.feed_id) == name],
        [feed for feed in known if feed.title.casefold() == name.casefold()],
    ):
        if len(found) == 1:
            return found[0].feed_id
        if found:
            raise WritingError(f"{len(found)} feeds are called {name}: write the feed's address")
    raise WritingError(f"there is no feed {name}: write a feed's title or address")


def _actions(text: str, tag: str) -> tuple[Action, ...]:
    words = set(_words(text))
    for word in words - {"highlight"}:
        _need(word, set(Action), "is nothing that a keyword can do", Action)
    if Action.TAG in words and not tag:
        raise WritingError("the action tag needs a tag: write its name")
    return tuple(action for action in Action if action in words or (tag and action is Action.TAG))


def _scopes(text: str) -> tuple[Scope, ...]:
    words = _words(text)
    for word in words:
        _need(word, set(Scope), "is no part of an article", Scope)
    return tuple(scope for scope in Scope if scope in words) or tuple(Scope)


def _need(word: str, known: Collection[str], problem: str, offered: Iterable[str]) -> None:
    if word not in known:
        raise WritingError(f"{word!r} {problem}: write {', '.join(offered)}")


def _glyph(text: str) -> str:
    if text and (len(text) != 1 or unicodedata.combining(text)):
        raise WritingError(f"{text!r} is not one sign")
    return text


def _last_moment(text: str) -> datetime | None:
    """The end of a day that is written alone; a time that is written with its day."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise WritingError(f"{text!r} is no date: write 2026-12-31") from None
    return (moment + timedelta(days=1) if len(text) <= _DAY_CHARS else moment).astimezone()


def _words(text: str) -> list[str]:
    return text.lower().replace(",", " ").replace(_BETWEEN, " ").split()


def _parted(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(_BETWEEN) if part.strip())
