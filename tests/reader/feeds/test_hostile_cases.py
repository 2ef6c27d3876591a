"""The thirty-five cases in which a reader built on feedparser loses data or crashes, one test each."""

from datetime import UTC, datetime
from typing import Any

import pytest

from reader.errors import ParseError, ParseProblem
from reader.feeds.document import parse_document
from reader.feeds.job import ParseJob
from reader.ingest.decide import decide
from storage.fetched import StoredIdentity
from storage.model import ArticleData, FeedData

NOW = datetime(2026, 11, 24, tzinfo=UTC)
URL = "https://press.example/feed.xml"
MEDIA = 'xmlns:media="http://search.yahoo.com/mrss/"'
CONTENT = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'


def parse(document: str | bytes, **options: Any) -> FeedData:
    body = document if isinstance(document, bytes) else document.encode()
    feed = parse_document(ParseJob(url=URL, body=body, now=NOW, **options))
    assert isinstance(feed, FeedData), feed
    return feed


def rss(*items: str, namespaces: str = "") -> str:
    inner = "".join(f"<item>{item}</item>" for item in items)
    return f'<rss version="2.0" {namespaces}><channel><title>Press</title>{inner}</channel></rss>'


def one(item: str, namespaces: str = "") -> ArticleData:
    (article,) = parse(rss(item, namespaces=namespaces)).articles
    return article


def atom(entry: str, attributes: str = "") -> ArticleData:
    document = (
        f'<feed xmlns="http://www.w3.org/2005/Atom" {attributes}><title>Press</title>'
        f"<entry>{entry}</entry></feed>"
    )
    (article,) = parse(document).articles
    return article


# --- identity -------------------------------------------------------------------------------


def test_01_without_guid_the_address_identifies_else_title_and_text() -> None:
    by_url, by_hash = parse(
        rss(
            "<title>A</title><link>https://press.example/a</link>",
            "<title>B</title><description>b</description>",
        )
    ).articles
    assert by_url.guid == "https://press.example/a"
    assert by_hash.guid.startswith("sha256:")
    assert parse(rss("<title>B</title><description>b</description>")).articles[0].guid == by_hash.guid


def test_02_a_repeated_guid_loses_no_item() -> None:
    items = [f"<title>{n}</title><guid>same</guid><link>https://press.example/{n}</link>" for n in "abc"]
    articles = parse(
        rss(*items, "<title>d</title><guid>same</guid>", "<title>d</title><guid>same</guid>")
    ).articles
    assert len(articles) == 5
    assert len({article.guid for article in articles}) == 5


def test_03_a_guid_that_is_no_address_makes_no_link() -> None:
    assert one("<title>A</title><guid>12345</guid>").url == ""


def test_04_of_repeated_elements_the_same_is_taken_each_time() -> None:
    article = one(
        "<title>First</title><title>Second</title><guid>1</guid><guid>2</guid>"
        "<link>https://press.example/1</link><link>https://press.example/2</link>"
    )
    assert (article.guid, article.url, article.title) == ("2", "https://press.example/2", "First")


def test_05_a_feed_that_changes_its_guids_keeps_its_articles() -> None:
    items = [
        f"<title>T{n}</title><guid>new-{n}</guid><link>https://press.example/{n}</link>" for n in range(5)
    ]
    stored = [
        StoredIdentity(n + 1, f"old-{n}", f"http://press.example/{n}/", f"T{n}", None, 0) for n in range(5)
    ]
    decision = decide(parse(rss(*items)), stored)
    assert decision.new == ()
    assert [change.article_id for change in decision.changed] == [1, 2, 3, 4, 5]


# --- text -----------------------------------------------------------------------------------


def test_06_each_picture_keeps_its_own_caption_and_credit() -> None:
    article = one(
        "<title>A</title><description>The text of the article.</description>"
        '<media:content url="https://press.example/1.jpg" medium="image">'
        "<media:description>One stands here.</media:description><media:credit>Ann</media:credit>"
        "</media:content>"
        '<media:content url="https://press.example/2.jpg" medium="image">'
        "<media:title>Two stands there, beside the old gate.</media:title>"
        "<media:credit>Ben</media:credit></media:content>",
        MEDIA,
    )
    assert article.text == "The text of the article."
    assert [(picture.caption, picture.credit) for picture in article.pictures] == [
        ("One stands here.", "Ann"),
        ("Two stands there, beside the old gate.", "Ben"),
    ]


def test_07_the_longest_content_is_the_body_and_equal_ones_show_once() -> None:
    both = one(
        "<title>A</title><description>Short.</description>"
        "<content:encoded>The long text, which says more.</content:encoded>",
        CONTENT,
    )
    assert both.text == "The long text, which says more."
    assert one("<title>A</title><content:encoded>Only.</content:encoded>", CONTENT).text == "Only."
    two = one("<title>A</title><description>First of two.</description><description>Second.</description>")
    assert two.text == "First of two."


def test_08_html_is_preferred_to_text() -> None:
    article = atom(
        "<id>1</id><title>A</title><content type='text'>Plain, and rather longer than the other.</content>"
        "<content type='html'>&lt;p&gt;Rich.&lt;/p&gt;</content>"
    )
    assert article.text == "Rich."


def test_09_content_that_is_no_text_is_left_out() -> None:
    article = atom(
        "<id>1</id><title>A</title><content type='image/png'>iVBORw0KGgoAAAANSUhEUg==</content>"
        "<summary>What it shows.</summary>"
    )
    assert article.text == "What it shows."


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Vec&lt;T&gt;", "Vec<T>"),
        ("AT&amp;amp;T", "AT&T"),
        ("AT&amp;T", "AT&T"),
        ("R&amp;D", "R&D"),
        ("A &lt;b&gt;bold&lt;/b&gt; word", "A bold word"),
        ("<![CDATA[Q&A]]>", "Q&A"),
        ("2 &lt; 3", "2 < 3"),
    ],
)
def test_10_a_title_is_unescaped_once_and_only_formatting_is_stripped(written: str, title: str) -> None:
    assert one(f"<title>{written}</title><guid>1</guid>").title == title


def test_10_an_atom_title_that_is_html() -> None:
    assert atom("<id>1</id><title type='html'>Vec&amp;lt;T&amp;gt;</title>").title == "Vec<T>"


def test_11_an_item_without_title_is_called_by_its_first_words() -> None:
    assert one("<description>Nothing to see here.</description>").title == "Nothing to see here."
    assert one("<guid>1</guid>").title == "Untitled"


def test_12_what_double_encoding_left_behind_reaches_no_reader() -> None:
    assert "\x80" not in one("<title>Itâ\x80\x99s fine</title><guid>1</guid>").title


def test_13_a_figcaption_belongs_to_its_figure() -> None:
    article = one(
        "<title>A</title><description><![CDATA[<figure><img src='https://press.example/a.jpg'>"
        "<figcaption>The quay at noon.</figcaption></figure><p>Text.</p>]]></description>"
    )
    assert article.pictures[0].caption == "The quay at noon."
    assert article.text == "Text."


def test_14_lazy_and_responsive_pictures_are_found() -> None:
    article = one(
        "<title>A</title><description><![CDATA["
        "<img data-src='https://press.example/lazy-harbour.jpg' src='data:image/gif;base64,R0lG'>"
        "<picture><source srcset='https://press.example/wide-bridge.jpg 1200w'><img></picture>"
        "<iframe src='https://video.example/embed/1'></iframe>]]></description>"
    )
    assert [picture.url for picture in article.pictures] == [
        "https://press.example/lazy-harbour.jpg",
        "https://press.example/wide-bridge.jpg",
    ]


def test_15_a_wordpress_shortcode_is_a_caption() -> None:
    article = one(
        "<title>A</title><description><![CDATA[[caption id='x' width='300']"
        "<img src='https://press.example/bell.jpg'> The bell on deck.[/caption]<p>Text.</p>]]></description>"
    )
    assert article.pictures[0].caption == "The bell on deck."
    assert "[caption" not in article.text


def test_16_all_authors_are_named() -> None:
    article = atom(
        "<id>1</id><title>A</title><author><name>Ann</name></author><author><name>Ben</name></author>"
    )
    assert article.author == "Ann, Ben"


# --- links ----------------------------------------------------------------------------------


def test_17_relative_links_are_resolved_against_the_feed() -> None:
    assert one("<title>A</title><link>/a/b</link>").url == "https://press.example/a/b"


def test_18_without_a_content_type_utf_8_stays_utf_8() -> None:
    assert parse(rss("<title>Größe</title>").encode()).articles[0].title == "Größe"


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "--foo",
        "https://a.example/\x1b[2J",
        "mailto:a@b",
    ],
)
def test_19_unsafe_links_are_none(link: str) -> None:
    url = one(f"<title>A</title><guid>g</guid><link><![CDATA[{link}]]></link>").url
    assert url == "" or (url.startswith("https://") and "\x1b" not in url)


def test_20_an_entry_without_an_alternate_link_has_none_or_its_guid() -> None:
    own = (
        "<link rel='self' href='https://press.example/self'/><link rel='via' href='https://other.example/'/>"
    )
    assert atom(f"<id>tag:press.example,2026:1</id><title>A</title>{own}").url == ""
    assert atom(f"<id>https://press.example/1</id><title>A</title>{own}").url == "https://press.example/1"


# --- charset --------------------------------------------------------------------------------


def test_21_the_document_knows_its_charset_better_than_the_header() -> None:
    body = f'<?xml version="1.0" encoding="gb2312"?>{rss("<title>中文新闻</title>")}'.encode("gb2312")
    feed = parse(body, content_type="application/rss+xml; charset=ISO-8859-1")
    assert feed.articles[0].title == "中文新闻"


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-16", "utf-32"])
def test_22_utf_16_and_32_need_no_declaration(codec: str) -> None:
    assert parse(rss("<title>Größe</title>").encode(codec)).articles[0].title == "Größe"


@pytest.mark.parametrize(
    "name", ["unicode_escape", "utf-7", "punycode", "undefined", "a\\0b", "größe", "base64"]
)
def test_23_an_encoding_that_is_none_does_no_harm(name: str) -> None:
    document = f'<?xml version="1.0" encoding="{name}"?>{rss("<title>Größe</title>")}'.encode()
    assert parse(document).articles[0].title == "Größe"


# --- dates ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("Sunday, March 8, 2026 6:53 AM", "2026-03-08T06:53:00+00:00"),  # 24
        ("Wed, 26 Oct 2016 21:53:13", "2016-10-26T21:53:13+00:00"),  # 26
        ("lun., 9 mars 2026 10:00:00 +0100", "2026-03-09T09:00:00+00:00"),  # 27
        ("Mi, 11 März 2026 08:00:00 +0100", "2026-03-11T07:00:00+00:00"),
        ("Ter, 10 Fev 2026 10:30:00 -0300", "2026-02-10T13:30:00+00:00"),
        ("2026-11-30T10:00:00Z", "2026-11-30T10:00:00+00:00"),  # 29
    ],
)
def test_24_26_27_29_dates_that_feedparser_does_not_read(written: str, date: str) -> None:
    assert one(f"<title>A</title><pubDate>{written}</pubDate>").published_at == datetime.fromisoformat(date)


@pytest.mark.parametrize(
    "written", ["05-03-2024", "1:55 PM", "0000-00-00", "Thu, 01 Jan 1970 00:00:00 GMT", "soon"]
)
def test_25_a_date_that_may_be_wrong_is_none_or_of_the_right_day(written: str) -> None:
    found = one(f"<title>A</title><pubDate>{written}</pubDate>").published_at
    assert found is None or found.year == 2024


def test_28_without_a_date_none_is_made_up() -> None:
    article = one("<title>A</title><guid>1</guid>")
    assert (article.published_at, article.updated_at) == (None, None)
    dated = one("<title>A</title><pubDate>Tue, 10 Mar 2026 10:00:00 GMT</pubDate>")
    assert dated.updated_at is None


# --- the document ---------------------------------------------------------------------------


@pytest.mark.parametrize("body", [b"", b"  \n\t"])
def test_30_an_empty_answer_says_so(body: bytes) -> None:
    answer = parse_document(ParseJob(url=URL, body=body))
    assert isinstance(answer, ParseError)
    assert answer.problem is ParseProblem.EMPTY


def test_31_a_web_page_is_no_feed() -> None:
    page = b"<!DOCTYPE html><html><head><title>Log in</title></head><body><form></form></body></html>"
    answer = parse_document(ParseJob(url=URL, body=page, content_type="text/html"))
    assert isinstance(answer, ParseError)
    assert answer.problem is ParseProblem.WEB_PAGE


def test_32_a_document_that_breaks_off_gives_what_it_has_and_says_so() -> None:
    whole = rss("<title>A</title><guid>1</guid>", "<title>B</title><guid>2</guid>", "<title>C</title>")
    feed = parse(whole[: whole.index("<title>C")])
    assert [article.title for article in feed.articles][:2] == ["A", "B"]
    assert not feed.is_complete
    assert feed.problem


def test_33_a_body_that_names_a_file_opens_none() -> None:
    answer = parse_document(ParseJob(url=URL, body=b"/etc/hostname"))
    assert isinstance(answer, ParseError)


def test_34_nul_and_its_kin_are_stripped() -> None:
    article = parse(rss("<title>x\x00y</title><description>a\x00b&#0;c</description>").encode()).articles[0]
    assert "\x00" not in article.title + article.text
    assert article.title.replace(" ", "").replace("\ufffd", "") == "xy"


def test_35_fifty_thousand_categories_are_cut() -> None:
    categories = "".join(f"<category>c{number}</category>" for number in range(50_000))
    assert 0 < len(one(f"<title>A</title>{categories}").categories) <= 64
