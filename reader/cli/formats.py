"""``list --format``: lines of a person's own making out of the fields of an article."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import click

from reader.settings import nearest

_FIELD = re.compile(r"\{([^{}]*)\}")
_ESCAPES = {r"\t": "\t", r"\n": "\n", r"\0": "\0", r"\\": "\\"}


def format_shape(template: str, shape: Mapping[str, Any]) -> str:
    r"""A template with the values of its ``{fields}``; \t, \n, \0 and \\ mean what they do elsewhere.

    Lists are joined with commas, what is unknown is empty, truth is 1 or 0.

    Raises:
        UsageError: A field that does not exist.
    """

    def value_of(match: re.Match[str]) -> str:
        name = match[1]
        if name not in shape:
            raise click.UsageError(f"--format: no such field: {name}{nearest(name, sorted(shape))}")
        return _written(shape[name])

    spaced = re.sub(r"\\[tn0\\]", lambda match: _ESCAPES[match[0]], template)
    return _FIELD.sub(value_of, spaced)


def _written(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, list):
        return ",".join(item["pattern"] if isinstance(item, dict) else str(item) for item in value)
    return str(value)
