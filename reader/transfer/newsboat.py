"""Newsboat's and newsbeuter's files: where they are, which feeds and highlights they name.

Everything here only reads texts; ``newsboat_items`` turns what the cache holds into articles.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from reader.ingest.addresses import is_web_address
from reader.ingest.files import is_file_address
from reader.text import clean_line, clean_url
from storage.model import Scope

_NAMES = ("newsboat", "newsbeuter")
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}
_COLORS = {
    "red": "error",
    "green": "success",
    "yellow": "warning",
    "blue": "primary",
    "cyan": "secondary",
    "magenta": "accent",
}
_SCOPES = {"articlelist": (Scope.TITLE,), "article": tuple(Scope), "all": tuple(Scope)}
# Rules about articles that Cutline has no equal of yet: their owner should hear of them.
_OTHER_RULES = frozenset({"highlight-article", "highlight-feed", "ignore-article", "include"})


@dataclass(frozen=True, slots=True)
class NewsboatFiles:
    """Where a set-up has its files; only ``urls`` has to exist."""

    urls: Path
    config: Path
    cache: Path


@dataclass(frozen=True, slots=True)
class NewsboatFeed:
    """A line of the urls file.

    Attributes:
        url: The address to subscribe to.
        cache_url: The address as written, under which the cache has the articles.
        title: What the reader calls it ("~title"), "" for none.
        tags: In their order; Cutline has one folder per feed, which is the first.
        is_hidden: Marked with "!", so that newsboat's list leaves it out.
    """

    url: str
    cache_url: str
    title: str = ""
    tags: tuple[str, ...] = ()
    is_hidden: bool = False

    @property
    def folder(self) -> str:
        """The first tag, "" where there is none."""
        return self.tags[0] if self.tags else ""


@dataclass(frozen=True, slots=True)
class QueryFeed:
    """A feed that newsboat makes by filtering all others."""

    name: str
    expression: str


@dataclass(frozen=True, slots=True)
class NewsboatUrls:
    """The urls file; ``refused`` are addresses that nothing can be fetched from."""

    feeds: tuple[NewsboatFeed, ...]
    queries: tuple[QueryFeed, ...]
    refused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Highlight:
    """A ``highlight`` line: ``pattern`` is an expression in RE2's spelling, ``color`` one of Cutline's."""

    pattern: str
    color: str
    scopes: tuple[Scope, ...]


@dataclass(frozen=True, slots=True)
class NewsboatConfig:
    """What of the config can come along; ``other_rules`` are lines that cannot, as written."""

    highlights: tuple[Highlight, ...] = ()
    other_rules: tuple[str, ...] = ()


def find_setup(directory: Path | None, environment: Mapping[str, str], home: Path) -> NewsboatFiles | None:
    """The set-up in a directory, or the person's own (None); gives None where there is none.

    Like newsboat, the XDG directories count where the one for the config exists.
    """
    if directory is not None:
        found = _files(directory, directory)
        return found if found.urls.is_file() else None
    config_home = Path(environment.get("XDG_CONFIG_HOME") or home / ".config")
    data_home = Path(environment.get("XDG_DATA_HOME") or home / ".local" / "share")
    for name in _NAMES:
        for config, data in ((config_home / name, data_home / name), (home / f".{name}", home / f".{name}")):
            found = _files(config, data)
            if found.urls.is_file():
                return found
    return None


def read_urls(text: str) -> NewsboatUrls:
    """The feeds of a urls file in its order, each address once with the tags of all its lines."""
    feeds: dict[str, NewsboatFeed] = {}
    queries: list[QueryFeed] = []
    refused: list[str] = []
    for line in text.splitlines():
        words = split_words(line)
        if not words:
            continue
        written, *tags = words
        if written.startswith("query:"):
            _, name, expression, *_ = [*written.split(":", 2), "", ""]
            queries.append(QueryFeed(clean_line(name), clean_line(expression)))
            continue
        url = _address(written)
        if url:
            feeds[url] = _with_tags(feeds.get(url, NewsboatFeed(url, written)), tags)
        else:
            refused.append(written)
    return NewsboatUrls(tuple(feeds.values()), tuple(queries), tuple(refused))


def read_config(text: str) -> NewsboatConfig:
    """The highlights of a config file, each expression once with the scopes of all its lines."""
    highlights: dict[str, Highlight] = {}
    other_rules: list[str] = []
    for line in text.replace("\\\n", " ").splitlines():
        words = split_words(line)
        if not words:
            continue
        if words[0] in _OTHER_RULES:
            other_rules.append(clean_line(line))
        elif words[0] == "highlight" and len(words) > 3:
            target, expression, color = words[1:4]
            if target not in _SCOPES:
                other_rules.append(clean_line(line))
                continue
            # Word boundaries of GNU's library, which RE2 spells alike at both ends.
            pattern = clean_line(expression.replace(r"\<", r"\b").replace(r"\>", r"\b"))
            scopes = _SCOPES[target]
            if pattern in highlights:
                scopes = max(scopes, highlights[pattern].scopes, key=len)
            highlights[pattern] = Highlight(pattern, _COLORS.get(color.lower(), "warning"), scopes)
    return NewsboatConfig(tuple(highlights.values()), tuple(other_rules))


def split_words(line: str) -> list[str]:
    r"""The words of a line: quoted ones with \n \r \t \" \\ \` taken for what they mean; "#" ends it."""
    words: list[str] = []
    place = 0
    while place < len(line):
        if line[place] in " \t\r\n":
            place += 1
        elif line[place] == "#":
            break
        elif line[place] == '"':
            word, place = _read_quoted(line, place + 1)
            words.append(word)
        else:
            end = place
            while end < len(line) and line[end] not in " \t\r\n":
                end += 1
            words.append(line[place:end])
            place = end
    return words


def _read_quoted(line: str, start: int) -> tuple[str, int]:
    """A quoted word and the place after it; an unclosed one runs to the end of the line."""
    characters: list[str] = []
    place = start
    while place < len(line) and line[place] != '"':
        if line[place] == "\\" and place + 1 < len(line):
            place += 1
            characters.append(_ESCAPES.get(line[place], line[place]))
        else:
            characters.append(line[place])
        place += 1
    return "".join(characters), place + 1


def _files(config: Path, data: Path) -> NewsboatFiles:
    return NewsboatFiles(config / "urls", config / "config", data / "cache.db")


def _address(written: str) -> str:
    """What to subscribe to, "" where nothing can be fetched. Commands stay as their owner wrote them."""
    if written.startswith(("exec:", "filter:")) or is_file_address(written):
        return written if written.isprintable() else ""
    cleaned = clean_url(written)
    # The gate drops user names and passwords, and here they are the person's own.
    return written if cleaned and "@" in written and is_web_address(written) else cleaned


def _with_tags(feed: NewsboatFeed, tags: list[str]) -> NewsboatFeed:
    for tag in tags:
        if tag.startswith("~"):
            feed = replace(feed, title=feed.title or clean_line(tag[1:]))
        elif tag.startswith("!"):
            feed = replace(feed, is_hidden=True)
        elif (name := clean_line(tag)) and name not in feed.tags:
            feed = replace(feed, tags=(*feed.tags, name))
    return feed
