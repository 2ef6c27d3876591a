"""The house style, where a program can see it."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("reader", "storage", "sample_feeds", "tests", "benchmarks", "docs")
MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 50

Function = ast.FunctionDef | ast.AsyncFunctionDef


def python_files() -> list[Path]:
    return sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, Function):
            yield node


def code_lines(function: Function) -> int:
    """Lines from the definition to the end, without the docstring."""
    first = function.body[0]
    has_docstring = ast.get_docstring(function, clean=False) is not None
    docstring_lines = (first.end_lineno or first.lineno) - first.lineno + 1 if has_docstring else 0
    return (function.end_lineno or function.lineno) - function.lineno + 1 - docstring_lines


@pytest.mark.parametrize("path", python_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_stay_short(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    long_functions = [
        f"{function.name} ({code_lines(function)})"
        for function in functions(path)
        if code_lines(function) > MAX_FUNCTION_LINES
    ]
    assert lines <= MAX_FILE_LINES
    assert long_functions == []


def test_only_one_module_imports_feedparser() -> None:
    importers = [
        str(path.relative_to(ROOT))
        for path in python_files()
        if path.is_relative_to(ROOT / "reader") and _imports(path, "feedparser")
    ]
    assert importers == ["reader/feeds/documents/parse.py"]


def test_the_tests_have_no_init_files() -> None:
    assert list((ROOT / "tests").rglob("__init__.py")) == []


def test_only_one_module_begins_workers() -> None:
    """It is given what makes a coroutine: one made too early is left when its worker never begins."""
    beginners = [
        str(path.relative_to(ROOT))
        for path in python_files()
        if path.is_relative_to(ROOT / "reader") and ".run_worker(" in path.read_text(encoding="utf-8")
    ]
    assert beginners == ["reader/tui/behind.py"]


def _imports(path: Path, package: str) -> bool:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import) and any(name.name.split(".")[0] == package for name in node.names):
            return True
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == package:
            return True
    return False


def test_a_parse_worker_loads_neither_interface_nor_database() -> None:
    heavy = ("textual", "rich", "sqlite_utils", "sqlite3", "aiohttp", "click")
    code = f"import sys, reader.ingest.worker\nprint(sorted(set({heavy!r}) & set(sys.modules)))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert shown.strip() == "[]"


def test_the_reader_opens_without_what_only_keys_bring() -> None:
    heavy = (
        *("feedparser", "aiohttp", "selectolax", "sqlite_utils", "re2", "dateutil"),
        *(
            "reader.feeds.bodies.blocks",
            "reader.ingest.events",
            "reader.transfer.newsboat",
            "reader.query.parse",
        ),
        *(
            "reader.tui.palette",
            "reader.tui.screens.help",
            "reader.tui.screens.health",
            "storage.history.changes",
        ),
    )
    code = (
        f"import sys, reader.cli.interface, reader.tui.app\nprint(sorted(set({heavy!r}) & set(sys.modules)))"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert shown.strip() == "[]"
