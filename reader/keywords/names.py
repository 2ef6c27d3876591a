"""The words of a line that one may want to watch."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storage.sqlite.folding import is_unspaced

_WORD = re.compile(r"\w+(?:[-'’.&]\w+)*")
_MOST_WORDS = 4
"""Of a name: longer runs of capitals are headlines in capitals."""

_MOSTLY = 0.75
"""Where more of the words begin with a capital, capitals say nothing about names."""


def word_span(line: str, place: int) -> tuple[int, int] | None:
    """Where the word begins and ends that a character of the line belongs to; None where to none."""
    return next(
        (match.span() for match in _WORD.finditer(line) if match.start() <= place < match.end()), None
    )


def likely_name(headline: str) -> str:
    """The name that a headline is most likely about: its longest run of capitalised words, where capitals
    mark names; else its longest word; "" where words are not parted."""
    words = list(_WORD.finditer(headline))
    if not words or any(map(is_unspaced, headline)):
        return ""
    capitalised = [word for word in words if word[0][0].isupper()]
    names = list(_runs(headline, capitalised))
    # The first word has its capital from the sentence.
    sure = [name for name in names if not headline.lstrip("\"'«“„‘ ").startswith(name) or " " in name]
    if len(capitalised) > max(_MOSTLY * len(words), 1):
        names = sure = []
    offered = sure or names or [word[0] for word in words]
    return max(offered, key=lambda name: (name.count(" "), len(name)))


def _runs(headline: str, words: list[re.Match[str]]) -> Iterator[str]:
    """Neighbours with nothing but a space between them, joined."""
    start = 0
    for number, word in enumerate(words):
        is_last = number + 1 == len(words)
        if is_last or headline[word.end() : words[number + 1].start()] != " ":
            if number - start < _MOST_WORDS:
                yield headline[words[start].start() : word.end()]
            start = number + 1
