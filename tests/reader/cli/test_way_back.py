"""Who watches a command is told how its change is taken back; scripts are not."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.cli.run import run
from reader.cli.session import Console, Session

Run = Callable[..., tuple[str, str]]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def run_on(tmp_path: Path) -> Run:
    """Runs a command; gives what it wrote to each stream."""

    def call(*words: str, out: type[io.StringIO], err: type[io.StringIO]) -> tuple[str, str]:
        console = Console(out(), err())
        run(words, Session(tmp_path / "cutline.db", tmp_path / "config.toml", console))
        assert isinstance(console.out, io.StringIO)
        assert isinstance(console.err, io.StringIO)
        return console.out.getvalue(), console.err.getvalue()

    return call


def test_a_person_is_told_of_the_way_back(run_on: Run, wire: Path) -> None:
    _, err = run_on("add", str(wire), out=Terminal, err=Terminal)
    assert err.endswith("cutline undo takes it back\n")
    changed = run_on("mark", "read", "1", out=Terminal, err=Terminal)
    assert changed == ("Marked 1 read\n", "cutline undo takes it back\n")
    unchanged = run_on("mark", "read", "1", out=Terminal, err=Terminal)
    assert unchanged == ("Nothing to change\n", "")
    assert run_on("list", out=Terminal, err=Terminal)[1] == ""


def test_several_steps_are_several_ways_back(run_on: Run, wire: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.xml"
    other.write_text(wire.read_text())
    _, err = run_on("add", str(wire), str(other), out=Terminal, err=Terminal)
    assert err.endswith("cutline undo takes back one after the other\n")


@pytest.mark.parametrize(("out", "err"), [(io.StringIO, Terminal), (Terminal, io.StringIO)])
def test_a_script_is_told_nothing_more(
    run_on: Run, wire: Path, out: type[io.StringIO], err: type[io.StringIO]
) -> None:
    run_on("add", str(wire), out=io.StringIO, err=io.StringIO)
    assert run_on("mark", "read", "1", out=out, err=err) == ("Marked 1 read\n", "")


def test_a_refresh_is_no_wish_that_is_taken_back(run_on: Run, wire: Path) -> None:
    run_on("keyword", "add", "rain", "--action", "star", out=io.StringIO, err=io.StringIO)
    run_on("add", str(wire), out=io.StringIO, err=io.StringIO)
    wire.write_text(wire.read_text().replace("w2", "w3"))
    _, err = run_on("refresh", "--force", out=Terminal, err=Terminal)
    assert "takes" not in err
