"""How a line of the command line goes on: pure, over the words there are."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reader.commands import CommandWords, Kind, Wanted
from reader.query.parse import FIELDS
from reader.tui.controllers.completing_queries import values_of

_NEEDS_BACKSLASH = re.compile(r"([^\w@%+=:,./#-])")
_QUERY_WORD = re.compile(r"(?:^|[\s(])-?([^\s()]*)$")


def _no_files(_: str) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that a line may be made of.

    Attributes:
        names: The reader's own commands; ``own`` is what may follow those that take something.
        feeds: Addresses; ``titles`` are the feeds' titles, ``references`` what names the same feeds.
        list_files: The files whose paths begin with a text; asks the disk.
    """

    names: tuple[str, ...] = ()
    own: Mapping[str, CommandWords] = field(default_factory=dict)
    words: CommandWords = field(default_factory=CommandWords)
    feeds: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    list_files: Callable[[str], Iterable[str]] = _no_files


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a line as the shell's rules read it.

    Attributes:
        quote: What is open at its end, "" for nothing.
        start: Where it begins in the line.
    """

    text: str
    quote: str = ""
    start: int = 0


def complete(line: str, vocabulary: Vocabulary, history: Sequence[str] = ()) -> str | None:
    """The line as it may go on, beginning with what is typed; None where nothing is known."""
    return next(continuations(line, vocabulary, history), None)


def continuations(
    line: str, vocabulary: Vocabulary, history: Sequence[str] = (), *, is_asked: bool = False
) -> Iterator[str]:
    """The ways in which a line may go on, the likeliest first.

    What was typed before and begins so comes first, the newest of it: ``history`` ends with that.

    Args:
        is_asked: A person wants to know: then there are also names of which no letter is typed, files,
            feeds by a word of their title (they no longer begin with what is typed), and the blank
            behind a finished name.
    """
    if not line.strip():
        return
    earlier = next((old for old in reversed(history) if old.startswith(line) and len(old) > len(line)), None)
    if earlier is not None:
        yield earlier
    *before, last = _part(line)
    if last.quote == "\\":
        return
    names, words, done = _find_place(before, vocabulary)
    if last.text in names:
        # A finished name is not the beginning of a longer one.
        found = names[last.text]
        if is_asked and found is not None and (found.commands or found.arguments or found.options):
            yield f"{line} "
        return
    candidates: Iterable[str] = names
    if words is not None:
        candidates = _after(words, done, last, vocabulary, is_asked)
    for candidate in dict.fromkeys(candidates):
        whole = _continued(line, last, candidate)
        if whole is not None and whole != earlier:
            yield whole
    if is_asked and words is not None and _wanted_after(words, done) is Kind.FEED:
        yield from (line[: last.start] + shlex.quote(name) for name in _titled(last.text, vocabulary))


def _continued(line: str, last: _Word, candidate: str) -> str | None:
    """The line with its last word made a candidate; None where that does not begin with the word."""
    typed = last.text
    if len(candidate) <= len(typed) or candidate[: len(typed)].casefold() != typed.casefold():
        return None
    # Names are compared letter by letter: the letters that were typed take the name's case.
    start = line.removesuffix(typed) + candidate[: len(typed)] if line.endswith(typed) else line
    rest = candidate[len(typed) :]
    if last.quote:
        return _within_quotes(start, rest, last.quote)
    return start + _NEEDS_BACKSLASH.sub(r"\\\1", rest)


def _within_quotes(line: str, rest: str, quote: str) -> str | None:
    if set(rest) & {quote, "\\", "$", "`"}:
        return None
    # After a field of the query language its value follows, within the same quotation marks.
    return f"{line}{rest}" if rest.endswith(":") else f"{line}{rest}{quote}"


def _find_place(
    before: list[_Word], vocabulary: Vocabulary
) -> tuple[Mapping[str, CommandWords | None], CommandWords | None, list[_Word]]:
    """The names that may stand behind finished words; or the command they name, and the words behind it."""
    commands = vocabulary.words.commands
    if not before:
        return {**dict.fromkeys(vocabulary.names), **commands}, None, []
    name = before[0].text
    words, rest = vocabulary.own.get(name) or commands.get(name), before[1:]
    while words is not None and words.commands:
        if not rest:
            return words.commands, None, []
        words, rest = words.commands.get(rest[0].text), rest[1:]
    return {}, words, rest


def _after(
    words: CommandWords, done: list[_Word], last: _Word, vocabulary: Vocabulary, is_asked: bool
) -> Iterable[str]:
    """What may stand after the finished words of a command."""
    wanted = _wanted_after(words, done)
    if last.text.startswith("-") and not _is_value(words, done):
        used = {word.text for word in done}
        return tuple(option for option in words.options if option not in used)
    return _of_kind(wanted, last, vocabulary, is_asked) if wanted is not None else ()


def _is_value(words: CommandWords, done: list[_Word]) -> bool:
    """Whether the next word is an option's value."""
    is_value = False
    for word in done:
        is_value = not is_value and words.options.get(word.text) is not None
    return is_value


def _wanted_after(words: CommandWords, done: list[_Word]) -> Wanted | None:
    """What stands next: an option's value or an argument; None where there is no place for more."""
    if _is_value(words, done):
        return words.options[done[-1].text]
    argument_count = 0
    for index, word in enumerate(done):
        if not word.text.startswith("--") and not _is_value(words, done[:index]):
            argument_count += 1
    if words.is_endless and words.arguments:
        argument_count = min(argument_count, len(words.arguments) - 1)
    return words.arguments[argument_count] if argument_count < len(words.arguments) else None


def _of_kind(wanted: Wanted, last: _Word, vocabulary: Vocabulary, is_asked: bool) -> Iterable[str]:
    if isinstance(wanted, tuple):
        return wanted
    if wanted is Kind.QUERY:
        return _query_candidates(last.text, vocabulary)
    if wanted is Kind.FILE:
        # The disk is not asked at every letter.
        return vocabulary.list_files(last.text) if is_asked else ()
    names = {
        Kind.FEED: vocabulary.feeds,
        Kind.FOLDER: vocabulary.folders,
        Kind.TAG: vocabulary.tags,
        Kind.KEYWORD: vocabulary.keywords,
    }
    # Whether a name is wanted, and which, nobody knows before the first letter.
    return names.get(wanted, ()) if last.text or is_asked else ()


def _titled(typed: str, vocabulary: Vocabulary) -> Iterator[str]:
    """What names the feeds in whose titles a word begins so."""
    wanted = typed.casefold()
    for title, reference in zip(vocabulary.titles, vocabulary.references, strict=False):
        folded = title.casefold()
        if wanted and (folded.startswith(wanted) or f" {wanted}" in folded):
            yield reference


def _query_candidates(text: str, vocabulary: Vocabulary) -> Iterator[str]:
    match = _QUERY_WORD.search(text)
    if match is None or not match[1]:
        return
    start = text[: match.start(1)]
    name, colon, _ = match[1].partition(":")
    if not colon:
        yield from (f"{start}{known}:" for known in FIELDS)
        return
    # A name of several words would need quotation marks within the shell's own.
    yield from (
        f"{start}{name}:{value}" for value in values_of(name, vocabulary) if re.fullmatch(r"[\w./-]+", value)
    )


def _part(line: str) -> list[_Word]:
    """The words of a line; the last is the one that is being typed, empty after a blank."""
    words: list[_Word] = []
    text, quote, start, is_word, is_escaped = "", "", 0, False, False
    for place, character in enumerate(line):
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
                words.append(_Word(text, start=start))
            text, start, is_word = "", place + 1, False
        else:
            text, is_word = text + character, True
    return [*words, _Word(text, "\\" if is_escaped else quote, start)]
