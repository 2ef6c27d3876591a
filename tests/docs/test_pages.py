"""The documentation says what the code says, and every link in it leads somewhere."""

import importlib.util
import re
import shutil
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "sample_feeds").glob("*.md")])


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["configuration.md", "commands.md", "keys.md", "cutline.1"])
def test_a_page_made_from_the_code_is_up_to_date(name: str) -> None:
    made = load("generate").PAGES[name]()
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == made, "run python docs/generate.py"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_within_the_project_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    missing = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert missing == []


def test_every_sample_feed_is_named_in_its_readme() -> None:
    listed = set(
        re.findall(r"^\| `([^`]+)`", (ROOT / "sample_feeds" / "README.md").read_text(), re.MULTILINE)
    )
    files = {
        path.name for path in (ROOT / "sample_feeds").iterdir() if path.suffix in {".xml", ".json", ".rdf"}
    }
    assert listed == files


def test_the_manual_page_is_roff_without_a_warning() -> None:
    groff = shutil.which("groff")
    if groff is None:
        pytest.skip("groff is not installed")
    shown = subprocess.run(
        [groff, "-man", "-Tascii", "-ww", str(ROOT / "docs" / "cutline.1")],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert shown.stderr == ""
    for heading in ("NAME", "SYNOPSIS", "DESCRIPTION", "COMMANDS", "FILES", "ENVIRONMENT", "EXIT STATUS"):
        # On paper a letter is bold when it is struck twice.
        assert heading in re.sub(".\b", "", shown.stdout)
