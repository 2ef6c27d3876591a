"""Shells ask the installed command what comes next."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Cutline = Callable[..., Any]
COMMAND = str(Path(sys.executable).with_name("cutline"))


def complete(*words: str, home: Path) -> list[str]:
    """What bash is offered for the last of the words."""
    answer = subprocess.run(
        [COMMAND],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env={
            **os.environ,
            "HOME": str(home),
            "_CUTLINE_COMPLETE": "bash_complete",
            "COMP_WORDS": " ".join(["cutline", *words]),
            "COMP_CWORD": str(len(words)),
        },
        timeout=60,
        check=True,
    )
    return [line.partition(",")[2] for line in answer.stdout.splitlines()]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_shell_gets_a_script_that_asks_us(cutline: Cutline, shell: str) -> None:
    answer = cutline("completion", shell)
    assert answer.code == 0
    assert f"_CUTLINE_COMPLETE={shell}_complete" in answer.out
    if shutil.which(shell):
        subprocess.run([shell, "-n"], input=answer.out, text=True, check=True, timeout=60)


def test_a_shell_that_is_not_known_is_wrong_use(cutline: Cutline) -> None:
    assert cutline("completion", "csh").code == 2


def test_commands_that_are_loaded_late_complete_with_all_below_them(tmp_path: Path) -> None:
    offered = complete("", home=tmp_path)
    assert {"add", "keyword", "import", "completion"} <= set(offered)
    assert complete("ref", home=tmp_path) == ["refresh"]
    assert {"add", "list", "remove"} <= set(complete("keyword", "", home=tmp_path))
    assert complete("keyword", "add", "--color", "s", home=tmp_path) == ["secondary", "success"]
    assert complete("mark", "un", home=tmp_path) == ["unread", "unstarred"]
    assert complete("import", "news", home=tmp_path) == ["newsboat"]
    assert "--force" in complete("refresh", "--", home=tmp_path)
    assert list(tmp_path.iterdir()) == []
