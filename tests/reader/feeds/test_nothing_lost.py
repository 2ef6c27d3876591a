"""No sentence of a body is lost: it is in the text, in a caption or credit, the headline, or is furniture.

What a body says is read here with a walk of its own, so that a mistake of ``reader.feeds.bodies.html`` or
``reader.feeds.bodies.cleaning`` cannot hide itself.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from reader.feeds.bodies.boilerplate import is_feed_tail
from reader.feeds.bodies.content import ArticleContent, build_content
from reader.feeds.bodies.hidden import is_hidden
from reader.feeds.document import parse_document
from reader.feeds.job import ParseJob
from sample_feeds import sample_files
from storage.model import ArticleData, FeedData

CORPUS = Path(__file__).parents[3].parent / "shared" / "corpus"
FEEDS = sorted(
    path for path in CORPUS.rglob("*") if path.suffix in (".xml", ".rss", ".atom", ".rdf", ".json")
)

# What no browser shows; the controls of forms are furniture; frames and players show their film instead.
UNSEEN = frozenset(
    "script style noscript template head title -comment !doctype button select textarea input dialog rp"
    " iframe video audio embed svg annotation annotation-xml".split()
)
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rb rt ruby s"
    " samp small span strike strong sub sup time tt u var wbr -text".split()
)
SENTENCE_END = re.compile(r"(?<=[.!?。！？؟…])\s+|(?<=[。！？])|\n")
WORD = re.compile(r"[^\W_]+")
MIN_SHARED = 0.8


def plain(text: str) -> str:
    """Without case, and with raised numbers as any others."""
    return unicodedata.normalize("NFKC", text).casefold()


def fold(text: str) -> str:
    return "".join(WORD.findall(plain(text)))


def words(text: str) -> set[str]:
    return set(WORD.findall(plain(text)))


def read_words(name: str, *keys: str) -> list[str]:
    lists = tomllib.loads(resources.files("reader.feeds").joinpath("data", name).read_text("utf-8"))
    return [word for key in keys for word in lists[key]]


FURNITURE = {fold(word) for word in read_words("boilerplate.toml", "strong", "weak")}
# A credit is shown without its label, a file photo as a flag, orders to editors not at all.
LABELS = words(
    " ".join(
        read_words("credits.toml", "labels", "by_labels", "file_markers", "file_endings", "instructions")
    )
    + " image media photo picture caption source copyright c hide toggle enlarge this view in fullscreen"
)


def parts_of(html: str) -> Iterator[str]:
    """Give what a page would show, parted where a browser begins a new line."""
    body = LexborHTMLParser(html).body
    waiting: list[LexborNode | str | None] = ["", body.first_child if body else None]
    running: list[str] = []
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            if text := "".join(running).strip():
                yield text
            running = []
        elif node is not None:
            waiting.append(node.next)
            if node.tag == "-text":
                running.append(node.text_content or "")
            elif node.tag not in UNSEEN and not is_hidden(node.attributes):
                edges = [""] if node.tag not in INLINE else []
                waiting += [*edges, node.first_child, *edges]


def is_furniture(part: str) -> bool:
    return not fold(part) or fold(part) in FURNITURE or is_feed_tail(" ".join(part.split()))


def repeats_headline(part: str, headline: str) -> bool:
    """A heading that is nearly the headline is one: it may have the paper's name behind it."""
    own, others = words(part), words(headline)
    is_within = len(fold(part)) >= 12 and (fold(headline) in fold(part) or fold(part) in fold(headline))
    return bool(own) and (is_within or len(own & others) >= MIN_SHARED * len(own | others))


def find_lost(body: str, is_plain: bool, headline: str, content: ArticleContent) -> list[str]:
    """Give the sentences of a body that nothing shows."""
    pictures = [f"{one.caption} {one.credit} {one.alt}" for one in content.pictures]
    shown = fold(f"{content.text} {headline} {' '.join(pictures)}")
    picture_words = [words(text) | LABELS for text in pictures]
    lost = []
    for part in body.split("\n") if is_plain else parts_of(body):
        if is_furniture(part) or fold(part) in shown or repeats_headline(part, headline):
            continue
        for sentence in SENTENCE_END.split(part):
            is_shown = fold(sentence) in shown or any(words(sentence) <= known for known in picture_words)
            if not is_shown:
                lost.append(" ".join(sentence.split()))
    return lost


def content_of(article: ArticleData) -> ArticleContent:
    return build_content(
        body=article.body_html,
        is_plain_text=article.is_body_plain_text,
        base_url=article.base_url,
        title=article.title,
        feed_pictures=article.feed_pictures,
    )


def lost_of(path: Path) -> list[str]:
    """Give an article's number and sentence for all that a feed loses; a refused feed has nothing to lose."""
    feed = parse_document(ParseJob(f"https://feeds.example/{path.name}", path.read_bytes()))
    if not isinstance(feed, FeedData):
        return []
    return [
        f"{number}: {sentence[:200]}"
        for number, article in enumerate(feed.articles)
        for sentence in find_lost(
            article.body_html, article.is_body_plain_text, article.title, content_of(article)
        )
    ]


@pytest.mark.shared
@pytest.mark.skipif(not FEEDS, reason="the shared material is not beside the checkout")
@pytest.mark.parametrize("path", FEEDS, ids=lambda path: str(path.relative_to(CORPUS)))
def test_real_feeds_lose_no_sentence(path: Path) -> None:
    assert lost_of(path) == []


@pytest.mark.parametrize("path", [sample.path for sample in sample_files()], ids=lambda path: path.name)
def test_sample_feeds_lose_no_sentence(path: Path) -> None:
    assert lost_of(path) == []


# What no feed at hand does, and any may do tomorrow.
LIGHT = '<img src="/light-1234.jpg">'
SHAPES = {
    "one picture with two stories": "".join(
        f"<figure>{LIGHT}<figcaption>{caption}</figcaption></figure><p>Something {caption.lower()}</p>"
        for caption in ("The keeper waves from the gallery.", "Nobody waved back.", "Rain sets in (AFP).")
    ),
    "two credits": f'<figure>{LIGHT}<figcaption>The tower in spring. (Reuters) <span class="credit">Ada Moss'
    "</span></figcaption></figure>",
    "credit, then another": f"<figure>{LIGHT}<figcaption>Photo: Ada Moss</figcaption></figure>"
    "<p>Dusk. (AFP)</p>",
    "more pictures than are kept": "".join(
        f'<figure><img src="/p{number}-77.jpg"><figcaption>Step number {number} of the stairs.'
        "</figcaption></figure>"
        for number in range(90)
    ),
    "one gallery of too many": "<figure>"
    + "".join(f'<img src="/p{number}-77.jpg">' for number in range(90))
    + "<figcaption>All ninety steps.</figcaption></figure>",
    "an article called a figure": f'<div class="figure-wrapper">{LIGHT}'
    + "".join(f"<p>Sentence {number} of a long tale of the sea.</p>" for number in range(900))
    + "</div>",
    "a caption without end": f"<figure>{LIGHT}<figcaption>"
    + " ".join(f"Word {number}." for number in range(600))
    + "</figcaption></figure>",
    "a second caption": f"<figure>{LIGHT}<figcaption>The gate.</figcaption>"
    '<p class="caption">Mind the step.</p></figure>',
    "a formula": "<p>It weighs <math><mfrac><mi>half</mi><mi>ton</mi></mfrac></math> at most.</p>",
    "a player that is gone": '<object><param name="x"><p>The film is at the harbour office.</p></object>',
    "an only line with a name behind": f"{LIGHT}A harbour built a search engine. (Google)",
    "links with archives": "".join(
        f"<p><a href=/{n}>Tale {n} of the coast</a> (archive)</p>" for n in range(9)
    ),
    "text beside items": "<ul>Before <li>Inside</li> After</ul><dl><dt>Term<dd>Meaning</dl>",
    "a word in brackets": f"{LIGHT}<p>All of this for the gulls.[<a href=/x>mehr</a>]</p><p>And so on.</p>",
}


@pytest.mark.parametrize("name", SHAPES)
def test_odd_bodies_lose_no_sentence(name: str) -> None:
    body = SHAPES[name]
    content = build_content(
        body=body, is_plain_text=False, base_url="https://a.example/", title="Light", feed_pictures=()
    )
    assert find_lost(body, False, "Light", content) == []


def test_a_half_does_not_read_as_twelve() -> None:
    body = "<p>A <math><mfrac><mn>1</mn><mn>2</mn></mfrac><annotation>TeX</annotation></math> ton</p>"
    content = build_content(body=body, is_plain_text=False, base_url="", title="", feed_pictures=())
    assert content.text == "A 1/2 ton"


def test_a_lost_sentence_is_found() -> None:
    """The measure itself: what is not shown is named, furniture and credits without labels are not."""
    body = f"<p>Gone.</p><p>Print</p><figure>{LIGHT}<figcaption>Photo: Ada Moss</figcaption></figure>"
    content = build_content(
        body=body.replace("Gone.", ""),
        is_plain_text=False,
        base_url="https://a.example/",
        title="",
        feed_pictures=(),
    )
    assert find_lost(body, False, "", content) == ["Gone."]
