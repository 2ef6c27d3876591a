"""Draw the pictures of the documentation: the reader on the sample feeds, at fixed sizes and a fixed time.

    python docs/screenshots.py [CHROMIUM]

Writes SVG, and PNG beside it where a Chromium is found (its rendering is closest to a terminal's).
"""

from __future__ import annotations

import asyncio
import html
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from rich.cells import cell_len

from reader.ingest.ingest import Ingest
from reader.keywords.matcher import KeywordMatch
from reader.setting_groups import InterfaceSettings, RefreshSettings, Settings
from reader.tui.app import CutlineApp
from sample_feeds import sample_files
from storage.archive import Archive

PICTURES = Path(__file__).parent / "pictures"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_SETTLE_SECONDS = 0.3
_CELL_PIXELS = 12.2
_TEXT = re.compile(
    r'(?P<before><text [^>]*?) x="(?P<x>[\d.]+)" (?P<between>[^>]*?)textLength="[\d.]+"(?P<after>[^>]*)>'
    r"(?P<text>[^<]*)</text>"
)


@dataclass(frozen=True)
class Shot:
    """A picture: its name, the terminal's size, and what is pressed before it is taken."""

    name: str
    size: tuple[int, int]
    keys: tuple[str, ...] = ()
    theme: str = "cutline-ink"


def _typed(text: str) -> tuple[str, ...]:
    names = {" ": "space", ":": "colon", "/": "slash"}
    return tuple(names.get(character, character) for character in text)


SHOTS = (
    Shot("list-80x24", (80, 24), ("j", "j", "j", "j", "j", "j", "j", "j", "j")),
    Shot("reading-80x24", (80, 24), ("slash", *_typed("naqoura"), "enter", "enter")),
    Shot("reading-120x40", (120, 40), ("slash", *_typed("pull-out"), "enter", "enter")),
    Shot("body-120x40", (120, 40), ("slash", *_typed("9312 or trees"), "enter", "enter", "space")),
    Shot("gallery-120x40", (120, 40), ("slash", *_typed("frames"), "enter", "enter")),
    Shot("three-panes-200x50", (200, 50), ("j",) * 13 + ("enter",)),
    Shot("paper-200x50", (200, 50), ("j",) * 13 + ("enter",), theme="cutline-paper"),
    Shot("captions-page-120x40", (120, 40), ("slash", *_typed("frames"), "enter", "enter", "c")),
    Shot("file-photo-80x24", (80, 24), ("slash", *_typed("is:filephoto litani"), "enter", "enter")),
    Shot("picture-desk-120x40", (120, 40), ("C", "j", "j")),
    Shot("watch-desk-120x40", (120, 40), ("w", "j")),
    Shot("explain-120x40", (120, 40), ("slash", *_typed("caption:naqoura"), "enter", "W")),
    Shot("help-120x40", (120, 40), ("question_mark",)),
    Shot("add-120x40", (120, 40), ("a", *_typed("levant"))),
    Shot("feed-80x24", (80, 24), ("f", "G", "k", "k", "k", "k", "e")),
    Shot("one-pane-40x12", (40, 12), ("j", "j", "j", "j", "j", "j", "j")),
)


def now() -> datetime:
    """The time in the pictures."""
    return datetime(2025, 1, 26, 9, 30, tzinfo=UTC)


async def draw(shot: Shot, archive: Archive) -> str:
    """Take one picture as SVG."""
    app = CutlineApp(archive, Settings(interface=InterfaceSettings(theme=shot.theme)), clock=now)
    async with app.run_test(size=shot.size, notifications=True) as pilot:
        await pilot.pause(_SETTLE_SECONDS)
        for key in shot.keys:
            await pilot.press(key)
        await pilot.pause(_SETTLE_SECONDS * 2)
        app.clear_notifications()
        await pilot.pause(_SETTLE_SECONDS)
        return app.export_screenshot(title="cutline")


async def fill(path: Path) -> None:
    """Put the sample feeds and two keywords into an archive."""
    with Archive.open(path, clock=now) as archive:
        async with Ingest(archive, RefreshSettings(), clock=now) as ingest:
            for sample in sample_files():
                await ingest.add(str(sample.path), folder=sample.folder)
        for feed in archive.feeds():
            # Not where the samples lie on the machine that draws.
            address = f"https://{Path(feed.url).stem}.example/feed"
            archive.change_feeds({feed.feed_id: replace(archive.feed_settings(feed.feed_id), url=address)})
        archive.add_keyword("Naqoura", match=KeywordMatch())
        archive.add_keyword("Reuters", color="accent", match=KeywordMatch())


def with_wide_cells(svg: str) -> str:
    """Give each wide character its two cells: Textual counts one for each when it sets a text's length."""

    def placed(match: re.Match[str]) -> str:
        text = html.unescape(match["text"])
        if cell_len(text) <= len(text):
            return match[0]
        start, ends = float(match["x"]), [cell_len(text[:end]) for end in range(len(text))]
        places = " ".join(f"{start + _CELL_PIXELS * cells:.1f}" for cells in ends)
        return f'{match["before"]} x="{places}" {match["between"]}{match["after"]}>{match["text"]}</text>'

    return _TEXT.sub(placed, svg)


def to_png(svg: Path, browser: str) -> None:
    """Render an SVG with a browser at its own size."""
    match = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg.read_text())
    assert match, "Textual writes a view box"
    width, height = (int(float(number)) + 1 for number in match.groups())
    subprocess.run(
        [
            browser,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            f"--window-size={width},{height}",
            f"--screenshot={svg.with_suffix('.png')}",
            svg.as_uri(),
        ],
        check=True,
        capture_output=True,
        timeout=60,
    )


def main() -> None:
    """Take all pictures."""
    named = sys.argv[1] if len(sys.argv) > 1 else ""
    browser = named or next(filter(None, map(shutil.which, BROWSERS)), "")
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        stocked = Path(folder) / "stocked.db"
        asyncio.run(fill(stocked))
        for shot in SHOTS:
            copy = shutil.copy(stocked, Path(folder) / f"{shot.name}.db")
            with Archive.open(Path(copy), clock=now) as archive:
                svg = PICTURES / f"{shot.name}.svg"
                svg.write_text(with_wide_cells(asyncio.run(draw(shot, archive))))
            if browser:
                to_png(svg, browser)
                svg.unlink()


if __name__ == "__main__":
    main()
