"""What another reader left on this machine: a newsboat set-up, or lists of feeds that were downloaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from reader.transfer.newsboat import find_setup

_PLACES = ("", "Downloads", "Documents", "Desktop")
_LOOKED_AT = 2_000
"""Names of one directory that are read at most: a first start must not wait for a full disk."""

_HEAD_BYTES = 4_096


@dataclass(frozen=True, slots=True)
class Found:
    """Something to import: ``words`` are what the ``import`` command takes, ``name`` is for people."""

    words: tuple[str, ...]
    name: str


def find_importable(environment: Mapping[str, str], home: Path) -> Found | None:
    """The best of what can be imported: newsboat's own set-up, else the newest OPML file; None for neither.

    Looks into the home directory and the usual places in it, not below them.
    """
    setup = find_setup(None, environment, home)
    if setup is not None:
        return Found(("newsboat",), "your newsboat set-up")
    files = [file for place in _PLACES for file in _opml_files(home / place)]
    if not files:
        return None
    _, newest = max(files)
    shown = f"~/{newest.relative_to(home)}" if newest.is_relative_to(home) else str(newest)
    return Found((str(newest),), shown)


def _opml_files(directory: Path) -> Iterator[tuple[float, Path]]:
    try:
        for number, path in enumerate(directory.iterdir()):
            if number >= _LOOKED_AT:
                return
            if path.suffix.lower() in (".opml", ".xml") and path.is_file() and _is_opml(path):
                yield path.stat().st_mtime, path
    except OSError:
        return


def _is_opml(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError:
        return False
    return b"<opml" in head.lower().replace(b"\0", b"")
