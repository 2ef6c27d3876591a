"""The files that a path may lead to, as they are typed."""

from __future__ import annotations

import os
from itertools import islice
from pathlib import Path

_MOST_ENTRIES = 2_000
"""A directory with more is looked at no further: the answer is waited for."""


def list_files(typed: str) -> tuple[str, ...]:
    """The paths that begin so, directories with a slash behind them; hidden ones only behind a dot.

    Works in the home directory where "~/" is typed, and writes that again. What cannot be read is empty.
    """
    folder, slash, name = typed.rpartition("/")
    directory = Path(folder + slash).expanduser() if slash else Path()
    try:
        with os.scandir(directory) as entries:
            found = [(entry.name, entry.is_dir()) for entry in islice(entries, _MOST_ENTRIES)]
    except (OSError, RuntimeError, ValueError):
        return ()
    return tuple(
        f"{folder}{slash}{entry}{'/' if is_directory else ''}"
        for entry, is_directory in sorted(found)
        if entry.startswith(name) and (name or not entry.startswith(".")) and entry.isprintable()
    )
