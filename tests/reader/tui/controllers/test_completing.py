"""How a line of the command line may go on."""

import shlex
from dataclasses import replace
from pathlib import Path

import pytest

from reader.cli.interface import list_words
from reader.commands import CommandWords
from reader.tui.controllers.completing import Vocabulary, complete, continuations
from reader.tui.controllers.completing_queries import search_continuations, tag_continuations
from reader.tui.controllers.paths_on_disk import list_files


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary(
        names=("all-read", "unread-only"),
        own={"goto": CommandWords(arguments=(("yesterday", "start", "Harbour News"),))},
        words=list_words(),
        feeds=("https://harbour.example/feed?a=1", "https://wire.example/rss"),
        titles=("Harbour News", "Wire"),
        references=("https://harbour.example/feed?a=1", "7"),
        folders=("World", "World/Middle East"),
        tags=("later", "it's"),
        keywords=("Naqoura", "two words"),
    )


@pytest.mark.parametrize(
    ("line", "completed"),
    [
        ("al", "all-read"),
        ("keyw", "keyword"),
        ("keyword r", "keyword remove"),
        ("keyword ", "keyword add"),
        ("keyword remove n", "keyword remove Naqoura"),
        ("keyword remove two", "keyword remove two\\ words"),
        ("keyword remove 'two", "keyword remove 'two words'"),
        ("keyword add x --co", "keyword add x --color"),
        ("keyword add x --color s", "keyword add x --color secondary"),
        ("keyword add x --color ", "keyword add x --color warning"),
        ("mark s", "mark starred"),
        ("mark read --query is:u", "mark read --query is:unread"),
        ("tag add l", "tag add later"),
        ("tag add i", "tag add it\\'s"),
        ("edit https://h", "edit https://harbour.example/feed\\?a=1"),
        (
            "refresh https://wire.example/rss https://h",
            "refresh https://wire.example/rss https://harbour.example/feed\\?a=1",
        ),
        ("edit 3 --folder World/", "edit 3 --folder World/Middle\\ East"),
        ('edit 3 --folder "World/', 'edit 3 --folder "World/Middle East"'),
        ("edit 3 --res", "edit 3 --resume"),
        ("list feed:w", "list feed:Wire"),
        ("list 'bridge capt", "list 'bridge caption:"),
        ("list -tag:la", None),
        ("list 'x -tag:la", "list 'x -tag:later'"),
        ("goto ", "goto yesterday"),
        ("goto s", "goto start"),
        ("goto har", "goto Harbour\\ News"),
        ("goto start ", None),
        ("undo ", None),
        ("nonsense x", None),
        ("edit 3 --title ", None),
        ("", None),
        ("   ", None),
    ],
)
def test_lines_go_on(vocabulary: Vocabulary, line: str, completed: str | None) -> None:
    assert complete(line, vocabulary) == completed


def test_what_is_suggested_begins_with_what_is_typed_and_can_be_read(vocabulary: Vocabulary) -> None:
    for words in (
        "keyword remove two\\ words",
        "edit https://harbour.example/feed\\?a=1 --folder World/Middle\\ East",
        "tag add it\\'s --query 'feed:wire'",
    ):
        for end in range(1, len(words)):
            suggestion = complete(words[:end], vocabulary)
            if suggestion is not None:
                assert suggestion.casefold().startswith(words[:end].casefold())
                shlex.split(suggestion + "'" * suggestion.endswith(":"))


def test_what_was_typed_before_comes_first(vocabulary: Vocabulary) -> None:
    history = ["keyword add Orla", "keyword add Reuters", "undo"]
    assert complete("key", vocabulary, history) == "keyword add Reuters"
    assert complete("keyword add O", vocabulary, history) == "keyword add Orla"
    assert complete("undo", vocabulary, history) is None


def test_nothing_known_is_no_error() -> None:
    for line in ("a", "edit x", "keyword remove x", "'", "\\", "list 'feed:"):
        assert complete(line, Vocabulary()) is None


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("keyword remove ", ["keyword remove Naqoura", "keyword remove two\\ words"]),
        ("edit news", ["edit 'https://harbour.example/feed?a=1'"]),
        ("edit wir", ["edit 7"]),
        ("edit 'harbour n", ["edit 'https://harbour.example/feed?a=1'"]),
        ("add", ["add "]),
        ("undo", []),
        ("unread-only", []),
        ("keyword add", ["keyword add "]),
    ],
)
def test_more_is_offered_to_who_asks(vocabulary: Vocabulary, line: str, offered: list[str]) -> None:
    assert list(continuations(line, vocabulary, is_asked=True))[: len(offered) or 1] == offered


def test_files_are_offered_where_a_file_is_wanted(vocabulary: Vocabulary, tmp_path: Path) -> None:
    (tmp_path / "my feeds.opml").touch()
    (tmp_path / "more").mkdir()
    (tmp_path / ".hidden").touch()
    known = replace(vocabulary, list_files=list_files)
    for beginning in ("import", "export opml --output"):
        line = f"{beginning} {tmp_path}/"
        assert list(continuations(line, known)) == []
        assert list(continuations(line, known, is_asked=True)) == [f"{line}more/", f"{line}my\\ feeds.opml"]
        assert list(continuations(f"{line}.h", known, is_asked=True)) == [f"{line}.hidden"]
    assert list(continuations("import /no/such/place/", known, is_asked=True)) == []


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("keyw", ["keyword:"]),
        ("bridge -ta", ["bridge -tag:"]),
        ("tag:la", ["tag:later"]),
        ("(is:un", ["(is:unread"]),
        ("folder:World/", ['folder:"World/Middle East"']),
        ('folder:"World/m', ['folder:"World/Middle East"']),
        ("feed:h", ['feed:"Harbour News"']),
        ("keyword:two", ['keyword:"two words"']),
        ("keyword:two w", []),
        ('"two', []),
        ("", []),
        ("nothing:x", []),
    ],
)
def test_searches_go_on(vocabulary: Vocabulary, text: str, offered: list[str]) -> None:
    assert list(search_continuations(text, vocabulary, is_asked=True)) == offered


def test_a_field_is_not_guessed_while_words_are_typed(vocabulary: Vocabulary) -> None:
    assert list(search_continuations("ta", vocabulary)) == []
    assert list(search_continuations("tag:", vocabulary)) == []
    assert list(search_continuations("tag:l", vocabulary)) == ["tag:later"]


def test_tags_go_on(vocabulary: Vocabulary) -> None:
    assert list(tag_continuations("", vocabulary)) == []
    assert list(tag_continuations("", vocabulary, is_asked=True)) == ["later", "it's"]
    assert list(tag_continuations("-#La", vocabulary)) == ["-#later"]
