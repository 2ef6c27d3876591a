"""What is typed in one go, faster than anything is shown, goes where a person meant it."""

from collections.abc import Callable
from pathlib import Path

from benchmarks.terminal import Terminal
from sample_feeds import sample_files
from storage.archive import Archive

Cutline = Callable[..., str]
OpenTerminal = Callable[..., Terminal]
WIRE = next(sample.path for sample in sample_files() if sample.path.name == "levant-wire.xml")


def test_a_dialog_is_filled_in_one_go(database: Path, cutline: Cutline, open_terminal: OpenTerminal) -> None:
    cutline("add", str(WIRE))
    reader = open_terminal(columns=100, rows=30)
    reader.wait_for("1 of 4")
    # Title, folder, muted, past address and interval, paused: none of it reaches the list behind.
    reader.type("eMine\tHome\t \t\t\t \r")
    reader.wait_for("Changed title, folder, pause and muting of Mine")
    reader.type("q")
    reader.wait_end()
    with Archive.open(database, is_read_only=True) as archive:
        (feed,) = archive.feeds()
        settings = archive.feed_settings(feed.feed_id)
    assert (settings.user_title, settings.folder) == ("Mine", "Home")
    assert settings.is_muted
    assert settings.is_paused


def test_a_keyword_is_filled_in_in_one_go(
    database: Path, cutline: Cutline, open_terminal: OpenTerminal
) -> None:
    cutline("add", str(WIRE))
    reader = open_terminal(columns=100, rows=30)
    reader.wait_for("1 of 4")
    reader.type("w")
    reader.wait_for("Keywords · by")
    reader.type("A")
    reader.wait_for("Enter tries")
    # Past where it is looked for, two colours on; past sign, actions, tag, day and regex, quiet.
    reader.type("port\t\t\t\t\t\x1b[C\x1b[C\t\t\t\t\t\t \r")
    reader.wait_for("Enter keeps it")
    reader.type("\r")
    reader.wait_for("Added keyword port")
    reader.type("\x1b")
    reader.wait_for("1 of 4")
    reader.type("q")
    reader.wait_end()
    with Archive.open(database, is_read_only=True) as archive:
        (keyword,) = archive.all_keywords()
    assert (keyword.pattern, keyword.color, keyword.rule.is_quiet) == ("port", "accent", True)
