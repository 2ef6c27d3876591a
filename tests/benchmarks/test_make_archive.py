from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import make_archive
from benchmarks.made_batches import BATCH_ARTICLES
from benchmarks.vocabulary import SCRIPTS
from storage.archive import Archive
from storage.model import Article, View, ViewKind
from storage.query import TextField, Words

ARTICLES = BATCH_ARTICLES + 100


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small archive of more than one batch."""
    out = tmp_path_factory.mktemp("made") / "out.db"
    make_archive.make_archive(out, article_count=ARTICLES, feed_count=12)
    return out


def test_the_archive_is_sound_and_has_what_was_asked_for(made: Path) -> None:
    with Archive.open(made) as archive:
        report = archive.check()
        assert (report.problems, report.article_count, report.feed_count) == ((), ARTICLES, 12)
        counts = archive.counts()
        assert 0.15 < counts.unread_count / ARTICLES < 0.25
        assert 0 < counts.starred_count < ARTICLES * 0.05
        assert len(archive.tags()) > 0
        assert 0.4 < len(archive.open_listing(View(ViewKind.PICTURES))) / ARTICLES < 0.6
        largest = max(feed.article_count for feed in archive.feeds())
        assert 0.08 < largest / ARTICLES < 0.25
        assert [keyword.pattern for keyword in archive.keywords() if keyword.article_count == 0] == []
        assert len(archive.open_listing(query=Words("reuters", TextField.CREDIT))) > 0


def test_articles_are_dated_over_years_in_several_scripts(made: Path) -> None:
    with Archive.open(made) as archive:
        rows = archive.open_listing()[:]
        assert (rows[0].sorted_at - rows[-1].sorted_at).days > 9 * 365
        lengths = [len(archive.article(row.article_id).text) for row in rows[:600]]
        assert min(lengths) >= 1_000
        assert max(lengths) < 3_500
        assert 1_800 < sum(lengths) / len(lengths) < 2_200
        languages = {archive.article(row.article_id).language for row in rows[:600]}
        assert languages == {script.language for script in SCRIPTS}


def test_the_same_seed_makes_the_same_articles(made: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.db"
    make_archive.make_archive(again, article_count=ARTICLES, feed_count=12)
    assert _some_articles(again) == _some_articles(made)


def _some_articles(path: Path) -> list[Article]:
    with Archive.open(path) as archive:
        return [archive.article(article_id) for article_id in range(1, ARTICLES, 97)]


@pytest.mark.parametrize(
    "options", [["--articles", "-1", "--feeds", "2"], ["--articles", "5", "--feeds", "0"]]
)
def test_impossible_numbers_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str]
) -> None:
    out = tmp_path / "out.db"
    monkeypatch.setattr("sys.argv", ["make_archive", str(out), *options])
    assert make_archive.main() == 2
    assert not out.exists()


def test_an_existing_file_is_not_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out.db"
    out.write_text("mine")
    monkeypatch.setattr("sys.argv", ["make_archive", str(out), "--articles", "1", "--feeds", "1"])
    assert make_archive.main() == 2
    assert out.read_text() == "mine"
