from pathlib import Path

import pytest

from reader.transfer.newsboat import (
    Highlight,
    NewsboatFeed,
    QueryFeed,
    find_setup,
    read_config,
    read_urls,
    split_words,
)
from storage.model import Scope

A = "https://a.example/feed"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", []),
        ("  # a comment", []),
        (f"{A} one two", [A, "one", "two"]),
        (f'{A} "two words" # rest', [A, "two words"]),
        (f"{A}#part tag", [f"{A}#part", "tag"]),
        (r'"a \"quoted\" \\ \`x\` \q"', ['a "quoted" \\ `x` q']),
        (r'"tab\tnew\nline"', ["tab\tnew\nline"]),
        ('"never closed', ["never closed"]),
        ('""', [""]),
        ("one\ttwo\r", ["one", "two"]),
    ],
)
def test_lines_are_taken_apart_as_newsboat_does(line: str, words: list[str]) -> None:
    assert split_words(line) == words


@pytest.mark.parametrize(
    ("line", "feed"),
    [
        (A, NewsboatFeed(A, A)),
        (f'{A} "~My title" news', NewsboatFeed(A, A, "My title", ("news",))),
        (f"{A} ! news/asia late", NewsboatFeed(A, A, "", ("news/asia", "late"), True)),
        (f"{A} !hidden", NewsboatFeed(A, A, is_hidden=True)),
        ("http://ann:pw@a.example/x", NewsboatFeed("http://ann:pw@a.example/x", "http://ann:pw@a.example/x")),
        ('"exec:~/bin/feed --all"', NewsboatFeed("exec:~/bin/feed --all", "exec:~/bin/feed --all")),
        ("filter:cmd:https://a.example/", NewsboatFeed(*["filter:cmd:https://a.example/"] * 2)),
        ("file:///tmp/x.xml", NewsboatFeed("file:///tmp/x.xml", "file:///tmp/x.xml")),
    ],
)
def test_every_kind_of_feed_line(line: str, feed: NewsboatFeed) -> None:
    urls = read_urls(line)
    assert (urls.feeds, urls.refused) == ((feed,), ())
    assert feed.folder == (feed.tags[0] if feed.tags else "")


def test_query_feeds_and_what_is_no_feed_are_told_apart() -> None:
    urls = read_urls(
        f'"query:Unread:unread = \\"yes\\" and title =~ \\"a:b\\"" tag\n{A}\nnonsense\nquery:x\n'
    )
    assert urls.queries == (
        QueryFeed("Unread", 'unread = "yes" and title =~ "a:b"'),
        QueryFeed("x", ""),
    )
    assert urls.refused == ("nonsense",)
    assert [feed.url for feed in urls.feeds] == [A]


def test_a_feed_on_two_lines_is_one_with_the_tags_of_both() -> None:
    (feed,) = read_urls(f'{A} one\n{A} two one "~T"\n').feeds
    assert feed == NewsboatFeed(A, A, "T", ("one", "two"))


def test_highlights_become_patterns_colours_and_scopes() -> None:
    config = read_config(
        'highlight all "naqoura|tyre" red\n'
        "# highlight all comment red\n"
        'highlight article "\\\\<war\\\\>" magenta default bold\n'
        "highlight articlelist Seoul color123\n"
        "highlight articlelist twice cyan\nhighlight all twice blue\n"
        "highlight feedlist x red\n"
        'highlight-article "title =~ \\"a\\"" red\n'
        "highlight all \\\n  continued green\n"
        "browser lynx\nhighlight all\n"
    )
    every = tuple(Scope)
    assert config.highlights == (
        Highlight("naqoura|tyre", "error", every),
        Highlight(r"\bwar\b", "accent", every),
        Highlight("Seoul", "warning", (Scope.TITLE,)),
        Highlight("twice", "primary", every),
        Highlight("continued", "success", every),
    )
    assert config.other_rules == (
        "highlight feedlist x red",
        'highlight-article "title =~ \\"a\\"" red',
    )


@pytest.mark.parametrize(
    ("made", "found"),
    [
        ((), None),
        ((".newsboat",), ".newsboat"),
        ((".newsbeuter",), ".newsbeuter"),
        ((".newsbeuter", ".newsboat"), ".newsboat"),
        ((".newsboat", ".config/newsboat"), ".config/newsboat"),
    ],
)
def test_the_set_up_is_found_where_newsboat_looks(
    tmp_path: Path, made: tuple[str, ...], found: str | None
) -> None:
    for directory in made:
        (tmp_path / directory).mkdir(parents=True)
        (tmp_path / directory / "urls").touch()
    setup = find_setup(None, {}, tmp_path)
    assert (setup and setup.urls.parent) == (tmp_path / found if found else None)
    if setup is not None and found == ".config/newsboat":
        assert setup.cache == tmp_path / ".local/share/newsboat/cache.db"


def test_the_environment_moves_the_directories(tmp_path: Path) -> None:
    (tmp_path / "c" / "newsboat").mkdir(parents=True)
    (tmp_path / "c" / "newsboat" / "urls").touch()
    setup = find_setup(
        None, {"XDG_CONFIG_HOME": str(tmp_path / "c"), "XDG_DATA_HOME": str(tmp_path / "d")}, tmp_path
    )
    assert setup is not None
    assert setup.cache == tmp_path / "d" / "newsboat" / "cache.db"
    assert find_setup(tmp_path, {}, tmp_path) is None
