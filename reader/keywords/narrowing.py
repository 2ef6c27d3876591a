"""Which of many patterns may stand in some texts, by words that every find of theirs has to hold.

A thousand watched words cost a search of the text each, and few of them are there. The words of a text
are taken apart once, and only patterns whose own first word is among them are looked for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain

from reader.keywords.pattern import Pattern, SearchedText, WordPattern
from storage.sqlite.folding import UNSPACED_RANGES

_PREFIX_CHARS = 4
"""So many of a prefix sort out most words; shorter prefixes are looked up by what they have."""

# Runs of letters and digits of scripts with spaces. A pattern's word has an edge on both sides wherever
# it is found, so a run of the pattern's is a run of the text's.
_RUNS = re.compile("[^\\W_" + "".join(f"{chr(first)}-{chr(last)}" for first, last in UNSPACED_RANGES) + "]+")


class Narrowing:
    """Patterns by what has to be in a text, for those that are words."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self._always: list[int] = []
        self._folded = _Keys()
        self._exact = _Keys()
        for index, pattern in enumerate(patterns):
            if not isinstance(pattern, WordPattern):
                self._always.append(index)
            elif pattern.is_exact:
                self._exact.add(index, pattern)
            else:
                self._folded.add(index, pattern)

    def candidates(self, texts: Iterable[SearchedText]) -> list[int]:
        """The patterns that may be found in at least one of the texts: their places, ascending."""
        texts = tuple(texts)
        found = set(self._always)
        self._folded.collect((text.folded for text in texts), found)
        if self._exact.is_used:
            self._exact.collect((text.original for text in texts), found)
        return sorted(found)


class _Keys:
    """Patterns by a word, by the beginning of a word, or by a character where they have no word."""

    def __init__(self) -> None:
        self.is_used = False
        self._by_word: defaultdict[str, list[int]] = defaultdict(list)
        self._by_prefix: dict[int, defaultdict[str, list[int]]] = {}
        self._by_character: defaultdict[str, list[int]] = defaultdict(list)

    def add(self, index: int, pattern: WordPattern) -> None:
        self.is_used = True
        run = _RUNS.search(pattern.needle)
        if run is None:
            self._by_character[pattern.needle[0]].append(index)
        elif pattern.is_prefix and run.end() == len(pattern.needle):
            beginning = run.group()[:_PREFIX_CHARS]
            self._by_prefix.setdefault(len(beginning), defaultdict(list))[beginning].append(index)
        else:
            self._by_word[run.group()].append(index)

    def collect(self, texts: Iterable[str], found: set[int]) -> None:
        texts = tuple(texts)
        words = set(chain.from_iterable(map(_RUNS.findall, texts))) if self._has_words else set()
        _take(self._by_word, words, found)
        for length, by_beginning in self._by_prefix.items():
            _take(by_beginning, {word[:length] for word in words}, found)
        if self._by_character:
            _take(self._by_character, set().union(*texts), found)

    @property
    def _has_words(self) -> bool:
        return bool(self._by_word or self._by_prefix)


def _take(by_key: defaultdict[str, list[int]], keys: set[str], found: set[int]) -> None:
    for key in by_key.keys() & keys if len(by_key) < len(keys) else keys & by_key.keys():
        found.update(by_key[key])
