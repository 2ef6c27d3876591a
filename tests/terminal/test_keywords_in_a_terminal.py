"""Watched words in a real pseudo-terminal: added, lit, jumped to, explained, paused, gone."""

import json
import os
import subprocess
import sys
from pathlib import Path

from benchmarks.terminal import Terminal
from sample_feeds import sample_files

COMMAND = str(Path(sys.executable).with_name("cutline"))
WIRE = next(sample.path for sample in sample_files() if sample.path.name == "levant-wire.xml")


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


def test_a_keyword_is_added_seen_explained_paused_and_removed(tmp_path: Path) -> None:
    database = tmp_path / "cutline.db"
    cutline(database, "add", str(WIRE))
    environment = {"HOME": os.environ["HOME"], "LANG": "C.UTF-8"}
    arguments = [COMMAND, "--database", str(database)]
    with Terminal(arguments, columns=120, rows=36, environment=environment) as reader:
        reader.wait_for("Israeli pull-out")
        assert "◆" not in reader.text()
        reader.type(":keyword add Naqoura\r")
        # The badge of the row and the message, with no restart.
        reader.wait_for("Watching Naqoura")
        reader.wait_for("◆")
        reader.type("\r")
        before = reader.text()
        reader.type("}")
        reader.wait_quiet()
        # The article moved to the first hit; that it is lit there is tested without a terminal.
        assert reader.text() != before
        assert "Naqoura" in reader.text()
        reader.type("W")
        reader.wait_for("Why it is lit")
        reader.wait_for("whole words, whatever case and accents")
        reader.type("\x1b")
        reader.wait_quiet()
        reader.type(":keyword pause Naqoura\r")
        reader.wait_for("Paused Naqoura")
        (keyword,) = json.loads(cutline(database, "keyword", "list", "--json"))
        assert keyword["is_paused"]
        reader.type(":keyword remove Naqoura\r")
        reader.wait_for("Removed keyword Naqoura")
        reader.type("w")
        reader.wait_for("No keywords yet")
        reader.type("\x1bq")
    assert json.loads(cutline(database, "keyword", "list", "--json")) == []
