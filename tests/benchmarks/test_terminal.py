"""The pseudo-terminal that tests and benchmarks look at tells what is painted how."""

from benchmarks.terminal import Paint, Terminal

RED_ON_BLUE = Paint("c80000", "000064")
PLAIN = Paint("default", "default")


def test_places_of_a_text_are_told_with_their_paint() -> None:
    lines = (
        r"\033[1;4mword\033[0m and word\n",
        r"\343\201\227\343\201\227 \033[38;2;200;0;0m\033[48;2;0;0;100mword\033[0m\n",
        r"w\033[7mo\033[0mrd",
    )
    with Terminal(["printf", "".join(lines)], columns=40, rows=5) as terminal:
        terminal.wait_end()
        shown = terminal.painted("word")
    bold = Paint("default", "default", is_bold=True, is_underlined=True)
    reverse = Paint("default", "default", is_reversed=True)
    assert [(one.row, one.column, one.paints) for one in shown] == [
        (0, 0, {bold}),
        (0, 9, {PLAIN}),
        # Behind two letters that are two cells wide each.
        (1, 5, {RED_ON_BLUE}),
        (2, 0, {PLAIN, reverse}),
    ]
    assert shown[0].line.rstrip() == "word and word"
