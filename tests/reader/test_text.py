"""The gate for foreign text."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text import MAX_URL_CHARS, clean_line, clean_text, clean_url, fold

STRINGS = Path(__file__).parents[2].parent / "shared" / "payloads" / "strings.json"
UNSAFE = {*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0))} - {"\n", "\t"}
INVISIBLE = set("\u200b\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff")


def is_safe(text: str) -> bool:
    return not (UNSAFE | INVISIBLE) & set(text) and text.encode("utf-8") is not None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("plain", "plain"),
        ("  two\n\t words  ", "two words"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("a\x1b]52;c;UFdO\x07b", "ab"),
        ("a\x1b]8;;https://x.example/\x1b\\link\x1b]8;;\x1b\\", "alink"),
        ("\x9b2Jgone", "gone"),
        ("nul\x00byte", "nulbyte"),
        ("soft\u00adhyphen", "softhyphen"),
        ("left\u202eright", "leftright"),
        ("line\u2028end", "line end"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("lone \ud83d half", "lone half"),
        ("tag\U000e0041s", "tags"),
        ("e" + "\u0301" * 50, "e" + "\u0301" * 4),
        ("[red]brackets[/] stay", "[red]brackets[/] stay"),
    ],
)
def test_a_line_holds_nothing_that_a_terminal_obeys(text: str, line: str) -> None:
    assert clean_line(text) == line


def test_a_text_keeps_its_paragraphs() -> None:
    assert clean_text("one\r\n\r\ntwo\x0bthree") == "one\n\ntwo\nthree"


def test_an_unfinished_sequence_swallows_no_article() -> None:
    assert clean_text("before \x1b]0;title that never ends\nafter").endswith("after")


def test_long_texts_say_that_they_were_cut() -> None:
    assert clean_line("word " * 1000, 20).endswith("…")
    assert len(clean_line("x" * 1000, 20)) == 20


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("  http://example.org  ", "http://example.org"),
        ("//example.org/a", "https://base.example/a".replace("base.example/a", "example.org/a")),
        ("/a/b", "https://base.example/a/b"),
        ("https://user:pw@example.org/", "https://example.org/"),
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("file:///etc/passwd", ""),
        ("https://", ""),
        ("https://exa\x1bmple.org/", ""),
        ("https://example.org/\\evil", ""),
        ("http://[::1", ""),
        ("x" * (MAX_URL_CHARS + 1), ""),
        ("", ""),
    ],
)
def test_an_address_is_absolute_and_safe_or_none(url: str, clean: str) -> None:
    assert clean_url(url, "https://base.example/feed") == clean


def test_relative_addresses_without_a_base_are_none() -> None:
    assert clean_url("/a") == ""


def test_folding_forgets_case_blanks_and_signs() -> None:
    assert fold("A car,  past – (Naqoura)!") == fold("a CAR past naqoura")


@given(st.text(max_size=200))
def test_what_leaves_the_gate_is_safe_and_passes_unchanged(text: str) -> None:
    line, cleaned = clean_line(text), clean_text(text)
    assert is_safe(line)
    assert is_safe(cleaned)
    assert "\n" not in line
    assert clean_line(line) == line
    assert clean_text(cleaned) == cleaned


@pytest.mark.shared
@pytest.mark.skipif(not STRINGS.exists(), reason="the material is not beside the checkout")
def test_the_collected_payloads_lose_their_power() -> None:
    for strings in json.loads(STRINGS.read_text()).values():
        for text in strings:
            assert is_safe(clean_text(text))
            assert is_safe(clean_line(text))
