"""Whatever a body or a document holds, the caption engine answers, soon, and says nothing unsafe."""

import html
import sys
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from reader.errors import ParseError
from reader.feeds.bodies.content import ArticleContent, build_content
from reader.feeds.bodies.html import MAX_PICTURES
from reader.feeds.document import parse_document
from reader.feeds.job import ParseJob
from reader.feeds.pictures.credits import split_caption, tidy_credit
from storage.model import FeedData

# A tracer (coverage, a debugger) makes every line several times as dear.
IS_TRACED = sys.gettrace() is not None or "coverage" in sys.modules
MAX_SECONDS = 5.0 if IS_TRACED else 1.0
MEBIBYTE = 1024 * 1024
DEPTH = 10_000

MANY = settings(
    max_examples=100,
    deadline=timedelta(seconds=MAX_SECONDS),
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=True,
)

FIGURE = (
    '<figure><a href="/f"><img src="/ferry-2041.jpg" srcset="/a.jpg 320w, /b.jpg 960w" alt="A ferry"></a>'
    '<figcaption class="caption">The ferry to Orla leaves in fog. '
    '<span class="credit">Photo: Kim Aas/AFP</span></figcaption></figure>'
)
BODY = (
    f"<h1>Ferries run again</h1>{FIGURE}<p>The ferries run &amp; run. <b>Nobody</b> complains (0200 GMT).</p>"
    "<ul><li>One <i>two</i></li></ul><blockquote><p>“Fog is fog.”</p></blockquote>"
    "<table><tr><th>Pier<th>Time<tr><td>1<td>9</table><pre>a  b</pre>[caption]<img src=/x.png>Words"
    "[/caption]<video poster=/p.jpg src=/v.mp4></video>"
    '<div class="wp-caption"><img data-src="/q.png"><p class="wp-caption-text">(Reuters)</p>'
    "</div><math><mfrac><mi>a</mi><mi>b</mi></mfrac></math>FILE PHOTO: Fog. REUTERS/Kim Aas/File Photo"
)

TAGS = (
    "p div figure figcaption img picture source span a b i small cite ul ol li table tr td blockquote pre h1"
    " h2 br hr video iframe object svg math mfrac style script noscript template select amp-img q ruby rt"
    " section"
).split()
ATTRIBUTES = (
    "", ' class="caption"', ' class="wp-caption figure"', ' class="credit"', ' class=\'x" y\'', " hidden",
    ' itemprop="caption"', ' src="/light-1234.jpg"', ' src="data:x"', ' src="//["',
    ' srcset=", ,/a.jpg 1e9w 2x,"',
    ' alt="FILE PHOTO: A pier. (AFP)"', ' alt="&#0;&#x202e;&#xd800;"', ' href="javascript:x"', ' width="-1"',
    ' width="99999999999"', ' start="9999999"', ' colspan="٣"', ' style="display:none"',
    ' data-caption="<b>x"', ' "',
)  # fmt: skip
WORDS = (
    "The pier. ", "(Reuters)", "Photo: Kim Aas", "©", "REUTERS/", "FILE PHOTO: ", " | AFP",
    "((((", "))]", "TT", "…",
    "写真：共同", "(رويترز)", "\u202e", "\x1b]0;x\x07", "&", "&#", "&lt;p>", "<", ">", "<!--", "-->",
    "]]>", "<![CDATA[",
    "[caption]", "[/caption]", "\ud800", "\n\n", "\t", "e\u0301" * 9,
)  # fmt: skip
PIECES = st.one_of(
    st.builds("<{}{}>".format, st.sampled_from(TAGS), st.sampled_from(ATTRIBUTES)),
    st.builds("</{}>".format, st.sampled_from(TAGS)),
    st.sampled_from(WORDS),
    st.text(max_size=8),
)
SOUP = st.lists(PIECES, max_size=60).map("".join)

HOSTILE = [
    "(", "[", "<", "< ", "<p", "<p ", '<a href="', "<img ", "<!--", "</", "&", "&#x", '"', "“",
    "'", "©", "(c) A", "Photo:",
    "Photo: A. ", "FILE PHOTO: ", "REUTERS/", "A/", " / ", " | ", " via ", " – ", "[caption]", "[caption ",
    "[caption][/caption]", "...", ". ", "。", "＝", "<br>", "<p>", "<p>.", "<li>", "<ul><li>",
    "<b>", "<td>", "<math>", "<msup>",
    "<table><tr><td>", "<blockquote>", "<figure>", "<figcaption>", '<div class="caption">', "<img src=/a>",
    "<small>", "<cite>x", "\n", "\n \n", "\t ", "A A\n\n", "e\u0301\u0301", "<a href=/x>y</a>",
    "<video src=/v>",
    '<figure><img src="/a.jpg"><figcaption>A', FIGURE, f"<p>{'Fog on the pier. ' * 8}</p>",
    '<p class="credit">',
    '<figure><img src="/a.jpg">' + '<small class="credit">',
]  # fmt: skip


def build(body: str, *, is_plain: bool = False) -> ArticleContent:
    return build_content(
        body=body, is_plain_text=is_plain, base_url="https://a.example/", title="Ferries", feed_pictures=()
    )


def rss(body: str) -> bytes:
    item = f"<item><title>Ferries</title><guid>1</guid><description>{html.escape(body)}</description></item>"
    text = f"<rss version='2.0'><channel><title>Orla</title>{item}</channel></rss>"
    return text.encode("utf-8", "replace")


def parse(data: bytes) -> FeedData | ParseError:
    return parse_document(ParseJob("https://a.example/feed", data))


def is_safe(text: str) -> bool:
    """Whether a text is UTF-8, without escapes, controls and what turns the direction of writing."""
    text.encode("utf-8")
    return not any(
        (character < " " and character not in "\n\t")
        or "\u202a" <= character <= "\u202e"
        or character == "\x7f"
        for character in text
    )


def check(content: ArticleContent) -> None:
    assert is_safe(content.text)
    assert len(content.pictures) <= MAX_PICTURES
    assert [picture.position for picture in content.pictures] == list(range(len(content.pictures)))
    for picture in content.pictures:
        assert is_safe(picture.caption + picture.credit + picture.alt + picture.url)
        assert not picture.url or picture.url.startswith(("http://", "https://"))
        assert "\n" not in picture.caption


def within_time(work: Callable[[], object]) -> None:
    """Do a piece of work, twice where it was slow; the time of other processes does not count."""
    seconds = MAX_SECONDS + 1
    for _ in range(2):
        started = time.process_time()
        work()
        seconds = min(seconds, time.process_time() - started)
        if seconds < MAX_SECONDS:
            return
    assert seconds < MAX_SECONDS


@MANY
@given(SOUP, st.booleans())
@example("<math>", False)
@example("<figure><img src=/a.jpg><figure>", False)
def test_any_tag_soup_becomes_safe_content(soup: str, is_plain: bool) -> None:
    check(build(soup, is_plain=is_plain))


@MANY
@given(SOUP)
def test_any_tag_soup_in_a_feed_gives_an_article(soup: str) -> None:
    feed = parse(rss(soup))
    assert isinstance(feed, FeedData)
    assert len(feed.articles) == 1
    assert is_safe(feed.articles[0].text)


@MANY
@given(st.integers(0, len(BODY)), st.integers(0, len(BODY)))
def test_a_body_cut_anywhere_becomes_content(end: int, start: int) -> None:
    check(build(BODY[:end]))
    check(build(BODY[start:]))


@MANY
@given(st.binary(max_size=300), st.integers(0, 1_200))
def test_a_document_cut_anywhere_or_of_any_bytes_gives_an_answer(data: bytes, end: int) -> None:
    for document in (data, rss(BODY)[:end], rss(BODY)[:end] + data):
        answer = parse(document)
        assert isinstance(answer, (FeedData, ParseError))
        assert not isinstance(answer, ParseError) or "Error:" not in answer.detail


@MANY
@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=12), max_size=30).map(" ".join))
def test_a_split_caption_says_nothing_new(text: str) -> None:
    parts = split_caption(text)
    assert set("".join(parts.caption.split())) | set("".join(parts.credit.split())) <= set(text)
    credit, _ = tidy_credit(parts.credit)
    assert len(credit) <= len(text)


@pytest.mark.parametrize("opening", [
    "<div>", "<b>", "<p>", "<blockquote>", "<ul><li>", "<table><tr><td>", "<figure>", "<span class=caption>",
    "<a href=/x>", "<math><msup>", "<figure><img src=/a.jpg>",
    "<div class='wp-caption'><img src=/a.jpg>", "<q>",
    "<object>", "<picture>", "<section><h2>", "<pre>", "<ruby><rt>", "<select>", "<template>",
    "<svg>", "<dl><dd>",
])  # fmt: skip
def test_ten_thousand_levels_do_not_hurt(opening: str) -> None:
    body = opening * DEPTH + "The pier." + "</x>" * DEPTH
    within_time(lambda: build(body))
    assert isinstance(parse(rss(body[: MEBIBYTE // 8])), FeedData)


@pytest.mark.parametrize("pattern", HOSTILE, ids=lambda pattern: pattern[:24])
def test_two_mebibytes_of_one_pattern_take_less_than_a_second(pattern: str) -> None:
    body = pattern * (2 * MEBIBYTE // len(pattern))
    within_time(lambda: build(body))


@pytest.mark.parametrize("pattern", HOSTILE, ids=lambda pattern: pattern[:24])
def test_a_caption_of_one_pattern_takes_less_than_a_second(pattern: str) -> None:
    text = pattern * (100_000 // len(pattern))
    within_time(lambda: (split_caption(text), tidy_credit(text), build(text, is_plain=True)))


@pytest.mark.parametrize(
    "pattern", ["(", "<", "<figure>", "Photo:", "[caption]", FIGURE], ids=lambda text: text[:12]
)
def test_two_mebibytes_of_one_pattern_in_a_feed_take_less_than_a_second(pattern: str) -> None:
    data = rss(pattern * (2 * MEBIBYTE // len(pattern)))
    within_time(lambda: parse(data))
    assert isinstance(parse(data), FeedData)
