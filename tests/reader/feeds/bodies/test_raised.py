"""Raised and lowered text as characters: apart from the word before it, and found by a search."""

import pytest

from reader.feeds.bodies.content import build_content


def text_of(html: str) -> str:
    return build_content(
        body=html, is_plain_text=False, base_url="https://press.example/story", title="", feed_pictures=()
    ).text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("m<sup>2</sup> and km<sup>3</sup>", "m² and km³"),
        ("10<sup>-3</sup>, 10<sup>−6</sup>, 10<sup>–9</sup>", "10⁻³, 10⁻⁶, 10⁻⁹"),
        ("x<sup>(n+1)</sup>", "x⁽ⁿ⁺¹⁾"),
        ("square metres<sup>2</sup>, feet<sup>3</sup>", "square metres², feet³"),
        ("CO<sub>2</sub>, SO<sub>4</sub><sup>2-</sup>", "CO₂, SO₄²⁻"),
        ("<sup>14</sup>C and <sup>3</sup>/<sub>4</sub>", "¹⁴C and ³/₄"),
        ("5 × 10 <sup>6</sup> of them", "5 × 10 ⁶ of them"),
        ("x<sup>k</sup> + x<sup>k+1</sup>", "x^k + x^(k+1)"),
        ("V<sub>max</sub>, a<sub>i,j</sub>", "V_max, a_(i,j)"),
        ("the 1<sup>st</sup>, XX<sup>e</sup> siècle, M<sup>me</sup> Curie", "the 1st, XXe siècle, Mme Curie"),
        ("el 2<sup>o</sup> y la 3<sup>a</sup>", "el 2º y la 3ª"),
        ("Brand<sup>®</sup> and star<sup>*</sup>", "Brand® and star*"),
        ("price<sup>including all taxes</sup>", "price including all taxes"),
        ("a <sup>k</sup> b", "a k b"),
        ("a<sup> </sup>b<sup></sup>", "a b"),
        ("x<b><sup>2</sup></b><i>y</i>", "x²y"),
        ('<a href="/m2">m<sup>2</sup></a>', "m²"),
    ],
)
def test_what_is_raised_is_written_as_characters(html: str, text: str) -> None:
    assert text_of(f"<p>{html}</p>") == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("energy<sup>3</sup>", "energy[3]"),
        ("энергия<sup>12</sup>", "энергия[12]"),
        ("energy<sup>1,2</sup> and matter<sup>3–5</sup>", "energy[1,2] and matter[3–5]"),
        ("it was.<sup>3</sup> “So.”<sup>4</sup>", "it was.[3] “So.”[4]"),
        ("energy <sup>3</sup> and", "energy [3] and"),
        ("<sup>1</sup> Smith, 2019.", "[1] Smith, 2019."),
        ("<sup>1</sup>Smith, 2019<sup>2</sup>.", "[1] Smith, 2019[2]."),
        ('it<sup><a href="/notes">3</a></sup>', "it[3]"),
        ('it<a href="/notes"><sup>iv</sup></a>', "it[iv]"),
        ('it<sup>[<a href="/notes">3</a>]</sup>', "it[3]"),
        ('it<sup><a href="/a">1</a></sup><sup><a href="/b">2</a></sup>', "it[1][2]"),
        ('it<sup><a href="/a">1</a>, <a href="/b">2</a></sup>', "it[1], [2]"),
        ('km<sup>2</sup><sup><a href="/a">2</a></sup>', "km²[2]"),
        ('it<sup><a href="/a">(3)</a></sup>', "it(3)"),
    ],
)
def test_what_refers_to_a_note_stands_in_brackets(html: str, text: str) -> None:
    assert text_of(f"<p>{html}</p>") == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<td>CO<sub>2</sub></td><td>5 m<sup>2</sup></td>", "CO₂\t5 m²"),
        ("<td>energy<sup>1</sup></td><td>x</td>", "energy[1]\tx"),
    ],
)
def test_cells_of_tables_are_written_alike(html: str, text: str) -> None:
    assert text_of(f"<table><tr>{html}</tr><tr><td>a</td><td>b</td></tr></table>").split("\n")[0] == text


def test_captions_are_written_alike() -> None:
    content = build_content(
        body='<figure><img src="https://press.example/a.jpg"><figcaption>CO<sub>2</sub> over 5 km<sup>2</sup>'
        ' of quay<sup><a href="#n">4</a></sup> in May. (Reuters)</figcaption></figure>',
        is_plain_text=False,
        base_url="",
        title="",
        feed_pictures=(),
    )
    (picture,) = content.pictures
    assert (picture.caption, picture.credit) == ("CO₂ over 5 km² of quay[4] in May.", "Reuters")
