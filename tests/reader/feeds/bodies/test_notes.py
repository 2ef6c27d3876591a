"""Links within an article: where they lead, what notes are called, and what hostile names do."""

import pytest

from reader.feeds.bodies.blocks import Code, Figure, Paragraph, Span, Table
from reader.feeds.bodies.content import ArticleContent, build_content
from reader.feeds.bodies.inner_links import MAX_NAME_CHARS, MAX_TARGETS
from reader.feeds.bodies.notes import iterate_leaves, iterate_spans

PAGE = "https://press.example/story"


def build(html: str, *, base_url: str = PAGE, page_url: str = "") -> ArticleContent:
    return build_content(
        body=html, is_plain_text=False, base_url=base_url, title="", feed_pictures=(), page_url=page_url
    )


def landings(content: ArticleContent) -> dict[str, str]:
    """The name that each link leads to, and the text that begins there."""
    texts = {span.anchor: span.text.strip() for span in iterate_spans(content.blocks) if span.anchor}
    return {url.partition("#")[2]: texts.get(anchor, "") for url, anchor in content.jumps.items()}


MARKDOWN = """<p>It is energy<sup id="fnref:1"><a href="#fn:1" rel="footnote">1</a></sup> and
matter<sup id="fnref:2"><a href="#fn:2" class="footnote">2</a></sup>.</p>
<div class="footnotes"><hr/><ol><li id="fn:1"><p>Smith, 2019.&nbsp;<a href="#fnref:1"
class="reversefootnote">&#8617;</a></p></li>
<li id="fn:2"><p>Jones, <i>Matter</i>. <a href="#fnref:2">&#8617;&#xfe0e;</a>
<a href="#fnref:1">↩<sup>2</sup></a></p>
<p>In two parts.</p></li></ol></div>"""

WORDPRESS = """<p>It is energy<sup data-fn="8f1" class="fn"><a href="#8f1" id="8f1-link">1</a></sup>.</p>
<ol class="wp-block-footnotes"><li id="8f1">Smith, 2019. <a href="#8f1-link"
aria-label="Jump to footnote reference 1">↩︎</a></li></ol>"""

SUBSTACK = """<p>It is energy<a class="footnote-anchor" data-component-name="FootnoteAnchorToDOM"
id="footnote-anchor-1" href="#footnote-1" target="_self">1</a>, they say.</p><div class="footnote"
data-component-name="FootnoteToDOM"><a id="footnote-1" href="#footnote-anchor-1" class="footnote-number"
contenteditable="false" target="_self">1</a><div
class="footnote-content"><p>Smith, 2019.</p><p>And on.</p></div></div>"""

WIKIPEDIA = """<p>It is energy<sup id="cite_ref-1" class="reference"><a href="#cite_note-1"><span
>&#91;</span>1<span>&#93;</span></a></sup> and matter<sup id="cite_ref-J_2-0" class="reference"><a
href="#cite_note-J-2">[2]</a></sup>.</p><ol class="references"><li id="cite_note-1"><span
class="mw-cite-backlink"><b><a href="#cite_ref-1">^</a></b></span>
<span class="reference-text">Smith, 2019.</span></li><li id="cite_note-J-2"><span class="mw-cite-backlink">^
<a href="#cite_ref-J_2-0"><sup><i><b>a</b></i></sup></a> <a
href="#cite_ref-1"><sup><i><b>b</b></i></sup></a></span>
<span class="reference-text">Jones.</span></li></ol>"""

EPUB = """<p>It is energy<a epub:type="noteref" href="#n1">1</a> and matter<a epub:type="noteref"
href="#n2"><sup>*</sup></a>.</p><aside epub:type="footnote" id="n1"><p>Smith, 2019.</p></aside>
<aside epub:type="footnote" id="n2"><p>Jones.</p></aside>"""

WORD = """<p>It is energy<a href="https://press.example/story/#_ftn1" name="_ftnref1">[1]</a>.</p><hr>
<div><p><a href="http://www.press.example/story?utm_source=rss#_ftnref1"
name="_ftn1">[1]</a> Smith, 2019.</p></div>"""

NAMED = """<p>It is energy<sup><a href="#note1">1</a></sup>.</p><p><a name="note1"></a>Smith, 2019.
<a href="#top1">Back to the text</a></p>"""

UNNUMBERED = """<p>It is energy<sup><a href="#a">7</a></sup> and matter<sup><a href="#b">8</a></sup>.</p>
<ol><li id="a">Smith, 2019.</li><li id="b">Jones.</li><li>More.</li></ol>"""

ITSELF = """<p>It is energy<sup><a href="#a">1</a></sup>.</p><ul><li id="a">1. Smith, 2019.</li></ul>"""


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (MARKDOWN, "It is energy[1] and matter[2].|[1] Smith, 2019.|[2] Jones, Matter.|In two parts."),
        (WORDPRESS, "It is energy[1].|[1] Smith, 2019."),
        (SUBSTACK, "It is energy[1], they say.|[1] Smith, 2019.|And on."),
        (WIKIPEDIA, "It is energy[1] and matter[2].|[1] Smith, 2019.|[2] Jones."),
        (EPUB, "It is energy[1] and matter*.|[1] Smith, 2019.|* Jones."),
        (WORD, "It is energy[1].|[1] Smith, 2019."),
        (NAMED, "It is energy[1].|[1] Smith, 2019. Back to the text"),
        (UNNUMBERED, "It is energy[7] and matter[8].|[7] Smith, 2019.|[8] Jones.|3. More."),
        (ITSELF, "It is energy[1].|1. Smith, 2019."),
    ],
    ids="markdown wordpress substack wikipedia epub word named unnumbered itself".split(),
)
def test_notes_read_under_the_numbers_of_their_references(html: str, text: str) -> None:
    assert build(html).text.split("\n\n") == text.split("|")


@pytest.mark.parametrize(
    ("html", "led_to"),
    [
        (
            MARKDOWN,
            {"fn:1": "Smith, 2019.", "fn:2": "Jones,", "fnref:1": "[1]", "fnref:2": "[2]"},
        ),
        (WORDPRESS, {"8f1": "Smith, 2019.", "8f1-link": "[1]"}),
        (SUBSTACK, {"footnote-1": "[1]", "footnote-anchor-1": "[1]"}),
        (WORD, {"_ftn1": "[1]", "_ftnref1": "[1]"}),
        (NAMED, {"note1": "Smith, 2019."}),
        (EPUB, {"n1": "Smith, 2019.", "n2": "Jones."}),
        ('<p><a href="#h">2</a></p><h2 id="h">Two</h2>', {"h": "Two"}),
        ('<p><a href="#caf%C3%A9">x</a></p><p id="café">Coffee</p>', {"caf%C3%A9": "Coffee"}),
        ('<p><a href="story#a">x</a></p><p>One<br><br><b id="a">Two</b></p>', {"a": "Two"}),
        ('<p><a href="#a">x</a></p><table><tr id="a"><td>1</td><td>2</td></tr></table>', {"a": "1"}),
        (
            '<p><a href="#a">x</a> <a href="#b">y</a></p><div id="a"><p id="b">Both</p></div>',
            {"a": "Both", "b": "Both"},
        ),
        ('<p><a href="#a">x</a></p><p id="a">First</p><p id="a">Second</p>', {"a": "First"}),
    ],
)
def test_a_link_leads_to_the_text_that_has_its_name(html: str, led_to: dict[str, str]) -> None:
    content = build(html)
    assert landings(content) == led_to
    leading_out = {link.url.partition("#")[2] for link in content.links}
    assert not leading_out & set(led_to)


@pytest.mark.parametrize(
    ("element", "kind"),
    [
        ('<figure id="a"><img src="/a.jpg"><figcaption>Quay</figcaption></figure>', Figure),
        ('<figure><img id="a" src="/a.jpg"></figure>', Figure),
        ('<pre id="a">code</pre>', Code),
        ('<table id="a"><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>', Table),
    ],
)
def test_figures_code_and_tables_are_places_too(element: str, kind: type[Figure | Code | Table]) -> None:
    content = build(f'<p>See <a href="#a">it</a>.</p>{element}<p>After.</p>')
    (anchor,) = content.jumps.values()
    (block,) = (block for block in iterate_leaves(content.blocks) if isinstance(block, kind))
    assert isinstance(block, (Figure, Code, Table))
    assert block.anchor == anchor


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("#gone", f"{PAGE}#gone"),
        ("https://press.example/story#gone", f"{PAGE}#gone"),
        ("https://press.example/other#here", "https://press.example/other#here"),
        ("https://other.example/story#here", "https://other.example/story#here"),
    ],
)
def test_what_is_not_in_the_article_is_opened_elsewhere(href: str, url: str) -> None:
    content = build(f'<p>See <a href="{href}">it</a>.</p><p id="here">Here.</p>')
    assert content.jumps == {}
    assert [link.url for link in content.links] == [url]


def test_a_name_alone_means_the_articles_own_page_whatever_addresses_are_resolved_against() -> None:
    html = (
        '<p><a href="#gone">a</a> <a href="b">b</a> <a href="https://press.example/story#c">c</a><p id="c">C'
    )
    content = build(html, base_url="https://press.example/", page_url=PAGE)
    assert [link.url for link in content.links] == [f"{PAGE}#gone", "https://press.example/b"]
    assert list(content.jumps) == [f"{PAGE}#c"]


@pytest.mark.parametrize("href", ["#", "", " # "])
def test_a_link_to_nothing_is_none(href: str) -> None:
    content = build(f'<p>See <a href="{href}">it</a>.</p>')
    assert (content.links, content.jumps) == ((), {})


def test_an_article_without_an_address_links_within_itself_alone() -> None:
    content = build(MARKDOWN + '<p><a href="#gone">gone</a></p>', base_url="")
    assert list(content.jumps) == ["#fn%3A1", "#fn%3A2", "#fnref%3A1", "#fnref%3A2"]
    assert content.links == ()


def test_a_section_that_is_named_by_number_is_no_note() -> None:
    html = '<p>See section <a href="#s2">2</a>.</p><p id="s2">What follows.</p>'
    assert build(html).text == "See section 2.\n\nWhat follows."


def test_only_places_that_links_lead_to_are_numbered() -> None:
    content = build('<p id="one">One <a href="#two">two</a></p><p id="two">Two</p><p id="three">Three</p>')
    assert [span.anchor for span in iterate_spans(content.blocks)] == [0, 0, 1, 0]


def test_names_are_bounded_in_length_and_number() -> None:
    name = "n" * (MAX_NAME_CHARS + 1)
    assert build(f'<p><a href="#{name}">x</a></p><p id="{name}">Long</p>').jumps == {}
    many = "".join(f'<a href="#n{number}">x</a> ' for number in range(MAX_TARGETS + 500))
    places = "".join(f'<p id="n{number}">p</p>' for number in range(MAX_TARGETS + 500))
    assert len(build(f"<p>{many}</p>{places}").jumps) == MAX_TARGETS


@pytest.mark.parametrize("name", ["\x1b]8;;x", "a b", '"><b', "\u202eabc", "[@click=app.quit]"])
def test_hostile_names_end_in_the_builder(name: str) -> None:
    escaped = name.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    content = build(f'<p><a href="#{escaped}">x</a></p><p id="{escaped}">There</p>', base_url="")
    assert all(url.isascii() and url.isprintable() for url in content.jumps)
    assert content.blocks[-1] == Paragraph((Span("There", anchor=1),))
