"""Every error that a person may see: it pickles, keeps its facts, and is one sentence."""

import importlib
import pickle
import pkgutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

import reader
from reader.errors import (
    CellError,
    FeedError,
    FetchError,
    FetchProblem,
    NotWritten,
    ParseError,
    ParseProblem,
    ReaderError,
    SettingsError,
    TransferError,
)
from reader.ingest.lock import RefreshBusy
from reader.keywords.pattern import PatternError
from reader.keywords.writing import WritingError
from storage.errors import (
    AddressTaken,
    ArticleNotFound,
    ChangeTakenBack,
    CutlineError,
    DatabaseDamaged,
    DatabaseLocked,
    DatabaseTooNew,
    DatabaseUnwritable,
    FeedNotFound,
    QueryError,
    ReadingAbandoned,
    SearchNameTaken,
    StaleKeywords,
    StorageError,
)

PATH = Path("archive.db")
URL = "https://press.example/feed"
EXAMPLES = (
    StorageError(PATH),
    DatabaseLocked(PATH),
    ReadingAbandoned(PATH),
    ChangeTakenBack(PATH, "Brought 2 keywords"),
    DatabaseTooNew(PATH, 9, 3),
    DatabaseDamaged(PATH, "it is no database"),
    DatabaseUnwritable(PATH, "the disk is full"),
    FeedNotFound(PATH, "12"),
    AddressTaken(PATH, "River Gazette", False),
    AddressTaken(PATH, "River Gazette", True),
    SearchNameTaken(PATH, "Bridges"),
    ArticleNotFound(PATH, 7),
    QueryError("is:x", 3, "is: takes unread"),
    StaleKeywords(1, 2),
    SettingsError(PATH, "refresh.x", "no such key"),
    FetchError(URL, FetchProblem.STATUS, "503", 503, datetime(2026, 11, 24, tzinfo=UTC)),
    ParseError(URL, ParseProblem.WEB_PAGE, "it names no feed"),
    FeedError(URL, "a fact"),
    TransferError(PATH, 3, "it holds no feeds"),
    CellError("address", "a feed needs an address"),
    NotWritten(PATH, "it exists already"),
    RefreshBusy(123, 4.0),
    PatternError("/(/", 1, "missing )"),
    WritingError("there is no feed nowhere"),
)


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: type(error).__name__)
def test_an_error_survives_pickling_and_is_one_sentence(error: CutlineError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert vars(again) == vars(error)
    assert str(again) == str(error) != ""
    assert "\n" not in str(error)


def test_a_long_query_is_cut_around_the_place_and_not_its_reason() -> None:
    sentence = str(QueryError("a" * 3_000 + ' "\\d\n' + "b" * 3_000, 3_001, "this is never closed"))
    assert len(sentence) < 250
    assert sentence.endswith("at character 3002: this is never closed.")
    assert "…aaaa" in sentence
    assert ' "\\d bbb' in sentence
    assert "The query 'is:x' stops" in str(QueryError("is:x", 3, "no"))
    assert r"'/\d(/'" in str(PatternError(r"/\d(/", 3, "missing )"))


def test_no_error_is_forgotten_here() -> None:
    for module in pkgutil.walk_packages(reader.__path__, "reader."):
        if ".tui" not in module.name and "__main__" not in module.name:
            importlib.import_module(module.name)
    shown = {type(error) for error in EXAMPLES}
    assert _all_below(CutlineError) - shown == {ReaderError}


def _all_below(kind: type[CutlineError]) -> set[type[CutlineError]]:
    return {below for child in kind.__subclasses__() for below in {child, *_all_below(child)}}
