"""What keywords do with articles: at ingest, when they are added, and taken back."""

from __future__ import annotations

from typing import Any

import pytest

from storage.archive import Archive
from storage.fetched import ChangedArticle
from storage.model import ArticleTexts, HitData, Keyword, Scope, View, ViewKind
from storage.rules import Action, Rule
from storage.watch.keywords import KeywordWishes

EVERYTHING = Rule((Action.STAR, Action.TAG, Action.READ), tag="later")
HIDING = Rule((Action.HIDE,))


def match(keyword: Keyword, texts: ArticleTexts) -> HitData | None:
    count = texts.text.count(keyword.pattern)
    return (
        HitData(keyword.keyword_id, ((Scope.TEXT, count),), texts.text.find(keyword.pattern))
        if count
        else None
    )


def add(archive: Archive, pattern: str, rule: Rule) -> Keyword:
    return archive.add_keyword(pattern, match=match, wishes=KeywordWishes(rule=rule))


def hit(keyword: Keyword) -> list[HitData]:
    return [HitData(keyword.keyword_id, ((Scope.TEXT, 1),), 0)]


def state(archive: Archive) -> list[tuple[str, bool, bool, tuple[str, ...]]]:
    """(guid, is read, is starred, tags) of all that is shown."""
    return sorted((row.guid, row.is_read, row.is_starred, row.tags) for row in archive.open_listing()[:])


def test_an_added_keyword_acts_on_all_it_finds_in_one_step(archive: Archive, fill: Any) -> None:
    feed_id = fill.feed()
    fill.store(feed_id, [fill.article("a", text="port"), fill.article("b", text="sea")])
    before = state(archive)
    add(archive, "port", EVERYTHING)
    after = [("a", True, True, ("later",)), ("b", False, False, ())]
    assert state(archive) == after
    undone = archive.undo()
    assert undone is not None
    assert undone.sentence == "Taken back: Added keyword port"
    assert (state(archive), archive.keywords()) == (before, [])
    archive.redo()
    assert state(archive) == after
    assert [keyword.pattern for keyword in archive.keywords()] == ["port"]


def test_keywords_act_on_new_articles_and_a_whole_refresh_is_one_step(archive: Archive, fill: Any) -> None:
    feed_id = fill.feed()
    keyword = add(archive, "port", EVERYTHING)
    for guid in "ab":
        fill.store(feed_id, [fill.article(guid)], hits=[hit(keyword)], step=7)
    assert state(archive) == [(guid, True, True, ("later",)) for guid in "ab"]
    undone = archive.undo()
    assert undone is not None
    assert undone.sentence == "Taken back: Keywords starred 2, marked 2 read and tagged 2 with later"
    assert state(archive) == [(guid, False, False, ()) for guid in "ab"]
    assert archive.keywords() == [keyword_now(archive)]
    archive.redo()
    assert state(archive) == [(guid, True, True, ("later",)) for guid in "ab"]


def keyword_now(archive: Archive) -> Keyword:
    (keyword,) = archive.all_keywords()
    return keyword


def test_a_keyword_acts_once_on_an_article(archive: Archive, fill: Any) -> None:
    feed_id = fill.feed()
    keyword = add(archive, "port", EVERYTHING)
    fill.store(feed_id, [fill.article("a", text="port")], hits=[hit(keyword)])
    (article_id,) = archive.open_listing().article_ids
    archive.set_read([article_id], False)
    fill.store(
        feed_id,
        [],
        changed=[ChangedArticle(article_id, fill.article("a", text="port again"))],
        hits=[hit(keyword)],
    )
    assert not archive.open_listing().row(0).is_read


def test_hidden_articles_are_counted_and_shown_when_asked_for(archive: Archive, fill: Any) -> None:
    feed_id = fill.feed()
    fill.store(feed_id, [fill.article("a", text="crypto"), fill.article("b", text="sea")])
    keyword = add(archive, "crypto", HIDING)
    assert [row[0] for row in state(archive)] == ["b"]
    assert archive.counts().unread_count == 1
    for view in (View(), View(ViewKind.FEED, feed_id), View(ViewKind.KEYWORD, keyword.keyword_id)):
        assert archive.hidden_count(view) == 1
        assert [row.guid for row in archive.open_listing(view, is_hidden=True)[:]] == ["a"]
    assert archive.hidden_count(View(ViewKind.STARRED)) == 0
    archive.pause_keyword("crypto")
    assert [row[0] for row in state(archive)] == ["a", "b"]
    archive.resume_keyword("crypto", match=match)
    assert [row[0] for row in state(archive)] == ["b"]
    archive.remove_keyword("crypto")
    assert [row[0] for row in state(archive)] == ["a", "b"]
    archive.undo()
    assert [row[0] for row in state(archive)] == ["b"]
    assert archive.check().problems == (
        "Keyword crypto was not matched over the whole archive: add it again.",
    )


def test_an_article_that_two_keywords_hide_is_shown_when_both_are_gone(archive: Archive, fill: Any) -> None:
    fill.store(fill.feed(), [fill.article("a", text="crypto coin")])
    add(archive, "crypto", HIDING)
    add(archive, "coin", HIDING)
    archive.remove_keyword("crypto")
    assert archive.hidden_count() == 1
    archive.remove_keyword("coin")
    assert archive.hidden_count() == 0


def test_an_article_that_says_it_no_longer_is_shown_again(archive: Archive, fill: Any) -> None:
    feed_id = fill.feed()
    keyword = add(archive, "crypto", HIDING)
    fill.store(feed_id, [fill.article("a", text="crypto")], hits=[hit(keyword)])
    (article_id,) = archive.open_listing(is_hidden=True).article_ids
    fill.store(feed_id, [], changed=[ChangedArticle(article_id, fill.article("a", text="sea"))], hits=[[]])
    assert [row[0] for row in state(archive)] == ["a"]


def test_a_changed_keyword_gives_its_former_self_back(archive: Archive, fill: Any) -> None:
    fill.store(fill.feed(), [fill.article("a", text="port")])
    first = add(archive, "port", Rule())
    second = add(archive, "port", HIDING)
    assert (second.keyword_id, archive.hidden_count()) == (first.keyword_id, 1)
    archive.undo()
    assert (archive.all_keywords(), archive.hidden_count()) == ([first], 0)


def test_an_addition_that_is_given_up_leaves_the_former_keyword(archive: Archive, fill: Any) -> None:
    fill.store(fill.feed(), [fill.article("a", text="port")])
    first = add(archive, "port", HIDING)

    def give_up(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        archive.add_keyword("port", match=match, progress=give_up)
    assert [keyword.rule.actions for keyword in archive.all_keywords()] == [first.rule.actions]
    assert archive.hidden_count() == 1


def test_a_keyword_is_looked_for_in_its_feeds_and_folders_only(archive: Archive, fill: Any) -> None:
    near, far = fill.feed("a", folder="World/Asia"), fill.feed("b")
    for feed_id in (near, far):
        fill.store(feed_id, [fill.article("old", text="port")])
    by_folder = add(archive, "port", Rule(folders=("World",)))
    by_feed = add(archive, "por", Rule(feed_ids=(far,)))
    assert (by_folder.article_count, by_feed.article_count) == (1, 1)
    for feed_id in (near, far):
        both = [*hit(by_folder), *hit(by_feed)]
        fill.store(feed_id, [fill.article("new", text="port")], hits=[both])
    found = {
        keyword.pattern: {
            row.feed_id for row in archive.open_listing(View(ViewKind.KEYWORD, keyword.keyword_id))[:]
        }
        for keyword in archive.keywords()
    }
    assert found == {"port": {near}, "por": {far}}
    assert [keyword.article_count for keyword in archive.keywords()] == [2, 2]


def test_a_group_shows_the_articles_of_all_its_keywords(archive: Archive, fill: Any) -> None:
    fill.store(
        fill.feed(), [fill.article("a", text="port"), fill.article("b", text="sea"), fill.article("c")]
    )
    for pattern in ("port", "sea"):
        archive.add_keyword(pattern, match=match, wishes=KeywordWishes(group="Coast"))
    shown = archive.open_listing(View(ViewKind.GROUP, name="Coast"))[:]
    assert sorted(row.guid for row in shown) == ["a", "b"]
