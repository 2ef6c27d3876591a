"""What holds for every command of the command line: it is offered, documented, and does what it says."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from reader.cli.commands import cutline as group
from reader.cli.effects import EFFECTS
from reader.cli.interface import list_words
from reader.commands import Effect

ROOT = Path(__file__).parents[3]
Cutline = Callable[..., Any]
LookAt = Callable[[Path], Any]


def leaves(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from leaves(inner, (*path, name))
    else:
        yield path


def test_every_command_of_the_command_line_is_documented_and_offered() -> None:
    words, page = list_words(), (ROOT / "docs" / "commands.md").read_text()
    for path in leaves(group):
        found = words
        for name in path:
            found = found.commands[name]
        assert found.summary, path
        assert f"`cutline {' '.join(path)}`" in page


def test_of_every_command_of_the_command_line_it_is_known_what_it_does() -> None:
    assert set(EFFECTS) == set(group.list_commands(click.Context(group)))


CALLS: tuple[tuple[str, ...], ...] = (
    ("remove", "1"),
    ("edit", "1", "--title", "Mine"),
    ("edit", "1", "--folder", "A/B"),
    ("edit", "1", "--pause"),
    ("edit", "1", "--mute"),
    ("edit", "1", "--interval", "30"),
    ("edit", "1", "--address", "https://moved.example/rss"),
    ("edit", "1", "--title", "Mine", "--folder", "A/B", "--mute", "--interval", "30"),
    ("folder", "World", "Earth/Here"),
    ("mark", "read", "1"),
    ("mark", "starred", "1"),
    ("mark", "read", "--query", "bridge"),
    ("tag", "add", "later", "1"),
    ("search", "save", "Mine", "bridge"),
    ("keyword", "add", "bridge", "--action", "star", "--group", "Roads"),
    ("keyword", "add", "Naqoura", "--action", "hide"),
    ("keyword", "remove", "Naqoura"),
    ("keyword", "pause", "Naqoura"),
    ("keyword", "resume", "rain"),
    ("keyword", "import", "WORDS"),
    ("add", "OTHER"),
    ("import", "OPML"),
)
LOOKS: tuple[tuple[str, ...], ...] = (
    ("feeds",),
    ("folder",),
    ("read",),
    ("list",),
    ("show", "1"),
    ("export", "json"),
    ("keyword", "list"),
    ("keyword", "test", "bridge"),
    ("keyword", "export"),
    ("keyword", "add", "bridge", "--action", "hide", "--dry-run"),
    ("config",),
    ("completion", "bash"),
    ("check",),
    ("captions",),
)


@pytest.fixture
def places(tmp_path: Path, wire: Path) -> dict[str, str]:
    other = tmp_path / "other.xml"
    other.write_text(wire.read_text().replace("Wire", "Other"))
    opml = tmp_path / "feeds.opml"
    opml.write_text('<opml><body><outline text="X" xmlUrl="https://x.example/feed"/></body></opml>')
    watched = tmp_path / "words.txt"
    watched.write_text("bridge\nfloods\n")
    return {"OTHER": str(other), "OPML": str(opml), "WORDS": str(watched)}


@pytest.mark.parametrize("words", CALLS, ids=" ".join)
def test_a_change_from_the_command_line_is_taken_back_and_made_again(
    cutline: Cutline,
    look_at: LookAt,
    wire: Path,
    tmp_path: Path,
    places: dict[str, str],
    words: tuple[str, ...],
) -> None:
    assert EFFECTS[words[0]] is Effect.UNDOABLE
    cutline("add", str(wire), "--folder", "World")
    cutline("keyword", "add", "Naqoura")
    cutline("keyword", "add", "rain", "--action", "hide")
    cutline("keyword", "pause", "rain")
    database = tmp_path / "cutline.db"
    before = look_at(database).state
    answer = cutline(*(places.get(word, word) for word in words))
    assert answer.code == 0, answer.err
    after = look_at(database).state
    assert after != before
    assert cutline("undo").code == 0
    assert look_at(database).state == before
    assert cutline("redo").code == 0
    assert look_at(database).state == after


@pytest.mark.parametrize("words", LOOKS, ids=" ".join)
def test_a_command_that_looks_changes_nothing(
    cutline: Cutline, look_at: LookAt, wire: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    assert EFFECTS[words[0]] in (Effect.LOOKS, Effect.TENDS, Effect.UNDOABLE)
    cutline("add", str(wire), "--folder", "World")
    before = look_at(tmp_path / "cutline.db")
    assert cutline(*words).code == 0
    assert look_at(tmp_path / "cutline.db") == before
