"""The mouse as terminals report it (SGR, 1006), in a real pseudo-terminal, from click to click."""

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.terminal import Terminal

Cutline = Callable[..., str]
OpenTerminal = Callable[..., Terminal]
WAIT_SECONDS = 60
LEFT, DRAG, WHEEL_UP, WHEEL_DOWN = 0, 32, 64, 65

FEED = """<rss version="2.0"><channel><title>{title}</title>{items}</channel></rss>"""
ITEM = """<item><title>{title} {number}</title><guid>{title}{number}</guid>
<pubDate>Sat, 25 Jan 2025 {hour:02}:00:00 GMT</pubDate><description><![CDATA[
<p>Story {number} of {title} goes on and on, past the edge of its pane, so that its words are
wrapped there.</p>
<blockquote>Said on the quay.</blockquote>
<p>More is on <a href="https://quay.example/{number}">the page</a>.</p>]]></description></item>"""


def make_archive(cutline: Cutline, folder: Path) -> None:
    for title, kept_in in (("Harbour", "World"), ("Mountain", "World/Alps")):
        items = "".join(ITEM.format(title=title, number=number, hour=23 - number) for number in range(1, 21))
        feed = folder / f"{title}.xml"
        feed.write_text(FEED.format(title=title, items=items))
        cutline("add", str(feed), "--folder", kept_in)


def make_browser(folder: Path) -> tuple[Path, Path]:
    """A program that writes down what it is to open, and where it does."""
    program, opened = folder / "browser", folder / "opened"
    program.write_text(f'#!/bin/sh\necho "$1" >> {opened}\n')
    program.chmod(0o755)
    return program, opened


class Mouse:
    """Points at what the screen shows; cells count from 0 here and from 1 in what terminals send."""

    def __init__(self, reader: Terminal) -> None:
        self._reader = reader

    def find(self, text: str, *, right_of: int = 0) -> tuple[int, int]:
        self._reader.wait_quiet(timeout_seconds=1)
        for y, line in enumerate(self._reader.text().split("\n")):
            if (x := line.find(text, right_of)) >= 0:
                return x, y
        raise AssertionError(f"{text!r} is not to be seen:\n{self._reader.text()}")

    def send(self, button: int, x: int, y: int, *, is_release: bool = False) -> None:
        self._reader.type(f"\x1b[<{button};{x + 1};{y + 1}{'m' if is_release else 'M'}")

    def click(self, x: int, y: int, *, times: int = 1) -> None:
        for _ in range(times):
            self.send(LEFT, x, y)
            self.send(LEFT, x, y, is_release=True)

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        self.send(LEFT, *start)
        self.send(LEFT + DRAG, *end)
        self.send(LEFT, *end, is_release=True)


def copied(reader: Terminal) -> list[str]:
    """What was given to the terminal's clipboard (OSC 52)."""
    parts = reader.raw().split("\x1b]52;c;")[1:]
    return [base64.b64decode(part.split("\x07")[0].split("\x1b")[0]).decode() for part in parts]


def read_rows(cutline: Cutline) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(cutline("list", "--json"))
    return rows


def list_and_wheel(reader: Terminal, mouse: Mouse) -> tuple[int, int]:
    """Choose a row and turn the wheel, there and back; gives where the row stands."""
    left, _ = mouse.find("All articles  1 of 40")
    x, y = mouse.find("Harbour 3", right_of=left)
    mouse.click(x, y)
    reader.wait_for("6 of 40")
    reader.wait_for("Story 3 of Harbour")
    for _ in range(12):
        mouse.send(WHEEL_DOWN, x, y)
    reader.wait_for("Mountain 11")
    # The view has moved; the cursor and the article have not.
    assert "6 of 40" in reader.text()
    assert "Story 3 of Harbour" in reader.text()
    for _ in range(12):
        mouse.send(WHEEL_UP, x, y)
    reader.wait_for("Harbour 1 ")
    return x, y


def text_and_links(reader: Terminal, mouse: Mouse, opened: Path) -> None:
    mouse.drag(mouse.find("Story 3 of"), mouse.find("on the quay"))
    reader.wait_for("Copied ")
    (text,) = copied(reader)
    assert text.startswith("Story 3 of Harbour goes on and on, past the edge of its pane, so that its words")
    assert text.endswith("wrapped there.\n\nSaid o")
    x, y = mouse.find("the page.")
    mouse.click(x + 5, y)
    for _ in range(WAIT_SECONDS):
        if opened.exists():
            break
        reader.wait_quiet(timeout_seconds=1)
    assert opened.read_text() == "https://quay.example/3\n"


def tree_border_and_footer(reader: Terminal, mouse: Mouse) -> None:
    mouse.click(*mouse.find("▾ World"))
    reader.wait_for("▸ World")
    assert "All articles  6 of 40" in reader.text()
    x, y = mouse.find("▸ World")
    mouse.click(x + 3, y)
    reader.wait_for("World  1 of 40")
    x, y = mouse.find("World  1 of 40")
    # One cell before its pane, which its title begins a cell into.
    mouse.drag((x - 2, 20), (x + 7, 20))
    for _ in range(WAIT_SECONDS):
        if mouse.find("World  1 of 40")[0] == x + 9:
            break
    assert mouse.find("World  1 of 40")[0] == x + 9
    mouse.click(*mouse.find("? help"))
    reader.wait_for("type to find")
    reader.type("\x1b")
    mouse.click(*mouse.find("q Quit"))
    reader.wait_end(timeout_seconds=WAIT_SECONDS)


def test_the_mouse_alone_leads_through_the_reader(
    tmp_path: Path, cutline: Cutline, open_terminal: OpenTerminal
) -> None:
    make_archive(cutline, tmp_path)
    program, opened = make_browser(tmp_path)
    reader = open_terminal(columns=160, rows=40, environment={"BROWSER": f"{program} %s"})
    mouse = Mouse(reader)
    reader.wait_for("1 of 40")
    mouse.click(*list_and_wheel(reader, mouse), times=2)
    for _ in range(WAIT_SECONDS):
        if any(row["is_read"] for row in read_rows(cutline)):
            break
    text_and_links(reader, mouse, opened)
    tree_border_and_footer(reader, mouse)
    assert [row["title"] for row in read_rows(cutline) if row["is_read"]] == ["Harbour 3"]
