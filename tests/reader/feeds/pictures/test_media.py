"""Pictures that a feed names outside the body: each once, with the texts that belong to it."""

from typing import Any

import pytest

from reader.feeds.documents.medianode import MediaNode, MediaText
from reader.feeds.pictures.media import feed_pictures
from storage.model import Enclosure, Picture, PictureSource

A = "https://pics.example/a-1001.jpg"
B = "https://pics.example/b-1002.jpg"


def node(kind: str, *children: MediaNode, **parts: Any) -> MediaNode:
    """A node whose texts are given by name; what is no text is an attribute."""
    made = MediaNode(kind, children=list(children))
    for name, value in parts.items():
        if name in ("titles", "descriptions", "credits", "copyrights", "texts"):
            texts = [text if isinstance(text, MediaText) else MediaText(text) for text in value]
            setattr(made, name, texts)
        else:
            made.attributes[name] = str(value)
    return made


def content(url: str = A, **parts: Any) -> MediaNode:
    return node("content", url=url, **{"medium": "image", **parts})


def pictures(
    media: MediaNode | None = None, *attached: Enclosure, image_url: str = ""
) -> tuple[Picture, ...]:
    return feed_pictures(media, enclosures=attached, image_url=image_url)


def shown(*children: MediaNode, **parts: Any) -> list[tuple[str, str, str]]:
    return [
        (picture.url, picture.caption, picture.credit)
        for picture in pictures(node("item", *children, **parts))
    ]


def test_an_entry_without_media_has_no_pictures() -> None:
    assert pictures() == ()
    assert pictures(node("item")) == ()


# --- whose text it is -----------------------------------------------------------------------


def test_nested_texts_win_over_the_groups_and_the_items() -> None:
    inner = content(descriptions=["Its own."], credits=["Own"])
    group = node("group", inner, descriptions=["The group's."], credits=["Group"])
    assert shown(group, descriptions=["The item's."], credits=["Item"]) == [(A, "Its own.", "Own")]


def test_a_groups_texts_win_over_the_items() -> None:
    group = node("group", content(), descriptions=["The group's."], credits=["Group"])
    assert shown(group, descriptions=["The item's."], credits=["Item"]) == [(A, "The group's.", "Group")]


def test_an_items_texts_belong_to_its_only_picture() -> None:
    assert shown(content(), descriptions=["The item's."], credits=["Item"]) == [(A, "The item's.", "Item")]


def test_an_items_texts_belong_to_renditions_of_one_picture() -> None:
    small, large = content(f"{A}?w=1", width=100), content(f"{A}?w=2", width=900)
    assert shown(small, large, descriptions=["The item's."]) == [(f"{A}?w=2", "The item's.", "")]


def test_an_items_texts_belong_to_none_of_several_pictures() -> None:
    assert shown(content(), content(B), descriptions=["Whose?"], credits=["Who"]) == [
        (A, "", ""),
        (B, "", ""),
    ]


def test_a_title_is_the_caption_where_there_is_no_description() -> None:
    assert shown(content(titles=["A boat."])) == [(A, "A boat.", "")]
    assert shown(content(titles=["A boat."], descriptions=["Boats in port."])) == [(A, "Boats in port.", "")]


def test_markup_and_references_in_texts_are_resolved() -> None:
    assert shown(content(descriptions=["<p>A <b>boat</b> &amp; crew</p>"], credits=["Okoro &#38; Lund"])) == [
        (A, "A boat & crew", "Okoro & Lund")
    ]


# --- credits --------------------------------------------------------------------------------


@pytest.mark.parametrize("nothing", ["None", "none", "null", "N/A", "-", "unknown", "", "  "])
def test_a_credit_that_names_nobody_is_none(nothing: str) -> None:
    assert shown(content(credits=[nothing])) == [(A, "", "")]
    assert shown(content(credits=[nothing], copyrights=["Okoro"])) == [(A, "", "Okoro")]


@pytest.mark.parametrize("role", ["author", "publisher", "uploader", "owner", "actor", "director", "Author"])
def test_who_made_something_else_is_no_credit(role: str) -> None:
    assert shown(content(credits=[MediaText("Okoro", role=role)])) == [(A, "", "")]


@pytest.mark.parametrize("role", ["", "photographer", "photo", "illustrator", "provider"])
def test_who_made_the_picture_is_its_credit(role: str) -> None:
    assert shown(content(credits=[MediaText("Okoro", role=role)])) == [(A, "", "Okoro")]


def test_several_credits_are_joined_and_repeats_dropped() -> None:
    assert shown(content(credits=["Okoro", "Lund", "Okoro"])) == [(A, "", "Okoro; Lund")]


def test_a_copyright_notice_stands_in_for_a_credit() -> None:
    assert shown(content(copyrights=["Vell Post 2026"])) == [(A, "", "Vell Post 2026")]
    assert shown(content(copyrights=["Vell Post 2026"], credits=["Okoro"])) == [(A, "", "Okoro")]


# --- what is a picture ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("attributes", "is_picture"),
    [
        ({"medium": "image"}, True),
        ({"medium": "Image"}, True),
        ({"medium": "", "type": "image/jpeg"}, True),
        ({"medium": "", "type": "IMAGE/PNG"}, True),
        ({"medium": ""}, True),
        ({"medium": "video"}, False),
        ({"medium": "audio", "type": "audio/mpeg"}, False),
        ({"medium": "", "type": "video/mp4"}, False),
        ({"medium": "", "type": "text/html"}, False),
        ({"medium": "image", "url": ""}, False),
    ],
)
def test_only_images_are_pictures(attributes: dict[str, str], is_picture: bool) -> None:
    assert bool(pictures(node("item", content(**attributes)))) is is_picture


def test_content_that_is_a_film_without_a_word_on_it_is_no_picture() -> None:
    assert shown(content("https://pics.example/film.mp4", medium="")) == []


def test_of_a_video_only_its_still_is_shown_without_its_story() -> None:
    still = node("thumbnail", url=A)
    video = content("https://pics.example/film.mp4", medium="video")
    video.children.append(still)
    video.descriptions.append(MediaText("The story of the film."))
    (picture,) = pictures(node("item", video))
    assert (picture.url, picture.caption, picture.source) == (A, "", PictureSource.POSTER)


def test_a_videos_group_gives_its_thumbnail_no_caption() -> None:
    film = content("https://pics.example/film.mp4", medium="video")
    group = node("group", film, node("thumbnail", url=A), descriptions=["The story of the film."])
    assert shown(group) == [(A, "", "")]


# --- renditions -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("widths", "chosen"),
    [
        ((140, 460, 700), 700),
        ((700, 460, 140), 700),
        ((640, 1280, 2560), 1280),
        ((2560, 3840), 2560),
    ],
)
def test_of_a_groups_renditions_the_widest_that_is_not_too_wide_is_kept(
    widths: tuple[int, ...], chosen: int
) -> None:
    # Addresses that have nothing in common: the group alone says that they are one picture.
    members = [content(f"https://pics.example/{width * 7919}.jpg", width=width) for width in widths]
    (picture,) = pictures(node("item", node("group", *members, credits=["Okoro"])))
    assert (picture.width, picture.credit) == (chosen, "Okoro")


def test_a_group_of_pictures_with_captions_of_their_own_stays_several() -> None:
    group = node("group", content(descriptions=["A boat."]), content(B, descriptions=["A bell."]))
    assert shown(group) == [(A, "A boat.", ""), (B, "A bell.", "")]


def test_a_run_of_equal_credits_in_different_widths_is_one_picture() -> None:
    run = [content(f"https://pics.example/x{width}", width=width, credits=["Okoro"]) for width in (140, 460)]
    assert shown(*run) == [("https://pics.example/x460", "", "Okoro")]


def test_equal_credits_in_equal_widths_are_different_pictures() -> None:
    assert len(shown(content(width=460, credits=["Okoro"]), content(B, width=460, credits=["Okoro"]))) == 2


def test_texts_of_any_rendition_are_kept() -> None:
    assert shown(
        content(f"{A}?w=900", width=900),
        content(f"{A}?w=140", width=140, descriptions=["A boat."], credits=["O"]),
    ) == [(f"{A}?w=900", "A boat.", "O")]


# --- thumbnails, enclosures, the entry's image ----------------------------------------------


def test_a_thumbnail_is_left_out_where_there_is_a_picture() -> None:
    thumbnail = node("thumbnail", url=B)
    assert shown(content(), thumbnail) == [(A, "", "")]
    (picture,) = pictures(node("item", thumbnail), Enclosure(A, "image/jpeg"))
    assert (picture.url, picture.source) == (A, PictureSource.ENCLOSURE)


def test_a_lone_thumbnail_is_a_picture_with_the_items_texts() -> None:
    (picture,) = pictures(
        node("item", node("thumbnail", url=A, width=240, height="135px"), credits=["Okoro"])
    )
    assert (picture.width, picture.height, picture.credit) == (240, 135, "Okoro")
    assert picture.source is PictureSource.THUMBNAIL


def test_one_address_as_enclosure_thumbnail_and_content_is_one_picture() -> None:
    item = node("item", node("thumbnail", url=A), content(credits=["Okoro"]))
    (picture,) = pictures(item, Enclosure(A, "image/jpeg"))
    assert (picture.url, picture.credit, picture.source) == (A, "Okoro", PictureSource.MEDIA)


@pytest.mark.parametrize(
    ("file", "is_picture"),
    [
        (Enclosure(A, "image/jpeg"), True),
        (Enclosure(A, ""), True),
        (Enclosure(f"{A}?x=1#y", "application/octet-stream"), True),
        (Enclosure("https://pics.example/a", "image/webp"), True),
        (Enclosure("https://pics.example/a", ""), False),
        (Enclosure("https://pics.example/a.mp3", "audio/mpeg"), False),
        (Enclosure("https://pics.example/a.pdf", "application/pdf"), False),
        (Enclosure("https://pics.example/scan.djvu", "image/vnd.djvu"), False),
    ],
)
def test_image_enclosures_are_pictures(file: Enclosure, is_picture: bool) -> None:
    assert bool(pictures(None, file)) is is_picture


def test_the_entrys_image_stands_in_where_there_is_no_other() -> None:
    assert [picture.url for picture in pictures(image_url=A)] == [A]
    assert [picture.url for picture in pictures(node("item", content(B)), image_url=A)] == [B]


def test_a_flood_of_pictures_is_cut() -> None:
    flood = [content(f"https://pics.example/p{number}.jpg") for number in range(500)]
    assert len(pictures(node("item", *flood))) == 64
