"""Notes and raised numbers in what the command line writes, and in what it finds."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Cutline = Callable[..., Any]

ESSAY = """<rss version="2.0"><channel><title>Quay Post</title><item><title>Essay</title><guid>q1</guid>
<link>https://quay.example/essay</link><description><![CDATA[
<p>All is energy<sup id="ref1"><a href="#note1">1</a></sup> in 5 km<sup>2</sup> of CO<sub>2</sub>, says the
<a href="https://wire.example/">wire</a>, and <a href="#gone">more</a>.</p>
<ol><li id="note1"><p>Smith, 2019. <a href="#ref1" rev="footnote">↩</a></p></li></ol>
]]></description></item></channel></rss>"""

TEXT = "All is energy[1] in 5 km² of CO₂, says the wire, and more."


@pytest.fixture
def filled(cutline: Cutline, tmp_path: Path) -> Cutline:
    cutline("keyword", "add", "energy")
    feed = tmp_path / "quay.xml"
    feed.write_text(ESSAY, encoding="utf-8")
    cutline("add", str(feed))
    return cutline


def test_notes_are_read_under_their_numbers_without_arrows(filled: Cutline) -> None:
    shown = filled("read").out
    assert f"\n\n{TEXT}\n\n[1] Smith, 2019.\n\nLink 1: wire, https://wire.example/\n" in shown
    assert "Link 2: more, https://quay.example/essay#gone\nAddress: " in shown
    assert "↩" not in shown


def test_exports_and_lists_say_the_same(filled: Cutline) -> None:
    article = filled("show", "1", "--json").json
    assert article["text"] == f"{TEXT}\n\n[1] Smith, 2019."
    assert [link["url"] for link in article["links"]] == [
        "https://wire.example/",
        "https://quay.example/essay#gone",
    ]
    assert r"energy\[1\] in 5 km² of CO₂" in filled("export", "markdown").out
    assert f"{TEXT} [1] Smith, 2019." in filled("export", "csv").out


@pytest.mark.parametrize("words", ["energy", "CO2", "co₂", "km2", "text:energy"])
def test_a_raised_number_hides_no_word_from_a_search(filled: Cutline, words: str) -> None:
    assert [row["title"] for row in filled("list", "--json", words).json] == ["Essay"]


def test_a_raised_number_hides_no_word_from_a_keyword(filled: Cutline) -> None:
    (row,) = filled("list", "--json").json
    assert row["keywords"] == [{"pattern": "energy", "count": 1, "scopes": ["text"]}]


def test_texts_that_were_stored_before_are_built_again(filled: Cutline, tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "cutline.db")
    with connection:
        connection.execute("UPDATE article_texts SET text = 'All is energy1'")
    connection.close()
    filled("captions", "--rebuild")
    assert filled("show", "1", "--json").json["text"].startswith(TEXT)
