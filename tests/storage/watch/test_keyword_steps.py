"""Keywords changed together, and letting them rest: each one step."""

from __future__ import annotations

from array import array
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from storage.archive import Archive
from storage.articles.rebuild import RebuiltArticle
from storage.errors import ChangeTakenBack
from storage.model import ArticleTexts, HitData, Keyword, Picture, Scope
from storage.rules import Action, Rule
from storage.sqlite.portions import AIM_SECONDS, FIRST_ARTICLES, MOST_ARTICLES, portions
from storage.watch.keyword_steps import KeywordPlan
from storage.watch.keywords import KeywordFacts, KeywordWishes

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HIDING = Rule((Action.HIDE,))
STARRING = Rule((Action.STAR,))


def match(keyword: Keyword, texts: ArticleTexts) -> HitData | None:
    count = texts.text.count(keyword.pattern)
    return HitData(keyword.keyword_id, ((Scope.TEXT, count),), 0) if count else None


def facts(pattern: str, rule: Rule = STARRING, *, is_paused: bool = False) -> KeywordFacts:
    wishes = KeywordWishes(rule=rule, is_paused=is_paused)
    return KeywordFacts(pattern, False, "warning", tuple(Scope), wishes)


def change(archive: Archive, plan: KeywordPlan, **more: Any) -> list[Keyword]:
    return archive.change_keywords(plan, match=match, candidate_query=lambda facts: None, **more)


def watched(archive: Archive) -> dict[str, int]:
    return {keyword.pattern: keyword.article_count for keyword in archive.all_keywords()}


def starred(archive: Archive) -> list[str]:
    return sorted(row.guid for row in archive.open_listing()[:] if row.is_starred)


def shown(archive: Archive) -> list[str]:
    return sorted(row.guid for row in archive.open_listing()[:])


@pytest.fixture
def ports(archive: Archive, fill: Any) -> Archive:
    fill.store(
        fill.feed(folder="World"),
        [fill.article("a", text="port"), fill.article("b", text="sea"), fill.article("c", text="sea port")],
    )
    return archive


def test_several_keywords_are_one_step(ports: Archive) -> None:
    told: list[tuple[int, int]] = []
    plan = KeywordPlan("Brought 2 keywords", (facts("port"), facts("sea", HIDING)))
    added = change(ports, plan, progress=lambda done, total: told.append((done, total)))
    assert [keyword.pattern for keyword in added] == ["port", "sea"]
    assert told == [(0, 2), (1, 2), (1, 2), (2, 2)]
    assert (watched(ports), shown(ports), starred(ports)) == ({"port": 1, "sea": 0}, ["a"], ["a"])
    undone = ports.undo()
    assert undone is not None
    assert undone.sentence == "Taken back: Brought 2 keywords"
    assert (watched(ports), shown(ports), starred(ports)) == ({}, ["a", "b", "c"], [])
    ports.redo()
    assert (watched(ports), shown(ports), starred(ports)) == ({"port": 1, "sea": 0}, ["a"], ["a"])


def test_another_pattern_in_the_place_of_one_is_one_step(ports: Archive) -> None:
    ports.add_keyword("port", match=match, wishes=KeywordWishes(rule=HIDING))
    assert shown(ports) == ["b"]
    change(ports, KeywordPlan("Changed keyword port to sea", (facts("sea", HIDING),), ("port",)))
    assert (watched(ports), shown(ports)) == ({"sea": 0}, ["a"])
    ports.undo()
    assert (watched(ports), shown(ports)) == ({"port": 0}, ["b"])
    ports.redo()
    assert (watched(ports), shown(ports)) == ({"sea": 0}, ["a"])
    ports.undo()
    ports.undo()
    assert (watched(ports), shown(ports)) == ({}, ["a", "b", "c"])


def test_what_is_given_up_leaves_everything_as_it_was(ports: Archive) -> None:
    ports.add_keyword("port", match=match)

    def give_up(done: int, total: int) -> None:
        if done:
            raise KeyboardInterrupt

    plan = KeywordPlan("Brought 2 keywords", (facts("port", HIDING), facts("sea")), ("port",))
    with pytest.raises(KeyboardInterrupt):
        change(ports, plan, progress=give_up)
    assert (watched(ports), shown(ports), starred(ports)) == ({"port": 2}, ["a", "b", "c"], [])
    undone = ports.undo()
    assert undone is not None
    assert undone.sentence == "Taken back: Added keyword port"


def state(archive: Archive) -> tuple[object, ...]:
    actions = {one.pattern: (one.rule.actions, one.is_paused) for one in archive.all_keywords()}
    return watched(archive), actions, shown(archive), starred(archive)


class Copies:
    """An archive at one moment after the other: what another process sees, and what a killed one leaves."""

    def __init__(self, archive: Archive, folder: Path) -> None:
        self.files: list[Path] = []
        self._archive = archive
        self._folder = folder

    def take(self, *_: object) -> None:
        self.files.append(self._folder / f"copy{len(self.files)}.db")
        self._archive.back_up(self.files[-1])

    def match(self, keyword: Keyword, texts: ArticleTexts) -> HitData | None:
        self.take()
        return match(keyword, texts)


def test_wherever_the_process_ends_what_is_there_is_one_step(
    ports: Archive, path: Path, tmp_path: Path
) -> None:
    ports.add_keyword("port", match=match, wishes=KeywordWishes(rule=HIDING))
    ports.add_keyword("text", match=match)
    before = state(ports)
    copies = Copies(ports, tmp_path)
    plan = KeywordPlan("Brought 3 keywords", (facts("sea"), facts("port"), facts("c", HIDING)), ("text",))
    ports.change_keywords(plan, match=copies.match, candidate_query=lambda facts: None, progress=copies.take)
    assert len(copies.files) == 3 * (3 + 2)
    for file in copies.files:
        with Archive.open(file, clock=lambda: NOW) as left:
            assert state(left) != before
            undone = left.undo()
            assert undone is not None
            assert undone.sentence == "Taken back: Brought 3 keywords, broken off"
            assert state(left) == before
            left.redo()
            assert state(left) != before
            left.undo()
            assert state(left) == before
            for keyword in left.unmatched_keywords():
                left.rematch_keyword(keyword, match=match, is_acting=False)
            assert state(left) == before
            assert left.check().problems == ()
    whole = state(ports)
    assert ports.undo().sentence == "Taken back: Brought 3 keywords"  # type: ignore[union-attr]
    assert state(ports) == before
    ports.redo()
    assert state(ports) == whole


def test_a_single_addition_is_a_step_wherever_it_ends(ports: Archive, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    ports.add_keyword("port", match=match, progress=lambda done, total: ports.back_up(copy) and None)
    with Archive.open(copy, clock=lambda: NOW) as left:
        assert watched(left) == {"port": 2}
        undone = left.undo()
        assert undone is not None
        assert undone.sentence == "Taken back: Added keyword port, broken off"
        assert watched(left) == {}
    ports.add_keyword("port", match=match, wishes=KeywordWishes(rule=STARRING))
    undone = ports.undo()
    assert undone is not None
    assert undone.sentence == "Taken back: Changed keyword port"


def test_what_is_undone_while_it_is_made_is_made_no_further(ports: Archive) -> None:
    told: list[tuple[int, int]] = []

    def undo_midway(done: int, total: int) -> None:
        told.append((done, total))
        # The first time the first one is done; then the second one is looked for.
        if told.count((1, 3)) == 2:
            ports.undo()

    plan = KeywordPlan("Brought 3 keywords", (facts("port"), facts("sea", HIDING), facts("text")))
    with pytest.raises(ChangeTakenBack, match="Brought 3 keywords: this was taken back"):
        change(ports, plan, progress=undo_midway)
    assert told == [(0, 3), (1, 3), (1, 3)]
    assert (watched(ports), shown(ports), starred(ports)) == ({}, ["a", "b", "c"], [])
    ports.redo()
    assert starred(ports) == ["a", "c"]
    assert set(watched(ports)) == {"port", "sea"}


def test_a_keyword_may_begin_at_rest(ports: Archive) -> None:
    (keyword,) = change(ports, KeywordPlan("Changed keyword port", (facts("port", HIDING, is_paused=True),)))
    assert (keyword.is_paused, keyword.article_count, shown(ports)) == (True, 2, ["a", "b", "c"])
    ports.resume_keyword("port", match=match)
    assert shown(ports) == ["b"]


def test_a_pause_and_its_end_are_taken_back(ports: Archive, fill: Any) -> None:
    ports.add_keyword("sea", match=match, wishes=KeywordWishes(rule=Rule((Action.HIDE, Action.STAR))))
    ports.pause_keyword("sea")
    assert ports.pause_keyword("sea") is not None
    assert shown(ports) == ["a", "b", "c"]
    undone = ports.undo()
    assert undone is not None
    assert undone.sentence == "Taken back: Paused keyword sea"
    assert shown(ports) == ["a"]
    ports.redo()
    assert shown(ports) == ["a", "b", "c"]
    fill.store(1, [fill.article("d", text="sea")])
    ports.resume_keyword("sea", match=match)
    assert shown(ports) == ["a"]
    ports.undo()
    assert shown(ports) == ["a", "b", "c", "d"]
    assert starred(ports) == ["b", "c"]
    assert [keyword.is_paused for keyword in ports.all_keywords()] == [True]
    ports.redo()
    assert shown(ports) == ["a"]


def test_a_resumption_is_a_step_wherever_it_ends(ports: Archive, fill: Any, tmp_path: Path) -> None:
    ports.add_keyword("sea", match=match, wishes=KeywordWishes(rule=Rule((Action.HIDE, Action.STAR))))
    ports.pause_keyword("sea")
    fill.store(1, [fill.article("d", text="sea")])
    copies = Copies(ports, tmp_path)
    ports.resume_keyword("sea", match=copies.match, progress=copies.take)
    assert len(copies.files) > 1
    for file in copies.files:
        with Archive.open(file, clock=lambda: NOW) as left:
            assert watched(left).keys() == watched(ports).keys()
            undone = left.undo()
            assert undone is not None
            assert undone.sentence == "Taken back: Resumed keyword sea, broken off"
            assert [one.is_paused for one in left.all_keywords()] == [True]
            assert (shown(left), starred(left)) == (["a", "b", "c", "d"], ["b", "c"])
            left.redo()
            assert not left.all_keywords()[0].is_paused
            for keyword in left.unmatched_keywords():
                left.rematch_keyword(keyword, match=match, is_acting=False)
            assert shown(left) == ["a"]
            assert left.check().problems == ()
    undone = ports.undo()
    assert undone is not None
    assert undone.sentence == "Taken back: Resumed keyword sea"
    assert (shown(ports), starred(ports)) == (["a", "b", "c", "d"], ["b", "c"])


def test_a_resumption_that_is_given_up_or_undone_leaves_the_keyword_at_rest(ports: Archive) -> None:
    ports.add_keyword("sea", match=match, wishes=KeywordWishes(rule=HIDING))
    ports.pause_keyword("sea")
    last = ports.last_change_id()

    def give_up(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ports.resume_keyword("sea", match=match, progress=give_up)
    assert ports.changes_since(last) == []
    assert [one.is_paused for one in ports.all_keywords()] == [True]

    with pytest.raises(ChangeTakenBack, match="Resumed keyword sea: this was taken back"):
        ports.resume_keyword("sea", match=match, progress=lambda done, total: ports.undo() and None)
    assert [one.is_paused for one in ports.all_keywords()] == [True]
    assert shown(ports) == ["a", "b", "c"]
    ports.redo()
    assert shown(ports) == ["a"]


def test_what_a_keyword_hid_is_shown_after_its_last_day(path: Path, filler_of: Any) -> None:
    moments = [NOW]
    with Archive.open(path, clock=lambda: moments[0]) as archive:
        fill = filler_of(archive)
        fill.store(fill.feed(), [fill.article("a", text="port"), fill.article("b", text="sea")])
        wishes = KeywordWishes(expires_at=NOW + timedelta(days=1), rule=HIDING)
        archive.add_keyword("port", match=match, wishes=wishes)
        assert archive.end_keywords() == 0
        assert shown(archive) == ["b"]
        moments[0] += timedelta(days=1)
        assert archive.end_keywords() == 1
        assert archive.end_keywords() == 0
        assert shown(archive) == ["a", "b"]
        assert archive.watched_keywords()[0].expires_at == moments[0]
        resumed = archive.resume_keyword("port", match=match)
        assert resumed is not None
        assert shown(archive) == ["b"]
        archive.undo()
        assert shown(archive) == ["a", "b"]


@pytest.mark.parametrize("is_renaming", [False, True], ids=["moved", "renamed"])
def test_keywords_of_a_folder_have_yet_to_see_what_moves(
    archive: Archive, fill: Any, is_renaming: bool
) -> None:
    fill.store(fill.feed("a", folder="World"), [fill.article("a", text="port")])
    fill.store(fill.feed("b", folder="Home"), [fill.article("b", text="port")])
    fill.feed("empty", folder="Home")
    for folder in ("World", "Home", "Sport"):
        rule = Rule(folders=(folder,))
        archive.add_keyword(
            "port" if folder == "World" else f"{folder}", match=match, wishes=KeywordWishes(rule=rule)
        )
    archive.add_keyword("sea", match=match)
    version = archive.keywords_version()
    archive.move_feeds([3], "World")
    assert archive.unmatched_keywords() == []
    assert archive.keywords_version() > version
    if is_renaming:
        archive.rename_folder("Home", "World/Home")
    else:
        archive.move_feeds([2], "World")
    unmatched = archive.unmatched_keywords()
    assert [keyword.pattern for keyword in unmatched] == ["Home", "port"]
    for keyword in unmatched:
        archive.rematch_keyword(keyword, match=match, is_acting=False)
    assert watched(archive)["port"] == 2
    archive.undo()
    for keyword in archive.unmatched_keywords():
        archive.rematch_keyword(keyword, match=match, is_acting=False)
    assert watched(archive)["port"] == 1


def test_captions_built_again_are_acted_on_and_shown_again(archive: Archive, fill: Any) -> None:
    fill.store(fill.feed(), [fill.article("a", text="port"), fill.article("b", text="sea")])
    hiding = archive.add_keyword("port", match=match, wishes=KeywordWishes(rule=HIDING))
    starring = archive.add_keyword("bridge", match=match, wishes=KeywordWishes(rule=STARRING))
    picture = Picture("https://example.org/1.jpg", caption="The bridge")
    found = (HitData(starring.keyword_id, ((Scope.CAPTION, 1),), 0),)
    assert shown(archive) == ["b"]
    first, second = sorted(
        (*archive.open_listing().article_ids, *archive.open_listing(is_hidden=True).article_ids)
    )
    articles = [
        RebuiltArticle(article_id, (picture,), "The bridge", "The bridge", found)
        for article_id in (first, second)
    ]
    for article in articles:
        archive.store_rebuilt([article], article.article_id, step=5)
    assert (shown(archive), starred(archive)) == (["a", "b"], ["a", "b"])
    assert hiding.keyword_id not in {hit.keyword_id for row in archive.open_listing()[:] for hit in row.hits}
    undone = archive.undo()
    assert undone is not None
    assert undone.sentence == "Taken back: Keywords starred 2"
    assert starred(archive) == []
    assert archive.check().problems == ()


class Ticking:
    """A clock on which every portion takes so long for each of its articles."""

    def __init__(self, seconds_per_article: float) -> None:
        self.seconds_per_article = seconds_per_article
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def sizes(self, count: int) -> list[int]:
        sizes: list[int] = []
        for portion in portions(array("q", range(count)), self):
            self.now += len(portion) * self.seconds_per_article
            sizes.append(len(portion))
        assert sum(sizes) == count
        return sizes


@pytest.mark.parametrize("seconds_per_article", [0.0001, 0.0005, 0.001])
def test_portions_come_to_take_what_is_aimed_at(seconds_per_article: float) -> None:
    sizes = Ticking(seconds_per_article).sizes(10_000)
    assert sizes[0] == FIRST_ARTICLES
    assert sizes[-2] == pytest.approx(AIM_SECONDS / seconds_per_article, abs=1)


def test_portions_grow_slowly_and_not_for_ever() -> None:
    sizes = Ticking(0.0).sizes(20_000)
    assert sizes[:3] == [FIRST_ARTICLES, FIRST_ARTICLES * 2, FIRST_ARTICLES * 4]
    assert max(sizes) == MOST_ARTICLES
    assert min(Ticking(1.0).sizes(100)[:-1]) > 0
    assert Ticking(1.0).sizes(0) == []
