import pytest

from reader.keywords.explain import AROUND_CHARS, describe_pattern, explain
from storage.model import ArticleTexts, Keyword, Scope

LONG = f"{'before ' * 30}The port of Naqoura is open.{' after' * 30}"


def texts(**parts: str) -> ArticleTexts:
    known = {"title": "", "text": "", "captions": "", "credits": "", "author": ""}
    return ArticleTexts(1, **{**known, **parts})


def test_each_part_is_told_with_the_text_around() -> None:
    article = texts(title="Müller wins", text="One Muller.\nTwo mullers and MÜLLER.", author="Eva Müller")
    (explanation,) = explain([Keyword(1, "muller")], article)
    assert explanation.count == 4
    assert [(finding.scope, len(finding.excerpts)) for finding in explanation.findings] == [
        (Scope.TITLE, 1),
        (Scope.TEXT, 2),
        (Scope.AUTHOR, 1),
    ]
    assert [found.text for found in explanation.findings[1].excerpts] == [
        "One Muller.",
        "Two mullers and MÜLLER.",
    ]
    assert explanation.findings[1].excerpts[1].hit == "MÜLLER"


def test_long_lines_are_cut_between_words() -> None:
    (explanation,) = explain([Keyword(1, "Naqoura")], texts(text=LONG))
    (found,) = explanation.findings[0].excerpts
    assert found.before.startswith("…before")
    assert found.after.endswith("after…")
    assert len(found.before) <= AROUND_CHARS + 1
    assert found.text.strip("…") in LONG


def test_a_script_without_spaces_is_cut_too() -> None:
    (explanation,) = explain([Keyword(1, "北京")], texts(text=f"{'天' * 200}北京{'天' * 200}"))
    (found,) = explanation.findings[0].excerpts
    assert (len(found.before), len(found.after)) == (AROUND_CHARS + 1, AROUND_CHARS + 1)


def test_the_keyword_that_is_found_most_comes_first_and_scopes_hold() -> None:
    keywords = [Keyword(1, "a"), Keyword(2, "b"), Keyword(3, "c", scopes=(Scope.CREDIT,))]
    found = explain(keywords, texts(title="a b c", captions="b"))
    assert [(one.keyword.pattern, one.count) for one in found] == [("b", 2), ("a", 1)]


@pytest.mark.parametrize(
    ("pattern", "is_regex", "words"),
    [
        ("port", False, "whole words, whatever"),
        ("port*", False, "begin so"),
        ("=Port", False, "letter by letter"),
        ("/p.rt/", False, "regular expression"),
        ("p.rt", True, "regular expression"),
    ],
)
def test_patterns_are_described(pattern: str, is_regex: bool, words: str) -> None:
    assert words in describe_pattern(pattern, is_regex=is_regex)
