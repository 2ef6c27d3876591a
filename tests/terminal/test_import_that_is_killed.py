"""An import of keywords whose process is killed midway is one step that undo takes back."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

from benchmarks.terminal import Terminal
from sample_feeds import sample_files

COMMAND = str(Path(sys.executable).with_name("cutline"))
WIRE = next(sample.path for sample in sample_files() if sample.path.name == "levant-wire.xml")
COUNT = 5_000
"""So many take a minute: the process is killed after the first of them."""


def cutline(database: Path, *words: str) -> str:
    answer = subprocess.run(
        [COMMAND, "--database", str(database), *words],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=120,
        check=True,
    )
    return answer.stdout


def test_what_a_killed_import_leaves_is_taken_back_by_one_undo(tmp_path: Path) -> None:
    database, file = tmp_path / "cutline.db", tmp_path / "words.txt"
    cutline(database, "add", str(WIRE))
    cutline(database, "keyword", "add", "Naqoura", "--action", "star")
    before = cutline(database, "list", "--json")
    file.write_text("".join(f"word{number}\n" for number in range(COUNT)))
    words = [COMMAND, "--database", str(database), "keyword", "import", str(file)]
    environment = {"HOME": os.environ["HOME"], "LANG": "C.UTF-8"}
    with Terminal(words, columns=100, rows=12, environment=environment) as terminal:
        terminal.wait_for(" of 5,000 keywords")
        os.kill(terminal.pid, signal.SIGKILL)
        terminal.wait_end()
    left = json.loads(cutline(database, "keyword", "list", "--json"))
    assert 1 < len(left) < COUNT
    assert cutline(database, "undo") == "Taken back: Imported 5000 keywords, broken off\n"
    assert [one["pattern"] for one in json.loads(cutline(database, "keyword", "list", "--json"))] == [
        "Naqoura"
    ]
    assert cutline(database, "list", "--json") == before
    assert re.search("sound", cutline(database, "check"))
    assert cutline(database, "undo") == "Taken back: Added keyword Naqoura\n"
