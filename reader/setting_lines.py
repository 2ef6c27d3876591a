"""Where a key stands in a settings file: ``tomllib`` gives no places. Loaded only to name one in an error."""

from __future__ import annotations

import re
from collections.abc import Iterator

_KEY_PART = re.compile(r"""\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([\w-]+))\s*(\.)?""")
# A text within a value, in all of its forms, or a comment: the brackets in them mean nothing.
_OPAQUE = re.compile(
    r'"""(?:[^\\]|\\.)*?"""|' + r"'''.*?'''|" + r'"(?:[^"\\\n]|\\.)*"|' + r"'[^'\n]*'|" + r"#[^\n]*",
    re.DOTALL,
)


def line_of(text: str, key: str) -> int:
    """The line of a key, counted from 1; of what holds it where it has no line of its own, 0 without one.

    Args:
        text: Valid TOML.
        key: With its tables' names before it: ``keys.list.down``, however the file parts it.
    """
    lines: dict[str, int] = {}
    for name, line in _keys(text):
        lines.setdefault(name, line)
    while key and key not in lines:
        key = key.rpartition(".")[0]
    return lines.get(key, 0)


def _keys(text: str) -> Iterator[tuple[str, int]]:
    """Every table and key in order, with its line."""
    table = ""
    place = 0
    while place < len(text):
        if text[place].isspace():
            place += 1
        elif text[place] == "#":
            place = _end_of_line(text, place)
        elif text[place] == "[":
            start = place + (2 if text.startswith("[[", place) else 1)
            table, place = _name(text, start)
            yield table, _line(text, start)
            place = _end_of_line(text, place)
        else:
            start = place
            name, place = _name(text, start)
            whole = f"{table}.{name}" if table else name
            yield from ((holder, _line(text, start)) for holder in _holders(table, whole))
            place = _end_of_value(text, place)


def _holders(table: str, whole: str) -> Iterator[str]:
    """The key, after the tables that its dots make."""
    parts = whole.split(".")
    depth = len(table.split(".")) if table else 0
    yield from (".".join(parts[:count]) for count in range(depth + 1, len(parts) + 1))


def _name(text: str, place: int) -> tuple[str, int]:
    parts: list[str] = []
    while match := _KEY_PART.match(text, place):
        parts.append(match[1] or match[2] or match[3] or "")
        place = match.end()
        if not match[4]:
            break
    return ".".join(parts), max(place, 1)


def _end_of_value(text: str, place: int) -> int:
    """The end of the line on which a value ends: within brackets and long texts lines go on."""
    depth = 0
    while place < len(text):
        if opaque := _OPAQUE.match(text, place):
            place = opaque.end()
            continue
        if text[place] == "\n" and depth <= 0:
            break
        depth += (text[place] in "[{") - (text[place] in "]}")
        place += 1
    return place


def _end_of_line(text: str, place: int) -> int:
    end = text.find("\n", place)
    return len(text) if end < 0 else end


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1
