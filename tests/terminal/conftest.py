"""The installed command, on an archive of the test's own: in a pseudo-terminal, or for its output."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from benchmarks.terminal import Terminal

OpenTerminal = Callable[..., Terminal]
Cutline = Callable[..., str]

_COMMAND = str(Path(sys.executable).with_name("cutline"))


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """The archive's file, which nobody has made yet."""
    return tmp_path / "cutline.db"


@pytest.fixture
def cutline(database: Path) -> Cutline:
    """Runs a command to its end without a terminal; gives what it wrote."""

    def call(*words: str) -> str:
        answer = subprocess.run(
            [_COMMAND, "--database", str(database), *words],
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=120,
            check=True,
        )
        return answer.stdout

    return call


@pytest.fixture
def open_terminal(database: Path) -> Iterator[OpenTerminal]:
    """Runs a command, by default the reader, in a terminal that is closed after the test."""
    terminals: list[Terminal] = []

    def opened(
        *words: str,
        columns: int = 100,
        rows: int = 32,
        before: Sequence[str] = (),
        environment: Mapping[str, str] | None = None,
    ) -> Terminal:
        terminal = Terminal(
            [*before, _COMMAND, "--database", str(database), *words],
            columns=columns,
            rows=rows,
            environment={"HOME": os.environ["HOME"], "LANG": "C.UTF-8", **(environment or {})},
        )
        terminals.append(terminal)
        return terminal

    yield opened
    for terminal in terminals:
        terminal.close()
