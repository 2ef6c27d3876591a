import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import ParseError, ParseProblem
from reader.feeds.document import parse_document
from reader.feeds.documents.parse import parse_feed
from reader.feeds.job import ParseJob
from storage.model import FeedData

URL = "https://desk.example/feeds/wire.xml"
RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
TWO_ITEMS = "<item><title>One</title></item><item><title>Two</title></item>"


def rss(items: str, channel: str = "<title>Wire</title>", attributes: str = 'version="2.0"') -> str:
    return f"<rss {attributes}><channel>{channel}{items}</channel></rss>"


def parse(
    document: str | bytes, *, max_bytes: int = 1_000_000, max_entries: int = 100
) -> FeedData | ParseError:
    body = document if isinstance(document, bytes) else document.encode()
    return parse_document(ParseJob(URL, body, max_bytes=max_bytes, max_entries=max_entries))


def parsed(document: str | bytes, *, max_entries: int = 100) -> FeedData:
    feed = parse(document, max_entries=max_entries)
    assert isinstance(feed, FeedData)
    return feed


def titles(document: str | bytes) -> list[str]:
    return [article.title for article in parsed(document).articles]


def problem_of(document: str | bytes) -> ParseProblem:
    error = parse(document)
    assert isinstance(error, ParseError)
    return error.problem


ITEM = (
    "<item><title>Quay reopens</title><link>https://desk.example/a</link>"
    "<description>Ferries run.</description></item>"
)
CHANNEL = "<title>Wire</title><link>https://desk.example/</link><description>From the quay</description>"
RSS_1 = (
    f'<rdf:RDF {RDF} xmlns="http://purl.org/rss/1.0/"><channel rdf:about="https://desk.example/">{CHANNEL}'
    '<items><rdf:Seq><rdf:li rdf:resource="https://desk.example/a"/></rdf:Seq></items></channel>'
    '<item rdf:about="https://desk.example/a">' + ITEM.removeprefix("<item>") + "</rdf:RDF>"
)
ATOM_ENTRY = '<title>Quay reopens</title><link rel="alternate" type="text/html" href="/a"/><id>https://desk.example/a</id>'
RSS_0_90 = "/".join(("http://my.netscape.com/rdf", "simple", "0.9", ""))
FORMATS = {
    "RSS 0.90": (f'<rdf:RDF {RDF} xmlns="{RSS_0_90}"><channel>{CHANNEL}</channel>{ITEM}</rdf:RDF>'),
    "RSS 0.91": rss(ITEM, CHANNEL, 'version="0.91"'),
    "RSS 0.91 with its DTD": (
        '<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"'
        ' "http://my.netscape.com/publish/formats/rss-0.91.dtd">' + rss(ITEM, CHANNEL, 'version="0.91"')
    ),
    "RSS 0.92": rss(ITEM, CHANNEL, 'version="0.92"'),
    "RSS 0.93": rss(ITEM, CHANNEL, 'version="0.93"'),
    "RSS 1.0": RSS_1,
    "RSS 2.0": rss(ITEM, CHANNEL),
    "RSS without a version": rss(ITEM, CHANNEL, ""),
    "RSS in a namespace": rss(ITEM, CHANNEL, 'version="2.0" xmlns="http://backend.userland.com/rss2"'),
    "RSS in capitals": rss(ITEM, CHANNEL)
    .replace("rss", "RSS")
    .replace("channel", "CHANNEL")
    .replace("item", "ITEM"),
    "a bare channel": f"<channel>{CHANNEL}{ITEM}</channel>",
    "Atom 0.3": (
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Wire</title>'
        "<tagline>From the quay</tagline>"
        f'<link rel="alternate" type="text/html" href="https://desk.example/"/><entry>{ATOM_ENTRY}'
        '<content type="text/html" mode="escaped">Ferries run.</content></entry></feed>'
    ),
    "Atom 1.0": (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title><subtitle>From the quay</subtitle>'
        f'<link href="https://desk.example/"/><entry>{ATOM_ENTRY}<content>Ferries run.</content>'
        "</entry></feed>"
    ),
    "Atom 1.0 with a prefix": (
        '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>Wire</a:title>'
        "<a:subtitle>From the quay</a:subtitle>"
        '<a:link href="https://desk.example/"/><a:entry><a:title>Quay reopens</a:title><a:link href="/a"/>'
        "<a:id>https://desk.example/a</a:id><a:summary>Ferries run.</a:summary></a:entry></a:feed>"
    ),
    "Atom without a namespace": (
        "<feed><title>Wire</title><subtitle>From the quay</subtitle>"
        f'<link href="https://desk.example/"/><entry>{ATOM_ENTRY}<summary>Ferries run.</summary>'
        "</entry></feed>"
    ),
}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_says_the_same(name: str) -> None:
    feed = parsed(FORMATS[name])
    (article,) = feed.articles
    assert (feed.title, feed.site_url, feed.description) == ("Wire", "https://desk.example/", "From the quay")
    assert (article.guid, article.url) == ("https://desk.example/a", "https://desk.example/a")
    assert (article.title, article.text) == ("Quay reopens", "Ferries run.")
    assert (feed.is_complete, feed.problem) == (True, "")


@pytest.mark.parametrize("name", FORMATS)
def test_a_document_cut_anywhere_gives_what_stood_before_or_a_problem(name: str) -> None:
    body = FORMATS[name].encode()
    whole = len(parsed(body).articles)
    for length in range(0, len(body), 3):
        feed = parse(body[:length])
        assert isinstance(feed, ParseError) or len(feed.articles) <= whole


@pytest.mark.parametrize(
    ("document", "read"),
    [
        (rss("<item><title>Salt & Sons</title></item>"), ["Salt & Sons"]),
        (rss("<item><title>Caf&eacute;&nbsp;&mdash; open</title></item>"), ["Café — open"]),
        (rss("<item><title>The &nosuch; tide</title></item>"), ["The &nosuch; tide"]),
        (rss("<item><title>3 < 5</title></item>" + TWO_ITEMS), ["3 < 5", "One", "Two"]),
        (rss("<item><title>Loud<b> tide</title></item>" + TWO_ITEMS), ["Loud tide", "One", "Two"]),
        (rss("<item><title>One</title></item></item>" + "<item><title>Two</title></item>"), ["One", "Two"]),
        (rss("<item><title>One</title><item><title>Two</title></item>"), ["One", "Two"]),
        (rss("<item><title kind=x>One</title></item>"), ["One"]),
        (rss("<item><title>One</title><media:thumbnail url='x'/><q:w>z</q:w></item>"), ["One"]),
        (rss(TWO_ITEMS).replace("</channel>", ""), ["One", "Two"]),
        (rss(f"{TWO_ITEMS}<q:x/>", attributes='xmlns:q="https://x.example/a b c"'), ["One", "Two"]),
        (rss(TWO_ITEMS) + "<p>served in 3 ms</p>", ["One", "Two"]),
        (rss(TWO_ITEMS) + "<!-- cached -->\n\0", ["One", "Two"]),
        (rss("<item/>"), ["Untitled"]),
        (rss(""), []),
        ("<rss/>", []),
        (rss("<item><title>a\0b&#27;&#7;\x1b[1mc\x1b]52;c;eA==\x07d</title></item>"), ["abcd"]),
        (rss("<image><width></width><height>x</height></image>" + TWO_ITEMS), ["One", "Two"]),
        (rss("<item><guid/><link/><pubDate/><author/><enclosure/><category/><source/></item>"), ["Untitled"]),
    ],
)
def test_slips_cost_no_article(document: str, read: list[str]) -> None:
    assert titles(document) == read
    assert parsed(document).is_complete


def test_what_is_wrong_with_a_document_is_said() -> None:
    assert parsed(rss("<item><title>Salt & Sons</title></item>")).problem.startswith(
        "The document is faulty: "
    )
    assert parsed(rss("<item><title>Caf&eacute;</title></item>")).problem == ""


@pytest.mark.parametrize(
    ("document", "read"),
    [
        (rss(TWO_ITEMS).removesuffix("</channel></rss>"), ["One", "Two"]),
        (rss(TWO_ITEMS)[: -len("wo</title></item></channel></rss>")], ["One"]),
        (
            rss("<item><guid>1</guid><title>One</title><description>Half a").removesuffix("</channel></rss>"),
            ["One"],
        ),
        (rss(TWO_ITEMS).partition("<item><title>Two")[0] + "<it", ["One"]),
        (
            rss(
                f"<item><guid>1</guid><title>One</title><description><![CDATA[open</description></item>{TWO_ITEMS}"
            ),
            ["One"],
        ),
        (RSS_1.removesuffix("</rdf:RDF>"), ["Quay reopens"]),
        (RSS_1.partition("<description>Ferries")[0], ["Quay reopens"]),
    ],
)
def test_a_document_that_breaks_off_is_known_to(document: str, read: list[str]) -> None:
    feed = parsed(document)
    assert [article.title for article in feed.articles] == read
    assert not feed.is_complete
    assert "breaks off" in feed.problem


@pytest.mark.parametrize(
    "document", ["<rss>", "<rss version='2.0'><channel><title>Wi", "<feed>tide", RSS_1[:120]]
)
def test_a_document_that_breaks_off_before_its_first_item_is_a_problem(document: str) -> None:
    assert problem_of(document) is ParseProblem.MALFORMED


@pytest.mark.parametrize(
    "prolog",
    [
        "<!DOCTYPE rss [{}]>",
        "<!-- <a --><!DOCTYPE rss [{}]>",
        "<!-- <rss> --><!DOCTYPE rss [{}]>",
        "<?x <rss> ?><!DOCTYPE rss [{}]>",
        "<!DOCTYPE rss [<!-- ]> -->{}]>",
        "<!DOCTYPE x><!DOCTYPE rss [{}]>",
        "\n{}",
    ],
)
def test_billion_laughs_wherever_they_hide_expand_to_nothing(prolog: str) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    entities = f'<!ENTITY l0 "laugh">{laughs}'
    (article,) = parsed(
        prolog.replace("{}", entities) + rss("<item><title>ha &l9; ha</title></item>")
    ).articles
    assert article.title == "ha &l9; ha"


@pytest.mark.parametrize(
    "subset",
    [
        '<!ENTITY x SYSTEM "{}">',
        '<!ENTITY x PUBLIC "-//X//Y" "{}">',
        '<!ENTITY % p SYSTEM "{}"> %p;',
        "<!ENTITY % p \"<!ENTITY x SYSTEM '{}'>\"> %p;",
    ],
)
@pytest.mark.parametrize("is_hidden", [False, True])
def test_no_entity_reads_a_file(
    subset: str, is_hidden: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    secret = tmp_path_factory.mktemp("outside") / "secret.txt"
    secret.write_text("never shown")
    doctype = f"<!DOCTYPE rss [{subset.replace('{}', secret.as_uri())}]>"
    item = "<item><title>T &x; t</title><description>&x;</description></item>"
    document = rss(doctype + item) if is_hidden else doctype + rss(item)
    assert "never shown" not in repr(parse(document))


def test_a_body_that_names_a_file_is_not_opened(tmp_path_factory: pytest.TempPathFactory) -> None:
    feed = tmp_path_factory.mktemp("outside") / "feed.xml"
    feed.write_text(rss(TWO_ITEMS))
    assert problem_of(str(feed)) is ParseProblem.NOT_A_FEED
    assert problem_of(feed.as_uri()) is ParseProblem.NOT_A_FEED
    assert parse_feed(str(feed)).entries == []


def test_limits_keep_what_stood_before_and_say_so() -> None:
    many = parsed(rss("".join(f"<item><title>{number}</title></item>" for number in range(9))), max_entries=3)
    assert [article.title for article in many.articles] == ["0", "1", "2"]
    deep = parsed(rss(f"{TWO_ITEMS}<item>{'<x>' * 3000}{'</x>' * 3000}</item>"))
    assert [article.title for article in deep.articles][:2] == ["One", "Two"]
    assert not many.is_complete
    assert not deep.is_complete
    assert "more than 3 items" in many.problem
    assert "nested too deeply" in deep.problem
    error = parse(rss(TWO_ITEMS), max_bytes=50)
    assert isinstance(error, ParseError)
    assert error.problem is ParseProblem.TOO_LARGE


@pytest.mark.parametrize(
    "item",
    [
        "<category>tide</category>" * 10_000,
        "".join(f"<category>tide {number}</category>" for number in range(5_000)),
        "<author>" + "a@" * 20_000 + "</author>",
        "<author>tide@desk.example</author>" * 5_000,
        "<dc:creator>" + "a" * 100_000 + "@</dc:creator>",
        "<enclosure url='https://x.example/a'/>" * 5_000,
        "<description>" + "&lt;div>" * 10_000 + "</description>",
        "<description>" + "&lt;!--" * 10_000 + "</description>",
        "<x " + "".join(f"a{number}='b' " for number in range(3_000)) + "/>",
        "<pubDate>" + "1" * 100_000 + "</pubDate>",
        "<link>" + "a/../" * 20_000 + "</link>",
    ],
    ids=lambda item: item[:20],
)
def test_items_made_to_stall_are_read_at_once(item: str) -> None:
    document = rss(
        f"<item><title>One</title>{item}</item>", attributes='xmlns:dc="http://purl.org/dc/elements/1.1/"'
    )
    (article,) = parsed(document).articles
    assert article.title == "One"
    assert len(article.categories) <= 64
    assert len(article.author) <= 300


@pytest.mark.parametrize(
    ("channel", "minutes"),
    [
        ("<ttl>30</ttl>", 30),
        ("<ttl> 60 </ttl>", 60),
        ("<ttl>0</ttl>", None),
        ("<ttl>soon</ttl>", None),
        ("<ttl>-5</ttl>", None),
        ("<ttl>999999999</ttl>", 7 * 24 * 60),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", 30),
        ("<sy:updatePeriod>\n daily </sy:updatePeriod>", 24 * 60),
        ("<sy:updatePeriod>never</sy:updatePeriod>", None),
        ("", None),
    ],
)
def test_the_interval_that_a_feed_asks_for(channel: str, minutes: int | None) -> None:
    syndication = 'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
    assert parsed(rss("", channel, syndication)).ttl_minutes == minutes


@given(st.integers(0, 600), st.integers(0, 40), st.binary(max_size=12))
def test_nothing_that_happens_to_a_document_is_raised(start: int, length: int, noise: bytes) -> None:
    for name in ("RSS 1.0", "RSS 2.0", "Atom 1.0"):
        body = FORMATS[name].encode()
        feed = parse(body[:start] + noise + body[start + length :])
        assert "Error" not in getattr(feed, "detail", "")
