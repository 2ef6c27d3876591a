"""How a search and a tag go on: pure, over the words there are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reader.query.ordering import complete_order
from reader.query.parse import FIELDS

if TYPE_CHECKING:
    from reader.tui.controllers.completing import Vocabulary

# The last word of a query: a field's name or the beginning of its value, quoted or not.
_LAST_WORD = re.compile(r'(?:^|[\s(])-?(?:(?P<field>[a-z]+):)?(?P<typed>[^\s():"]*|(?<=:)"[^"]*)$')
_PLAIN = re.compile(r"[\w./@+-]+")


def values_of(field: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """What may stand behind a field's name, as far as it is known."""
    values = {
        "feed": vocabulary.titles,
        "folder": vocabulary.folders,
        "tag": vocabulary.tags,
        "keyword": vocabulary.keywords,
        "is": ("unread", "read", "starred", "filephoto", "updated"),
        "has": ("picture", "caption", "enclosure", "note"),
    }
    return values.get(field, ())


def search_continuations(text: str, vocabulary: Vocabulary, *, is_asked: bool = False) -> Iterator[str]:
    """A search as it may go on: the value behind a field's name; where that is asked for, its name too."""
    ordered = complete_order(text)
    if ordered is not None:
        yield ordered
    match = _LAST_WORD.search(text)
    if match is None:
        return
    typed = match["typed"].lstrip('"').casefold()
    before = text[: match.start("typed")]
    if match["field"] is None:
        # Behind most words that are typed no field is meant.
        if is_asked and typed:
            yield from (f"{before}{name}:" for name in FIELDS if name.startswith(typed))
        return
    for value in values_of(match["field"], vocabulary):
        if '"' not in value and value.casefold().startswith(typed) and (typed or is_asked):
            is_plain = _PLAIN.fullmatch(value) and not match["typed"].startswith('"')
            yield before + (value if is_plain else f'"{value}"')


def tag_continuations(text: str, vocabulary: Vocabulary, *, is_asked: bool = False) -> Iterator[str]:
    """A tag as it may go on, also behind the sign that takes it off."""
    signs = re.match(r"-?#?", text)
    before = signs[0] if signs is not None else ""
    typed = text[len(before) :].casefold()
    if typed or is_asked:
        yield from (before + tag for tag in vocabulary.tags if tag.casefold().startswith(typed))
