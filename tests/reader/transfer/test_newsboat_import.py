"""``cutline import newsboat`` from end to end, on caches as three versions of newsboat write them."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from reader.cli.run import run
from reader.cli.session import Console, Session
from reader.transfer.newsboat_items import build_item
from storage.imports.newsboat import CachedItem

Cutline = Callable[..., Any]
A = "https://a.example/feed"
B = "https://b.example/feed"
NOW = datetime(2025, 1, 26, 12, 0, tzinfo=UTC)
ROWS = (
    {
        "guid": "1",
        "title": "Bridge &amp; road",
        "url": "https://a.example/1",
        "author": "Ann Lee",
        "unread": 0,
    },
    {"guid": "2", "title": "Naqoura", "url": "https://a.example/2", "flags": "sx"},
    {"guid": "3", "title": "Gone", "deleted": 1},
    {"guid": "1", "title": "Same guid, other feed", "feedurl": B, "unread": "0"},
    {"guid": "9", "title": "Left behind", "feedurl": "https://c.example/feed"},
)


@pytest.mark.parametrize("version", ["2.11", "2.22", "2.33"])
def test_caches_of_every_version_come_with_their_state(
    cutline: Cutline, make_cache: Any, version: str
) -> None:
    directory = make_cache(ROWS, version).parent
    (directory / "urls").write_text(f'{A} news "~Mine"\n{B}\n')
    answer = cutline("import", "newsboat", str(directory))
    assert answer.code == 0
    assert answer.out == (
        "2 feeds added, 0 were subscribed already; 3 articles added, 0 were here already,"
        " 1 deleted there stay away\n"
    )
    assert "1 article of no feed in" in answer.err
    rows = {(row["feed_id"], row["guid"]): row for row in cutline("list", "--json").json}
    assert {
        key: (row["title"], row["is_read"], row["is_starred"], row["tags"]) for key, row in rows.items()
    } == {
        (1, "1"): ("Bridge & road", True, False, []),
        (1, "2"): ("Naqoura", False, True, ["newsboat-s", "newsboat-x"]),
        (2, "1"): ("Same guid, other feed", True, False, []),
    }
    assert rows[1, "1"]["author"] == "Ann Lee"
    assert rows[1, "1"]["published_at"] == "2025-01-25T10:13:20Z"
    feeds = {feed["url"]: feed for feed in cutline("feeds", "--json").json}
    assert (feeds[A]["title"], feeds[A]["folder"]) == ("Mine", "news")
    assert "sound" in cutline("check").out


def test_twice_doubles_nothing_and_one_undo_takes_all_back(cutline: Cutline, newsboat: Any) -> None:
    directory = newsboat(ROWS, config="highlight all naqoura red\n")
    cutline("import", "newsboat", str(directory))
    assert [
        (one["pattern"], one["color"], one["article_count"])
        for one in cutline("keyword", "list", "--json").json
    ] == [("naqoura", "error", 1)]
    again = cutline("import", "newsboat", str(directory))
    assert again.out == (
        "0 feeds added, 2 were subscribed already; 0 articles added, 3 were here already,"
        " 1 deleted there stay away\n"
    )
    assert "Imported 2 feeds, 3 articles, 1 keyword and 1 deleted article" in cutline("undo").out
    for command in (("feeds",), ("list",), ("keyword", "list")):
        assert cutline(*command, "--json").json == []
    assert "sound" in cutline("check").out


def test_the_cache_is_left_as_it_is_even_while_newsboat_has_it_open(cutline: Cutline, newsboat: Any) -> None:
    directory: Path = newsboat(ROWS)
    before = (directory / "cache.db").read_bytes()
    running = sqlite3.connect(directory / "cache.db")
    running.execute("BEGIN")
    running.execute("SELECT count(*) FROM rss_item").fetchone()
    (directory / "cache.db.lock").touch()
    assert cutline("import", "newsboat", str(directory)).code == 0
    running.close()
    assert (directory / "cache.db").read_bytes() == before
    assert sorted(path.name for path in directory.iterdir()) == [
        "cache.db",
        "cache.db.lock",
        "config",
        "urls",
    ]


def test_a_refresh_recognises_what_was_imported(cutline: Cutline, newsboat: Any, wire: Path) -> None:
    url = wire.as_uri()
    rows = [
        {"guid": "w1", "title": "Bridge opens", "url": "https://wire.example/1", "feedurl": url, "unread": 0},
        {"guid": "w2", "title": "Rain ends", "url": "https://wire.example/2", "feedurl": url},
    ]
    cutline("import", "newsboat", str(newsboat(rows, urls=url)))
    assert cutline("refresh", "--json").json["articles_added"] == 0
    shown = cutline("list", "--json").json
    assert [(row["guid"], row["is_read"], row["picture_count"]) for row in shown] == [
        ("w1", True, 1),
        ("w2", False, 0),
    ]


def test_the_report_names_what_could_not_come(cutline: Cutline, newsboat: Any) -> None:
    urls = f'{A} ! one two\n"query:War:title =~ \\"war\\"" x\n"query:Odd:rssurl =~ \\"x\\""\nnonsense\n'
    config = (
        'highlight all "a(b" red\nhighlight all "https?://[^ ]+" blue\n'
        'ignore-article "*" "x"\nignore-article "*" "age > 9"\n'
    )
    answer = cutline("import", "newsboat", str(newsboat(urls=urls, config=config)))
    assert answer.code == 1
    for told in (
        f"hidden in newsboat, muted here: {A}",
        f"of several tags the first became the folder: {A} (without two)",
        "Saved searches: War (title:/war/)",
        'query feed Odd: rssurl has no equal here: rssurl =~ "x"',
        "nonsense: this is no address that can be fetched",
        "highlight a(b: The pattern",
        "highlight https?://[^ ]+: this is about newsboat's own lines",
        'not imported: ignore-article "*" "x"',
        "leave them out with: -(before:10d)",
    ):
        assert told in answer.err
    assert cutline("keyword", "list", "--json").json == []


def test_secrets_in_addresses_are_kept_and_not_shown(cutline: Cutline, newsboat: Any) -> None:
    directory = newsboat(urls="https://ann:pw@a.example/feed !\n")
    answer = cutline("import", "newsboat", str(directory))
    assert "pw" not in answer.out + answer.err
    assert "ann:pw@" in cutline("export", "opml").out


def test_without_cache_the_feeds_come_and_without_urls_nothing(cutline: Cutline, tmp_path: Path) -> None:
    assert cutline("import", "newsboat").code == 1
    assert "Nothing was imported" in cutline("import", "newsboat", str(tmp_path)).err
    (tmp_path / "urls").write_text(A)
    answer = cutline("import", "newsboat", str(tmp_path))
    assert (answer.code, answer.out) == (0, "1 feed added, 0 were subscribed already\n")
    assert cutline("import", "newsboat", str(tmp_path / "none")).code == 2
    assert cutline("import", str(tmp_path / "urls"), str(tmp_path)).code == 2


def test_a_terminal_sees_how_far_it_is(tmp_path: Path, newsboat: Any) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    err = Terminal()
    session = Session(tmp_path / "c.db", tmp_path / "c.toml", Console(io.StringIO(), err), clock=lambda: NOW)
    rows = [{"guid": str(number)} for number in range(1_201)]
    assert run(["import", "newsboat", str(newsboat(rows))], session) == 0
    assert (
        "\r500 of 1,201 articles\r1,000 of 1,201 articles\r1,201 of 1,201 articles\r\x1b[K" in err.getvalue()
    )


def item(**fields: Any) -> CachedItem:
    known = {
        "guid": "g",
        "title": "T",
        "url": "https://a.example/1",
        "feed_url": A,
        "published_at": 1_737_800_000,
    }
    return CachedItem(**{**known, "content": "<p>Text.</p>", "is_unread": True, **fields})


@pytest.mark.parametrize(
    ("fields", "guid"),
    [
        ({}, "g"),
        ({"guid": "https://a.example/1"}, "https://a.example/1"),
        ({"guid": "https://a.example/1Sat, 25 Jan 2025 10:00:00 +0000"}, "https://a.example/1"),
        ({"guid": "https://a.example/1/comments"}, "https://a.example/1/comments"),
        ({"guid": ""}, "https://a.example/1"),
    ],
)
def test_guids_are_those_of_a_refresh(fields: dict[str, Any], guid: str) -> None:
    assert build_item(item(**fields), NOW).article.guid == guid


def test_bodies_and_attachments_become_what_a_feed_would_have_given() -> None:
    summary = build_item(item(content="<ituneshack>One\n\nTwo & three</ituneshack>"), NOW).article
    assert (summary.is_body_plain_text, summary.text) == (True, "One\n\nTwo & three")
    plain = build_item(item(content="1 < 2", content_mime_type="text/plain"), NOW).article
    assert (plain.is_body_plain_text, plain.text) == (True, "1 < 2")
    relative = build_item(
        item(content="<p><img src='/x.jpg'>Text</p>", base="https://c.example/"), NOW
    ).article
    assert [picture.url for picture in relative.pictures] == ["https://c.example/x.jpg"]
    sound = build_item(
        item(enclosure_url="https://a.example/1.mp3", enclosure_type="audio/mpeg"), NOW
    ).article
    assert [file.url for file in sound.enclosures] == ["https://a.example/1.mp3"]


def test_an_attached_picture_keeps_its_description_as_caption() -> None:
    fields = {"enclosure_url": "https://a.example/1.jpg", "enclosure_type": "image/jpeg"}
    (bare,) = build_item(item(**fields), NOW).article.pictures
    assert (bare.url, bare.caption) == ("https://a.example/1.jpg", "")
    (captioned,) = build_item(item(**fields, enclosure_description="A car (Reuters)"), NOW).article.pictures
    assert (captioned.caption, captioned.credit) == ("A car", "Reuters")


@pytest.mark.parametrize("seconds", [0, -5, 10**18])
def test_dates_that_cannot_be_are_none(seconds: int) -> None:
    imported = build_item(item(published_at=seconds), NOW)
    assert (imported.article.published_at, imported.first_seen_at) == (None, NOW)


def test_flags_are_stars_and_letters_are_tags() -> None:
    imported = build_item(item(flags="aBa1"), NOW)
    assert (imported.is_starred, imported.tags) == (True, ("newsboat-a", "newsboat-B"))


def test_query_feeds_come_and_go_with_the_import(cutline: Cutline, newsboat: Any) -> None:
    urls = f'{A}\n"query:New:unread = \\"yes\\" and age < 3"\n"query:Bad:title =~ \\"a(b\\""\n'
    directory = str(newsboat(urls=urls))
    answer = cutline("import", "newsboat", directory)
    assert "query feed Bad: " in answer.err
    saved = [("New", "is:unread since:3d")]

    def searches() -> list[tuple[str, str]]:
        return [(search["name"], search["query"]) for search in cutline("search", "list", "--json").json]

    assert searches() == saved
    assert "1 search" in cutline("undo").out
    assert searches() == []
    cutline("search", "save", "New", "mine")
    cutline("import", "newsboat", directory)
    assert searches() == [("New", "mine")]
