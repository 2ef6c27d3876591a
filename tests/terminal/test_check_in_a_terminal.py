"""``cutline check`` in a real pseudo-terminal: it tells its steps, and Ctrl-C ends it."""

import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from benchmarks.terminal import Terminal
from storage.archive import Archive

COMMAND = str(Path(sys.executable).with_name("cutline"))
# The shell stays when Ctrl-C ends the command, and says how that ended.
SHELL = ["sh", "-c", 'trap : INT; "$@"; echo "exit code $?"', "sh", COMMAND]


def test_a_check_tells_its_step_and_is_interrupted(tmp_path: Path) -> None:
    path = tmp_path / "cutline.db"
    with Archive.open(path):
        pass
    environment = {"HOME": os.environ["HOME"], "LANG": "C.UTF-8"}
    words = [*SHELL, "--database", str(path), "check"]
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        # While somebody else writes, the check waits where it looks at the full-text index.
        writer.execute("BEGIN IMMEDIATE")
        with Terminal(words, columns=100, rows=12, environment=environment) as terminal:
            terminal.wait_for("5 of 8 · Comparing the full-text index")
            terminal.type("\x03")
            writer.execute("ROLLBACK")
            terminal.wait_for("exit code")
            lines = [line.rstrip() for line in terminal.text().splitlines() if line.strip()]
            assert lines[-2:] == ["cutline: interrupted; what was stored stays", "exit code 130"]
            assert "Comparing" not in lines[0]
