"""An import of keywords whose process is killed midway is one step that undo takes back."""

import json
import os
import re
import signal
from collections.abc import Callable
from pathlib import Path

from benchmarks.terminal import Terminal
from sample_feeds import sample_files

Cutline = Callable[..., str]
OpenTerminal = Callable[..., Terminal]
WIRE = next(sample.path for sample in sample_files() if sample.path.name == "levant-wire.xml")
COUNT = 5_000
"""So many take a minute: the process is killed after the first of them."""


def test_what_a_killed_import_leaves_is_taken_back_by_one_undo(
    tmp_path: Path, cutline: Cutline, open_terminal: OpenTerminal
) -> None:
    file = tmp_path / "words.txt"
    cutline("add", str(WIRE))
    cutline("keyword", "add", "Naqoura", "--action", "star")
    before = cutline("list", "--json")
    file.write_text("".join(f"word{number}\n" for number in range(COUNT)))
    terminal = open_terminal("keyword", "import", str(file), rows=12)
    terminal.wait_for(" of 5,000 keywords")
    os.kill(terminal.pid, signal.SIGKILL)
    terminal.wait_end()
    left = json.loads(cutline("keyword", "list", "--json"))
    assert 1 < len(left) < COUNT
    assert cutline("undo") == "Taken back: Imported 5000 keywords, broken off\n"
    assert [one["pattern"] for one in json.loads(cutline("keyword", "list", "--json"))] == ["Naqoura"]
    assert cutline("list", "--json") == before
    assert re.search("sound", cutline("check"))
    assert cutline("undo") == "Taken back: Added keyword Naqoura\n"
