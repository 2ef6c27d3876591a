"""Telling of new articles with watched words after a refresh."""

import json
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reader.cli.alerts import terminal_notice

Cutline = Callable[..., Any]
KEEP = "import sys; open(sys.argv[1], 'ab').write(sys.stdin.buffer.read())"


@pytest.fixture
def settings(tmp_path: Path, cutline: Cutline, wire: Path) -> Callable[[str], None]:
    """Subscribes to the wire without its articles, watches a word in it, and writes settings."""
    document = wire.read_text()
    wire.write_text('<rss version="2.0"><channel><title>Wire</title></channel></rss>')
    cutline("add", str(wire))
    cutline("keyword", "add", "bridge", "--group", "Works")
    wire.write_text(document)

    def write(text: str) -> None:
        (tmp_path / "config.toml").write_text(f"[hooks]\n{text}\n")

    return write


def test_a_command_gets_the_hits_once_as_json(
    cutline: Cutline, settings: Callable[[str], None], tmp_path: Path
) -> None:
    target = tmp_path / "got it.json"
    command = shlex.join([sys.executable, "-c", KEEP, str(target)])
    settings(f"on_keyword_hits = {json.dumps(command)}")
    for _ in range(2):
        answer = cutline("refresh", "--force")
        assert (answer.code, answer.err) == (0, "")
    (found,) = json.loads(target.read_text())
    assert (found["keyword"], found["group"]) == ("bridge", "Works")
    assert found["articles"] == cutline("list", "--json", "keyword:bridge").json


@pytest.mark.parametrize("option", [("--quiet",), ("--action", "hide")])
def test_quiet_and_hiding_keywords_are_not_told_of(
    cutline: Cutline, settings: Callable[[str], None], option: tuple[str, ...]
) -> None:
    settings('on_keyword_hits = "no-such-command-of-ours"')
    cutline("keyword", "add", "bridge", *option)
    assert cutline("refresh", "--force").code == 0


def test_notify_send_gets_words_and_no_markup(
    cutline: Cutline,
    settings: Callable[[str], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    wire: Path,
) -> None:
    target = tmp_path / "words.json"
    program = tmp_path / "bin" / "notify-send"
    program.parent.mkdir()
    program.write_text(
        f"#!{sys.executable}\nimport sys, json\njson.dump(sys.argv[1:], open({str(target)!r}, 'w'))\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent), prepend=":")
    settings('desktop = "notify-send"')
    cutline("keyword", "add", "<i>bridge</i>")
    assert cutline("refresh", "--force").code == 0
    *options, title, text = json.loads(target.read_text())
    assert (options, title) == (["--app-name=cutline", "--"], "Cutline")
    assert text.startswith("◆ bridge: ")


def test_a_missing_program_is_one_line(
    cutline: Cutline, settings: Callable[[str], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    settings('desktop = "notify-send"')
    answer = cutline("refresh", "--force")
    assert answer.code == 1
    assert "hooks.desktop: notify-send: it cannot be started (No such file or directory)" in answer.err


def test_nothing_is_written_without_a_terminal(cutline: Cutline, settings: Callable[[str], None]) -> None:
    settings('desktop = "osc9"')
    answer = cutline("refresh", "--force")
    assert (answer.code, answer.err) == (0, "")


def test_terminals_are_told_in_their_own_ways() -> None:
    assert terminal_notice("osc9", "two") == "\x1b]9;two\x07"
    assert terminal_notice("osc777", "two; three") == "\x1b]777;notify;Cutline;two; three\x07"
    assert terminal_notice("off", "two") == ""
