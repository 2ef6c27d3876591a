import os
from pathlib import Path

from reader.transfer.found import Found, find_importable

OPML = "<?xml version='1.0'?><OPML version='2.0'><body/></OPML>"


def test_a_newsboat_set_up_comes_before_files(tmp_path: Path) -> None:
    (tmp_path / ".newsboat").mkdir()
    (tmp_path / ".newsboat" / "urls").write_text("https://a.example/rss\n")
    (tmp_path / "feeds.opml").write_text(OPML)
    assert find_importable({}, tmp_path) == Found(("newsboat",), "your newsboat set-up")


def test_the_newest_list_of_feeds_is_found(tmp_path: Path) -> None:
    (tmp_path / "Downloads").mkdir()
    old, new = tmp_path / "old.opml", tmp_path / "Downloads" / "export.xml"
    for number, path in enumerate((old, new)):
        path.write_text(OPML)
        os.utime(path, (number, number))
    assert find_importable({}, tmp_path) == Found((str(new),), "~/Downloads/export.xml")


def test_what_only_looks_like_a_list_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "page.xml").write_text("<rss/>")
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "feeds.opml").write_text(OPML)
    (tmp_path / "folder.opml").mkdir()
    os.mkfifo(tmp_path / "pipe.opml")
    assert find_importable({}, tmp_path) is None
    assert find_importable({}, tmp_path / "missing") is None
