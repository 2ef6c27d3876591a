import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.feeds.titles import first_words, read_title, resolve_references, title_from


@pytest.mark.parametrize(
    ("published", "shown"),
    [
        ("Ferry runs again", "Ferry runs again"),
        ("  Ferry \n\truns\r\nagain ", "Ferry runs again"),
        ("\u00a0Ferry&nbsp;runs ", "Ferry runs"),
        # references, once
        ("Salt &amp; Sons", "Salt & Sons"),
        ("Salt &amp;amp; Sons", "Salt &amp; Sons"),
        ("Salt & Sons", "Salt & Sons"),
        ("&#8217;Twas &#x2014; &hellip;", "’Twas — …"),
        ("&#128;5 a head", "€5 a head"),
        ("Map&lt;Key&gt; explained", "Map<Key> explained"),
        ("&lt;b&gt; is not bold", "<b> is not bold"),
        ("search?a=1&lt=3", "search?a=1&lt=3"),
        ("&nosuchname; stays", "&nosuchname; stays"),
        ("ends in &", "ends in &"),
        # formatting
        ("<b>Storm</b> nears", "Storm nears"),
        ('<a href="https://desk.example/?a=1&amp;b=2">Storm</a> nears', "Storm nears"),
        ("<EM class='x'>Storm</EM> nears", "Storm nears"),
        ("CO<sub>2</sub> falls", "CO2 falls"),
        ("Storm<br/>nears<BR>us", "Storm nears us"),
        ("<h2>Storm</h2><p>It nears</p>", "Storm It nears"),
        ('<img src="x.png" alt="">Storm', "Storm"),
        ("<b>Salt &amp; <i>Sons</i></b>", "Salt & Sons"),
        ("<b></b>", ""),
        # what only looks like it
        ("Why Box<T> leaks", "Why Box<T> leaks"),
        ("The <video> element at ten", "The <video> element at ten"),
        ("3 < 5 and 7 > 6", "3 < 5 and 7 > 6"),
        ("We <3 ferries", "We <3 ferries"),
        ("Quay <b", "Quay <b"),
        ("[red]Alert[/red] [VIDEO]", "[red]Alert[/red] [VIDEO]"),
        # what terminals obey
        ("\x1b[31mRed\x1b[0m alert", "Red alert"),
        ("\x1b]8;;https://x.example\x07Link\x1b]8;;\x07", "Link"),
        ("abc\u202edef\u200b&#8238;&#27;", "abcdef"),
        ("half \ud83d pair", "half pair"),
        ("family 👩‍👩‍👧 می‌خواهم", "family 👩‍👩‍👧 می‌خواهم"),
    ],
)
def test_a_title_is_one_line_as_its_writer_meant_it(published: str, shown: str) -> None:
    assert read_title(published) == shown


@pytest.mark.parametrize(
    ("published", "shown"),
    [
        ("Use <b> for bold", "Use <b> for bold"),
        ("Salt &amp; Sons", "Salt & Sons"),
        ("Salt\nand \x1b[1mSons", "Salt and Sons"),
    ],
)
def test_a_plain_title_keeps_what_looks_like_tags(published: str, shown: str) -> None:
    assert read_title(published, is_plain=True) == shown


def test_an_endless_title_is_cut_and_says_so() -> None:
    shown = read_title("quay " * 1_000_000)
    assert len(shown) <= 500
    assert shown.startswith("quay quay")
    assert shown.endswith("…")


@pytest.mark.parametrize("published", ["<b " * 50_000, "<" * 200_000, "&" * 200_000, "<b " + "x" * 200_000])
def test_hostile_titles_are_read_at_once(published: str) -> None:
    assert len(read_title(published)) <= 500


@given(st.text(alphabet=st.sampled_from("a <>/b&;#x1\x1b[\u202e\ud800\n"), max_size=60))
def test_a_title_is_always_one_safe_line(published: str) -> None:
    for is_plain in (False, True):
        shown = read_title(published, is_plain=is_plain)
        assert shown == " ".join(shown.split())
        assert not set(shown) & set("\x1b\u202e\ud800")


@pytest.mark.parametrize(
    ("text", "resolved"),
    [
        ("&lt;p&gt;", "<p>"),
        ("&amp;lt;", "&lt;"),
        ("caf&eacute; &euro;5", "café €5"),
        ("&lt", "&lt"),
        ("&#99999999999;", "&#99999999999;"),
        ("&#x110000;", "\ufffd"),
    ],
)
def test_references_are_resolved_once(text: str, resolved: str) -> None:
    assert resolve_references(text) == resolved


@pytest.mark.parametrize(
    ("text", "max_chars", "words"),
    [
        ("Short", 5, "Short"),
        ("", 10, ""),
        ("The harbour\n\nopened  again today", 40, "The harbour opened again today"),
        ("The harbour opened again today", 26, "The harbour opened again…"),
        ("The harbour opened again today", 20, "The harbour opened…"),
        ("The harbour, it opened", 14, "The harbour…"),
        ("The harbour — it opened", 15, "The harbour…"),
        ("港" * 50, 10, "港" * 9 + "…"),
        ("x" * 50, 10, "x" * 9 + "…"),
    ],
)
def test_first_words_end_with_a_whole_word(text: str, max_chars: int, words: str) -> None:
    assert first_words(text, max_chars) == words
    assert len(words) <= max_chars


@pytest.mark.parametrize(
    ("candidates", "title"),
    [
        (("First words", "caption"), "First words"),
        (("", " \n", "\u200b", "A caption"), "A caption"),
        (("", ""), "Untitled"),
        ((), "Untitled"),
        (("word " * 40,), "word " * 18 + "word…"),
    ],
)
def test_an_untitled_article_takes_its_title_from_what_it_has(
    candidates: tuple[str, ...], title: str
) -> None:
    assert title_from(*candidates) == title
