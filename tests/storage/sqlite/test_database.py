from __future__ import annotations

import os
import pickle
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from storage import errors
from storage.archive import Archive
from storage.errors import (
    DatabaseDamaged,
    DatabaseLocked,
    DatabaseTooNew,
    DatabaseUnwritable,
    StorageError,
)
from storage.migrations import APPLICATION_ID, SCHEMA_VERSION
from storage.model import View
from storage.query import Words

TRIGGERS: set[str] = set()


def connect(path: Path) -> closing[sqlite3.Connection]:
    return closing(sqlite3.connect(path, isolation_level=None))


# --- making and migrating -------------------------------------------------------------------


def test_an_empty_place_becomes_an_archive(path: Path) -> None:
    deep = path.parent / "new" / "folders" / "cutline.db"
    with Archive.open(deep) as archive:
        assert archive.feeds() == []
    with connect(deep) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        names = {
            name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type='trigger'")
        }
    assert names == TRIGGERS


def test_closing_leaves_one_file(path: Path) -> None:
    with Archive.open(path) as archive:
        archive.add_feed("https://a.example")
        archive.feeds()
    with Archive.open(path) as archive:
        archive.feeds()
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_an_archive_is_opened_again_as_it_was(path: Path) -> None:
    with Archive.open(path) as archive:
        feed = archive.add_feed("https://a.example", folder="World")
    with Archive.open(path) as archive:
        assert archive.feeds() == [feed]


def test_processes_that_start_together_make_one_archive(path: Path) -> None:
    barrier = threading.Barrier(4)
    failures: list[BaseException] = []

    def start(number: int) -> None:
        try:
            barrier.wait()
            with Archive.open(path) as archive:
                archive.add_feed(f"https://{number}.example")
        except BaseException as failure:  # noqa: BLE001 - shown below
            failures.append(failure)

    threads = [threading.Thread(target=start, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with Archive.open(path) as archive:
        assert len(archive.feeds()) == 4


def test_opening_an_archive_that_is_up_to_date_imports_nothing_heavy(path: Path) -> None:
    Archive.open(path).close()
    code = f"""
        import sys
        from pathlib import Path
        from storage.archive import Archive
        with Archive.open(Path({str(path)!r})) as archive:
            len(archive.open_listing()), archive.feeds(), archive.counts()
        heavy = ("sqlite_utils", "reader", "textual", "storage.history.changes", "storage.articles.store")
        print([name for name in heavy if name in sys.modules])
    """
    done = _python(code)
    assert done.stdout.strip() == "[]"


# --- databases that are refused ------------------------------------------------------------


@pytest.mark.parametrize("is_read_only", [False, True])
def test_a_newer_database_is_refused_by_name_and_left_untouched(path: Path, is_read_only: bool) -> None:
    Archive.open(path).close()
    with connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 5}")
    before = path.read_bytes()
    with pytest.raises(DatabaseTooNew) as caught:
        Archive.open(path, is_read_only=is_read_only)
    assert (caught.value.found, caught.value.known) == (SCHEMA_VERSION + 5, SCHEMA_VERSION)
    assert str(path) in str(caught.value)
    assert path.read_bytes() == before


def test_another_programs_database_is_refused_and_left_untouched(path: Path) -> None:
    with connect(path) as connection:
        connection.execute("CREATE TABLE notes (text)")
    before = path.read_bytes()
    with pytest.raises(DatabaseDamaged, match="another program"):
        Archive.open(path)
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_refused_and_left_untouched(path: Path) -> None:
    path.write_bytes(b"Dear diary, " * 500)
    before = path.read_bytes()
    with pytest.raises(DatabaseDamaged):
        Archive.open(path)
    assert path.read_bytes() == before


def test_a_damaged_page_is_one_sentence(path: Path, archive: Archive, fill: Any) -> None:
    fill.feed(count=500)
    archive.close()
    content = bytearray(path.read_bytes())
    last_part = len(content) * 3 // 4
    content[last_part:] = b"\xa5" * (len(content) - last_part)
    path.write_bytes(content)
    with Archive.open(path) as damaged:
        with pytest.raises(DatabaseDamaged):
            damaged.open_listing(query=Words("text"))[:]
        assert damaged.check(repair=True).problems != ()


def test_a_place_that_is_no_directory_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DatabaseUnwritable):
        Archive.open(tmp_path / "file" / "cutline.db")
    with pytest.raises(DatabaseUnwritable):
        Archive.open(tmp_path)


# --- read only ------------------------------------------------------------------------------


def test_a_read_only_archive_reads_and_refuses_to_write(path: Path) -> None:
    with Archive.open(path) as archive:
        feed = archive.add_feed("https://a.example")
    with Archive.open(path, is_read_only=True) as archive:
        assert archive.feeds() == [feed]
        with pytest.raises(DatabaseUnwritable):
            archive.add_feed("https://b.example")


def test_a_read_only_archive_is_never_made(path: Path) -> None:
    with pytest.raises(DatabaseDamaged, match="no such file"):
        Archive.open(path, is_read_only=True)
    assert not path.exists()
    path.touch()
    with pytest.raises(DatabaseUnwritable):
        Archive.open(path, is_read_only=True)
    assert path.read_bytes() == b""


# --- locks ----------------------------------------------------------------------------------


@pytest.fixture
def other_writer(path: Path, archive: Archive) -> Iterator[sqlite3.Connection]:
    """A connection of another process that is in the middle of a write."""
    with connect(path) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield connection
        if connection.in_transaction:
            connection.execute("ROLLBACK")


WRITES: dict[str, Callable[[Archive], object]] = {
    "add_feed": lambda archive: archive.add_feed("https://b.example"),
    "remove_feeds": lambda archive: archive.remove_feeds([1]),
    "rename_feed": lambda archive: archive.rename_feed(1, "x"),
    "move_feeds": lambda archive: archive.move_feeds([1], "x"),
    "set_read": lambda archive: archive.set_read([1], True),
    "set_starred": lambda archive: archive.set_starred([1], True),
    "set_tag": lambda archive: archive.set_tag([1], "x", True),
    "mark_listing_read": lambda archive: archive.mark_listing_read(View()),
    "undo": lambda archive: archive.undo(),
    "redo": lambda archive: archive.redo(),
    "add_keyword": lambda archive: archive.add_keyword("x", match=lambda keyword, texts: None),
    "pause_keyword": lambda archive: archive.pause_keyword("x"),
    "resume_keyword": lambda archive: archive.resume_keyword("x", match=lambda keyword, texts: None),
    "remove_keyword": lambda archive: archive.remove_keyword("x"),
    "store_feeds": lambda archive: archive.store_feeds([]),
}

READS: dict[str, Callable[[Archive], object]] = {
    "feeds": lambda archive: archive.feeds(),
    "find_feed": lambda archive: archive.find_feed("https://a.example/rss"),
    "recent_entry_hashes": lambda archive: archive.recent_entry_hashes(1),
    "identities": lambda archive: archive.identities(1, ["a0"], []),
    "open_listing": lambda archive: archive.open_listing()[:],
    "search": lambda archive: archive.open_listing(query=Words("text"))[:],
    "article": lambda archive: archive.article(1),
    "counts": lambda archive: archive.counts(),
    "folders": lambda archive: archive.folders(),
    "tags": lambda archive: archive.tags(),
    "keywords": lambda archive: archive.keywords(),
    "all_keywords": lambda archive: archive.all_keywords(),
    "article_texts": lambda archive: archive.article_texts([1]),
    "watched_keywords": lambda archive: archive.watched_keywords(),
    "keywords_version": lambda archive: archive.keywords_version(),
    "data_version": lambda archive: archive.data_version(),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES.keys())
def test_every_write_says_that_the_database_is_in_use(
    path: Path, other_writer: sqlite3.Connection, write: Callable[[Archive], object]
) -> None:
    with Archive.open(path, busy_timeout_seconds=0.01) as archive:
        with pytest.raises(DatabaseLocked):
            write(archive)
        other_writer.execute("ROLLBACK")
        archive.add_feed("https://later.example")


@pytest.mark.parametrize("read", READS.values(), ids=READS.keys())
def test_reads_go_on_while_another_process_writes(
    archive: Archive, fill: Any, path: Path, read: Callable[[Archive], object]
) -> None:
    fill.feed(count=2)
    with connect(path) as other:
        other.execute("BEGIN IMMEDIATE")
        read(archive)
        other.execute("ROLLBACK")


def test_a_write_waits_for_another_to_end(path: Path, other_writer: sqlite3.Connection) -> None:
    with Archive.open(path) as archive:
        waiting = threading.Thread(target=lambda: archive.add_feed("https://b.example"))
        waiting.start()
        waiting.join(0.05)
        assert waiting.is_alive()
        other_writer.execute("COMMIT")
        waiting.join(10)
        assert [feed.url for feed in archive.feeds()] == ["https://b.example"]


def test_the_data_version_grows_with_what_others_write(archive: Archive, path: Path) -> None:
    before = archive.data_version()
    assert archive.data_version() == before
    with Archive.open(path) as other:
        other.add_feed("https://a.example")
    assert archive.data_version() > before
    assert len(archive.feeds()) == 1


# --- closing and errors ---------------------------------------------------------------------


def test_a_closed_archive_says_so_and_may_be_closed_again(archive: Archive) -> None:
    archive.add_feed("https://a.example")
    archive.close()
    archive.close()
    with pytest.raises(StorageError):
        archive.feeds()
    with pytest.raises(StorageError):
        archive.add_feed("https://b.example")


def test_connections_of_ended_threads_are_closed(archive: Archive) -> None:
    for _ in range(5):
        thread = threading.Thread(target=archive.feeds)
        thread.start()
        thread.join()
    archive.feeds()
    assert len(archive._readers._connections) == 1


ERRORS = [
    DatabaseLocked(Path("a.db")),
    DatabaseTooNew(Path("a.db"), 3, 1),
    DatabaseDamaged(Path("a.db"), "it is torn"),
    DatabaseUnwritable(Path("a.db"), "the disk is full"),
    StorageError(Path("a.db")),
    errors.FeedNotFound(Path("a.db"), "x"),
    errors.ArticleNotFound(Path("a.db"), 4),
    errors.QueryError("a b", 2, "it ends"),
    errors.StaleKeywords(1, 2),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_every_error_is_one_sentence_and_survives_pickling(error: errors.CutlineError) -> None:
    copy = pickle.loads(pickle.dumps(error))
    assert (type(copy), str(copy), vars(copy)) == (type(error), str(error), vars(error))
    assert str(error).endswith(".")
    assert "\n" not in str(error)


# --- a sudden end ---------------------------------------------------------------------------


def test_a_process_killed_while_it_writes_leaves_a_sound_archive(path: Path) -> None:
    code = f"""
        from datetime import UTC, datetime
        from pathlib import Path
        from storage.archive import Archive
        from storage.fetched import FeedChanges, FetchRecord
        from storage.model import ArticleData, FeedData
        now = datetime(2026, 1, 1, tzinfo=UTC)
        archive = Archive.open(Path({str(path)!r}))
        feed_id = archive.add_feed("https://a.example").feed_id
        number = 0
        while True:
            articles = tuple(
                ArticleData(f"g{{number + n}}", "", "Title", text="Some text " * 200) for n in range(40)
            )
            archive.store_feed(FetchRecord(feed_id, now, now), FeedChanges(FeedData("T"), new=articles))
            archive.set_read(range(number, number + 20), True)
            number += 40
            print(number, flush=True)
    """
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)], stdout=subprocess.PIPE, cwd=_ROOT, text=True
    )
    assert process.stdout is not None
    with process.stdout as lines:
        stored = max(int(next(lines)) for _ in range(8))
        os.kill(process.pid, signal.SIGKILL)
        process.wait(10)
        stored = max([stored, *(int(line) for line in lines if line.strip().isdigit())])
    with Archive.open(path) as archive:
        assert archive.check().problems == ()
        # The one that was under way is whole or not there at all.
        assert archive.counts().article_count in (stored, stored + 40)
        archive.add_feed("https://b.example")


_ROOT = Path(__file__).parents[2]


def _python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        capture_output=True,
        text=True,
        check=True,
        cwd=_ROOT,
        timeout=60,
    )
