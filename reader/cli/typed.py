"""What a person types on the command line and the archive keeps: it passes the gate for foreign text.

Names come from scripts and the clipboard as often as from a keyboard, and are shown from then on.
"""

from __future__ import annotations

import click

from reader.text import clean_line


class _Line(click.ParamType[str]):
    """One line without anything that a terminal would obey."""

    name = "text"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return clean_line(str(value))


LINE = _Line()
"""For titles, folders, tags and names."""
