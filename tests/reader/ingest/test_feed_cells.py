"""A feed's settings as they are written: what is understood, and what is said of the rest."""

from dataclasses import replace
from pathlib import Path

import pytest

from reader.errors import CellError
from reader.ingest.feed_cells import cells_of, read_address, read_cells, read_interval, write_interval
from storage.options import FeedOptions
from storage.subscriptions.feed_settings import FeedSettings

SECRET = "https://ann:pw@press.example/rss?token=abc&page=1"
SET = FeedSettings(
    url=SECRET,
    user_title="Mine",
    folder="World/Asia",
    is_muted=True,
    options=FeedOptions(
        headers=(("Cookie", "a=1; b=2"), ("Accept", "a, b")),
        user_agent="Me/1",
        proxy="http://127.0.0.1:8080",
        user="ann",
        password="command:pass ann",
        interval_minutes=90,
    ),
)


def test_what_is_shown_and_left_alone_stays_as_it_is() -> None:
    cells = cells_of(SET)
    assert cells.address == "https://press.example/rss?token=…&page=1"
    assert cells.headers == ("Cookie: a=1; b=2", "Accept: a, b")
    assert cells.interval == "90m"
    assert read_cells(cells, SET) == SET


def test_blank_headers_are_none_and_blanks_are_nothing() -> None:
    cells = replace(cells_of(SET), headers=("", "X-Key:  command:pass key ", " "), interval=" ", title="  ")
    wanted = read_cells(cells, SET)
    assert wanted.options.headers == (("X-Key", "command:pass key"),)
    assert (wanted.options.interval_minutes, wanted.user_title) == (None, "")


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("", None),
        ("90", 90),
        ("30m", 30),
        ("45 min", 45),
        ("2h", 120),
        ("2 hours", 120),
        ("1d", 1440),
        ("30d", 43_200),
    ],
)
def test_intervals(text: str, minutes: int | None) -> None:
    assert read_interval(text) == minutes
    assert read_interval(write_interval(minutes)) == minutes


@pytest.mark.parametrize("text", ["0", "-5", "soon", "31d", "1.5h", "999999d", "²"])
def test_what_is_no_interval(text: str) -> None:
    with pytest.raises(CellError) as error:
        read_interval(text)
    assert error.value.cell == "interval"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("https://other.example/rss", "https://other.example/rss"),
        ("other.example/rss", "https://other.example/rss"),
        ("feed://other.example/rss", "https://other.example/rss"),
        # Name and password belong to their server, and to no other.
        ("https://press.example/atom", "https://ann:pw@press.example/atom"),
        ("https://bob:x@press.example/atom", "https://bob:x@press.example/atom"),
        ("http://press.example/atom", "http://press.example/atom"),
        ("exec:my-feed --all", "exec:my-feed --all"),
    ],
)
def test_addresses(written: str, meant: str) -> None:
    assert read_address(written, SECRET) == meant


def test_a_file_becomes_its_address(tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    file.write_text("<rss/>")
    assert read_address(str(file), SECRET) == file.as_uri()


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("address", "", "A feed needs an address."),
        ("address", "no such thing", "This is neither an address nor a file that exists."),
        ("address", "https://press.example/atom?token=…", "Write in full what … stands for."),
        ("address", "gopher://press.example/", "This is not an address that can be fetched."),
        ("proxy", "127.0.0.1", "A proxy is an address like http://127.0.0.1:8080."),
        ("password", "hunter2", "Write command:WORDS or keyring:SERVICE/USER, never the password itself."),
        ("interval", "often", "Write 30m, 2h or 1d, at most 30d; nothing for the feed's own rhythm."),
    ],
)
def test_what_cannot_be_set_is_said_at_its_field(field: str, text: str, said: str) -> None:
    with pytest.raises(CellError) as error:
        read_cells(replace(cells_of(SET), **{field: text}), SET)
    assert (error.value.cell, str(error.value)) == (field, said)
    assert not text or "hunter2" not in str(error.value)


@pytest.mark.parametrize("header", ["Cookie", ": x", "My Header: x", "X: a\r\nY: b"])
def test_what_is_no_header(header: str) -> None:
    with pytest.raises(CellError) as error:
        read_cells(replace(cells_of(SET), headers=("A: b", header)), SET)
    assert error.value.cell == "header-1"
