"""A guard before the HTML parser: it is quadratic in the depth of nesting, and no reader nests so deep."""

from __future__ import annotations

import re

MAX_DEPTH = 256
"""Elements open at the same time; no real body comes near it."""

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>")
# These close by themselves or hold nothing: counting them would make long texts look deep.
_UNCOUNTED = frozenset(
    "p li td tr th dt dd tbody thead tfoot option"
    " area base br col embed hr img input link meta source track wbr".split()
)


def limit_depth(html: str) -> str:
    """Drop the tags, not the text, of elements that are nested deeper than ``MAX_DEPTH``."""
    if html.count("<") <= MAX_DEPTH:
        return html
    depth = 0
    deepest = 0
    for match in _TAG.finditer(html):
        if match.group(2).lower() not in _UNCOUNTED:
            depth = depth - 1 if match.group(1) else depth + 1
            deepest = max(deepest, depth)
    return html if deepest <= MAX_DEPTH else _drop_deep_tags(html)


def _drop_deep_tags(html: str) -> str:
    depth = 0

    def keep(match: re.Match[str]) -> str:
        nonlocal depth
        if match.group(2).lower() in _UNCOUNTED:
            return match.group()
        is_end = bool(match.group(1))
        is_deep = depth > MAX_DEPTH if is_end else depth >= MAX_DEPTH
        depth = max(0, depth - 1) if is_end else depth + 1
        return " " if is_deep else match.group()

    return _TAG.sub(keep, html)
