"""Markdown, read back by a parser of CommonMark: it says what the article says, and links where that does."""

from __future__ import annotations

import io
import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from reader.cli.run import run
from reader.cli.session import Console, Session
from reader.feeds.bodies.blocks import Span
from reader.feeds.bodies.content import ArticleContent, content_of
from reader.feeds.emphasis import Emphasis
from reader.transfer.markdown import to_markdown
from reader.transfer.markdown_text import link, plain_line, safe_address, spans_text
from sample_feeds import sample_files
from storage.archive import Archive
from storage.model import Article

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def tokens_of(markdown: str) -> Iterator[Token]:
    for token in PARSER.parse(markdown):
        yield from token.children if token.children is not None else [token]


def text_of(tokens: Iterable[Token]) -> str:
    """All that is read, with a blank between blocks and cells."""
    parts: list[str] = []
    for token in tokens:
        assert token.type not in ("html_inline", "html_block")
        if token.type in ("text", "code_inline", "fence", "code_block"):
            parts.append(token.content)
        elif token.nesting <= 0 and not token.type.startswith(("link", "em", "strong", "s_", "text")):
            parts.append(" ")
    return "".join(parts)


def links_of(tokens: Iterable[Token]) -> list[tuple[str, str]]:
    """Address and text of each link."""
    found: list[tuple[str, str]] = []
    is_within = False
    for token in tokens:
        if token.type == "link_open":
            is_within = True
            found.append((str(token.attrs["href"]), ""))
        elif token.type == "link_close":
            is_within = False
        elif is_within:
            found[-1] = (found[-1][0], found[-1][1] + (token.content or " "))
    return [(url, " ".join(text.split())) for url, text in found]


def as_read(url: str) -> str:
    return str(PARSER.normalizeLink(safe_address(url).replace("&amp;", "&")))


def words(text: str) -> list[str]:
    return text.split()


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> list[Article]:
    """All articles of the sample feeds."""
    folder = tmp_path_factory.mktemp("samples")
    session = Session(folder / "cutline.db", folder / "none.toml", Console(io.StringIO(), io.StringIO()))
    run(["add", *(str(sample.path) for sample in sample_files())], session)
    with Archive.open(folder / "cutline.db") as archive:
        return [archive.article(article_id) for article_id in archive.open_listing().article_ids]


def test_every_sample_says_and_links_what_the_article_does(articles: list[Article]) -> None:
    link_count = 0
    for article in articles:
        content = content_of(article)
        tokens = list(tokens_of("".join(to_markdown([article]))))
        read = "".join(words(text_of(tokens)))
        for part in content.text.split("\n\n"):
            assert "".join(words(part)) in read, article.row.title
        for picture in content.pictures:
            assert "".join(words(picture.caption)) in read
            assert "".join(words(picture.credit)) in read
        shown = [token for token in tokens if token.type == "image"]
        assert [str(token.attrs["src"]) for token in shown] == [
            as_read(picture.url) for picture in content.pictures if picture.url
        ]
        links = dict(links_of(tokens))
        for said in content.links:
            assert as_read(said.url) in links, article.row.title
        own = [url for url in links if url != as_read(article.row.url)]
        assert len(own) <= len(content.links) + content_embeds(content)
        link_count += len(content.links)
    assert link_count >= 3


def content_embeds(content: ArticleContent) -> int:
    return sum(type(block).__name__ == "Embed" for block in content.blocks)


BODY = """
<h2>A <em>new</em> start</h2>
<p>See <a href="https://a.example/x_(y)?a=1&amp;copy;=2">the [old] <b>map</b></a>, not
<a href="javascript:alert(1)">this</a> or <a href="data:text/html,x">that</a>!<a
href="https://b.example/a b">b</a></p>
<p>1986. A year - and<br>- no list, # no head, &lt;b&gt; no tag, &amp;lt; no entity,
2*3*4 a_b_c ~~no~~ | no cell</p>
<blockquote><p>Said <i>so</i>.</p><blockquote><p>And so.</p></blockquote></blockquote>
<ul><li>one</li><li>two <a href="https://c.example/">see</a>
<ol start="7"><li>seven</li><li>eight</li></ol></li></ul>
<ul><li>another list</li></ul>
<pre>a = `b`
```
  c</pre>
<p>Use <code>x|`y`</code> and <s>not</s> <b><i>both</i></b>.</p>
<table><tr><th>Name</th><th>Of</th></tr><tr><td>a|b</td><td><a href="https://d.example/">d</a></td></tr>
<tr><td colspan="2"><code>p|q</code></td></tr></table>
<hr>
<figure><img src="https://e.example/p(1).jpg" alt="A [bridge]" width="800" height="600">
<figcaption>The *bridge* at dawn. (Ann Lee/Reuters)</figcaption></figure>
"""


@pytest.fixture
def markdown(articles: list[Article]) -> str:
    """An article with everything that a body may hold."""
    plain = replace(articles[0], body_html=BODY, is_body_plain_text=False, feed_pictures=(), note="- mine")
    return "".join(to_markdown([plain]))


def test_links_keep_their_addresses_and_no_other_scheme_passes(markdown: str) -> None:
    links = links_of(tokens_of(markdown))[1:]
    assert links == [
        ("https://a.example/x_%28y%29?a=1&copy;=2", "the [old] map"),
        ("https://b.example/a%20b", "b"),
        ("https://c.example/", "see"),
        ("https://d.example/", "d"),
    ]
    assert "javascript" not in markdown
    assert "data:" not in markdown


def test_blocks_stay_what_they_are(markdown: str) -> None:
    types = [token.type for token in PARSER.parse(markdown)]
    opened = [kind for kind in types if kind in ("bullet_list_open", "ordered_list_open", "fence", "hr")]
    assert opened == ["bullet_list_open", "ordered_list_open", "bullet_list_open", "fence", "hr"]
    assert types.count("blockquote_open") == 3
    assert types.count("table_open") == 1
    assert types.count("tr_open") == 3
    headings = [token.tag for token in PARSER.parse(markdown) if token.type == "heading_open"]
    assert headings == ["h1", "h3"]
    (numbered,) = [token for token in PARSER.parse(markdown) if token.type == "ordered_list_open"]
    assert numbered.attrs["start"] == 7
    (fence,) = [token for token in PARSER.parse(markdown) if token.type == "fence"]
    assert fence.content == "a = `b`\n```\n  c\n"


def test_what_looks_like_markdown_is_text(markdown: str) -> None:
    read = " ".join(words(text_of(tokens_of(markdown))))
    for said in (
        "1986. A year - and - no list, # no head, <b> no tag, &lt; no entity, 2*3*4 a_b_c ~~no~~ | no cell",
        "Use x|`y` and not both.",
        "Name Of a|b d p|q",
        "The *bridge* at dawn.",
        "- mine",
    ):
        assert said in read


def test_emphasis_is_kept(markdown: str) -> None:
    tokens = list(tokens_of(markdown))
    emphasised = [
        (token.type, following.content)
        for token, following in pairwise(tokens)
        if token.type in ("em_open", "strong_open", "s_open") and following.type == "text"
    ]
    assert ("em_open", "new") in emphasised
    assert ("strong_open", "map") in emphasised
    assert ("em_open", "so") in emphasised
    assert ("s_open", "not") in emphasised
    assert any(content == "both" for _, content in emphasised)
    codes = [token.content for token in tokens_of(markdown) if token.type == "code_inline"]
    assert codes == ["x|`y`", "p|q"]


def test_a_picture_stands_with_its_caption_and_credit(markdown: str) -> None:
    place = markdown.index("![A \\[bridge\\]](https://e.example/p%281%29.jpg)")
    below = markdown[place:].split("\n")[1]
    assert below == "*The \\*bridge\\* at dawn.* — Ann Lee/Reuters"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "//x", ""])
def test_an_address_of_another_kind_is_no_link(url: str) -> None:
    assert link("text", url) == "text"


ALPHABET = "ab *_`[]()<>!#-+=~|\\&;:.1\n\"'é”—€→\tж"


def random_spans(chance: random.Random) -> list[Span]:
    urls = ["", "", "https://x.example/(a)", "https://y.example/?q=`*_|"]
    return [
        Span(
            "".join(chance.choices(ALPHABET, k=chance.randint(1, 8))),
            Emphasis(chance.choice([0, 0, 1, 2, 3, 8, 9, 4, 5])),
            chance.choice(urls),
        )
        for _ in range(chance.randint(1, 6))
    ]


@pytest.mark.parametrize("seed", range(40))
def test_any_text_is_read_as_it_was_and_links_where_it_did(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(60):
        spans = random_spans(chance)
        is_one_line = chance.random() < 0.5
        written = spans_text(spans, is_one_line=is_one_line)
        tokens = list(tokens_of(written))
        said = "".join("".join(span.text.split()) for span in spans)
        assert "".join(words(text_of(tokens))) == said, (spans, written)
        assert [token.type for token in PARSER.parse(written)] in (
            [],
            ["paragraph_open", "inline", "paragraph_close"],
        ), written
        wanted = {as_read(span.url) for span in spans if span.url and span.text.strip()}
        assert {url for url, _ in links_of(tokens)} == wanted, (spans, written)
        assert not any(token.type == "image" for token in tokens), written


@pytest.mark.parametrize(
    ("span", "written"),
    [
        (Span(" spaced ", Emphasis.BOLD), "**spaced**"),
        (Span("both", Emphasis.BOLD | Emphasis.ITALIC), "***both***"),
        (Span("gone", Emphasis.STRIKE), "~~gone~~"),
        (Span("`", Emphasis.CODE), "`` ` ``"),
        (Span("10. May"), "10\\. May"),
        (Span("AT&T"), "AT&T"),
        (Span("&copy;"), "\\&copy;"),
    ],
)
def test_how_text_is_written(span: Span, written: str) -> None:
    assert spans_text([span]) == written


def test_emphasis_that_would_be_read_as_stars_is_left_out() -> None:
    assert spans_text([Span("a"), Span('"b"', Emphasis.BOLD), Span("c")]) == 'a"b"c'


def test_a_line_has_no_meaning_to_markdown() -> None:
    assert plain_line("# a\n> b") == "\\# a > b"
