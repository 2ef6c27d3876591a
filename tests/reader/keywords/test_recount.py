"""Stored hits are what a fresh search of every article gives, whatever was done before."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reader.keywords.candidates import candidate_query
from reader.keywords.matcher import KeywordMatch, Matcher
from reader.keywords.undoing import redo, undo
from storage.archive import Archive
from storage.fetched import ChangedArticle, FeedChanges, FetchRecord
from storage.model import ArticleData, ArticleRow, FeedData, Picture, Scope, View, ViewKind
from storage.rules import Action, Rule
from storage.watch.keywords import KeywordWishes

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
PATTERNS = ("port", "Ports*", "=Port", "/p.rt/", "Müller", "two words", "北京", "بيروت")
WORDS = (
    "port Port ports portal MULLER Müller müllers two  words Two words 北京市 天北京 بيروت بَيروت sport"
).split(" ")
GROUPS = ("", "Ports", "Places")
STEPS = 60


class Player:
    """Does at random what a reader and refreshes do."""

    def __init__(self, archive: Archive, seed: int) -> None:
        self.archive = archive
        self.chance = random.Random(seed)
        self.feed_ids = tuple(archive.add_feed(f"https://{name}.example/rss").feed_id for name in "ab")
        self.next_guid = 0

    def step(self) -> None:
        pattern = self.chance.choice(PATTERNS)
        match self.chance.randint(0, 11):
            case 0 | 1:
                self.store(new_count=self.chance.randint(1, 4))
            case 2 | 3:
                self.store(edited_count=3)
            case 4 | 5:
                self.add(pattern)
            case 6:
                self.archive.remove_keyword(pattern)
            case 7:
                self.archive.pause_keyword(pattern)
            case 8:
                self.archive.resume_keyword(
                    pattern, match=KeywordMatch(), candidate_query=candidate_query(pattern)
                )
            case 9:
                redo(self.archive)
            case 10:
                ids = [row.article_id for row in all_rows(self.archive)]
                self.archive.set_read(self.chance.sample(ids, len(ids) // 3), self.chance.random() < 0.6)
            case _:
                undo(self.archive)

    def add(self, pattern: str) -> None:
        scopes = tuple(self.chance.sample(list(Scope), self.chance.randint(1, len(Scope))))
        actions = self.chance.choice([(), (), (Action.STAR,), (Action.HIDE,), (Action.READ, Action.TAG)])
        feed_ids = self.chance.choice([(), (), (), self.feed_ids[:1]])
        self.archive.add_keyword(
            pattern,
            scopes=scopes,
            match=KeywordMatch(),
            candidate_query=candidate_query(pattern),
            wishes=KeywordWishes(self.chance.choice(GROUPS), rule=Rule(actions, "tag", feed_ids)),
        )

    def store(self, *, new_count: int = 0, edited_count: int = 0) -> None:
        feed_id = self.chance.choice(self.feed_ids)
        ids = [row.article_id for row in all_rows(self.archive) if row.feed_id == feed_id]
        edited = self.chance.sample(ids, min(edited_count, len(ids)))
        new = tuple(self.article(f"g{self.next_guid + number}") for number in range(new_count))
        self.next_guid += new_count
        changed = tuple(
            ChangedArticle(article_id, self.article(self.archive.article(article_id).row.guid))
            for article_id in edited
        )
        matcher = Matcher(self.archive.keywords())
        articles = (*new, *(change.article for change in changed))
        self.archive.store_feed(
            FetchRecord(feed_id, NOW, NOW + timedelta(hours=1)),
            FeedChanges(
                FeedData(""),
                new=new,
                changed=changed,
                hits=tuple(matcher.match_article(article) for article in articles),
                keywords_version=self.archive.keywords_version(),
            ),
        )

    def article(self, guid: str) -> ArticleData:
        return ArticleData(
            guid,
            f"https://a.example/{guid}",
            self.text() or "–",
            author=self.text(),
            text=self.text(),
            published_at=NOW - timedelta(hours=self.chance.randint(0, 900)),
            pictures=(
                Picture("https://a.example/1.jpg", caption=self.text(), credit=self.text()),
                Picture("https://a.example/2.jpg", caption=self.text(), position=1),
            ),
            entry_hash=self.chance.getrandbits(60),
        )

    def text(self) -> str:
        return " ".join(self.chance.choices(WORDS, k=self.chance.randint(0, 4)))


def all_rows(archive: Archive) -> list[ArticleRow]:
    """Shown articles and hidden ones."""
    return [*archive.open_listing()[:], *archive.open_listing(is_hidden=True)[:]]


def stored_hits(archive: Archive) -> dict[tuple[int, str], tuple[int, tuple[Scope, ...]]]:
    """(article, pattern): how often and where, for keywords that are looked for."""
    watched = {keyword.pattern for keyword in archive.keywords()}
    return {
        (row.article_id, hit.pattern): (hit.times, hit.scopes)
        for row in all_rows(archive)
        for hit in row.hits
        if hit.pattern in watched
    }


def fresh_hits(archive: Archive) -> dict[tuple[int, str], tuple[int, tuple[Scope, ...]]]:
    """The same, found anew."""
    patterns = {keyword.keyword_id: keyword.pattern for keyword in archive.keywords()}
    matcher = Matcher(archive.keywords())
    return {
        (texts.article_id, patterns[hit.keyword_id]): (
            sum(count for _, count in hit.counts),
            tuple(scope for scope in Scope if scope in dict(hit.counts)),
        )
        for row in all_rows(archive)
        for texts in archive.article_texts([row.article_id])
        for hit in matcher.inside(row.feed_id).match_texts(texts)
    }


def unread_by_group(archive: Archive) -> dict[str, int]:
    """What is unread in the list of each group."""
    names = {keyword.group for keyword in archive.all_keywords() if keyword.group}
    listings = {name: archive.open_listing(View(ViewKind.GROUP, name=name)) for name in names}
    return {name: sum(not row.is_read for row in listing[:]) for name, listing in listings.items()}


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "cutline.db", clock=lambda: NOW) as opened:
        yield opened


@pytest.mark.parametrize("seed", range(8))
def test_stored_hits_equal_a_fresh_recount(archive: Archive, seed: int) -> None:
    player = Player(archive, seed)
    for number in range(STEPS):
        player.step()
        assert archive.counts().unread_by_group == unread_by_group(archive)
        if number % 5 == 4:
            assert stored_hits(archive) == fresh_hits(archive)
    assert stored_hits(archive) == fresh_hits(archive)
    for watched in archive.watched_keywords():
        found = sum(
            any(hit.pattern == watched.keyword.pattern for hit in row.hits)
            for row in archive.open_listing()[:]
        )
        assert found == (0 if watched.keyword.is_paused else watched.keyword.article_count)
    assert archive.check().problems == ()
    hiding = {keyword.pattern for keyword in archive.keywords() if Action.HIDE in keyword.rule.actions}
    for row in archive.open_listing(is_hidden=True)[:]:
        assert hiding & {hit.pattern for hit in row.hits}
