import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sample_feeds import sample_files

Cutline = Callable[..., Any]
FILES = {sample.path.name: str(sample.path) for sample in sample_files()}


@pytest.fixture
def filled(cutline: Cutline) -> Cutline:
    cutline("add", FILES["levant-wire.xml"], FILES["hostile-titles.xml"], "--folder", "World")
    return cutline


def test_csv_holds_no_formula(filled: Cutline) -> None:
    rows = list(csv.DictReader(io.StringIO(filled("export", "csv").out)))
    assert len(rows) == 12
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
    assert any(row["title"].startswith("'=HYPERLINK") for row in rows)


def test_csv_has_the_times_of_json(filled: Cutline) -> None:
    rows = csv.DictReader(io.StringIO(filled("export", "csv").out))
    times = {row["article_id"]: row["published_at"] for row in rows}
    listed = filled("list", "--json").json
    assert times == {str(row["article_id"]): row["published_at"] or "" for row in listed}
    assert any(time.endswith("Z") for time in times.values())


def test_markdown_has_captions_and_credits_and_no_markup_of_strangers(filled: Cutline) -> None:
    out = filled("export", "markdown").out
    assert (
        "*Iraqi Prime Minister Mustafa al-Kadhimi in his office in Baghdad, Iraq, June 4, 2020.* — Reuters"
        in out
    )
    assert r"\[@click=app.quit\]" in out


def test_json_is_the_shape_of_show(filled: Cutline) -> None:
    articles = filled("export", "json", "--query", "caption:naqoura").json
    assert articles == [filled("show", str(articles[0]["article_id"]), "--json").json]


def test_opml_goes_out_and_in_again(filled: Cutline, tmp_path: Path) -> None:
    target = tmp_path / "feeds.opml"
    assert filled("export", "opml", "--output", str(target)).out == ""
    assert 'text="World"' in target.read_text()


def test_import_brings_feeds_and_folders(cutline: Cutline, tmp_path: Path) -> None:
    source = tmp_path / "in.opml"
    source.write_text(
        '<opml><body><outline text="A"><outline text="One" xmlUrl="https://one.example/feed"/></outline></body></opml>'
    )
    assert cutline("import", str(source)).out == "1 feed added, 0 were subscribed already\n"
    assert cutline("import", str(source)).out == "0 feeds added, 1 was subscribed already\n"
    (feed,) = cutline("feeds", "--json").json
    assert (feed["title"], feed["folder"], feed["url"]) == ("One", "A", "https://one.example/feed")


def test_import_of_something_else_is_refused(cutline: Cutline, tmp_path: Path) -> None:
    source = tmp_path / "in.opml"
    source.write_text("nothing")
    answer = cutline("import", str(source))
    assert answer.code == 1
    assert "it holds no feeds" in answer.err
    assert cutline("import", str(tmp_path / "missing")).code == 2


def test_an_import_is_one_step_to_take_back(cutline: Cutline, tmp_path: Path) -> None:
    source = tmp_path / "in.opml"
    source.write_text(
        "<opml><body>"
        + "".join(f'<outline text="{name}" xmlUrl="https://{name}.example/"/>' for name in "abc")
        + "</body></opml>"
    )
    cutline("import", str(source))
    assert "Imported 3 feeds" in cutline("undo").out
    assert cutline("feeds", "--json").json == []
