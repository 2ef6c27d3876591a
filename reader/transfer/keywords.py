"""Watched words from and to files: one pattern per line, CSV, newsboat's ``highlight`` lines."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from reader.errors import TransferError
from reader.feeds.documents.charset import decode
from reader.keywords.pattern import PatternError, check_pattern, clean_pattern
from reader.keywords.writing import (
    COLUMNS,
    Surroundings,
    WritingError,
    WrittenKeyword,
    cells_of,
    facts_of,
    read_cells,
)
from reader.text import clean_line
from reader.transfer.newsboat import read_config
from storage.watch.keyword_steps import KeywordPlan
from storage.watch.keywords import KeywordFacts
from storage.watch.watching import WatchedKeyword

_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
"""Signs that no program writes into text: a picture or an archive is full of them."""


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line that cannot be taken, and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class KeywordFile:
    """What a file brings.

    Attributes:
        plan: Its keywords that are not watched yet, in their order.
        known_count: How many it has that are watched already, or that it has twice.
        refused: By line.
    """

    plan: KeywordPlan
    known_count: int
    refused: tuple[RefusedLine, ...]


def read_file(path: Path, around: Surroundings, group: str = "") -> KeywordFile:
    """Read a file of keywords, of any of the three kinds.

    Args:
        group: That of keywords that name none.

    Raises:
        TransferError: It cannot be read, is no text, or is CSV without a column of patterns.
    """
    try:
        text = decode(path.read_bytes())
    except OSError as error:
        raise TransferError(path, 0, f"it cannot be read ({error.strerror})") from None
    if _NO_TEXT.search(text):
        raise TransferError(path, 0, "it is no text")
    written, refused = read_keywords(text, path)
    watched = {keyword.pattern for keyword in around.keywords}
    new: dict[str, KeywordFacts] = {}
    known_count = 0
    for one in written:
        if one.pattern in watched or one.pattern in new:
            known_count += 1
            continue
        try:
            new[one.pattern] = facts_of(replace(one, group=one.group or clean_line(group)), around)
        except WritingError as error:
            refused.append(RefusedLine(one.line, error.reason))
    count = "1 keyword" if len(new) == 1 else f"{len(new)} keywords"
    plan = KeywordPlan(f"Imported {count}", tuple(new.values()))
    return KeywordFile(plan, known_count, tuple(sorted(refused, key=lambda line: line.line)))


def read_keywords(text: str, path: Path) -> tuple[list[WrittenKeyword], list[RefusedLine]]:
    """What a file says, and its lines that say nothing.

    A name that ends in ``.csv`` or a first line with the column ``pattern`` makes it CSV; lines that
    begin with ``highlight`` make it newsboat's. In plain text, "# " begins a remark.

    Raises:
        TransferError: It is CSV without a column of patterns.
    """
    lines = text.lstrip("\ufeff").splitlines()
    first = next((line for line in lines if line.strip()), "")
    if path.suffix.lower() == ".csv" or "pattern" in _header(first):
        return _read_csv(lines, path)
    if any(line.startswith("highlight ") for line in lines):
        return _checked(_read_newsboat(text))
    return _checked(
        WrittenKeyword(number, clean_pattern(line))
        for number, line in enumerate(lines, 1)
        if line.strip() and not line.lstrip().startswith("# ")
    )


def write_keywords(watched: Iterable[WatchedKeyword], feed_urls: Mapping[int, str]) -> Iterator[str]:
    """A header and a line per keyword, as ``read_keywords`` takes them; ``feed_urls`` by feed id."""
    yield _csv_line(COLUMNS)
    for one in watched:
        yield _csv_line(cells_of(one, feed_urls).values())


def _checked(found: Iterable[WrittenKeyword]) -> tuple[list[WrittenKeyword], list[RefusedLine]]:
    good: list[WrittenKeyword] = []
    refused: list[RefusedLine] = []
    for written in found:
        try:
            check_pattern(written.pattern, is_regex=written.is_regex)
        except PatternError as error:
            refused.append(RefusedLine(written.line, str(error)))
        else:
            good.append(written)
    return good, refused


def _header(line: str) -> list[str]:
    return [cell.strip().lower() for cell in next(csv.reader([line]), [])]


def _read_csv(lines: list[str], path: Path) -> tuple[list[WrittenKeyword], list[RefusedLine]]:
    names = _header(lines[0]) if lines else []
    if "pattern" not in names:
        raise TransferError(path, 1, f"the first line has to name the columns ({', '.join(COLUMNS)})")
    found: list[WrittenKeyword] = []
    refused: list[RefusedLine] = []
    reader = csv.reader(lines[1:])
    for cells in reader:
        number = reader.line_num + 1
        values = dict(zip(names, cells, strict=False))
        if not clean_line(values.get("pattern", "")):
            continue
        try:
            found.append(read_cells(number, values))
        except WritingError as error:
            refused.append(RefusedLine(number, error.reason))
        except PatternError as error:
            refused.append(RefusedLine(number, str(error)))
    return found, refused


def _read_newsboat(text: str) -> list[WrittenKeyword]:
    highlights = read_config(text).highlights
    return [
        WrittenKeyword(number, highlight.pattern, highlight.color, highlight.scopes, is_regex=True)
        for number, highlight in enumerate(highlights, 1)
    ]


def _csv_line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(cells)
    return line.getvalue()
