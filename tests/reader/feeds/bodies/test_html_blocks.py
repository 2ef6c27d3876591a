"""HTML bodies as blocks: what a reader sees of each element, and nothing that a page hides."""

import time

import pytest

from reader.feeds.bodies.blocks import (
    Block,
    Code,
    Embed,
    Figure,
    Heading,
    ListBlock,
    Paragraph,
    Quote,
    Rule,
    Span,
    Table,
)
from reader.feeds.bodies.content import ArticleContent, build_content
from reader.feeds.bodies.html import MAX_PICTURES
from reader.feeds.emphasis import Emphasis
from storage.model import Link

BASE = "https://press.example/2026/story"
MAX_SECONDS = 5


def build(html: str) -> ArticleContent:
    return build_content(body=html, is_plain_text=False, base_url=BASE, title="", feed_pictures=())


def blocks(html: str) -> tuple[Block, ...]:
    return build(html).blocks


def lone(html: str) -> Block:
    (block,) = blocks(html)
    return block


def said(*texts: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph((Span(text),)) for text in texts)


def rows(block: Block) -> list[list[str]]:
    assert isinstance(block, Table)
    return [["".join(span.text for span in cell.spans) for cell in row] for row in block.rows]


# --- running text ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "paragraphs"),
    [
        ("<p>One.</p><p>Two.</p>", ("One.", "Two.")),
        ("<div>One.<p>Two.</p>Three.</div>", ("One.", "Two.", "Three.")),
        ("One.", ("One.",)),
        ("<p>One\n  two&nbsp; three.</p>", ("One two three.",)),
        ("<p>One.<br>Two.</p>", ("One.\nTwo.",)),
        ("<p>One.<br><br>Two.</p>", ("One.", "Two.")),
        ("<p>One.<br/> \n <br/>&nbsp;<br>Two.</p>", ("One.", "Two.")),
        ("<p><br>One.<br></p>", ("One.",)),
        ("<p></p><p> &nbsp; </p><p>One.</p>", ("One.",)),
        ("<unknown-tag>One</unknown-tag> and <x-y>two</x-y>.", ("One and two.",)),
        ("<p>A &lt;b&gt; and &amp;amp; and &#8364;</p>", ("A <b> and &amp; and €",)),
        ("<p>soft&shy;hyphen and zero&#8203;width</p>", ("softhyphen and zerowidth",)),
        ("<p>re&#8238;versed&#8236;</p>", ("reversed",)),
        ("<p>escape &#27;[31mred</p>", ("escape red",)),
        ("<p>He said <q>no</q>.</p>", ("He said “no”.",)),
        ("<p><ruby>漢<rp>（</rp><rt>かん</rt><rp>）</rp></ruby>字</p>", ("漢(かん)字",)),
        ("<p>می&zwnj;خواهم</p>", ("می\u200cخواهم",)),
        ("", ()),
        ("<!-- nothing -->", ()),
    ],
)
def test_running_text_becomes_paragraphs(html: str, paragraphs: tuple[str, ...]) -> None:
    content = build(html)
    assert all(isinstance(block, Paragraph) for block in content.blocks)
    assert content.text == "\n\n".join(paragraphs)


@pytest.mark.parametrize(
    ("html", "emphasis"),
    [
        ("<b>x</b>", Emphasis.BOLD),
        ("<strong>x</strong>", Emphasis.BOLD),
        ("<em>x</em>", Emphasis.ITALIC),
        ("<b><i>x</i></b>", Emphasis.BOLD | Emphasis.ITALIC),
        ("<code>x</code>", Emphasis.CODE),
        ("<del>x</del>", Emphasis.STRIKE),
        ("<u>x</u>", Emphasis.UNDERLINE),
        ("<mark>x</mark>", Emphasis.MARK),
    ],
)
def test_emphasis_is_kept(html: str, emphasis: Emphasis) -> None:
    assert lone(f"<p>a {html} b</p>") == Paragraph((Span("a "), Span("x", emphasis), Span(" b")))


def test_raised_and_lowered_letters_stay_in_their_word() -> None:
    content = build("<p>CO<sub>2</sub> at 10<sup>6</sup> m<sup>3</sup></p>")
    assert content.text == "CO₂ at 10⁶ m³"
    assert content.blocks == said("CO₂ at 10⁶ m³")


def test_headings_keep_their_level_and_rules_part() -> None:
    assert blocks("<p>One.</p><h2>Two <i>and</i></h2><hr><h6>Six</h6>") == (
        *said("One."),
        Heading(2, (Span("Two "), Span("and", Emphasis.ITALIC))),
        Rule(),
        Heading(6, (Span("Six"),)),
    )


# --- links ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("https://other.example/a", "https://other.example/a"),
        ("/b", "https://press.example/b"),
        ("c", "https://press.example/2026/c"),
        ("//cdn.example/d", "https://cdn.example/d"),
        ("javascript:alert(1)", ""),
        ("JavaScript&#58;alert(1)", ""),
        (" data:text/html,hi", ""),
        ("file:///etc/passwd", ""),
        ("mailto:desk@press.example", ""),
        ("https://user:secret@press.example/e", "https://press.example/e"),
        ("https://press.example\\@evil.example", ""),
        ("https://press.example/&#27;]8;;x", ""),
        ("", ""),
    ],
)
def test_a_link_is_absolute_and_safe_or_only_its_text(address: str, url: str) -> None:
    content = build(f'<p>See <a href="{address}">this page</a>.</p>')
    assert content.text == "See this page."
    assert content.links == ((Link("this page", url),) if url else ())


def test_a_link_over_several_spans_is_listed_once() -> None:
    content = build(
        '<p><a href="/a">One <b>bold</b> link</a> and <a href="/b">b</a></p><p><a href="/a">.</a></p>'
    )
    assert [link.url for link in content.links] == ["https://press.example/a", "https://press.example/b"]
    assert content.links[0].text.startswith("One bold link")


# --- lists and quotes -----------------------------------------------------------------------


def test_lists_nest_and_are_numbered() -> None:
    numbered = '<ol start="3"><li>Three</li><li><p>Four</p><p>more</p></li></ol>'
    inner = ListBlock((said("Three"), said("Four", "more")), start=3)
    assert lone(f"<ul><li>One</li><li>Two{numbered}</li></ul>") == ListBlock(
        (said("One"), (*said("Two"), inner))
    )


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<li>An item without a list</li>", "An item without a list"),
        ("<ul>Before<li>One</li>after</ul>", "Before\n\nOne\n\nafter"),
        ("<ul><li>One</li><ul><li>Two</li></ul><li>Three</li></ul>", "One\n\nTwo\n\nThree"),
        ("<dl><dt>Term</dt><dd>Meaning</dd></dl>", "Term\n\nMeaning"),
        ("<ul><li></li><li>One</li></ul>", "One"),
    ],
)
def test_faulty_lists_lose_no_text(html: str, text: str) -> None:
    assert build(html).text == text


def test_a_gallery_made_of_a_list_is_pictures() -> None:
    html = "<ul>" + "".join(f'<li><img src="/{name}.jpg" alt=""></li>' for name in "abc") + "</ul>"
    assert [type(block) for block in blocks(html)] == [Figure] * 3


def test_quotes_hold_blocks_and_nest() -> None:
    html = "<blockquote><p>One.</p><blockquote>Two.</blockquote><ul><li>Three</li></ul></blockquote>"
    assert lone(html) == Quote((*said("One."), Quote(said("Two.")), ListBlock((said("Three"),))))


# --- code and tables ------------------------------------------------------------------------


def test_code_keeps_its_shape() -> None:
    html = "<pre><code>def f():\n\treturn 1  # one\n\n<span>f()</span><br>f()\n</code></pre>"
    assert lone(html) == Code("def f():\n    return 1  # one\n\nf()\nf()")


def test_a_table_of_data_is_a_table() -> None:
    head = '<thead><tr><th>Port</th><th colspan="2">Boats</th></tr></thead>'
    body = "<tr><td>Vell</td><td>4</td><td><b>2</b></td></tr><tr><td>Lund</td><td>1</td><td></td></tr>"
    block = lone(f"<table><caption>Ferries by port</caption>{head}<tbody>{body}</tbody></table>")
    assert rows(block) == [["Port", "Boats"], ["Vell", "4", "2"], ["Lund", "1", ""]]
    assert isinstance(block, Table)
    assert block.caption == "Ferries by port"
    assert [cell.is_header for cell in block.rows[0]] == [True, True]
    assert [cell.column_span for cell in block.rows[0]] == [1, 2]


def test_flags_in_a_table_leave_it_a_table() -> None:
    flag = '<img src="/se.png" alt="Sweden" width="16" height="11">'
    block = lone(f"<table><tr><th>Boat</th><th>Place</th></tr><tr><td>{flag} Ida</td><td>1</td></tr></table>")
    assert rows(block) == [["Boat", "Place"], ["Sweden Ida", "1"]]


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td><p>One.</p><p>Two.</p></td></tr></table>",
        "<table><tr><td><table><tr><td>One.</td></tr></table></td><td>Two.</td></tr></table>",
        "<table><tr><td>One.</td></tr><tr><td>Two.</td></tr></table>",
    ],
)
def test_a_table_that_only_lays_out_is_read_through(html: str) -> None:
    assert blocks(html) == said("One.", "Two.")


def test_a_picture_in_a_layout_table_is_a_figure() -> None:
    html = '<table><tr><td><img src="/a.jpg" alt=""></td></tr><tr><td>One.</td></tr></table>'
    figure, paragraph = blocks(html)
    assert isinstance(figure, Figure)
    assert (paragraph,) == said("One.")


@pytest.mark.parametrize(
    ("inner", "kind"),
    [
        ("<pre>a = 1</pre>", Code),
        ("<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>", Table),
    ],
)
def test_a_figcaption_becomes_the_caption_of_its_block(inner: str, kind: type[Code | Table]) -> None:
    block = lone(f"<figure>{inner}<figcaption>How it begins.</figcaption></figure>")
    assert isinstance(block, kind)
    assert block.caption == "How it begins."


# --- embeds and pictures --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "embed"),
    [
        (
            '<iframe src="https://www.youtube.com/embed/x1" title="Launch"></iframe>',
            Embed("video", "Launch", "https://www.youtube.com/embed/x1"),
        ),
        (
            '<iframe src="//w.soundcloud.com/player/?url=1"></iframe>',
            Embed("audio", "w.soundcloud.com", "https://w.soundcloud.com/player/?url=1"),
        ),
        (
            '<iframe data-src="/charts/1" aria-label="Chart"></iframe>',
            Embed("frame", "Chart", "https://press.example/charts/1"),
        ),
        (
            '<audio controls><source src="/a.mp3"></audio>',
            Embed("audio", "press.example", "https://press.example/a.mp3"),
        ),
    ],
)
def test_players_and_frames_are_named(html: str, embed: Embed) -> None:
    assert lone(html) == embed


@pytest.mark.parametrize(
    "html",
    [
        '<iframe src="https://track.example/x" width="1" height="1"></iframe>',
        '<iframe src="javascript:alert(1)"></iframe>',
        "<iframe></iframe>",
    ],
)
def test_invisible_and_unsafe_frames_are_nothing(html: str) -> None:
    assert blocks(f"{html}<p>One.</p>") == said("One.")


def test_a_video_shows_its_poster() -> None:
    embed = lone('<video src="/v.mp4" poster="/still.jpg">Your browser cannot play this.</video>')
    assert isinstance(embed, Embed)
    assert embed.poster is not None
    assert embed.poster.url == "https://press.example/still.jpg"


def test_a_details_element_shows_its_summary_and_text() -> None:
    html = "<details><summary>How it works</summary><p>Hidden until opened.</p></details>"
    assert blocks(html) == (Paragraph((Span("How it works", Emphasis.BOLD),)), *said("Hidden until opened."))


@pytest.mark.parametrize(
    "html",
    [
        "<script>x()</script>",
        "<style>p{}</style>",
        "<noscript><p>Turn it on</p></noscript>",
        "<template><p>later</p></template>",
        "<svg><text>drawn</text></svg>",
        "<p hidden>no</p>",
        '<div aria-hidden="true">no</div>',
        '<p style="color:red; DISPLAY : none">no</p>',
        '<span class="a screen-reader-text">no</span>',
        '<b class="hide-caption">hide caption</b>',
        '<a href="/x" hidden>no</a>',
        "<pre> </pre>",
        '<div class="sharedaddy">Share</div>',
        "<form><p>Your address</p><button>Go</button></form>",
        '<img src="/pixel.gif" width="1" height="1">',
        '<img src="data:image/gif;base64,R0lGOD">',
    ],
)
def test_what_a_page_hides_is_left_out(html: str) -> None:
    assert blocks(f"<p>One.</p>{html}<p>Two.</p>") == said("One.", "Two.")


def test_emoji_pictures_are_text() -> None:
    emoji = '<img class="emoji" alt="🌤" src="/1f324.png">'
    smiley = '<img src="/s.png" alt=":-)" width="16" height="16">'
    assert build(f"<p>Fair {emoji} and {smiley}</p>").text == "Fair 🌤 and :-)"


def test_no_more_pictures_than_the_limit_are_kept_and_all_text() -> None:
    html = "".join(f'<p>Text {number}.</p><img src="/gallery/p{number}.jpg">' for number in range(100))
    content = build(html)
    assert len(content.pictures) == MAX_PICTURES
    assert content.text.count("Text ") == 100


# --- depth and size -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "tag",
    [
        "div",
        "b",
        "blockquote",
        "ul",
        "ul><li",
        "table><tr><td",
        "span",
        "a href='/x'",
        "figure",
        "em",
        "details",
    ],
)
@pytest.mark.parametrize("is_closed", [True, False])
def test_deep_nesting_costs_no_time_and_no_text(tag: str, is_closed: bool) -> None:
    names = [name.split(" ")[0] for name in tag.split("><")]
    closing = "".join(f"</{name}>" for name in reversed(names)) * 10_000 if is_closed else ""
    html = f"<p>Before.</p>{f'<{tag}>' * 10_000}The bottom.{closing}<p>After.</p>"
    start = time.process_time()
    content = build(html)
    assert time.process_time() - start < MAX_SECONDS
    assert [" ".join(content.text.split())] == ["Before. The bottom. After."]


@pytest.mark.parametrize(
    "piece", ["<", "<p", "<!--", "&", "<a href='", "</p>", "<br>", "<li>", "<td>", "<img src="]
)
def test_repeated_scraps_of_markup_cost_no_time(piece: str) -> None:
    start = time.process_time()
    build(piece * 20_000)
    assert time.process_time() - start < MAX_SECONDS


@pytest.mark.parametrize(
    ("opening", "piece"),
    [
        ("<figure>" * 200, "<p>x"),
        ("<table><tr><td>" * 200, "<tr><td>x"),
        ('<figure><img src="/a.jpg"><figcaption>', "<small>x</small>"),
        ('<figure><img src="/a.jpg"><figcaption>', '<b class="credit">x'),
        ('<div class="caption">' * 200, '<img src="/a.jpg">'),
        ("<ul><li>" * 200, "<li>x"),
    ],
)
def test_many_elements_in_nested_containers_cost_no_time(opening: str, piece: str) -> None:
    start = time.process_time()
    build(opening + piece * 10_000)
    assert time.process_time() - start < MAX_SECONDS
