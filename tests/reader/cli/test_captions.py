from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sample_feeds import sample_files
from storage.archive import Archive
from storage.articles.rebuild import RebuiltArticle

Cutline = Callable[..., Any]
FILES = {sample.path.name: str(sample.path) for sample in sample_files()}


@pytest.fixture
def filled(cutline: Cutline) -> Cutline:
    cutline("add", FILES["levant-wire.xml"], FILES["photo-wire.xml"])
    return cutline


def test_pictures_are_listed_one_per_row(filled: Cutline) -> None:
    rows = filled("list", "--pictures", "--json", "feed:photo").json
    assert len(rows) == 7
    first = rows[0]
    assert first["caption"].startswith("Snow lies on the palms")
    assert (first["credit"], first["position"], first["width"]) == ("Deniz Aksoy/Photo Wire", 0, 1280)
    assert [row["is_file_photo"] for row in rows].count(True) == 1
    shown = filled("list", "--pictures", "credit:hankir").out
    assert "REUTERS/Ali Hankir (file photo)" in shown
    assert len(filled("list", "--pictures", "--limit", "2", "--json").json) == 2


def test_pictures_go_out_as_csv(filled: Cutline) -> None:
    lines = filled("export", "csv", "--pictures", "--query", "feed:levant").out.splitlines()
    assert lines[0].startswith("article_id,feed_title,title")
    assert len(lines) == 5
    assert filled("export", "json", "--pictures").code == 2


def test_captions_say_whose_pictures_there_are(filled: Cutline) -> None:
    out = filled("captions").out
    assert "6 articles with pictures" in out
    assert "AP Photo/Rosa Quiroga" in out


def test_a_rebuild_by_the_same_rules_changes_nothing(filled: Cutline) -> None:
    assert filled("captions", "--rebuild").out == "0 of 6 articles changed\n"


def test_a_rebuild_mends_and_keeps_the_readers_marks(filled: Cutline, tmp_path: Path) -> None:
    filled("keyword", "add", "naqoura")
    before = filled("list", "--json").json
    filled("mark", "starred", "1", "2")
    with Archive.open(tmp_path / "cutline.db") as archive:
        ids = [row["article_id"] for row in before]
        archive.store_rebuilt([RebuiltArticle(article_id, (), "Spoilt.", "Spoilt.") for article_id in ids], 0)
    assert filled("list", "--json", "has:caption").json == []
    assert filled("list", "--json", "keyword:naqoura").json == []
    assert filled("captions", "--rebuild").out == "6 of 6 articles changed\n"
    after = filled("list", "--json").json
    assert [row["article_id"] for row in after if row["is_starred"]] != []
    stripped = [{key: row[key] for key in row if key != "is_starred"} for row in after]
    assert stripped == [{key: row[key] for key in row if key != "is_starred"} for row in before]
    assert filled("check").code == 0


def test_an_interrupted_rebuild_goes_on_where_it_was(filled: Cutline, tmp_path: Path) -> None:
    with Archive.open(tmp_path / "cutline.db") as archive:
        archive.store_rebuilt((), 4)
    assert filled("captions", "--rebuild").out == "0 of 2 articles changed\n"
    assert filled("captions", "--rebuild").out == "0 of 6 articles changed\n"


def test_a_corrected_caption_is_kept_as_a_revision(filled: Cutline, tmp_path: Path) -> None:
    wire = tmp_path / "wire.xml"
    text = Path(FILES["morning-ledger.xml"]).read_text()
    wire.write_text(text)
    filled("add", str(wire))
    wire.write_text(text.replace("some 2,000 times a year", "some 2,100 times a year"))
    filled("refresh", "--force")
    article_id = filled("list", "--json", "bridges").json[0]["article_id"]
    with Archive.open(tmp_path / "cutline.db") as archive:
        (revision,) = archive.article(article_id).revisions
    assert "2,000" in revision.old_text
    assert "2,100" in revision.new_text
    assert revision.field == "caption"
