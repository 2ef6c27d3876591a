from datetime import UTC, datetime
from email.utils import format_datetime
from xml.etree import ElementTree

import pytest

from reader.transfer.opml import OpmlFeed, read_opml, write_opml
from storage.model import Feed

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def opml(body: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?><opml version="1.0"><body>{body}</body></opml>'.encode()


def outline(url: str, title: str = "T") -> str:
    return f'<outline text="{title}" type="rss" xmlUrl="{url}"/>'


A, B = "https://a.example/feed", "https://b.example/feed"


@pytest.mark.parametrize(
    ("body", "feeds"),
    [
        (outline(A), [OpmlFeed(A, "T")]),
        (
            f'<outline text="World">{outline(A)}</outline>{outline(B)}',
            [OpmlFeed(A, "T", "World"), OpmlFeed(B, "T")],
        ),
        (
            f'<outline text="World"><outline text="Asia">{outline(A)}</outline>{outline(B)}</outline>',
            [OpmlFeed(A, "T", "World/Asia"), OpmlFeed(B, "T", "World")],
        ),
        (f'<outline XMLURL="{A}" TITLE="T"/>', [OpmlFeed(A, "T")]),
        (f"<outline xmlUrl='{A}' text='T'></outline>{outline(B)}", [OpmlFeed(A, "T"), OpmlFeed(B, "T")]),
        (f'<outline url="{A}" type="link" text="T"/>', [OpmlFeed(A, "T")]),
        (f'<outline xmlUrl="{A}"/>', [OpmlFeed(A)]),
        (f'<outline text="A &amp;amp; B" xmlUrl="{A}"/>', [OpmlFeed(A, "A &amp; B")]),
        (f'<outline text="x > y" xmlUrl="{A}?a=1&amp;b=2"/>', [OpmlFeed(f"{A}?a=1&b=2", "x > y")]),
        (f'<outline text="X" category="/News/Asia,tag" xmlUrl="{A}"/>', [OpmlFeed(A, "X", "News/Asia")]),
        (
            f'<outline text="one">{outline(A)}</outline><outline text="two">{outline(A)}</outline>',
            [OpmlFeed(A, "T", "one")],
        ),
        (f"<!-- {outline(A)} -->{outline(B)}", [OpmlFeed(B, "T")]),
        ('<outline text="bad" xmlUrl="javascript:alert(1)"/><outline text="|cmd" xmlUrl="|cmd"/>', []),
        (f'<outline text="open">{outline(A)}', [OpmlFeed(A, "T", "open")]),
        (f"</outline></outline>{outline(A)}", [OpmlFeed(A, "T")]),
        (f'<outline text="a/b">{outline(A)}</outline>', [OpmlFeed(A, "T", "a∕b")]),
        ("", []),
    ],
)
def test_lists_of_every_make_are_read(body: str, feeds: list[OpmlFeed]) -> None:
    assert list(read_opml(opml(body)).feeds) == feeds


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_encodings_with_a_mark(codec: str) -> None:
    assert read_opml(opml(outline(A, "Größe")).decode().encode(codec)).feeds == (OpmlFeed(A, "Größe"),)


def test_hostile_lists_end_soon() -> None:
    assert read_opml(b'<outline "' * 20_000).feeds == ()
    assert read_opml(b"<outline text='x'>" * 20_000).feeds == ()
    assert read_opml(b"<!--" * 50_000).feeds == ()


def test_what_is_written_is_read_again_and_well_formed() -> None:
    feeds = [
        Feed(1, A, 'A "quoted" & <odd> title', folder="World/Asia", site_url="https://a.example/"),
        Feed(2, B, "B", folder="World"),
        Feed(3, "https://c.example/?a=1&b=2", "C"),
        Feed(4, "https://d.example/", "日本", folder="Other"),
    ]
    document = write_opml(feeds, NOW)
    ElementTree.fromstring(document)
    assert format_datetime(NOW) in document
    assert sorted(read_opml(document.encode()).feeds, key=lambda feed: feed.url) == [
        OpmlFeed(feed.url, feed.title, feed.folder) for feed in feeds
    ]


def test_what_is_left_out_is_told_with_its_reason() -> None:
    body = (
        '<outline text="a" xmlUrl="|cmd"/><outline xmlUrl="ftp://x.example/y"/><outline text="empty"/>'
        f'<outline type="include" url="{B}">{outline(A)}</outline><outline xmlUrl="javascript:alert(1)"/>'
    )
    found = read_opml(opml(body))
    assert found.feeds == (OpmlFeed(A, "T"),)
    assert dict(found.refused) == {
        "|cmd": "this is no address that can be fetched",
        "ftp://x.example/y": "this is no address that can be fetched",
        B: "this is another list of feeds: import that by itself",
        "javascript:alert(1)": "this is no address that can be fetched",
    }
