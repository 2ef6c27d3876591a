from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from reader.keywords.candidates import candidate_query
from reader.keywords.matcher import Matcher
from reader.keywords.pattern import PatternError, parse_pattern
from storage.archive import Archive
from storage.fetched import FeedChanges, FetchRecord, StoredCounts
from storage.model import ArticleData, FeedData, Keyword, Picture, Scope
from storage.query import Query, Words

NOW = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.mark.parametrize(
    ("pattern", "query"),
    [
        ("beyrouth", Words("beyrouth")),
        ("south lebanon", Words("south lebanon")),
        ("hezb*", Words("hezb", is_prefix=True)),
        ("東京", Words("東京")),
        ("c++", Words("c++")),
        ("=", None),
        ("++", None),
        ("=US", None),
        ("/a b/", None),
        ("//", None),
    ],
)
def test_words_are_looked_up_and_the_rest_is_read(pattern: str, query: Query | None) -> None:
    assert candidate_query(pattern) == query
    assert candidate_query(pattern, is_regex=True) is None


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "cutline.db", clock=lambda: NOW) as opened:
        opened.add_feed("https://a.example/rss")
        yield opened


# Letters with every kind of edge: case, marks that are dropped and kept, width, ligatures, fractions,
# scripts with and without spaces, and signs.
CHARACTERS = st.sampled_from(
    "aAbßéïㅤａﬁ½™'`-+ \n\t\r\u00ad\u0301\u200dأىا\u064b東京々かが゛\u3099ｶﾞนำ้हिन्한글²〇—\x00\x01\x02"
)
SHORT = st.text(CHARACTERS | st.characters(codec="utf-8"), max_size=6) | st.text(CHARACTERS, max_size=5)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=SHORT, before=SHORT, after=SHORT, is_prefix=st.booleans(), is_caption=st.booleans())
@example(words="京", before="東", after="都", is_prefix=False, is_caption=False)
@example(words="น", before="", after="้ำ", is_prefix=True, is_caption=True)
@example(words="ا", before="x ", after="", is_prefix=False, is_caption=True)
def test_the_candidates_hold_every_match(
    archive: Archive, words: str, before: str, after: str, is_prefix: bool, is_caption: bool
) -> None:
    pattern = words + "*" * is_prefix
    try:
        parse_pattern(pattern)
    except PatternError:
        return
    text = before + words + after
    (article_id,) = store(archive, text, is_caption).article_ids
    hits = Matcher([Keyword(1, pattern, False, "warning", tuple(Scope), 0, 0)]).match_article(
        article(0, text, is_caption)
    )
    query = candidate_query(pattern)
    if hits and query is not None:
        assert article_id in archive.open_listing(query=query).article_ids


def article(number: int, text: str, is_caption: bool) -> ArticleData:
    picture = Picture("https://e.org/a.jpg", caption=text)
    return ArticleData(
        guid=str(number),
        url="",
        title="",
        text="" if is_caption else text,
        pictures=(picture,) * is_caption,
    )


def store(archive: Archive, text: str, is_caption: bool) -> StoredCounts:
    number = archive.last_article_id()
    changes = FeedChanges(
        FeedData("A"),
        new=(article(number, text, is_caption),),
        keywords_version=archive.keywords_version(),
    )
    return archive.store_feed(FetchRecord(1, NOW, NOW + timedelta(hours=1)), changes)
