from datetime import UTC, datetime

import pytest

from reader.feeds.finding.webpage import read_page

NOW = datetime(2025, 1, 26, 12, 0, tzinfo=UTC)
URL = "https://example.org/news/bridge.html"
PAGE = """<!doctype html><html><head><title>Bridge opens | Example</title>
<meta property="og:title" content="Bridge opens"><meta name="author" content="Ann Lee">
<meta property="article:published_time" content="2025-01-25T10:00:00Z">
<meta property="og:image" content="/lead.jpg"></head><body>
<nav><p>Home, World, Sport and all the other desks of this paper</p></nav>
<article><h1>Bridge opens</h1><p>The bridge in Naqoura is open again after a year of work.</p>
<script>track()</script><p>See <a href="/map">the map</a> of all the crossings on the river.</p></article>
<aside><p>Read also: ten other things.</p></aside></body></html>"""


def test_a_page_gives_headline_byline_date_text_and_picture() -> None:
    article = read_page(PAGE.encode(), URL, "text/html; charset=utf-8", NOW)
    assert (article.guid, article.url, article.title, article.author) == (URL, URL, "Bridge opens", "Ann Lee")
    assert article.published_at == datetime(2025, 1, 25, 10, 0, tzinfo=UTC)
    assert article.text == (
        "The bridge in Naqoura is open again after a year of work.\n\n"
        "See the map of all the crossings on the river."
    )
    assert [picture.url for picture in article.pictures] == ["https://example.org/lead.jpg"]


def test_without_a_place_for_the_text_the_whole_body_is_it() -> None:
    article = read_page(b"<title>A note</title><p>One.<p>Two.", URL, "text/html", NOW)
    assert (article.title, article.text) == ("A note", "One.\n\nTwo.")


def test_teasers_in_articles_are_not_the_text() -> None:
    page = f"<body><p>{'The long text of the page. ' * 20}</p><article><p>A teaser.</p></article></body>"
    assert "The long text" in read_page(page.encode(), URL, "", NOW).text


@pytest.mark.parametrize("content_type", ["application/pdf", "text/plain", "image/png"])
def test_what_is_no_page_keeps_its_address_and_name(content_type: str) -> None:
    article = read_page(b"%PDF some bytes", URL, content_type, NOW)
    assert (article.title, article.url) == ("bridge.html", URL)


@pytest.mark.parametrize(
    "page", [b"", b"<", b"\x00\xff\xfe", b"<div>" * 50_000, b"<html><body>", b"<article></article>"]
)
def test_nothing_a_page_holds_stops_it(page: bytes) -> None:
    assert read_page(page, URL, "text/html", NOW).guid == URL


def test_signs_that_command_a_terminal_stay_out() -> None:
    article = read_page(b"<title>a\x1b]52;c;x\x07b</title><p>c\x1b[2Jd", URL, "text/html", NOW)
    assert "\x1b" not in article.title + article.text
