"""Keys about the keywords of the article that is read."""

import shlex
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from textual.selection import Selection

from reader.feeds.emphasis import Emphasis
from reader.keywords.matcher import KeywordMatch
from reader.keywords.names import likely_name
from reader.setting_groups import InterfaceSettings, Settings
from reader.tui.screens.explain import ExplainScreen
from storage.archive import Archive
from storage.fetched import FeedChanges, FetchRecord
from storage.model import ArticleData, FeedData, HitData, Scope, View, ViewKind
from storage.rules import Action, Rule
from storage.watch.keywords import KeywordWishes

Open = Any
NOW = datetime(2025, 1, 26, 9, 30, tzinfo=UTC)


async def go_to(reader: Any, words: str) -> None:
    await reader.press("slash")
    await reader.type(words)
    await reader.press("enter")


async def test_why_an_article_is_lit(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (120, 40)) as reader:
        await go_to(reader, "caption:naqoura")
        await reader.press("W")
        assert isinstance(reader.app.screen, ExplainScreen)
        text = reader.text()
        assert "◆ Naqoura ×2" in text
        assert "whole words, whatever case and accents" in text
        assert "in the caption" in text
        await reader.press("j", "k", "W")
        assert reader.app.screen is reader.screen


@pytest.mark.parametrize("theme", ["cutline-ink", "cutline-paper", "ansi-dark"])
async def test_without_colours_the_hits_of_two_groups_are_told_apart(
    archive: Archive, open_reader: Open, monkeypatch: pytest.MonkeyPatch, theme: str
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    archive.add_keyword("Reuters", color="accent", match=KeywordMatch(), wishes=KeywordWishes("Agencies"))
    archive.add_keyword("Lebanon", match=KeywordMatch(), wishes=KeywordWishes("Levant", "⚑"))
    settings = Settings(interface=InterfaceSettings(theme=theme))
    async with open_reader(archive, (120, 40), settings) as reader:
        await go_to(reader, "pull-out")
        await reader.press("enter")
        text = reader.text()
        assert "in ◆Naqoura," in text
        assert "southern ⚑Lebanon, January" in text
        assert " ▲REUTERS/Ali" in text
        assert "pull-out from south ⚑Leb" in text.splitlines()[2]
        copied = reader.screen.article_pane.get_selection(Selection(None, None))
        assert "in Naqoura, southern Lebanon, January 23, 2025.\nREUTERS/Ali Hankir" in copied[0]
        x, y = reader.where("⚑Lebanon, January")
        await reader.click(x + 3, y, times=2)
        assert reader.screen.get_selected_text() == "Lebanon"
        await reader.press("W")
        lines = reader.text().splitlines()
        for sign, meaning in (
            ("⚑ Lebanon ×3", 'group Levant · colour "warning"'),
            ("▲ Reuters", "group Agencies"),
        ):
            number = next(number for number, line in enumerate(lines) if f"│  {sign}  " in line)
            assert "whole words" in lines[number + 1]
            assert meaning in lines[number + 2]


async def test_signs_go_with_the_last_keyword_that_looks_otherwise(
    archive: Archive, open_reader: Open
) -> None:
    archive.add_keyword("Reuters", color="accent", match=KeywordMatch())
    async with open_reader(archive, (120, 40)) as reader:
        await go_to(reader, "pull-out")
        await reader.press("enter")
        assert "in ◆Naqoura," in reader.text()
        await reader.press("colon")
        await reader.type("keyword pause Reuters")
        await reader.press("enter")
        await reader.until(lambda: "in Naqoura," in reader.text())
        assert "◆ Naqoura" in reader.text()


async def test_why_an_article_is_hidden_is_said(archive: Archive, open_reader: Open) -> None:
    rule = Rule((Action.TAG, Action.HIDE), "coast")
    archive.add_keyword("Naqoura", match=KeywordMatch(), wishes=KeywordWishes(rule=rule))
    async with open_reader(archive, (120, 40)) as reader:
        await reader.press("X", "W")
        assert "whole words, whatever case and accents · tags it coast · hides it" in reader.text()


async def test_an_article_without_keywords_says_so(archive: Archive, open_reader: Open) -> None:
    archive.remove_keyword("Naqoura")
    async with open_reader(archive, (80, 24)) as reader:
        await reader.press("W")
        assert "No keyword stands in this article" in reader.notices


async def test_without_an_article_no_key_does_harm(empty_archive: Archive, open_reader: Open) -> None:
    async with open_reader(empty_archive, (80, 24)) as reader:
        await reader.press("W", "left_curly_bracket", "right_curly_bracket", "escape")
        assert reader.app.screen is reader.screen


async def test_braces_go_from_hit_to_hit(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (120, 12)) as reader:
        await go_to(reader, "caption:naqoura")
        await reader.press("enter")
        pane = reader.screen.article_pane
        lines = pane._page.hit_lines()
        assert len(lines) >= 2
        await reader.press("right_curly_bracket")
        assert pane._jumped_to[1] == lines[0]
        assert f"Keyword 1 of {len(lines)}" in reader.text()
        await reader.press("right_curly_bracket")
        assert pane._jumped_to[1] == lines[1]
        assert f"Keyword 2 of {len(lines)}" in reader.text()
        underlined = [
            number
            for number in lines
            if any(
                run.paint.hit and Emphasis.UNDERLINE in run.paint.emphasis
                for run in pane._page.painted(number).runs
            )
        ]
        assert underlined == [lines[1]]
        await reader.press("left_curly_bracket")
        assert pane._jumped_to[1] == lines[0]
        await reader.press("left_curly_bracket")
        assert "No keyword above" in reader.notices
        await reader.press(*["right_curly_bracket"] * len(lines))
        assert "No further keyword" in reader.notices


async def test_a_star_asks_for_a_word_and_lights_it_at_once(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (120, 40)) as reader:
        await go_to(reader, "caption:naqoura")
        await reader.press("enter", "asterisk")
        assert reader.screen.prompt.is_open
        await reader.type("damaged")
        await reader.press("enter")
        await reader.settle(0.3)
        assert [keyword.pattern for keyword in archive.keywords()] == ["damaged", "Naqoura"]
        assert "◆ damaged" in reader.text()
        await reader.press("asterisk", "asterisk")
        assert reader.screen.prompt.query_one("Input").value == "keyword add *"


async def test_a_star_watches_the_selected_text(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (120, 40)) as reader:
        await go_to(reader, "caption:naqoura")
        await reader.press("enter")
        reader.screen.get_selected_text = lambda: "buildings\ndamaged"
        await reader.press("asterisk")
        await reader.settle(0.3)
        assert "buildings damaged" in [keyword.pattern for keyword in archive.keywords()]


async def test_what_a_keyword_hides_is_shown_by_a_key(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (120, 30)) as reader:
        shown = reader.screen.list_pane.row_count
        await reader.press("colon")
        await reader.type("keyword add Naqoura --action hide")
        await reader.press("enter")
        await reader.until(lambda: archive.hidden_count() > 0)
        all_orders = ["S"] * len(reader.screen.place.orders)
        await reader.press("2", *all_orders)
        count = archive.hidden_count()
        await reader.until(lambda: f"{count} hidden · X shows them" in reader.text())
        await reader.press("X")
        assert reader.screen.list_pane.row_count == count
        assert "hidden by keywords" in reader.text()
        await reader.press("X", "u")
        assert archive.hidden_count() == 0
        await reader.press(*all_orders)
        assert reader.screen.list_pane.row_count == shown
        assert "shows them" not in reader.text()


async def test_new_articles_with_a_keyword_are_announced(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (120, 30)) as reader:
        feed_id = archive.feeds()[0].feed_id
        (keyword,) = archive.keywords()
        article = ArticleData("news", "", "A quiet day in Naqoura", entry_hash=1)
        hits = ((HitData(keyword.keyword_id, ((Scope.TITLE, 1),), 15),),)
        now = reader.screen.clock()
        archive.store_feed(
            FetchRecord(feed_id, now, now),
            FeedChanges(FeedData(""), new=(article,), hits=hits, keywords_version=archive.keywords_version()),
        )
        await reader.screen.announce_new()
        await reader.settle()
        assert "◆ Naqoura: A quiet day in Naqoura" in reader.notices
        told = len(reader.notices)
        await reader.screen.announce_new()
        await reader.settle()
        assert len(reader.notices) == told


async def test_a_group_in_the_tree_opens_its_articles(archive: Archive, open_reader: Open) -> None:
    archive.add_keyword("Naqoura", match=KeywordMatch(), wishes=KeywordWishes(group="Coast"))
    async with open_reader(archive, (160, 40)) as reader:
        await reader.press("1")
        reader.screen.tree_pane.select("group:Coast")
        await reader.press("enter")
        assert reader.screen.place.view == View(ViewKind.GROUP, name="Coast")
        assert reader.screen.list_pane.row_count == archive.keywords()[0].article_count


async def test_a_star_proposes_the_headlines_name_until_something_is_typed(
    archive: Archive, open_reader: Open
) -> None:
    async with open_reader(archive, (120, 40)) as reader:
        await go_to(reader, "pull-out")
        await reader.press("enter")
        name = likely_name(reader.screen.current_row.title)
        assert name
        await reader.press("asterisk")
        field = reader.screen.prompt.query_one("Input")
        assert field.value == f"keyword add {shlex.quote(name)}"
        await reader.press("enter")
        await reader.until(lambda: name in [keyword.pattern for keyword in archive.keywords()])


async def test_a_star_proposes_the_word_at_the_mouse(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (120, 40)) as reader:
        await go_to(reader, "caption:naqoura")
        await reader.press("enter")
        lines = reader.text().splitlines()
        y = next(number for number, line in enumerate(lines) if "damaged" in line and number > 2)
        await reader.pilot.hover(offset=(lines[y].index("damaged") + 2, y))
        await reader.press("asterisk")
        assert reader.screen.prompt.query_one("Input").value == "keyword add damaged"


async def test_of_a_long_selection_the_first_word_is_watched(archive: Archive, open_reader: Open) -> None:
    async with open_reader(archive, (120, 40)) as reader:
        await go_to(reader, "caption:naqoura")
        await reader.press("enter")
        reader.screen.get_selected_text = lambda: "damaged buildings stand beside the long coast road"
        await reader.press("asterisk")
        await reader.until(lambda: "damaged" in [keyword.pattern for keyword in archive.keywords()])


class Gate:
    """Has matching wait at its first portion until it is let on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.is_open = threading.Event()

        def portions(article_ids: Any) -> Any:
            yield article_ids[:1]
            assert self.is_open.wait(60)
            yield article_ids[1:]

        monkeypatch.setattr("storage.facade.keywords.portions", portions)


async def test_adding_by_the_command_line_tells_how_far_it_is_and_holds_no_mark_up(
    archive: Archive, open_reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch)
    async with open_reader(archive, (120, 30)) as reader:
        await reader.press("colon")
        await reader.pilot.press(*"keyword", "space", *"add", "space", *"Reuters", "enter")
        await reader.until(lambda: "Esc gives up · 1 of " in reader.text())
        row = reader.screen.list_pane.cursor_row
        await reader.pilot.press("s")
        await reader.until(lambda: archive.rows([row.article_id])[0].is_starred != row.is_starred)
        assert "Reuters" in [keyword.pattern for keyword in archive.keywords()]
        await reader.pilot.press("colon")
        await reader.pilot.press(*"keyword", "space", *"add", "space", *"Beirut", "enter")
        await reader.until(lambda: any(notice.startswith("One at a time") for notice in reader.notices))
        gate.is_open.set()
        await reader.until(lambda: any(notice.startswith("Watching Reuters") for notice in reader.notices))
        await reader.until(lambda: "Esc gives up" not in reader.text())
        await reader.settle()


async def test_escape_gives_up_what_is_being_added(
    archive: Archive, open_reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch)
    async with open_reader(archive, (120, 30)) as reader:
        await reader.press("colon")
        await reader.pilot.press(*"keyword", "space", *"add", "space", *"Reuters", "enter")
        await reader.until(lambda: "Esc gives up · 1 of " in reader.text())
        await reader.pilot.press("escape")
        gate.is_open.set()
        await reader.until(lambda: "Given up: nothing was changed" in reader.notices)
        assert [keyword.pattern for keyword in archive.keywords()] == ["Naqoura"]


async def test_a_keyword_that_ends_while_one_reads_shows_what_it_hid(
    archive: Archive, open_reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    end = NOW + timedelta(days=1)
    wishes = KeywordWishes(expires_at=end, rule=Rule((Action.HIDE,)))
    archive.add_keyword("Naqoura", match=KeywordMatch(), wishes=wishes)
    async with open_reader(archive, (120, 30)) as reader:
        assert archive.hidden_count() > 0
        monkeypatch.setattr(archive, "_clock", lambda: end)
        await reader.screen._end_keywords()
        assert archive.hidden_count() == 0
        assert reader.screen.list_pane.matcher is None
