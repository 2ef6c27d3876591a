"""``config``: showing, checking and editing the settings."""

import re
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reader.cli.config import template
from reader.cli.interface import run_in
from reader.cli.session import Session
from reader.setting_groups import Settings
from reader.settings import load_settings
from storage.archive import Archive

Cutline = Callable[..., Any]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


@pytest.fixture
def edited_with(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Makes a line of Python, which has the file as ``path``, the editor."""

    def use(line: str) -> None:
        code = f"import sys, pathlib; path = pathlib.Path(sys.argv[1]); {line}"
        monkeypatch.setenv("VISUAL", shlex.join([sys.executable, "-c", code]))

    return use


def test_every_key_is_shown_with_who_set_it(cutline: Cutline, config: Path) -> None:
    config.write_text('[interface]\nmeasure = 60\n[keys]\n"list.down" = "j, ctrl+n"\n')
    for answer in (cutline("config"), cutline("config", "--show")):
        lines = answer.out.splitlines()
        assert answer.code == 0
        assert f"interface.measure = 60  ({config})" in lines
        assert 'interface.theme = "auto"  (default)' in lines
        assert "refresh.allow_script_feeds = false  (default)" in lines
        assert f'keys."list.down" = ["j", "ctrl+n"]  ({config})' in lines


def test_the_file_is_named(cutline: Cutline, config: Path) -> None:
    assert cutline("config", "--path").out == f"{config}\n"


def test_a_check_finds_nothing(cutline: Cutline, config: Path) -> None:
    assert "no such file: the defaults hold" in cutline("config", "--check").out
    config.write_text('[interface]\ntheme = "nord"\nkeymap = "emacs"\n')
    answer = cutline("config", "--check")
    assert (answer.code, answer.out) == (0, f"{config}: no problem\n")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[interface]\nmesure = 3\n", "interface.mesure: no such key; did you mean measure?"),
        ('[interface]\ntheme = "nrod"\n', "interface.theme: no such theme: nrod; did you mean nord?"),
        ('[keys]\nstarr = "x"\n', "keys.starr: no such binding; did you mean star?"),
        ('[keys]\nstar = "m"\n', "keys.star: m is also the key of mark"),
    ],
)
def test_a_check_says_what_is_wrong(cutline: Cutline, config: Path, text: str, words: str) -> None:
    config.write_text(text)
    answer = cutline("config", "--check")
    assert (answer.code, answer.out) == (2, "")
    assert words in answer.err
    assert answer.err.count("\n") == 1


def test_a_check_says_every_problem_with_its_line(cutline: Cutline, config: Path) -> None:
    config.write_text(
        '[interface]\nthem = "x"\ntheme = "nrod"\n\n[keys]\nstarr = "x"\nstar = "m"\n[refresh]\nproxy = []\n'
    )
    answer = cutline("config", "--check")
    assert (answer.code, answer.out) == (2, "")
    assert [line.partition(", ")[2].partition(": ")[0] for line in answer.err.splitlines()] == [
        f"line {number}" for number in (2, 3, 6, 7, 9)
    ]


def test_the_examples_of_keys_can_be_set(cutline: Cutline, config: Path) -> None:
    page = (Path(__file__).parents[3] / "docs" / "configuration.md").read_text(encoding="utf-8")
    for text in (page.partition("## `[keys]`")[2], template().rpartition("[keys]")[2]):
        examples = re.findall(r'(?:"[\w.]+"|\w+) = (?:"[^"]*"|\[[^\]]*\])', text)
        assert len(examples) >= 2
        config.write_text("[keys]\n" + "\n".join(examples))
        answer = cutline("config", "--check")
        assert (answer.code, answer.err) == (0, "")


def test_the_template_sets_nothing_and_holds_every_default(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(template())
    assert load_settings(path) == Settings()
    without_signs = "\n".join(
        line.removeprefix("# ") if " = " in line and "binding" not in line else line
        for line in template().splitlines()
    )
    path.write_text(without_signs)
    assert load_settings(path) == Settings()


def test_an_editor_gets_a_file_with_the_defaults(
    cutline: Cutline, config: Path, edited_with: Callable[[str], None]
) -> None:
    edited_with("assert 'measure = 74' in path.read_text()")
    answer = cutline("config", "--edit")
    assert (answer.code, answer.out) == (0, f"{config}: no problem\n")
    assert config.stat().st_mode & 0o777 == 0o600


def test_what_was_edited_is_checked(
    cutline: Cutline, config: Path, edited_with: Callable[[str], None]
) -> None:
    edited_with("path.write_text('[interface]\\nmeasure = 3\\n')")
    answer = cutline("config", "--edit")
    assert answer.code == 2
    assert "interface.measure: must be between 30 and 160, not 3" in answer.err


def test_an_editor_that_fails_is_told(
    cutline: Cutline,
    config: Path,
    edited_with: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    edited_with("sys.exit(3)")
    answer = cutline("config", "--edit")
    assert (answer.code, "exit code 3" in answer.err) == (1, True)
    monkeypatch.setenv("VISUAL", "/nowhere/editor")
    answer = cutline("config", "--edit")
    assert (answer.code, "/nowhere/editor: No such file" in answer.err) == (1, True)
    monkeypatch.delenv("VISUAL")
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("EDITOR", raising=False)
    answer = cutline("config", "--edit")
    assert (answer.code, "set VISUAL or EDITOR" in answer.err) == (2, True)


def test_within_the_reader_there_is_no_terminal_to_edit_in(tmp_path: Path, config: Path) -> None:
    with Archive.open(tmp_path / "cutline.db") as archive:
        output = run_in(Session(tmp_path / "cutline.db", config))(["config", "--edit"], archive)
    assert output.exit_code == 2
    assert "leave the reader first" in output.narration
    assert not config.exists()
