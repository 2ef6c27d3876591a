import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from storage.archive import Archive
from storage.options import FeedOptions

Cutline = Callable[..., Any]


@pytest.fixture
def filled(cutline: Cutline, wire: Path) -> Cutline:
    cutline("add", str(wire))
    return cutline


def options(tmp_path: Path) -> dict[int, FeedOptions]:
    with Archive.open(tmp_path / "cutline.db") as archive:
        return archive.feed_options()


def test_how_a_feed_is_fetched_is_kept_and_forgotten(filled: Cutline, tmp_path: Path) -> None:
    words = ("--header", "Cookie: a=1", "--header", "X-Key: command:pass key", "--user-agent", "Me/1")
    assert filled("edit", "1", *words, "--interval", "30", "--proxy", "http://127.0.0.1:1").code == 0
    assert options(tmp_path)[1] == FeedOptions(
        headers=(("Cookie", "a=1"), ("X-Key", "command:pass key")),
        user_agent="Me/1",
        proxy="http://127.0.0.1:1",
        interval_minutes=30,
    )
    filled("edit", "1", "--header", "cookie:", "--user", "ann", "--password", "command:pass ann")
    kept = options(tmp_path)[1]
    assert (kept.headers, kept.user) == ((("X-Key", "command:pass key"),), "ann")
    filled("edit", "1", "--plain")
    assert options(tmp_path) == {}


def test_a_password_is_never_taken_as_such(filled: Cutline, tmp_path: Path) -> None:
    answer = filled("edit", "1", "--user", "ann", "--password", "hunter2")
    assert answer.code == 2
    assert "hunter2" not in answer.err
    assert options(tmp_path) == {}


def test_title_folder_and_pause(filled: Cutline) -> None:
    filled("edit", "1", "--title", "Mine", "--folder", "A/B", "--pause")
    (feed,) = filled("feeds", "--json").json
    assert (feed["title"], feed["folder"]) == ("Mine", "A/B")
    assert filled("refresh", "--json").json["feeds_checked"] == 0
    filled("edit", "1", "--resume")
    assert filled("refresh", "--json").json["feeds_checked"] == 1


def test_the_interval_is_the_readers_word(filled: Cutline) -> None:
    filled("edit", "1", "--interval", "90")
    filled("refresh")
    assert filled("feeds", "--json").json[0]["next_fetch_at"] == "2025-01-26T13:30:00Z"


def test_secrets_are_in_no_export(filled: Cutline) -> None:
    filled("edit", "1", "--user", "ann", "--password", f"command:{sys.executable} -c 1")
    shown = (
        filled("feeds", "--json").out
        + filled("export", "opml").out
        + filled("feeds", "--health", "--json").out
    )
    assert "ann" not in shown
    assert sys.executable not in shown


def test_all_that_is_set_at_once_is_one_step(filled: Cutline, wire: Path, tmp_path: Path) -> None:
    other = tmp_path / "moved.xml"
    other.write_text(wire.read_text())
    before = filled("feeds", "--json").json
    filled(
        "edit", "1", "--title", "Mine", "--folder", "A", "--mute", "--address", str(other), "--interval", "30"
    )
    (feed,) = filled("feeds", "--json").json
    assert (feed["title"], feed["url"]) == ("Mine", other.as_uri())
    assert filled("undo").out.startswith("Taken back: Changed title, folder, address, muting and fetching")
    # It is due at once, as it is after every change of how it is fetched.
    assert filled("feeds", "--json").json == [{**before[0], "next_fetch_at": None}]


def test_another_address_keeps_the_articles(filled: Cutline, wire: Path, tmp_path: Path) -> None:
    other = tmp_path / "moved.xml"
    other.write_text(wire.read_text())
    filled("mark", "read", "1")
    before = filled("list", "--json").json
    assert filled("edit", "1", "--address", str(other)).code == 0
    assert filled("refresh", "--json").json["feeds_checked"] == 1
    assert filled("list", "--json").json == before


def test_an_address_that_cannot_be_is_refused(filled: Cutline, wire: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.xml"
    other.write_text(wire.read_text().replace("Wire", "Other"))
    filled("add", str(other))
    assert "neither an address" in filled("edit", "1", "--address", "no such thing").err
    assert "a single one" in filled("edit", "1", "2", "--address", "https://x.example/").err
    taken = filled("edit", "1", "--address", str(other), "--title", "Mine")
    assert "Other has this address already" in taken.err
    assert taken.code != 0
    assert filled("feeds", "--json").json[0]["title"] != "Mine"
