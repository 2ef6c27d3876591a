"""Small synthetic feeds, one oddity each, for ``cutline demo`` and the tests; README.md names them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

_FOLDERS = {
    "World": ("levant-wire.xml", "morning-ledger.xml", "northern-post.xml", "al-mina.xml", "kronika.xml"),
    "World/Asia": ("minato-shimbun.xml",),
    "Pictures": ("photo-wire.xml", "video-desk.xml", "harbour-weekly.xml"),
    "Science": ("data-bureau.xml", "observatory.rdf", "quarry-notes.json"),
    "Curiosities": (
        "field-diary.json",
        "radio-tower.xml",
        "old-clock.xml",
        "village-sheet.xml",
        "paper-lantern.xml",
        "hostile-titles.xml",
        "broken-press.xml",
    ),
}


@dataclass(frozen=True, slots=True)
class Sample:
    """A feed's file, and the folder in which the demonstration shows it."""

    path: Path
    folder: str


def sample_files() -> list[Sample]:
    """All sample feeds, by folder."""
    here = Path(__file__).parent
    return [Sample(here / name, folder) for folder, names in _FOLDERS.items() for name in names]
