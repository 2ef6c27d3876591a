import os
from pathlib import Path

import pytest

from reader.errors import FetchError, FetchProblem
from reader.ingest.fetch import Fetched, FetchOutcome, NotModified
from reader.ingest.files import file_address, is_file_address, read_feed_file
from storage.model import Validators

NO_VALIDATORS = Validators()


def read(url: str, validators: Validators = NO_VALIDATORS, max_bytes: int = 1_000) -> FetchOutcome:
    return read_feed_file(url, validators, max_bytes)


def fetched(outcome: FetchOutcome) -> Fetched:
    assert isinstance(outcome, Fetched), outcome
    return outcome


def sentence(outcome: FetchOutcome) -> str:
    assert isinstance(outcome, FetchError)
    assert outcome.http_status is None
    return str(outcome)


@pytest.mark.parametrize(
    ("url", "is_one"),
    [
        ("file:///a", True),
        ("FILE:/a", True),
        ("file:a", True),
        ("/a", False),
        ("http://file:80/", False),
        ("", False),
    ],
)
def test_a_file_address_begins_with_file(url: str, is_one: bool) -> None:
    assert is_file_address(url) is is_one


@pytest.mark.parametrize("name", ["feed.xml", "a feed?#%.xml", "字.xml", "-rf"])
def test_a_file_is_read_by_its_address(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"<rss/>")
    url = file_address(path)
    outcome = fetched(read(url))
    assert (outcome.url, outcome.body, outcome.permanent_url) == (url, b"<rss/>", "")
    assert fetched(read(url.replace("file://", "file://localhost"))).body == b"<rss/>"


def test_a_relative_path_and_a_home_are_made_absolute(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "/home/mara")
    assert file_address(Path("feed.xml")) == f"{tmp_path.as_uri()}/feed.xml"
    assert file_address(Path("~/feed.xml")) == "file:///home/mara/feed.xml"


def test_a_file_that_nobody_touched_is_not_modified(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(b"<rss/>")
    validators = fetched(read(file_address(path))).validators
    assert read(file_address(path), validators) == NotModified()


@pytest.mark.parametrize("change", ["time", "size", "replaced"])
def test_a_file_that_changed_is_read_again(tmp_path: Path, change: str) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(b"<rss/>")
    facts = path.stat()
    before = fetched(read(file_address(path))).validators
    times = (facts.st_atime_ns, facts.st_mtime_ns)
    match change:
        case "time":
            os.utime(path, ns=(times[0], times[1] + 1_000_000))
        case "size":
            path.write_bytes(b"<rss></rss>")
            os.utime(path, ns=times)
        case _:
            (tmp_path / "new.xml").write_bytes(b"<RSS/>")
            os.utime(tmp_path / "new.xml", ns=times)
            (tmp_path / "new.xml").replace(path)
    after = fetched(read(file_address(path), before))
    assert after.body == path.read_bytes()
    assert after.validators != before


def test_a_file_is_read_up_to_the_cap(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(b"x" * 2**19)
    assert len(fetched(read(file_address(path), max_bytes=2**19)).body) == 2**19
    outcome = read(file_address(path), max_bytes=2**19 - 1)
    assert sentence(outcome) == "the answer is too large (more than 0.5 MiB)"


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path, Path("/dev/zero")):
        assert sentence(read(file_address(path))) == "the file cannot be read (it is not a regular file)"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("file:///nowhere/feed.xml", "no such file or directory"),
        ("file:///dev/null/feed.xml", "not a directory"),
        ("file:///" + "a" * 300, "file name too long"),
        ("file:///a%00b", "its name cannot be a file's"),
        ("file://[::1/feed.xml", "its name cannot be a file's"),
        ("file://share.example/feed.xml", "it is on another machine"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(url: str, reason: str) -> None:
    outcome = read(url)
    assert isinstance(outcome, FetchError)
    assert (outcome.url, outcome.problem) == (url, FetchProblem.FILE)
    assert sentence(outcome) == f"the file cannot be read ({reason})"


def test_a_file_of_another_person_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(b"<rss/>")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "said in another language")

    monkeypatch.setattr(Path, "open", refuse)
    assert sentence(read(file_address(path))) == "the file cannot be read (permission denied)"
