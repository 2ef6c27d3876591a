"""The shapes in which real feeds give captions: each picture and each caption once, the text whole."""

from html import escape

import pytest

from reader.feeds.document import parse_document
from reader.feeds.job import ParseJob
from storage.model import ArticleData, FeedData, Picture, PictureSource

URL = "https://press.example/feed.xml"
NAMESPACES = (
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
)
TITLE = "Ferry strike enters its third week"
LEAD = (
    "Crews at the northern harbours voted on Tuesday evening to stay ashore until the owners come back to the"
    " table (1900 GMT)."
)
SECOND = 'The owners said that they had “heard nothing new", and that "full (paid) crews" were a fairy tale.'
BODY = f"<p>{LEAD}</p><p>{SECOND}</p>"
TEXT = f"{LEAD}\n\n{SECOND}"
CAPTION = "Passengers wait beside a moored ferry at Northhaven, Tuesday."
PICTURE = "https://pics.example/2026/ferry-queue-4471.jpg"


def parse_one(document: str) -> ArticleData:
    feed = parse_document(ParseJob(url=URL, body=document.encode()))
    assert isinstance(feed, FeedData), feed
    (article,) = feed.articles
    return article


def rss(item: str, title: str = TITLE) -> ArticleData:
    return parse_one(
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" {NAMESPACES}><channel><title>Press</title>'
        f"<item><title>{title}</title><link>https://press.example/ferry</link>{item}</item></channel></rss>"
    )


def rss_html(body: str) -> ArticleData:
    return rss(f"<description>{escape(body)}</description>")


def atom(entry: str) -> ArticleData:
    return parse_one(
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"><title>P</title>'
        f'<entry><id>urn:1</id><title>{TITLE}</title><link href="https://press.example/ferry"/>{entry}</entry></feed>'
    )


def described(body: str = BODY) -> str:
    return f"<description>{escape(body)}</description>"


def encoded(body: str) -> str:
    return f"<content:encoded><![CDATA[{body}]]></content:encoded>"


def media(inner: str = "", url: str = PICTURE) -> str:
    return f'<media:content url="{url}" medium="image">{inner}</media:content>'


def description(text: str) -> str:
    return f"<media:description>{text}</media:description>"


def credited(text: str) -> str:
    return f"<media:credit>{text}</media:credit>"


def texts(article: ArticleData) -> list[tuple[str, str]]:
    return [(picture.caption, picture.credit) for picture in article.pictures]


def lone_picture(article: ArticleData) -> Picture:
    (picture,) = article.pictures
    return picture


# --- 1.1: scraped articles ------------------------------------------------------------------

SCRAPED = [
    (
        "Ferries lie idle  at Northhaven, January 4, 2026. (Reuters)",
        ("Ferries lie idle at Northhaven, January 4, 2026.", "Reuters", False),
    ),
    (
        "FILE PHOTO: A ferry leaves Northhaven,  May 23, 2024. REUTERS/Ines Okoro/File Photo",
        ("A ferry leaves Northhaven, May 23, 2024.", "REUTERS/Ines Okoro", True),
    ),
]


@pytest.mark.parametrize(("raw", "parts"), SCRAPED)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_scraped_text_shows_headline_caption_and_text_once(
    raw: str, parts: tuple[str, str, bool], gap: str
) -> None:
    collapsed = " ".join(raw.split())
    lines = [TITLE, raw, collapsed, "TT", TITLE, raw, collapsed, LEAD, SECOND]
    article = rss(described(gap.join(lines)))
    picture = lone_picture(article)
    assert (picture.caption, picture.credit, picture.is_file_photo) == parts
    assert picture.caption_raw == collapsed
    assert (picture.url, picture.source) == ("", PictureSource.TEXT)
    assert article.text == TEXT


@pytest.mark.parametrize(("raw", "parts"), SCRAPED)
def test_a_scraped_page_with_its_hero_twice_shows_one_picture(raw: str, parts: tuple[str, str, bool]) -> None:
    collapsed = " ".join(raw.split())
    figure = f'<figure><img src="{PICTURE}" alt="{raw}"><figcaption>{collapsed}</figcaption></figure>'
    article = rss_html(f"<h1>{TITLE}</h1>{figure}<button>TT</button><p>TT</p><h1>{TITLE}</h1>{figure}{BODY}")
    picture = lone_picture(article)
    assert (picture.caption, picture.credit, picture.is_file_photo) == parts
    assert (picture.url, picture.alt) == (PICTURE, "")
    assert article.text == TEXT


def test_captions_left_as_paragraphs_around_a_bare_image_belong_to_it() -> None:
    raw = "Ferries lie idle  at Northhaven, January 4, 2026. (Reuters)"
    collapsed = " ".join(raw.split())
    hero = f'<h1>{TITLE}</h1><img src="{PICTURE}" alt="{raw}"><p>{collapsed}</p>'
    article = rss_html(f"{hero}<p>TT</p>{hero}{BODY}")
    assert texts(article) == [("Ferries lie idle at Northhaven, January 4, 2026.", "Reuters")]
    assert article.text == TEXT


def test_an_agency_in_running_prose_makes_no_credit() -> None:
    prose = (
        "The strike was first reported by Reuters, which spoke to four captains and two of the owners here."
    )
    article = rss(described("\n".join([TITLE, LEAD, prose, SECOND])))
    assert article.pictures == ()
    assert prose in article.text


# --- 1.2: Media RSS -------------------------------------------------------------------------


@pytest.mark.parametrize("is_media_first", [False, True])
@pytest.mark.parametrize("body", [described(), encoded(BODY), described() + encoded(BODY)])
def test_credit_and_description_beside_the_one_picture_are_its_own(body: str, is_media_first: bool) -> None:
    siblings = (
        f'<media:content url="{PICTURE}" height="151" width="151" medium="image"/>'
        + credited("Ines Okoro/The Harbour Times")
        + description(CAPTION)
    )
    article = rss(siblings + body if is_media_first else body + siblings)
    picture = lone_picture(article)
    assert (picture.caption, picture.credit) == (CAPTION, "Ines Okoro/The Harbour Times")
    assert (picture.width, picture.height, picture.source) == (151, 151, PictureSource.MEDIA)
    assert article.text == TEXT


def test_a_picture_with_credit_and_no_description() -> None:
    article = rss(described() + media() + credited("Ines Okoro for The Harbour Times"))
    assert texts(article) == [("", "Ines Okoro for The Harbour Times")]
    assert article.text == TEXT


def test_three_widths_of_one_picture_are_one_with_its_credit() -> None:
    contents = "".join(
        f'<media:content width="{width}" url="https://i.press.example/img/media/0a1b2c3d4e5f60718293a4b5c6d7'
        f'/0_206_3500_2100/{width}.jpg?width={width}&amp;s=a{width}f">'
        '<media:credit scheme="urn:ebu">Photograph: ONYX/REX/Shutterstock</media:credit></media:content>'
        for width in (140, 460, 700)
    )
    article = rss(described() + contents)
    picture = lone_picture(article)
    assert (picture.caption, picture.credit) == ("", "ONYX/REX/Shutterstock")
    assert picture.width == 700
    assert "/700.jpg" in picture.url
    assert article.text == TEXT


def test_a_composite_names_all_its_makers() -> None:
    article = rss(described() + media(credited("Composite: Okoro/Getty; Lek via Alamy; Lund/PA")))
    assert texts(article) == [("", "Okoro/Getty; Lek via Alamy; Lund/PA")]


def test_texts_nested_in_the_picture() -> None:
    article = rss(
        f'{described()}<media:content width="644" height="322" url="{PICTURE}">'
        f'<media:description type="plain">{CAPTION}</media:description>'
        '<media:credit scheme="urn:ebu">AFP</media:credit></media:content>'
    )
    assert texts(article) == [(CAPTION, "AFP")]
    assert article.text == TEXT


def test_each_of_two_pictures_keeps_its_own_texts() -> None:
    contents = "".join(
        media(
            description(f"{name} stands there.") + credited(f"{name} Lek"), f"https://pics.example/{name}.jpg"
        )
        for name in ("Anna", "Berta")
    )
    article = rss(described() + contents)
    assert texts(article) == [("Anna stands there.", "Anna Lek"), ("Berta stands there.", "Berta Lek")]
    assert article.text == TEXT


def test_an_empty_description_and_the_credit_none_say_nothing() -> None:
    article = rss(
        f'{described()}<enclosure url="{PICTURE}" type="image/jpeg" length="0"/>'
        f'<media:thumbnail url="{PICTURE}" width="154" height="115"/><media:description></media:description>'
        f'<media:content type="image/jpeg" url="{PICTURE}"/>{credited("None")}'
    )
    assert texts(article) == [("", "")]
    assert article.enclosures == ()
    assert article.text == TEXT


def test_a_photographer_by_role_and_an_empty_title() -> None:
    article = rss(
        f'{described()}<media:content url="{PICTURE}" medium="image"><media:credit role="photographer"'
        ' scheme="urn:ebu">Ines Okoro / NTB</media:credit><media:title/></media:content>'
    )
    assert texts(article) == [("", "Ines Okoro / NTB")]


@pytest.mark.parametrize(
    ("published", "credit"),
    [("Foto: EPA-EFE", "EPA-EFE"), ("Foto:Printskrin/youtube/ Luka", "Printskrin/youtube/ Luka")],
)
def test_a_label_within_a_credit_is_peeled_off(published: str, credit: str) -> None:
    article = rss(described() + media("<media:title/>" + credited(published)))
    assert texts(article) == [("", credit)]


def test_a_lone_thumbnail_is_the_lead_picture_without_texts() -> None:
    article = rss(f'{described()}<media:thumbnail width="240" height="135" url="{PICTURE}"/>')
    picture = lone_picture(article)
    assert (picture.url, picture.caption, picture.credit) == (PICTURE, "", "")
    assert picture.source is PictureSource.THUMBNAIL
    assert article.text == TEXT


def test_the_headline_as_alt_text_is_no_caption() -> None:
    image = f'<img src="{PICTURE}" alt="{TITLE}" title="{TITLE}" width="130">'
    teaser = f'<p><a href="/ferry">{image}</a>{LEAD}</p>'
    article = rss(described(teaser) + media() + f'<media:text type="html">{escape(teaser)}</media:text>')
    picture = lone_picture(article)
    assert (picture.caption, picture.alt, picture.credit) == ("", "", "")
    assert article.text == LEAD


def test_the_description_of_a_video_is_the_text_and_no_caption() -> None:
    story = "How the ferries of the north were built.\n\nWith drawings from the yard."
    article = atom(
        f"<media:group><media:title>{TITLE}</media:title>"
        '<media:content url="https://video.example/v/x1" type="application/x-shockwave-flash" width="640"/>'
        '<media:thumbnail url="https://video.example/vi/x1/hqdefault.jpg" width="480" height="360"/>'
        f"<media:description>{story}</media:description></media:group>"
    )
    assert article.text == story
    assert texts(article) == [("", "")]


# --- 1.2: bodies ----------------------------------------------------------------------------

BODY_SHAPES = {
    "WordPress block": '<figure class="wp-block-image size-large"><img src="PIC" alt="" class="wp-image-7"/>'
    '<figcaption class="wp-element-caption">CAP Photo: Ines Okoro/AFP</figcaption></figure>',
    "WordPress classic": '<div id="attachment_7" class="wp-caption" style="width: 650px"><a href="PIC">'
    '<img src="PIC" alt="A queue"></a><p class="wp-caption-text">CAP (Photo by Ines Okoro/AFP)</p></div>',
    "WordPress shortcode": '[caption id="attachment_7"]<img src="PIC"/> CAP © Ines Okoro/AFP[/caption]',
    "Jetpack": '<img data-orig-file="PIC" data-image-caption="&lt;p&gt;CAP Ines Okoro/AFP&lt;/p&gt;"'
    ' data-image-meta="{}" src="PIC?w=300">',
    "data attributes": '<img src="PIC" data-caption="CAP" data-credit="Ines Okoro/AFP">',
    "credit element": '<figure><img src="PIC"><figcaption><span class="caption__text">CAP</span>'
    '<span class="caption__credit">Ines Okoro/AFP</span></figcaption></figure>',
    "credit glued": '<figure><img src="PIC"><figcaption>CAP<span>Credit...</span>'
    "<span>Ines Okoro/AFP</span></figcaption></figure>",
    "credit first": '<figure><img src="PIC"><figcaption><span class="copyright">© Ines Okoro/AFP</span>'
    "CAP</figcaption></figure>",
    "small": '<figure><img src="PIC"><figcaption>CAP <small>Ines Okoro/AFP</small></figcaption></figure>',
    "schema": '<figure itemscope><img src="PIC"><figcaption><span itemprop="caption">CAP</span>'
    '<span itemprop="copyrightHolder">Ines Okoro/AFP</span></figcaption></figure>',
    "no figure": '<div class="image"><img src="PIC" alt="A queue"><div class="credit-caption">'
    '<div class="caption-wrap"><div class="caption"><p>CAP <b class="credit">Ines Okoro/AFP</b>'
    '<b class="hide-caption">hide caption</b></p></div></div><b class="toggle-caption">toggle caption</b>'
    '</div><span class="credit">Ines Okoro/AFP</span></div>',
    "hidden prefixes": '<figure><span><img src="PIC" alt="A queue"><span>Image source, </span><span>Ines'
    " Okoro/AFP</span></span><figcaption><span>Image caption, </span>CAP</figcaption></figure>",
    "class only": '<div class="photo-block"><img src="PIC"><p class="cutline">CAP</p>'
    '<p class="cutline-byline">Ines Okoro/AFP</p></div>',
    "lazy": '<figure><img class="lazy" src="data:image/gif;base64,R0lGOD" data-src="PIC"><noscript>'
    '<img src="PIC"></noscript><figcaption>CAP Ines Okoro/AFP</figcaption></figure>',
    "picture element": '<figure><picture><source srcset="PIC 800w"><img src="/blank.gif"></picture>'
    "<figcaption>CAP Ines Okoro/AFP</figcaption></figure>",
    "next paragraph": '<p><img src="PIC"></p><p>CAP (Ines Okoro/AFP)</p>',
}


@pytest.mark.parametrize("shape", BODY_SHAPES.values(), ids=BODY_SHAPES)
def test_a_picture_in_the_body_has_caption_and_credit_parted(shape: str) -> None:
    figure = shape.replace("CAP", CAPTION).replace("PIC", PICTURE)
    article = rss(encoded(f"<p>{LEAD}</p>{figure}<p>{SECOND}</p>"))
    picture = lone_picture(article)
    assert (picture.caption, picture.credit) == (CAPTION, "Ines Okoro/AFP")
    assert picture.url.partition("?")[0] == PICTURE
    assert article.text == TEXT


@pytest.mark.parametrize(
    ("alt", "figcaption", "shown"),
    [
        ("", CAPTION, (CAPTION, "", "")),
        (CAPTION, CAPTION, (CAPTION, "", "")),
        (CAPTION, f"{CAPTION} Photo: Ines Okoro", (CAPTION, "Ines Okoro", "")),
        ("a moored ferry at Northhaven", CAPTION, (CAPTION, "", "")),
        (f"{CAPTION} (AFP)", CAPTION, (CAPTION, "AFP", "")),
        ("Suitcases, a dog and a bicycle", CAPTION, (CAPTION, "", "Suitcases, a dog and a bicycle")),
        ("1292932890.jpg", CAPTION, (CAPTION, "", "")),
        ("Screen Shot 2018-07-05 at 14.06.48.png", CAPTION, (CAPTION, "", "")),
        ("NordBild_faehre_warten_gross", CAPTION, (CAPTION, "", "")),
        ("image", CAPTION, (CAPTION, "", "")),
        (
            "People stand and sit beside their luggage",
            "",
            ("People stand and sit beside their luggage", "", ""),
        ),
        ("A queue (AFP)", "", ("A queue", "AFP", "")),
        ("A queue", "", ("", "", "A queue")),
        (TITLE, CAPTION, (CAPTION, "", "")),
        (TITLE, "", ("", "", "")),
        ("", TITLE, ("", "", "")),
    ],
)
def test_alt_and_figcaption_are_weighed(alt: str, figcaption: str, shown: tuple[str, str, str]) -> None:
    figure = f'<figure><img src="{PICTURE}" alt="{alt}"><figcaption>{figcaption}</figcaption></figure>'
    article = rss_html(f"{figure}{BODY}")
    picture = lone_picture(article)
    assert (picture.caption, picture.credit, picture.alt) == shown
    assert article.text == TEXT


def test_a_teaser_card_is_no_figure_and_loses_no_text() -> None:
    heading = '<h3><a href="/next">Owners call a meeting</a></h3>'
    card = f'<figure><img src="{PICTURE}" alt="A queue"><figcaption>{heading}</figcaption></figure>'
    article = rss_html(BODY + card)
    assert texts(article) == [("", "")]
    assert article.text == f"{TEXT}\n\nOwners call a meeting"


# --- 1.2: the same picture twice ------------------------------------------------------------


def test_image_enclosures_that_the_body_shows_are_not_shown_again() -> None:
    figures = "".join(
        f'<figure><img src="https://cdn.press.example/w640/bild-{number}.jpg">'
        f"<figcaption>Caption {number} here.</figcaption></figure>"
        for number in (4401, 4402)
    )
    enclosures = "".join(
        f'<enclosure url="https://press.example/w1200/bild-{number}.jpg?v=2" type="image/jpeg" length="9"/>'
        for number in (4401, 4402)
    )
    article = rss(encoded(f"<p>{LEAD}</p>{figures}<p>{SECOND}</p>") + enclosures)
    assert texts(article) == [("Caption 4401 here.", ""), ("Caption 4402 here.", "")]
    assert article.text == TEXT


def test_a_featured_picture_and_its_smaller_copy_in_the_body_are_one() -> None:
    copy = '<img src="https://i1.wp.com/blog.example/2026-ferry-x-725x209.png?ssl=1">'
    featured = media(description(CAPTION), "https://blog.example/2026-ferry-x.png?w=1600")
    article = rss(encoded(f"<p>{LEAD}</p>{copy}<p>{SECOND}</p>") + featured)
    assert texts(article) == [(CAPTION, "")]
    assert article.text == TEXT


def test_a_caption_of_the_feed_that_the_body_begins_with_is_shown_once() -> None:
    raw = f"{CAPTION} (Reuters)"
    article = rss(described(f"<p>{raw}</p>{BODY}") + media(description(raw)))
    assert texts(article) == [(CAPTION, "Reuters")]
    assert article.text == TEXT


def test_a_new_picture_of_the_feed_leads_and_the_rest_come_last() -> None:
    contents = "".join(
        media(description(f"Feed caption {number}."), f"https://pics.example/new-{number}.jpg")
        for number in (1, 2)
    )
    figure = f'<figure><img src="{PICTURE}"><figcaption>{CAPTION}</figcaption></figure>'
    article = rss(described(f"<p>{LEAD}</p><p>{SECOND}</p>{figure}") + contents)
    assert texts(article) == [("Feed caption 1.", ""), (CAPTION, ""), ("Feed caption 2.", "")]
    assert [picture.position for picture in article.pictures] == [0, 1, 2]


def test_an_atom_entry_keeps_caption_and_credit_apart_from_its_content() -> None:
    nested = media(description(CAPTION) + credited("AFP"))
    article = atom(f'{nested}<content type="html">{escape(BODY)}</content>')
    assert texts(article) == [(CAPTION, "AFP")]
    assert article.text == TEXT
