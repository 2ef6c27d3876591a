"""The words that only open the reader, read without click: to load it takes a fiftieth of a second."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from reader import paths
from reader.cli.session import Session

_OPTIONS = ("--database", "--config")


def opening_session(words: Sequence[str]) -> Session | None:
    """Where the reader is to be opened; None where the words say anything else, or are no proper use."""
    named: dict[str, Path] = {}
    waiting = iter(words)
    for word in waiting:
        option, equals, value = word.partition("=")
        if option not in _OPTIONS:
            return None
        path = Path(value if equals else next(waiting, ""))
        if str(path) in (".", "") or path.is_dir():
            # click says what is wrong.
            return None
        named[option] = path
    return Session(
        named.get("--database") or paths.database_path(os.environ),
        named.get("--config") or paths.config_path(os.environ),
    )
