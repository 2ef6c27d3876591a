"""Every key and what it does, searchable."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from reader.keywords.signs import USUAL_SIGNS
from reader.tui.commands import COMMANDS, EXTRA_BINDINGS, GROUPS, shown_key
from reader.tui.keymap import PANES, KeysById, default_keys, desks, pane_bounds
from reader.tui.screens.add_feed import AddFeedScreen
from reader.tui.screens.explain import ExplainScreen
from reader.tui.screens.form import FormScreen
from reader.tui.screens.keyword_form import KeywordFormScreen
from reader.tui.screens.output import LOW_PAGES, OutputScreen
from reader.tui.widgets.color_choice import ColorChoice
from reader.tui.widgets.line_input import LineInput
from reader.tui.widgets.prompt import Prompt
from reader.tui.widgets.toggle import Toggle

_SIGNS = "Colours and signs of keywords"
_ON_SIGNS = (
    "A keyword that has a sign of its own shows that.",
    "Signs stand in texts where those of the keywords differ.",
)

_KEY_CELLS = 13
_NARROW = 58
"""Cells of a page below which sentences stand below their keys."""
_BOUNDLESS = 1_000
"""Cells of a page on which every sentence has room."""


class HelpScreen(ModalScreen[None]):
    """Type to find; Esc closes."""

    CSS_PATH: ClassVar = "dialogs.tcss"
    VERTICAL_BREAKPOINTS = LOW_PAGES
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Close", show=False),
        Binding("down", "scroll(1)", "Line down", show=False),
        Binding("up", "scroll(-1)", "Line up", show=False),
        Binding("pagedown", "scroll(12)", "Page down", show=False),
        Binding("pageup", "scroll(-12)", "Page up", show=False),
    ]

    def __init__(self, keys_by_id: KeysById | None = None) -> None:
        """``keys_by_id``: the keys in force, None for those of the default keymap."""
        super().__init__()
        self._keys_by_id = keys_by_id or default_keys()

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog -tall") as page:
            page.border_title = "Keys"
            page.border_subtitle = "type to find · Esc closes"
            yield LineInput(placeholder="Find a key or a word", compact=True)
            with VerticalScroll():
                yield Static(id="keys")

    def on_resize(self) -> None:
        # The page's width is the style sheet's affair, and known when all is laid out.
        self.call_after_refresh(self._show)

    def on_input_changed(self) -> None:
        self._show()

    def _show(self) -> None:
        width = self.query_one(VerticalScroll).scrollable_content_region.width
        keys = describe_keys(self.query_one(Input).value, self._keys_by_id, width=width)
        self.query_one("#keys", Static).update(keys)

    def action_scroll(self, step: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=step, animate=False)


def describe_keys(wanted: str, keys_by_id: KeysById, *, width: int = _BOUNDLESS) -> Content:
    """All keys by group, or those whose key, name or sentence has the word.

    Args:
        width: Cells of the page; on a narrow one sentences stand below their keys.
    """
    parts: list[Content] = []
    word = wanted.strip().casefold()
    for group, entries in _groups(keys_by_id):
        found = [entry for entry in entries if word in " ".join((group, *entry)).casefold()]
        if found:
            parts.append(Content.styled(f"{_wrapped(group, width, '')}\n", "bold $primary"))
            write = _narrow_entry if width < _NARROW else _wide_entry
            parts += [write(entry, width) for entry in found]
            parts.append(Content("\n"))
    if word in " ".join((_SIGNS, *USUAL_SIGNS, *_ON_SIGNS)).casefold():
        parts.append(_describe_signs(width))
    return Content.assemble(*parts) if parts else Content("No key does that.")


def _describe_signs(width: int) -> Content:
    """The legend of the colours that keywords may have."""
    return Content.assemble(
        (f"{_SIGNS}\n", "bold $primary"),
        *((f"  {sign} {color}\n", f"${color}") for color, sign in USUAL_SIGNS.items()),
        *(f"{_wrapped(sentence, width, '  ')}\n" for sentence in _ON_SIGNS),
    )


def _wide_entry(entry: tuple[str, str, str], width: int) -> Content:
    keys, sentence, name = entry
    margin = " " * (_KEY_CELLS + 3)
    lines = textwrap.wrap(sentence, max(width - len(margin), 20))
    command = f":{name}" if name else ""
    # A command that has no room behind its sentence stands below that, and not at the edge of the page.
    is_below = len(margin) + len(lines[-1]) + 2 + len(command) > width
    return Content.assemble(
        (f"  {keys:<{_KEY_CELLS}}", "$accent"),
        " ",
        f"\n{margin}".join(lines),
        (f"\n{margin}{command}" if is_below else f"  {command}" if command else "", "$foreground 66%"),
        "\n",
    )


def _narrow_entry(entry: tuple[str, str, str], width: int) -> Content:
    keys, sentence, name = entry
    shown = _wrapped(keys, width, "  ")
    is_beside = len(shown) + 3 + len(name) <= width
    command = (("  :" if is_beside else "\n  :") + name if name else "", "$foreground 66%")
    return Content.assemble((shown, "$accent"), command, f"\n{_wrapped(sentence, width, '    ')}\n")


def _wrapped(sentence: str, width: int, margin: str) -> str:
    return textwrap.fill(sentence, max(width, 20), initial_indent=margin, subsequent_indent=margin)


def fixed_keys() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The keys that no setting changes: headings, each with keys as they are written and sentences."""
    places: tuple[tuple[str, Any], ...] = (
        *desks(),
        ("While a line is typed", Prompt),
        ("In a page of text", OutputScreen),
        ("In the page on keywords", ExplainScreen),
        ("While a feed is added", AddFeedScreen),
        ("While a keyword is written", KeywordFormScreen),
        ("While a feed, a folder or a search is changed", FormScreen),
        ("On a field of yes or no", Toggle),
        ("On the colours of a keyword", ColorChoice),
        ("In this help", HelpScreen),
    )
    for heading, place in places:
        bounds = [(" ".join(map(shown_key, bound.keys)), bound.sentence) for bound in pane_bounds(place)]
        yield heading, bounds
    yield "Everywhere", [("^c ^q", "Leave the reader")]


def _groups(keys_by_id: KeysById) -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    def shown(binding_id: str) -> str:
        return " ".join(map(shown_key, keys_by_id[binding_id]))

    for group in GROUPS:
        entries = [
            (shown(command.name), command.sentence, command.name)
            for command in COMMANDS
            if command.group == group
        ]
        if group == GROUPS[0]:
            entries += [(shown(binding.id or ""), binding.description, "") for binding in EXTRA_BINDINGS]
        yield group, entries
    for heading, pane in PANES:
        bounds = pane_bounds(pane)
        yield heading, [(shown(bound.binding_id), bound.sentence, "") for bound in bounds]
    for heading, fixed in fixed_keys():
        yield heading, [(keys, sentence, "") for keys, sentence in fixed]
