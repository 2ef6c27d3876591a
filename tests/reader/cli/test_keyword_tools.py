"""Pausing, trying out, bringing in and taking out watched words."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Cutline = Callable[..., Any]


@pytest.fixture
def filled(cutline: Cutline, wire: Path) -> Cutline:
    cutline("add", str(wire))
    return cutline


def keywords(cutline: Cutline) -> dict[str, Any]:
    return {keyword["pattern"]: keyword for keyword in cutline("keyword", "list", "--json").json}


def test_a_group_hands_its_colour_and_glyph_on(filled: Cutline) -> None:
    filled("keyword", "add", "bridge", "--group", "Roads", "--color", "accent", "--glyph", "⚑")
    filled("keyword", "add", "tunnel", "--group", "Roads")
    tunnel = keywords(filled)["tunnel"]
    assert (tunnel["group"], tunnel["color"], tunnel["glyph"]) == ("Roads", "accent", "⚑")
    filled("keyword", "remove", "bridge")
    filled("undo")
    assert keywords(filled)["bridge"]["glyph"] == "⚑"


def test_a_paused_word_finds_nothing_until_it_is_resumed(filled: Cutline, wire: Path) -> None:
    filled("keyword", "add", "tunnel")
    assert filled("keyword", "pause", "tunnel").out == "Paused tunnel\n"
    assert "(paused)" in filled("keyword", "list").out
    wire.write_text(wire.read_text().replace("It stopped.", "The tunnel is dry."))
    filled("refresh", "--force")
    assert keywords(filled)["tunnel"]["article_count"] == 0
    assert filled("keyword", "resume", "tunnel").out == "Watching tunnel again: 1 article\n"
    assert not keywords(filled)["tunnel"]["is_paused"]
    assert filled("check").code == 0


def test_a_word_ends_after_its_last_day(filled: Cutline) -> None:
    assert filled("keyword", "add", "rain", "--until", "2025-01-26").code == 0
    assert keywords(filled)["rain"]["expires_at"] is not None
    assert not keywords(filled)["rain"]["is_paused"]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("add", "x", "--until", "2025-01-25"), "is over"),
        (("add", "x", "--until", "soon"), "no date"),
        (("add", "x", "--glyph", "ab"), "not one sign"),
        (("test", "/a(/"), "character 2"),
    ],
)
def test_what_cannot_be_meant_is_wrong_use(filled: Cutline, words: tuple[str, ...], reason: str) -> None:
    answer = filled("keyword", *words)
    assert answer.code == 2
    assert reason in answer.err
    assert keywords(filled) == {}


@pytest.mark.parametrize("name", ["pause", "resume"])
def test_unknown_words_are_told(filled: Cutline, name: str) -> None:
    answer = filled("keyword", name, "nope")
    assert (answer.code, "not watched" in answer.err) == (1, True)


def test_a_pattern_is_tried_on_a_text_and_on_the_archive(filled: Cutline) -> None:
    answer = filled("keyword", "test", "br*", "The bridge. A brown BRIDGE.")
    assert answer.out.splitlines() == [
        "    The »br«idge. A brown BRIDGE.",
        "    The bridge. A »br«own BRIDGE.",
        "    The bridge. A brown »BR«IDGE.",
    ]
    lines = filled("keyword", "test", "naqoura").out.splitlines()
    assert lines[0].endswith("Bridge opens")
    assert lines[1].startswith("    text    The bridge in »Naqoura« is open.")
    assert filled("keyword", "test", "nowhere").err == "Not found in any article\n"
    assert filled("keyword", "test", "nowhere", "here").err == "Not found\n"
    assert keywords(filled) == {}


def test_words_are_brought_from_a_text_file(filled: Cutline, tmp_path: Path) -> None:
    file = tmp_path / "words.txt"
    file.write_text("# my words\nbridge\n\n/a(/\nbridge\n#rain\n")
    filled("keyword", "add", "#rain")
    answer = filled("keyword", "import", str(file), "--group", "Mine")
    assert answer.code == 1
    assert "line 4" in answer.err
    assert answer.out == "Watching 1 keyword more; 2 were watched already\n"
    assert keywords(filled)["bridge"]["group"] == "Mine"
    assert keywords(filled)["bridge"]["article_count"] == 1


def test_an_export_comes_back_as_it_was(filled: Cutline, tmp_path: Path) -> None:
    filled("keyword", "add", '=Bridge, "old"', "--scope", "title,caption", "--group", "Roads", "--glyph", "⚑")
    filled("keyword", "add", "br.dge|rain", "--regex", "--color", "error", "--until", "2030-01-01")
    before = keywords(filled)
    file = tmp_path / "words.csv"
    file.write_text(filled("keyword", "export").out)
    filled("keyword", "remove", '=Bridge, "old"')
    filled("keyword", "remove", "br.dge|rain")
    assert filled("keyword", "import", str(file)).code == 0
    assert keywords(filled) == before


def test_a_rule_comes_back_with_its_feeds_and_folders(filled: Cutline, tmp_path: Path) -> None:
    filled("edit", "1", "--folder", "World")
    options = ("--action", "star", "--tag", "later", "--feed", "1", "--folder", "World", "--quiet")
    filled("keyword", "add", "bridge", *options, "--group", "Roads", "--until", "2030-01-01")
    before = keywords(filled)["bridge"]
    file = tmp_path / "words.csv"
    file.write_text(filled("keyword", "export").out)
    assert file.read_text().splitlines()[0].endswith("actions,tag,feeds,folders,quiet")
    filled("keyword", "remove", "bridge")
    filled("keyword", "import", str(file))
    assert keywords(filled)["bridge"] == before
    file.write_text("pattern,feeds\nrain,https://none.example/\n")
    answer = filled("keyword", "import", str(file))
    assert "line 2: there is no feed https://none.example/" in answer.err
    assert list(keywords(filled)) == ["bridge"]


def test_an_import_is_taken_back_as_one(filled: Cutline, tmp_path: Path) -> None:
    file = tmp_path / "words.txt"
    file.write_text("bridge\nrain\n")
    filled("keyword", "import", str(file))
    assert filled("undo").out == "Taken back: Imported 2 keywords\n"
    assert keywords(filled) == {}


def test_a_feed_that_is_moved_is_searched_for_its_folders_words(filled: Cutline) -> None:
    filled("edit", "1", "--folder", "World")
    filled("keyword", "add", "bridge", "--folder", "World")
    assert keywords(filled)["bridge"]["article_count"] == 1
    filled("edit", "1", "--folder", "Home")
    assert keywords(filled)["bridge"]["article_count"] == 0
    filled("folder", "Home", "World/Home")
    assert keywords(filled)["bridge"]["article_count"] == 1
    assert filled("check").code == 0


def test_bad_lines_of_csv_are_told_and_the_rest_comes(filled: Cutline, tmp_path: Path) -> None:
    file = tmp_path / "words.csv"
    file.write_text(
        "color,pattern,scope,until\nmauve,a,,\n,b,body,\n,c,,soon\naccent,d,title,2030-01-01\n,,,\n"
    )
    answer = filled("keyword", "import", str(file))
    assert (answer.code, answer.err.count(", line ")) == (1, 3)
    assert keywords(filled)["d"]["scopes"] == ["title"]
    file.write_text("color\naccent\n")
    assert filled("keyword", "import", str(file)).code != 0
    assert filled("keyword", "import", str(tmp_path / "none")).code != 0


def test_highlights_of_newsboat_are_brought(filled: Cutline, tmp_path: Path) -> None:
    file = tmp_path / "config"
    file.write_text('highlight all "bridge|rain" red\nhighlight-article "age < 3" white\n')
    assert filled("keyword", "import", str(file)).code == 0
    assert keywords(filled)["bridge|rain"]["article_count"] == 2


def test_a_picture_is_no_file_of_keywords(filled: Cutline, tmp_path: Path) -> None:
    file = tmp_path / "picture.png"
    file.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00words\n")
    answer = filled("keyword", "import", str(file))
    assert "it is no text. Nothing was imported" in answer.err
    assert answer.code == 1
    assert keywords(filled) == {}


@pytest.mark.parametrize("name", ["words.txt", "words.csv"])
def test_a_pattern_that_is_too_long_is_refused_and_not_shortened(
    filled: Cutline, tmp_path: Path, name: str
) -> None:
    file = tmp_path / name
    file.write_text(f"pattern\n{'a' * 600}\nbridge\n")
    answer = filled("keyword", "import", str(file))
    assert "line 2" in answer.err
    assert "over 500 characters" in answer.err
    assert list(keywords(filled)) == ["bridge"]
    assert filled("keyword", "add", "b" * 600).code == 2
    assert list(keywords(filled)) == ["bridge"]
