from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from reader.ingest.decide import address_forms, decide
from storage.fetched import StoredIdentity
from storage.model import ArticleData, FeedData

MORNING = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
EVENING = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)
SITE = "https://harbour.example/"


def article(guid: str, url: str = "", title: str = "", at: datetime | None = None) -> ArticleData:
    return ArticleData(guid, url, title or f"About {guid}", published_at=at)


def stored(
    article_id: int, guid: str, url: str = "", title: str = "", at: datetime | None = None
) -> StoredIdentity:
    return StoredIdentity(article_id, guid, url, title or f"About {guid}", at, entry_hash=article_id)


def outcome(
    articles: Sequence[ArticleData], known: Sequence[StoredIdentity], unchanged_guids: Sequence[str] = ()
) -> tuple[list[str], dict[str, int], dict[str, int]]:
    # Guids of the new articles; ids of the changed ones by guid; ids of those that new ones succeed.
    decision = decide(FeedData("", articles=tuple(articles), unchanged_guids=tuple(unchanged_guids)), known)
    ordered = [articles[index] for index in decision.order]
    assert ordered == [*decision.new, *(change.article for change in decision.changed)]
    changed = {change.article.guid: change.article_id for change in decision.changed}
    return [new.guid for new in decision.new], changed, dict(decision.succeeds)


def test_an_empty_archive_makes_everything_new_in_document_order() -> None:
    assert outcome([article("b"), article("a")], []) == (["b", "a"], {}, {})


def test_an_empty_document_changes_nothing() -> None:
    assert outcome([], [stored(1, "a", SITE)]) == ([], {}, {})


def test_a_known_guid_is_the_same_article_whatever_else_changed() -> None:
    known = [stored(1, "a", SITE + "a", "Low water", MORNING), stored(2, "b", SITE + "b")]
    document = [
        article("c"),
        article("b", SITE + "a", "Low water", MORNING),
        article("a", SITE + "new", "High"),
    ]
    assert outcome(document, known) == (["c"], {"b": 2, "a": 1}, {})


@pytest.mark.parametrize(
    ("url_then", "url_now"),
    [
        (SITE + "a", SITE + "a"),
        ("http://harbour.example/a", "https://harbour.example/a"),
        ("https://harbour.example/a", "http://harbour.example/a"),
        (SITE + "a/", SITE + "a"),
        ("http://harbour.example/a", "https://harbour.example/a/"),
    ],
)
def test_one_new_guid_at_a_known_address_succeeds_the_old_article(url_then: str, url_now: str) -> None:
    known = [stored(1, "a#1", url_then, "Low water"), stored(2, "b"), stored(3, "c")]
    document = [article("a#2", url_now, "Low water"), article("b"), article("c")]
    assert outcome(document, known) == (["a#2"], {"b": 2, "c": 3}, {"a#2": 1})


@pytest.mark.parametrize(
    "now",
    [
        article("a#2", SITE + "a", "High water"),  # one page, another story
        article("a#2", SITE + "z", "Low water"),
        article("a#2", "", "Low water"),
        article("a#2", "", "Low water", EVENING),
        article("a#2", "", "High water", MORNING),
    ],
)
def test_a_new_guid_with_too_little_in_common_is_a_new_article(now: ArticleData) -> None:
    known = [stored(1, "a#1", SITE + "a", "Low water", MORNING), stored(2, "b"), stored(3, "c")]
    assert outcome([now, article("b"), article("c")], known) == (["a#2"], {"b": 2, "c": 3}, {})


def test_title_and_date_of_one_that_left_make_a_successor() -> None:
    known = [stored(1, "a#1", SITE + "a", "Low water", MORNING), stored(2, "b")]
    document = [article("a#2", SITE + "moved", "Low water", MORNING), article("b")]
    assert outcome(document, known) == (["a#2"], {"b": 2}, {"a#2": 1})


def test_an_article_that_is_still_in_the_document_has_no_successor() -> None:
    known = [stored(1, "a", SITE + "a", "Low water", MORNING), stored(2, "b", SITE + "b", "Ferry", MORNING)]
    twin_of_a = article("a2", SITE + "a", "Low water", MORNING)
    twin_of_b = article("b2", SITE + "b", "Ferry", MORNING)
    document = [article("a", SITE + "a", "Low water", MORNING), twin_of_a, twin_of_b]
    assert outcome(document, known, unchanged_guids=["b"]) == (["a2", "b2"], {"a": 1}, {})


def whole_feed(count: int, guid: str, scheme: str = "https") -> list[ArticleData]:
    return [article(f"{guid}{n}", f"{scheme}://harbour.example/{n}", f"{guid} {n}") for n in range(count)]


def whole_archive(count: int) -> list[StoredIdentity]:
    return [stored(n + 1, f"old{n}", f"{SITE}{n}", f"old {n}") for n in range(count)]


@pytest.mark.parametrize("scheme", ["https", "http"])
def test_a_feed_that_changed_all_its_guids_brings_nothing_new(scheme: str) -> None:
    document = whole_feed(20, "new", scheme)
    assert outcome(document, whole_archive(20)) == ([], {f"new{n}": n + 1 for n in range(20)}, {})


def test_among_changed_guids_an_unknown_address_is_new() -> None:
    document = whole_feed(20, "new")
    new, changed, succeeded = outcome(document, whole_archive(19))
    assert (new, len(changed), succeeded) == (["new19"], 19, {})


def test_up_to_nine_tenths_of_changed_guids_are_single_articles() -> None:
    document = [*whole_feed(9, "new"), article("old9", SITE + "9")]
    new, changed, succeeded = outcome(document, whole_archive(10))
    assert (new, changed, succeeded) == ([f"new{n}" for n in range(9)], {"old9": 10}, {})


def test_a_feed_without_addresses_is_known_again_by_titles_and_dates() -> None:
    known = [stored(n + 1, f"old{n}", "", f"Tide {n}", MORNING) for n in range(12)]
    document = [article(f"new{n}", "", f"Tide {n}", MORNING) for n in range(12)]
    assert outcome(document, known) == ([], {f"new{n}": n + 1 for n in range(12)}, {})


def test_an_address_that_several_share_tells_nothing() -> None:
    live = SITE + "live"
    in_archive = [stored(1, "a#1", live, "Live"), stored(2, "b#1", live, "Live"), stored(3, "c")]
    assert outcome([article("a#2", live, "Live"), article("c")], in_archive) == (["a#2"], {"c": 3}, {})
    in_document = [article("a#2", live, "Live"), article("b#2", live, "Live"), article("c")]
    known = [stored(1, "a#1", live, "Live"), stored(3, "c")]
    assert outcome(in_document, known) == (["a#2", "b#2"], {"c": 3}, {})


def test_a_title_and_date_that_several_stored_ones_share_tell_nothing() -> None:
    known = [
        stored(1, "a#1", "", "Brief", MORNING),
        stored(2, "b#1", "", "Brief", MORNING),
        stored(3, "c"),
    ]
    document = [article("a#2", "", "Brief", MORNING), article("c")]
    assert outcome(document, known) == (["a#2"], {"c": 3}, {})


def test_no_stored_article_has_two_successors() -> None:
    known = [stored(1, "a#1", SITE + "a", "Low water", MORNING), stored(2, "c")]
    document = [
        article("a#2", SITE + "a", "Low water", MORNING),
        article("a#3", SITE + "b", "Low water", MORNING),
        article("c"),
    ]
    assert outcome(document, known) == (["a#2", "a#3"], {"c": 2}, {"a#2": 1})


def test_an_address_is_looked_for_under_either_scheme_and_slash() -> None:
    forms = {
        "https://harbour.example/a",
        "https://harbour.example/a/",
        "http://harbour.example/a",
        "http://harbour.example/a/",
    }
    assert all(set(address_forms(form)) == forms for form in forms)
    assert address_forms("") == ()
