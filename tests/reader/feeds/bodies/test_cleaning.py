"""What is left out of a body: repeats and page furniture; and what only looks like them and stays."""

import time

import pytest

from reader.feeds.bodies.content import ArticleContent, build_content
from storage.model import Picture, PictureSource

TITLE = "Council votes to move the old lighthouse"
PROSE = (
    "The council of Vell decided late on Monday to move the lighthouse forty metres inland by next spring."
)
MORE = "Engineers want to roll it on rails, as their forebears did with the chapel more than a century ago."
CAPTION = "Workers measure the lighthouse of Vell on Monday morning."
BARE = '<img src="https://a.example/light-1234.jpg" alt="">'
FIGURE = f"<figure>{BARE}<figcaption>{CAPTION}</figcaption></figure>"


def build(html: str, title: str = TITLE, pictures: tuple[Picture, ...] = ()) -> ArticleContent:
    return build_content(
        body=html, is_plain_text=False, base_url="https://a.example/", title=title, feed_pictures=pictures
    )


def build_plain(*lines: str, title: str = TITLE, gap: str = "\n\n") -> ArticleContent:
    return build_content(body=gap.join(lines), is_plain_text=True, base_url="", title=title, feed_pictures=())


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def texts(content: ArticleContent) -> list[tuple[str, str]]:
    return [(picture.caption, picture.credit) for picture in content.pictures]


# --- a: the headline ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "repeat",
    [
        f"<h1>{TITLE}</h1>",
        f"<p>{TITLE}</p>",
        f"<p><b>{TITLE.upper()}.</b></p>",
        "<h2>Council  votes to move the “old lighthouse”</h2>",
        f"<h1>{TITLE} | Vell Post</h1>",
        f"<h1>{TITLE}</h1><p>TT</p><h1>{TITLE}</h1>",
    ],
)
def test_the_headline_is_left_out_before_the_text(repeat: str) -> None:
    assert build(repeat + paragraphs(PROSE, MORE)).text == f"{PROSE}\n\n{MORE}"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (paragraphs(PROSE) + f"<h2>{TITLE}</h2>" + paragraphs(MORE), f"{PROSE}\n\n{TITLE}\n\n{MORE}"),
        (paragraphs(f"{TITLE}, and soon.", PROSE), f"{TITLE}, and soon.\n\n{PROSE}"),
        ("<h2>Council</h2>" + paragraphs(PROSE), f"Council\n\n{PROSE}"),
    ],
)
def test_a_headline_within_the_text_or_a_sentence_like_it_stays(body: str, text: str) -> None:
    assert build(body).text == text


def test_without_a_headline_nothing_repeats_it() -> None:
    assert build(paragraphs("!!!", PROSE), title="").text == f"!!!\n\n{PROSE}"


# --- b, c: furniture ------------------------------------------------------------------------

STRONG = [
    "Advertisement", "ADVERTISEMENT", "Sponsored", "Skip advertisement", "Share this article", "Tweet",
    "Story continues below advertisement", "Copy link", "toggle caption", "Enlarge this image", "Read more",
    "Read more »", "Continue reading", "Leer más", "Weiterlesen", "Lire la suite", "Anzeige", "Werbung",
    "Publicidad", "Publicité", "Sign up for our newsletter", "Loading...", "0 comments", "Реклама", "広告",
    "광고", "إعلان",
]  # fmt: skip
WEAK = [
    "TT", "A A", "A-", "A+", "Aa", "Print", "Save", "Listen", "Font size", "Small", "Email", "Facebook", "X",
    "Twitter", "WhatsApp", "Telegram", "Photos", "Video", "Image", "Related", "Home", "Back",
]  # fmt: skip
LOOK_ALIKES = [
    "The advertisement ran for a week.",
    "Read more books, the mayor said.",
    "Share of women in the council: half.",
    "Loading the barges took a day.",
    "TT reports that the port is closed.",
    "Print is not dead.",
    "Small is beautiful.",
    "Back home, nobody believed him.",
    "X marks the spot.",
    "Facebook and Twitter were down.",
    "Continue reading is what she does.",
    "Points were lost early in the match.",
    "The post was sent by a friend of the keeper.",
    "Submitted by three parties, the motion failed.",
    "… and so it went on.",
]


@pytest.mark.parametrize("furniture", STRONG)
def test_strong_furniture_goes_wherever_it_stands(furniture: str) -> None:
    body = paragraphs(furniture, PROSE, furniture, MORE, furniture)
    assert build(body).text == f"{PROSE}\n\n{MORE}"


@pytest.mark.parametrize("furniture", WEAK)
def test_weak_furniture_goes_before_the_text_and_after_a_picture_only(furniture: str) -> None:
    body = paragraphs(furniture, PROSE) + FIGURE + paragraphs(furniture, MORE, furniture)
    assert build(body).text == f"{PROSE}\n\n{MORE}\n\n{furniture}"


@pytest.mark.parametrize("sentence", LOOK_ALIKES)
def test_a_sentence_that_holds_such_words_stays(sentence: str) -> None:
    body = paragraphs(sentence, PROSE) + FIGURE + paragraphs(sentence, MORE, sentence)
    assert build(body).text == "\n\n".join((sentence, PROSE, sentence, MORE, sentence))


@pytest.mark.parametrize("furniture", ["Advertisement", "Print"])
def test_furniture_within_a_quote_or_list_is_the_authors(furniture: str) -> None:
    assert build(f"<ul><li>{furniture}</li></ul>" + paragraphs(PROSE)).text == f"{furniture}\n\n{PROSE}"


# --- d: what the feed's machinery appends ---------------------------------------------------


@pytest.mark.parametrize(
    "tail",
    [
        f'The post <a href="/x">{TITLE}</a> appeared first on <a href="/">Vell Post</a>.',
        f"Der Beitrag {TITLE} erschien zuerst auf Vell Post.",
        f"L’article {TITLE} est apparu en premier sur Vell Post.",
        f"Continue reading {TITLE}",
        "[…]",
        "[&#8230;]",
        '<a href="/x">Continue reading …</a>',
        "Article URL: <a href='/x'>https://a.example/x</a>",
        "Comments URL: https://news.example/item?id=1",
        "Points: 12",
        "# Comments: 3",
    ],
)
def test_the_tail_of_a_feed_is_left_out(tail: str) -> None:
    assert build(paragraphs(PROSE, MORE, tail)).text == f"{PROSE}\n\n{MORE}"


# --- e, f: captions that stand as paragraphs ------------------------------------------------


@pytest.mark.parametrize(
    ("picture", "paragraph", "shown"),
    [
        # the figure says it already
        (FIGURE, CAPTION, (CAPTION, "")),
        (FIGURE, CAPTION.upper(), (CAPTION, "")),
        (FIGURE, "measure the lighthouse of Vell", (CAPTION, "")),
        (FIGURE, f"{CAPTION} (AFP)", (CAPTION, "AFP")),
        # the image has no caption yet
        (BARE, f"{CAPTION} (AFP)", (CAPTION, "AFP")),
        (BARE, f"<i>{CAPTION}</i>", (CAPTION, "")),
        (BARE.replace('alt=""', f'alt="{CAPTION}"'), CAPTION[:-1], (CAPTION, "")),
        (BARE.replace('alt=""', 'alt="The lighthouse being measured"'), f"{CAPTION} (AFP)", (CAPTION, "AFP")),
        # nothing but the credit
        (FIGURE, "Photo: Ines Okoro/AFP", (CAPTION, "Ines Okoro/AFP")),
        (FIGURE, "© Reuters", (CAPTION, "Reuters")),
    ],
)
def test_a_paragraph_behind_a_picture_goes_to_it(
    picture: str, paragraph: str, shown: tuple[str, str]
) -> None:
    content = build(paragraphs(PROSE) + picture + paragraphs(paragraph, MORE))
    assert [texts(content), content.text] == [[shown], f"{PROSE}\n\n{MORE}"]


def test_a_file_marker_or_a_class_makes_a_paragraph_a_caption() -> None:
    content = build(f"{BARE}<p>FILE PHOTO: {CAPTION}</p>{paragraphs(PROSE)}")
    assert (content.pictures[0].caption, content.pictures[0].is_file_photo) == (CAPTION, True)
    content = build(f'<div>{BARE}</div><p class="image-caption">{CAPTION}</p>{paragraphs(PROSE)}')
    assert [texts(content), content.text] == [[(CAPTION, "")], PROSE]


@pytest.mark.parametrize(
    "paragraph",
    [
        "The keeper had his own view of the matter.",
        "Reuters spoke to the keeper.",
        f"{CAPTION} The keeper watched them from his window and shook his head.",
        "Nobody asked him (0200 GMT).",
        f"<i>Nobody</i> asked the keeper. {MORE}",
    ],
)
@pytest.mark.parametrize("picture", [FIGURE, BARE])
def test_text_behind_a_picture_stays_text(picture: str, paragraph: str) -> None:
    content = build(paragraphs(PROSE) + picture + paragraphs(paragraph, MORE))
    plain = paragraph.replace("<i>", "").replace("</i>", "")
    assert content.text == f"{PROSE}\n\n{plain}\n\n{MORE}"
    assert [picture.credit for picture in content.pictures] == [""]


def test_a_caption_repeated_later_in_the_text_is_left_out() -> None:
    content = build(FIGURE + paragraphs(PROSE, CAPTION, MORE))
    assert [texts(content), content.text] == [[(CAPTION, "")], f"{PROSE}\n\n{MORE}"]


def test_a_short_caption_is_no_reason_to_drop_the_same_words_later() -> None:
    figure = '<figure><img src="https://a.example/b.jpg"><figcaption>The keeper.</figcaption></figure>'
    assert build(figure + paragraphs(PROSE, "The keeper.", MORE)).text == f"{PROSE}\n\nThe keeper.\n\n{MORE}"


@pytest.mark.parametrize(
    ("attributes", "shown"),
    [
        ('title="The keeper would rather swim (AFP)"', ("The keeper would rather swim", "AFP", "")),
        ('title="A keeper swims"', ("", "", "")),
        (f'title="{TITLE}"', ("", "", "")),
        ('alt="The tower" title="IMG_20260104_104501_large_file.jpg"', ("", "", "The tower")),
        ('alt="The tower" title="The tower"', ("", "", "The tower")),
        (f'alt="{TITLE} (AFP)"', ("", "AFP", "")),
        (f'alt="FILE PHOTO: {CAPTION}" title="The tower"', (CAPTION, "", "")),
    ],
)
def test_title_and_alt_of_a_bare_picture_are_weighed(attributes: str, shown: tuple[str, str, str]) -> None:
    (picture,) = build(f'<img src="https://a.example/b.jpg" {attributes}>' + paragraphs(PROSE)).pictures
    assert (picture.caption, picture.credit, picture.alt) == shown


def test_an_alt_text_that_says_more_than_the_caption_takes_its_place() -> None:
    image = BARE.replace('alt=""', f'alt="{CAPTION[:-1]}, before breakfast. (AFP)"')
    content = build(f"<figure>{image}<figcaption>{CAPTION}</figcaption></figure>" + paragraphs(PROSE))
    assert texts(content) == [(f"{CAPTION[:-1]}, before breakfast.", "AFP")]


# --- g: the same picture twice --------------------------------------------------------------


def test_two_figures_of_one_picture_become_one_with_the_best_of_both() -> None:
    small = '<figure><img src="https://a.example/w320/light-1234.jpg" width="320"><figcaption>Workers.'
    large = '<figure><img src="https://a.example/w960/light-1234.jpg" width="960"><figcaption>FILE PHOTO: '
    body = f"{small}</figcaption></figure>{paragraphs(PROSE)}{large}{CAPTION} (AFP)</figcaption></figure>"
    (picture,) = build(body + paragraphs(MORE)).pictures
    assert (picture.caption, picture.credit, picture.is_file_photo) == (CAPTION, "AFP", True)
    assert (picture.width, picture.url) == (960, "https://a.example/w960/light-1234.jpg")


@pytest.mark.parametrize(("one", "other", "kept"), [(320, 960, 960), (2560, 1200, 1200), (960, 320, 960)])
def test_the_width_nearest_to_what_is_shown_is_kept(one: int, other: int, kept: int) -> None:
    images = [
        f'<img src="https://a.example/w{width}/light-1234.jpg" width="{width}">' for width in (one, other)
    ]
    (picture,) = build(images[0] + paragraphs(PROSE) + images[1]).pictures
    assert (picture.width, f"/w{kept}/" in picture.url) == (kept, True)


def test_a_credit_given_once_counts_for_both() -> None:
    body = FIGURE + paragraphs(PROSE) + FIGURE.replace(CAPTION, "Photo: Ines Okoro")
    assert texts(build(body)) == [(CAPTION, "Ines Okoro")]


def test_two_pictures_with_captions_of_their_own_stay_two() -> None:
    other = FIGURE.replace("light-1234", "light-1235").replace("measure", "admire")
    assert len(build(FIGURE + paragraphs(PROSE) + other).pictures) == 2


def test_a_feeds_caption_among_the_first_paragraphs_is_left_out() -> None:
    picture = Picture("https://a.example/p.jpg", caption=CAPTION, source=PictureSource.MEDIA)
    content = build(paragraphs(PROSE, CAPTION, MORE), pictures=(picture,))
    assert [texts(content), content.text] == [[(CAPTION, "")], f"{PROSE}\n\n{MORE}"]


# --- plain text -----------------------------------------------------------------------------


def test_lines_of_a_scraped_text_that_can_only_be_captions_become_pictures() -> None:
    raw = f"{CAPTION} (Reuters)"
    content = build_plain(TITLE, raw, "TT", TITLE, raw, PROSE, MORE, gap="\n")
    assert [texts(content), content.text] == [[(CAPTION, "Reuters")], f"{PROSE}\n\n{MORE}"]
    assert content.pictures[0].source is PictureSource.TEXT


@pytest.mark.parametrize(
    "line",
    [
        "The talks begin on Tuesday night (0200 GMT).",
        "Troops trained near the pass (with live fire).",
        "According to Reuters the keeper has left.",
        "The keeper is gone.",
    ],
)
def test_lines_of_a_text_that_are_no_captions_stay(line: str) -> None:
    content = build_plain(line, PROSE, MORE, f"{line} So it was.")
    assert content.pictures == ()
    assert content.text == "\n\n".join((line, PROSE, MORE, f"{line} So it was."))


def test_a_long_paragraph_of_a_scraped_text_that_stands_twice_is_kept_once() -> None:
    content = build_plain(f"{CAPTION} (Reuters)", PROSE, MORE, "He nods.", MORE, "He nods.")
    assert content.text == "\n\n".join((PROSE, MORE, "He nods.", "He nods."))


# --- cost -----------------------------------------------------------------------------------


def test_many_pictures_and_paragraphs_are_compared_quickly() -> None:
    figures = "".join(
        f'<figure><img src="https://a.example/p{number}-12345.jpg"><figcaption>Scene {number} of the'
        f" long walk along the coast of Vell.</figcaption></figure><p>Paragraph {number}. {PROSE}</p>"
        for number in range(64)
    )
    start = time.process_time()
    content = build(figures + paragraphs(PROSE) * 400)
    assert time.process_time() - start < 5
    assert len(content.pictures) == 64


@pytest.mark.parametrize("count", [3, 4, 25])
def test_a_paragraph_that_is_all_of_an_article_is_no_caption(count: int) -> None:
    content = build(paragraphs(*[PROSE] * count))
    assert content.pictures == ()
    assert content.text.count(PROSE) == count


def test_a_refrain_is_no_caption() -> None:
    refrain = "And the river ran on below the bridge"
    content = build(paragraphs(refrain, PROSE, refrain, MORE, refrain, refrain))
    assert content.pictures == ()
    assert content.text.count(refrain) == 4
