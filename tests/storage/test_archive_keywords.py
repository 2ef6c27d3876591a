from __future__ import annotations

from typing import Any

import pytest

from storage.archive import Archive
from storage.errors import StaleKeywords
from storage.fetched import FeedChanges, FetchRecord
from storage.model import ArticleTexts, FeedData, HitData, Keyword, Picture, Scope, View, ViewKind
from storage.query import Words
from storage.sqlite.portions import FIRST_ARTICLES
from storage.watch.keywords import KeywordWishes


def match(keyword: Keyword, texts: ArticleTexts) -> HitData | None:
    """Count the pattern as written, in title, text and captions."""
    counts = tuple(
        (scope, text.count(keyword.pattern))
        for scope, text in (
            (Scope.TITLE, texts.title),
            (Scope.TEXT, texts.text),
            (Scope.CAPTION, texts.captions),
        )
        if keyword.pattern in text
    )
    return HitData(keyword.keyword_id, counts) if counts else None


def test_a_new_keyword_is_found_in_what_is_stored(archive: Archive, fill: Any, picture: Picture) -> None:
    feed_id = fill.feed()
    fill.store(feed_id, [fill.article("a", text="port port", pictures=(picture,)), fill.article("b")])
    archive.add_keyword("port", color="error", match=match)
    keyword = archive.add_keyword("Naqoura", scopes=(Scope.CAPTION, Scope.TITLE), match=match)
    assert (keyword.article_count, keyword.unread_count) == (1, 1)
    assert keyword.scopes == (Scope.TITLE, Scope.CAPTION)
    found = archive.open_listing(View(ViewKind.KEYWORD, keyword.keyword_id))[:]
    assert [row.guid for row in found] == ["a"]
    assert [(hit.pattern, hit.times, hit.color, hit.scopes) for hit in found[0].hits] == [
        ("port", 2, "error", (Scope.TEXT,)),
        ("Naqoura", 1, "warning", (Scope.CAPTION,)),
    ]


def test_a_matcher_sees_each_part_of_an_article(archive: Archive, fill: Any, picture: Picture) -> None:
    second = Picture("", caption="A bridge", credit="AFP")
    fill.store(fill.feed(), [fill.article("a", author="A. Writer", pictures=(picture, second))])
    seen: list[ArticleTexts] = []
    archive.add_keyword("x", match=lambda keyword, texts: seen.append(texts))
    assert seen == [
        ArticleTexts(
            1,
            "Title of a",
            "The text of a.",
            f"{picture.caption}\nA bridge",
            "Reuters\nAFP",
            "A. Writer",
        )
    ]


def test_progress_is_told_and_only_candidates_are_matched(archive: Archive, fill: Any) -> None:
    count = FIRST_ARTICLES + 10
    fill.feed(count=count)
    fill.store(fill.feed("b"), [fill.article("b", text="A port")])
    steps: list[tuple[int, int]] = []
    keyword = archive.add_keyword(
        "text", match=match, progress=lambda done, total: steps.append((done, total))
    )
    assert (steps[0], steps[-1]) == ((FIRST_ARTICLES, count + 1), (count + 1, count + 1))
    assert keyword.article_count == count
    seen: list[int] = []
    archive.add_keyword(
        "port",
        match=lambda keyword, texts: seen.append(texts.article_id),
        candidate_query=Words("port"),
    )
    assert seen == [count + 1]


def test_articles_of_removed_feeds_are_matched_for_their_return(archive: Archive, fill: Any) -> None:
    feed_id = fill.feed(count=3)
    archive.remove_feeds([feed_id])
    added = archive.add_keyword(
        "text", match=match, candidate_query=Words("text"), wishes=KeywordWishes(is_step=False)
    )
    assert added.article_count == 0
    archive.undo()
    assert archive.keywords()[0].article_count == 3


def test_an_existing_pattern_is_replaced(archive: Archive, fill: Any) -> None:
    fill.feed(count=2)
    first = archive.add_keyword("text", match=match)
    second = archive.add_keyword("text", is_regex=True, color="error", match=lambda keyword, texts: None)
    assert second.keyword_id == first.keyword_id
    assert (second.is_regex, second.color, second.article_count) == (True, "error", 0)
    assert archive.keywords() == [second]
    assert archive.counts().unread_by_keyword == {first.keyword_id: 0}


def test_every_change_of_the_keywords_raises_their_version(archive: Archive) -> None:
    versions = [archive.keywords_version()]
    for change in (
        lambda: archive.add_keyword("a", match=match),
        lambda: archive.add_keyword("a", is_regex=True, match=match),
        lambda: archive.remove_keyword("a"),
        archive.undo,
        archive.redo,
    ):
        change()
        versions.append(archive.keywords_version())
    assert versions == sorted(set(versions))


def test_hits_found_with_older_keywords_are_refused(archive: Archive, fill: Any, now: Any) -> None:
    feed_id = fill.feed()
    changes = FeedChanges(FeedData(""), new=(fill.article("a"),), keywords_version=0)
    archive.add_keyword("a", match=match)
    with pytest.raises(StaleKeywords):
        archive.store_feed(FetchRecord(feed_id, now, now), changes)
    assert archive.counts().article_count == 0


def test_a_document_without_articles_needs_no_keywords(archive: Archive, fill: Any, now: Any) -> None:
    feed_id = fill.feed()
    archive.add_keyword("a", match=match)
    archive.store_feed(FetchRecord(feed_id, now, now), FeedChanges(FeedData("The Paper")))
    assert archive.feed(feed_id).title == "The Paper"


def test_a_removed_keyword_is_restored_with_its_hits(archive: Archive, fill: Any) -> None:
    fill.feed(count=3)
    archive.add_keyword("text", match=match)
    before = (archive.keywords(), archive.open_listing()[:], archive.counts())
    change = archive.remove_keyword("text")
    assert change.sentence == "Removed keyword text"
    assert archive.keywords() == []
    assert archive.open_listing()[0:1][0].hits == ()
    archive.undo()
    assert (archive.keywords(), archive.open_listing()[:], archive.counts()) == before


def test_hits_that_came_after_a_restoration_survive_the_next_one(archive: Archive, fill: Any) -> None:
    feed_id = fill.feed(count=1)
    keyword = archive.add_keyword("text", match=match)
    archive.remove_keyword("text")
    archive.undo()
    fill.store(feed_id, [fill.article("b")], hits=[[HitData(keyword.keyword_id, ((Scope.TEXT, 1),))]])
    archive.redo()
    assert archive.keywords() == []
    archive.undo()
    assert archive.keywords()[0].article_count == 2


def test_a_keyword_added_again_is_not_replaced_by_an_undo(archive: Archive, fill: Any) -> None:
    fill.feed(count=1)
    archive.add_keyword("text", match=match)
    archive.remove_keyword("text")
    added = archive.add_keyword("text", color="error", match=match, wishes=KeywordWishes(is_step=False))
    archive.undo()
    assert archive.keywords() == [added]


def test_removing_an_unknown_keyword_changes_nothing(archive: Archive) -> None:
    assert archive.remove_keyword("text").change_id == 0


@pytest.mark.parametrize("failing", ["match", "progress"])
def test_an_interrupted_keyword_leaves_nothing_behind(archive: Archive, fill: Any, failing: str) -> None:
    fill.feed(count=FIRST_ARTICLES + 1)

    def match_until_the_end(keyword: Keyword, texts: ArticleTexts) -> HitData | None:
        if failing == "match" and texts.article_id > FIRST_ARTICLES:
            raise KeyboardInterrupt
        return match(keyword, texts)

    def progress(done: int, total: int) -> None:
        if failing == "progress":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        archive.add_keyword("text", match=match_until_the_end, progress=progress)
    assert archive.keywords() == []
    assert archive.check().problems == ()


def test_articles_that_arrive_while_a_keyword_is_matched_are_not_missed(archive: Archive, fill: Any) -> None:
    feed_id = fill.feed(count=1)

    def store_more(done: int, total: int) -> None:
        (keyword,) = archive.keywords()
        hits = [[HitData(keyword.keyword_id, ((Scope.TEXT, 1),))]]
        fill.store(feed_id, [fill.article("late")], hits=hits)

    assert archive.add_keyword("text", match=match, progress=store_more).article_count == 2


def test_keywords_are_listed_by_pattern(archive: Archive) -> None:
    for pattern in ("b", "A", "ا", "c"):
        archive.add_keyword(pattern, match=match)
    assert [keyword.pattern for keyword in archive.keywords()] == ["A", "b", "c", "ا"]
