"""``[hooks]``: the command that is told of new articles."""

import json
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reader.cli import hooks

Cutline = Callable[..., Any]
KEEP = "import sys; open(sys.argv[1], 'ab').write(sys.stdin.buffer.read())"


@pytest.fixture
def hook(tmp_path: Path, cutline: Cutline, wire: Path) -> Callable[[str], None]:
    """Subscribes to the wire without its articles and sets the command."""
    empty = '<rss version="2.0"><channel><title>Wire</title></channel></rss>'
    document = wire.read_text()
    wire.write_text(empty)
    cutline("add", str(wire))
    wire.write_text(document)

    def set_command(command: str) -> None:
        (tmp_path / "config.toml").write_text(f"[hooks]\non_new_articles = {json.dumps(command)}\n")

    return set_command


def python(code: str, *words: object) -> str:
    return shlex.join([sys.executable, "-c", code, *map(str, words)])


def test_the_command_gets_new_articles_once_in_the_shape_of_list(
    cutline: Cutline, hook: Callable[[str], None], tmp_path: Path
) -> None:
    target = tmp_path / "got it.json"
    hook(python(KEEP, target))
    for _ in range(2):
        answer = cutline("refresh", "--force", "--json")
        assert (answer.code, answer.err) == (0, "")
    assert json.loads(target.read_text()) == cutline("list", "--json").json
    assert len(json.loads(target.read_text())) == 2


def test_nothing_runs_where_nothing_is_new(cutline: Cutline, hook: Callable[[str], None]) -> None:
    cutline("refresh", "--force")
    hook("no-such-command")
    assert cutline("refresh", "--force").code == 0


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ("no-such-command-of-ours", "it cannot be started (No such file or directory)"),
        ("an 'open quote", "its words cannot be told apart (no closing quotation)"),
        (python("import sys; sys.exit('out of\\n paper')"), "it ended with code 1 (out of)"),
        (python("import os; os.kill(os.getpid(), 9)"), "it ended with signal 9"),
    ],
)
def test_a_failure_is_one_line_and_exit_1_and_the_articles_stay(
    cutline: Cutline, hook: Callable[[str], None], command: str, reason: str
) -> None:
    hook(command)
    answer = cutline("refresh", "--force", "--json")
    assert (answer.code, answer.err) == (1, f"cutline: hooks.on_new_articles: {reason}\n")
    assert answer.json["articles_added"] == 2


def test_a_command_that_hangs_is_ended_with_its_children(
    cutline: Cutline, hook: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hooks.NewArticlesHook.__init__, "__kwdefaults__", {"limit_seconds": 0.3})
    hook(python("import subprocess; subprocess.run(['sleep', '60'])"))
    answer = cutline("refresh", "--force")
    assert answer.code == 1
    assert "still running after 0.3 s" in answer.err


def test_a_command_that_leaves_its_input_unread_is_all_right(
    cutline: Cutline, hook: Callable[[str], None]
) -> None:
    hook("true")
    assert cutline("refresh", "--force").code == 0
