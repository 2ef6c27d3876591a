"""The outermost border: exit codes, one sentence per failure, no tracebacks."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Cutline = Callable[..., Any]
COMMAND = str(Path(sys.executable).with_name("cutline"))


def call(*words: str, home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND, *words],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "HOME": str(home), "XDG_STATE_HOME": str(home / "state"), **environment},
        timeout=60,
        check=False,
    )


def test_without_a_terminal_the_reader_names_what_to_do(tmp_path: Path) -> None:
    answer = call(home=tmp_path)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.count("\n") == 1
    assert "cutline list" in answer.stderr


def test_the_environment_names_files_and_a_flag_wins(tmp_path: Path) -> None:
    call("keyword", "add", "one", home=tmp_path, CUTLINE_DATABASE=str(tmp_path / "a.db"))
    call(
        "--database", str(tmp_path / "b.db"), "feeds", home=tmp_path, CUTLINE_DATABASE=str(tmp_path / "a.db")
    )
    assert (tmp_path / "a.db").exists()
    assert (tmp_path / "b.db").exists()


def test_version_and_help_open_nothing(tmp_path: Path) -> None:
    assert call("--version", home=tmp_path).stdout.startswith("cutline")
    shown = call("--help", home=tmp_path).stdout
    for command in (
        "add",
        "remove",
        "feeds",
        "refresh",
        "list",
        "show",
        "mark",
        "tag",
        "keyword",
        "undo",
        "check",
    ):
        assert f"\n  {command} " in shown
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "words", [("nonsense",), ("add",), ("show", "x"), ("list", "--limit", "-1"), ("--nope",)]
)
def test_wrong_use_is_one_line_and_exit_2(cutline: Cutline, words: tuple[str, ...]) -> None:
    answer = cutline(*words)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("cutline: ")
    assert answer.err.count("\n") == 1


def test_unknown_settings_name_file_key_and_the_nearest(cutline: Cutline, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[refresh]\nconcurency = 3\n")
    answer = cutline("feeds")
    assert answer.code == 2
    assert f"{tmp_path / 'config.toml'}, line 2: refresh.concurency" in answer.err
    assert "concurrency" in answer.err


def test_a_newer_database_is_refused_by_name_and_untouched(cutline: Cutline, tmp_path: Path) -> None:
    cutline("feeds")
    connection = sqlite3.connect(tmp_path / "cutline.db")
    connection.execute("PRAGMA user_version = 999")
    connection.commit()
    connection.close()
    before = (tmp_path / "cutline.db").read_bytes()
    answer = cutline("list")
    assert answer.code == 2
    assert str(tmp_path / "cutline.db") in answer.err
    assert "999" in answer.err
    assert (tmp_path / "cutline.db").read_bytes() == before


def test_a_file_that_is_no_database_is_refused(cutline: Cutline, tmp_path: Path) -> None:
    (tmp_path / "cutline.db").write_bytes(b"Dear diary, " * 100)
    answer = cutline("list")
    assert answer.code == 2
    assert "cutline.db" in answer.err
    assert (tmp_path / "cutline.db").read_bytes().startswith(b"Dear diary")


def test_a_reader_that_stops_reading_ends_the_list_quietly(tmp_path: Path) -> None:
    answer = subprocess.run(
        f"{COMMAND} demo | head -1",
        shell=True,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "HOME": str(tmp_path)},
        timeout=60,
        check=False,
    )
    assert answer.stderr == ""
    assert answer.stdout.count("\n") == 1


def test_a_fault_of_our_own_is_one_sentence_and_leaves_the_details(
    cutline: Cutline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.paths.state_path", lambda: tmp_path / "state")
    monkeypatch.setattr("storage.archive.Archive.feeds", lambda _: 1 / 0)
    answer = cutline("feeds")
    assert answer.code == 1
    assert answer.err.count("\n") == 1
    assert "ZeroDivisionError" in answer.err
    assert "Traceback" in (tmp_path / "state" / "last-fault.txt").read_text()


@pytest.mark.parametrize("words", ["feeds", "list", "keyword list", "check"])
def test_commands_load_neither_interface_nor_network(words: str, tmp_path: Path) -> None:
    code = (
        "import sys; from reader.cli.run import run\n"
        f"run({words.split()!r})\n"
        "heavy = {'textual', 'rich', 'aiohttp', 'feedparser', 're2'} & set(sys.modules)\n"
        "print('LOADED', sorted(heavy), file=sys.stderr)"
    )
    environment = {**os.environ, "HOME": str(tmp_path), "CUTLINE_DATABASE": str(tmp_path / "a.db")}
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, timeout=60, check=False
    )
    assert "LOADED []" in answer.stderr


def test_a_mistyped_command_is_told_the_nearest_one(cutline: Cutline) -> None:
    answer = cutline("lsit")
    assert (answer.code, answer.out) == (2, "")
    assert "No such command 'lsit'. Did you mean 'list'?" in answer.err
    assert "Did you mean" not in cutline("zzzzzz").err
