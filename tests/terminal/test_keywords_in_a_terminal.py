"""Watched words in a real pseudo-terminal: added, lit, jumped to, explained, paused, gone."""

import json
from collections.abc import Callable

from benchmarks.terminal import Paint, Terminal
from sample_feeds import sample_files

Cutline = Callable[..., str]
OpenTerminal = Callable[..., Terminal]
WIRE = next(sample.path for sample in sample_files() if sample.path.name == "levant-wire.xml")


# A line of each, by words that stand in no other one.
IN_THE_LIST, IN_THE_TEXT = "Naqoura’s baker opens", "In Naqoura, where hardly"

# The badge in the article's head counts its hits.
HEAD = "×2"


def paint_in(reader: Terminal, line: str) -> Paint | None:
    """How the keyword is painted in a line; None where it is not seen there, or not all of it alike."""
    for place in reader.painted("Naqoura"):
        if line in place.line and len(place.paints) == 1:
            return next(iter(place.paints))
    return None


def test_a_keyword_is_added_seen_explained_paused_and_removed(
    cutline: Cutline, open_terminal: OpenTerminal
) -> None:
    cutline("add", str(WIRE))
    reader = open_terminal(columns=120, rows=36)
    reader.wait_for(IN_THE_TEXT)
    assert "◆" not in reader.text()
    plain = {line: paint_in(reader, line) for line in (IN_THE_LIST, IN_THE_TEXT)}
    reader.type(":keyword add Naqoura\r")
    # The badge of the row and the message, with no restart.
    reader.wait_for("Watching Naqoura")
    reader.wait_for("◆")
    wait_until_lit(reader, plain)
    reader.wait_for(HEAD)
    reader.type("\r}")
    # The article moves to its first hit, away from its head.
    reader.wait_until(lambda: HEAD not in reader.text(), "the first hit")
    wait_until_lit(reader, plain)
    reader.type("W")
    reader.wait_for("Why it is lit")
    reader.wait_for("whole words, whatever case and accents")
    reader.type("\x1b")
    reader.wait_until(lambda: "Why it is lit" not in reader.text(), "the article without the explanation")
    reader.type(":keyword pause Naqoura\r")
    reader.wait_for("Paused Naqoura")
    reader.wait_until(
        lambda: all(paint_in(reader, line) == paint for line, paint in plain.items()),
        "the keyword, lit no longer,",
    )
    (keyword,) = json.loads(cutline("keyword", "list", "--json"))
    assert keyword["is_paused"]
    reader.type(":keyword remove Naqoura\r")
    reader.wait_for("Removed keyword Naqoura")
    reader.type("w")
    reader.wait_for("No keywords yet")
    reader.type("\x1bq")
    assert json.loads(cutline("keyword", "list", "--json")) == []


def wait_until_lit(reader: Terminal, plain: dict[str, Paint | None]) -> None:
    """In the list by its colour and a line below, in the text by what is behind it and bold letters."""

    def is_lit() -> bool:
        in_list, in_text = (paint_in(reader, line) for line in plain)
        return (
            in_list is not None
            and in_text is not None
            and in_list.is_underlined
            and in_list.foreground != getattr(plain[IN_THE_LIST], "foreground", "")
            and in_text.is_bold
            and in_text.background != getattr(plain[IN_THE_TEXT], "background", "")
        )

    assert None not in plain.values()
    reader.wait_until(is_lit, "the keyword, lit in list and article,")
    # What stands beside it is not lit.
    (beside,) = reader.painted("where hardly")
    assert beside.paints == {plain[IN_THE_TEXT]}
