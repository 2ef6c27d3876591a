"""Watched words from and to files: one pattern per line, CSV, newsboat's ``highlight`` lines."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from reader.errors import TransferError
from reader.keywords.pattern import PatternError, parse_pattern
from reader.text import clean_line
from reader.transfer.newsboat import read_config
from storage.model import Scope
from storage.watching import WatchedKeyword

COLUMNS = ("pattern", "color", "scope", "group", "glyph", "until", "regex")
"""Of the CSV. Only the first is needed, and the order is free."""

_TRUE = frozenset({"1", "yes", "true"})


@dataclass(frozen=True, slots=True)
class WrittenKeyword:
    """A keyword as a file has it. ``line`` counts from 1; ``color`` is "" where none is said."""

    line: int
    pattern: str
    color: str = ""
    scopes: tuple[Scope, ...] = tuple(Scope)
    is_regex: bool = False
    group: str = ""
    glyph: str = ""
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line that cannot be taken, and why."""

    line: int
    reason: str


def read_keywords(
    text: str, path: Path, colors: Collection[str]
) -> tuple[list[WrittenKeyword], list[RefusedLine]]:
    """What a file says, and its lines that say nothing.

    A name that ends in ``.csv`` or a first line with the column ``pattern`` makes it CSV; lines that
    begin with ``highlight`` make it newsboat's. In plain text, "# " begins a remark.

    Raises:
        TransferError: It is CSV without a column of patterns.
    """
    lines = text.lstrip("\ufeff").splitlines()
    first = next((line for line in lines if line.strip()), "")
    if path.suffix.lower() == ".csv" or "pattern" in _header(first):
        found, refused = _read_csv(lines, path, colors)
    elif any(line.startswith("highlight ") for line in lines):
        found, refused = _read_newsboat(text), []
    else:
        found = [
            WrittenKeyword(number, clean_line(line))
            for number, line in enumerate(lines, 1)
            if line.strip() and not line.lstrip().startswith("# ")
        ]
        refused = []
    good: list[WrittenKeyword] = []
    for written in found:
        try:
            parse_pattern(written.pattern, is_regex=written.is_regex)
        except PatternError as error:
            refused.append(RefusedLine(written.line, str(error)))
        else:
            good.append(written)
    return good, sorted(refused, key=lambda line: line.line)


def write_keywords(watched: Iterable[WatchedKeyword]) -> Iterator[str]:
    """A header and a line per keyword, as ``read_keywords`` takes them."""
    yield _csv_line(COLUMNS)
    for one in watched:
        keyword = one.keyword
        scopes = "" if keyword.scopes == tuple(Scope) else " ".join(keyword.scopes)
        until = one.expires_at.astimezone(UTC).isoformat() if one.expires_at else ""
        is_regex = "yes" if keyword.is_regex else ""
        yield _csv_line(
            (keyword.pattern, keyword.color, scopes, keyword.group, keyword.glyph, until, is_regex)
        )


def _header(line: str) -> list[str]:
    return [cell.strip().lower() for cell in next(csv.reader([line]), [])]


def _read_csv(
    lines: list[str], path: Path, colors: Collection[str]
) -> tuple[list[WrittenKeyword], list[RefusedLine]]:
    names = _header(lines[0]) if lines else []
    if "pattern" not in names:
        raise TransferError(path, 1, f"the first line has to name the columns ({', '.join(COLUMNS)})")
    found: list[WrittenKeyword] = []
    refused: list[RefusedLine] = []
    reader = csv.reader(lines[1:])
    for cells in reader:
        number = reader.line_num + 1
        values = dict(zip(names, (clean_line(cell) for cell in cells), strict=False))
        if not values.get("pattern"):
            continue
        try:
            found.append(_written(number, values, colors))
        except ValueError as error:
            refused.append(RefusedLine(number, str(error)))
    return found, refused


def _written(number: int, values: Mapping[str, str], colors: Collection[str]) -> WrittenKeyword:
    """Raises ValueError with a sentence."""
    color = values.get("color", "")
    if color and color not in colors:
        raise ValueError(f"{color!r} is no colour: write one of {', '.join(colors)}")
    until = values.get("until", "")
    try:
        expires_at = datetime.fromisoformat(until).astimezone() if until else None
    except ValueError:
        raise ValueError(f"{until!r} is no date: write 2026-12-31") from None
    return WrittenKeyword(
        line=number,
        pattern=values["pattern"],
        color=color,
        scopes=_scopes(values.get("scope", "")),
        is_regex=values.get("regex", "").lower() in _TRUE,
        group=values.get("group", ""),
        glyph=values.get("glyph", "")[:1],
        expires_at=expires_at,
    )


def _scopes(text: str) -> tuple[Scope, ...]:
    words = text.lower().replace(",", " ").replace("|", " ").split()
    for word in words:
        if word not in {scope.value for scope in Scope}:
            raise ValueError(f"{word!r} is no part of an article: write {', '.join(Scope)}")
    return tuple(scope for scope in Scope if scope.value in words) or tuple(Scope)


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
