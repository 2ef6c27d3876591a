from html import escape

import pytest

from reader.feeds.finding.discover import MAX_CANDIDATES, FeedCandidate, discover_feeds

PAGE_URL = "https://desk.example/news/today"
RSS = "application/rss+xml"
ATOM = "application/atom+xml"


def link(href: str, kind: str = RSS, rel: str = "alternate", title: str = "") -> str:
    return f'<link rel="{rel}" type="{kind}" href="{escape(href)}" title="{escape(title)}">'


def urls_on(page: str) -> list[str]:
    return [found.url for found in discover_feeds(page.encode(), PAGE_URL)]


@pytest.mark.parametrize(
    "kind",
    [
        RSS,
        ATOM,
        "application/feed+json",
        "application/rdf+xml",
        "text/rss",
        "Application/RSS+XML; charset=utf-8",
    ],
)
def test_every_feed_type_is_found(kind: str) -> None:
    assert urls_on(link("/wire", kind)) == ["https://desk.example/wire"]


def test_a_candidate_has_the_words_of_the_page() -> None:
    page = link("/wire?a=1&b=2", ATOM, title="Harbour  & \x1b[1mCoast\u202e")
    assert discover_feeds(page.encode(), PAGE_URL) == (
        FeedCandidate("https://desk.example/wire?a=1&b=2", "Harbour & Coast", ATOM),
    )


@pytest.mark.parametrize(
    ("page", "urls"),
    [
        # addresses
        (link("wire.xml"), ["https://desk.example/news/wire.xml"]),
        (link("//cdn.example/wire"), ["https://cdn.example/wire"]),
        (link(" /wire\n"), ["https://desk.example/wire"]),
        (link("feed:https://desk.example/wire"), ["https://desk.example/wire"]),
        (link("feed://desk.example/wire"), ["https://desk.example/wire"]),
        (link("https://me:pw@desk.example/wire"), ["https://desk.example/wire"]),
        ('<base href="https://cdn.example/x/">' + link("wire"), ["https://cdn.example/x/wire"]),
        ('<base href="/sub/">' + link("wire"), ["https://desk.example/sub/wire"]),
        (link("javascript:alert(1)") + link("file:///etc/hosts") + link("data:,x") + link(""), []),
        # how it is written
        (f"<LINK REL=ALTERNATE TYPE={RSS} HREF=/wire>", ["https://desk.example/wire"]),
        (link("/wire", rel="nofollow Alternate"), ["https://desk.example/wire"]),
        ('<link rel="feed" href="/wire">', ["https://desk.example/wire"]),
        (f"<p>late</p><div>{link('/wire')}</div>", ["https://desk.example/wire"]),
        # order
        (link("/b") + link("/a"), ["https://desk.example/b", "https://desk.example/a"]),
        (link("/wire") + link("https://desk.example/wire"), ["https://desk.example/wire"]),
        (
            link("/talk/comments/feed") + link("/c", title="Desk » Comments") + link("/wire"),
            [f"https://desk.example/{path}" for path in ("wire", "talk/comments/feed", "c")],
        ),
        (
            link("/commentary/rss") + link("/wire", title="Wire"),
            ["https://desk.example/commentary/rss", "https://desk.example/wire"],
        ),
        # types that also mean other things
        (link("/api/posts/7", "application/json"), []),
        (link("/feed.json", "application/json"), ["https://desk.example/feed.json"]),
        (link("/sitemap.xml", "text/xml"), []),
        (link("/rss.php", "text/xml"), ["https://desk.example/rss.php"]),
        (link("/oembed?url=feed", "application/json+oembed"), []),
        # no feeds
        (link("/rss.css", "text/css", rel="stylesheet"), []),
        ('<link rel="alternate" hreflang="de" href="/de/feed">', []),
        (f"<!-- {link('/wire')} --><script>'{link('/wire')}'</script>", []),
        ("", []),
        ("{}", []),
    ],
)
def test_announced_feeds(page: str, urls: list[str]) -> None:
    assert urls_on(page) == urls


@pytest.mark.parametrize(
    ("page", "urls"),
    [
        ('<a href="/about">About</a> <a href="/feed/">Feed</a>', ["https://desk.example/feed/"]),
        (
            '<a href="x.rss">a</a> <a href="index.xml">b</a>',
            [f"{PAGE_URL[:-5]}{x}" for x in ("x.rss", "index.xml")],
        ),
        ('<a href="/Wire.RSS?lang=en">a</a>', ["https://desk.example/Wire.RSS?lang=en"]),
        ('<a href="feed://desk.example/rss">a</a>', ["https://desk.example/rss"]),
        ('<a href="mailto:desk@desk.example/feed">a</a>', []),
        ('<a href="/feedback">a</a> <a href="/feed-the-ducks">b</a>', []),
        (link("/wire") + '<a href="/feed">Feed</a>', ["https://desk.example/wire"]),
    ],
)
def test_links_count_where_no_feed_is_announced(page: str, urls: list[str]) -> None:
    assert urls_on(page) == urls


def test_a_page_gives_so_many_feeds_and_no_more() -> None:
    page = "".join(link(f"/board/{number}") for number in range(MAX_CANDIDATES * 2))
    assert urls_on(page) == [f"https://desk.example/board/{number}" for number in range(MAX_CANDIDATES)]


@pytest.mark.parametrize(
    ("codec", "content_type", "head"),
    [
        ("shift_jis", "text/html; charset=Shift_JIS", ""),
        ("euc_jp", "text/html", '<meta charset="euc-jp">'),
        ("utf-8", "text/html; charset=iso-8859-1", ""),
        ("utf-16", "", ""),
    ],
)
def test_titles_come_out_in_the_encoding_of_the_page(codec: str, content_type: str, head: str) -> None:
    page = f"<html>{head}{link('/wire', title='港の知らせ')}".encode(codec)
    assert [found.title for found in discover_feeds(page, PAGE_URL, content_type)] == ["港の知らせ"]


@pytest.mark.parametrize("page", [b"\0\xff\xfe\0", b"<div>" * 5_000, b"<link " * 20_000, b"<!--" * 20_000])
def test_no_page_makes_it_fail(page: bytes) -> None:
    assert discover_feeds(page, PAGE_URL) == ()
