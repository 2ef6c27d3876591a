from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Cutline = Callable[..., Any]


@pytest.fixture
def filled(cutline: Cutline, wire: Path) -> Cutline:
    cutline("add", str(wire))
    return cutline


def test_list_as_json_has_the_contracts_shape(filled: Cutline) -> None:
    filled("keyword", "add", "naqoura")
    first, second = filled("list", "--json").json
    assert first["title"] == "Bridge opens"
    assert set(first) == {
        "article_id",
        "feed_id",
        "feed_title",
        "guid",
        "url",
        "title",
        "author",
        "published_at",
        "updated_at",
        "first_seen_at",
        "is_read",
        "is_starred",
        "tags",
        "picture_count",
        "lead_caption",
        "keywords",
    }
    assert first["published_at"] == "2025-01-25T10:00:00Z"
    assert first["lead_caption"] == "The bridge at dawn."
    assert first["keywords"] == [{"pattern": "naqoura", "count": 1, "scopes": ["text"]}]
    assert second["keywords"] == []


@pytest.mark.parametrize(
    ("order", "first"),
    [
        ("newest", "Bridge opens"),
        ("oldest", "Rain ends"),
        ("title", "Bridge opens"),
        ("length", "Bridge opens"),
    ],
)
def test_list_sorts(filled: Cutline, order: str, first: str) -> None:
    titles = [row["title"] for row in filled("list", "--sort", order, "--json").json]
    assert titles[0] == first


def test_pictures_have_one_order(filled: Cutline) -> None:
    assert filled("list", "--pictures", "--sort", "title").code == 2


def test_list_for_people_shows_the_caption_below(filled: Cutline) -> None:
    lines = filled("list").out.splitlines()
    assert "●" in lines[0]
    assert lines[0].endswith("Bridge opens  (Wire)")
    assert lines[1].strip() == "▣ The bridge at dawn."


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("bridge", ["Bridge opens"]),
        ("caption:dawn", ["Bridge opens"]),
        ("credit:hankir", ["Bridge opens"]),
        ("is:filephoto", ["Bridge opens"]),
        ("-has:picture", ["Rain ends"]),
        ("since:2025-01-25", ["Bridge opens"]),
        ("feed:wire rain", ["Rain ends"]),
        ("title:rain or title:bridge", ["Bridge opens", "Rain ends"]),
        ("nothing", []),
    ],
)
def test_list_finds_what_the_query_says(filled: Cutline, query: str, titles: list[str]) -> None:
    answer = filled("list", "--json", query)
    assert (answer.code, [row["title"] for row in answer.json]) == (0, titles)
    assert filled("list", "--json", *query.split()).out == answer.out


def test_list_stops_at_the_limit(filled: Cutline) -> None:
    assert len(filled("list", "--limit", "1", "--json").json) == 1
    assert filled("list", "--limit", "0", "--json").json == []


def test_a_query_that_means_nothing_is_wrong_use(filled: Cutline) -> None:
    answer = filled("list", "is:happy")
    assert answer.code == 2
    assert "character 4" in answer.err


def test_show_as_json_has_everything(filled: Cutline) -> None:
    article = filled("show", "1", "--json").json
    article = article if article["title"] == "Bridge opens" else filled("show", "2", "--json").json
    assert article["text"] == "The bridge in Naqoura is open. See the map."
    assert article["pictures"] == [
        {
            "url": "https://wire.example/1.jpg",
            "alt": "",
            "caption": "The bridge at dawn.",
            "credit": "REUTERS/Ali Hankir",
            "width": 800,
            "height": 600,
            "source": "media",
            "position": 0,
        }
    ]
    assert article["links"] == [{"text": "the map", "url": "https://wire.example/map"}]
    assert article["enclosures"] == []


def test_show_for_people_has_caption_and_credit_once(filled: Cutline) -> None:
    out = filled("show", "1").out + filled("show", "2").out
    assert out.count("The bridge at dawn.") == 1
    assert "— REUTERS/Ali Hankir" in out
    assert "file photo" in out
    assert "Link 1: the map, https://wire.example/map" in out


def test_show_of_an_unknown_article(filled: Cutline) -> None:
    answer = filled("show", "99")
    assert (answer.code, answer.out) == (1, "")
    assert "99" in answer.err
    assert filled("show", "9" * 30).code == 2


def test_mark_says_how_many_and_can_be_undone(filled: Cutline) -> None:
    assert filled("mark", "read", "1", "2").out == "Marked 2 read\n"
    assert [row["is_read"] for row in filled("list", "--json").json] == [True, True]
    assert "Marked 2 read" in filled("undo").out
    assert [row["is_read"] for row in filled("list", "--json").json] == [False, False]
    assert "Added" in filled("undo").out
    assert "nothing to take back" in filled("undo").err


def test_mark_by_query(filled: Cutline) -> None:
    assert filled("mark", "read", "--query", "rain").out == "Marked 1 read\n"
    assert filled("mark", "starred", "--query", "is:unread").out == "Starred 1 article\n"
    assert [row["is_starred"] for row in filled("list", "--json").json] == [True, False]


def test_mark_of_an_unknown_article_does_the_rest(filled: Cutline) -> None:
    answer = filled("mark", "read", "1", "55")
    assert (answer.code, answer.out) == (1, "Marked 1 read\n")
    assert answer.err == "cutline: 55: no article has this id\n"


@pytest.mark.parametrize(
    "words", [("mark", "read"), ("mark", "read", "1", "--query", "x"), ("mark", "eaten", "1")]
)
def test_mark_needs_ids_or_a_query(filled: Cutline, words: tuple[str, ...]) -> None:
    assert filled(*words).code == 2


@pytest.mark.parametrize("query", ["", " ", '""', "*", "sort:title"])
@pytest.mark.parametrize("words", [("mark", "read"), ("mark", "starred"), ("tag", "add", "later")])
def test_a_blank_query_marks_nothing(filled: Cutline, words: tuple[str, ...], query: str) -> None:
    before = filled("list", "--json").json
    answer = filled(*words, "--query", query)
    assert answer.code == 2
    assert "is:unread" in answer.err
    assert filled("list", "--json").json == before


def test_tags(filled: Cutline) -> None:
    assert filled("tag", "add", "later", "1").code == 0
    assert filled("list", "--json", "tag:later").json[0]["tags"] == ["later"]
    filled("tag", "remove", "later", "--query", "tag:later")
    assert filled("list", "--json", "tag:later").json == []


def test_a_note_is_written_shown_exported_and_taken_back(filled: Cutline) -> None:
    assert filled("note", "1", "-", "don't", "forget [this]").out == "Wrote a note\n"
    assert filled("note", "1").out == "- don't forget [this]\n"
    assert "Note: - don't forget" in filled("show", "1").out
    assert filled("show", "1", "--json").json["note"] == "- don't forget [this]"
    assert "> \\- don't forget \\[this\\]\n" in filled("export", "markdown", "--query", "has:note").out
    assert [row["note"] for row in filled("export", "json", "--query", "has:note").json] == [
        "- don't forget [this]"
    ]
    assert filled("note", "1", "--remove").code == 0
    assert filled("note", "1").err == "There is no note on this article.\n"
    filled("undo")
    assert filled("note", "1").out == "- don't forget [this]\n"


def test_a_note_needs_an_article_and_one_wish(filled: Cutline) -> None:
    assert filled("note", "99", "words").code == 1
    assert "99" in filled("note", "99").err
    assert filled("note", "1", "--remove", "words").code == 2


def test_a_query_says_the_order_and_the_option_wins(filled: Cutline) -> None:
    def titles(*words: str) -> list[str]:
        return [row["title"] for row in filled("list", "--json", *words).json]

    assert titles("sort:title") == ["Bridge opens", "Rain ends"]
    assert titles("sort:-title") == ["Rain ends", "Bridge opens"]
    assert titles("sort:-title", "--sort", "newest") == ["Bridge opens", "Rain ends"]
    # The newer one without the word follows.
    assert titles("rain or is:unread", "sort:relevance") == ["Rain ends", "Bridge opens"]
    assert titles("rain or is:unread", "--sort", "relevance") == ["Rain ends", "Bridge opens"]
    assert titles("--sort", "-title") == ["Rain ends", "Bridge opens"]
    assert [row["title"] for row in filled("export", "json", "--query", "sort:oldest").json] == [
        "Rain ends",
        "Bridge opens",
    ]
    assert "expected" not in filled("list", "sort:size").err
    assert "sort: takes newest" in filled("list", "sort:size").err
