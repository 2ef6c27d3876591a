"""Raised and lowered text written as characters, so that it never grows together with the word before it.

"m<sup>2</sup>" is written "m²", "x<sup>k</sup>" is written "x^k". What refers to a note is written in square
brackets, "energy[3]": the word before it is found by a search, as it is not in "energy³", whose sign folds
to a digit of the word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from reader.feeds.bodies.blocks import Span
from reader.feeds.emphasis import Emphasis

_SCRIPTS = Emphasis.SUPERSCRIPT | Emphasis.SUBSCRIPT
_SUPERSCRIPTS = str.maketrans("0123456789+-−–=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿ")
_SUBSCRIPTS = str.maketrans("0123456789+-−–=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎")
_ORDINAL_SIGNS = str.maketrans("ao", "ªº")
_ALONE = (Emphasis.NONE, Emphasis.SUPERSCRIPT, Emphasis.SUBSCRIPT)
_NOTHING: dict[int, int] = {}

_NUMBERS = re.compile(r"[1-9]\d{0,2}(?:\s?[,;–-]\s?[1-9]\d{0,2})*")
_MARKS = re.compile(r"\d{1,4}(?:\s?[,;–-]\s?\d{1,4})*|[ivxl]{1,6}|[a-z]", re.IGNORECASE)
_RETURN = re.compile(r"[\s\[\]()]*[↩↵⏎⮐⤴↑↖⇑^←⬆🔙][\s\[\]()↩↵⏎⮐⤴↑↖⇑^←⬆🔙\ufe0e\ufe0f]*")
# Words of four letters and more, and years: no power is taken of them, but for units that are written out.
_WORD = re.compile(r"[^\W\d_]{4,}\Z|(?<!\d)(?:1[5-9]|20)\d\d\Z")
_UNIT = re.compile(r"(?:\w*met(?:re|er)s?|feet|foot|inch(?:es)?|miles?|yards?)\Z", re.IGNORECASE)
_BRACKET_SIGNS = frozenset(("[", "]", "(", ")", ""))
_SENTENCE_SIGNS = ".,;:!?…”’\"'»"
# "1st" and "XXe" are read and searched for as words.
_ABBREVIATIONS = frozenset("st nd rd th e er re ère ème nde me lle mes lles os as tm sm mc".split())
_LONGEST_SIGN = 12
_TAIL_CHARS = 40
_HEAD_CHARS = 4


class _Form(NamedTuple):
    """What stands before and after a text, and what its characters become."""

    before: str = ""
    after: str = ""
    table: dict[int, int] = _NOTHING
    is_return: bool = False


_AS_IT_IS = _Form()
_BRACKETS = _Form("[", "]")
_BRACKETS_BEFORE_WORD = _Form("[", "] ")
_RAISED = _Form(table=_SUPERSCRIPTS)


class _Group(NamedTuple):
    """Neighbouring spans that are raised, or lowered, or one link within the article.

    Attributes:
        tail: What stands before them, its last characters.
        head: The characters after them, enough to know a word, "" at the end.
        is_linked: They are a link of their own, and not a raised part of a longer one.
    """

    spans: Sequence[Span]
    kind: Emphasis
    tail: str
    head: str
    is_linked: bool

    @property
    def core(self) -> str:
        return "".join(span.text for span in self.spans).strip()

    @property
    def is_apart(self) -> bool:
        """Whether nothing stands right before them."""
        return not self.tail or self.tail[-1].isspace()


def write_raised(spans: Sequence[Span], is_inner: Callable[[str], bool]) -> list[Span]:
    """Write what is raised or lowered in a paragraph, and what refers to notes, as plain characters.

    Args:
        is_inner: Tells the links that lead to a place in the article itself.
    """
    written: list[Span] = []
    start = 0
    while start < len(spans):
        span = spans[start]
        kind = _kind(span)
        end = start + 1
        if kind is Emphasis.NONE and not (span.url and is_inner(span.url)):
            _add(written, span)
        else:
            while end < len(spans) and _belongs(spans[end], spans[end - 1], kind):
                end += 1
            group = _group(spans, (start, end), written)
            is_way_back = any(is_inner(one.url) for one in group.spans if one.url)
            for one in _write(group, _form(group, written, is_inner=is_way_back)):
                _add(written, one)
        start = end
    return written


def _kind(span: Span) -> Emphasis:
    # Most text is plain, and operations on flags are slow.
    return Emphasis.NONE if span.emphasis is Emphasis.NONE else span.emphasis & _SCRIPTS


def _tail(written: Sequence[Span]) -> str:
    """The last characters that are written."""
    tail = ""
    for span in reversed(written):
        tail = span.text[-_TAIL_CHARS:] + tail
        if len(tail) >= _TAIL_CHARS:
            break
    return tail[-_TAIL_CHARS:]


def _add(written: list[Span], span: Span) -> None:
    """Add a span to those it is set like: most that was raised is now like the text around it."""
    last = written[-1] if written else None
    if (
        last is not None
        and last.url == span.url
        and last.emphasis is span.emphasis
        and not span.anchor
        and last.is_return == span.is_return
    ):
        written[-1] = last._replace(text=last.text + span.text)
    else:
        written.append(span)


def _belongs(span: Span, previous: Span, kind: Emphasis) -> bool:
    """Whether a span is one with the one before it: of two numbers side by side each is its own."""
    if _kind(span) is not kind:
        return False
    is_bracket = any(one.text.strip() in _BRACKET_SIGNS for one in (span, previous))
    return span.url == previous.url or (kind is not Emphasis.NONE and is_bracket)


def _group(spans: Sequence[Span], place: tuple[int, int], written: Sequence[Span]) -> _Group:
    start, end = place
    group = spans[start:end]
    urls = {span.url for span in group} - {""}
    around = {written[-1].url if written else "", spans[end].url if end < len(spans) else ""}
    head = spans[end].text[:_HEAD_CHARS] if end < len(spans) else ""
    is_linked = bool(urls) and not urls & around
    return _Group(group, _kind(spans[start]), _tail(written), head, is_linked)


def _write(group: _Group, form: _Form) -> list[Span]:
    """Write the spans of a group in a form; blanks at its ends stay outside."""
    visible = [index for index, span in enumerate(group.spans) if span.text.strip()]
    written: list[Span] = []
    for index, span in enumerate(group.spans):
        text = span.text.translate(form.table) if form.table else span.text
        if visible and index == visible[0]:
            bare = text.lstrip()
            text = text[: len(text) - len(bare)] + form.before + bare
        if visible and index == visible[-1]:
            bare = text.rstrip()
            text = bare + form.after + text[len(bare) :]
        emphasis = _without_scripts(span.emphasis)
        written.append(Span(text, emphasis, span.url, span.anchor, span.is_return or form.is_return))
    return written


def _without_scripts(emphasis: Emphasis) -> Emphasis:
    return Emphasis.NONE if emphasis in _ALONE else emphasis & ~_SCRIPTS


def _form(group: _Group, written: Sequence[Span], *, is_inner: bool) -> _Form:
    core = group.core
    if not core:
        return _AS_IT_IS
    is_super = Emphasis.SUPERSCRIPT in group.kind
    if is_inner and _RETURN.fullmatch(core):
        return _Form(is_return=True)
    if is_inner and written and written[-1].is_return and not group.tail[-1:].isspace():
        # A second way back is numbered: "↩²".
        return _Form(table=_SUPERSCRIPTS, is_return=True)
    if any(span.is_return for span in group.spans):
        return _AS_IT_IS
    if _refers(group, core, is_super=is_super):
        return _BRACKETS_BEFORE_WORD if group.is_apart and group.head[:1].isalnum() else _BRACKETS
    if is_super:
        return _raise(core, group)
    return _lower(core, group) if group.kind else _AS_IT_IS


def _refers(group: _Group, core: str, *, is_super: bool) -> bool:
    """Whether a text is the number or letter of a note, still without brackets."""
    if is_super and group.is_linked:
        return _MARKS.fullmatch(core) is not None
    if Emphasis.SUBSCRIPT in group.kind or not _NUMBERS.fullmatch(core):
        return False
    last = group.tail[-1:]
    if not is_super:
        # In running text a number right behind a word, or in front of a note.
        if group.is_apart:
            return group.is_linked and not group.tail.strip() and group.head[:1] not in tuple(".)]:")
        return group.is_linked and (last.isalpha() or last in _SENTENCE_SIGNS + ")")
    if group.is_apart:
        is_power = group.tail.rstrip()[-1:].isdigit()
        is_before_word = len(group.head) == _HEAD_CHARS and group.head.isalpha()
        return not is_power and (is_before_word or group.head[:1] in ("", *" \n.,;:)"))
    word = _WORD.search(group.tail)
    return last in _SENTENCE_SIGNS or (word is not None and _UNIT.search(group.tail) is None)


def _raise(core: str, group: _Group) -> _Form:
    if core[0] == "[" or (core[0] == "(" and group.is_linked):
        return _AS_IT_IS
    if _is_drawable(core, _SUPERSCRIPTS):
        return _RAISED
    last = group.tail[-1:]
    if core in ("a", "o") and (last.isdigit() or last in "nN"):
        return _Form(table=_ORDINAL_SIGNS)
    if core.lower() in _ABBREVIATIONS and last.isalnum():
        return _AS_IT_IS
    return _sign(core, group, "^")


def _lower(core: str, group: _Group) -> _Form:
    return _Form(table=_SUBSCRIPTS) if _is_drawable(core, _SUBSCRIPTS) else _sign(core, group, "_")


def _is_drawable(core: str, table: dict[int, int]) -> bool:
    return all(ord(character) in table for character in core if not character.isspace())


def _sign(core: str, group: _Group, sign: str) -> _Form:
    """The form of what has no characters of its own; small print of many words is only kept apart."""
    if not any(character.isalnum() for character in core) or group.is_apart:
        return _AS_IT_IS
    if len(core) > _LONGEST_SIGN or len(core.split()) > 1:
        return _Form(" ") if core[0].isalnum() and group.tail[-1].isalnum() else _AS_IT_IS
    return _Form(sign) if core.isalnum() else _Form(f"{sign}(", ")")
