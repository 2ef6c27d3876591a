"""``read``, ``save``, ``folder`` and ``list --format``."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

Cutline = Callable[..., Any]


@pytest.fixture
def filled(cutline: Cutline, wire: Path) -> Cutline:
    cutline("keyword", "add", "Naqoura")
    cutline("add", str(wire), "--folder", "World/Levant")
    return cutline


@pytest.fixture
def site() -> Iterator[str]:
    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            is_there = self.path == "/page"
            self.send_response(200 if is_there else 404)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<title>Kept page</title><article><p>Words about Naqoura.</p></article>")

        def log_message(self, format: str, *arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_articles_are_read_in_words_alone(filled: Cutline) -> None:
    shown = filled("read").out
    assert shown.startswith("unread 1 of 2, 1 picture, 1 keyword: Naqoura\nBridge opens\nWire, by Ann Lee, ")
    assert "Picture, file photo. The bridge at dawn. Credit: REUTERS/Ali Hankir" in shown
    assert "Link 1: the map, https://wire.example/map" in shown
    assert "\nunread 2 of 2\nRain ends\n" in shown
    assert not set("▣●★◆") & set(shown)


def test_what_was_read_is_marked_in_one_step(filled: Cutline) -> None:
    assert filled("read", "--limit", "1", "--mark").err == "Marked 1 read\n"
    assert filled("read").out.startswith("unread 1 of 1")
    assert filled("read", "bridge").out.startswith("read 1 of 1")
    filled("undo")
    assert filled("read", "--oldest").out.startswith("unread 1 of 2\nRain ends")
    assert filled("read", "nowhere").err == "Nothing found.\n"


def test_a_line_of_ones_own(filled: Cutline) -> None:
    made = filled("list", "--format", r"{article_id}\t{title}\t{is_read}\t{keywords}")
    assert made.out == "2\tBridge opens\t0\tNaqoura\n1\tRain ends\t0\t\n"
    wrong = filled("list", "--format", "{titel}")
    assert (wrong.code, wrong.out) == (2, "")
    assert "no such field: titel; did you mean title?" in wrong.err
    assert filled("list", "--pictures", "--format", "{credit}").out == "REUTERS/Ali Hankir\n"


def test_a_page_is_kept_to_be_read_later(filled: Cutline, site: str) -> None:
    assert filled("save", f"{site}/page").out == "Saved: Kept page\n"
    (saved,) = filled("list", "--json", "feed:Saved").json
    assert (saved["title"], [hit["pattern"] for hit in saved["keywords"]]) == ("Kept page", ["Naqoura"])
    assert filled("save", f"{site}/page").out == "Saved before: Kept page\n"
    assert "cutline:saved" not in filled("export", "opml").out
    assert filled("refresh", "--force", "--json").json["feeds_checked"] == 1
    assert filled("undo").out == "Taken back: Saved Kept page\n"
    assert filled("list", "--json", "feed:Saved").json == []
    assert filled("redo").out == "Done again: Saved Kept page\n"
    filled("undo")
    assert filled("save", f"{site}/page").out == "Saved: Kept page\n"
    assert filled("undo").out == "Taken back: Saved Kept page\n"


def test_what_cannot_be_kept_is_said(filled: Cutline, site: str, wire: Path) -> None:
    for source in (f"{site}/missing", str(wire), "no address"):
        answer = filled("save", source)
        assert (answer.code, answer.out) == (1, "")
        assert source in answer.err


def test_folders_are_listed_renamed_and_dissolved(filled: Cutline) -> None:
    assert filled("folder").out == "World\nWorld/Levant\n"
    assert filled("folder", "World", "Earth").out == "Renamed folder World to Earth\n"
    filled("folder", "Earth/Levant", "")
    assert filled("folder").out == "Earth\n"
    assert filled("folder", "Mars", "Moon").code == 1
    assert filled("folder", "Earth").code == 2
