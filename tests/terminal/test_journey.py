"""A person's first days with the reader in a real pseudo-terminal, from an empty archive to a restart."""

import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from benchmarks.terminal import Terminal

Cutline = Callable[..., str]
OpenTerminal = Callable[..., Terminal]
WAIT_SECONDS = 60
DOWN, ESCAPE, ENTER = "\x1b[B", "\x1b", "\r"


def feed() -> bytes:
    """Twelve articles, each longer than a screen."""
    newest = datetime(2025, 1, 25, 10, 0, tzinfo=UTC)
    items = "".join(
        f"<item><title>Report {number}</title><guid>r{number}</guid>"
        f"<link>http://127.0.0.1/{number}</link>"
        f"<pubDate>{format_datetime(newest - timedelta(hours=number))}</pubDate><description>&lt;p>"
        + "&lt;/p>&lt;p>".join(f"Paragraph {part} of report {number}." for part in range(1, 31))
        + "&lt;/p></description></item>"
        for number in range(1, 13)
    )
    return f'<rss version="2.0"><channel><title>River Gazette</title>{items}</channel></rss>'.encode()


@pytest.fixture
def site() -> Iterator[str]:
    """A web page that names its feed."""
    page = (
        b"<!doctype html><html><head><title>River</title>"
        b'<link rel="alternate" type="application/rss+xml" href="/rss"></head><body>News</body></html>'
    )
    answers = {"/": ("text/html", page), "/rss": ("application/rss+xml", feed())}

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, body = answers.get(self.path, ("text/plain", b""))
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


def rows(cutline: Cutline) -> dict[str, dict[str, Any]]:
    return {row["title"]: row for row in json.loads(cutline("list", "--json"))}


def see(reader: Terminal, text: str) -> None:
    reader.wait_for(text, timeout_seconds=WAIT_SECONDS)


def see_no_more(reader: Terminal, text: str) -> None:
    for _ in range(WAIT_SECONDS):
        if text not in reader.text():
            return
        reader.wait_quiet(timeout_seconds=1)
    raise AssertionError(f"{text!r} is still there:\n{reader.text()}")


def add_a_site(reader: Terminal, site: str) -> None:
    # A site's address is enough: its feed is found, and shown before anything is subscribed to.
    reader.type("a")
    see(reader, "Add a feed")
    reader.type(f"http://{site}/{ENTER}")
    see(reader, "River Gazette")
    see(reader, "Enter subscribes")
    reader.type(ENTER)
    see(reader, "1 of 12")


def read_with_space(reader: Terminal) -> None:
    # Space alone reads: through the first article, then on to the next ones.
    see(reader, "Paragraph 2 of report 1.")
    for _ in range(40):
        if "Paragraph 2 of report 3." in reader.text():
            break
        reader.press(" ")
    see(reader, "Paragraph 2 of report 3.")
    see(reader, "3 of 12")


def star_tag_search_undo(reader: Terminal) -> None:
    reader.type("s")
    see(reader, "★")
    reader.type("T")
    see(reader, "#")
    reader.type(f"rivers{ENTER}")
    see(reader, "Tagged 1 article with rivers")

    reader.press(ESCAPE)
    reader.type("/")
    reader.wait_quiet(timeout_seconds=1)
    reader.type(f"title:report is:starred{ENTER}")
    see(reader, "1 of 1")
    reader.press(ESCAPE)
    see(reader, "of 12")

    # The last change is the tag; taken back, it is gone, and the star stays.
    reader.type("u")
    see(reader, "Taken back: Tagged 1 article with rivers")


def resize_while_reading(reader: Terminal) -> None:
    # On to a fourth article, some lines down, in a smaller and then again a larger terminal.
    reader.type("gjjj")
    see(reader, "4 of 12")
    reader.type(ENTER)
    see(reader, "Paragraph 2 of report 4.")
    reader.type("jjjjjjjj")
    see_no_more(reader, "Paragraph 2 of report 4.")
    reader.wait_quiet(timeout_seconds=2)
    reader.resize(60, 20)
    see(reader, "of report 4.")
    assert "Paragraph 2 of report 4." not in reader.text()
    reader.resize(120, 30)
    see(reader, "4 of 12")
    assert "Paragraph 2 of report 4." not in reader.text()


def test_from_the_first_start_to_the_second(site: str, cutline: Cutline, open_terminal: OpenTerminal) -> None:
    reader = open_terminal(columns=110, rows=30)
    see(reader, "No feeds yet")
    add_a_site(reader, site)
    read_with_space(reader)
    star_tag_search_undo(reader)
    resize_while_reading(reader)
    reader.type("q")
    reader.wait_end(timeout_seconds=WAIT_SECONDS)

    shown = rows(cutline)
    assert shown["Report 3"]["is_starred"]
    assert shown["Report 3"]["tags"] == []
    assert [shown[f"Report {number}"]["is_read"] for number in (1, 2, 3, 4, 9)] == [True] * 4 + [False]

    reader = open_terminal(columns=120, rows=30)
    see(reader, "River Gazette")
    see(reader, "4 of 12")
    see(reader, "of report 4.")
    assert "Paragraph 2 of report 4." not in reader.text()
    # What was done yesterday is taken back today.
    reader.type("u")
    see(reader, "Taken back: Marked 1 read")
