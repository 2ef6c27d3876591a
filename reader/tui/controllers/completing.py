"""How a line of the command line goes on: pure, over the words there are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reader.commands import CommandWords, Kind, Wanted
from reader.query.parse import FIELDS

_NEEDS_BACKSLASH = re.compile(r"([^\w@%+=:,./#-])")
_QUERY_WORD = re.compile(r"(?:^|[\s(])-?([^\s()]*)$")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that a line may be made of.

    Attributes:
        names: The reader's own commands; ``own`` is what may follow those that take something.
        feeds: Addresses; ``titles`` are the feeds' titles.
    """

    names: tuple[str, ...] = ()
    own: Mapping[str, CommandWords] = field(default_factory=dict)
    words: CommandWords = field(default_factory=CommandWords)
    feeds: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a line as the shell's rules read it; ``quote`` is what is open at its end, "" for none."""

    text: str
    quote: str = ""


def complete(line: str, vocabulary: Vocabulary, history: Sequence[str] = ()) -> str | None:
    """The line as it may go on, beginning with what is typed; None where nothing is known.

    What was typed before and begins so is taken first, the newest of it: ``history`` ends with that.
    """
    if not line.strip():
        return None
    for earlier in reversed(history):
        if earlier.startswith(line) and len(earlier) > len(line):
            return earlier
    *before, last = _part(line)
    if last.quote == "\\":
        return None
    typed = last.text
    for candidate in _candidates(before, last, vocabulary):
        if len(candidate) > len(typed) and candidate[: len(typed)].casefold() == typed.casefold():
            # Names are compared letter by letter: the letters that were typed take the name's case.
            start = line.removesuffix(typed) + candidate[: len(typed)] if line.endswith(typed) else line
            rest = candidate[len(typed) :]
            if last.quote:
                return _within_quotes(start, rest, last.quote)
            return start + _NEEDS_BACKSLASH.sub(r"\\\1", rest)
    return None


def _within_quotes(line: str, rest: str, quote: str) -> str | None:
    if set(rest) & {quote, "\\", "$", "`"}:
        return None
    # After a field of the query language its value follows, within the same quotation marks.
    return f"{line}{rest}" if rest.endswith(":") else f"{line}{rest}{quote}"


def _candidates(before: list[_Word], last: _Word, vocabulary: Vocabulary) -> Iterable[str]:
    if not before:
        return (*vocabulary.names, *vocabulary.words.commands)
    name = before[0].text
    words = vocabulary.own.get(name) or vocabulary.words.commands.get(name)
    rest = before[1:]
    while words is not None and words.commands:
        if not rest:
            return tuple(words.commands)
        words, rest = words.commands.get(rest[0].text), rest[1:]
    if words is None:
        return ()
    return _after(words, rest, last, vocabulary)


def _after(words: CommandWords, done: list[_Word], last: _Word, vocabulary: Vocabulary) -> Iterable[str]:
    """What may stand after the finished words of a command."""
    argument_count = 0
    value_of: Wanted | None = None
    for word in done:
        if value_of is not None:
            value_of = None
        elif word.text.startswith("--"):
            value_of = words.options.get(word.text)
        else:
            argument_count += 1
    if value_of is not None:
        return _of_kind(value_of, last, vocabulary)
    if last.text.startswith("-"):
        used = {word.text for word in done}
        return tuple(option for option in words.options if option not in used)
    if words.is_endless and words.arguments:
        argument_count = min(argument_count, len(words.arguments) - 1)
    if argument_count < len(words.arguments):
        return _of_kind(words.arguments[argument_count], last, vocabulary)
    return ()


def _of_kind(wanted: Wanted, last: _Word, vocabulary: Vocabulary) -> Iterable[str]:
    if isinstance(wanted, tuple):
        return wanted
    if wanted is Kind.QUERY:
        return _query_candidates(last.text, vocabulary)
    names = {
        Kind.FEED: vocabulary.feeds,
        Kind.FOLDER: vocabulary.folders,
        Kind.TAG: vocabulary.tags,
        Kind.KEYWORD: vocabulary.keywords,
    }
    # Whether a name is wanted, and which, nobody knows before the first letter.
    return names.get(wanted, ()) if last.text else ()


def _query_candidates(text: str, vocabulary: Vocabulary) -> Iterator[str]:
    match = _QUERY_WORD.search(text)
    if match is None or not match[1]:
        return
    start = text[: match.start(1)]
    name, colon, _ = match[1].partition(":")
    if not colon:
        yield from (f"{start}{known}:" for known in FIELDS)
        return
    values = {
        "feed": vocabulary.titles,
        "folder": vocabulary.folders,
        "tag": vocabulary.tags,
        "keyword": vocabulary.keywords,
        "is": ("unread", "read", "starred", "filephoto"),
        "has": ("picture", "caption", "enclosure"),
    }
    # A name of several words would need quotation marks within the shell's own.
    yield from (
        f"{start}{name}:{value}" for value in values.get(name, ()) if re.fullmatch(r"[\w./-]+", value)
    )


def _part(line: str) -> list[_Word]:
    """The words of a line; the last is the one that is being typed, empty after a blank."""
    words: list[_Word] = []
    text, quote, is_word, is_escaped = "", "", False, False
    for character in line:
        if is_escaped:
            text, is_escaped = text + character, False
        elif character == "\\" and quote != "'":
            is_escaped = is_word = True
        elif quote:
            text, quote = (text, "") if character == quote else (text + character, quote)
        elif character in "'\"":
            quote, is_word = character, True
        elif character.isspace():
            if is_word:
                words.append(_Word(text))
            text, is_word = "", False
        else:
            text, is_word = text + character, True
    return [*words, _Word(text, "\\" if is_escaped else quote)]
