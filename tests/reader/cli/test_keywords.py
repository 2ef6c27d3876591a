from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from storage.archive import Archive

Cutline = Callable[..., Any]


@pytest.fixture
def filled(cutline: Cutline, wire: Path) -> Cutline:
    cutline("add", str(wire))
    return cutline


def test_a_keyword_is_matched_over_the_whole_archive_at_once(filled: Cutline) -> None:
    assert filled("keyword", "add", "BRIDGE").out == "Watching BRIDGE: 1 article, 1 unread\n"
    assert filled("keyword", "list", "--json").json == [
        {
            "pattern": "BRIDGE",
            "is_regex": False,
            "color": "warning",
            "scopes": ["title", "text", "caption", "credit", "author"],
            "article_count": 1,
            "unread_count": 1,
            "hidden_count": 0,
            "group": "",
            "glyph": "",
            "is_paused": False,
            "expires_at": None,
            "actions": [],
            "tag": "",
            "feed_ids": [],
            "folders": [],
            "is_quiet": False,
            "hits_by_day": [0] * 28 + [1, 0],
            "first_seen_at": "2025-01-25T10:00:00Z",
            "last_seen_at": "2025-01-25T10:00:00Z",
        }
    ]
    (hit,) = filled("list", "--json", "keyword:bridge").json[0]["keywords"]
    assert hit == {"pattern": "BRIDGE", "count": 3, "scopes": ["title", "text", "caption"]}


def test_a_watched_word_asked_for_again_keeps_what_was_not_named(filled: Cutline) -> None:
    decided = (
        "--action",
        "star",
        "--tag",
        "spans",
        "--group",
        "Works",
        "--glyph",
        "⚑",
        "--until",
        "2025-03-01",
    )
    filled("keyword", "add", "bridge", *decided, "--scope", "title,text", "--quiet", "--color", "error")
    filled("keyword", "pause", "bridge")
    before = filled("keyword", "list", "--json").json
    assert filled("keyword", "add", "bridge").out == "Watching bridge already: 1 article, 1 unread\n"
    assert filled("keyword", "list", "--json").json == before
    answer = filled("keyword", "add", "bridge", "--color", "accent", "--action", "star", "--tag", "spans")
    assert answer.out == "Watching bridge already: 1 article, 1 unread · changed: colour\n"
    assert filled("keyword", "list", "--json").json == [{**before[0], "color": "accent"}]
    filled("undo")
    assert filled("keyword", "list", "--json").json == before


def test_a_word_that_is_still_to_be_looked_for_is_looked_for_when_it_is_added_again(
    filled: Cutline, tmp_path: Path
) -> None:
    filled("keyword", "add", "bridge")
    filled("keyword", "remove", "bridge")
    with Archive.open(tmp_path / "cutline.db") as archive:
        archive.undo()
    assert filled("check").code == 1
    assert "already: 1 article" in filled("keyword", "add", "bridge").out
    assert filled("check").code == 0


def test_what_is_named_again_changes(filled: Cutline) -> None:
    filled("keyword", "add", "br.dge", "--regex", "--tag", "spans", "--group", "Works")
    words = ("--action", "read", "--group", "", "--scope", "title", "--until", "2025-03-01")
    answer = filled("keyword", "add", "br.dge", *words)
    assert "changed: parts, group, last day, actions, tag" in answer.out
    (keyword,) = filled("keyword", "list", "--json").json
    assert (keyword["is_regex"], keyword["actions"], keyword["tag"]) == (True, ["read"], "")
    assert (keyword["group"], keyword["scopes"]) == ("", ["title"])


def test_what_a_keyword_hides_is_counted(filled: Cutline) -> None:
    assert filled("keyword", "add", "bridge", "--action", "hide").out == "Watching bridge: hid 1 article\n"
    assert filled("keyword", "list").out == "bridge: hides 1 article (hide)\n"
    (keyword,) = filled("keyword", "list", "--json").json
    assert (keyword["hidden_count"], sum(keyword["hits_by_day"])) == (1, 1)
    filled("keyword", "pause", "bridge")
    assert filled("keyword", "list").out == "bridge (paused): 1 article, 1 unread (hide)\n"
    assert filled("keyword", "list", "--json").json[0]["hidden_count"] == 0


def test_the_list_says_all_that_was_decided(filled: Cutline) -> None:
    filled("keyword", "add", "bridge", "--group", "Works", "--glyph", "⚑", "--until", "2025-03-01")
    assert filled("keyword", "list").out == (
        "bridge: 1 article, 1 unread (group Works; sign ⚑; until 2025-03-01)\n"
    )


def test_scopes_and_colours(filled: Cutline) -> None:
    filled("keyword", "add", "hankir", "--scope", "credit,title", "--color", "accent")
    (keyword,) = filled("keyword", "list", "--json").json
    assert (keyword["scopes"], keyword["color"]) == (["title", "credit"], "accent")
    assert "in title, credit" in filled("keyword", "list").out


def test_regular_expressions(filled: Cutline) -> None:
    filled("keyword", "add", "br.dge|rain", "--regex")
    assert filled("keyword", "list", "--json").json[0]["article_count"] == 2


def test_articles_that_arrive_are_matched_too(filled: Cutline, wire: Path) -> None:
    filled("keyword", "add", "tunnel")
    wire.write_text(wire.read_text().replace("It stopped.", "The tunnel is dry."))
    filled("refresh", "--force")
    assert filled("keyword", "list", "--json").json[0]["article_count"] == 1


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("add", ""), "no word"),
        (("add", "/a(/"), "character 2"),
        (("add", "x", "--scope", "body"), "title, text"),
        (("add", "x", "--color", "mauve"), "mauve"),
    ],
)
def test_wrong_patterns_and_options_are_wrong_use(
    filled: Cutline, words: tuple[str, ...], reason: str
) -> None:
    answer = filled("keyword", *words)
    assert answer.code == 2
    assert reason in answer.err
    assert filled("keyword", "list", "--json").json == []


def test_wrong_use_names_the_help_of_the_command_itself(filled: Cutline) -> None:
    assert "(cutline keyword add --help)" in filled("keyword", "add", "x", "--color", "pink").err


def test_remove_and_undo(filled: Cutline) -> None:
    filled("keyword", "add", "bridge")
    assert filled("keyword", "remove", "bridge").code == 0
    assert filled("list", "--json", "keyword:bridge").json == []
    filled("undo")
    assert len(filled("list", "--json", "keyword:bridge").json) == 1
    assert filled("keyword", "remove", "nope").code == 1


def test_a_dry_run_tells_and_changes_nothing(filled: Cutline) -> None:
    before = filled("list", "--json").json
    answer = filled("keyword", "add", "bridge", "--action", "hide", "--action", "star", "--dry-run")
    assert answer.code == 0
    assert "In the last 30 days: 1 article in 1 feed; it would star 1 and hide 1. Nothing" in answer.out
    assert filled("list", "--json").json == before
    assert filled("keyword", "list", "--json").json == []


def test_actions_are_taken_back_by_one_undo(filled: Cutline) -> None:
    before = filled("list", "--json").json
    filled("keyword", "add", "bridge", "--action", "read", "--tag", "later", "--action", "star")
    (row,) = filled("list", "--json", "keyword:bridge").json
    assert (row["is_read"], row["is_starred"], row["tags"]) == (True, True, ["later"])
    assert "(star, tag later, read)" in filled("keyword", "list").out
    filled("undo")
    assert filled("list", "--json").json == before


def test_what_a_keyword_hides_is_listed_when_asked_for(filled: Cutline) -> None:
    filled("keyword", "add", "bridge", "--action", "hide")
    shown = [row["article_id"] for row in filled("list", "--json").json]
    (hidden,) = filled("list", "--hidden", "--json").json
    assert hidden["article_id"] not in shown
    filled("keyword", "remove", "bridge")
    assert filled("list", "--hidden", "--json").json == []


def test_a_keyword_may_look_in_one_feed(filled: Cutline) -> None:
    (feed,) = filled("feeds", "--json").json
    filled("keyword", "add", "bridge", "--feed", str(feed["feed_id"]), "--quiet")
    (keyword,) = filled("keyword", "list", "--json").json
    assert (keyword["feed_ids"], keyword["article_count"]) == ([feed["feed_id"]], 1)
    assert f"(in {feed['title']}; quiet)" in filled("keyword", "list").out


@pytest.mark.parametrize(
    ("words", "reason", "code"),
    [
        (("--action", "tag"), "--tag NAME", 2),
        (("--folder", "Nowhere"), "There is no folder Nowhere: no feed is in one", 2),
        (("--feed", "77"), "No feed has the id or address '77'", 2),
        (("--action", "burn"), "burn", 2),
    ],
)
def test_rules_that_mean_nothing_are_refused(
    filled: Cutline, words: tuple[str, ...], reason: str, code: int
) -> None:
    answer = filled("keyword", "add", "bridge", *words)
    assert answer.code == code
    assert reason in answer.err
    assert filled("keyword", "list", "--json").json == []
