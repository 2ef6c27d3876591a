"""Why an article is lit: each keyword in it, where it stands, and the text around it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from reader.keywords.deeds import describe_effects
from reader.keywords.explain import Explanation, Finding, describe_pattern
from reader.keywords.signs import COLORS, sign_of
from reader.tui.render.cells import steady_text
from reader.tui.screens.output import LOW_PAGES

_MOST_EXCERPTS = 20
"""Of one part of an article: a page of them says what a hundred would."""


class ExplainScreen(ModalScreen[None]):
    """Shows explanations until Esc, q, W or Enter."""

    CSS_PATH: ClassVar = "dialogs.tcss"
    VERTICAL_BREAKPOINTS = LOW_PAGES
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,W,enter", "dismiss", "Close", show=False),
        Binding("j,down", "scroll(1)", "Line down", show=False),
        Binding("k,up", "scroll(-1)", "Line up", show=False),
        Binding("pagedown,space", "scroll(12)", "Page down", show=False),
        Binding("pageup", "scroll(-12)", "Page up", show=False),
    ]

    def __init__(self, title: str, explanations: Sequence[Explanation]) -> None:
        """``title`` is the article's."""
        super().__init__()
        self._article_title = title
        self._explanations = explanations

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog -wide") as page:
            page.border_title = Content("Why it is lit")
            page.border_subtitle = "Esc closes"
            yield Static(Content.styled(steady_text(self._article_title), "bold"))
            for explanation in self._explanations:
                yield Static(_describe_keyword(explanation), classes="keyword")
                yield Static(_describe_facts(explanation), classes="scope")
                for finding in explanation.findings:
                    yield Static(_describe_scope(finding), classes="scope")
                    yield Static(_describe_excerpts(finding, _color(explanation)), classes="excerpts")

    def action_scroll(self, step: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=step, animate=False)


def _color(explanation: Explanation) -> str:
    color = explanation.keyword.color
    return color if color in COLORS else COLORS[0]


def _describe_keyword(explanation: Explanation) -> Content:
    keyword = explanation.keyword
    times = f" ×{explanation.count}" if explanation.count > 1 else ""
    name = f"{sign_of(keyword.glyph, keyword.color)} {steady_text(keyword.pattern)}{times}"
    return Content.styled(name, f"bold ${_color(explanation)}")


def _describe_facts(explanation: Explanation) -> Content:
    """How the keyword is looked for and what it does; below, what its sign and its colour stand for."""
    keyword = explanation.keyword
    facts = (describe_pattern(keyword.pattern, is_regex=keyword.is_regex), *describe_effects(keyword.rule))
    group = f"group {keyword.group} · " if keyword.group else ""
    color = f'colour "{_color(explanation)}"'
    return Content(f"{steady_text(' · '.join(facts))}\n{steady_text(group)}{color}")


def _describe_scope(finding: Finding) -> Content:
    count = len(finding.excerpts)
    return Content(f"in the {finding.scope}{f', {count} times' if count > 1 else ''}")


def _describe_excerpts(finding: Finding, color: str) -> Content:
    """A line for each place, with the hit underlined too: nothing is told by colour alone."""
    lines = [
        Content.assemble(
            Content(steady_text(excerpt.before)),
            Content.styled(steady_text(excerpt.hit), f"bold underline ${color}"),
            Content(steady_text(excerpt.after)),
        )
        for excerpt in finding.excerpts[:_MOST_EXCERPTS]
    ]
    if len(finding.excerpts) > _MOST_EXCERPTS:
        lines.append(Content(f"and {len(finding.excerpts) - _MOST_EXCERPTS} more"))
    return Content("\n").join(lines)
