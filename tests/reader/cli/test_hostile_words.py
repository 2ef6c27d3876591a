"""The collected payloads on their way through every command: no escape sequence, no formula passes."""

from __future__ import annotations

import csv
import io
import json
import shlex
import sys
import threading
from collections.abc import Callable, Iterator
from html import escape
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

STRINGS = Path(__file__).parents[3].parent / "shared" / "payloads" / "strings.json"
Cutline = Callable[..., Any]
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
UNSAFE = {*map(chr, (*range(0x20), *range(0x7F, 0xA0)))} - {"\n", "\t"}
INVISIBLE = set("\u200b\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff")
KEEP = "import sys; open(sys.argv[1], 'ab').write(sys.stdin.buffer.read())"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not STRINGS.is_file(), reason="the shared material is not beside the checkout"),
]


def payloads() -> list[str]:
    known = json.loads(STRINGS.read_text(encoding="utf-8")) if STRINGS.is_file() else {}
    return [text for texts in known.values() for text in texts]


def harm(text: str) -> set[str]:
    """The characters that a terminal would obey or a person would not see."""
    return (UNSAFE | INVISIBLE) & set(text)


def strings_in(shape: Any) -> Iterator[str]:
    """Every string of a JSON shape, keys too."""
    if isinstance(shape, str):
        yield shape
    elif isinstance(shape, dict):
        for key, value in shape.items():
            yield key
            yield from strings_in(value)
    elif isinstance(shape, list):
        for value in shape:
            yield from strings_in(value)


def feed_of(texts: list[str]) -> str:
    """A JSON Feed that says each of the texts wherever it can."""
    items = [
        {
            "id": f"{number} {text}",
            "url": text,
            "title": text,
            "content_text": f"{text} and more",
            "summary": text,
            "image": text,
            "authors": [{"name": text}],
            "tags": [text],
            "date_published": "2024-01-24T10:00:00Z",
        }
        for number, text in enumerate(texts)
    ]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": texts[0], "items": items})


@pytest.fixture
def hostile(cutline: Cutline, tmp_path: Path) -> Cutline:
    """An archive with a feed per payload in its title, and one with all of them as articles."""
    for number, text in enumerate(payloads()):
        (tmp_path / f"{number}.json").write_text(feed_of([text]))
    (tmp_path / "all.json").write_text(feed_of(payloads()))
    feeds = sorted(str(path) for path in tmp_path.glob("*.json"))
    assert cutline("add", *feeds).code == 0
    (tmp_path / "config.toml").write_text(
        "[retention]\nafter_days = 2\nkeep_unread = false\nkeep_per_feed = 0\n"
    )
    return cutline


@pytest.mark.parametrize(
    "words",
    [
        ("list", "--limit", "500"),
        ("list", "--limit", "500", "--format", r"{title}\t{author}\t{feed_title}\t{url}\t{lead_caption}"),
        ("list", "--pictures", "--limit", "500"),
        ("read", "--limit", "500"),
        ("feeds",),
        ("feeds", "--health"),
        ("export", "markdown"),
        ("export", "csv"),
        ("export", "csv", "--pictures"),
        ("export", "opml"),
        ("clean", "--dry-run"),
        ("check",),
    ],
    ids=" ".join,
)
def test_what_feeds_say_reaches_no_output_with_its_power(hostile: Cutline, words: tuple[str, ...]) -> None:
    answer = hostile(*words)
    assert (answer.code, harm(answer.out + answer.err)) == (0, set())
    assert answer.out


@pytest.mark.parametrize(
    "words", [("list", "--limit", "500", "--json"), ("export", "json"), ("feeds", "--json")], ids=" ".join
)
def test_nor_a_string_of_a_json_shape(hostile: Cutline, words: tuple[str, ...]) -> None:
    texts = list(strings_in(json.loads(hostile(*words).out)))
    assert len(texts) > 100
    assert [text for text in texts if harm(text)] == []


@pytest.mark.parametrize("words", [("export", "csv"), ("export", "csv", "--pictures")], ids=" ".join)
def test_no_cell_is_a_formula(hostile: Cutline, words: tuple[str, ...]) -> None:
    rows = list(csv.reader(io.StringIO(hostile(*words).out)))
    assert len(rows) > 1
    assert [cell for row in rows for cell in row if cell.startswith(FORMULA_STARTS)] == []


def test_a_command_that_is_told_of_new_articles_gets_them_cleaned(cutline: Cutline, tmp_path: Path) -> None:
    feed, target = tmp_path / "feed.json", tmp_path / "told"
    feed.write_text(feed_of(["quiet"]))
    cutline("add", str(feed))
    command = shlex.join([sys.executable, "-c", KEEP, str(target)])
    (tmp_path / "config.toml").write_text(f"[hooks]\non_new_articles = {json.dumps(command)}\n")
    feed.write_text(feed_of(["quiet", *payloads()]))
    assert cutline("refresh", "--force").code == 0
    texts = list(strings_in(json.loads(target.read_text(encoding="utf-8"))))
    assert len(texts) > 100
    assert [text for text in texts if harm(text)] == []


def test_notes_tags_and_names_are_as_harmless(cutline: Cutline, wire: Path, tmp_path: Path) -> None:
    cutline("add", str(wire))
    said = []
    for number, text in enumerate(payloads()):
        said += [
            cutline("note", "1", "--", text),
            cutline("note", "1"),
            cutline("tag", "add", "--", text, "1"),
            cutline("search", "save", "--", f"{text}{number}", text),
            cutline("edit", str(wire), f"--title={text}", f"--folder={text}"),
            cutline("keyword", "add", "--group", text, "--", text),
            cutline("show", "1"),
            cutline("list", "--format", r"{title} {tags} {feed_title}"),
            cutline("list", "--query", text),
        ]
    said += [
        cutline(*words)
        for words in (
            ("search", "list"),
            ("keyword", "list"),
            ("folder",),
            ("feeds",),
            ("export", "markdown"),
            ("export", "opml"),
            ("undo",),
        )
    ]
    assert {answer.code for answer in said} <= {0, 1, 2}
    assert [answer for answer in said if harm(answer.out + answer.err)] == []
    rows = csv.reader(io.StringIO(cutline("export", "csv").out))
    assert [cell for row in rows for cell in row if cell.startswith(FORMULA_STARTS)] == []


def test_a_newsboat_set_up_is_as_harmless(cutline: Cutline, tmp_path: Path) -> None:
    lines = [
        f'https://wire.example/{number} {json.dumps(text, ensure_ascii=False)} "~{text}"\n'
        f'"query:{number}{text}:title =~ \\"{text}\\""\n"query:x{number}:{text}"\n'
        for number, text in enumerate(payloads())
    ]
    (tmp_path / "urls").write_text("".join(lines), encoding="utf-8", errors="replace")
    (tmp_path / "config").write_text(
        "".join(f'highlight article "{text}" red\nignore-article "*" "{text}"\n' for text in payloads()),
        encoding="utf-8",
        errors="replace",
    )
    said = [
        cutline("import", "newsboat", str(tmp_path)),
        cutline("search", "list"),
        cutline("feeds"),
        cutline("keyword", "list"),
    ]
    assert said[0].code in (0, 1)
    assert len(said[2].out.splitlines()) > 10
    assert [answer for answer in said if harm(answer.out + answer.err)] == []


def test_a_page_that_is_saved_is_as_harmless(cutline: Cutline) -> None:
    texts = payloads()

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            text = texts[int(self.path.strip("/"))].encode("utf-8", "replace").decode()
            said = escape(text)
            page = (
                f'<title>{said}</title><meta name="author" content="{said}"><h1>{said}</h1><p>{said}</p>'
                f'<a href="{said}">{said}</a>'
                f'<figure><img src="/1.jpg" alt="{said}"><figcaption>{said}</figcaption></figure>'
            ).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Pages)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        addresses = [f"http://127.0.0.1:{server.server_port}/{number}" for number in range(len(texts))]
        said = [cutline("save", *addresses)]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    said += [cutline("read", "--limit", "500"), cutline("export", "markdown"), cutline("export", "csv")]
    assert [answer.code for answer in said] == [0] * 4
    assert [answer for answer in said if harm(answer.out + answer.err)] == []
    assert len(json.loads(cutline("list", "--limit", "500", "--json").out)) == len(texts)
