"""Where a person was when the reader was left, kept across restarts for each archive."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

_ARCHIVES_KEPT = 20
_PAGES_KEPT = 500


class Whereabouts(NamedTuple):
    """A place in the reader, in words that mean the same after a restart.

    Attributes:
        view: Kind, id and name of the view that was listed; ``crumb`` is what it was called.
        article_id: The article under the cursor, 0 for none.
        is_reading: The article was being read.
        folded: Keys of the tree's rows that were folded.
        pages: Where articles were left: their ids, and a piece and an offset in each.
        widths: Cells of panes whose borders were moved, by the panes' names.
        is_wide: Lines were as long as the pane.
        is_justified: How the lines' edges were, where it was otherwise than the settings say; else None.
    """

    view: tuple[str, int, str] = ("all", 0, "")
    crumb: tuple[str, ...] = ()
    query_text: str = ""
    is_unread_only: bool = False
    order: str = ""
    article_id: int = 0
    is_reading: bool = False
    folded: tuple[str, ...] = ()
    pages: Mapping[int, tuple[int, int]] = MappingProxyType({})
    widths: Mapping[str, int] = MappingProxyType({})
    is_wide: bool = False
    is_justified: bool | None = None


class WhereaboutsFile:
    """A file that may be lost without harm: what cannot be read is not there, and what the disk refuses
    is left undone. To be used in a thread."""

    def __init__(self, path: Path, database: Path) -> None:
        """``database`` is the archive whose whereabouts these are."""
        self._path = path
        self._name = str(database.absolute())

    def read(self) -> Whereabouts | None:
        """Where the reader was left; None where nobody knows."""
        found = self._all().get(self._name)
        try:
            return _unpack(found) if found is not None else None
        except (TypeError, ValueError, KeyError, AttributeError):
            return None

    def write(self, whereabouts: Whereabouts) -> None:
        """Keep where the reader is left."""
        known = self._all()
        known.pop(self._name, None)
        pages = dict(list(whereabouts.pages.items())[-_PAGES_KEPT:])
        known[self._name] = {**whereabouts._asdict(), "pages": pages, "widths": dict(whereabouts.widths)}
        kept = dict(list(known.items())[-_ARCHIVES_KEPT:])
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            new = self._path.with_name(f"{self._path.name}.{os.getpid()}")
            with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                json.dump(kept, file)
            new.replace(self._path)

    def _all(self) -> dict[str, Any]:
        try:
            known = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return known if isinstance(known, dict) else {}


def _unpack(found: Mapping[str, Any]) -> Whereabouts:
    kind, item_id, name = found["view"]
    return Whereabouts(
        view=(str(kind), int(item_id), str(name)),
        crumb=tuple(map(str, found["crumb"])),
        query_text=str(found["query_text"]),
        is_unread_only=bool(found["is_unread_only"]),
        order=str(found["order"]),
        article_id=int(found["article_id"]),
        is_reading=bool(found["is_reading"]),
        folded=tuple(map(str, found["folded"])),
        pages={int(key): (int(piece), int(offset)) for key, (piece, offset) in found["pages"].items()},
        widths={str(key): int(cells) for key, cells in found["widths"].items()},
        is_wide=found.get("is_wide") is True,
        is_justified=None if found.get("is_justified") is None else bool(found["is_justified"]),
    )
