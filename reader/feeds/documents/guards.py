"""Bounds and repairs that stand in front of feedparser's handlers.

feedparser 6 lets one odd element end the whole parse (a ``<width>`` without text, a licence
without its element) and does quadratic work on long author lines and many categories. These
overrides lose the one element instead, and bound the rest. Like ``mediarss``, they name
feedparser's methods and import nothing of it.
"""

from __future__ import annotations

import re
from typing import Any

from reader.feeds.job import MAX_ENTRIES

_MAX_DEPTH = 400
_MAX_CATEGORIES = 64
_MAX_AUTHORS = 64
_MAX_AUTHOR_CHARS = 300

# "ann@desk.example (Ann Lee)", "Ann Lee <ann@desk.example>", and the address alone.
_NAME_AND_ADDRESS = re.compile(
    r"([^<>()@]{0,200}?)[<(\s]{0,4}(?:mailto:)?([\w.+-]{1,64}@[\w-][\w.-]{0,200})[>)\s]{0,4}(?:\(([^()]{0,200})\))?"
)

# What feedparser's handlers raise on elements in unexpected places (its issue 599).
_HANDLER_FAULTS = (KeyError, IndexError, TypeError, ValueError, OverflowError, RecursionError)


class StopParsing(Exception):
    """The document is larger or deeper than is read; what was read until then is good."""


class _ContentParameters(dict[str, Any]):
    """What feedparser notes of the element under way, as a plain dictionary.

    It asks five times per element, and its own kind of dictionary takes a tenth of a parse for that.
    """

    def __deepcopy__(self, _: dict[int, Any]) -> _ContentParameters:
        # All values are strings and numbers.
        return _ContentParameters(self)


class GuardMixin:
    """Overrides of feedparser's mixin; put it before that."""

    entry_limit = MAX_ENTRIES

    def __init__(self: Any, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.contentparams = _ContentParameters()

    def push_content(
        self: Any, tag: str, attributes: dict[str, str], default_content_type: str, expecting_text: int
    ) -> None:
        """Note the type of an element's content."""
        super().push_content(tag, attributes, default_content_type, expecting_text)  # type: ignore[misc]
        self.contentparams = _ContentParameters(self.contentparams)

    def unknown_starttag(self: Any, tag: str, attributes: list[tuple[str, str]]) -> None:
        """Handle an element's start, or lose the one element that feedparser stumbles over."""
        if self.depth >= _MAX_DEPTH:
            raise StopParsing("its elements are nested too deeply")
        try:
            super().unknown_starttag(tag, attributes)  # type: ignore[misc]
        except _HANDLER_FAULTS:
            # The bookkeeping is done before the handler is called, so nothing is out of step.
            return

    def unknown_endtag(self: Any, tag: str) -> None:
        """Handle an element's end; the bookkeeping that a failing handler skips is done here."""
        depth = self.depth
        try:
            super().unknown_endtag(tag)  # type: ignore[misc]
        except _HANDLER_FAULTS:
            if self.depth == depth:
                self.depth -= 1
                _leave_scope(self)

    def _start_item(self: Any, attributes: dict[str, str]) -> None:
        if len(self.entries) >= self.entry_limit:
            raise StopParsing(f"it has more than {self.entry_limit} items")
        super()._start_item(attributes)  # type: ignore[misc]

    _start_entry = _start_item

    def _add_tag(self: Any, term: str | None, scheme: str | None, label: str | None) -> None:
        # Each call compares with all tags before it.
        if len(self._get_context().get("tags", ())) < _MAX_CATEGORIES:
            super()._add_tag(term, scheme, label)  # type: ignore[misc]

    def _start_author(self: Any, attributes: dict[str, str]) -> None:
        authors = self._get_context().get("authors", ())
        if len(authors) >= _MAX_AUTHORS:
            del authors[-1]
        super()._start_author(attributes)  # type: ignore[misc]

    _start_managingeditor = _start_author

    def _sync_author_detail(self: Any, key: str = "author") -> None:
        # A search for an address backtracks for most of a minute on a line of 47 KB.
        context = self._get_context()
        author = dict.get(context, key)
        if isinstance(author, str) and len(author) > _MAX_AUTHOR_CHARS:
            context[key] = author = author[:_MAX_AUTHOR_CHARS]
        authors = context.get(f"{key}s")
        match = _NAME_AND_ADDRESS.fullmatch(author) if isinstance(author, str) and "@" in author else None
        if match and authors and not authors[-1]:
            # feedparser knows no domain ending of more than four letters and cuts "desk.media" in two.
            first, email, after = match.groups(default="")
            authors[-1].update({"name": first.strip(' "') or after.strip(), "email": email})
        super()._sync_author_detail(key)  # type: ignore[misc]


def _leave_scope(parser: Any) -> None:
    """End the scope of ``xml:base`` and ``xml:lang``, as feedparser does at each end tag."""
    if parser.basestack:
        parser.basestack.pop()
        if parser.basestack and parser.basestack[-1]:
            parser.baseuri = parser.basestack[-1]
    if parser.langstack:
        parser.langstack.pop()
        if parser.langstack:
            parser.lang = parser.langstack[-1]
