import pytest

from reader.feeds.document import parse_document
from reader.feeds.entries import read_language, read_length, unique_lines
from reader.feeds.job import ParseJob
from storage.model import ArticleData, Enclosure, FeedData

URL = "https://desk.example/feeds/wire.xml"
NAMESPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:media="http://search.yahoo.com/mrss/"'
    ' xmlns:atom="http://www.w3.org/2005/Atom"'
)


def only_article(document: str) -> ArticleData:
    feed = parse_document(ParseJob(URL, document.encode()))
    assert isinstance(feed, FeedData)
    (article,) = feed.articles
    return article


def rss(item: str, channel: str = "") -> ArticleData:
    return only_article(
        f'<rss version="2.0" {NAMESPACES}><channel><title>W</title>{channel}'
        f"<item>{item}</item></channel></rss>"
    )


def atom(entry: str, feed: str = "", attributes: str = "") -> ArticleData:
    namespaces = f'xmlns="http://www.w3.org/2005/Atom" {NAMESPACES}'
    return only_article(
        f"<feed {namespaces} {attributes}><title>W</title>{feed}<entry>{entry}</entry></feed>"
    )


@pytest.mark.parametrize(
    ("item", "url"),
    [
        ("<link>https://desk.example/a</link>", "https://desk.example/a"),
        ("<link>\n https://desk.example/a\n</link>", "https://desk.example/a"),
        ("<link>/a?b=1&amp;c=2</link>", "https://desk.example/a?b=1&c=2"),
        ("<link>a b</link>", "https://desk.example/feeds/a%20b"),
        ("<link>https://me:pw@desk.example/a</link>", "https://desk.example/a"),
        ("<link>/a</link><link>/b</link>", "https://desk.example/b"),
        ("<link/><guid isPermaLink='true'>https://desk.example/g</guid>", "https://desk.example/g"),
        ("<guid isPermaLink='false'>https://desk.example/g</guid>", "https://desk.example/g"),
        ("<guid>https://desk.example/g</guid><link>/a</link>", "https://desk.example/a"),
        ("<guid>12345</guid>", ""),
        ("<guid isPermaLink='true'>12345</guid>", ""),
        ("<guid isPermaLink='true'>/g</guid>", ""),
        ("<link>javascript:alert(1)</link>", ""),
        ("<link>JaVaScRiPt:alert(1)</link><guid>https://desk.example/g</guid>", "https://desk.example/g"),
        ("<link>data:text/html,x</link>", ""),
        ("<link>file:///etc/hosts</link>", ""),
        ("<link>ftp://desk.example/a</link>", ""),
        ("<link>https://</link>", ""),
        ("<link>https://desk.example/&#x85;a\\b</link>", ""),
        ("<atom:link href='/alt'/>", "https://desk.example/alt"),
        ("<atom:link rel='self' href='/self'/>", ""),
        ("<atom:link rel='self' href='/self'/><link>/a</link>", "https://desk.example/a"),
        ("<comments>https://desk.example/talk</comments>", ""),
    ],
)
def test_links_of_rss(item: str, url: str) -> None:
    assert rss(item).url == url


@pytest.mark.parametrize(
    ("links", "url"),
    [
        ("<link href='/a'/>", "https://desk.example/a"),
        ("<link rel='alternate' type='application/pdf' href='/a.pdf'/>", "https://desk.example/a.pdf"),
        ("<link rel='self' href='/s'/><link rel='alternate' href='/a'/>", "https://desk.example/a"),
        ("<link rel='enclosure' href='/p.mp3'/><link href='/a'/>", "https://desk.example/a"),
        ("<link rel='self' href='/s'/><link rel='via' href='/v'/>", ""),
        ("<link rel='self' href='/s'/><id>https://desk.example/id</id>", "https://desk.example/id"),
        ("<id>urn:x</id>", ""),
        ("<link xml:base='https://other.example/x/' href='a'/>", "https://other.example/x/a"),
        (
            "<link rel='alternate' href='javascript:x'/><link rel='alternate' href='/a'/>",
            "https://desk.example/a",
        ),
    ],
)
def test_links_of_atom(links: str, url: str) -> None:
    assert atom(links).url == url


@pytest.mark.parametrize(
    ("item", "author"),
    [
        ("<author>ann@desk.com (Ann Lee)</author>", "Ann Lee"),
        ("<author>ann@desk.example (Ann Lee)</author>", "Ann Lee"),
        ("<author>ann@desk.media (Ann Lee)</author>", "Ann Lee"),
        ("<author>Ann Lee &lt;ann@desk.online&gt;</author>", "Ann Lee"),
        ('<author>"Lee, Ann" &lt;ann@desk.co.uk&gt;</author>', "Lee, Ann"),
        ("<author>ann@desk.technology</author>", "ann@desk.technology"),
        ("<author>ann@desk.com</author>", "ann@desk.com"),
        ("<author>Ann Lee</author>", "Ann Lee"),
        ("<author>Ann Lee (Oslo)</author>", "Ann Lee (Oslo)"),
        ("<author>Ann Lee, @annlee</author>", "Ann Lee, @annlee"),
        ("<author><name>Ann Lee</name></author>", "Ann Lee"),
        ("<dc:creator>Ann Lee</dc:creator><dc:creator>Bo Ek</dc:creator>", "Ann Lee, Bo Ek"),
        ("<dc:creator>Ann Lee</dc:creator><author>ann@desk.news (Ann Lee)</author>", "Ann Lee"),
        ("<dc:creator><![CDATA[ Ann O&#8217;Lee ]]></dc:creator>", "Ann O’Lee"),
        ("<dc:creator>&lt;a href='/ann'&gt;Ann Lee&lt;/a&gt;</dc:creator>", "Ann Lee"),
        ("<itunes:author>The Quay Show</itunes:author>", "The Quay Show"),
        ("<author>\x1b[1mAnn\u202e</author>", "Ann"),
        ("<author/>", ""),
        ("", ""),
    ],
)
def test_authors_of_rss(item: str, author: str) -> None:
    assert rss(item, "<managingEditor>ed@desk.com (Ed)</managingEditor>").author == author


@pytest.mark.parametrize(
    ("entry", "author"),
    [
        ("<author><name>Ann Lee</name><email>ann@desk.media</email></author>", "Ann Lee"),
        ("<author><name>Ann Lee</name></author><author><name>Bo Ek</name></author>", "Ann Lee, Bo Ek"),
        ("<author><email>ann@desk.com</email></author>", "ann@desk.com"),
        ("<contributor><name>Cy</name></contributor>", "The Desk"),
        ("<author/>", "The Desk"),
        ("", "The Desk"),
    ],
)
def test_authors_of_atom_are_the_entrys_or_the_feeds(entry: str, author: str) -> None:
    assert atom(entry, "<author><name>The Desk</name></author>").author == author


MP3 = Enclosure("https://desk.example/talk.mp3", "audio/mpeg", 1234)


@pytest.mark.parametrize(
    ("item", "enclosures"),
    [
        ("<enclosure url='/talk.mp3' type='audio/mpeg' length='1234'/>", (MP3,)),
        ("<enclosure url='/talk.mp3' type='Audio/MPEG' length=' 1234 '/>", (MP3,)),
        ("<enclosure url='/talk.mp3' type='audio/mpeg' length='1234'/><enclosure url='/talk.mp3'/>", (MP3,)),
        ("<enclosure url='/a.pdf' length='0'/>", (Enclosure("https://desk.example/a.pdf"),)),
        ("<enclosure url='/a.pdf' length='about 3 MB'/>", (Enclosure("https://desk.example/a.pdf"),)),
        ("<enclosure url='javascript:x' type='audio/mpeg'/><enclosure/>", ()),
        ("<enclosure url='/p.jpg' type='image/jpeg'/><enclosure url='/q.PNG?w=1'/>", ()),
        (
            "<media:content url='/clip.mp4' type='video/mp4' fileSize='99'/>",
            (Enclosure("https://desk.example/clip.mp4", "video/mp4", 99),),
        ),
        (
            "<media:group><media:content url='/talk.mp3' type='audio/mpeg' fileSize='1234'/></media:group>"
            "<enclosure url='/talk.mp3' type='audio/mpeg' length='1234'/>",
            (MP3,),
        ),
        ("<atom:link rel='enclosure' href='/talk.mp3' type='audio/mpeg' length='1234'/>", (MP3,)),
    ],
)
def test_enclosures(item: str, enclosures: tuple[Enclosure, ...]) -> None:
    assert rss(item).enclosures == enclosures


def test_an_attached_picture_is_a_picture() -> None:
    article = rss("<enclosure url='/p.jpg' type='image/jpeg' length='99'/>")
    assert [picture.url for picture in article.pictures] == ["https://desk.example/p.jpg"]


@pytest.mark.parametrize(
    ("item", "categories"),
    [
        ("<category>Ports</category><category>Sea</category>", ("Ports", "Sea")),
        ("<category>Ports</category><category>ports</category><category> Ports </category>", ("Ports",)),
        ("<category><![CDATA[Sea &amp; Air]]></category>", ("Sea & Air",)),
        ("<category domain='https://x.example/t'>World/North</category>", ("World/North",)),
        ("<dc:subject>Ports</dc:subject><itunes:category text='Sea'/>", ("Ports", "Sea")),
        ("<category/><category> </category>", ()),
        ("<category>C++</category><category>C#</category>", ("C++", "C#")),
    ],
)
def test_categories_of_rss(item: str, categories: tuple[str, ...]) -> None:
    assert rss(item).categories == categories


def test_categories_of_atom_go_by_their_label() -> None:
    assert atom("<category term='p1' label='Ports'/><category term='sea'/>").categories == ("Ports", "sea")


LONG = "Ferries run again from the old quay, the harbour office said."


@pytest.mark.parametrize(
    ("item", "text"),
    [
        (f"<description>Short.</description><content:encoded>&lt;p>{LONG}&lt;/p></content:encoded>", LONG),
        (f"<content:encoded>&lt;p>{LONG}&lt;/p></content:encoded><description>Short.</description>", LONG),
        (f"<content:encoded>  </content:encoded><description>{LONG}</description>", LONG),
        (f"<description>Short.</description><description>{LONG}</description>", LONG),
        (f"<description>{LONG}</description><content:encoded>{LONG}</content:encoded>", LONG),
        ("<description>&lt;p&gt;Tide &amp;amp; time.&lt;/p&gt;</description>", "Tide & time."),
        ("<description><![CDATA[<p>Tide &amp; time.</p>]]></description>", "Tide & time."),
        ("<description>5 &amp;lt; 6</description>", "5 < 6"),
        ("<description>One.\n\nTwo.</description>", "One.\n\nTwo."),
        ("<description>Tide <b>and</b> time</description>", "Tide and time"),
        (
            f"<itunes:summary>{LONG} And more of it.</itunes:summary><description>Notes.</description>",
            "Notes.",
        ),
        (f"<itunes:summary>{LONG}</itunes:summary>", LONG),
        (f"<dc:description>{LONG}</dc:description>", LONG),
        ("<description>Text.</description><media:description>A caption.</media:description>", "Text."),
        ("<media:description>A caption.</media:description><description>Text.</description>", "Text."),
        ("<media:content url='/p.jpg'><media:description>A caption.</media:description></media:content>", ""),
        (
            "<media:group><media:content url='/v.mp4' type='video/mp4'/>"
            "<media:description>About the clip.</media:description></media:group>",
            "About the clip.",
        ),
        ("<title>Only a title</title>", ""),
    ],
)
def test_bodies_of_rss(item: str, text: str) -> None:
    assert rss(item).text == text


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        ("<content>Tide &lt;now&gt; in.</content>", "Tide <now> in."),
        ("<content type='text'>Tide &amp;amp; time.</content>", "Tide &amp; time."),
        ("<content>Forgot to say: &lt;p&gt;HTML.&lt;/p&gt;</content>", "Forgot to say:\n\nHTML."),
        ("<content type='html'>&lt;p&gt;Tide &amp;amp; time.&lt;/p&gt;</content>", "Tide & time."),
        (
            "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>Tide <b>in</b>.</p></div>"
            "</content>",
            "Tide in.",
        ),
        ("<summary>Short.</summary><content type='html'>&lt;p>Long text.&lt;/p></content>", "Long text."),
        ("<summary>Short.</summary>", "Short."),
        ("<summary>Short.</summary><content type='image/png'>aGVsbG8gd29ybGQ=</content>", "Short."),
        ("<summary>Short.</summary><content type='video/mp4' src='/clip.mp4'/>", "Short."),
    ],
)
def test_bodies_of_atom(entry: str, text: str) -> None:
    assert atom(entry).text == text


@pytest.mark.parametrize(
    ("article", "base_url"),
    [
        (rss("<link>https://other.example/n/a</link>"), "https://other.example/n/a"),
        (rss("<guid>x</guid>"), URL),
        (
            atom("<content type='html' xml:base='https://cdn.example/x/'>&lt;p>T&lt;/p></content>"),
            "https://cdn.example/x/",
        ),
        (atom("<link href='/a'/><content type='html'>&lt;p>T&lt;/p></content>"), "https://desk.example/a"),
    ],
)
def test_what_relative_addresses_in_a_body_are_resolved_against(article: ArticleData, base_url: str) -> None:
    assert article.base_url == base_url


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("<title>Salt &amp;amp; Sons</title>", "Salt & Sons"),
        ("<title type='html'>Box&amp;lt;T&amp;gt; &lt;b&gt;leaks&lt;/b&gt;</title>", "Box<T> leaks"),
        ("<title>Use &lt;b&gt; for bold</title>", "Use <b> for bold"),
    ],
)
def test_a_title_of_atom_is_what_its_type_says(title: str, shown: str) -> None:
    assert atom(title).title == shown


@pytest.mark.parametrize(
    ("dates", "published", "updated"),
    [
        ("<pubDate>Wed, 18 Nov 2026 06:05:04 GMT</pubDate>", "18 06:05", ""),
        ("<dc:date>2026-11-18T06:05:04Z</dc:date>", "18 06:05", "18 06:05"),
        ("<pubDate>lately</pubDate><dc:date>2026-11-18T06:05:04Z</dc:date>", "18 06:05", "18 06:05"),
        (
            "<pubDate>Wed, 18 Nov 2026 06:05:04 GMT</pubDate>"
            "<atom:updated>2026-11-19T07:00:00Z</atom:updated>",
            "18 06:05",
            "19 07:00",
        ),
        ("<pubDate>lately</pubDate>", "", ""),
        ("", "", ""),
    ],
)
def test_dates(dates: str, published: str, updated: str) -> None:
    article = rss(dates)
    read = [f"{moment:%d %H:%M}" if moment else "" for moment in (article.published_at, article.updated_at)]
    assert read == [published, updated]


def test_languages_of_an_entry_and_its_feed() -> None:
    assert rss("", "<language>en_GB</language>").language == "en-GB"
    assert rss("<dc:language>nb</dc:language>", "<language>en</language>").language == "nb"
    assert atom("", attributes='xml:lang="de-AT"').language == "de-AT"


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("en", "en"),
        (" pt_BR ", "pt-BR"),
        ("zh-Hant-TW", "zh-Hant-TW"),
        ("English, maybe", ""),
        ("", ""),
        ("x" * 99, ""),
    ],
)
def test_language_tags(tag: str, language: str) -> None:
    assert read_language(tag) == language


@pytest.mark.parametrize(
    ("value", "length"),
    [
        ("12", 12),
        (12, 12),
        ("0", None),
        ("-1", None),
        ("1.5", None),
        ("٣", None),
        (True, None),
        (None, None),
        ("9" * 99, None),
    ],
)
def test_lengths(value: object, length: int | None) -> None:
    assert read_length(value) == length


def test_short_texts_are_cleaned_and_told_apart_by_what_they_say() -> None:
    assert unique_lines([" Sea ", "SEA", "", "Air\x1b[0m", "…"]) == ("Sea", "Air", "…")
    assert unique_lines((f"n{number}" for number in range(99)), limit=3) == ("n0", "n1", "n2")
    assert len(unique_lines(["x" * 1000])[0]) <= 100
