"""What was typed is kept across restarts."""

from pathlib import Path

import pytest

from reader.tui.controllers.history import LINES_KEPT, History


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "history"


def test_it_is_kept_by_sign_for_the_person_alone(path: Path) -> None:
    history = History(path, ":/")
    history.add(":", "undo")
    history.add("/", "caption:naqoura")
    history.add(":", "list")
    history.add(":", "undo")
    assert History(path, ":/").read() == {":": ["list", "undo"], "/": ["caption:naqoura"]}
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["history"]


def test_only_the_newest_are_kept(path: Path) -> None:
    history = History(path, ":")
    path.parent.mkdir()
    path.write_text("".join(f":line {number}\n" for number in range(2 * LINES_KEPT)))
    assert len(history.read()[":"]) == LINES_KEPT
    history.add(":", "newest")
    kept = path.read_text().splitlines()
    assert (len(kept), kept[0], kept[-1]) == (LINES_KEPT, f":line {LINES_KEPT + 1}", ":newest")


def test_no_password_and_no_escape_is_written(path: Path) -> None:
    history = History(path, ":")
    for line in (
        "add https://me:secret@wire.example/rss",
        "edit 3 --header Authorization:secret",
        "edit 3 --password command:pass",
        "",
    ):
        history.add(":", line)
    assert not path.exists()
    history.add(":", "add \x1b]0;x\x07 \u202ename\nline")
    assert path.read_text().count("\n") == 1
    assert "\x1b" not in path.read_text()


def test_a_file_of_something_else_is_borne(path: Path) -> None:
    history = History(path, ":")
    path.parent.mkdir()
    path.write_bytes(b"\xff\xfe\x00\n:good\nxx\n\n:\n")
    assert history.read() == {":": ["good"]}


def test_a_disk_that_refuses_is_borne(path: Path) -> None:
    path.parent.write_text("a file where the directory should be")
    history = History(path, ":")
    history.add(":", "undo")
    assert history.read() == {":": []}
