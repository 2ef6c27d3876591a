"""What was typed on the ``:`` line and searched for, kept across restarts."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable
from pathlib import Path

from reader.text import clean_line

LINES_KEPT = 500

# What may hold a password is not written down.
_SECRET = re.compile(r"://[^/\s]*@|--header\b|--password\b|--user\b", re.IGNORECASE)
_LONGEST_LINE = 2_000


class History:
    """A file with one line for each: the prompt's sign and what was typed, the newest last.

    It may be lost without harm, so whatever the disk refuses is left undone. To be used in a thread.
    """

    def __init__(self, path: Path, signs: Iterable[str]) -> None:
        self._path = path
        self._signs = frozenset(signs)

    def read(self) -> dict[str, list[str]]:
        """What was typed at each sign."""
        typed: dict[str, list[str]] = {sign: [] for sign in self._signs}
        for line in self._lines():
            typed[line[0]].append(line[1:])
        return typed

    def add(self, sign: str, text: str) -> None:
        """Keep what was typed; what was typed before in the same words is moved to the end."""
        line = sign + clean_line(text, _LONGEST_LINE)
        if len(line) < 2 or _SECRET.search(line):
            return
        lines = [*(kept for kept in self._lines() if kept != line), line]
        with contextlib.suppress(OSError):
            self._write(lines[-LINES_KEPT:])

    def _lines(self) -> list[str]:
        try:
            text = self._path.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return []
        lines = [line[:1] + clean_line(line[1:], _LONGEST_LINE) for line in text.split("\n")]
        return [line for line in lines if len(line) > 1 and line[0] in self._signs][-LINES_KEPT:]

    def _write(self, lines: list[str]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        new = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines)
        # A reader that is killed meanwhile leaves the old file and not half a new one.
        new.replace(self._path)
