"""The installed ``cutline`` command in a real pseudo-terminal, used as a person uses it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.terminal import Terminal
from sample_feeds import sample_files

COMMAND = str(Path(sys.executable).with_name("cutline"))
WIRE = next(sample.path for sample in sample_files() if sample.path.name == "levant-wire.xml")
HEADLINE = "Israeli pull-out from south Lebanon will miss its Monday deadline"
CAPTION = "A car drives past buildings damaged in the war, in Naqoura"
CREDIT = "REUTERS/Ali Hankir"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "cutline.db"


def cutline(database: Path, *words: str) -> str:
    answer = subprocess.run(
        [COMMAND, "--database", str(database), *words],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=60,
        check=True,
    )
    return answer.stdout


@pytest.fixture
def open_reader(database: Path) -> Iterator[object]:
    terminals: list[Terminal] = []

    def open_one(columns: int = 100, rows: int = 32) -> Terminal:
        terminal = Terminal(
            [COMMAND, "--database", str(database)],
            columns=columns,
            rows=rows,
            environment={"HOME": os.environ["HOME"], "LANG": "C.UTF-8"},
        )
        terminals.append(terminal)
        return terminal

    yield open_one
    for terminal in terminals:
        terminal.close()


def test_add_open_read_mark_restart(database: Path, open_reader) -> None:  # type: ignore[no-untyped-def]
    cutline(database, "add", str(WIRE))

    reader = open_reader()
    reader.wait_for("Israeli pull-out")
    reader.wait_for("REUTERS")
    reader.type("\r")
    reader.wait_for(CREDIT)
    shown = " ".join(reader.text().split())
    # The list's row shows the beginning of the caption as well: the article's pane has it once.
    article = [line[44:] for line in reader.text().splitlines()]
    joined = " ".join(" ".join(article).split())
    assert joined.count("A car drives past buildings damaged") == 1
    assert joined.count(CREDIT) == 1
    assert "TT" not in shown.split()
    reader.press("\x1b")
    reader.type("s")
    reader.wait_for("★")
    reader.type("q")
    reader.wait_end()

    rows = {row["title"]: row for row in json.loads(cutline(database, "list", "--json"))}
    assert (rows[HEADLINE]["is_read"], rows[HEADLINE]["is_starred"]) == (True, True)
    assert sum(row["is_read"] for row in rows.values()) == 1

    reader = open_reader()
    reader.wait_for("3 unread")
    reader.wait_for("★")


def test_a_feed_is_added_by_command_inside_the_reader(database: Path, open_reader) -> None:  # type: ignore[no-untyped-def]
    reader = open_reader(80, 24)
    reader.wait_for("No feeds yet")
    reader.type(f":add {WIRE}\r")
    reader.wait_for("Enter subscribes")
    reader.type("\r")
    reader.wait_for("4 articles · u takes it back")
    reader.wait_for("Israeli pull-out")
    reader.type(":keyword add Naqoura\r")
    reader.wait_for("◆ Naqoura")
    assert len(json.loads(cutline(database, "keyword", "list", "--json"))) == 1


def test_the_terminal_is_given_back_whatever_ends_the_reader(database: Path, open_reader) -> None:  # type: ignore[no-untyped-def]
    reader = open_reader(80, 24)
    reader.wait_for("No feeds yet")
    os.kill(reader.pid, 15)
    reader.wait_end()
    assert "\x1b[?1049l" in reader.raw()
    assert "\x1b[?1003l" in reader.raw()


def test_nothing_from_a_feed_reaches_the_terminal_as_a_command(database: Path, open_reader) -> None:  # type: ignore[no-untyped-def]
    hostile = next(sample.path for sample in sample_files() if sample.path.name == "hostile-titles.xml")
    cutline(database, "add", str(hostile))
    reader = open_reader(160, 50)
    reader.wait_for("AC[/]DC")
    for _ in range(8):
        reader.press("j")
    raw = reader.raw()
    assert "\x1b]52" not in raw
    assert "\x9d" not in raw
    assert "\u202e" not in raw
    assert "[@click=app.quit]" in reader.text()
