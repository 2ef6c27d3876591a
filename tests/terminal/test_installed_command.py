"""The installed ``cutline`` command in a real pseudo-terminal, used as a person uses it."""

import json
import os
from collections.abc import Callable

from benchmarks.terminal import Terminal
from sample_feeds import sample_files

Cutline = Callable[..., str]
OpenTerminal = Callable[..., Terminal]
WIRE = next(sample.path for sample in sample_files() if sample.path.name == "levant-wire.xml")
HEADLINE = "Israeli pull-out from south Lebanon will miss its Monday deadline"
CAPTION = "A car drives past buildings damaged in the war, in Naqoura"
CREDIT = "REUTERS/Ali Hankir"


def test_add_open_read_mark_restart(cutline: Cutline, open_terminal: OpenTerminal) -> None:
    cutline("add", str(WIRE))

    reader = open_terminal()
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

    rows = {row["title"]: row for row in json.loads(cutline("list", "--json"))}
    assert (rows[HEADLINE]["is_read"], rows[HEADLINE]["is_starred"]) == (True, True)
    assert sum(row["is_read"] for row in rows.values()) == 1

    reader = open_terminal()
    reader.wait_for("3 unread")
    reader.wait_for("★")


def test_a_feed_is_added_by_command_inside_the_reader(cutline: Cutline, open_terminal: OpenTerminal) -> None:
    reader = open_terminal(columns=80, rows=24)
    reader.wait_for("No feeds yet")
    reader.type(f":add {WIRE}\r")
    reader.wait_for("Enter subscribes")
    reader.type("\r")
    reader.wait_for("4 articles · u takes it back")
    reader.wait_for("Israeli pull-out")
    reader.type(":keyword add Naqoura\r")
    reader.wait_for("◆ Naqoura")
    assert len(json.loads(cutline("keyword", "list", "--json"))) == 1


def test_the_terminal_is_given_back_whatever_ends_the_reader(open_terminal: OpenTerminal) -> None:
    reader = open_terminal(columns=80, rows=24)
    reader.wait_for("No feeds yet")
    os.kill(reader.pid, 15)
    reader.wait_end()
    assert "\x1b[?1049l" in reader.raw()
    assert "\x1b[?1003l" in reader.raw()


def test_nothing_from_a_feed_reaches_the_terminal_as_a_command(
    cutline: Cutline, open_terminal: OpenTerminal
) -> None:
    hostile = next(sample.path for sample in sample_files() if sample.path.name == "hostile-titles.xml")
    cutline("add", str(hostile))
    reader = open_terminal(columns=160, rows=50)
    reader.wait_for("AC[/]DC")
    for _ in range(8):
        reader.press("j")
    raw = reader.raw()
    assert "\x1b]52" not in raw
    assert "\x9d" not in raw
    assert "\u202e" not in raw
    assert "[@click=app.quit]" in reader.text()
