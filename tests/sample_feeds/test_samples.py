"""Each sample feed parses to what its README promises, and never raises however it is cut."""

from datetime import UTC, datetime

import pytest

from reader.errors import ParseError
from reader.feeds.document import parse_document
from reader.feeds.job import ParseJob
from sample_feeds import sample_files
from storage.model import ArticleData, FeedData

FILES = {sample.path.name: sample.path for sample in sample_files()}
COUNTS = {
    "levant-wire.xml": 4,
    "morning-ledger.xml": 4,
    "northern-post.xml": 3,
    "photo-wire.xml": 2,
    "harbour-weekly.xml": 3,
    "quarry-notes.json": 2,
    "field-diary.json": 2,
    "data-bureau.xml": 2,
    "minato-shimbun.xml": 2,
    "al-mina.xml": 2,
    "kronika.xml": 2,
    "video-desk.xml": 2,
    "radio-tower.xml": 2,
    "observatory.rdf": 2,
    "old-clock.xml": 2,
    "village-sheet.xml": 3,
    "paper-lantern.xml": 3,
    "hostile-titles.xml": 8,
    "broken-press.xml": 2,
}


def parse(name: str, body: bytes | None = None) -> FeedData | ParseError:
    data = FILES[name].read_bytes() if body is None else body
    return parse_document(
        ParseJob(f"https://samples.example/{name}", data, now=datetime(2026, 11, 24, tzinfo=UTC))
    )


def articles(name: str) -> tuple[ArticleData, ...]:
    feed = parse(name)
    assert isinstance(feed, FeedData)
    return feed.articles


def test_there_are_sixteen_at_least_and_each_has_its_articles() -> None:
    assert len(FILES) >= 16
    assert {name: len(articles(name)) for name in FILES} == COUNTS


@pytest.mark.parametrize("name", sorted(COUNTS))
def test_a_feed_cut_anywhere_gives_an_answer(name: str) -> None:
    body = FILES[name].read_bytes()
    for end in range(0, len(body), 61):
        answer = parse(name, body[:end])
        assert isinstance(answer, (FeedData, ParseError))
        if isinstance(answer, FeedData):
            assert len(answer.articles) <= COUNTS[name]


@pytest.mark.parametrize("name", sorted(COUNTS))
def test_no_article_shows_a_picture_or_a_caption_twice(name: str) -> None:
    for article in articles(name):
        urls = [picture.url for picture in article.pictures if picture.url]
        captions = [picture.caption for picture in article.pictures if picture.caption]
        assert len(urls) == len(set(urls))
        assert len(captions) == len(set(captions))
        assert not any(caption in article.text for caption in captions)
        assert article.title not in article.text.split("\n\n") or not article.pictures


def test_the_truce_story_in_the_scraped_shape() -> None:
    article = articles("levant-wire.xml")[0]
    (picture,) = article.pictures
    assert picture.caption == (
        "A car drives past buildings damaged in the war, in Naqoura, southern Lebanon, January 23, 2025."
    )
    assert (picture.credit, picture.is_file_photo, picture.width) == ("REUTERS/Ali Hankir", True, 1200)
    assert article.text.startswith("Soldiers will still be standing")
    assert len(article.text.split("\n\n")) == 5
    assert "(0200 GMT)" in article.text
    assert "Monday, 27 January 2025, at four in the morning" in article.text
    assert "TT" not in article.text.split()


def test_the_baghdad_story_in_the_scraped_shape() -> None:
    article = articles("levant-wire.xml")[1]
    (picture,) = article.pictures
    assert picture.caption == (
        "Iraqi Prime Minister Mustafa al-Kadhimi in his office in Baghdad, Iraq, June 4, 2020."
    )
    assert (picture.credit, picture.is_file_photo) == ("Reuters", False)
    assert len(article.text.split("\n\n")) == 5
    assert "seven of his guards" in article.text
    assert "(with live fire, according to the protesters)" in article.text
    assert article.text.endswith("by daybreak.")


def test_credits_of_every_shape_are_parted() -> None:
    found = {
        (name, picture.credit)
        for name in FILES
        for article in articles(name)
        for picture in article.pictures
        if picture.credit
    }
    assert found >= {
        ("levant-wire.xml", "AFP"),
        ("levant-wire.xml", "Lina Farhat / Levant Wire"),
        ("morning-ledger.xml", "Tomas Lindqvist for The Morning Ledger"),
        ("morning-ledger.xml", "Agnes Hoang"),
        ("northern-post.xml", "Murdo Sinclair/Northern Post"),
        ("harbour-weekly.xml", "Petra Vane"),
        ("harbour-weekly.xml", "Luka Moreau"),
        ("quarry-notes.json", "Runa Feld"),
        ("kronika.xml", "Пётр Зимин / Речная хроника"),
        ("al-mina.xml", "أ ف ب"),
        ("photo-wire.xml", "AP Photo/Rosa Quiroga"),
        ("photo-wire.xml", "REUTERS/Idrissa Ba"),
        ("data-bureau.xml", "Data Bureau"),
    }


def test_hostile_titles_are_text() -> None:
    titles = [article.title for article in articles("hostile-titles.xml")]
    assert titles[0] == "[@click=app.quit]Click here to leave[/]"
    assert titles[1] == "AC[/]DC play [VIDEO] and the tag closes nothing"
    assert not any(
        ord(character) < 32 or 0x7F <= ord(character) < 0xA0 for title in titles for character in title
    )
    assert "\u202e" not in "".join(titles)
    assert articles("hostile-titles.xml")[4].url == ""
