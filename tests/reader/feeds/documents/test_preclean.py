import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import ParseProblem
from reader.feeds.documents.preclean import CleanDocument, expand_named_references, preclean

KB = 1024


def cleaned(document: str) -> str:
    clean = preclean(document.encode())
    assert isinstance(clean, CleanDocument)
    assert not clean.is_json
    return clean.text


@pytest.mark.parametrize(
    ("document", "rest"),
    [
        ("<rss/>", "<rss/>"),
        ("\ufeff\r\n\t <rss/>", "<rss/>"),
        ('<?xml version="1.0"?><feed/>', "<feed/>"),
        ('<?xml-stylesheet href="a>b.xsl"?><?php echo 1 ?><feed/>', "<feed/>"),
        ("<!-- made by > hand --><rss/>", "<rss/>"),
        ("<!-- <rss><item/> --><feed/>", "<feed/>"),
        ("<!DOCTYPE rss><rss/>", "<rss/>"),
        ('<!DOCTYPE rss PUBLIC "-//X//DTD" "https://x.example/rss.dtd"><rss/>', "<rss/>"),
        ("<!DOCTYPE rss [<!ELEMENT rss ANY><!-- > -->] ><rss/>", "<rss/>"),
        ("<!-- <a --><!DOCTYPE rss [<!ENTITY x 'y'>]><rss/>", "<rss/>"),
        ("Notice: line 7\n<rss/>", "<rss/>"),
        ("<br />\n<b>Warning</b>: line 7<br />\n<rss></rss>", "<rss></rss>"),
        ("3 < 5 <rss/>", "<rss/>"),
        ("<rdf:RDF ></rdf:RDF>", "<rdf:RDF ></rdf:RDF>"),
        ("<a:feed/>", "<a:feed/>"),
        ("<RSS/>", "<RSS/>"),
        ("<channel></channel>", "<channel></channel>"),
        ("<answer><rss></rss></answer>", "<rss></rss></answer>"),
    ],
)
def test_a_document_begins_with_its_root(document: str, rest: str) -> None:
    assert cleaned(document) == rest


@pytest.mark.parametrize("document", ['{"version": "x"}', "\ufeff\n {}", "{"])
def test_an_opening_brace_makes_json(document: str) -> None:
    assert preclean(document.encode()) == CleanDocument(document.lstrip("\ufeff\n "), is_json=True)


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", ParseProblem.EMPTY),
        (b" \r\n\t", ParseProblem.EMPTY),
        (b"\xef\xbb\xbf\0\0", ParseProblem.EMPTY),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", ParseProblem.WEB_PAGE),
        (b"<!doctype HTML>\n<p>rss</p>", ParseProblem.WEB_PAGE),
        (b"<html><body><rss></rss></body></html>", ParseProblem.WEB_PAGE),
        (b"<head><title>Sign in</title></head>", ParseProblem.WEB_PAGE),
        (b'<title>Blog</title><link rel="alternate" href="/feed">', ParseProblem.WEB_PAGE),
        (b"<p>A page without doctype, html or head.", ParseProblem.WEB_PAGE),
        (b"<!-- cached --><script></script><html></html>", ParseProblem.WEB_PAGE),
        (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>', ParseProblem.WEB_PAGE),
        (b"no markup at all", ParseProblem.NOT_A_FEED),
        (b"/etc/hostname", ParseProblem.NOT_A_FEED),
        (b"[]", ParseProblem.NOT_A_FEED),
        (b"<svg></svg>", ParseProblem.NOT_A_FEED),
        (b"<opml><body/></opml>", ParseProblem.NOT_A_FEED),
        (b"<rssfoo/><feedback/>", ParseProblem.NOT_A_FEED),
        (b"<!-- <rss></rss> -->", ParseProblem.NOT_A_FEED),
        *[
            (start, ParseProblem.NOT_A_FEED)
            for start in (b"<", b"<!", b"<!--", b"<?xml", b"<!DOCTYPE rss [", b"<rs")
        ],
        (b"\x89PNG\r\n\x1a\n", ParseProblem.NOT_A_FEED),
    ],
)
def test_what_is_no_feed_is_named(body: bytes, problem: ParseProblem) -> None:
    assert preclean(body) is problem


def test_a_body_over_the_limit_is_refused() -> None:
    assert preclean(b"<rss/>", max_bytes=5) is ParseProblem.TOO_LARGE
    assert preclean(b"<rss/>", max_bytes=6) == CleanDocument("<rss/>")


@pytest.mark.parametrize(
    ("published", "kept"),
    [
        ("a\0b\x01c\x0b\x0cd\x1fe\ufffef\uffff", "abcdef"),
        ("a\tb\nc\rd\x85e", "a\tb\nc\rd\x85e"),
        ("&#0;&#1;&#08;&#27;&#x1B;&#x0;", ""),
        ("&#9;&#10;&#xD;", "&#9;&#10;&#xD;"),
        ("&#65;&#x41;&#233;&#8217;&#x2019;", "&#65;&#x41;&#233;&#8217;&#x2019;"),
        ("&#128512;&#x1F600;&#x10FFFF;", "&#128512;&#x1F600;&#x10FFFF;"),
        ("&#55357;&#xDE00;&#xFFFE;&#65535;", "\ufffd" * 4),
        ("&#1114112;&#x110000;&#99999999999;&#xFFFFFFFFF;", "\ufffd" * 4),
        (f"&#{'9' * 5000};", "\ufffd"),
        ("&#000065;&#x000041;", "&#000065;&#x000041;"),
        ("&#12b;&#;&#x;", "b;&#;&#x;"),
        ("&amp;#27;", "&amp;#27;"),
    ],
)
def test_characters_that_xml_forbids_are_taken_out(published: str, kept: str) -> None:
    assert cleaned(f"<rss>{published}</rss>") == f"<rss>{kept}</rss>"


@pytest.mark.parametrize(
    ("entities", "published", "kept"),
    [
        ('<!ENTITY port "Harbour">', "&port;!", "Harbour!"),
        ("<!ENTITY port 'Harbour'>", "&port;&port;", "HarbourHarbour"),
        ('<!ENTITY desk "&#169; Desk">', "&desk;", "&#169; Desk"),
        ('<!ENTITY esc "a&#27;b">', "&esc;", "ab"),
        ('<!ENTITY amp "no">', "&amp;&lt;", "&amp;&lt;"),
        ('<!ENTITY a "x">', "&b;&nbsp;&A;", "&b;&nbsp;&A;"),
        ('<!ENTITY a "<b>x</b>">', "&a;", "&a;"),
        ('<!ENTITY a "x"><!ENTITY b "&a;&a;">', "&b;", "&b;"),
        ('<!ENTITY % a "x">', "%a;", "%a;"),
        ('<!ENTITY a SYSTEM "file:///etc/hostname">', "&a;", "&a;"),
        ('<!ENTITY a PUBLIC "-//X" "https://x.example/e">', "&a;", "&a;"),
    ],
)
def test_only_entities_of_plain_text_are_put_in_place(entities: str, published: str, kept: str) -> None:
    assert cleaned(f"<!DOCTYPE rss [{entities}]><rss>{published}</rss>") == f"<rss>{kept}</rss>"


def test_entities_grow_a_document_by_so_much_and_no_more() -> None:
    text = cleaned(f'<!DOCTYPE rss [<!ENTITY a "{"z" * 200}">]><rss>{"&a;" * 50_000}</rss>')
    assert 1_000_000 < len(text) < 2_000_000
    assert text.endswith("z</rss>")


@pytest.mark.parametrize(
    ("token", "left"),
    [
        ("<!--" + "x" * 70 * KB + "-->", ""),
        ("<!-- short -->", "<!-- short -->"),
        ('<item about="' + "x" * 70 * KB + '">', "<item>"),
        ("<media:content " + "a='b' " * 20_000 + "/>", "<media:content/>"),
        ("<!--" + "<!-- " * 20_000 + "-->", ""),
    ],
)
def test_tokens_of_absurd_length_are_emptied(token: str, left: str) -> None:
    padding = " " * 70 * KB
    assert cleaned(f"<rss>one{token}two{padding}</rss>") == f"<rss>one{left}two{padding}</rss>"


@pytest.mark.parametrize(
    "text",
    ["word " * 20_000, "港" * 70_000, "5 < 6 " * 20_000, "3 < 5 " + "word " * 20_000, "a &lt; b" * 20_000],
)
@pytest.mark.parametrize("around", [("<![CDATA[", "]]>"), ("<p>", "</p>")])
def test_a_long_text_is_no_token(text: str, around: tuple[str, str]) -> None:
    document = f"<rss>{text.join(around)}<item>last</item></rss>"
    assert cleaned(document) == document


def test_an_html_comment_left_open_costs_no_other_article() -> None:
    items = "".join(f"<item>{number} {'tide ' * 400}</item>" for number in range(50))
    first, last = "<item><![CDATA[one <!-- cut ]]></item>", "<item><![CDATA[<!-- x -->end]]></item>"
    assert (
        cleaned(f"<rss>{first}{items}{last}</rss>")
        == f"<rss>{first.replace('<!-- cut ', '')}{items}{last}</rss>"
    )


@pytest.mark.parametrize(
    "document",
    [
        "\n" * 4_000_000 + "<rss/>",
        "<!--x-->" * 200_000 + "<rss/>",
        "<" * 2_000_000,
        "<!" * 1_000_000,
        "<rss>" + "<!--]]>" * 200_000 + "-->",
        "<rss>" + "<!--" * 500_000,
        "<rss>" + "<![CDATA[" * 200_000,
        "<rss>" + "&#" * 1_000_000,
        "<rss>" + "&a" * 1_000_000,
        "<!DOCTYPE rss [" + "<!ENTITY a '" * 100_000 + "]><rss/>",
        "<!DOCTYPE rss [" + "]" * 1_000_000 + "<rss/>",
    ],
    ids=lambda document: f"{document[:12]!r}…{document[-12:]!r}",
)
def test_no_document_takes_long(document: str) -> None:
    assert preclean(document.encode()) is not None


@pytest.mark.parametrize(
    ("text", "expanded"),
    [
        ("&eacute;t&eacute;&nbsp;&mdash;", "été\u00a0—"),
        ("&amp;&lt;&gt;&quot;&apos;", "&amp;&lt;&gt;&quot;&apos;"),
        ("&nosuch; & &#233;", "&nosuch; & &#233;"),
    ],
)
def test_html_names_become_characters_and_those_of_xml_stay(text: str, expanded: str) -> None:
    assert expand_named_references(text) == expanded


@given(st.text(alphabet=st.sampled_from("<>!-[]?/&#;x0rsfed'\" \0\x1b{A"), max_size=80))
def test_any_text_gives_a_document_or_a_problem(text: str) -> None:
    for body in (text.encode(), f"<rss>{text}</rss>".encode(), f"<!DOCTYPE rss [{text}]><rss/>".encode()):
        clean = preclean(body)
        assert isinstance(clean, ParseProblem) or not set(clean.text) & set("\x1b\x01") or clean.is_json
