from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from storage.archive import Archive
from storage.errors import ArticleNotFound, StaleKeywords
from storage.fetched import ChangedArticle, FeedChanges, FetchRecord
from storage.model import Article, ArticleData, Enclosure, FeedData, HitData, Picture, Scope
from storage.query import TextField, Words


def whole(fill: Any, picture: Picture, now: datetime) -> ArticleData:
    """An article with every field set."""
    article: ArticleData = fill.article(
        "whole",
        author="A. Writer, B. Writer",
        updated_at=now - timedelta(minutes=5),
        base_url="https://example.org/",
        feed_pictures=(replace(picture, caption=""), picture),
        pictures=(picture, replace(picture, caption="A bridge", credit="AFP", position=1)),
        text="One two.\n\nThree four five.",
        excerpt="One two. Three four five.",
        enclosures=(Enclosure("https://example.org/a.mp3", "audio/mpeg", 5), Enclosure("https://e.org/b")),
        categories=("World", "Levant"),
        language="en-GB",
    )
    return article


def test_an_article_comes_back_as_it_was_stored(
    archive: Archive, fill: Any, picture: Picture, now: datetime
) -> None:
    data = whole(fill, picture, now)
    feed_id = fill.feed(folder="World")
    (article_id,) = fill.store(feed_id, [data], title="The Paper").article_ids
    article = archive.article(article_id)
    row = article.row
    assert (row.feed_id, row.feed_title, row.guid, row.url) == (feed_id, "The Paper", data.guid, data.url)
    assert (row.title, row.author, row.excerpt) == (data.title, data.author, data.excerpt)
    assert (row.published_at, row.updated_at) == (data.published_at, data.updated_at)
    assert (row.first_seen_at, row.is_read, row.is_starred, row.tags) == (now, False, False, ())
    assert (row.picture_count, row.lead_caption, row.word_count) == (2, picture.caption, 5)
    assert row.hits == ()
    assert (article.text, article.body_html, article.base_url) == (data.text, data.body_html, data.base_url)
    assert (article.pictures, article.feed_pictures) == (data.pictures, data.feed_pictures)
    assert (article.enclosures, article.categories) == (data.enclosures, data.categories)
    assert (article.language, article.is_body_plain_text) == ("en-GB", False)


@pytest.mark.parametrize(
    ("hours", "expected_hours"), [(-5, -5), (5, 0), (0, 0), (None, 0), (-24 * 365 * 100, -24 * 365 * 100)]
)
def test_articles_are_sorted_by_the_earlier_of_published_and_first_seen(
    archive: Archive, fill: Any, now: datetime, hours: int | None, expected_hours: int
) -> None:
    published_at = None if hours is None else now + timedelta(hours=hours)
    fill.store(fill.feed(), [fill.article("a", published_at=published_at)])
    assert archive.article(1).row.sorted_at == now + timedelta(hours=expected_hours)


def test_articles_without_dates_list_in_the_documents_order(archive: Archive, fill: Any) -> None:
    articles = [fill.article(guid, published_at=None) for guid in "abc"]
    stored = fill.store(fill.feed(), articles)
    assert [archive.article(article_id).row.guid for article_id in stored.article_ids] == ["a", "b", "c"]
    assert [row.guid for row in archive.open_listing()[:]] == ["a", "b", "c"]


def test_an_unknown_article_is_named_in_the_error(archive: Archive) -> None:
    with pytest.raises(ArticleNotFound) as caught:
        archive.article(5)
    assert caught.value.article_id == 5


def test_storing_the_same_articles_again_changes_nothing(
    archive: Archive, fill: Any, picture: Picture, now: datetime
) -> None:
    feed_id = fill.feed()
    data = whole(fill, picture, now)
    fill.store(feed_id, [data])
    before = archive.article(1)
    stored = fill.store(feed_id, [data], [ChangedArticle(1, data)])
    assert (stored.added, stored.updated, stored.article_ids) == (0, 0, ())
    assert archive.article(1) == before


def _field(article: Article, name: str) -> object:
    return getattr(article.row, name) if hasattr(article.row, name) else getattr(article, name)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "Corrected"),
        ("author", "C. Writer"),
        ("url", "https://example.org/corrected"),
        ("text", "Corrected text."),
        ("excerpt", "Corrected text."),
        ("body_html", "<p>Corrected text.</p>"),
        ("base_url", "https://corrected.example/"),
        ("language", "fr"),
        ("categories", ("World",)),
        ("enclosures", ()),
        ("pictures", ()),
        ("feed_pictures", ()),
    ],
)
def test_a_changed_field_is_stored_and_the_readers_data_is_kept(
    archive: Archive, fill: Any, picture: Picture, now: datetime, *, field: str, value: object
) -> None:
    feed_id = fill.feed()
    data = whole(fill, picture, now)
    fill.store(feed_id, [data])
    archive.set_read([1], True)
    archive.set_starred([1], True)
    archive.set_tag([1], "later", True)
    changes: dict[str, Any] = {field: value}
    corrected = replace(data, entry_hash=7, **changes)
    stored = fill.store(feed_id, changed=[ChangedArticle(1, corrected)], at=now + timedelta(hours=2))
    assert (stored.added, stored.updated, stored.article_ids) == (0, 1, (1,))
    article = archive.article(1)
    assert _field(article, field) == value
    assert (article.row.is_read, article.row.is_starred, article.row.tags) == (True, True, ("later",))
    assert article.row.first_seen_at == now
    assert archive.recent_entry_hashes(feed_id) == {"whole": 7}
    assert archive.check().problems == ()


def test_a_new_hash_alone_is_remembered_but_is_no_update(archive: Archive, fill: Any) -> None:
    feed_id = fill.feed()
    fill.store(feed_id, [fill.article("a", entry_hash=1)])
    stored = fill.store(feed_id, changed=[ChangedArticle(1, fill.article("a", entry_hash=2))])
    assert stored.updated == 0
    assert archive.recent_entry_hashes(feed_id) == {"a": 2}


def test_a_changed_article_is_found_by_its_new_words_only(
    archive: Archive, fill: Any, picture: Picture
) -> None:
    feed_id = fill.feed()
    fill.store(feed_id, [fill.article("a", text="An old harbour", pictures=(picture,))])
    moved = replace(picture, caption="A boat near Tyre")
    fill.store(feed_id, changed=[ChangedArticle(1, fill.article("a", text="A new port", pictures=(moved,)))])
    assert len(archive.open_listing(query=Words("harbour"))) == 0
    assert len(archive.open_listing(query=Words("port"))) == 1
    assert len(archive.open_listing(query=Words("Naqoura", TextField.CAPTION))) == 0
    assert len(archive.open_listing(query=Words("tyre", TextField.CAPTION))) == 1


def test_an_article_may_change_its_guid_but_not_take_anothers(archive: Archive, fill: Any) -> None:
    feed_id = fill.feed()
    fill.store(feed_id, [fill.article("b"), fill.article("a")])
    fill.store(
        feed_id,
        changed=[
            ChangedArticle(1, fill.article("c", title="New guid")),
            ChangedArticle(2, fill.article("c", title="Taken guid")),
        ],
    )
    assert [(row.guid, row.title) for row in archive.open_listing()[:]] == [
        ("b", "Taken guid"),
        ("c", "New guid"),
    ]


def test_a_new_article_that_another_process_stored_first_is_an_update(archive: Archive, fill: Any) -> None:
    feed_id = fill.feed()
    fill.store(feed_id, [fill.article("a")])
    stored = fill.store(feed_id, [fill.article("a", title="Later title"), fill.article("b")])
    assert (stored.added, stored.updated, stored.article_ids) == (1, 1, (2, 1))
    assert archive.article(1).row.title == "Later title"


def test_a_guid_that_repeats_in_one_document_is_stored_once(archive: Archive, fill: Any) -> None:
    stored = fill.store(fill.feed(), [fill.article("a", title="First"), fill.article("a", title="Second")])
    assert stored.added == 1
    assert archive.article(1).row.title == "First"


def test_two_feeds_may_have_the_same_guids(archive: Archive, fill: Any) -> None:
    for name in ("a", "b"):
        fill.store(fill.feed(name), [fill.article("same")])
    assert archive.counts().article_count == 2


def test_a_change_of_an_article_that_is_not_stored_does_nothing(archive: Archive, fill: Any) -> None:
    stored = fill.store(fill.feed(), changed=[ChangedArticle(9, fill.article("a"))])
    assert (stored.added, stored.updated) == (0, 0)


def test_articles_that_left_the_feed_stay(archive: Archive, fill: Any) -> None:
    feed_id = fill.feed(count=3)
    fill.store(feed_id, [fill.article("new")])
    assert archive.feed(feed_id).article_count == 4


def test_identities_are_found_by_guid_and_by_address_within_the_feed(archive: Archive, fill: Any) -> None:
    feed_id = fill.feed()
    fill.store(feed_id, [fill.article("a"), fill.article("b"), fill.article("c", url="")])
    fill.store(fill.feed("other"), [fill.article("a")])
    found = archive.identities(feed_id, ["a", "zz"], ["https://example.org/b", "", "https://nowhere.example"])
    assert [(identity.guid, identity.title) for identity in found] == [
        ("b", "Title of b"),
        ("a", "Title of a"),
    ]
    assert archive.identities(feed_id, [], []) == []


def test_recent_hashes_are_the_newest_arrivals(archive: Archive, fill: Any) -> None:
    feed_id = fill.feed()
    for number in range(4):
        fill.store(feed_id, [fill.article(f"a{number}", entry_hash=-number)])
    assert archive.recent_entry_hashes(feed_id, 2) == {"a3": -3, "a2": -2}


def test_a_batch_is_stored_together_or_not_at_all(archive: Archive, fill: Any, now: datetime) -> None:
    first, second = fill.feed("a"), fill.feed("b")
    changes = FeedChanges(FeedData(""), new=(fill.article("a"),))
    record = FetchRecord(first, now, now)
    stored = archive.store_feeds([(record, changes), (FetchRecord(second, now, now, error="x"), None)])
    assert [counts.added for counts in stored] == [1, 0]
    stale = changes._replace(new=(fill.article("b"),), keywords_version=5)
    with pytest.raises(StaleKeywords) as caught:
        archive.store_feeds([(record._replace(error="later"), None), (FetchRecord(second, now, now), stale)])
    assert (caught.value.found, caught.value.expected) == (5, 0)
    assert archive.feed(first).error is None
    assert archive.counts().article_count == 1


def test_hits_are_stored_with_new_and_changed_articles(archive: Archive, fill: Any) -> None:
    keyword = archive.add_keyword("port", match=lambda keyword, texts: None)
    hit = HitData(keyword.keyword_id, ((Scope.TITLE, 1), (Scope.CAPTION, 2)))
    feed_id = fill.feed()
    fill.store(feed_id, [fill.article("a"), fill.article("b")], hits=[(), (hit,)])
    (found,) = archive.article(1).row.hits
    assert (found.pattern, found.times, found.scopes) == ("port", 3, (Scope.TITLE, Scope.CAPTION))
    assert archive.article(2).row.hits == ()
    fill.store(
        feed_id,
        changed=[ChangedArticle(1, fill.article("b")), ChangedArticle(2, fill.article("a"))],
        hits=[(), (hit,)],
    )
    assert archive.article(1).row.hits == ()
    assert archive.article(2).row.hits == (found,)
    assert archive.keywords()[0].article_count == 1
    assert archive.check().problems == ()
