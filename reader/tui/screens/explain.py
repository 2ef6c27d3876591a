"""Why an article is lit: each keyword in it, where it stands, and the text around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from reader.keywords.explain import Explanation, Finding, describe_pattern
from reader.tui.render.cells import steady_text
from reader.tui.render.lines import USUAL_GLYPH
from reader.tui.widgets.shades import COLORS

_MOST_EXCERPTS = 20
"""Of one part of an article: a page of them says what a hundred would."""


class ExplainScreen(ModalScreen[None]):
    """Shows explanations until Esc, q, W or Enter."""

    CSS_PATH: ClassVar = "dialogs.tcss"
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
            yield Static(describe(self._article_title, self._explanations))

    def action_scroll(self, step: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=step, animate=False)


def describe(title: str, explanations: Sequence[Explanation]) -> Content:
    """The whole page."""
    parts = [Content.styled(steady_text(title), "bold"), Content("\n")]
    for explanation in explanations:
        parts.append(Content("\n"))
        parts += _describe_keyword(explanation)
    if not explanations:
        parts.append(Content("\nNo keyword stands in this article."))
    return Content.assemble(*parts)


def _describe_keyword(explanation: Explanation) -> Iterator[Content]:
    keyword = explanation.keyword
    color = keyword.color if keyword.color in COLORS else COLORS[0]
    times = f" ×{explanation.count}" if explanation.count > 1 else ""
    yield Content.styled(
        f"{keyword.glyph or USUAL_GLYPH} {steady_text(keyword.pattern)}{times}", f"bold ${color}"
    )
    yield Content.styled(
        f"  {describe_pattern(keyword.pattern, is_regex=keyword.is_regex)}\n", "$foreground 66%"
    )
    for finding in explanation.findings:
        yield from _describe_finding(finding, color)


def _describe_finding(finding: Finding, color: str) -> Iterator[Content]:
    count = len(finding.excerpts)
    yield Content.styled(
        f"  in the {finding.scope}{f', {count} times' if count > 1 else ''}\n", "$foreground 66%"
    )
    for excerpt in finding.excerpts[:_MOST_EXCERPTS]:
        yield Content.assemble(
            Content(f"    {steady_text(excerpt.before)}"),
            # Underlined too: nothing is told by colour alone.
            Content.styled(steady_text(excerpt.hit), f"bold underline ${color}"),
            Content(f"{steady_text(excerpt.after)}\n"),
        )
    if count > _MOST_EXCERPTS:
        yield Content(f"    and {count - _MOST_EXCERPTS} more\n")
