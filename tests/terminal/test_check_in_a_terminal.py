"""``cutline check`` in a real pseudo-terminal: it tells its steps, and Ctrl-C ends it."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from benchmarks.terminal import Terminal
from storage.archive import Archive

OpenTerminal = Callable[..., Terminal]

# The shell stays when Ctrl-C ends the command, and says how that ended.
SHELL = ["sh", "-c", 'trap : INT; "$@"; echo "exit code $?"', "sh"]


def test_a_check_tells_its_step_and_is_interrupted(database: Path, open_terminal: OpenTerminal) -> None:
    with Archive.open(database):
        pass
    with closing(sqlite3.connect(database, isolation_level=None)) as writer:
        # While somebody else writes, the check waits where it looks at the full-text index.
        writer.execute("BEGIN IMMEDIATE")
        terminal = open_terminal("check", rows=12, before=SHELL)
        terminal.wait_for("5 of 8 · Comparing the full-text index")
        terminal.type("\x03")
        writer.execute("ROLLBACK")
        terminal.wait_for("exit code")
        lines = [line.rstrip() for line in terminal.text().splitlines() if line.strip()]
        assert lines[-2:] == ["cutline: interrupted; what was stored stays", "exit code 130"]
        assert "Comparing" not in lines[0]
