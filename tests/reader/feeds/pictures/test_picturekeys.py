"""Which addresses mean the same picture, and which do not."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.feeds.pictures.picturekeys import picture_key, picture_name

HASH = "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567"

RENDITIONS = [
    # scheme, host and query
    ("https://a.example/boat.jpg", "http://a.example/boat.jpg"),
    ("https://a.example/boat.jpg", "https://www.a.example/boat.jpg"),
    ("https://img.a.example/boat.jpg", "https://cdn2.a.example/boat.jpg"),
    ("https://A.example/boat.jpg", "https://a.EXAMPLE/boat.jpg"),
    ("https://a.example/boat.jpg?w=300", "https://a.example/boat.jpg?w=1600&quality=80"),
    ("https://a.example/boat.jpg?w=300", "https://a.example/boat.jpg#top"),
    ("https://a.example/image/48151623?width=300", "https://a.example/image/48151623?width=900"),
    # sizes and formats in the name
    ("https://a.example/boat.jpg", "https://a.example/boat.webp"),
    ("https://a.example/boat.jpg", "https://a.example/boat.JPEG"),
    ("https://a.example/boat.jpg", "https://a.example/boat-1024x683.jpg"),
    ("https://a.example/boat-300x200.jpg", "https://a.example/boat-scaled.jpg"),
    ("https://a.example/boat.png", "https://a.example/boat@2x.png"),
    ("https://a.example/boat_640.jpg", "https://a.example/boat_1280.jpg"),
    ("https://a.example/boat_768.jpg", "https://a.example/boat_1920.jpg"),
    ("https://a.example/boat.jpg", "https://a.example/boat_thumb.jpg"),
    ("https://a.example/boat.jpg", "https://a.example/boat-thumbnail.jpg"),
    ("https://a.example/boat-320w.jpg", "https://a.example/boat-960w.jpg"),
    ("https://a.example/boat-scaled-e1601234567.jpg", "https://a.example/boat.jpg"),
    # sizes and crops in the path
    ("https://a.example/640x360/boat.jpg", "https://a.example/1920x1080/boat.jpg"),
    ("https://a.example/i/w640/boat.jpg", "https://a.example/i/w1280/boat.jpg"),
    ("https://a.example/standard/240/boat.jpg", "https://a.example/standard/976/boat.jpg"),
    ("https://a.example/resize/300/boat.jpg", "https://a.example/boat.jpg"),
    ("https://a.example/up/c_fill,g_auto,w_300/boat.jpg", "https://a.example/up/c_fit,w_900/boat.jpg"),
    ("https://a.example/16:9/boat.jpg", "https://a.example/4:3/boat.jpg"),
    # proxies
    ("https://a.example/up/boat.jpg", "https://i1.wp.com/a.example/up/boat.jpg?ssl=1"),
    (
        "https://a.example/up/boat.jpg",
        "https://proxy.example/resize?url=https%3A%2F%2Fa.example%2Fup%2Fboat.jpg&w=9",
    ),
    ("https://a.example/up/boat.jpg", "https://cdn.example/w_300/https://a.example/up/boat.jpg"),
    ("https://a.example/up/boat.jpg", "https://cdn.example/f/https:/a.example/up/boat.jpg"),
    (
        f"https://i.press.example/img/media/{HASH}/0_206_3500_2100/140.jpg?width=140&s=1",
        f"https://i.press.example/img/media/{HASH}/0_206_3500_2100/master/3500.jpg?width=700&s=2",
    ),
    (
        "https://blog.example/2026-boat-x.png?w=1600",
        "https://i0.wp.com/blog.example/2026-boat-x-725x209.png?ssl=1",
    ),
]
DIFFERENT = [
    ("https://a.example/boat.jpg", "https://a.example/boats.jpg"),
    ("https://a.example/boat.jpg", "https://b.example/boat.jpg"),
    ("https://a.example/2025/boat.jpg", "https://a.example/spring/boat.jpg"),
    ("https://a.example/boat-1.jpg", "https://a.example/boat-2.jpg"),
    ("https://a.example/boat_2019.jpg", "https://a.example/boat_2020.jpg"),
    ("https://a.example/IMG_4471.jpg", "https://a.example/IMG_4472.jpg"),
    ("https://a.example/view?id=1", "https://a.example/view?id=2"),
    ("https://a.example/image.php?file=boat.jpg", "https://a.example/image.php?file=bell.jpg"),
    ("https://a.example/Boat.jpg", "https://a.example/boat.jpg"),
    (
        f"https://i.press.example/img/media/{HASH}/0_0_100_60/140.jpg",
        f"https://i.press.example/img/media/{HASH[::-1]}/0_0_100_60/140.jpg",
    ),
    ("https://i0.wp.com/a.example/boat.jpg", "https://i0.wp.com/b.example/boat.jpg"),
    ("https://a.example/640x360/boat.jpg", "https://a.example/640x360/bell.jpg"),
    ("https://a.example/gallery/100.jpg", "https://a.example/gallery/101.jpg"),
    ("https://a.example/photos/12345/", "https://a.example/photos/12346/"),
    ("https://a.example/DSC_0012.jpg", "https://a.example/DSC_0013.jpg"),
    ("https://a.example/my_winter/7.jpg", "https://a.example/my_summer/7.jpg"),
    ("https://a.example/2026/01/5.jpg", "https://a.example/2026/02/5.jpg"),
    ("https://a.example/2025/cover.jpg", "https://a.example/2026/cover.jpg"),
    ("https://a.example/p/1001/image.jpg", "https://a.example/p/1002/image.jpg"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), RENDITIONS)
def test_renditions_of_a_picture_share_a_key(one: str, other: str) -> None:
    assert picture_key(one) == picture_key(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_pictures_have_different_keys(one: str, other: str) -> None:
    assert picture_key(one) != picture_key(other)


def test_no_address_has_no_key_and_no_name() -> None:
    assert picture_key("") == ""
    assert picture_name("") == ""


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://a.example/up/lighthouse-vell-7.jpg", "lighthouse-vell-7"),
        ("https://cdn.b.example/x/lighthouse-vell-7-640x360.webp?s=1", "lighthouse-vell-7"),
        ("https://a.example/up/image-001.jpg", ""),
        ("https://a.example/up/a-lighthouse-by-the-sea.jpg", ""),
        ("https://a.example/view?id=123456789012", ""),
    ],
)
def test_only_a_long_and_particular_name_means_one_picture_anywhere(url: str, name: str) -> None:
    assert picture_name(url) == name


@example("HTTP:/")
@given(st.text(max_size=80))
def test_any_text_has_a_key(text: str) -> None:
    assert bool(picture_key(f"https://a.example/{text}"))


@pytest.mark.parametrize("piece", ["https://a.", "-100x100", "/w_1", "%3A%2F%2F", "_thumb", "1:1/", "/"])
def test_a_hostile_address_costs_no_time(piece: str) -> None:
    start = time.process_time()
    picture_key("https://a.example/" + piece * 1_000)
    assert time.process_time() - start < 5
